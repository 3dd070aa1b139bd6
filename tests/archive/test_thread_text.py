"""What a thread looks like on a terminal: lines of the tree are dim, what people wrote is not."""

from __future__ import annotations

import io

from rich.console import Console

from archive.commands.thread_text import thread_text
from archive.database import Archive
from archive.queries import find_article, read_thread
from archive.records import CommentState
from archive.store import Store
from tests.archive.making import URL, comment, page, visit


def drawn(archive: Archive) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=80)
    for line in thread_text(read_thread(archive, find_article(archive, URL)), 80, shows_article=False):
        console.print(line)
    return out.getvalue().splitlines()


def test_texts_and_names_are_not_dim(archive: Archive, store: Store) -> None:
    reply = comment("2", "1", depth=1, text="A reply.", author="Ines")
    store.save_visit(visit(page(comment("1", text="A comment."), reply)))
    lines = drawn(archive)
    assert "  A comment." in lines
    assert "\x1b[2m│  \x1b[0m  A reply." in lines
    assert any(line.startswith("\x1b[2m│  ● \x1b[0m\x1b[1;36mInes") for line in lines)


def test_what_is_no_longer_there_is_dim(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="(removed)", state=CommentState.REMOVED))))
    assert "  \x1b[2m(removed)\x1b[0m" in drawn(archive)
