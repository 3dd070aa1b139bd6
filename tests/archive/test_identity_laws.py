"""Comments without an id are known again, whatever happens to their thread between two visits.

A thread that the test knows changes at random, and is shown as a page without ids would show it. However it changed,
each of its comments is stored once, and no stored comment holds the words of two.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.records import Comment, CommentState, DatePrecision
from archive.store import Store
from scraper.extract.comment_keys import fingerprint
from scraper.normalise.dates import parse_date
from scraper.normalise.threads import depth_first
from tests.archive.making import T, later, page, rows, visit

WORDS = [f"{a}{b}" for a in ("lam", "tor", "vin", "sep", "dra", "kol", "mir", "zan") for b in ("o", "a", "ek", "ul", "ist", "orn", "iv", "ad")]  # fmt: skip
DATES = ("none", "relative", "day", "minute")


@attrs.define
class True_:  # noqa: N801 (the true comment; `True` is taken)
    """A comment as it is, whatever pages show of it."""

    number: int
    author: str
    words: list[str]
    at: datetime
    parent: int | None = None
    is_deleted: bool = False

    @property
    def text(self) -> str:
        return f"n{self.number} " + " ".join(self.words)


class Thread:
    """A thread that changes."""

    def __init__(self, dates: str) -> None:
        self.dates, self.now = dates, T
        self.comments: list[True_] = []
        self.shown: set[int] = set()
        self.is_curly = self.is_reversed = False

    def write(self, draw: st.DrawFn) -> None:
        number = 1 + max([*self.shown, *(c.number for c in self.comments)], default=0)
        parent = draw(st.sampled_from([None, *(c.number for c in self.comments if not c.is_deleted)]))
        chance = Random(number)  # two comments that say nearly the same, nobody could tell apart
        words = chance.choices(WORDS, k=draw(st.integers(7, 12)))
        at = self.now - timedelta(minutes=draw(st.integers(0, 50)))
        made = True_(number, draw(st.sampled_from(["Ines", "Tomás", "Bo"])), words, at, parent)
        self.comments.insert(draw(st.integers(0, len(self.comments))), made)

    def edit(self, draw: st.DrawFn) -> None:
        one = self._any(draw)
        if one is not None:
            one.words[draw(st.integers(0, len(one.words) - 1))] = draw(st.sampled_from(WORDS))

    def remove(self, draw: st.DrawFn) -> None:
        """It vanishes, and its replies move up to the comment it answered."""
        one = self._any(draw)
        if one is not None:
            self.comments.remove(one)
            for reply in self.comments:
                if reply.parent == one.number:
                    reply.parent = one.parent

    def delete(self, draw: st.DrawFn) -> None:
        """A placeholder stands in its place, because of its replies."""
        parents = {c.parent for c in self.comments}
        ones = [c for c in self.comments if c.number in parents and not c.is_deleted and c.number in self.shown]
        if ones:
            draw(st.sampled_from(ones)).is_deleted = True

    def reorder(self, draw: st.DrawFn) -> None:
        self.comments = draw(st.permutations(self.comments))

    def typeset(self, _: st.DrawFn) -> None:
        self.is_curly = not self.is_curly

    def page(self) -> tuple[Comment, ...]:
        """What a page without ids shows now."""
        self.now += timedelta(hours=7)
        self.shown |= {c.number for c in self.comments}
        seen: Counter[tuple[str, str, str]] = Counter()
        keys, made = {}, []
        for one in self.comments:
            author, text, raw = self._author(one), self._text(one), self._raw(one)
            same = (author or "", raw or "", text)
            keys[one.number] = fingerprint(author, raw, text, seen[same])
            seen[same] += 1
            date = parse_date(raw, relative_to=self.now) if raw else None
            made.append((one, author, text, raw, date))
        return depth_first(
            Comment(
                key=keys[one.number],
                parent_key=keys.get(one.parent) if one.parent is not None else None,
                author=author,
                text=text,
                published_raw=raw,
                published_at=date.at if date else None,
                date_precision=DatePrecision(date.precision) if date else None,
                state=CommentState.REMOVED if one.is_deleted else CommentState.VISIBLE,
                position=position,
            )
            for position, (one, author, text, raw, date) in enumerate(made)
        )

    def _any(self, draw: st.DrawFn) -> True_ | None:
        ones = [c for c in self.comments if not c.is_deleted]
        return draw(st.sampled_from(ones)) if ones else None

    def _author(self, one: True_) -> str | None:
        return None if one.is_deleted else one.author

    def _text(self, one: True_) -> str:
        if one.is_deleted:
            return ""
        return f"“{one.text}” – so…" if self.is_curly else f'"{one.text}" - so...'

    def _raw(self, one: True_) -> str | None:
        hours = int((self.now - one.at).total_seconds() // 3600)
        return {
            "none": None,
            "relative": f"{hours} hours ago" if hours < 24 else f"{hours // 24} days ago",
            "day": f"{one.at:%Y-%m-%d}",
            "minute": f"{one.at:%Y-%m-%d %H:%M}",
        }[self.dates]


CHANGES = ("write", "write", "edit", "remove", "delete", "delete", "reorder", "typeset")


@st.composite
def histories(draw: st.DrawFn) -> tuple[Thread, list[tuple[Comment, ...]]]:
    """A thread with the pages it showed: between two of them, at most one change of each comment.

    Where a placeholder comes in, no other comment vanishes or moves between the same two: nothing on a page without ids
    would tell which of the two it stands for.
    """
    thread = Thread(draw(st.sampled_from(DATES)))
    for _ in range(draw(st.integers(1, 6))):
        thread.write(draw)
    pages = [thread.page()]
    for _ in range(draw(st.integers(1, 5))):
        changes = draw(st.lists(st.sampled_from(CHANGES), max_size=3, unique=True))
        for change in changes:
            if "delete" in changes and change in ("remove", "reorder"):
                continue
            getattr(thread, change)(draw)
        pages.append(thread.page())
    return thread, pages


def store_all(archive: Archive, pages: list[tuple[Comment, ...]]) -> None:
    store = Store(archive)
    for day, comments in enumerate(pages):
        store.save_visit(visit(page(*comments, at=later(day), comment_count_stated=len(comments))))


def numbers_of(archive: Archive) -> dict[int, set[str]]:
    """Whose words each stored comment holds, now and earlier."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for comment_id, text in rows(
        archive, "select comment_id, text from comments union all select comment_id, text from comment_revisions"
    ):
        found[comment_id] |= {word.strip('"“') for word in text.split() if word.strip('"“')[:1] == "n" and word.strip('"“')[1:].isdigit()}  # fmt: skip
    return found


