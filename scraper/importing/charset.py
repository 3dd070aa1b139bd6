"""Text files without a label: in which characters they are written.

UTF-8 shows itself. Of the others that one is taken whose reading makes most words look like words: Latin ones are
mostly plain letters, Cyrillic ones have no Latin letters and no capital behind a small letter, Japanese has kana.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scraper.extract.encoding import decode

_LOOKED_AT = 50_000
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u045f]+")
_WRONG_CASE = re.compile(r"[а-яё][А-ЯЁ]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_EAST_ASIAN = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff5e]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_GOOD = 0.8


def decode_text(body: bytes, *, name: str) -> str:
    """The text of a file.

    Raises:
        PageError: the bytes are no text: empty, a picture, or binary.
    """
    text = decode(body, url=name)
    if body.isascii() or body.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_utf8(body):
        return text
    readings = ((score, codec) for codec, score in _scores(body) if score >= _GOOD)
    best = max(readings, key=lambda reading: reading[0], default=None)
    return text if best is None else body.decode(best[1], "replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _scores(body: bytes) -> list[tuple[str, float]]:
    """Each charset that can be, with the share of its words outside of ASCII that look like words; likeliest first."""
    found = []
    for codec, judge in _JUDGES:
        # A few broken bytes are no reason to take another charset; the cut may part a character.
        text = body[:_LOOKED_AT].decode(codec, "replace")
        if text.count("\ufffd") * 200 <= len(text):
            found.append((codec, judge(text)))
    return found


def _foreign_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _latin(text: str) -> float:
    words = _foreign_words(text)
    good = sum(sum(c.isascii() for c in word) * 2 >= len(word) - 1 for word in words)
    return good / len(words) if words else 1.0


def _cyrillic(text: str) -> float:
    words = _foreign_words(text)
    good = sum(bool(_CYRILLIC.fullmatch(word)) and not _WRONG_CASE.search(word) for word in words)
    long = any(len(word) > 2 for word in words)
    return good / len(words) if words and long else 0.0


def _japanese(text: str) -> float:
    foreign = sum(not c.isascii() for c in text)
    kana, all_of_it = len(_KANA.findall(text)), len(_EAST_ASIAN.findall(text))
    return all_of_it / foreign if foreign and kana * 5 >= foreign else 0.0


def _korean(text: str) -> float:
    foreign = sum(not c.isascii() for c in text)
    return len(_HANGUL.findall(text)) / foreign if foreign else 0.0


_JUDGES: tuple[tuple[str, Callable[[str], float]], ...] = (
    ("cp932", _japanese),
    ("euc_jp", _japanese),
    ("cp949", _korean),
    ("cp1252", _latin),
    ("cp1251", _cyrillic),
    ("koi8_r", _cyrillic),
)
