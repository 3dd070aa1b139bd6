"""What an API answers, and how its records are made: the parts that all platforms share.

An answer is somebody else's JSON: any field may be missing or of another type, and then it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import attrs

from archive.records import (
    ApiRoot,
    Article,
    Comment,
    Extractor,
    KeySpan,
    Link,
    Page,
    PageKind,
    Relation,
    Source,
)
from scraper.extract.dom import Document, parse
from scraper.extract.render import text_of
from scraper.extract.structured import Head
from scraper.normalise.urls import canonical_url

ARTICLE = "article"
"""The parameter by which an address of ours says whose comments it asks for, where the answer would not; servers leave it
unread."""
_HOST = re.compile(r"https?://[^/]+/?", re.I)


@attrs.frozen(kw_only=True)
class Answer:
    """What an API answered, as JSON, with what is needed to make records of it."""

    data: Any = attrs.field(repr=False)
    url: str
    fetched_at: datetime
    extractor: Extractor
    headers: Mapping[str, str] = attrs.Factory(dict)
    """Names in lower case."""

    @property
    def article_url(self) -> str | None:
        """Whose comments were asked for, where the address says so."""
        return self.parameter(ARTICLE)

    def parameter(self, name: str) -> str | None:
        """The first value of a parameter of its address."""
        return next(iter(parse_qs(urlsplit(self.url).query).get(name, ())), None)

    def header_number(self, name: str) -> int | None:
        """A number in a header."""
        value = self.headers.get(name, "")
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None

    def thread(
        self,
        article_url: str,
        comments: Iterable[Comment] = (),
        *,
        article: Article | None = None,
        is_whole: bool = False,
        stated: int | None = None,
        is_numbered_apart: bool = False,
    ) -> Page:
        """One article of what is told."""
        return Page(
            url=article_url,
            kind=PageKind.ARTICLE,
            fetched_at=self.fetched_at,
            extractor=self.extractor,
            source=Source.API,
            article_url=article_url,
            article=article,
            comments=tuple(attrs.evolve(comment, position=place) for place, comment in enumerate(comments)),
            comment_count_stated=stated,
            covers=KeySpan() if is_whole else None,
            is_numbered_apart=is_numbered_apart,
        )

    def tells(
        self,
        *threads: Page,
        links: Iterable[Link] = (),
        covers: KeySpan | None = None,
        root: ApiRoot | None = None,
        time_zone: str | None = None,
    ) -> Page:
        """Everything that is told."""
        return Page(
            url=self.url,
            kind=PageKind.OTHER,
            fetched_at=self.fetched_at,
            extractor=self.extractor,
            source=Source.API,
            told=threads,
            links=tuple(links),
            covers=covers,
            api_root=root,
            time_zone=time_zone,
        )


@attrs.frozen(kw_only=True)
class Known:
    """What an archive holds of a site through its API: where the next visit begins."""

    articles: int = 0
    comments: int = 0
    published: datetime | None = None
    """The latest time an article was published."""
    modified: datetime | None = None
    """The latest time an article was changed."""
    commented: datetime | None = None
    """The latest time of a comment."""
    cursor: int = 0
    """Where the last look through older comments ended."""


@attrs.frozen(kw_only=True)
class Platform:
    """One system that sites run on."""

    name: str
    find: Callable[[Document, Head, Page], Iterator[Link]]
    """The addresses that tell the comments of this page, by its fingerprint."""
    root: Callable[[Document, Head, Page], str | None] = lambda document, head, page: None  # noqa: ARG005
    """Where the platform tells everything about the site, by the page's fingerprint."""
    numbers_apart: Callable[[Document], bool] = lambda document: False  # noqa: ARG005
    """Whether comments that this page shows bear other keys than in the platform's answers."""
    read: Callable[[Answer], Page | None]
    """What an answer tells; None where it is none of this platform."""
    entry_points: Callable[[str, Known | None], tuple[Link, ...]] = lambda root, known: ()  # noqa: ARG005
    """The lists under a root, from the beginning or since the last visit."""


def endpoint(url: str, **parameters: str | int) -> Link:
    """An address to ask, with these parameters behind those it has."""
    query = "&".join(f"{name}={quote(str(value), safe=',:@')}" for name, value in parameters.items())
    separator = "&" if "?" in url else "?"
    return Link(url=canonical_url(f"{url}{separator}{query}" if query else url), relation=Relation.API)


def followed_by(answer: Answer, **parameters: str | int) -> Link:
    """The answer's own address, with other values for these parameters."""
    base, _, query = answer.url.partition("?")
    kept = "&".join(part for part in query.split("&") if part and part.partition("=")[0] not in parameters)
    return endpoint(f"{base}?{kept}" if kept else base, **parameters)


def words(markup: str | None) -> tuple[str, str | None]:
    """Text and HTML of a fragment."""
    if not markup:
        return "", None
    document = parse(markup)
    return text_of(document, document.nodes[0]), markup


def line(value: object) -> str | None:
    """A line of text that may have entities in it."""
    return unescape(value).strip() or None if isinstance(value, str) else None


def address(value: object) -> str | None:
    """A web address as a reader follows it: WordPress keeps the ampersands of some escaped, as for HTML."""
    found = line(value)
    return found if found and _HOST.match(found) else None


def key_of(value: object) -> str | None:
    """A record's own name, where it has one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list, without anything else that is in it."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def inside(value: object, *path: str) -> Any:
    """What is found below these names; None where there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def whole_number(value: object) -> int | None:
    """A count."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else None
