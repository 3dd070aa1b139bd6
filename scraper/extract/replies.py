"""Who answers whom: every way a page can tell, each a small rule, and the choice between them.

Rules, the surest first: an explicit reference (parent attribute, `parentItem`, "in reply to" link), containment
(a record inside another, or in a list beside it), a level in class or attribute, indentation in pixels.
A rule that puts all records at one level says nothing, and the next is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

import attrs

from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS

_NESTING = BITS["children"] | BITS["comment"]
_LEVEL_NAME = re.compile(
    r"(?<![a-z])(?:comment-?|replytree)?(?:depth|level|lvl|indent(?:ed|ation)?|nest(?:ed|ing)?|nesting-level|comment-level|reply-level|thread-level|deep|ident|tier|offset|nivel|niveau|ebene|stufe|livello|poziom|uroven|szint|seviye)[-_]{0,2}(\d{1,3})(?!\d)"
)
# Steps of margins in the names of frameworks: `ml-10`, `pl-[24px]`, `ms-4`.
_INDENT_NAME = re.compile(r"(?<![\w-])(?:[mp][ls]|indent)-\[?(\d{1,3})(?![\d.])")
# What only answers are called, on sites that tell two levels.
_ANSWER_NAME = re.compile(
    r"(?<![\w-])(?:re|is-reply|reply|child|nested|answer|respuesta|antwort|reponse|sub-?comment|(?:comment|post|cmt)(?:--|__|-)(?:reply|child|answer))(?![\w-])"
)
_LEVEL_ATTRIBUTES = ("data-level", "data-depth", "depth", "aria-level", "data-indent", "data-nesting-level", "data-comment-depth", "data-comment-level",
                     "data-thread-level", "level", "data-nest", "indent")  # fmt: skip
_LEVELS = frozenset(_LEVEL_ATTRIBUTES)
_INDENT = re.compile(
    r"(?:margin|padding)(?:-left|-inline-start)?\s*:\s*(?:[\d.]+\w*\s+[\d.]+\w*\s+[\d.]+\w*\s+)?(\d*\.?\d+)\s*(px|em|rem|%|pt|ex)?|--(?:depth|level|indent)\s*:\s*(\d+)"
)
_SPACER = re.compile(r"(?:^|/)(?:s|spacer|blank|pixel|clear|trans|transparent|space|dot|1x1|shim)\.(?:gif|png)", re.I)


@attrs.frozen
class Place:
    """A record's place in the tree."""

    parent: int | None
    """Place of the answered record in the list of records; None at the top."""
    rule: str
    confidence: float
    is_orphan: bool = False


def places(
    document: Document, records: Sequence[Node], named: Sequence[str | None], keys: Sequence[str | None]
) -> list[Place]:
    """The place of each record; parents always stand before their answers, or are named by them.

    Args:
        document: the page.
        records: a discussion's records in reading order.
        named: the key each record says it answers, if it says one.
        keys: the records' own keys.
    """
    by_nesting = _contained(records) or _beside(records)
    levels = _levels(document, records)
    if by_nesting and any(parent is not None for parent in by_nesting):
        found = [Place(parent, "containment", 0.99) for parent in by_nesting]
    elif levels is not None:
        rule, values = levels
        found = [Place(parent, rule, 0.97 if rule == "level" else 0.95) for parent in stacked(values)]
    else:
        found = [Place(None, "flat", 0.9) for _ in records]
    return _referenced(found, named, keys)


def _contained(records: Sequence[Node]) -> list[int | None] | None:
    """Each record's innermost enclosing record; None where no record contains another."""
    parents: list[int | None] = []
    stack: list[int] = []
    for place, record in enumerate(records):
        while stack and records[stack[-1]].end <= record.index:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(place)
    return parents if any(p is not None for p in parents) else None


def _beside(records: Sequence[Node]) -> list[int | None] | None:
    """Answers that stand in a list after the record, not in it: `<div comment/><div replies>…</div>`.

    A record answers the latest earlier one whose parent element holds it deeper down.
    """
    depths = depths_of(records)
    if len(set(depths)) < 2:
        return None
    parents: list[int | None] = []
    stack: list[int] = []
    for place, record in enumerate(records):
        while stack:
            above = records[stack[-1]]
            box = above.parent
            if box is not None and depths[stack[-1]] < depths[place] and record in box:
                break
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(place)
    answers = [place for place, parent in enumerate(parents) if parent is not None]
    if not answers or not _plausible(records, parents):
        return None
    return parents


def _between(record: Node, above: Node | None) -> list[Node]:
    """What stands around a record inside of another element."""
    return list(takewhile(lambda node: above is not None and node.index > above.index, record.ancestors()))


def depths_of(records: Sequence[Node]) -> list[int]:
    """How many elements stand around each record; what stands around several is walked over once."""
    known: dict[int, int] = {}
    return [_depth_of(record, known) for record in records]


def _depth_of(record: Node, known: dict[int, int]) -> int:
    path = list(takewhile(lambda node: node.index not in known, record.ancestors()))
    top = path[-1].parent if path else record.parent
    depth = known[top.index] if top is not None else 0
    for node in reversed(path):
        known[node.index] = depth = depth + 1
    return depth


