"""WordPress by its REST API: everything that is published, a hundred records at a time.

    wp-json/                    where it is, the site's time zone
    wp/v2/posts, wp/v2/pages    articles, their authors and terms embedded
    wp/v2/comments              comments by id, each list beginning with the last of the one before
    feed/?paged=N               how many comments each article states, pingbacks and all: no API tells that
    PAGE/feed/?withoutcomments=1    the same of a page, which no feed of the site lists

The lists of comments overlap by one, so that each covers a stretch of ids without a gap: what was told of and is not
there any more is gone. They leave out pingbacks, trackbacks and the comments of what is behind a password.

Source: REST API Handbook (`/wp/v2/posts`, `/wp/v2/pages`, `/wp/v2/comments`, global parameters, pagination).
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from archive.records import (
    ApiRoot,
    Article,
    Comment,
    CommentKind,
    Extractor,
    KeySpan,
    Link,
    Page,
    ThreadState,
)
from scraper.normalise.urls import article_address
from scraper.platforms.answers import (
    Answer,
    Known,
    address,
    endpoint,
    followed_by,
    inside,
    key_of,
    line,
    objects,
    whole_number,
    words,
)

NAME = "wordpress"
_AT_ONCE = 100
"""What the API gives at most."""
_STEP = _AT_ONCE - 1
_ENTRIES = 10
"""On a page of a feed, unless the site's owner has changed it; with fewer there is no further page."""
_ALL_IN = 25
"""Lists of comments: a site that needs no more is asked for all of them at each visit, since nothing else tells of edits
and removals; a larger one for what is new, and for as many of the others."""
_EVER = "1970-01-02T00:00:00Z"
_SLACK = timedelta(days=1)
"""Before the last known time: WordPress compares with the site's own clock, some versions without its zone."""
_LIST = re.compile(r"/wp/v2/(posts|pages|comments)/?(?:$|[?&])")
_FIELDS_OF_POSTS = "id,link,status,title,content,date_gmt,modified_gmt,comment_status,_links,_embedded"
_FIELDS_OF_COMMENTS = "id,parent,author_name,author_url,author_avatar_urls,date_gmt,content,link,status,type"
_KINDS = {kind.value: kind for kind in CommentKind}


def entry_points(root: str, known: Known | None) -> tuple[Link, ...]:
    """The lists to begin with."""
    if known is None:
        return (*_articles(root), _comments(root, 0))
    return (*_new_articles(root, known), *_new_comments(root, known))


def _articles(root: str, **since: str) -> Iterator[Link]:
    for name in ("posts", "pages"):
        parameters: dict[str, str | int] = {"per_page": _AT_ONCE, "orderby": "id", "order": "asc", "page": 1, **since}
        yield endpoint(
            _route(root, name), **parameters, _embed="author,wp:term" if name == "posts" else "author", _fields=_FIELDS_OF_POSTS
        )  # fmt: skip


def _new_articles(root: str, known: Known) -> Iterator[Link]:
    if known.articles <= _AT_ONCE:
        yield from _articles(root, modified_after=_EVER)
        return
    if known.modified is not None:
        yield from _articles(root, modified_after=_time(known.modified))
    if known.published is not None:
        # What was written long ago and is published now was not modified since.
        posts, _ = _articles(root, after=_time(known.published))
        yield posts


def _new_comments(root: str, known: Known) -> Iterator[Link]:
    if known.comments <= _ALL_IN * _STEP:
        yield _comments(root, 0)
        return
    if known.commented is not None:
        yield _comments(root, 0, after=_time(known.commented))
    yield _comments(root, known.cursor, upto=known.cursor + _ALL_IN * _STEP)


def _comments(root: str, offset: int, **more: str | int) -> Link:
    parameters = {"per_page": _AT_ONCE, "orderby": "id", "order": "asc", **more, "offset": offset}
    return endpoint(_route(root, "comments"), _fields=_FIELDS_OF_COMMENTS, **parameters)


def next_cursor(known: Known) -> int:
    """Where the look through older comments goes on, after a visit that began with what was known."""
    further = known.cursor + _ALL_IN * _STEP
    return further if further < known.comments else 0


def _route(root: str, name: str) -> str:
    """A list's address, with pretty permalinks or with `?rest_route=/`."""
    return f"{root.rstrip('/')}/wp/v2/{name}"


def _time(at: datetime) -> str:
    return (at - _SLACK).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_index(answer: Answer, zone: str | None) -> Page:
    """What the index route tells: the time zone, and whether the lists are there."""
    routes = inside(answer.data, "routes")
    has_lists = isinstance(routes, dict) and {"/wp/v2/posts", "/wp/v2/comments"} <= routes.keys()
    return answer.tells(root=ApiRoot(platform=NAME, url=answer.url) if has_lists else None, time_zone=zone)


def read_list(answer: Answer) -> Page | None:
    """What a list of posts, pages or comments tells, and where it goes on."""
    found = _LIST.search(answer.url)
    if found is None or not isinstance(answer.data, list):
        return None
    return _read_comments(answer) if found[1] == "comments" else _read_articles(answer, found[1])