@settings(max_examples=40, deadline=None)
@given(histories())
def test_no_comment_is_doubled_and_none_is_merged_with_another(
    history: tuple[Thread, list[tuple[Comment, ...]]],
) -> None:
    thread, pages = history
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "law.db", create=True) as archive:
        store_all(archive, pages)
        found = numbers_of(archive)
        assert all(len(numbers) == 1 for numbers in found.values()), found  # none merged
        assert sorted(int(number[1:]) for numbers in found.values() for number in numbers) == sorted(thread.shown)
        shown = {c.number for c in thread.comments if not c.is_deleted}
        visible = rows(archive, "select comment_id from comments where state = 'visible'")
        assert {int(number[1:]) for (i,) in visible for number in found[i]} == shown
        assert [f.found for result in check_archive(archive) for f in result.faults] == []


def plain(key: str, text: str, parent: str | None = None, **fields: object) -> Comment:
    return Comment(key=f"fp-{key}x", parent_key=parent and f"fp-{parent}x", text=text, **fields)  # type: ignore[arg-type]


LONG = "the ferry was late again because of the fog on the lower river"


@pytest.mark.parametrize(
    ("before", "after", "stored"),
    [
        pytest.param([plain("a", LONG, author="Ines")], [plain("b", LONG + " today", author="Ines")], 1, id="edit"),
        pytest.param([plain("a", LONG, author="Ines")], [plain("b", "other words here", author="Ines")], 2, id="another"),
        pytest.param([plain("a", LONG, author="Ines")], [plain("b", LONG, author="I. Vidal")], 1, id="name"),
        pytest.param([plain("a", "yes", author="Ines")], [plain("b", "yes", author="Bo")], 2, id="same-word-by-another"),
        pytest.param(
            [plain("a", "yes", author="Bo", published_at=later(-9), published_raw="2026-02-20 12:00", date_precision=DatePrecision.MINUTE)],
            [plain("b", "yes", author="Bo", published_at=later(-2), published_raw="2026-02-27 12:00", date_precision=DatePrecision.MINUTE)],
            2, id="said-again-on-another-day",
        ),
        pytest.param(
            [plain("a", "one", author="Ines"), plain("b", "two", author="Bo"), plain("c", "three", author="Jo")],
            [plain("a", "one", author="Ines"), plain("d", "", state=CommentState.REMOVED), plain("c", "three", author="Jo")],
            3, id="placeholder-between",
        ),
        pytest.param(
            [plain("a", "one", author="Ines"), plain("b", "two", author="Bo"), plain("c", "three", author="Jo")],
            [plain("d", "", state=CommentState.REMOVED), plain("d.1", "", state=CommentState.REMOVED), plain("c", "three", author="Jo")],
            3, id="two-placeholders-at-once",
        ),
        pytest.param(
            [plain("a", "one", author="Ines"), plain("b", "two", "a", author="Bo"), plain("c", "three", "b", author="Jo")],
            [plain("d", "", state=CommentState.REMOVED), plain("d.1", "", "d", state=CommentState.REMOVED), plain("c", "three", "d.1", author="Jo")],
            3, id="one-placeholder-below-the-other",
        ),
        pytest.param(
            [plain("a", "+1", author="Bo"), plain("a.1", "+1", author="Bo")],
            [plain("a", "+1", author="Bo"), plain("a.1", "+1", author="Bo"), plain("a.2", "+1", author="Bo")],
            3, id="once-more",
        ),
        pytest.param([Comment(key="7", text=LONG, author="Ines")], [plain("a", LONG, author="Ines")], 1, id="id-known-from-elsewhere"),
    ],
)  # fmt: skip
def test_what_is_known_again(
    archive: Archive, store: Store, before: list[Comment], after: list[Comment], stored: int
) -> None:
    store.save_visit(visit(page(*(attrs.evolve(c, position=n) for n, c in enumerate(before)))))
    store.save_visit(visit(page(*(attrs.evolve(c, position=n) for n, c in enumerate(after)), at=later(1))))
    assert rows(archive, "select count(*) from comments") == [(stored,)]
