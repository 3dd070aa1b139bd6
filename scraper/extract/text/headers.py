"""The lines at the head of a comment: who speaks and when.

"0 avatar"                          nobody is named; the vote belongs to no text
"Ann says:" / "May 4, 2013 at 10:12 am"
"Ann on May 4, 2013 at 10:12 am", "Ann – 4 May 2013", "#3 Ann (2 hours ago)"
"Pingback: A title"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import attrs

from archive.records import CommentKind
from scraper.extract.text.dates import date_of_line, split_date_at_end, split_date_at_start
from scraper.extract.text.furniture import is_button
from scraper.extract.text.lines import Line
from scraper.extract.text.patterns import one_of

_VOTES = re.compile(r"(?:[+▲]\s*)?[+−-]?\d{1,6}(?:\s*[−▼-])?(?:\s*(?:votes?|points?|likes?))?", re.I)
_AVATAR = re.compile(
    r"^(?:[+-]?\d{1,6}\s+)?(?:(?:user|comment|author|default|profile)\s+)?"
    r"(?:avatar|gravatar|userpic|profile (?:photo|picture|image))(?:\s+(?:of|for|image)\b)?[\s:]*(?P<rest>.*)$",
    re.I,
)
_AVATAR_BEHIND = re.compile(
    r"^(?P<name>\S.{0,58}?)(?:['’]s)?\s+(?:avatar|gravatar|profile (?:photo|picture|image))$", re.I
)
_NUMBER = re.compile(r"^#?\d{1,5}\s*[.:)]\s+(?=\S)|^#\d{1,5}\s+(?=\S)")
_VERB = one_of(r"""
    says|said|wrote|writes|commented|replied|responded
    sagt|sagte|schrieb|schreibt|meint
    a dit|a écrit|dit
    dice|dijo|escribió|escribe
    diz|disse|escreveu
    scrive|ha scritto|ha detto
    zegt|schreef
    skriver|sade
    пишет|говорит|написал
    pisze|mówi
    より
    说道|說道
""")
_SAYS = re.compile(
    rf"(?P<author>\S.{{0,79}}?)\s*(?:,\s*)?\b{_VERB}\s*(?P<when>[^:：].*?)?\s*(?P<colon>[:：])?",
    re.I,
)
_BY = re.compile(r"^(?:posted |comment |written |submitted |left )?by:?\s+(?=\S)", re.I)
_LINKBACK = re.compile(r"^(?P<kind>pingback|trackback)s?\s*(?:from|by)?\s*:\s*(?P<rest>.*)$", re.I)
_REFERENCE = re.compile(
    r"^(?:in (?:reply|response|answer) to|replying to|reply to|antwort auf|en réponse à)\s+@?"
    r"(?P<author>[^.:]{1,60}?)\s*[.:]?$",
    re.I,
)
_TRAILING = re.compile(
    r"(?:\s*(?:[|·•#]|\((?:edit|link|reply)\)|\b(?:permalink|reply|edit|link|quote|report)\b))+\s*$", re.I
)
_TRAILING_VOTE = re.compile(r"(?<=\d)\s+[+-]?\d{1,5}$")
# A sentence's marks; a dot ends an initial ("Lena P.") or an abbreviation ("mrs. oilcan") of a name.
_NO_NAME = re.compile(r"[!?;:…“”\"]|\w{2,}\.$|,\s.*,|\w{5,}\.\s")
_NAME_WORDS = 5
_LONGEST_NAME = 60


class HeaderRule(StrEnum):
    """By which sign a line was known to begin a comment."""

    AVATAR = "avatar"
    SAYS = "says"
    DATED = "dated"
    NAME_AND_DATE = "name-and-date"
    NAME = "name"
    LINKBACK = "linkback"


@attrs.frozen(kw_only=True)
class Header:
    """What the head of a comment tells."""

    rule: HeaderRule
    used: int
    """How many lines it takes."""
    author: str | None = None
    date: str | None = None
    text: str | None = None
    """What stands on the last of its lines behind it."""
    answers: str | None = None
    """The author it says it answers."""
    kind: CommentKind = CommentKind.COMMENT


_AVATAR_ALONE = Header(rule=HeaderRule.AVATAR, used=1)


def read_header(lines: Sequence[Line], start: int, *, names: bool = False) -> Header | None:
    """The head of a comment that begins at a line, or None if that line begins none.

    Args:
        lines: those of the thread.
        start: index of the line in question.
        names: a name alone is header enough; true where nearly every comment of the thread begins with one.
    """
    text = _NUMBER.sub("", lines[start].text)
    if found := _LINKBACK.match(text):
        kind = CommentKind(found["kind"].lower())
        return Header(rule=HeaderRule.LINKBACK, used=1, text=found["rest"], kind=kind)
    header = _read_marks(text, lines, start, names) or _signature(text, lines, start, names)
    return _with_meta_lines(header, lines, start) if header else None


def _read_marks(text: str, lines: Sequence[Line], start: int, names: bool) -> Header | None:
    """The header that begins with a vote or a picture's text, on the name's line or above it."""
    following = own_line(lines, start + 1)
    if is_vote(text):
        header = read_header(lines, start + 1, names=names) if following and not following.marker else None
        return attrs.evolve(header, used=header.used + 1) if header and header.used else None
    found = _AVATAR.match(text)
    if not found:
        return _before_avatar(text, lines, start, names)
    if rest := found["rest"]:
        named = _signature(rest, lines, start, names)
        if not named and not is_name(rest):
            return None
        named = named or Header(rule=HeaderRule.AVATAR, used=1, author=rest)
        return attrs.evolve(named, rule=HeaderRule.AVATAR, author=_once(named.author))
    named = _signature_below(following, lines, start + 1, names) if following else None
    return attrs.evolve(named, rule=HeaderRule.AVATAR, used=named.used + 1) if named else _AVATAR_ALONE


def _before_avatar(text: str, lines: Sequence[Line], start: int, names: bool) -> Header | None:
    """The header that begins with a picture's text like "Ann's avatar"; the lines below it know the name better."""
    found = _AVATAR_BEHIND.match(text)
    if not found or not is_name(found["name"]):
        return None
    following = own_line(lines, start + 1)
    named = _signature_below(following, lines, start + 1, names) if following else None
    named = named or Header(rule=HeaderRule.AVATAR, used=0, author=found["name"])
    return attrs.evolve(named, rule=HeaderRule.AVATAR, used=named.used + 1)


