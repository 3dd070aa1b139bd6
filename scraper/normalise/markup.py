"""HTML as the archive keeps it: what an article is made of, and nothing that acts.

What the extractor writes itself is of a small form: the tags and attributes below, absolute http(s) addresses, four
references, every element closed. One pattern tells that form; whatever is not of it goes through nh3.
"""

from __future__ import annotations

import re

import nh3

TAGS = frozenset(
    "p br blockquote q cite ul ol li dl dt dd h1 h2 h3 h4 h5 h6 pre code kbd samp em strong b i u s del ins sub sup small mark"
    " a img figure figcaption table caption thead tbody tfoot tr td th hr abbr time".split()
)
EMPTY = frozenset(("br", "img", "hr"))
ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "time": ("datetime",),
    "abbr": ("title",),
    "ol": ("start",),
    "blockquote": ("cite",),
}
ADDRESSES = frozenset(("href", "src", "cite"))
LINKED = ' rel="nofollow noopener ugc"'
_CONTROL_CODES = r"\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"
# White space stays: it is between words, and lines are lines in a <pre>.
_CONTROL = re.compile(f"[{_CONTROL_CODES}]")
_VALUE = rf'(?:[^"<>&\r\xa0{_CONTROL_CODES}]++|&(?:amp|quot|lt|gt|nbsp);)*+"'
_HOST = r"https?://[\w.:@%~-]++(?=[/?#\"])"


def _opened(tag: str, names: tuple[str, ...]) -> str:
    attributes = "".join(f'(?: {name}="{_HOST if name in ADDRESSES else ""}{_VALUE})?' for name in names)
    return f"<{tag}{attributes}{LINKED if tag == 'a' else ''}>"


_OWN = re.compile(
    rf"(?:[^<>&\r\xa0{_CONTROL_CODES}]++|&(?:amp|lt|gt|nbsp);"
    rf"|</?(?:{'|'.join(sorted(TAGS - {'a', 'img'}, key=len, reverse=True))})>|</a>|"
    + "|".join(_opened(tag, names) for tag, names in ATTRIBUTES.items())
    + ")*+"
)
# Cells without their table are text to a browser.
_PART_OF_TABLE = re.compile(r"<(?:t[drbhf][^<>]*+|caption)>")


def safe_html(html: str | None) -> str | None:
    """HTML that cannot act, whoever wrote it, without characters that show nothing and break terminals and XML."""
    if not html or is_own(html):
        return html or None
    html = _CONTROL.sub("", html)
    if "<" not in html:
        return html or None
    clean = nh3.clean(html, link_rel="nofollow noopener ugc", url_schemes={"http", "https"})
    return _CONTROL.sub("", clean) or None  # references like &#27; have become characters by now


def is_own(html: str) -> bool:
    """Whether HTML is of the form that the extractor writes."""
    count = html.count
    if count("<") - count("<br>") - count("<hr>") - count("<img") != 2 * count("</"):
        return False
    if (part := _PART_OF_TABLE.search(html)) and not 0 <= html.find("<table>") < part.start():
        return False
    return _OWN.fullmatch(html) is not None


def escape_text(text: str) -> str:
    """A text as it stands between tags."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def escape_value(value: str) -> str:
    """A text as it stands in an attribute."""
    return escape_text(value).replace('"', "&quot;")
