"""Four of the 24 ways a WordPress can be set, one of each theme; `python -m tests.wordpress.combinations` runs all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wordpress.combinations import all_pairs, pairs_of, try_out
from tests.wordpress.conftest import Bed, running_bed, why_not

pytestmark = [
    pytest.mark.wordpress,
    pytest.mark.skipif(why_not() is not None, reason=why_not() or "can run"),
    pytest.mark.timeout(1200),
]


@pytest.fixture(scope="module")
def own_bed() -> Iterator[Bed]:
    """A WordPress whose options may change."""
    with running_bed() as bed:
        yield bed


@pytest.mark.parametrize("number", [0, 1, 2, 11])
def test_pages_and_api_tell_what_the_site_holds(own_bed: Bed, tmp_path: Path, number: int) -> None:
    for outcome in try_out(own_bed, all_pairs()[number], tmp_path):
        assert outcome.wrong == {}, outcome.way


def test_the_combinations_hold_all_pairs() -> None:
    assert len({pair for one in all_pairs() for pair in pairs_of(one)}) == 318
    assert len(all_pairs()) == 24
