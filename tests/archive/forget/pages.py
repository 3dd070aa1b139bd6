"""A little site with people who may be forgotten: its pages as HTML, and an archive of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from archive.captures import CaptureWriter, Exchange
from tests.archive.commanding import run
from tests.archive.making import T

NAME = "Wilhelmina Öst"
HOME = "http://127.0.0.1:8999"
ARTICLE = f"{HOME}/2026/02/the-ferry/"
OTHER = f"{HOME}/2026/03/the-lamp/"
AUTHOR_PAGE = f"{HOME}/author/wilhelmina-ost/"
LONG = "The ferry has never left on time since they painted it, and I have the <em>lists</em> to show for it."
SHORT = "Agreed twice."


def comment(number: int, author: str, text: str, replies: str = "", url: str = "") -> str:
    slug = author.lower().replace(" ", "-").replace("ö", "o")
    return f"""
    <li class="comment comment-author-{slug}" id="comment-{number}"><article class="comment-body">
      <div class="comment-author vcard"><img alt="" src="{HOME}/faces/{slug}.png" class="avatar">
      <b class="fn"><a href="{url or HOME}" rel="external nofollow">{author}</a></b> <span class="says">says:</span></div>
      <div class="comment-metadata"><a href="#comment-{number}"><time datetime="2026-02-1{number}T10:00:00+00:00">1{number} February 2026</time></a></div>
      <div class="comment-content"><p>{text}</p></div>
      <a class="comment-reply-link" href="?replytocom={number}#respond" aria-label="Reply to {author}">Reply</a>
    </article>{f'<ol class="children">{replies}</ol>' if replies else ""}</li>"""


def document(url: str, title: str, text: str, comments: str, count: int) -> bytes:
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
    <link rel="canonical" href="{url}"><script type="application/json">{{"by": "Wilhelmina \\u00d6st", "x": 1}}</script></head>
    <body><article class="post"><h1 class="entry-title">{title}</h1><div class="byline">by <a href="{AUTHOR_PAGE}">Nils Berg</a></div>
    <div class="entry-content"><p>{text}</p><p>It was a long winter on the island, and nobody had thought of asking the lamp.</p></div></article>
    <div id="comments"><h2>{count} comments</h2><ol class="comment-list">{comments}</ol></div>
    <div id="sidebar"><h3>Recent Comments</h3><ul id="recentcomments">
    <li class="recentcomments"><span class="comment-author-link">Wilhelmina &Ouml;st</span> on <a href="{ARTICLE}#comment-2">The Ferry</a></li>
    <li class="recentcomments"><span class="comment-author-link">Tomas</span> on <a href="{ARTICLE}#comment-3">The Ferry</a></li></ul></div>
    </body></html>""".encode()


def ferry() -> bytes:
    replies = comment(3, "Tomas", "@wilhelminaöst is right: WILHELMINA ÖST always is.") + comment(4, NAME, SHORT)
    comments = comment(1, "Bo", "Late again, and no wonder at all, I should say.") + comment(
        2, NAME, LONG, replies, url="http://wilhelmina.example/garden/"
    )
    return document(ARTICLE, "The Ferry", "The ferry was late on Tuesday, and so was everybody else.", comments, 4)


def lamp() -> bytes:
    comments = comment(5, "Bo", "I asked Wilhelmina Öst about it, and she laughed.") + comment(6, "Tomas", "Did she?")
    return document(OTHER, "The Lamp", "The lamp went out while wilhelmina-öst.example was down.", comments, 2)


def author_page() -> bytes:
    return f"<html><title>{NAME}</title><body><h1>{NAME}</h1><a href='{ARTICLE}'>The Ferry</a></body></html>".encode()


PAGES = {ARTICLE: ferry(), OTHER: lamp(), AUTHOR_PAGE: author_page()}


def write_warc(folder: Path) -> Path:
    """The site as a WARC file: one page packed by its server, one not."""
    with CaptureWriter(folder) as writer:
        for n, (url, body) in enumerate(PAGES.items()):
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Link", f'<{AUTHOR_PAGE}>; rel="author"')]
            packed = gzip.compress(body) if n == 0 else body
            writer.write(
                Exchange(
                    url=url, status=200, reason="OK", body=packed, fetched_at=T,
                    headers=[*headers, ("Content-Encoding", "gzip")] if n == 0 else headers,
                    request_headers=[("Host", "127.0.0.1:8999"), ("Referer", AUTHOR_PAGE)],
                )
            )  # fmt: skip
    (path,) = folder.glob("*.warc.gz")
    return path


def made(folder: Path) -> Path:
    """An archive of the site, imported."""
    path = folder / "island.db"
    done = run(path, "import", str(write_warc(folder / "given")))
    assert done.exit_code == 0, done.output
    return path


def all_bytes(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of an archive, and every record of its captures unpacked, but for the keys."""
    for file in sorted([*path.parent.glob(f"{path.stem}*"), *path.with_suffix(".captures").glob("*")]):
        if file.is_file():
            data = file.read_bytes()
            yield file.name, data
            if file.name.endswith(".gz"):
                yield f"{file.name} unpacked", gzip.decompress(data)


def places_of(path: Path, *words: str) -> list[tuple[str, str]]:
    """Where any of the words stands, whatever its case."""
    return [
        (name, word) for name, data in all_bytes(path) for word in words if word.lower().encode() in data.lower()
        or word.upper().encode() in data
    ]  # fmt: skip
