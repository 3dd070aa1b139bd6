r"""Text as the archive keeps it: NFC, one line a paragraph, no stray white space.

    "a\u00a0 b"            -> "a b"
    "one\r\n\r\n two "    -> "one\ntwo"
    "e\u0301te\u0301"      -> "été"

What is typography stays: quotes, dashes, joiners within emoji.
"""

from __future__ import annotations

import re
import unicodedata

# An excerpt's cut: dots or an ellipsis at the very end, with or without brackets.
_CUT = re.compile(
    r"(?:\s*(?:\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,}|&hellip;))+\s*(?P<quote>[\"'”’»]?)$"
)
_WORD = re.compile(r"\w+")
# Characters that show nothing and only break searches; joiners (U+200C, U+200D) shape letters and emoji.
_INVISIBLE = dict.fromkeys([*map(ord, "\ufeff\u200b\u2060"), *range(0x20), *range(0x7F, 0xA0)], None)
_UNSEEN = re.compile(f"[{''.join(re.escape(chr(code)) for code in _INVISIBLE if not chr(code).isspace())}]")


def clean_line(text: str) -> str:
    """One paragraph: NFC, runs of white space as one space, none at the ends."""
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    return " ".join(unicodedata.normalize("NFC", line.translate(_INVISIBLE)).split())


def clean_text(text: str) -> str:
    """Paragraphs, one a line; empty lines are dropped."""
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    if not text.isascii():  # last: what stood between a letter and its accent is gone by now
        text = unicodedata.normalize("NFC", text)
    return "\n".join([line for raw in text.splitlines() if (line := " ".join(raw.split()))])


def cut_mark(text: str) -> tuple[str, bool]:
    """The text without the mark of its cut, and whether it had one.

    A closing quotation mark behind the dots is kept; a text that is nothing but dots is not cut.
    """
    words = text
    while (found := _CUT.search(words)) and found.start():
        words = words[: found.start()].rstrip() + found["quote"]
    return words, words != text


def fold(text: str) -> str:
    """Letters and digits alone, case and accents folded: equal for texts that differ in typography only."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join([c for c in decomposed if not unicodedata.combining(c)])))
