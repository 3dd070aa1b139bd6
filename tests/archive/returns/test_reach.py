"""How far runs went: a run that goes further reads again what earlier ones left links out of, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.database import Archive
from archive.frontier import Frontier
from archive.records import Link, Relation
from archive.returns.reach import EXCLUDED, ONE_PAGE, Anew, Reach, go_as_far
from archive.standing import leave_out
from tests.archive.making import T, later, rows

SITE = "example.org"
SHORT, FAR, ALL = Reach(depth=1), Reach(depth=9), Reach(depth=0)


@pytest.mark.parametrize(
    ("earlier", "now", "expected"),
    [
        (SHORT, FAR, 1),
        (SHORT, ALL, 1),
        (FAR, SHORT, None),
        (ALL, FAR, None),
        (ALL, ALL, None),
        (Reach(depth=ONE_PAGE), SHORT, 0),
        (Reach(depth=ONE_PAGE), Reach(depth=ONE_PAGE), None),
        (FAR, Reach(depth=9, exclude=("/a/",)), None),
        (Reach(depth=9, exclude=("/a/",)), FAR, 0),
        (Reach(depth=9, exclude=("/a/",)), Reach(depth=9, exclude=("/b/",)), 0),
        (Reach(depth=9, include=("/a/",)), FAR, 0),
        (Reach(depth=9, include=("/a/",)), Reach(depth=9, include=("/a/", "/b/")), 0),
        (Reach(depth=9, include=("/a/", "/b/")), Reach(depth=9, include=("/a/",)), None),
        (FAR, Reach(depth=9, include=("/a/",)), None),
    ],
)
def test_what_an_earlier_run_left_out(earlier: Reach, now: Reach, expected: int | None) -> None:
    assert earlier.lacks(now) == expected


@pytest.fixture
def frontier(archive: Archive) -> Frontier:
    """Visited hour by hour: `/0/` at depth 0, `/1/` at depth 1 and so on."""
    frontier = Frontier(archive, SITE)
    for depth in range(4):
        frontier.add([Link(url=f"https://{SITE}/{depth}/", relation=Relation.ARTICLE)], found_on=None, depth=depth)
        (entry,) = frontier.claim(1, later(99))
        frontier.finish(entry.entry_id, None, at=T + timedelta(hours=depth))
    return frontier


def waiting(archive: Archive) -> list[str]:
    return [url[-2] for (url,) in rows(archive, "select url from frontier where state = 'pending' order by url")]


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_a_run_that_goes_further_asks_again_from_where_the_other_ended(archive: Archive, frontier: Frontier) -> None:
    assert go_as_far(archive, SITE, SHORT, at=T) == ()
    assert go_as_far(archive, SITE, SHORT, at=T + hours(5)) == ()
    assert waiting(archive) == []
    anew = go_as_far(archive, SITE, FAR, at=T + hours(6))
    assert anew == (Anew(since=T, until=T + hours(6), depth=1),)
    assert waiting(archive) == ["1", "2", "3"]
    assert go_as_far(archive, SITE, FAR, at=T + hours(7)) == anew  # a run that was cut goes on with them
    assert go_as_far(archive, SITE, SHORT, at=T + hours(8)) == anew


def test_only_what_was_visited_meanwhile_is_asked_again(archive: Archive, frontier: Frontier) -> None:
    go_as_far(archive, SITE, ALL, at=T)
    go_as_far(archive, SITE, SHORT, at=T + hours(1.5))
    go_as_far(archive, SITE, Reach(depth=ONE_PAGE), at=T + hours(2.5))
    (first, second) = go_as_far(archive, SITE, ALL, at=T + hours(9))
    assert (first.since, first.until) == (T + hours(1.5), T + hours(2.5))
    assert (second.depth, second.holds(0, T + hours(3)), second.holds(0, T)) == (0, True, False)
    assert waiting(archive) == ["2", "3"]


def test_what_is_no_longer_excluded_is_asked_for(archive: Archive, frontier: Frontier) -> None:
    go_as_far(archive, SITE, FAR, at=T)
    go_as_far(archive, SITE, Reach(depth=9, exclude=("/0/",)), at=T + hours(8))
    (number,) = rows(archive, "select frontier_id from frontier where url like '%/0/'")[0]
    leave_out(archive, number, EXCLUDED)
    go_as_far(archive, SITE, Reach(depth=9, exclude=("/0/", "/7/")), at=T + hours(9))
    assert waiting(archive) == []
    go_as_far(archive, SITE, FAR, at=T + hours(10))
    assert waiting(archive) == ["0"]