def _signature_below(line: Line, lines: Sequence[Line], index: int, names: bool) -> Header | None:
    """Who signs under a picture. Across an empty line only a date tells a name from the comment's own words."""
    signed = _signature(line.text, lines, index, names or not line.gap)
    return signed if signed and (names or not line.gap or signed.date) else None


def own_line(lines: Sequence[Line], index: int) -> Line | None:
    """The line, if there is one and it begins no item of its own."""
    line = lines[index] if index < len(lines) else None
    return line if line and line.marker is None else None


def is_vote(text: str) -> bool:
    """Whether a line is nothing but a count of votes."""
    return _VOTES.fullmatch(text) is not None


def _once(author: str | None) -> str | None:
    """A name that an avatar's text and the line both give."""
    words = (author or "").split()
    half = len(words) // 2
    return " ".join(words[:half]) if words and words[:half] == words[half:] else author


def _signature(text: str, lines: Sequence[Line], index: int, names: bool) -> Header | None:
    """A name with a verb or a date, on one line or on two; a name alone if `names`."""
    bare = _BY.sub("", _TRAILING.sub("", text))
    signed = (
        _says(bare, lines, index)
        or _dated(bare)
        or _dated(_TRAILING_VOTE.sub("", bare))
        or _name_then_date(bare, lines, index)
    )
    below = own_line(lines, index + 1)
    if signed or not names or not is_name(bare) or below is None or is_button(below.text):
        return signed
    return Header(rule=HeaderRule.NAME, used=1, author=bare)


def _says(text: str, lines: Sequence[Line], index: int) -> Header | None:
    found = _SAYS.fullmatch(text)
    if not found:
        return None
    date = date_of_line(found["when"]) if found["when"] else None
    after = own_line(lines, index + 1)
    is_signed = date is not None or (found["colon"] and not found["when"])
    # A site that links here says more than a name; the date on the next line shows that it is one.
    is_author = is_name(found["author"]) or (after is not None and date_of_line(after.text) is not None)
    return Header(rule=HeaderRule.SAYS, used=1, author=found["author"], date=date) if is_signed and is_author else None


def _dated(text: str) -> Header | None:
    if date := date_of_line(text):
        return Header(rule=HeaderRule.DATED, used=1, date=date)
    if (parts := split_date_at_end(text)) and is_name(parts[0]):
        return Header(rule=HeaderRule.DATED, used=1, author=parts[0], date=parts[1])
    if parts := split_date_at_start(text):
        name = re.sub(r"^\s*(?:[,|·•@:–—-]|by\b)\s*", "", parts[1])
        if name != parts[1] and is_name(name.rstrip(":")):
            return Header(rule=HeaderRule.DATED, used=1, author=name.rstrip(" :"), date=parts[0])
    return None


def _name_then_date(name: str, lines: Sequence[Line], index: int) -> Header | None:
    """A name alone on its line, the date alone on the next."""
    after = own_line(lines, index + 1)
    if after is None or after.gap > 1 or not is_name(name):
        return None
    date = date_of_line(_TRAILING.sub("", after.text))
    return Header(rule=HeaderRule.NAME_AND_DATE, used=2, author=name, date=date) if date else None


def _with_meta_lines(header: Header, lines: Sequence[Line], start: int) -> Header:
    """The header with the lines after it that belong to it: its date, a vote, whom it answers."""
    while (line := own_line(lines, start + header.used)) is not None:
        bare = _TRAILING.sub("", line.text)
        if header.date is None and (date := date_of_line(bare)):
            header = attrs.evolve(header, date=date, used=header.used + 1)
        elif header.answers is None and (found := _REFERENCE.match(line.text)):
            header = attrs.evolve(header, answers=found["author"], used=header.used + 1)
        elif not line.gap and is_vote(line.text) and own_line(lines, start + header.used + 1):
            header = attrs.evolve(header, used=header.used + 1)
        else:
            break
    return header


def is_name(text: str) -> bool:
    """Whether a text is short enough to name somebody, and no sentence."""
    words = text.split()
    if not 0 < len(words) <= _NAME_WORDS or len(text) > _LONGEST_NAME:
        return False
    return not _NO_NAME.search(text) and any(c.isalnum() for c in text) and not is_vote(text)
