"""How a day looks in print, in the languages whose sites print dates, and what is said of it in front of it.

"June 2, 2021"   "2 de junio de 2021"   "1er juin 2021"   "2021. június 2."   "2021年6月2日"   "2 जून 2021"   "02.06.2021"

These patterns find; `scraper.normalise.dates` reads.
"""

from __future__ import annotations

import re

MAYBE_DATE = re.compile(r"\d\d\d\d|\d[./-]\d|\d\s*[年년]|\d\s+(?:min|hour|day|week|month|year)", re.I)
# Letters of scripts that join marks to letters are no word characters, all of them.
_MONTH = r"(?:[^\W\d]{3,13}\.?|[\u0600-\u06ff]{2,12}(?:\s[\u0600-\u06ff]{4,8})?|[\u0900-\u0e7f.]{2,24})"
_DAY_PRINTED = (
    r"\b[^\W\d]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:of\s+|de\s+|d['’])?{_MONTH},?\s+(?:del?\s+)?\d{{4}}"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{4}\.\s(?:\d{1,2}|[^\W\d]{3,11})\.?\s\d{1,2}\b"
    r"|\d{1,4}\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일]"
)
DAY_PRINTED = re.compile(_DAY_PRINTED, re.I)
# The dates that `byline` cuts off names, without what may stand around them; searching for that costs ten times as much.
DATE_PRINTED = re.compile(rf"{_DAY_PRINTED}|\b\d+\s+(?:min|hour|day|week|month|year)", re.I)
_COPYRIGHT = re.compile(r"©|copyright", re.I)
_READING_TIME = re.compile(r"\d\s*min(?:\.|ut\w+)?\b(?!\W*(?:ago|her\b|zuvor))", re.I)
_CHANGED = (
    "updated?|modified|reviewed|changed|revised|last edited|aktualisiert|geändert|actualizad[oa]|actualización|atualizad[oa](?: em)?|mis(?:e)? à jour|modifié"
    "|modificat[oa]|modifica(?= il)|aggiornat[oa]|aggiornamento|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|muokattu|aktualizováno"
    "|aktualizacja|aktualizováno|обновлен[оа]|обновление|оновлено|güncelle\\w*|frissítve|frissítés|actualizat|ενημέρωση|ενημερώθηκε"
)
CHANGED = re.compile(
    rf"\b(?:{_CHANGED})\b|更新|修正|업데이트|수정|آخر تحديث|تحديث|עודכן|cập nhật|अपडेट|แก้ไขล่าสุด|به‌روزرسانی", re.I
)
"""Said of the day of the last change."""
CHANGE_WORDS = (
    "updat", "modif", "review", "revised", "edited", "aktuali", "geändert", "actuali", "atualiz", "mis à jour", "mise à jour", "aggiorn", "bijgewerkt",
    "gewijzigd", "uppdaterad", "oppdatert", "opdateret", "päivitetty", "muokattu", "обновл", "оновлено", "güncelle", "frissít", "ενημ",
    "更新", "修正", "업데이트", "수정", "تحديث", "עודכן", "cập nhật", "अपडेट",
)  # fmt: skip
"""One of these stands in every text in which `CHANGED` is found."""


def prints_date(text: str) -> bool:
    """Whether a text prints a day, or how long ago it was, and no mere reading time or notice of copyright."""
    if not MAYBE_DATE.search(text) or not DATE_PRINTED.search(text) or _COPYRIGHT.search(text):
        return False
    return not _READING_TIME.search(text) or DAY_PRINTED.search(text) is not None


def is_of_change(text: str) -> bool:
    """Whether the first day that a text prints is said to be that of the last change."""
    if not (word := CHANGED.search(text)):
        return False
    day = DATE_PRINTED.search(text)
    return day is None or word.start() < day.start()


def change_in(text: str) -> str | None:
    """What a text prints behind "updated": the day of the last change."""
    word = CHANGED.search(text)
    rest = text[word.end() :] if word else ""
    return rest.strip(" :-–—|(") if prints_date(rest) else None
