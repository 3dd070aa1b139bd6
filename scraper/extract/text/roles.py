"""Headings of mastheads, and the role each gives to the people listed under it.

"Moderators"              -> moderator
"Our Senior Editors:"     -> senior editor
"Editor in Chief"         -> editor in chief
"""

from __future__ import annotations

import re

# Plurals that only take an s.
_PLURALS = (
    "contributors moderators editors writers authors columnists founders publishers administrators admins reviewers "
    "correspondents photographers translators reporters bloggers volunteers illustrators producers curators advisers "
    "advisors maintainers hosts sponsors rédacteurs modérateurs"
).split()
_OTHERS = {
    "editors-in-chief": "editor-in-chief",
    "editors in chief": "editor in chief",
    "moderatoren": "moderator",
    "redakteure": "redakteur",
    "autoren": "autor",
    "colaboradores": "colaborador",
    "moderadores": "moderador",
    "redattori": "redattore",
    "moderatori": "moderatore",
}
_SINGULARS = "editor-in-chief|editor in chief|editor|publisher|moderator|founder|webmaster|staff|masthead|team"
_RANK = (
    "senior|junior|contributing|managing|guest|associate|assistant|deputy|staff|news|copy|founding|executive|lead|"
    "regular|former|forum|site"
)
_ROLE = re.compile(
    rf"(?:(?:our|the|meet the|meet our)\s+)?(?P<rank>(?:(?:{_RANK})\s+)*)"
    rf"(?P<noun>{'|'.join((*_OTHERS, *_PLURALS))}|{_SINGULARS})\s*:?",
    re.I,
)


def read_role(text: str) -> str | None:
    """The role a heading gives, in the singular where the plural is known; None for other lines."""
    found = _ROLE.fullmatch(text)
    if not found:
        return None
    noun = found["noun"].lower()
    single = noun.removesuffix("s") if noun in _PLURALS else _OTHERS.get(noun, noun)
    return " ".join(f"{found['rank']} {single}".lower().split())
