"""What the records of one discussion have in common: words that all show and nobody said, and where their writers' names stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import attrs

from scraper.extract.dom import Node
from scraper.extract.marks import Marks

_LONGEST = 40
_DIGITS = re.compile(r"\d+")
_MOST_INITIALS = 2
# Behind a portrait's letters, the name follows soon.
_SOON = 4
_SENTENCE_END = re.compile(r"[?!…。！？]\s*$|[^\W\d_]{3,}\.\s*$|\bago\b")


@attrs.frozen
class Shape:
    """What a record may be told by, beside its own markup."""

    furniture: frozenset[str] = frozenset()
    """Short texts that most records show, digits as `#`: "Report", "Level #"."""
    is_signed: bool = False
    """Whether the records' first texts are short and differ: their writers' names."""

    def is_furniture(self, text: Node) -> bool:
        """Whether a text is one that most records show."""
        return bool(self.furniture) and text.length <= _LONGEST and key_of_text(text.text) in self.furniture


NO_SHAPE = Shape()


@lru_cache(maxsize=4096)  # controls and badges come again with each record
def key_of_text(text: str) -> str:
    """A short text as it is compared with those of other records."""
    return _DIGITS.sub("#", " ".join(text.split()).lower())


def shape_of(owns: Sequence[Sequence[Node]], marks: Marks) -> Shape:
    """What records have in common.

    Args:
        owns: the nodes of each record, without those of records nested in it.
        marks: the page's traces of speech.
    """
    if len(owns) < 2:
        return Shape()
    counts: Counter[str] = Counter()
    for own in owns:
        counts.update({key for node in own if (key := _furniture_key(node, marks))})
    least = max(3, -(-len(owns) * 3 // 5))
    shape = Shape(frozenset(key for key, count in counts.items() if count >= least))
    return attrs.evolve(shape, is_signed=_are_signed(owns, marks, shape))


def _furniture_key(node: Node, marks: Marks) -> str:
    """What a text is compared by, if it stands alone in an element; empty for others."""
    if node.tag or not 0 < node.length <= _LONGEST or node.parent is None or node.parent.tag == "p":
        return ""
    if node.parent.length > node.length or any(map(marks.is_date, (node, node.parent))) or marks.is_name(node.parent):
        return ""
    key = key_of_text(node.text)
    return key if any(map(str.isalpha, key)) else ""


def _are_signed(owns: Sequence[Sequence[Node]], marks: Marks, shape: Shape) -> bool:
    """Whether most records begin with a short text, most of them different ones, and go on with more."""
    names = []
    for own in owns:
        texts = list(islice(spoken_texts(own, shape), 2))
        if len(texts) == 2 and may_be_name(texts[0], marks) and texts[1].parent is not texts[0].parent:
            names.append(texts[0].text.strip())
    return len(names) * 5 >= len(owns) * 4 and len(set(names)) * 3 > len(names)


def spoken_texts(own: Sequence[Node], shape: Shape) -> Iterator[Node]:
    """A record's texts with letters, without those that most records show, and initials in place of portraits."""
    texts = [node for node in own if not node.tag and any(map(str.isalpha, node.text))]
    for place, node in enumerate(texts):
        if not shape.is_furniture(node) and not _are_initials(texts, place):
            yield node


def initials_in(own: Sequence[Node]) -> list[Node]:
    """The letters that stand in the place of a portrait, in an element of their own, in front of the name."""
    spoken = (node for node in own if not node.tag and any(map(str.isalpha, node.text)))
    texts = list(islice(spoken, _SOON * 2))
    if all(len(node.text.strip()) > _MOST_INITIALS for node in texts):
        return []
    return [node for place, node in enumerate(texts) if _are_initials(texts, place)]


def _are_initials(texts: Sequence[Node], place: int) -> bool:
    node = texts[place]
    letters = node.text.strip().lower()
    if len(letters) > _MOST_INITIALS or node.parent is None or node.parent.length > node.length:
        return False
    return any(
        other.length > node.length and other.length <= _LONGEST and other.text.strip().lower().startswith(letters[0])
        for other in texts[place + 1 : place + 1 + _SOON]
    )


def may_be_name(text: Node, marks: Marks) -> bool:
    """Whether a text is as short as a name, in an element of its own, and no sentence."""
    box = text.parent
    return (
        1 < text.length <= _LONGEST
        and box is not None
        and box.length <= _LONGEST * 2
        and box.tag != "time"
        and not marks.is_date(text)
        and text.text.strip()[:1].isalnum()
        and not _SENTENCE_END.search(text.text)
    )
