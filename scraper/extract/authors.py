"""Who wrote an article: chosen among what JSON-LD, `meta` elements and the page itself say.

A person named by JSON-LD is right more often than a byline that says another (34 of 45 pages of public sets); a `meta`
element prevails over a byline that it contradicts; and the site's own name stands last: it is an author where nobody
else is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from archive.records import Evidence
from scraper.extract.author_boxes import boxed_names
from scraper.extract.byline import byline_names
from scraper.extract.byline_lines import empty_byline
from scraper.extract.confidence import confidence
from scraper.extract.dom import Document, Node
from scraper.extract.lone_names import name_near
from scraper.extract.structured import Head, names_of
from scraper.normalise.authors import split_names
from scraper.normalise.text import fold

_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "parsely-author",
    "article.author",
    "citation_author",
    "twitter:data1",
)
# What a link preview shows may be a reading time as well; it is asked where the page prints nobody.
_SURE_META = 9
# As libraries write it: "Lee, Ann".
_SURNAME_FIRST = re.compile(r"\s*([^\W\d_][^\d,;/|]{0,30}),\s*([^\W\d_][^\d,;/|]{0,30})")
_LIBRARY = frozenset(("dc.creator", "dcterms.creator", "citation_author"))
_IMPERSONAL = re.compile(
    r"^(?:the )?(?:newsroom|redaktion|redacción|rédaction|redazione|redação|redactie|redakcja|redakce|editorial team|editors?|staff|webmaster|news desk)$",
    re.I,
)
# Named where no person is.
_TEAM = re.compile(r"\b(?:team|staff|editors|newsroom|newsdesk|redaktion)$", re.I)
# The site's name, behind the title in the head.
_LAST_PART = re.compile(r".+\s[|–—·»-]\s+([^|–—·»]{2,40})$")
_DOMAIN = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$", re.I)


def read_authors(
    document: Document,
    head: Head,
    item: dict[str, Any] | None,
    heading: Node | None,
    body: Node | None,
    url: str,
    lines: Sequence[tuple[Node, str]],
    until: int | None = None,
) -> tuple[tuple[str, ...], Evidence | None]:
    """The authors' names, and the rule that gave them.

    Args:
        document: the page.
        head: its head.
        item: the JSON-LD object of the article.
        heading: the title's heading.
        body: the element that holds the text.
        url: the page's address.
        lines: its bylines.
        until: index of the first post, where posts are what the page is there for.
    """
    shown = byline_names(document, heading, body, lines, until)
    said = {
        "json-ld": [name for raw in names_of((item or {}).get("author")) for name in split_names(raw)],
        "meta": _meta_names(head, is_short=bool(shown)),
        "byline": shown,
    }
    house = _house_names(head, item, url)
    persons = {rule: _persons(names, house) for rule, names in said.items()}
    if not any(persons.values()) and (names := boxed_names(document, heading, body, house, until)):
        return _told("box", names, is_agreed=False)
    for rule, names in sorted(persons.items(), key=lambda told: all(map(_TEAM.search, told[1]))):
        if names:
            others = {fold(name) for other, told in persons.items() if other != rule for name in told}
            return _told(rule, names, is_agreed=not others.isdisjoint(map(fold, names)))
    if until is None and not any(said.values()) and (names := name_near(document, heading, body, house)):
        return _told("box", names, is_agreed=False)
    if empty_byline(lines):
        return (), Evidence(field="authors", rule="empty-byline", confidence=confidence("authors", "empty-byline"))
    names = next((names for names in said.values() if names), [])
    return _told("house", names[:1], is_agreed=False) if names else ((), None)


def _told(rule: str, names: Sequence[str], *, is_agreed: bool) -> tuple[tuple[str, ...], Evidence]:
    sure = confidence("authors", rule, is_agreed=is_agreed)
    return tuple(dict.fromkeys(names)), Evidence(field="authors", rule=rule, confidence=sure)


def _meta_names(head: Head, *, is_short: bool) -> list[str]:
    fields = _META[: _SURE_META if is_short else None]
    for field in fields:
        told = (raw for raw in head.meta.get(field, ()) if "://" not in raw)
        if field in _LIBRARY:
            told = (_forename_first(raw) for raw in told)
        names = [name for raw in told for name in split_names(raw)]
        if names := [name for name in names if not name.startswith(("@", "("))]:
            return list(dict.fromkeys(names))
    return []


def _forename_first(raw: str) -> str:
    found = _SURNAME_FIRST.fullmatch(raw)
    return f"{found[2]} {found[1]}" if found and len(found[1].split()) <= 2 else raw


def _house_names(head: Head, item: dict[str, Any] | None, url: str) -> set[str]:
    """What the site and its publisher are called, folded."""
    names = [head.first("og:site_name") or "", *names_of((item or {}).get("publisher"))]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if (last := _LAST_PART.search(head.title or "")) is not None:
        names.append(last[1])
    label = host.partition(".")[0]
    return {fold(name) for name in (*names, host, label, label.replace("-", ""))} - {""}


def _persons(names: Sequence[str], house: set[str]) -> list[str]:
    return [
        name
        for name in names
        if (folded := fold(name)) not in house
        and folded.replace(" ", "") not in house
        and "/" not in name
        and not _DOMAIN.match(name)
        and not _IMPERSONAL.match(name)
    ]
