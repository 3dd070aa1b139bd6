"""Dates that count from now: "2 hours ago", "vor 3 Tagen", "il y a 2 ans", "yesterday", "3d"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from scraper.normalise import further_relative_dates
from scraper.normalise.further_relative_dates import named_day, seconds_ago

_RELATIVE = re.compile(
    r"\b(?:vor|il y a|hace|ha|fa|for)?\s*(\d+|an?|one|ein(?:em|er)?|une?|un[ao]?|few)\s*\+?\s*"
    r"(s|secs?|seconds?|sekunden?|secondes?|segundos?|secondi|m|mins?|minutes?|minuten?|minutos?|minuti|"
    r"h|hrs?|hours?|stunden?|heures?|horas?|ore|d|days?|tag(?:en?)?|jours?|dias?|giorni|w|wks?|weeks?|wochen?|semaines?|semanas?|settimane|"
    r"mo|mos|mons?|months?|monat(?:en?)?|mois|mes(?:es)?|mesi|y|yrs?|years?|jahr(?:en?)?|ans?|anos?|anni)\b\.?\s*(ago|fa|atras|geleden|sedan|siden)?",
)
_RELATIVE_SHORT = re.compile(r"^\s*\d+\s*(?:s|m|h|d|w|mo|y|yr|hr|min)s?\.?\s*$")
_WORDS_NOW = re.compile(r"\b(?:just now|right now|moments? ago|gerade eben|a l'instant|ahora mismo)\b")
_DAY_WORDS = {
    "today": 0,
    "heute": 0,
    "aujourd'hui": 0,
    "hoy": 0,
    "oggi": 0,
    "hoje": 0,
    "vandaag": 0,
    "idag": 0,
    "сегодня": 0,
    "今日": 0,
    "yesterday": 1,
    "gestern": 1,
    "hier": 1,
    "ayer": 1,
    "ieri": 1,
    "ontem": 1,
    "gisteren": 1,
    "igar": 1,
    "вчера": 1,
    "昨日": 1,
}
_SPAN_BEFORE = re.compile(r"\b(?:vor|il y a|hace|ha|for)\s+\S+\s+\S")
_DAY = 86400
_UNIT_OF = {
    **dict.fromkeys(["sec", "sek", "seg"], 1),
    **dict.fromkeys(["min"], 60),
    **dict.fromkeys(["hr", "hou", "stu", "heu", "hor", "ore"], 3600),
    **dict.fromkeys(["day", "tag", "jou", "dia", "gio"], 86400),
    **dict.fromkeys(["wk", "wee", "woc", "sem", "set"], 604800),
    **dict.fromkeys(["mon", "mos", "moi", "mes"], 2629746),
    **dict.fromkeys(["yr", "yea", "jah", "an", "ans", "ano", "ann"], 31556952),
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 86400,
    "w": 604800,
    "mo": 2629746,
    "y": 31556952,
    "hrs": 3600,
    "wks": 604800,
    "yrs": 31556952,
}


def relative_day(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """Midnight of the day that a word names ("yesterday"), of folded text."""
    if (before := named_day(text)) is not None:
        return _midnight(now, zone, before)
    for word, days in _DAY_WORDS.items():
        if word in text and (len(text) < 40 or text.startswith(word)):
            return _midnight(now, zone, days)
    return None


def _midnight(now: datetime, zone: tzinfo, days: int) -> datetime:
    local = now.astimezone(zone) - timedelta(days=days)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)


def beside_relative(text: str) -> str:
    """What a folded text says beside "yesterday" or "2 hours ago"; all of it, if it tells neither."""
    if time_ago(text, _SOME_DAY):
        text = _WORDS_NOW.sub(" ", _RELATIVE.sub(" ", text, 1))
    return _ANY_DAY_WORD.sub(" ", further_relative_dates.rest_of(text))


_SOME_DAY = datetime(2100, 1, 1, tzinfo=UTC)
_ANY_DAY_WORD = re.compile("|".join(rf"\b{word}\b" for word in _DAY_WORDS))


def time_ago(text: str, now: datetime) -> tuple[datetime, bool] | None:
    """The time that a span before now names, of folded text, and whether only its day is meant."""
    if _WORDS_NOW.search(text):
        return now.replace(microsecond=0), False
    found = _RELATIVE.search(text)
    if not found or not (found[3] or _RELATIVE_SHORT.match(text) or _SPAN_BEFORE.search(text)):
        further = seconds_ago(text)
        return _before(now, *further) if further else None
    unit = _UNIT_OF.get(found[2]) or _UNIT_OF.get(found[2][:3]) or _UNIT_OF.get(found[2][:2]) or 0
    count = int(found[1]) if found[1].isdigit() else 3 if found[1] == "few" else 1
    return _before(now, count, unit) if unit else None


def _before(now: datetime, count: int, unit: int) -> tuple[datetime, bool] | None:
    if count * unit > 10**9:
        return None
    at = (now - timedelta(seconds=count * unit)).replace(microsecond=0)
    return (at.replace(hour=0, minute=0, second=0), True) if unit >= _DAY else (at, False)
