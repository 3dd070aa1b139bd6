"""Pages nested deeper than anybody reads: brought to a depth that parsers handle in linear time."""

from __future__ import annotations

import re
from itertools import accumulate

# Chromium flattens what is nested deeper, too. HTML's own algorithm needs time in proportion to the depth.
DEEPEST = 512
# Nesting that deep takes lexbor some 40 ms; counting tags of every page would take longer in sum.
MANY_TAGS = 5_000
# Elements that nest in themselves without end; `p`, `li`, `td` and the like close each other.
_NESTING = re.compile(
    r"<(/?)(div|span|b|i|em|strong|u|s|font|big|small|tt|code|nobr|strike|blockquote|ul|ol|dl|dir|menu|table|section|article|aside|header"
    r"|footer|main|nav|figure|center|fieldset|form|label|q|cite|sub|sup|ins|del|object|details|address|hgroup|a|button|pre|kbd|var|abbr"
    r"|svg|g|math|mrow|template|noscript|bdo|bdi|mark|time|data|ruby|h[1-6]|x-[\w-]+|[a-z]+-[\w-]+)(?=[\s/>])[^>]*>",
    re.I,
)
# Tags that open or close something, but for those that are empty or close each other.
_OPEN_OR_CLOSE = re.compile(r"<(/?)(?:(?!w?br|img|in|hr|me|emb|a[ >]|hea)[a-km-oqsu-z]|ta)", re.I)
_STEP = {"": 1, "/": -1}


def limit_depth(html: str) -> str:
    """The text without the tags that nest deeper than `DEEPEST`; what stands in them is kept."""
    if _deepest(html) <= DEEPEST:
        return html
    kept: list[str] = []
    depth = start = 0
    for found in _NESTING.finditer(html):
        if found[1]:
            depth = max(0, depth - 1)
            if depth >= DEEPEST:
                kept.append(html[start : found.start()])
                start = found.end()
        else:
            depth += 1
            if depth > DEEPEST:
                kept.append(html[start : found.start()])
                start = found.end()
    if not kept:
        return html
    kept.append(html[start:])
    return "".join(kept)


def _deepest(html: str) -> int:
    """At least how deep the page's elements nest, counted in one cheap pass."""
    return max(accumulate(map(_STEP.__getitem__, _OPEN_OR_CLOSE.findall(html))), default=0)
