"""Ranks that few writers of a thread have: a short line in the head of their records, where others have none."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.extract.comment_fields import Fields
from scraper.extract.dom import Document, Node
from scraper.extract.nodes import index_of
from scraper.extract.record_texts import alone, lettered
from scraper.extract.render import text_of

_LONGEST = 30
# Of one record, others tell nothing.
_LEAST_RECORDS = 3
_SENTENCE_ENDS = ".,:;?!…。！？"
# Marks of punctuation in a box with name and rank.
_MARKS = 3


def drop_ranks(document: Document, owns: Sequence[list[Node]], all_fields: Sequence[Fields]) -> None:
    """Take a first line out of the words of few records that stands between name and day, or in one box with the name.

    Args:
        document: the page.
        owns: the nodes of each record, without those of records nested in it.
        all_fields: what each says.
    """
    odd = [place for place, one in enumerate(all_fields) if one.text.find("\n", 0, _LONGEST + 1) > 0]
    if not odd or len(all_fields) < _LEAST_RECORDS or len(odd) * 3 > len(all_fields):
        return
    rest = [_between(owns[place], one) for place, one in enumerate(all_fields) if place not in odd]
    is_free = sum(map(bool, rest)) * 5 <= len(rest)
    for place in odd:
        one = all_fields[place]
        rank = _rank(owns[place], one, is_free=is_free)
        if rank is not None and one.content is not None:
            skipped = one.skipped | {rank.index}
            if text := text_of(document, one.content, skipped):
                one.text, one.skipped = text, skipped


def _between(own: Sequence[Node], one: Fields) -> list[Node]:
    """The texts between name and day, if a record has both."""
    if len(one.apart) < 2:
        return []
    first, second = sorted(one.apart, key=index_of)
    return lettered([node for node in own if first.end <= node.index < second.index])


def _rank(own: Sequence[Node], one: Fields, *, is_free: bool) -> Node | None:
    """The element of a record's first line, if it stands in its head."""
    content, line = one.content, one.text.partition("\n")[0]
    if content is None or len(one.apart) < 2 or line[-1] in _SENTENCE_ENDS:
        return None
    first = next((n for n in lettered(own) if n in content and n.text.strip() == line), None)
    if first is None or (box := alone(first, own)) is first or box.tag == "p":
        return None
    stands_between = is_free and _between(own, one) == [first]
    return box if stands_between or _is_beside_name(first, own, one.apart) else None


def _is_beside_name(text: Node, own: Sequence[Node], apart: Sequence[Node]) -> bool:
    """Whether a box inside of the record holds the name, a text, the day if any, and nothing else."""
    name = apart[0]
    around = next((box for box in text.ancestors() if name in box), None)
    if around is None or around.index < own[0].index:
        return False
    return around.length <= sum(node.length for node in (text, *apart) if node in around) + _MARKS
