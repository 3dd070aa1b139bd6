"""Short blocks that the forests are torn about, where their place tells more than they: between the text's own, or above it.

<p>…</p> <pre>open(path)</pre> <p>…</p>          code, a quotation, an item between two blocks of the text is text
<h1>…</h1> <p>June 30 2022</p> <p>…</p>          a day above the text is none
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.extract.blocks import Block
from scraper.extract.printed_dates import DAY_PRINTED, prints_date

_TORN = 0.35
_WITHIN = frozenset(
    (
        "pre",
        "blockquote",
        "li",
    )
)
_LONG, _DATELINE, _FEW_LETTERS = 100, 60, 16
_LETTER = re.compile(r"[^\W\d_]")
_LINES = frozenset(("p", "div", "span", "address", "center"))


def with_those_between(pairs: Sequence[tuple[Block, float]], kept: Sequence[Block]) -> list[Block]:
    """The kept blocks, with those of which the forests were not sure that stand between two of them, in the same element."""
    chosen = {block.first for block in kept}
    found: list[Block] = []
    for place, (block, chance) in enumerate(pairs):
        if block.first in chosen:
            found.append(block)
        elif chance > _TORN and not block.linked and block.holder.tag in _WITHIN and 0 < place < len(pairs) - 1:
            before, behind = pairs[place - 1][0], pairs[place + 1][0]
            if found and found[-1] is before and behind.first in chosen and before.frame is behind.frame is block.frame:
                found.append(block)
    return found


def without_datelines(kept: list[Block]) -> list[Block]:
    """The blocks without those in front of the first long one that are nothing but a day, and a word or two around it."""
    first = next((place for place, block in enumerate(kept) if block.length >= _LONG), 0)
    return [block for place, block in enumerate(kept) if place >= first or not _is_dateline(block)]


def _is_dateline(block: Block) -> bool:
    if block.length > _DATELINE or block.holder.tag not in _LINES or not prints_date(block.text):
        return False
    return len(_LETTER.findall(DAY_PRINTED.sub("", block.text))) <= _FEW_LETTERS
