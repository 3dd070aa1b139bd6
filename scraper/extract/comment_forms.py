"""The forms in which readers write comments: no comments themselves, nor is the box around one."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher

# Where readers write, not where they are read.
_FORM = matcher(
    r"(?<![a-z])(?:commentform|comment-form|respond|comment-respond|reply-form|replyform|new-comment|add-comment|quickreply)(?![a-z-])"
)
_FORM_WORDS = BITS["form"]
_FORM_TAGS = frozenset(("form", "div", "section", "li"))
_LITTLE = 60


def comment_forms(document: Document) -> list[Node]:
    """The forms for comments, and the boxes around them that hold little else."""
    forms = [n for n in document.named if n.bits & _FORM_WORDS and n.tag in _FORM_TAGS and _FORM(n.names)]
    return [*forms, *_boxes_of(forms)]


def _boxes_of(forms: Sequence[Node]) -> list[Node]:
    """The boxes around forms that hold little else."""
    found: dict[int, Node] = {}
    # What the walk up from one form has passed, that from a shorter one need not.
    for form in sorted(forms, key=attrgetter("length"), reverse=True):
        for box in form.ancestors():
            if box.length > form.length + _LITTLE or box.index in found:
                break
            found[box.index] = box
    return [box for box in found.values() if box.tag in _FORM_TAGS]
