"""Cells and rows outside of any table, which every browser ignores: taken out where there are thousands of them.

Lexbor joins the texts between them into one, and asks for new memory at each: 370 MB for a page of 400 kB.
"""

from __future__ import annotations

import re

from scraper.extract.depth import MANY_TAGS

# Fewer are no harm; and looking for them on every page would take longer in sum.
_MANY_STRAYS = 1_000
_TABLE_TAGS = re.compile(r"<(/?)(table|td|th|tr|tbody|thead|tfoot|caption|colgroup|col)(?=[\s/>])[^>]*>", re.I)


def without_stray_cells(html: str) -> str:
    """The text without the tags of cells, rows and captions that stand in no table, if there are very many."""
    if html.count("<") <= MANY_TAGS or "<template" in html:  # a template may hold cells alone
        return html
    if sum(map(html.count, ("<t", "<T", "<c", "<C"))) <= _MANY_STRAYS:
        return html
    kept: list[str] = []
    depth = start = 0
    for found in _TABLE_TAGS.finditer(html):
        if found[2].lower() == "table":
            depth = max(0, depth - 1) if found[1] else depth + 1
        elif not depth:
            kept.append(html[start : found.start()])
            start = found.end()
    return "".join(kept) + html[start:] if len(kept) > _MANY_STRAYS else html
