"""What an edit changed, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web.differences import Change, differences

KEPT, INSERTED, REMOVED = Change.KEPT, Change.INSERTED, Change.REMOVED


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("a b", "a b", [(KEPT, "a b")], id="same"),
        pytest.param("", "a", [(INSERTED, "a")], id="all-new"),
        pytest.param(
            "at nine.", "at ten.", [(KEPT, "at "), (REMOVED, "nine"), (INSERTED, "ten"), (KEPT, ".")], id="word"
        ),
        pytest.param(
            "渡輪九點開", "渡輪十點開", [(KEPT, "渡輪"), (REMOVED, "九"), (INSERTED, "十"), (KEPT, "點開")], id="cjk"
        ),
        pytest.param("", "", [], id="nothing"),
    ],
)
def test_differences(old: str, new: str, expected: list[tuple[Change, str]]) -> None:
    assert differences(old, new) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_from_their_differences(old: str, new: str) -> None:
    found = differences(old, new)
    assert "".join(text for change, text in found if change is not INSERTED) == old
    assert "".join(text for change, text in found if change is not REMOVED) == new


def test_long_texts_are_compared_by_lines() -> None:
    old = "\n".join(f"line {n} " * 20 for n in range(1000))
    assert [change for change, _ in differences(old, old + "\nmore")] == [KEPT, REMOVED, INSERTED]
