"""A site of any size, made of numbers: WordPress-like markup, always the same pages for the same number."""

from __future__ import annotations

import random
from functools import cache

PER_LISTING = 20
PARAGRAPHS = 9
DEEPEST = 5
SUBJECTS = (
    "The harbour",
    "An old lamp",
    "Our tram line",
    "The baker's boy",
    "A north wind",
    "Every third clock",
    "The reading room",
)
VERBS = ("keeps", "forgets", "mends", "carries", "paints", "answers", "counts", "outlives")
OBJECTS = (
    "the long bridge",
    "a box of letters",
    "its own shadow",
    "seven grey cats",
    "the last ferry",
    "what nobody asked",
    "the salt",
)
TAILS = (
    "before the rain",
    "as if by habit",
    "without a word",
    "in the month of May",
    "and thinks nothing of it",
    "once a year",
)
NAMES = ("Ada Brook", "Nils Farn", "Oda Quill", "Ruben Hale", "Mira Stone", "Tove Lind", "Kaj Wren", "Ines Moor")


@cache
def sentences() -> tuple[str, ...]:
    """A few hundred sentences to build paragraphs of."""
    chooser = random.Random(7)
    return tuple(
        f"{chooser.choice(SUBJECTS)} {chooser.choice(VERBS)} {chooser.choice(OBJECTS)} {chooser.choice(TAILS)}."
        for _ in range(400)
    )


def paragraph(number: int, length: int) -> str:
    """Sentences that belong to a number."""
    pool = sentences()
    return " ".join(pool[(number * 31 + step * 17) % len(pool)] for step in range(length))


