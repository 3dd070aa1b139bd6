"""Markdown in a text capture (html2text writes it): its marks taken off, what they say kept.

"## A heading"                  -> "A heading", a heading
"> quoted"                      -> "quoted", a quotation
"see [the map](http://x/) now"  -> "see the map now"
"""

from __future__ import annotations

import re

import attrs

_SIGNS = re.compile(r"^#{1,6} \S|\]\(\S+\)|\]\(https?://", re.M)
_HEADING = re.compile(r"^(?P<space>\s*)#{1,6}\s+(?P<text>.*?)\s*#*$")
_QUOTE = re.compile(r"^(?P<space>\s*)>+ ?(?P<text>.*)$")
_RULE = re.compile(r"^\s*(?:(?:\* ?){3,}|(?:- ?){3,}|(?:_ ?){3,})$")
_ABBREVIATION = re.compile(r"^\s*\*\[[^\]]+\]: ")
# An address may hold spaces where it was broken to fit the width.
_ADDRESS = r"\((?:[^()]|\([^()]*\))*\)"
_IMAGE = re.compile(rf"!\[([^\]]*)\]{_ADDRESS}")
_LINK = re.compile(rf"\[([^\[\]]*)\]{_ADDRESS}")
_STRONG = re.compile(r"(?<![\w*])\*\*(\S(?:[^*]*\S)?)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w_])_(\S(?:[^_]*\S)?)_(?![\w_])")
# html2text keeps marks and punctuation apart: "_Sorry_ , no".
_SPACE_BEHIND = re.compile(r"(?<=[^\s_*])(_|\*\*) (?=[,.;:!?])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")


def is_markdown(text: str) -> bool:
    """Whether a capture is Markdown: it has a marked heading or a marked link."""
    return _SIGNS.search(text) is not None


@attrs.frozen(kw_only=True)
class Marked:
    """A line without the mark at its beginning."""

    text: str
    is_heading: bool = False
    is_quoted: bool = False
    width: int = 0
    """Columns that the mark took."""


def read_marks(line: str) -> Marked:
    """A line without its mark as heading or quotation; empty if it is only a rule or a note on an abbreviation."""
    if _RULE.match(line) or _ABBREVIATION.match(line):
        return Marked(text="")
    if found := _HEADING.match(line):
        return Marked(text=found["text"], is_heading=True, width=found.start("text"))
    if found := _QUOTE.match(line):
        return Marked(text=found["text"], is_quoted=True, width=found.start("text"))
    return Marked(text=line)


def strip_spans(text: str) -> str:
    """A paragraph without marks of links, pictures and emphasis; their words stay."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", _SPACE_BEHIND.sub(r"\1", text)))
    return _ESCAPE.sub(r"\1", text)
