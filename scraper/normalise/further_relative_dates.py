"""Dates that count from now in further languages: "3時間前", "5 часов назад", "منذ ساعتين", "3 timmar sedan", "před 3 hodinami".

A number and a word for a span count where a word says that it is past: behind it ("назад", "前") or in front ("منذ", "před").
Texts and words are compared folded (no case, no accents, Korean syllables taken apart).
"""

from __future__ import annotations

import re
import unicodedata

_MINUTE, _HOUR, _DAY, _WEEK, _MONTH, _YEAR = 60, 3600, 86400, 604800, 2629746, 31556952
# Words by their beginnings. Russian, Ukrainian; Polish, Czech, Slovak; Swedish, Danish, Norwegian; Finnish; Dutch; Turkish; Greek;
# Romanian; Hungarian; Indonesian; Vietnamese; Arabic; Persian; Hebrew; Chinese; Japanese; Korean.
_WORDS = {
    1: "секунд сек. sekund sek. vteřin sekunt second saniye δευτερόλεπτ secund másodperc detik giây ثاني ثوان שני 秒 초",
    _MINUTE: "минут хвилин мин. minut min. dakika λεπτ perc menit phút دقيق دقائ دقیق דק 分 분",
    _HOUR: "час годин godzin godz. hodin timm time tunti tuntia uur saat ώρ ore oră ora óra jam giờ ساع שע 小时 小時 時間 時 시간",
    _DAY: "день дня дней днів дні dzień dni dny dnem dag päiv gün ημέρ μέρ zile zi nap hari ngày يوم أيام ايام روز יום ימים 天 日 일",
    _WEEK: "недел тижн tydzień tygodni tyg. týd veck uge uke viikko week hafta εβδομάδ săptămân hét minggu tuần أسبوع أسابيع هفته שבוע 周 週 주",
    _MONTH: "месяц місяц miesi mies. měsíc månad måned kuukau maand ay μήν lun hónap bulan tháng شهر أشهر ماه חודש 个月 個月 か月 ヶ月 カ月 ケ月 개월 달",
    _YEAR: "год лет рік роки років rok lat let år vuo jaar yıl χρόν έτ ani év tahun năm سن عام سال שנ 年 년",
}
_PAIRS = {_HOUR: "ساعتين ساعتان שעתיים", _DAY: "يومين יומיים", _MINUTE: "دقيقتين", _WEEK: "أسبوعين שבועיים", _MONTH: "شهرين חודשיים", _YEAR: "سنتين عامين שנתיים"}  # fmt: skip
_BEHIND = "назад тому temu sedan siden sitten geleden önce lalu trước ezelőtt پیش قبل 前 전 ที่แล้ว"
_IN_FRONT = "منذ قبل před pred πριν לפני acum"
_NOW = "только+что щойно przed+chwilą právě+teď just+nu lige+nu juuri+nyt az+önce şimdi μόλις الآن عכשיו עכשיו 刚刚 剛剛 たった今 방금"
_DAY_WORDS = {
    0: "сегодня сьогодні dzisiaj dziś dnes i+dag tänään bugün σήμερα astăzi hari+ini hôm+nay اليوم امروز היום 今天 今日 오늘",
    1: "вчера вчора wczoraj včera igår i+går eilen dün χθες tegnap kemarin hôm+qua أمس دیروز אתמול 昨天 昨日 어제",
    2: "позавчера позавчора przedwczoraj předevčírem toissapäivänä evvelsi+gün προχθές vorgestern avant-hier anteayer antes+de+ayer l'altro+ieri anteontem eergisteren förrgår 前天 一昨日 그제",
}


def fold(text: str) -> str:
    """Lower case without accents."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def _one_of(words: str, end: str = r"(?![^\W\d_])") -> str:
    """A pattern for words (`+` for a space between two), the longest first; where scripts part words, they are whole ones."""
    folded = sorted((fold(word.replace("+", " ")) for word in words.split()), key=len, reverse=True)
    return "|".join(rf"(?<![^\W\d_]){re.escape(word)}{end}" if word < "ก" else re.escape(word) for word in folded)


_SPAN = "|".join(f"(?P<s{seconds}>{_one_of(words, end='')})" for seconds, words in _WORDS.items())
_PAIR = "|".join(f"(?P<p{seconds}>{_one_of(words)})" for seconds, words in _PAIRS.items())
_PAST = re.compile(
    rf"(?P<n>\d{{1,3}})?\s*(?:{_SPAN})\w{{0,7}}[\s.]*(?:yang )?(?:{_one_of(_BEHIND)})"
    rf"|(?:{_one_of(_IN_FRONT)})\s*(?:απο )?(?:{_PAIR}|(?P<m>\d{{1,3}})?\s*(?:de )?(?:{_SPAN.replace('<s', '<t')}))"
)
_JUST_NOW = re.compile(_one_of(_NOW))
_DAYS = [(days, re.compile(_one_of(words))) for days, words in sorted(_DAY_WORDS.items(), reverse=True)]
_LONGEST = 40
# Such as "at 18:30", or a name.
_FEW = 3
SIGNS = tuple(
    sorted(
        {word.replace("+", " ") for words in (_BEHIND, _IN_FRONT, _NOW, *_DAY_WORDS.values()) for word in words.split()}
    )
)
"""Words (lower case) of which one is in every date that is read here."""


def tells_when(text: str) -> bool:
    """Whether a text, folded or not, is a date of these and hardly anything else."""
    folded = fold(" ".join(text.split()))
    if named_day(folded) is None and seconds_ago(folded) is None:
        return False
    return len(rest_of(folded).split()) <= _FEW


# First words of the signs, folded. Most texts have no letter beside those from a to z, and none of these words.
_ASCII_WORDS = re.compile(r"[a-z]+")
_FIRST_WORDS = frozenset(words[0] for sign in SIGNS if (words := _ASCII_WORDS.findall(fold(sign))))


def _is_silent(text: str) -> bool:
    """Whether a folded text has no sign of a date that is read here."""
    return text.isascii() and _FIRST_WORDS.isdisjoint(_ASCII_WORDS.findall(text))


def rest_of(text: str) -> str:
    """What else a folded text says."""
    if _is_silent(text):
        return text
    for pattern in (_PAST, _JUST_NOW, *(pattern for _, pattern in _DAYS)):
        text = pattern.sub(" ", text)
    return text


def named_day(text: str) -> int | None:
    """How many days ago a word of a folded text names: 1 for yesterday."""
    if len(text) > _LONGEST or _is_silent(text):
        return None
    return next((days for days, words in _DAYS if words.search(text)), None)


def seconds_ago(text: str) -> tuple[int, int] | None:
    """How many spans before now a folded text names, and how many seconds one has."""
    if len(text) > _LONGEST or _is_silent(text):
        return None
    if found := _PAST.search(text):
        name, _ = next((name, value) for name, value in found.groupdict().items() if value and name[0] in "stp")
        return 2 if name[0] == "p" else int(found["n"] or found["m"] or 1), int(name[1:])
    return (0, 1) if _JUST_NOW.search(text) else None
