"""Dates by their shape: whether a line is a date, and where the date at its end begins.

What the date means is decided in `normalise`; here it is only found:

    "May 4, 2013 at 10:12 am"          is a date line
    "Marta Quill on May 3, 2013"       -> ("Marta Quill", "May 3, 2013")
    "In May 1968 it rained"            is neither
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from scraper.normalise.months import MONTHS


def _even(text: str) -> str:
    """The same text in plain lower-case letters, of the same length, so that places in it are places in the text."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[0] for char in text)


_MONTH = "(?:" + "|".join(sorted(map(re.escape, map(_even, MONTHS)), key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|"
    r"domingo)\b\.?,?\s+"
)
_DAY = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:de\s+|del\s+)?\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}[./]\d{1,2}[./]\d\d"
    r"|\d{4}\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일]?)"
)
_HALF = r"(?:\s*[ap]\.?m\b\.?)"
_CLOCK = rf"(?:\d{{1,2}}[:.h]\d\d(?::\d\d)?{_HALF}?|\d{{1,2}}{_HALF})(?:\s*(?:uhr|hrs?|utc|gmt|[a-z]{{2,4}}t)\b)?"
_TIME = rf"(?:\s*(?:,|@|-|–|—|\||·|t|at|um|a|as|alle|om|o|в)?\s*(?:las\s+)?{_CLOCK})"
_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|minuten?|stunden?|tag(?:en?)?|wochen?|"
    r"monat(?:en?)?|jahr(?:en?)?|minutos?|horas?|dias?|semanas?|mes(?:es)?|anos?|heures?|jours?|semaines?|mois|ans?)"
)
_AGO = (
    rf"(?:(?:about\s+)?(?:\d+|an?|one)\s+{_UNIT}(?:\s*,\s*\d+\s+{_UNIT})?\s+ago|(?:vor|il y a|hace|ha)\s+\w+\s+{_UNIT}"
    rf"|just now|yesterday{_TIME}?|today{_TIME}?|gestern{_TIME}?|heute{_TIME}?)"
)
# A time may stand before its day: "10:12 am on May 4, 2013".
_DATE = rf"(?:(?:{_WEEKDAY})?(?:{_DAY}{_TIME}?|{_CLOCK}\s*(?:,|on|-)?\s*{_DAY})|{_AGO})"
_LEAD = r"(?:(?:posted|published|submitted|written|added)\s*:?\s*)?(?:(?:on|am|le|el|il|em|op|at)\s+)?"
_LINE = re.compile(rf"{_LEAD}(?P<date>{_DATE})\s*[:#.]?", re.I)
_JOIN = r"(?P<join>(?:\s*[,|·•@:(–—-]\s*|\s+)(?:(?:on|am|le|el|il|em|op|at)\s+)?|(?<=[^\W_]))"
_TAIL = re.compile(rf"{_JOIN}(?P<date>{_DATE})\s*[):#.]*$", re.I)
_HEAD = re.compile(rf"{_LEAD}(?P<date>{_DATE})(?P<rest>.*)$", re.I)


# What every date has one of; the long patterns above are tried on nothing else.
_HINT = re.compile(r"\d|\bago\b|\bnow\b|today|yesterday|heute|gestern|\bvor\b|\bhace?\b|\bil y a\b", re.I)
_LONGEST = 160
# The same line is asked about several times on the way from lines to comments.
_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def date_of_line(text: str) -> str | None:
    """The date as printed, if a line is nothing but a date."""
    if not _may_hold_date(text):
        return None
    found = _LINE.fullmatch(_even(text))
    return text[found.start("date") : found.end("date")].strip() if found else None


@lru_cache(maxsize=_REMEMBERED)
def split_date_at_end(text: str) -> tuple[str, str] | None:
    """What stands before the date that ends a line, and the date; None if the line does not end in one."""
    if not _may_hold_date(text):
        return None
    found = _TAIL.search(_even(text))
    if not found or not found.start() or (not found["join"] and not _is_glued(text, found.start("date"))):
        return None
    return text[: found.start()].strip(), text[found.start("date") : found.end("date")].strip()


def _is_glued(text: str, at: int) -> bool:
    """Whether name and date stand side by side without a space, as where a page parts them by style alone."""
    before, first = text[at - 1], text[at]
    return (before.islower() and first.isdigit()) or (not before.isupper() and first.isupper())


@lru_cache(maxsize=_REMEMBERED)
def split_date_at_start(text: str) -> tuple[str, str] | None:
    """The date that begins a line, and what stands after it; None if the line does not begin with one."""
    if not _may_hold_date(text):
        return None
    found = _HEAD.match(_even(text))
    return (text[found.start("date") : found.end("date")].strip(), text[found.start("rest") :]) if found else None


def _may_hold_date(text: str) -> bool:
    return len(text) <= _LONGEST and _HINT.search(text) is not None
