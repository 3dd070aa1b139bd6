"""Pairs of CJK characters, so that text without blanks between its words can be searched.

SQLite's tokenizer takes a whole run of Han, Kana or Hangul for one word. Beside such text the archive keeps

    東京タワーに行った      東京 京タ タワ ワー ーに に行 行っ った た

and a query becomes the phrase of its own pairs. The last character stands alone, so a query of one character finds it
as the beginning of a word. Latin words glued to a run are kept whole: `iPhone手機` is found by `iphone`.
"""

from __future__ import annotations

import re
import unicodedata

_CJK = "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
_ANY_CJK = re.compile(f"[{_CJK}]")
_RUN = re.compile(f"[{_CJK}]+")
_PIECE = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+")
_GLUED = re.compile(rf"(?<=[{_CJK}])[^\W{_CJK}]+|[^\W{_CJK}]+(?=[{_CJK}])")


def has_cjk(text: str) -> bool:
    """Whether a character of the text belongs to a script written without blanks."""
    return not text.isascii() and _ANY_CJK.search(text) is not None


def cjk_pairs(text: str) -> str | None:
    """What the search index holds for the CJK in a text; None where there is none."""
    if not has_cjk(text):
        return None
    text = unicodedata.normalize("NFKC", text)
    words = [pairs_of_run(run, alone=True) for run in _RUN.findall(text)]
    return " ".join([*words, *_GLUED.findall(text)])


def pairs_of_run(run: str, *, alone: bool = False) -> str:
    """The overlapping pairs of one run; with its last character once more by itself where `alone`."""
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    if alone or not pairs:
        pairs.append(run[-1])
    return " ".join(pairs)


def pieces(word: str) -> list[str]:
    """A word divided where it changes between CJK and anything else, without punctuation."""
    return _PIECE.findall(unicodedata.normalize("NFKC", word))
