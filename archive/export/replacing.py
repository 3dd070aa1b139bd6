"""Taking the names of a thread's people out of its texts.

    @janedoe            found whatever its case, blanks as in the name, left out, or written _ . -
    Jane Doe            found as it is spelled, between word ends
    田中さん             found within a run of CJK

In HTML, addresses that hold such a name (`/users/jane-doe`) or lead to a portrait go too, and so do all other attributes.
Addresses of the people's own pages go from texts and HTML alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

from archive.cjk import has_cjk

ADDRESS = "[address]"
"""What stands for the address of somebody's page."""
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_FURTHER = re.compile(r"(?:[.-]\w+)+")
_WORD = re.compile(r"@?\w+")
_SHORTEST_BARE = 3
"""Shorter names than this are replaced only after an @: `Al` and `Jo` are found in too much that is no name."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>")
_ADDRESS = re.compile(r"""\b(href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_PORTRAIT = re.compile(r"avatar|userpic|/profile_images/", re.I)
_NOT_LETTERS = re.compile(r"[\W_]+")


class NameReplacer:
    """Replaces the names it was made for.

    Args:
        names: those to be found.
        replacement: what stands for one.
        profiles: addresses that lead to these people.
    """

    def __init__(self, names: Iterable[str], replacement: Callable[[str], str], profiles: Iterable[str] = ()) -> None:
        self.replacement = replacement
        self.profiles = sorted({bare for profile in profiles if (bare := _bare(profile))}, key=len, reverse=True)
        self.by_first_word: dict[str, list[tuple[str, str]]] = {}
        self.by_handle: dict[str, str] = {}
        self.cjk: list[str] = []
        for name in sorted(set(names), key=lambda name: (-len(name), name)):
            self._learn(name)

    def in_text(self, text: str) -> str:
        """The text without the names."""
        if self.profiles and "/" in text:
            text = self._without_profiles(text)
        if self._may_hold_a_name(text):
            text = self._without_spelled_names(text)
        for name in self.cjk:
            text = text.replace(name, self.replacement(name))
        return text

    def in_html(self, markup: str) -> str:
        """The HTML without the names, and of its attributes only addresses that hold none."""
        parts, at = [], 0
        for match in _TAG.finditer(markup):
            parts += [self._between_tags(markup[at : match.start()]), self._tag(match)]
            at = match.end()
        return "".join([*parts, self._between_tags(markup[at:])])

    def _may_hold_a_name(self, text: str) -> bool:
        """Nearly all texts hold none: a look at all words at once takes an eighth of the time of one word after the other."""
        return "@" in text or not self.by_first_word.keys().isdisjoint(_WORD.findall(text))

    def _without_spelled_names(self, text: str) -> str:
        found: list[str] = []
        at = 0
        for match in _WORD.finditer(text):
            if match.start() < at:
                continue
            hit = self._name_at(text, match)
            if hit is not None:
                name, end = hit
                found += [text[at : match.start()], "@" if match[0][0] == "@" else "", self.replacement(name)]
                at = end
        return "".join([*found, text[at:]])

    def _without_profiles(self, text: str) -> str:
        for profile in self.profiles:
            if profile in text:
                text = re.sub(rf"(?:https?:)?//(?:www\.)?{re.escape(profile)}(?![\w-])/?", ADDRESS, text)
        return text

    def _leads_to_a_person(self, address: str) -> bool:
        address = html.unescape(address)
        if _bare(address.strip("\"'")) in self.profiles or _PORTRAIT.search(address):
            return True
        return any(_fold(part) in self.by_handle for part in re.split(r"[/?=&#@:\"']", address) if part)

    def _learn(self, name: str) -> None:
        core = _CORE.search(name)
        if core is None:
            return
        first = _WORD.search(core[0])
        if first is not None and len(core[0]) >= _SHORTEST_BARE:
            self.by_first_word.setdefault(first[0], []).append((core[0], name))
        self.by_handle.setdefault(_fold(name), name)
        self.by_handle.setdefault(_fold(core[0].split()[0]), name)  # "@Jane" for Jane Doe
        if has_cjk(name) and len(name) > 1:
            self.cjk.append(name)

    def _name_at(self, text: str, match: re.Match[str]) -> tuple[str, int] | None:
        """The name that begins with this word, and where it ends."""
        word = match[0].removeprefix("@")
        start = match.end() - len(word)
        for core, name in self.by_first_word.get(word, ()):
            end = start + len(core)
            if text.startswith(core, start) and not text[end : end + 1].isalnum():
                return name, end
        if match[0] == word:
            return None
        ends = self._handle_ends(text, match.end())
        found = ((self.by_handle.get(_fold(text[start:end])), end) for end in ends)
        return next(((name, end) for name, end in found if name is not None), None)

    def _handle_ends(self, text: str, end: int) -> list[int]:
        """Where a handle may end: after `@jane-doe` or `@jane.doe`, else after `@jane`."""
        longer = _FURTHER.match(text, end)
        return [longer.end(), end] if longer else [end]

    def _between_tags(self, text: str) -> str:
        if not text.strip():
            return text
        plain = html.unescape(text)
        replaced = self.in_text(plain)
        return text if replaced == plain else html.escape(replaced, quote=False)

    def _tag(self, match: re.Match[str]) -> str:
        kept = [
            f" {attribute}={address}"
            for attribute, address in _ADDRESS.findall(match[3])
            if not self._leads_to_a_person(address)
        ]
        return f"<{match[1]}{match[2]}{''.join(kept)}>"


def _fold(name: str) -> str:
    return _NOT_LETTERS.sub("", name).casefold()


def _bare(address: str) -> str:
    """The address without scheme, `www.` and the slash at its end; empty for one that names no page of its own."""
    return re.sub(r"\Ahttps?://(?:www\.)?", "", address).rstrip("/")
