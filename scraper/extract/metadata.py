"""An article's facts, each chosen among what markup, head and the page itself say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

import attrs

from archive.records import Evidence
from scraper.extract.authors import read_authors
from scraper.extract.byline_dates import (
    byline_date,
    changed_date,
    date_beside,
    is_ambiguous,
    named_date,
    opening_date,
    restamped,
    tells_a_day,
)
from scraper.extract.confidence import confidence
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS
from scraper.extract.page_clock import ahead_of_utc
from scraper.extract.render import text_of
from scraper.extract.structured import Head, list_of, names_of, text_value
from scraper.normalise.text import clean_line
from scraper.normalise.urls import join

_COMMENT = BITS["comment"]
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate",
              "publish-date", "sailthru.date", "parsely-pub-date", "article.published", "publication_date", "article_date_original", "cxenseparse:recs:publishtime", "published_time", "originalpublicationdate", "release_date",
              "citation_publication_date", "citation_online_date", "citation_date", "dcterms.issued", "dc.date.created", "prism.publicationdate", "date_published", "article:published")  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
    "revised",
    "updated_time",
)


@attrs.define
class Facts:
    """What is known of an article beside its text."""

    authors: tuple[str, ...] = ()
    published_raw: str | None = None
    published_ahead: timedelta = timedelta(0)
    modified_raw: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    image: str | None = None
    site_name: str | None = None
    evidence: list[Evidence] = attrs.Factory(list)


def read_facts(
    document: Document,
    head: Head,
    item: dict[str, Any] | None,
    heading: Node | None,
    body: Node | None,
    url: str,
    lines: Sequence[tuple[Node, str]],
    items: Sequence[dict[str, Any]] = (),
    until: int | None = None,
) -> Facts:
    """Authors, dates, section, tags, description, image and site name of a page's article.

    Args:
        document: the page.
        head: its head.
        item: the JSON-LD object of the article.
        heading: the title's heading.
        body: the element that holds the text.
        url: the page's address.
        lines: its bylines.
        items: all JSON-LD objects.
        until: index of the first post, where posts are what the page is there for.
    """
    facts = Facts()
    facts.authors, evidence = read_authors(document, head, item, heading, body, url, lines, until)
    facts.evidence = [evidence] if evidence else []
    facts.modified_raw = text_value((item or {}).get("dateModified")) or head.first(*_MODIFIED)
    # A topic's last change is its last post.
    last = [("modified", facts.modified_raw)] if until is None else []
    _read_date(facts, chain(_dates(document, head, item, heading, body, url, items, until), last))
    if facts.published_raw:
        facts.published_ahead = ahead_of_utc(document, facts.published_raw, heading, body, until)
    facts.modified_raw = facts.modified_raw or changed_date(document, heading, body, until)
    sections, tags = _labels(document, head, item)
    facts.section = sections[0] if sections else None
    facts.tags = tuple(dict.fromkeys((*sections[1:], *tags)))
    facts.description = head.first("og:description", "description", "twitter:description")
    image = head.first("og:image", "og:image:url", "twitter:image", "twitter:image:src") or text_value(
        (item or {}).get("image")
    )
    facts.image = join(url, image)
    facts.site_name = head.first("og:site_name", "application-name") or text_value((item or {}).get("publisher"))
    return facts


def _dates(
    document: Document,
    head: Head,
    item: dict[str, Any] | None,
    heading: Node | None,
    body: Node | None,
    url: str,
    items: Sequence[dict[str, Any]],
    until: int | None,
) -> Iterator[tuple[str, str | None]]:
    """What tells when the article was published, the surest first."""
    published = text_value((item or {}).get("datePublished")) or text_value((item or {}).get("dateCreated"))
    if published:
        yield "byline", restamped(document, heading, published, text_value((item or {}).get("dateModified")))
    yield "json-ld", published
    for field in _PUBLISHED:
        yield "meta", head.first(field)
    yield "address", address_date(url)
    yield "byline", byline_date(document, heading, body, until)
    yield "byline", named_date(document, heading, until)
    yield "byline", opening_date(document, body) or date_beside(document, until)
    yield "json-ld-page", next((day for other in items if (day := text_value(other.get("datePublished")))), None)


def _read_date(facts: Facts, told: Iterator[tuple[str, str | None]]) -> None:
    """Takes the first that tells a day; what can be read in two ways, only if nothing else does."""
    days = ((rule, value) for rule, value in told if value and tells_a_day(value))
    if (first := next(days, None)) is None:
        return
    rule, value = next((one for one in days if not is_ambiguous(one[1])), first) if is_ambiguous(first[1]) else first
    facts.published_raw = value
    facts.evidence.append(Evidence(field="published_at", rule=rule, confidence=confidence("published_at", rule)))


_ADDRESS_DATE = re.compile(r"/(20[0-3]\d|19[89]\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def address_date(url: str) -> str | None:
    """The day that an address names, as blogs and newspapers do."""
    if found := _ADDRESS_DATE.search(url):
        return "-".join(found.groups())
    found = _ADDRESS_DAY_FIRST.search(url) or _ADDRESS_STAMP.search(url)
    return f"{found['year']}-{found['month']}-{found['day']}" if found else None


_ADDRESS_DAY_FIRST = re.compile(
    r"/(?P<day>0[1-9]|[12]\d|3[01])[-_.](?P<month>0[1-9]|1[0-2])[-_.](?P<year>20[0-3]\d)(?=[/_.-]|$)"
)
# A number of an article that is the second of its publication and a little more.
_ADDRESS_STAMP = re.compile(
    r"/[A-Za-z]?(?P<year>20[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]?\d*(?=[_.?-]|/?$)"
)


# WordPress's block of an article's labels typesets them, as its feeds, its API and all other themes do not: one label
# would be two.
_TYPESET = "wp-block-post-terms"
_AS_TYPED = str.maketrans({**dict.fromkeys("‘’‚", "'"), **dict.fromkeys("“”„", '"'), "…": "..."})


def _label_relations(link: Node) -> list[str]:
    """What a link is to the page, if it is a label of its article."""
    if "rel" not in link.attributes or not 0 < link.length <= 60:
        return []
    rel = (link.attributes.get("rel") or "").split()
    return rel if "tag" in rel or "category" in rel else []


def _where_labels_differ(document: Document) -> tuple[bytearray, bytearray]:
    """Where labels are other articles', and where they are typeset."""
    others = chain(document.called(_COMMENT), document.named_with("widget", "sidebar", "tagcloud"))
    beside = document.mask(node for node in others if node.tag not in ("body", "html", "article"))
    return beside, document.mask(document.named_with(_TYPESET))


