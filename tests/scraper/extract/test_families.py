"""The table of families in `docs/families.md` says what the fixtures hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.scraper.extract.reading import FIXTURES, Case
from tests.scraper.extract.test_fixture_pages import read

DOCUMENT = FIXTURES.parents[1] / "docs/families.md"


@attrs.frozen
class Family:
    """A row of the table."""

    name: str
    folder: str
    cases: tuple[str, ...]
    rules: tuple[str, ...]
    unknown: str
    further: str
    """How its threads go on."""
    second: tuple[str, ...]

    def __str__(self) -> str:
        """For the ids of tests."""
        return self.name


_COLUMNS = 6


def quoted(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def families() -> list[Family]:
    rows = [line.strip("| ").split(" | ") for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [
        Family(
            row[0], row[1].strip("`"), quoted(row[2]), quoted(row[3]), row[4], row[5].partition(":")[0], quoted(row[5])
        )
        for row in rows
        if len(row) == _COLUMNS and row[0] != "family"
    ]


FAMILIES = families()


def expected(family: Family) -> dict[str, dict[str, Any]]:
    """What is expected of each of a family's pages."""
    return {name: Case(FIXTURES / family.folder / name).expected["page"] for name in family.cases}


def test_no_family_is_missing() -> None:
    assert len(FAMILIES) >= 45
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_its_cases_are_there(family: Family) -> None:
    here = {page.parent.name for page in (FIXTURES / family.folder).glob("*/page.html")}
    told = {name for other in FAMILIES if other.folder == family.folder for name in other.cases}
    assert set(family.cases) <= here
    assert told == here or family.folder in ("wordpress", "unknown")


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_its_replies_are_known_by_these_rules(family: Family) -> None:
    comments = [one for name in family.cases for one in read(Case(FIXTURES / family.folder / name))["comments"]]
    assert {one["parent_rule"] for one in comments if one["parent_key"]} == set(family.rules)
    wanted = [one for page in expected(family).values() for one in page["comments"]]
    assert any(one.get("parent_position") is not None for one in wanted) == bool(family.rules)


def is_nameless(comment: dict[str, Any]) -> bool:
    """Whether nobody, a guest without an address, or a bare IP address wrote it."""
    if comment["author"] is None or re.fullmatch(r"[\d.]{7,15}", comment["author"]):
        return True
    return "author_url" in comment and comment["author_url"] is None


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_nameless_and_deleted_comments_are_among_them(family: Family) -> None:
    wanted = [one for page in expected(family).values() for one in page["comments"]]
    if family.unknown == "removed":
        assert any(one.get("state") == "removed" for one in wanted)
    elif family.unknown == "anonymous":
        assert any(is_nameless(one) for one in wanted)
    else:
        assert family.unknown == "none"


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_its_second_page_is_one(family: Family) -> None:
    pages = expected(family)
    later = {name for name, page in pages.items() if page.get("thread_page", 1) > 1 or page.get("kind") == "comments"}
    assert later == (set(family.second) if family.further.startswith("`") else set())


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_its_threads_go_on_as_the_table_says(family: Family) -> None:
    pages = [Case(FIXTURES / family.folder / name).extract() for name in family.second or family.cases]
    if family.further == "one page":
        assert not any(page.more_comment_pages or page.is_partial for page in pages)
        assert re.search(rf"^\| {family} \| .*page.* \| .*[`:].* \|$", DOCUMENT.read_text("utf-8"), re.M)
    elif family.further == "by script":
        assert all(page.is_partial and not page.more_comment_pages for page in pages)
    elif family.further == "linked":
        assert all(page.is_partial and page.more_comment_pages for page in pages)
    else:
        assert bool(family.second) != (family.further == "–")


def test_the_other_platforms_are_those_of_their_folder() -> None:
    rows = re.findall(r"^\| [^|]+ \| `([\w-]+)` \| ([^|]+) \|$", DOCUMENT.read_text("utf-8"), re.M)
    comments = {case.name: read(Case(case))["comments"] for case in (FIXTURES / "platforms").iterdir()}
    assert {name: set(quoted(rules)) for name, rules in rows} == {
        name: {one["parent_rule"] for one in found if one["parent_key"]} for name, found in comments.items()
    }


@pytest.mark.parametrize("case", sorted((FIXTURES / "elsewhere").iterdir()), ids=lambda folder: folder.name)
def test_services_are_told_and_never_silently_empty(case: Path) -> None:
    told = read(Case(case))
    assert told["comments_elsewhere"]
    assert told["comments"] == []


@pytest.mark.parametrize("case", sorted((FIXTURES / "no_comments").iterdir()), ids=lambda folder: folder.name)
def test_other_records_are_no_comments(case: Path) -> None:
    told = read(Case(case))
    assert told["comments"] == []
    assert told["comments_elsewhere"] is None
