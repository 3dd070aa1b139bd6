r"""Words as platforms store them, as HTML and as text: paragraphs are blank lines, and only what needs them has tags.

"One.\n\nTwo,\nand three."     <p>One.</p><p>Two,<br>and three.</p>
"<p>As it is.</p>"             itself
"<!-- wp:paragraph -->…"       without the editor's notes
"""

from __future__ import annotations

import re

from scraper.extract.dom import parse
from scraper.extract.render import text_of

_BLOCK = re.compile(
    r"\s*</?(?:p|div|ul|ol|li|dl|table|thead|tbody|tr|td|th|blockquote|pre|h[1-6]|figure|section|article|aside|hr|form|details)\b",
    re.I,
)
_NOTE = re.compile(r"<!--.*?-->", re.S)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def to_html(stored: str) -> str:
    """The HTML that a platform would show for stored words."""
    words = _NOTE.sub("", stored.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "".join(_paragraph(part) for part in _BLANK_LINES.split(words) if part.strip())


def to_text(markup: str) -> str:
    """The text of HTML, one line a paragraph."""
    document = parse(markup)
    return text_of(document, document.nodes[0]) if document.nodes else ""


def _paragraph(part: str) -> str:
    if _BLOCK.match(part):
        return part.strip()
    return f"<p>{part.strip().replace(chr(10), '<br>')}</p>"
