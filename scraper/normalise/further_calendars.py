"""Days in scripts that join marks to letters, and in other calendars: Thai, Indian, Arabic and Persian months, eras of Japan.

    "16 ก.พ. 2564"              -> 2021-02-16 (years of the Buddha)
    "14 मार्च 2023"               -> 2023-03-14
    "18 أيار 2021"               -> 2021-05-18
    "۲۸ اردیبهشت ۱۴۰۰"            -> 2021-05-18 (the Persian calendar)
    "令和5年6月20日"               -> 2023年6月20日

Texts and names are compared folded (no case, no combining marks).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

# Twelve names a line, `+` for a space within one, `|` between two spellings.
_ROWS = """
hi जनवरी|जन॰ फ़रवरी|फर॰ मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर
mr जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
bn জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
ta ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்
te జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జూలై|జులై ఆగస్టు సెప్టెంబర్|సెప్టెంబరు అక్టోబర్|అక్టోబరు నవంబర్|నవంబరు డిసెంబర్|డిసెంబరు
th มกราคม|ม.ค. กุมภาพันธ์|ก.พ. มีนาคม|มี.ค. เมษายน|เม.ย. พฤษภาคม|พ.ค. มิถุนายน|มิ.ย. กรกฎาคม|ก.ค. สิงหาคม|ส.ค. กันยายน|ก.ย. ตุลาคม|ต.ค. พฤศจิกายน|พ.ย. ธันวาคม|ธ.ค.
ar يناير فبراير مارس أبريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ar كانون+الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين+الأول تشرين+الثاني كانون+الأول
ar جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر
"""
_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
_ERAS = {"令和": 2018, "平成": 1988}
_ERA = re.compile(r"(令和|平成)\s*(\d{1,2}|元)\s*年")
_BUDDHA, _BUDDHA_YEARS = 543, range(2443, 2644)
_PERSIAN_YEARS = range(1369, 1500)
# Arabic forms of letters that Persian writes otherwise.
_AS_PERSIAN = str.maketrans("يك", "یک")


def fold(text: str) -> str:
    """Lower case without combining marks."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _named(rows: list[list[str]]) -> dict[str, int]:
    return {
        fold(name.replace("+", " ")).translate(_AS_PERSIAN): month
        for row in rows
        for month, names in enumerate(row, 1)
        for name in names.split("|")
    }


_MONTHS = _named([row.split()[1:] for row in _ROWS.strip().splitlines()])
_PERSIAN_MONTHS = _named([_PERSIAN.split()])
_NAMES = "|".join(sorted(map(re.escape, (*_MONTHS, *_PERSIAN_MONTHS)), key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?P<month>{_NAMES})[\s,/،]*(?:พศ\.?|พ\.ศ\.)?\s*(?P<year>\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?P<month>{_NAMES})\s*(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?!\d)")


def without_era(text: str) -> str:
    """A text with years of Japanese eras told as those of our own."""
    return _ERA.sub(lambda found: f"{_ERAS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年", text)


def common_year(year: int) -> int:
    """A year as we count it: years of the Buddha are 543 ahead."""
    return year - _BUDDHA if year in _BUDDHA_YEARS else year


def day_elsewhere(folded: str) -> date | None:
    """The day that a folded text names by a month of these languages."""
    text = folded.translate(_AS_PERSIAN)
    found = _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    try:
        if found is None:
            return None
        year, day = int(found["year"]), int(found["day"])
        if (month := _PERSIAN_MONTHS.get(found["month"])) and year in _PERSIAN_YEARS:
            return from_persian(year, month, day)
        month = _MONTHS.get(found["month"])
        return date(common_year(year), month, day) if month else None
    except ValueError:
        return None


def from_persian(year: int, month: int, day: int) -> date | None:
    """The day that one of the Persian calendar is, 1369 to 1499 (1990 to 2121); its leap years by the rule of 33, which holds for the years that pages tell of."""
    if year not in _PERSIAN_YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    passed = year - _FIRST_YEAR
    leaps = sum(1 for one in range(_FIRST_YEAR, year) if one % 33 in _LEAPS)
    months = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _FIRST_DAY + timedelta(days=365 * passed + leaps + months + day - 1)


# 1 Farvardin 1369.
_FIRST_YEAR, _FIRST_DAY = 1369, date(1990, 3, 21)
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
