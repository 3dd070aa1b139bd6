"""The language that a text reads like, for pages that declare none: by its script, then by its commonest words.

None where it is short, or reads like two languages alike: a wrong language is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter

_ROWS = """
en the and of to that with was for his from which have not are this they
de der die und das nicht mit ist von den ein auch sich dem eine auf für
fr le les et des est que une dans pour qui sur pas avec ont cette
es el los las que y una con por para del más como pero este fue
pt do da em um uma que e os as para na no com não dos são
it il che di una gli con per non della sono più anche alla questo dei
nl de het een van en dat niet met zijn voor ook werd aan bij naar
sv och att det som en är på av för med inte den till har ett
da og at det som en er på af for med ikke den til har af
no og at det som en er på av for med ikke den til har blir
fi ja on ei että oli se hän ovat myös mutta kun kuin joka sen
pl i w nie na się z że do jest to jak po od ale który
cs a v se na že je s z do to jako ale který byl pro
sk a v sa na že je s z do to ako ale ktorý bol pre
hu a az és hogy nem is egy meg volt ez van csak már még de
ro și în de la cu nu este un pe care mai din sunt pentru fost
tr ve bir bu da için ile olarak daha çok ne gibi olan sonra kadar var
id yang dan di dengan untuk dari ini itu tidak akan pada dalam ke juga telah
vi và của là có được trong không cho một với các những người này khi
hr i u je na se da su za od s koji ne ali kao bi
ca el els les i que una amb per del és més com però aquest no
et ja on ei et oli see ka kui mis ta aga oma või seda pole
lt ir yra kad buvo su tai ne į iš apie tik bet kaip už nuo
lv un ir ka ar no uz par bija bet kas tas to arī pēc nav
"""
_WORDS_OF = {language: frozenset(words) for language, *words in (row.split() for row in _ROWS.strip().splitlines())}
# The first that stands for a seventh of the letters; Japanese and Chinese share one script, others share theirs as well.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
# Letters that one language of a script has and the others have not.
_OWN_LETTERS = {
    "ar": (("ur", re.compile(r"[ٹڈڑے]")), ("fa", re.compile(r"[پچژگ]"))),
    "ru": (("be", re.compile(r"ў")), ("uk", re.compile(r"[іїєґ]")), ("mk", re.compile(r"[ѓќѕ]")), ("sr", re.compile(r"[јљњћђ]")), ("ru", re.compile(r"[ыэё]")), ("bg", re.compile(r"ъ"))),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_READ, _FEWEST, _SHARE, _AHEAD, _SCRIPT_SHARE = 3000, 20, 0.06, 1.2, 7


def language_of(text: str) -> str | None:
    """The language that a text reads like, as BCP 47 has it, or None if that is not sure."""
    start = text[:_READ]
    if not start.isascii() and (found := _by_script(start)):
        return found
    words = _WORD.findall(start.lower())
    if len(words) < _FEWEST:
        return None
    counts = Counter(words)
    scores = sorted(
        ((sum(counts[word] for word in known), language) for language, known in _WORDS_OF.items()), reverse=True
    )
    (best, language), (second, _) = scores[:2]
    return language if best >= _SHARE * len(words) and best >= _AHEAD * second else None


def _by_script(text: str) -> str | None:
    letters = sum(map(len, _WORD.findall(text)))
    for language, script in _SCRIPTS:
        count = len(script.findall(text))
        if count >= _FEWEST and count * _SCRIPT_SHARE >= letters:
            others = _OWN_LETTERS.get(language, ())
            return next((name for name, letter in others if len(letter.findall(text)) * 100 > count), language)
    return None
