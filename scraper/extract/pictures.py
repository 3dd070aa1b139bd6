"""Comments that are a picture and nothing else: no words are said in them, and they are comments all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archive.records import CommentState
from scraper.extract.comment_fields import Fields
from scraper.extract.dom import Node
from scraper.extract.names import BITS

_AVATAR = BITS["avatar"]
# An image of so many records is a control or a mark.
_COMMON = 3
# Widths and heights of images that count visits.
_UNSEEN = frozenset(("0", "1", "0px", "1px"))


def only_pictures(owns: Sequence[list[Node]], all_fields: Sequence[Fields]) -> set[int]:
    """The places of signed records without words that show a picture of their own, where most others have none.

    Args:
        owns: the nodes of each record, without those of records nested in it.
        all_fields: what each says.
    """
    silent = {place for place, one in enumerate(all_fields) if _is_silent(one)}
    if not any(node.tag == "img" for place in silent for node in owns[place]):
        return set()
    shown = [_pictures(own, one) for own, one in zip(owns, all_fields, strict=True)]
    counts = Counter(address for addresses in shown for address in addresses)
    pictured = {place for place, found in enumerate(shown) if any(counts[address] < _COMMON for address in found)}
    worded = len(all_fields) - len(silent)
    return silent & pictured if len(pictured - silent) * 2 < worded else set()


def _is_silent(one: Fields) -> bool:
    is_signed = one.author is not None or one.raw_date is not None
    return not one.text and one.state is CommentState.VISIBLE and is_signed


def _pictures(own: Sequence[Node], one: Fields) -> set[str]:
    """The addresses of the images among a record's words, if names tell where these stand; else of those behind its first sign."""
    content = one.content
    if content is None:
        return set()
    is_told = bool(own) and own[0].index <= content.index
    start = content.index if is_told else min((node.index for node in one.apart), default=content.index)
    return {
        f"{node.get('src')} {node.get('data-src')}"
        for node in own
        if node.tag == "img"
        and start < node.index < content.end
        and not node.bits & _AVATAR
        and _UNSEEN.isdisjoint((node.get("width"), node.get("height")))
        and not any(node in sign for sign in one.apart)
        and not any(above.index in one.skipped for above in (node, *node.ancestors()))
    }
