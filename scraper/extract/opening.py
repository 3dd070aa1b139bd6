"""The post that opens a thread, where it stands apart from the answers: the question of a board of answers, the story above its comments.

Where it is one of the posts, as in most forums, what is left of the page to be its text is furniture: a notice about cookies, the way
to the board, a copy of a post. None of it is the thread's text.
"""

from __future__ import annotations

import re
from itertools import islice

from scraper.extract.article_body import Body
from scraper.extract.dom import Document
from scraper.extract.group_names import type_of
from scraper.extract.names import BITS, has
from scraper.extract.thread import Thread
from scraper.normalise.text import fold

# What the forests say of questions and stories on saved pages of boards, and of furniture: .84 and more, .76 and less.
_SURE_AROUND = 0.8
_SURE_BEFORE = 0.68
# Right above the first answer, a text of some length is likely to be what is answered.
_LIKELY, _LONG, _NEAR = 0.5, 200, 30
_HEAD = 60
_CONTENT = BITS["strong_content"]
# More records than that are a discussion, whatever reads like an article in them; of dated rows, a few more may be anything.
_FEW, _FEW_ROWS = 3, 10
# What the forests are so sure of is an article's text, and no post: of posts they say .4 at most.
_SURE_OF_TEXT = 0.7
# Names of margins and columns say how records look.
_SPACING = re.compile(r"\.(?:[mp][trblxyse]?|col|row|gap|space-[xy])[-#]*$")
_ROWS, _SURE_ROWS = "records:rows", 0.8


def is_taken_for_comments(body: Body, thread: Thread) -> bool:
    """Whether a discussion is the article itself: a few records that hold most of it, and of which most is its text.

    Rows cut at dates and names, and records whose names say nothing, are a discussion's less often: they are the article where nearly
    all that they hold is its text.
    """
    if thread.rule == "signatures" or any(type_of(record) for record in thread.records) or _are_of_several(thread):
        return False
    count = len(thread.records)
    if thread.rule == _ROWS and thread.confidence <= _SURE_ROWS and body.heard > 0.85:
        return count < _FEW_ROWS or body.spoken < 0.9
    if body.spoken <= 0.6 or body.heard <= 0.5:
        return False
    name = f" {thread.rule.rpartition('.')[2]} "
    tells_nothing = body.heard > 0.8 or _SPACING.search(thread.rule) is not None
    if tells_nothing and not has("comment", name) and not has("forum", name):
        return count < _FEW_ROWS
    return count <= (_FEW_ROWS if body.precision >= _SURE_OF_TEXT else _FEW)


def _are_of_several(thread: Thread) -> bool:
    """Whether each of some records has a writer and a date of its own: parts of an article have neither, and stories are many people's seldom."""
    writers = {comment.author for comment in thread.comments if comment.author and comment.published_raw}
    signed = sum(comment.author is not None and comment.published_raw is not None for comment in thread.comments)
    return signed == len(thread.comments) >= _LEAST_SIGNED and len(writers) * 2 >= signed


_LEAST_SIGNED = 3


def opening_post(document: Document, body: Body | None, thread: Thread | None) -> Body | None:
    """The body, if it is a post of its own in front of the others; None if it is furniture, or one of them.

    Args:
        document: the page, of a thread.
        body: what reads like its article.
        thread: its posts, as far as they are the page's own elements.
    """
    if body is None or thread is None or not thread.records:
        return body
    first = min(record.index for record in thread.records)
    last = max(record.end for record in thread.records)
    if body.spoken > 0.1 or body.node.index >= last or _repeats(body.text(document), thread):
        return None
    if body.node.end > first:
        return body if body.precision >= _SURE_AROUND else None
    if body.precision >= _SURE_BEFORE:
        return body
    is_likely = body.precision >= _LIKELY and body.node.length >= _LONG
    return body if first - body.node.end <= _NEAR and (is_likely or _is_named(body)) else None


def _is_named(body: Body) -> bool:
    """Whether an element around a body is called what only the words of posts are called."""
    around = (body.node, *islice(body.node.ancestors(), 2))
    return any(node.bits & _CONTENT for node in around)


def _repeats(text: str, thread: Thread) -> bool:
    """Whether a text begins as one of the posts does."""
    head = fold(text[: 2 * _HEAD])[:_HEAD]
    return any(fold(comment.text[: 2 * _HEAD])[:_HEAD] == head for comment in thread.comments)
