"""A story's comments in the markup of its skin.

Classic and HTML5 follow what `wp_list_comments()` of WordPress 3.1 and 4.0 print: nested lists.
The Yard prints one flat list whose classes tell the level; Letters nests schema.org items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import escape

from archive.records import CommentKind, CommentState
from scraper.demo.addresses import fragment, page_path
from scraper.demo.markup import html_of
from scraper.demo.stories import Reply, Skin, Story

# The letters' program writes local time with its offset, as most do.
LETTERS_OFFSET = timedelta(hours=1)


def clock(moment: datetime) -> str:
    """The time of day as WordPress prints it: `9:14 am`."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def day(moment: datetime) -> str:
    """The day as WordPress prints it: `May 3, 2011`."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def thread_html(base: str, story: Story, replies: Sequence[Reply], page: int) -> str:
    """The list of comments of one page; empty where there are none."""
    if not replies:
        return ""
    if story.skin is Skin.YARD:
        return "\n".join(_yard_item(reply) for reply in replies)
    here = base + page_path(story, page)
    if story.skin is Skin.CLASSIC:
        items = _nested(replies, lambda reply: _classic_item(here, reply), '<ul class="children">', "</ul>")
        return f'<ol class="commentlist">\n{items}</ol>'
    if story.skin is Skin.HTML5:
        items = _nested(
            replies, lambda reply: _html5_item(here, reply), '<ol class="children">', "</ol><!-- .children -->"
        )
        return f'<ol class="comment-list">\n{items}</ol><!-- .comment-list -->'
    items = _nested(replies, lambda reply: _letters_item(here, reply), "<ul>", "</ul>")
    return f'<ul class="thread">\n{items}</ul>'


def _nested(replies: Sequence[Reply], item: Callable[[Reply], str], opening: str, closing: str) -> str:
    """Every item left open until its replies are in it."""
    out: list[str] = []
    depth = -1
    for reply in replies:
        if reply.depth > depth:
            out.append(f"{opening}\n" if depth >= 0 else "")
        else:
            out.append("</li>\n" + f"{closing}\n</li>\n" * (depth - reply.depth))
        out.append(item(reply))
        depth = reply.depth
    return "".join(out) + "</li>\n" + f"{closing}\n</li>\n" * depth


def _list_item(reply: Reply) -> str:
    stripe = "odd alt" if reply.depth % 2 else "even"
    top = " thread-even" if reply.depth == 0 else ""
    return f'<li class="{reply.kind.value} {stripe}{top} depth-{reply.depth + 1}" id="{fragment(Skin.CLASSIC, reply.key)}">'


def _avatar(reply: Reply) -> str:
    if reply.kind is not CommentKind.COMMENT:
        return ""
    number = sum(reply.author.encode()) % 12
    return f"<img alt='' src='/avatars/{number}.svg' class='avatar avatar-40 photo' height='40' width='40' />"


def _name(here: str, reply: Reply) -> str:
    if reply.address is None:
        return escape(reply.author, quote=False)
    address = reply.address.replace("{base}", "/".join(here.split("/")[:3]))
    return f"<a href='{address}' rel='external nofollow' class='url'>{escape(reply.author, quote=False)}</a>"


def _answer_link(here: str, reply: Reply) -> str:
    return (
        f"<a class='comment-reply-link' rel='nofollow' href='{here}?replytocom={reply.key}#respond' "
        f"aria-label='Reply to {escape(reply.author)}'>Reply</a>"
    )


def _classic_item(here: str, reply: Reply) -> str:
    moment = reply.written_at
    return f"""{_list_item(reply)}
<div id="div-comment-{reply.key}" class="comment-body">
<div class="comment-author vcard">
{_avatar(reply)} <cite class="fn">{_name(here, reply)}</cite> <span class="says">says:</span></div>
<div class="comment-meta commentmetadata"><a href="{here}#comment-{reply.key}">{day(moment)} at {clock(moment)}</a></div>
{html_of(reply.blocks)}
<div class="reply">
{_answer_link(here, reply)}</div>
</div>
"""


def _html5_item(here: str, reply: Reply) -> str:
    moment = reply.written_at
    return f"""{_list_item(reply)}
<article id="div-comment-{reply.key}" class="comment-body">
<footer class="comment-meta">
<div class="comment-author vcard">
{_avatar(reply)} <b class="fn">{_name(here, reply)}</b> <span class="says">says:</span></div><!-- .comment-author -->
<div class="comment-metadata">
<a href="{here}#comment-{reply.key}"><time datetime="{moment.isoformat()}">
{day(moment)} at {clock(moment)}</time></a></div><!-- .comment-metadata -->
</footer><!-- .comment-meta -->
<div class="comment-content">
{html_of(reply.blocks)}
</div><!-- .comment-content -->
<div class="reply">{_answer_link(here, reply)}</div></article><!-- .comment-body -->
"""


def _yard_item(reply: Reply) -> str:
    moment = reply.written_at
    if reply.state is CommentState.REMOVED:
        return (
            f'<div class="reply level-{reply.depth + 1} gone" id="reply-{reply.key}">'
            f'<div class="words">{html_of(reply.blocks)}</div></div>'
        )
    points = f' <span class="points">{reply.score:+d}</span>' if reply.score is not None else ""
    return f"""<div class="reply level-{reply.depth + 1}" id="reply-{reply.key}">
<p class="who">{points}<b>{escape(reply.author, quote=False)}</b> wrote on {moment.day} {moment:%B %Y at %H:%M}</p>
<div class="words">{html_of(reply.blocks)}</div>
<p class="tools"><a href="#reply-{reply.key}">link</a> <a href="#answer">answer</a></p>
</div>"""


def _letters_item(here: str, reply: Reply) -> str:
    local = reply.written_at + LETTERS_OFFSET
    likes = ""
    if reply.score is not None:
        likes = f' <span class="likes" itemprop="upvoteCount">{reply.score}</span>'
    return f"""<li class="note" id="c{reply.key}" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
<div class="note-head"><span itemprop="author" itemscope itemtype="https://schema.org/Person">\
<b itemprop="name">{escape(reply.author, quote=False)}</b></span>, <a itemprop="url" href="{here}#c{reply.key}">\
<time itemprop="dateCreated" datetime="{local:%Y-%m-%dT%H:%M:%S}+01:00">{local.day} {local:%B %Y, %H:%M}</time></a>{likes}</div>
<div itemprop="text">{html_of(reply.blocks)}</div>
"""
