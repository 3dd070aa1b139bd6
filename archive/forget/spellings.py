r"""The ways in which texts, addresses and markup spell one name.

    Ines Vidal      ines vidal · INES VIDAL · @InesVidal · ines-vidal · ines_vidal · Ines%20Vidal · Ines&nbsp;Vidal
                    · <b>Ines</b> Vidal · \u0049nes Vidal
    O'Brien         O’Brien · O&#39;Brien · O%27Brien · O&amp;#x27;Brien
    Zoë             Zoë (in two code points) · Zo&euml; · Zo%C3%AB · /author/zoe/
    Rose            as it is spelled, or ROSE; in any case only in handles and addresses: @rose, /author/rose/
    田中さん         also within a run of characters

A name stands between word ends, except in scripts without blanks. One of two letters is found as a handle and in an
address alone: it is in too much that is no name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html.entities import codepoint2name

import attrs

from archive.cjk import has_cjk

_RUN = re.compile(r"[^\W_]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_SHORT = 3
_VERY_SHORT_FOLD = 6
"""Names of fewer letters are not looked for as one word: `J. R.` is no `JR`."""
# What may stand between the words of a name, escaped in any of the usual ways.
_BETWEEN = r"""(?:[^\w<>&%\\]|_|%(?:25)*(?:2[0-9a-fA-F]|C2%A0|c2%a0|E2%80%99|e2%80%99)|&(?:amp;)*(?:nbsp|apos|lsquo|rsquo|quot|comma|#0*(?:3[2-9]|4[0-7]|160|8217)|#[xX]0*(?:2[0-9a-fA-F]|[aA]0|2019));|\\[nrt"']|\\u00(?:a0|A0|2[0-9a-fA-F])|\\u2019|</?\w[^<>]{0,120}>)"""
# A letter before the name is no part of a word where it ends an escape.
_START = r"(?:(?<![^\W_])|(?<=\\[nrtbf])|(?<=%[0-9a-fA-F]{2})|(?<=\\u[0-9a-fA-F]{4}))"
_END = r"(?![^\W_])"
_IN_ADDRESS = r"(?:(?<=[@/=])|(?<=author-)|(?<=user-)|(?<=%2F)|(?<=%2f)|(?<=%40))"


@attrs.frozen(kw_only=True)
class Named:
    """Spellings of names as they were found somewhere."""

    names: frozenset[str] = frozenset()
    """Whatever their case and what stands between their words."""
    words: frozenset[str] = frozenset()
    """In this very case: `Rose`."""
    handles: frozenset[str] = frozenset()
    """After `@` and in addresses alone: `@rose`."""

    def __bool__(self) -> bool:
        return bool(self.names or self.words or self.handles)

    def __or__(self, other: Named) -> Named:
        return Named(
            names=self.names | other.names, words=self.words | other.words, handles=self.handles | other.handles
        )


_NOBODY = Named()


def fold(name: str) -> str:
    """The letters and figures of a name, whatever their case: what tells two spellings of one name from two names."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def is_plain_word(name: str) -> bool:
    """Whether the name is a single word that might be none (`Rose`, `Will`): its case tells."""
    runs = _RUN.findall(name)
    return len(runs) == 1 and not has_cjk(name) and (runs[0].isalpha() and (runs[0].istitle() or runs[0].islower()))


def runs_of(name: str) -> list[str]:
    """The words of a name."""
    return _RUN.findall(unicodedata.normalize("NFC", name))


def without_accents(text: str) -> str:
    """The text as addresses spell it: `Zoë` is `Zoe`."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def name_pattern(names: Iterable[str], found: Named = _NOBODY) -> re.Pattern[str] | None:
    """What finds these names in any spelling, and what was found; None where there is none with a letter in it."""
    parts = [part for name in _longest_first({*names, *found.names}) for part in _parts(name)]
    parts += [_exactly(word) for word in _longest_first(found.words)]
    parts += [
        f"{_IN_ADDRESS}{_joined([handle], '', is_any_case=True)}{_END}" for handle in _longest_first(found.handles)
    ]
    return re.compile("|".join(dict.fromkeys(parts))) if parts else None


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _exactly(word: str) -> str:
    return f"{_START}{_joined([word], '', is_any_case=False)}{_END}"


def _parts(name: str) -> list[str]:
    name = unicodedata.normalize("NFC", name)
    runs = _RUN.findall(name)
    folded = fold(name)
    if not runs or not folded:
        return []
    if has_cjk(name):
        return [_joined(runs, "", is_any_case=True)] if len(folded) > 1 else []
    between = f"{_BETWEEN}{{1,6}}" if len(folded) < _VERY_SHORT_FOLD else f"{_BETWEEN}{{0,6}}"
    loose = _joined(runs, between, is_any_case=True)
    parts = [f"{_IN_ADDRESS}{loose}{_END}"]
    if len(folded) >= _SHORT and is_plain_word(name):
        spelled = [runs[0], runs[0].upper()] if len(folded) > _SHORT else [runs[0]]
        parts += [_exactly(word) for word in spelled]
    elif len(folded) >= _SHORT:
        parts = [f"{_START}{loose}{_END}"]
    plain = [without_accents(run) for run in runs]
    if plain != runs:
        parts.append(f"(?<=[@/=-]){_joined(plain, '[-_.+]?', is_any_case=True)}{_END}")
    return parts


def _joined(runs: list[str], between: str, *, is_any_case: bool) -> str:
    return between.join("".join(_character(c, is_any_case=is_any_case) for c in run) for run in runs)


def _character(character: str, *, is_any_case: bool) -> str:
    """One character in any of the ways it may be written."""
    cases = {character, character.lower(), character.upper()} if is_any_case else {character}
    ways: list[str] = []
    for one in sorted(case for case in cases if len(case) == 1):
        ways.append(re.escape(one))
        if (apart := unicodedata.normalize("NFD", one)) != one:
            ways.append(re.escape(apart))
        ways += _escapes(one)
    return f"(?:{'|'.join(ways)})"


def _escapes(character: str) -> list[str]:
    code = ord(character)
    units = character.encode("utf-16-be")
    json = "".join(rf"\\+u(?i:{units[i]:02x}{units[i + 1]:02x})" for i in range(0, len(units), 2))
    percent = "".join(f"%(?:25)*(?i:{byte:02x})" for byte in character.encode())
    named = [codepoint2name[code]] if code in codepoint2name else []
    entity = "|".join([f"#0*{code}", f"#[xX]0*(?i:{code:x})", *named])
    return [f"&(?:amp;)*(?:{entity});?", json, percent]
