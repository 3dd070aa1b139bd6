"""Which scripts of a page are read: those that hold data, and those that say where a service keeps the comments."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DATA = re.compile(r"json", re.I)
_LOADER = re.compile(r"disqus|createStreamEmbed")


def is_read(attributes: Mapping[str, str | None], text: str) -> bool:
    """Whether a script without an address of its own is read."""
    return bool(_DATA.search(f"{attributes.get('type')} {attributes.get('id')}") or _LOADER.search(text))