def _read_articles(answer: Answer, name: str) -> Page:
    threads = [thread for data in objects(answer.data) if (thread := _article(answer, data))]
    page, pages = int(answer.parameter("page") or 1), answer.header_number("x-wp-totalpages") or 1
    links: tuple[Link, ...] = ()
    if page < pages:
        links = (followed_by(answer, page=page + 1),)
    elif name == "posts" and not (answer.parameter("modified_after") or answer.parameter("after")):
        links = tuple(_counts(answer.url))
    if name == "pages":
        talks = (told.article for told in threads if told.article and told.article.thread_state is ThreadState.OPEN)
        links += tuple(
            endpoint(f"{page.url.rstrip('/')}/feed/", withoutcomments=1) for page in talks if "?" not in page.url
        )
    return answer.tells(*threads, links=links)


def _counts(url: str) -> Iterator[Link]:
    """The first of the feeds that tell how many comments are stated."""
    home = re.match(r"(.+?/)(?:wp-json/|index\.php/wp-json/|\?rest_route=)", url)
    if home is not None:
        yield endpoint(f"{home[1]}?feed=rss2" if "?rest_route=" in url else f"{home[1]}feed/", paged=1)


def _article(answer: Answer, data: dict[str, Any]) -> Page | None:
    link = address(data.get("link"))
    if link is None or data.get("status", "publish") != "publish" or inside(data, "content", "protected"):
        return None
    text, html = words(inside(data, "content", "rendered"))
    title, _ = words(inside(data, "title", "rendered"))
    authors = [line(author.get("name")) for author in objects(inside(data, "_embedded", "author"))]
    groups = inside(data, "_embedded", "wp:term")
    terms = [
        line(term.get("name")) for group in (groups if isinstance(groups, list) else ()) for term in objects(group)
    ]
    article = Article(
        url=article_address(link),
        title=title or None,
        authors=tuple(author for author in authors if author),
        published_raw=_utc(data.get("date_gmt")),
        modified_raw=_utc(data.get("modified_gmt")),
        tags=tuple(dict.fromkeys(term for term in terms if term)),
        text=text,
        html=html,
        thread_state={"open": ThreadState.OPEN, "closed": ThreadState.CLOSED}.get(str(data.get("comment_status"))),
    )
    return answer.thread(article.url, article=article)


def _read_comments(answer: Answer) -> Page:
    threads: defaultdict[str, list[Comment]] = defaultdict(list)
    ids = [number for data in objects(answer.data) if (number := whole_number(data.get("id"))) is not None]
    for data in objects(answer.data):
        link, comment = address(data.get("link")), read_comment(data)
        if link is not None and comment is not None and data.get("status", "approved") == "approved":
            threads[article_address(link)].append(comment)
    offset = int(answer.parameter("offset") or 0)
    total = answer.header_number("x-wp-total") or 0
    is_last = offset + _AT_ONCE >= total
    covers = None
    if ids and answer.parameter("after") is None:
        covers = KeySpan(first=None if offset == 0 else min(ids), last=None if is_last else max(ids))
    upto = answer.parameter("upto")
    goes_on = not is_last and (upto is None or offset + _STEP < int(upto))
    return answer.tells(
        *(answer.thread(url, comments) for url, comments in threads.items()),
        links=(followed_by(answer, offset=offset + _STEP),) if goes_on else (),
        covers=covers,
    )


def read_comment(data: dict[str, Any]) -> Comment | None:
    """One comment, as lists and single answers have it."""
    key = key_of(data.get("id"))
    if key is None:
        return None
    text, html = words(inside(data, "content", "rendered"))
    avatars = data.get("author_avatar_urls")
    parent = key_of(data.get("parent"))
    return Comment(
        key=key,
        parent_key=parent if parent != "0" else None,
        author=line(data.get("author_name")),
        author_url=address(data.get("author_url")),
        author_avatar=address(next(reversed(avatars.values()), None)) if isinstance(avatars, dict) else None,
        published_raw=_utc(data.get("date_gmt")),
        text=text,
        html=html,
        url=address(data.get("link")),
        kind=_KINDS.get(str(data.get("type") or "comment"), CommentKind.COMMENT),
        parent_rule="api",
        parent_confidence=1.0,
    )


def _utc(value: object) -> str | None:
    """A time of the API in GMT, which it writes without a zone."""
    return f"{value}Z" if isinstance(value, str) and value and not value.startswith("0000") else None


def read_counts(body: bytes, *, url: str, fetched_at: datetime, extractor: Extractor) -> Page | None:
    """How many comments the articles of a feed state, and where the feed goes on; None where it is not asked for that."""
    answer = Answer(data=None, url=url, fetched_at=fetched_at, extractor=extractor)
    page = answer.parameter("paged") or ""
    if not page.isdecimal() and answer.parameter("withoutcomments") is None:
        return None
    import feedparser  # type: ignore[import-untyped]  # a tenth of a second to load, for the first feed

    entries: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries
    counts = [(entry.get("link"), str(entry.get("slash_comments") or "")) for entry in entries]
    stated = [(article_address(link), int(count)) for link, count in counts if link and count.isdecimal()]
    links = (followed_by(answer, paged=int(page) + 1),) if page and len(entries) >= _ENTRIES else ()
    return answer.tells(*(answer.thread(link, stated=count) for link, count in stated), links=links)
