"""Records made up by Hypothesis, for every test that needs some: `pages()`, `visits()` and their parts."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
from hypothesis import strategies as st

from archive.records import (
    Article,
    Comment,
    CommentKind,
    CommentState,
    DatePrecision,
    Directives,
    Evidence,
    Extractor,
    Link,
    Page,
    PageKind,
    Person,
    RecentComment,
    Relation,
    ThreadState,
    Visit,
)

EXTRACTOR = Extractor(name="test", version="1")

# Text as normalise leaves it: no control characters but line ends, no surrogates. CJK and accents turn up often.
characters = st.one_of(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), st.sampled_from("aé ñ東京タワー한국\n\"'*()-=+@&<")
)
texts = st.text(characters, max_size=80)
words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
names = st.one_of(st.sampled_from(["Ines Vidal", "Tomas", "陳小明", "=cmd", "Jo"]), words)
times = st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
urls = words.map(lambda word: f"http://example.org/{word}/")


def optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    """That, or None."""
    return st.none() | strategy


@st.composite
def comment_trees(draw: st.DrawFn, max_size: int = 8) -> tuple[Comment, ...]:
    """The comments of one page as normalise leaves them: keys unique, parents before replies, depths to match."""
    keys = draw(st.lists(st.sampled_from("123456789") | words, unique=True, max_size=max_size))
    comments: list[Comment] = []
    for position, key in enumerate(keys):
        parent = draw(st.sampled_from([None, *comments]))
        comment = draw(
            st.builds(
                Comment,
                key=st.just(key),
                parent_key=st.just(parent.key if parent else None),
                author=optional(names),
                author_url=optional(urls),
                published_at=st.none() | times,
                published_raw=optional(texts),
                date_precision=st.sampled_from([None, *DatePrecision]),
                text=texts,
                html=optional(texts),
                score=st.none() | st.integers(-999, 99999),
                depth=st.just(parent.depth + 1 if parent else 0),
                position=st.just(position),
                url=st.just(f"http://example.org/a/#comment-{key}"),
                kind=st.sampled_from(CommentKind),
                state=st.sampled_from(CommentState),
                parent_rule=optional(words),
                parent_confidence=st.none() | st.floats(0, 1),
            )
        )
        comments.append(comment)
    return tuple(comments)


def articles(url: str) -> st.SearchStrategy[Article]:
    """The article at that address."""
    return st.builds(
        Article,
        url=st.just(url),
        title=optional(texts),
        authors=st.lists(names, max_size=3).map(tuple),
        published_at=st.none() | times,
        published_raw=optional(texts),
        modified_at=st.none() | times,
        modified_raw=optional(texts),
        date_precision=st.sampled_from([None, *DatePrecision]),
        language=st.sampled_from([None, "en", "zh-Hant"]),
        section=optional(words),
        tags=st.lists(words, max_size=3).map(tuple),
        text=texts,
        html=optional(texts),
        comment_count_stated=st.none() | st.integers(0, 10_000),
        thread_state=st.sampled_from([None, *ThreadState]),
    )


recent_comments = st.lists(
    st.builds(
        RecentComment,
        position=st.just(0),
        author=optional(names),
        excerpt=optional(texts),
        truncated=st.booleans(),
        url=optional(urls),
        article_title=optional(texts),
    ),
    max_size=5,
).map(lambda entries: tuple(attrs.evolve(entry, position=i) for i, entry in enumerate(entries)))
people = st.lists(st.builds(Person, name=names, role=optional(words), place=optional(words)), max_size=3).map(tuple)


@st.composite
def pages(draw: st.DrawFn, url: str = "http://example.org/a/") -> Page:
    """A page with an article and its comments."""
    return draw(
        st.builds(
            Page,
            url=st.just(url),
            kind=st.sampled_from([PageKind.ARTICLE, PageKind.THREAD]),
            fetched_at=times,
            extractor=st.just(EXTRACTOR),
            canonical_url=optional(urls),
            article_url=st.just(url),
            article=articles(url),
            comments=comment_trees(),
            recent_comments=recent_comments,
            people=people,
            directives=st.builds(Directives, noarchive=st.booleans()),
            evidence=st.lists(st.builds(Evidence, field=words, rule=words, confidence=st.floats(0, 1)), max_size=2).map(
                tuple
            ),
        )
    )


@st.composite
def visits(draw: st.DrawFn, url: str = "http://example.org/a/") -> Visit:
    """A visit that gave a page and perhaps links."""
    page = draw(pages(url))
    links = draw(st.lists(st.builds(Link, url=urls, relation=st.sampled_from(Relation)), max_size=3))
    return Visit(requested_url=url, url=url, fetched_at=page.fetched_at, status=200, page=page, links=tuple(links))