def _labels(document: Document, head: Head, item: dict[str, Any] | None) -> tuple[list[str], list[str]]:
    """Sections (categories) and tags, as links of the page name them; failing that, as head and JSON-LD do."""
    sections: dict[str, None] = {}
    tags: dict[str, None] = {}
    links = [(node, rel) for node in document.elements("a") if (rel := _label_relations(node))]
    beside, typeset = _where_labels_differ(document) if links else (bytearray(), bytearray())
    for node, rel in links:
        place = node.parent.index if node.parent is not None else 0
        label = "" if beside[place] else clean_line(text_of(document, node).replace("\n", " "))
        if not label:
            continue
        if typeset[place]:
            label = label.translate(_AS_TYPED)
        if "category" in rel or re.search(
            r"/(?:category|categories|section|sections|topics?|rubrik)/|[?&]cat=", node.get("href")
        ):
            sections[label] = None
        else:
            tags[label] = None
    if not sections:
        found = head.meta.get("article:section", []) or names_of((item or {}).get("articleSection"))
        sections = dict.fromkeys(clean_line(name) for name in found)
    if not tags:
        found = head.meta.get("article:tag", []) or [
            k for raw in list_of((item or {}).get("keywords")) if isinstance(raw, str) for k in raw.split(",")
        ]
        tags = dict.fromkeys(label for name in found if (label := clean_line(name)))
    return list(sections), [tag for tag in tags if tag not in sections]
