"""Markdown in a text capture (html2text writes it): its marks taken off, what they say kept.

"## A heading"                  -> "A heading", a heading
"> quoted"                      -> "quoted", a quotation
"see [the map](http://x/) now"  -> "see the map now"
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"^#{1,6} \S|\]\(\S+\)", re.M)
_HEADING = re.compile(r"^(?P<space>\s*)#{1,6}\s+(?P<text>.*?)\s*#*$")
_QUOTE = re.compile(r"^(?P<space>\s*)>+ ?(?P<text>.*)$")
_RULE = re.compile(r"^\s*(?:(?:\* ?){3,}|(?:- ?){3,}|(?:_ ?){3,})$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(?<![\w*])\*\*(\S(?:[^*]*\S)?)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w_])_(\S(?:[^_]*\S)?)_(?![\w_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")


def is_markdown(text: str) -> bool:
    """Whether a capture is Markdown: it has a marked heading or a marked link."""
    return _SIGNS.search(text) is not None


def strip_markdown(line: str) -> tuple[str, bool, bool]:
    """A line without its marks, its indentation kept; whether it is a heading; whether it is quoted."""
    if _RULE.match(line):
        return "", False, False
    heading, quote = _HEADING.match(line), _QUOTE.match(line)
    if marked := heading or quote:
        line = marked["space"] + marked["text"]
    return _strip_spans(line), heading is not None, quote is not None


def _strip_spans(line: str) -> str:
    line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    line = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", line))
    return _ESCAPE.sub(r"\1", line)
