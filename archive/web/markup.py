"""Archived HTML on its way out: sanitised once more, whatever was done when it was stored.

Nothing in it can run, load or leave the page: no scripts, styles, forms, frames, ids or classes, and links that pass on
neither weight nor window. An image becomes a link with its words, for a browser would ask another host for it.
"""

from __future__ import annotations

import nh3
from markupsafe import Markup, escape
from selectolax.lexbor import LexborHTMLParser

TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td
    tfoot th thead time tr tt u ul var wbr
    """.split()
)
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"dir", "lang"},
}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=_ATTRIBUTES,
    link_rel="nofollow noopener ugc",
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)


def safe_html(html: str) -> Markup:
    """The HTML as it may stand in a page."""
    if "<img" in html.lower():
        html = _without_images(html)
    return Markup(_CLEANER.clean(html))  # noqa: S704 (what nh3 returns)


def text_html(text: str) -> Markup:
    """Plain text as paragraphs: one line is one."""
    lines = (line for line in text.split("\n") if line.strip())
    return Markup("").join(Markup("<p>") + escape(line) + Markup("</p>") for line in lines)


def body_html(html: str | None, text: str) -> Markup:
    """The HTML where there is some, else the text."""
    return (safe_html(html) if html else Markup("")) or text_html(text)


def _without_images(html: str) -> str:
    """Links in place of the images; nh3 has the last word on what this gives."""
    tree = LexborHTMLParser(html)
    for image in tree.css("img"):
        words = (image.attributes.get("alt") or image.attributes.get("title") or "").strip()
        source = (image.attributes.get("src") or "").strip()
        label = f"Image: {words}" if words else "Image"
        is_address = source.lower().startswith(("http://", "https://"))
        is_linked = image.parent is not None and image.parent.tag == "a"
        link = tree.create_node("a" if is_address and not is_linked else "span")
        if is_address and not is_linked:
            link.attrs["href"] = source
        link.inner_html = str(escape(f"[{label}]"))
        image.replace_with(link)
    return tree.body.inner_html or "" if tree.body else ""
