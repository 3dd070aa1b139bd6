"""Names of writers: several in one line, and what is not a name.

"By Ann Lee and Bo Marsh"      -> Ann Lee · Bo Marsh
"Ann Lee, Staff Writer"        -> Ann Lee
"https://example.org/ann"      -> (none)
"""

from __future__ import annotations

import re

from scraper.normalise.byline_words import EDITOR, LABEL, PICTURES, parted, reporter_in
from scraper.normalise.text import clean_line

_PREFIX = re.compile(
    r"^\W*(?:(?:posted|written|published|story|reported|(?:photographs?|photos|pictures|text|words)(?:\s+(?:and|&)\s+(?:photographs?|photos|pictures|text|words))?)\s+)?(?:by|von|par|por|di|door|av|af)\b[:\s]+",
    re.I,
)
# What a name is said to be in front of it: "Interview: Ann Lee", "责任编辑：孔德明".
_LABEL = re.compile(
    r"^(?:(?:text|words|story|interview|quelle|source|author|autor\w*|redaktion|foto|photo|photos|reporting)\s*:|[^\W\da-z]{2,4}：)\s*",
    re.I,
)
# What follows a name without a comma: "신현주 기자" (reporter), "Ann Lee am 5. Mai".
_TAIL = re.compile(r"\s+(?:기자|記者|记者|am|on|at|le|el|il)$")
_SPLIT = re.compile(r"\s*(?:[;/|&•·]|,\s*(?:and|und|et|y|e)\b|\b(?:and|und|et|with)\b)\s*", re.I)
_TITLE = re.compile(
    r"^(?:\w+\s+){0,3}(?:staff|writers?|reporters?|correspondents?|editors?|contributors?|columnists?|journalists?|photographers?|guest|news|desk|team|agency|press|md|phd|ph\.d\.?|jr\.?|sr\.?"
    r"|redaktion|redakteur\w*|senior|associate|managing)\b.*$",
    re.I,
)
_NOT_NAME = re.compile(
    r"^(?:author|unknown|none|null|undefined|n/a|by|posted(?: on| by| in)?|published|share|on|\W*)$|https?:|www\.|@\w+\.\w|^\d[\d\W]*$|^\d+\s*(?:min|sek|hour)\w*\b|\bmin(?:ute)?s? read\b|^(?:no|by) author$|^admin(?:istrator)?$",
    re.I,
)
_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.I)
_DIGIT = re.compile(r"\d")
_LONGEST = 60


def split_names(line: str) -> list[str]:
    """The names in a byline, in its order, without what goes before or after them."""
    text = clean_line(line)
    if not text.isascii() and (name := reporter_in(text)):
        return [name]
    names: list[str] = []
    for turn, part in enumerate(_SPLIT.split(_bare(text))):
        pieces = [_TAIL.sub("", _LABEL.sub("", piece.strip(" .,:–—-|"))) for piece in part.split(",")]
        for place, piece in enumerate(pieces):
            if not piece or ((place or turn) and _TITLE.match(piece)) or _NOT_NAME.search(piece):
                continue
            if (place and len(piece.split()) == 1 and piece[:1].islower()) or (
                (place or turn) and _DIGIT.search(piece)
            ):
                continue
            names += [name for name in parted(piece) if name not in names and len(name) <= _LONGEST]
    return names


def _bare(line: str) -> str:
    """A byline without its label, who made the pictures, and addresses."""
    text = _PREFIX.sub("", _ADDRESS.sub("", line))
    if not EDITOR.match(text) and (label := LABEL.match(text)):
        text = label["names"]
    return PICTURES.sub("", text) or text
