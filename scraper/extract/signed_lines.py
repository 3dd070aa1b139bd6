"""Lines that hold a writer's name and the date of what was written, and nothing else: "NAME – 3 May 2024, 10:00"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from scraper.extract.comment_dates import is_date_alone
from scraper.extract.comment_names import plain_name
from scraper.extract.dom import Node
from scraper.normalise.months import MONTHS
from scraper.normalise.text import clean_line

_LONGEST = 80
_LINE = re.compile(
    r"\s*([^\W\d_][^\n–—|•·(（:：]{1,38}?)\s*(?:[–—|•·(（,:：，]|\s[-/]|(?<=[^\W\d_])/)\s*(\S.*?)[)）]?\s*[:：]?\s*$",
    re.S,
)
_BY = re.compile(
    r"\s*(?:posted |written |submitted )?by:?\s+([^\W\d_][^\n(:]{1,38}?)\s+(?:on|at)\s+([^\n]*\d[^\n]*?)\s*$", re.I
)
_BY_LAST = re.compile(
    r"\s*(?:on |le |am |el |il )?([^\n]*\d[^\n]*?),?\s+(?:by|par|von|por|da|di|door|av)\s+([^\W\d_][^\n(:]{1,38}?)\s*:?\s*$",
    re.I,
)
_MONTH = re.compile("|".join(map(re.escape, sorted(MONTHS, key=len, reverse=True))), re.I).fullmatch


# What stands in front of a date in place of a name.
_NO_WRITER = re.compile(
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams)tag|mittwoch|sonn(?:tag|abend)|(?:last )?(?:edited|updated|modified|posted|published|changed)"
    r"|bearbeitet|geändert|modifié|editado|date|datum|fecha",
    re.I,
).fullmatch


@attrs.frozen
class SignedLine:
    """A text that tells who and when."""

    node: Node
    name: str
    date: str


def signed_line(own: Sequence[Node]) -> SignedLine | None:
    """The first text of a record, if it is such a line, or None."""
    first = next((node for node in own if not node.tag and node.length > 1), None)
    if first is None or first.length > _LONGEST or first.linked:
        return None
    found = name_and_date(first.text)
    return SignedLine(first, *found) if found else None


def signed_below(own: Sequence[Node]) -> SignedLine | None:
    """The last text of a record, if it is such a line; it may link the record itself."""
    last = next((node for node in reversed(own) if not node.tag and node.length > 1), None)
    if last is None or last.length > _LONGEST or last is next(node for node in own if not node.tag and node.length > 1):
        return None
    if last.linked and (last.parent is None or "#" not in last.parent.get("href")):
        return None
    found = name_and_date(last.text)
    return SignedLine(last, *found) if found else None


def by_line(own: Sequence[Node]) -> SignedLine | None:
    """The first text of a record that says "by NAME on DATE" or "on DATE by NAME", and nothing else."""
    for node in own:
        if node.tag or not 8 < node.length <= _LONGEST or node.linked:
            continue
        line = clean_line(node.text)
        if said := _BY.match(line):
            name, date = said[1], said[2].rstrip(" ([")
        elif said := _BY_LAST.match(line):
            date, name = said[1], said[2]
        else:
            continue
        if is_date_alone(date):
            return SignedLine(node, clean_line(name), clean_line(date))
    return None


def name_and_date(text: str) -> tuple[str, str] | None:
    """The name and the date of a line that has both, or None.

    >>> name_and_date("Ines Vidal – 3 May 2024, 10:00")
    ('Ines Vidal', '3 May 2024, 10:00')
    >>> name_and_date("May – 3 May 2024") is None
    True
    """
    found = _LINE.match(text)
    if not found or _MONTH(found[1].strip(" .")) or not is_date_alone(found[2]) or is_date_alone(found[1]):
        return None
    if _NO_WRITER(found[1].strip(" .")):
        return None
    name = plain_name(found[1])
    return (name, clean_line(found[2])) if name else None
