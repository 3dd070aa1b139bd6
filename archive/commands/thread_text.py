"""A thread as lines of text: indented, wrapped, with what is odd about a comment said beside its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells
from rich.text import Text

from archive.stored import StoredArticle, StoredComment, StoredThread

_STEP = "│  "
_DEEPEST_INDENT = 12
"""Levels drawn; deeper comments stand at this indent with their depth in figures."""
_NARROWEST = 24
"""Columns that indentation leaves to text, where the terminal has as many."""
_LEAST = 8


def thread_text(thread: StoredThread, width: int, *, shows_article: bool = True) -> Iterator[Text]:
    """The lines of a thread, none wider than `width` (in terminal cells) but the address."""
    if shows_article:
        yield from _article_lines(thread.article, width)
    levels = min(_DEEPEST_INDENT, max(0, width - _NARROWEST) // len(_STEP))
    for comment in thread.comments:
        yield from _comment_lines(comment, width, levels)


def wrap(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` cells; one line in is one paragraph, words too long are cut."""
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split():
            for piece in chop_cells(word, width) if cell_len(word) > width else (word,):
                size = cell_len(piece)
                if line and used + 1 + size > width:
                    yield line
                    line, used = "", 0
                line, used = (f"{line} {piece}", used + 1 + size) if line else (piece, size)
        if line:
            yield line


def _article_lines(article: StoredArticle, width: int) -> Iterator[Text]:
    yield from (Text(line, style="bold") for line in wrap(article.title or "(no title)", width))
    about = " · ".join(
        part for part in (", ".join(article.authors), day(article.published_at, article.date_precision)) if part
    )
    yield from (Text(line, style="dim") for line in wrap(about, width))
    yield Text(article.url, style="dim")  # on one line, however long: it is there to be copied
    yield from (Text(line, style="dim") for line in wrap(_counts(article), width))
    yield Text("")


def _counts(article: StoredArticle) -> str:
    stored = f"{article.comment_count:,} {'comment' if article.comment_count == 1 else 'comments'} stored"
    stated = f"the page says {article.comment_count_stated:,}" if article.comment_count_stated is not None else ""
    elsewhere = f"held by {article.comments_elsewhere}" if article.comments_elsewhere else ""
    state = (article.thread_state or "").replace("_", " ")
    return " · ".join(part for part in (stored, stated, state, elsewhere) if part)


def _comment_lines(comment: StoredComment, width: int, levels: int) -> Iterator[Text]:
    shown = min(comment.depth, levels)
    indent = _STEP * shown
    room = max(_LEAST, width - cell_len(indent) - 2)
    # No style of the line's own: it would lie over name and text as well.
    head = Text(f"{indent}● " if shown == comment.depth else f"{indent}[{comment.depth}] ")
    head.stylize("dim")
    head.append(comment.author or "(no name)", style="bold cyan" if comment.author else "dim")
    date = day(comment.published_at, comment.date_precision) or comment.published_raw
    head.append("".join(f" · {part}" for part in (date, *_marks(comment)) if part), style="dim")
    head.truncate(width, overflow="ellipsis")
    yield head
    for line in wrap(comment.text, room):
        yield Text.assemble((indent, "dim"), "  ", (line, "dim" if comment.state != "visible" else ""))


def _marks(comment: StoredComment) -> Sequence[str]:
    marks = [comment.state] if comment.state != "visible" else []
    if comment.kind != "comment":
        marks.append(comment.kind)
    if comment.is_orphan:
        marks.append("answers a comment that is not there")
    if comment.score is not None:
        marks.append(f"{comment.score:+,}")
    if comment.revisions:
        marks.append(f"{comment.revisions} earlier version{'s' if comment.revisions > 1 else ''}")
    return marks


def day(at: str | None, precision: str | None) -> str:
    """A time as exact as the page told it: `2012-04-05`, or `2012-04-05 09:30` (UTC)."""
    if at is None:
        return ""
    return at[:10] if precision == "day" else f"{at[:10]} {at[11:16]}"