def count_articles(pages: int) -> int:
    """How many articles a site of that many pages holds, the rest being listings of them."""
    return max(1, pages * PER_LISTING // (PER_LISTING + 1))


def count_listings(pages: int) -> int:
    """How many listings show those articles."""
    return -(-count_articles(pages) // PER_LISTING)


def article_path(number: int) -> str:
    """Where an article stands."""
    return f"/20{10 + number % 15}/{1 + number % 12:02}/story-{number}/"


def listing_path(number: int) -> str:
    """Where a listing stands; the first is the front page."""
    return "/" if number == 1 else f"/page/{number}/"


def all_paths(pages: int) -> list[str]:
    """Every page of the site."""
    listings = [listing_path(number) for number in range(1, count_listings(pages) + 1)]
    return listings + [article_path(number) for number in range(1, count_articles(pages) + 1)]


def comment_count(number: int) -> int:
    """How many comments an article has: ten on average."""
    return number * 7 % 21


def render_comments(number: int) -> str:
    """The thread of an article: every comment but each sixth answers the one before it, down to the deepest level."""
    parts: list[str] = []
    depth = 0
    for index in range(comment_count(number)):
        wanted = 1 if index % 6 == 0 else min(depth + 1, DEEPEST)
        parts.append(
            '<ul class="children">'
            if wanted > depth > 0
            else "</li></ul>" * (depth - wanted) + ("</li>" if depth else "")
        )
        depth = wanted
        parts.append(render_comment(number, index, depth))
    return "".join(parts) + "</li></ul>" * (depth - 1) + ("</li>" if depth else "")


def render_comment(number: int, index: int, depth: int) -> str:
    """One comment, its list item left open for the answers."""
    key, name = number * 100 + index, NAMES[(number + index) % len(NAMES)]
    address = f"{article_path(number)}#comment-{key}"
    return f"""
<li id="comment-{key}" class="comment {"even" if index % 2 else "odd"} depth-{depth}"><article id="div-comment-{key}" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">{name}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="{address}"><time datetime="2024-03-{1 + index:02}T10:{number % 60:02}:00+00:00">March {1 + index}, 2024
 at 10:{number % 60:02} am</time></a></div></footer>
<div class="comment-content"><p>{paragraph(key, 3)}</p><p>{paragraph(key + 5, 1)}</p></div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="{article_path(number)}?replytocom={key}#respond">Reply</a></div></article>"""


def render_sidebar(pages: int) -> str:
    """Archives, categories and the Recent Comments of the last articles."""
    last = [number for number in range(count_articles(pages), 0, -1) if comment_count(number)][:5]
    recent = "".join(
        f'<li class="recentcomments"><span class="comment-author-link">{NAMES[number % len(NAMES)]}</span> on '
        f'<a href="{article_path(number)}#comment-{number * 100}">Story {number}</a></li>'
        for number in last
    )
    months = "".join(f'<li><a href="/about-{month}/" rel="nofollow">Month {month}</a></li>' for month in range(1, 13))
    return (
        f'<aside class="widget-area"><section class="widget widget_recent_comments"><h2>Recent Comments</h2><ul id="recentcomments">{recent}'
        f'</ul></section><section class="widget"><h2>Archives</h2><ul>{months}</ul></section></aside>'
    )


def render_frame(title: str, body: str, pages: int, kind: str = "single") -> bytes:
    """A page's head, menu, sidebar and foot around its body."""
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>{title} &#8211; The Generated Post</title>
<meta name="generator" content="WordPress 6.1"><link rel="stylesheet" href="/style.css"></head><body class="{kind} wp-embed-responsive">
<div id="page" class="site"><header id="masthead"><p class="site-title"><a href="/" rel="home">The Generated Post</a></p>
<nav class="main-navigation"><ul><li><a href="/">Home</a></li></ul></nav></header><div id="content"><main id="main">{body}</main></div>
{sidebar_of(pages)}<footer id="colophon">Made of numbers.</footer></div></body></html>""".encode()


@cache
def sidebar_of(pages: int) -> str:
    """The sidebar, the same on every page."""
    return render_sidebar(pages)


def render_article(number: int, pages: int) -> bytes:
    """An article with its thread."""
    text = "".join(f"<p>{paragraph(number * 13 + step, 6)}</p>\n" for step in range(PARAGRAPHS))
    count, title = comment_count(number), f"Story {number}"
    thread = f'<ol class="comment-list">{render_comments(number)}</ol>' if count else ""
    heading = f'<h2 class="comments-title">{count} thoughts on &ldquo;{title}&rdquo;</h2>' if count else ""
    body = f"""<article id="post-{number}" class="post type-post status-publish hentry"><header class="entry-header">
<h1 class="entry-title">{title}</h1><div class="entry-meta"><time class="entry-date published" datetime="2024-02-{1 + number % 28:02}T08:00:00+00:00">
February {1 + number % 28}, 2024</time> by <span class="author vcard"><a class="url fn n" href="/">{NAMES[number % len(NAMES)]}</a></span></div>
</header><div class="entry-content">{text}</div></article><div id="comments" class="comments-area">{heading}{thread}
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form action="/comment" method="post"><textarea name="comment"></textarea></form>
</div></div>"""
    return render_frame(title, body, pages)


def render_listing(number: int, pages: int) -> bytes:
    """One page of the list of articles, newest last."""
    first = (number - 1) * PER_LISTING + 1
    entries = "".join(
        f'<article class="post hentry"><h2 class="entry-title"><a href="{article_path(entry)}" rel="bookmark">Story {entry}</a></h2>'
        f'<div class="entry-summary"><p>{paragraph(entry, 2)}</p></div><a href="{article_path(entry)}#comments">{comment_count(entry)} Comments</a></article>'
        for entry in range(first, min(first + PER_LISTING, count_articles(pages) + 1))
    )
    older = (
        f'<a class="next page-numbers" href="{listing_path(number + 1)}">Older posts</a>'
        if number < count_listings(pages)
        else ""
    )
    return render_frame(f"Page {number}", f'{entries}<nav class="navigation pagination">{older}</nav>', pages, "blog")


def page_at(path: str, pages: int) -> bytes | None:
    """The page at a path; None where there is none."""
    name = path.partition("?")[0].strip("/").rpartition("/")[2]
    if not name or (name.isdigit() and path.startswith("/page/")):
        number = int(name or 1)
        return render_listing(number, pages) if 1 <= number <= count_listings(pages) else None
    number = int(name[6:]) if name.startswith("story-") and name[6:].isdigit() else 0
    return (
        render_article(number, pages)
        if 1 <= number <= count_articles(pages) and path.startswith(article_path(number))
        else None
    )
