"""Names of writers: several in one line, and what is not a name.

"By Ann Lee and Bo Marsh"      -> Ann Lee · Bo Marsh
"Ann Lee, Staff Writer"        -> Ann Lee
"https://example.org/ann"      -> (none)
"""

from __future__ import annotations

import re

from scraper.normalise.text import clean_line

_PREFIX = re.compile(
    r"^\W*(?:(?:posted|written|published|story|text|words|reported)\s+)?(?:by|von|par|por|di|door|av|af)\b[:\s]+", re.I
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
_LONGEST = 60


def split_names(line: str) -> list[str]:
    """The names in a byline, in its order, without what goes before or after them."""
    names: list[str] = []
    for part in _SPLIT.split(_PREFIX.sub("", _ADDRESS.sub("", clean_line(line)))):
        pieces = [_TAIL.sub("", _LABEL.sub("", piece.strip(" .,:–—-|"))) for piece in part.split(",")]
        for place, piece in enumerate(pieces):
            if not piece or (place and _TITLE.match(piece)) or _NOT_NAME.search(piece) or len(piece) > _LONGEST:
                continue
            if place and len(piece.split()) == 1 and piece[:1].islower():
                continue
            if piece not in names:
                names.append(piece)
    return names
