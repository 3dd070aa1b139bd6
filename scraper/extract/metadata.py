"""An article's facts, each chosen among what markup, head and the page itself say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import attrs

from archive.records import Evidence
from scraper.extract.byline import byline_date, byline_names, empty_byline
from scraper.extract.confidence import confidence
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS
from scraper.extract.render import text_of
from scraper.extract.structured import Head, list_of, names_of, text_value
from scraper.normalise.authors import split_names
from scraper.normalise.text import clean_line, fold
from scraper.normalise.urls import join

_COMMENT = BITS["comment"]
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate",
              "publish-date", "sailthru.date", "parsely-pub-date", "article.published", "publication_date", "article_date_original", "cxenseparse:recs:publishtime", "published_time", "originalpublicationdate", "release_date")  # fmt: skip
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
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "parsely-author",
    "article.author",
    "twitter:data1",
    "citation_author",
)


@attrs.define
class Facts:
    """What is known of an article beside its text."""

    authors: tuple[str, ...] = ()
    published_raw: str | None = None
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
) -> Facts:
    """Authors, dates, section, tags, description, image and site name of a page's article."""
    facts = Facts()
    _read_authors(document, head, item, heading, body, facts, lines)
    _read_dates(document, head, item, heading, body, facts, url)
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


def _read_authors(
    document: Document,
    head: Head,
    item: dict[str, Any] | None,
    heading: Node | None,
    body: Node | None,
    facts: Facts,
    lines: Sequence[tuple[Node, str]],
) -> None:
    shown = byline_names(document, heading, body, lines)
    written = [name for raw in names_of((item or {}).get("author")) for name in split_names(raw)]
    named = (
        [
            name
            for field in _AUTHORS[: None if not shown else 8]
            for raw in head.meta.get(field, ())
            for name in split_names(raw)
        ]
        if _meta_author(head)
        else []
    )
    site = fold(head.first("og:site_name") or "")
    sources = [("json-ld", written), ("byline", shown), ("meta", list(dict.fromkeys(named)))]
    for rule, names in sources:
        kept = [name for name in names if fold(name) != site and "://" not in name and "/" not in name]
        agreed = any(set(map(fold, kept)) & set(map(fold, other)) for r, other in sources if r != rule)
        if kept and (rule != "json-ld" or agreed or not shown):
            facts.authors = tuple(dict.fromkeys(kept))
            facts.evidence.append(
                Evidence(field="authors", rule=rule, confidence=confidence("authors", rule, is_agreed=agreed))
            )
            return
    if empty_byline(lines):
        facts.evidence.append(
            Evidence(field="authors", rule="empty-byline", confidence=confidence("authors", "empty-byline"))
        )


def _meta_author(head: Head) -> bool:
    return any(field in head.meta for field in _AUTHORS)


def _read_dates(
    document: Document,
    head: Head,
    item: dict[str, Any] | None,
    heading: Node | None,
    body: Node | None,
    facts: Facts,
    url: str,
) -> None:
    facts.modified_raw = text_value((item or {}).get("dateModified")) or head.first(*_MODIFIED)
    written = text_value((item or {}).get("datePublished")) or text_value((item or {}).get("dateCreated"))
    shown = byline_date(document, heading, body)
    for rule, value in (
        ("json-ld", written),
        ("meta", head.first(*_PUBLISHED)),
        ("byline", shown),
        ("address", address_date(url)),
        ("modified", facts.modified_raw),
    ):
        if value and any(c.isdigit() for c in value):
            facts.published_raw = value
            facts.evidence.append(
                Evidence(field="published_at", rule=rule, confidence=confidence("published_at", rule))
            )
            break


_ADDRESS_DATE = re.compile(r"/(20[0-3]\d|19[89]\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def address_date(url: str) -> str | None:
    """The day that an address names, as blogs and newspapers do."""
    found = _ADDRESS_DATE.search(url)
    return "-".join(found.groups()) if found else None


# WordPress's block of an article's labels typesets them, as its feeds, its API and all other themes do not: one label
# would be two.
_TYPESET = "wp-block-post-terms"
_AS_TYPED = str.maketrans({**dict.fromkeys("‘’‚", "'"), **dict.fromkeys("“”„", '"'), "…": "..."})


def _labels(document: Document, head: Head, item: dict[str, Any] | None) -> tuple[list[str], list[str]]:
    """Sections (categories) and tags, as links of the page name them; failing that, as head and JSON-LD do."""
    sections: dict[str, None] = {}
    tags: dict[str, None] = {}
    for node in document.elements("a"):
        if "rel" not in node.attributes or not 0 < node.length <= 60:
            continue
        rel = (node.attributes.get("rel") or "").split()
        if "tag" not in rel and "category" not in rel:
            continue
        if any(
            a.names
            and (a.bits & _COMMENT or "widget" in a.names or "sidebar" in a.names or "tagcloud" in a.names)
            and a.tag not in ("body", "html", "article")
            for a in node.ancestors()
        ):
            continue
        label = clean_line(text_of(document, node).replace("\n", " "))
        if not label:
            continue
        if any(_TYPESET in a.names for a in node.ancestors()):
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
