"""Blocks as HTML and as the plain text a reader sees.

*word*          -> <em>word</em>            -> word
[word](address) -> <a href="…">word</a>     -> word
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from scraper.demo.stories import Block, BlockKind

_EMPHASIS = re.compile(r"\*([^*\n]+)\*")
_LINK = re.compile(r"\[([^\]\n]+)\]\((\S+?)\)")


def html_of(blocks: Iterable[Block]) -> str:
    """The blocks as HTML, one element a line."""
    return "\n".join(_block_html(block) for block in blocks)


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as plain text: one line a paragraph, list item, quotation or line of code."""
    return "\n".join(line for block in blocks for line in _block_lines(block))


def shortened(text: str, limit: int) -> tuple[str, bool]:
    """The first words of a text, at most `limit` characters of them, and whether some were left out."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat, False
    head = flat[: limit + 1]
    return (head.rsplit(" ", 1)[0] if " " in head else flat[:limit]), True


def _block_html(block: Block) -> str:
    if block.kind is BlockKind.CODE:
        return "<pre><code>" + escape("\n".join(block.lines), quote=False) + "</code></pre>"
    lines = [_inline_html(line) for line in block.lines]
    if block.kind is BlockKind.QUOTATION:
        return "<blockquote>" + "".join(f"<p>{line}</p>" for line in lines) + "</blockquote>"
    if block.kind in {BlockKind.BULLETS, BlockKind.NUMBERS}:
        tag = "ul" if block.kind is BlockKind.BULLETS else "ol"
        return f"<{tag}>\n" + "".join(f"<li>{line}</li>\n" for line in lines) + f"</{tag}>"
    return "".join(f"<p>{line}</p>" for line in lines)


def _inline_html(text: str) -> str:
    text = _EMPHASIS.sub(r"<em>\1</em>", escape(text, quote=False))
    return _LINK.sub(r'<a href="\2" rel="nofollow">\1</a>', text)


def _block_lines(block: Block) -> list[str]:
    if block.kind is BlockKind.CODE:
        return list(block.lines)
    return [_LINK.sub(r"\1", _EMPHASIS.sub(r"\1", line)) for line in block.lines]
