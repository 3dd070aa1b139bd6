"""What WordPress's editor puts into an article, whatever it looks like: captions, who is quoted, code, headings.

Short lines of these kinds read like something beside the text, and are told from it by their markup alone:

    <div class="entry-content"> … <p>…</p>                                       the text that is known
      <figure class="wp-block-image"><figcaption>A sentence.</figcaption></figure>
      <blockquote><p>…</p><cite>Ann Lee</cite></blockquote>
      <pre class="wp-block-code"><code>if (a < b) …</code></pre>
      <h3>The careful chimney</h3>

And what a block theme puts below it, which is none of the text:

    <p>Posted</p><div class="wp-block-post-date">March 30</div>
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.extract.blocks import HEAD, Block
from scraper.extract.dom import Document, Node
from scraper.extract.render import text_of

_EDITED = re.compile(r"(?<!\S)wp-block-(?:image|gallery|embed|video|audio|table|pullquote|media)")
# Credits ("Image by Ann Lee", "Photo: Ann Lee / Agency") do not end like sentences.
_SENTENCE = re.compile(r"^(?![^:]{0,20}\bcredits?\b).*[.!?…][\"”’»)]?\s*$", re.I | re.S)
_NUMBERED = re.compile(r"(?<!\S)(?:postid|page-id)-\d+")
_PLAIN = re.compile(r"(?:\s*(?:wp-(?:block|element)-|has-|is-|align)[\w-]*)*\s*")
_FACT = re.compile(r"(?<!\S)wp-block-post-(?:date|terms|author(?:-name)?)(?!\S)")
_PARTS = frozenset("blockquote pre h2 h3 h4 h5 h6".split())


def with_editors_blocks(document: Document, blocks: Sequence[Block], kept: Sequence[Block]) -> list[Block]:
    """The kept blocks, with those that the editor put beside them."""
    frames = {block.frame.index for block in kept}
    chosen = {block.first for block in kept}
    is_wordpress = any(_NUMBERED.search(body.names) for body in document.by_tag.get("body", ()))
    return [
        block
        for block in blocks
        if block.first in chosen
        or (_is_caption(block, frames) and _SENTENCE.search(text_of(document, block.holder)) is not None)
        or (is_wordpress and _is_part(block, frames))
    ]


def _is_caption(block: Block, frames: set[int]) -> bool:
    """Whether a block is a caption in an element of the editor that stands in one of these parts of the page."""
    if block.holder.tag != "figcaption":
        return False
    is_edited, node = False, block.holder.parent
    while node is not None and (node.tag == "figure" or _EDITED.search(node.names)):
        is_edited = is_edited or _EDITED.search(node.names) is not None
        node = node.parent
    return is_edited and node is not None and node.index in frames


def _is_part(block: Block, frames: set[int]) -> bool:
    """Whether a block is a quotation's, code or a heading, and nothing but the editor's own elements is around it."""
    if block.holder.tag not in _PARTS or block.linked * 2 > block.length:
        return False
    node: Node | None = block.holder
    while node is not None and _PLAIN.fullmatch(node.names) and node.index not in frames:
        node = node.parent
    return node is not None and node.index in frames


def is_label(document: Document, block: Block) -> bool:
    """Whether a block is the theme's own word before a fact of the article ("Posted", "by"), in any language."""
    holder = block.holder
    if block.length >= HEAD or holder.parent is None:
        return False
    following = holder.end
    while following < holder.parent.end and not document.nodes[following].length:
        following = document.nodes[following].end
    return following < holder.parent.end and _FACT.search(document.nodes[following].names) is not None
