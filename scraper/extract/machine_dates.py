"""Times that elements carry for machines, in attributes."""

from __future__ import annotations

import re

from scraper.extract.dom import Node

_ISO_TIME = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d")


def is_machine_date(node: Node) -> bool:
    """Whether an element carries a time for machines."""
    stamp = (
        node.get("datetime")
        or node.get("data-time")
        or node.get("data-timestamp")
        or node.get("data-utime")
        or node.get("data-date")
    )
    if not stamp and (title := node.get("title")) and (node.tag != "span" or _ISO_TIME.match(title)):
        stamp = title
    return len(stamp) >= 8 and any(c.isdigit() for c in stamp)