def _plausible(records: Sequence[Node], parents: Sequence[int | None]) -> bool:
    """Whether what sets answers apart looks meant: a box named for answers, or a shape that repeats."""
    boxes = []
    for place, parent in enumerate(parents):
        if parent is None:
            continue
        above = records[parent].parent
        between = _between(records[place], above)
        is_item = above is not None and above.tag == "li"
        if any(a.bits & _NESTING or a.tag == "blockquote" or (is_item and a.tag in ("ul", "ol")) for a in between):
            return True
        boxes.append(len(between))
    return len(boxes) >= 2 and len(set(boxes)) == 1 and min(boxes) >= 1


def _levels(document: Document, records: Sequence[Node]) -> tuple[str, list[float]] | None:
    """The level of each record by the first sign that tells several apart."""
    signs: tuple[tuple[str, Callable[[Node], float | None]], ...] = (
        ("level", _level_of),
        ("indentation", lambda record: _indent_of(document, record)),
        ("indentation", _named_indent),
    )
    for rule, sign in signs:
        values = [sign(record) for record in records]
        known = [value for value in values if value is not None]
        if rule == "level" and len(known) == len(values) > 1 and len(set(known)) == 1:
            return rule, known  # all at one level, and told so
        if len(set(known)) > 1 and len(known) * 2 >= len(values):
            # What has no mark stands above all that have one, where the first comment has none: that one answers nobody.
            lowest = min(known) - 1 if values[0] is None else min(known)
            return rule, [lowest if value is None else value for value in values]
        if known and (len(known) * 2 < len(values) or _are_answers(values)) and max(known) > 0:
            # Only answers are marked; what has no mark is at the top.
            return rule, [0.0 if value is None else value + (1 if min(known) == 0 else 0) for value in values]
    marked = [1.0 if _ANSWER_NAME.search(record.names) else None for record in records]
    return ("level", [value or 0.0 for value in marked]) if _are_answers(marked) else None


def _are_answers(values: Sequence[float | None]) -> bool:
    """Whether some records are marked, and neither the first nor all others: the first is no opening post."""
    return values[0] is None and any(values) and values.count(None) >= min(2, len(values) - 1)


def _named_indent(record: Node) -> float | None:
    """How far the framework's names of a record say that it is moved to the right."""
    found = _INDENT_NAME.search(record.names)
    return float(found[1]) if found else None


def _level_of(record: Node) -> float | None:
    """A level that class or attribute name, of the record or of what wraps it alone."""
    for node in _wrappers(record):
        if not _LEVELS.isdisjoint(node.attributes):
            for name in _LEVEL_ATTRIBUTES:
                value = node.attributes.get(name)
                if value and value.isdecimal():
                    return float(value)
        if node.names and (found := _LEVEL_NAME.search(node.names.replace("_", "-"))):
            return float(found[1])
    return None


def _wrappers(record: Node) -> list[Node]:
    """The record, and the elements around it that hold nothing else."""
    nodes = [record]
    for ancestor in record.ancestors():
        if ancestor.length > record.length + 2:
            break
        nodes.append(ancestor)
    return nodes


def _indent_of(document: Document, record: Node) -> float | None:
    """How far a record is moved to the right, in whatever unit the page uses."""
    for node in (*_wrappers(record), *document.inside(record)[:14]):
        style = node.attributes.get("style") if node.attributes else None
        if (
            style
            and (found := _INDENT.search(style))
            and ("left" in found[0] or "start" in found[0] or "--" in found[0])
        ):
            return float(found[1] or found[3])
        if (
            node.tag == "img"
            and node.get("width").isdecimal()
            and (_SPACER.search(node.get("src")) or node.get("height") in ("0", "1"))
        ):
            return float(node.get("width"))
        if node.tag == "td" and node.get("indent").isdecimal():
            return float(node.get("indent"))
        if node.tag == "td" and node.get("width").isdecimal() and not node.length and node.end <= node.index + 2:
            return float(node.get("width"))
    return None


def stacked(levels: Sequence[float]) -> list[int | None]:
    """The latest earlier record of a lower level is the one answered."""
    parents: list[int | None] = []
    stack: list[int] = []
    for place, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(place)
    return parents


def _referenced(found: list[Place], named: Sequence[str | None], keys: Sequence[str | None]) -> list[Place]:
    """The places with explicit references put in: they name the parent itself."""
    by_key = {key: place for place, key in enumerate(keys) if key is not None}
    result = []
    for place, (known, parent_key) in enumerate(zip(found, named, strict=True)):
        if parent_key is None or parent_key == keys[place]:
            result.append(known)
        elif parent_key in by_key:
            result.append(Place(by_key[parent_key], "reference", 0.99))
        else:
            result.append(Place(known.parent, known.rule, 0.5, is_orphan=known.parent is None))
    return _without_rings(result)


def _without_rings(found: list[Place]) -> list[Place]:
    """References can run in circles; the first record of a circle goes to the top."""
    state = [0] * len(found)
    for start in range(len(found)):
        path = []
        place: int | None = start
        while place is not None and state[place] == 0:
            state[place] = 1
            path.append(place)
            place = found[place].parent
        if place is not None and state[place] == 1:
            found[place] = Place(None, "ring", 0.3, is_orphan=True)
        for done in path:
            state[done] = 2
    return found
