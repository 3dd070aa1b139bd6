"""The paper itself: pages and articles in the markup of WordPress themes of 2011 and 2014."""

from __future__ import annotations

from html import escape

from archive.records import ThreadState
from scraper.demo.addresses import STAFF, comment_pages, page_path, section_path
from scraper.demo.markup import html_of, shortened
from scraper.demo.paper_head import PAPER, article_head
from scraper.demo.sidebars import archives, paper_sidebar
from scraper.demo.stories import Block, BlockKind, Skin, Story, all_stories
from scraper.demo.templates import template
from scraper.demo.threads import day, thread_html

# A heading longer than this loses its end, as themes of the time did.
LONGEST_HEADING = 34


def wordpress_page(base: str, *, title: str, main: str, head: str = "", body: str = "", language: str = "en-GB") -> str:
    """A page of the paper around its main part."""
    return template("wordpress").substitute(
        base=base, title=escape(title, quote=False), main=main, head=head, body_class=body, lang=language,
        dir="rtl" if language == "ar" else "ltr", sidebar=paper_sidebar(base), archives=archives(base),
    )  # fmt: skip


def parts_of(story: Story) -> tuple[tuple[Block, ...], ...]:
    """The story's text as it is divided over pages."""
    parts: list[list[Block]] = [[]]
    for block in story.blocks:
        if block.kind is BlockKind.PAGE_END:
            parts.append([])
        else:
            parts[-1].append(block)
    return tuple(tuple(part) for part in parts)


def paper_article(base: str, story: Story, comment_page: int = 1, part: int = 1) -> str:
    """One page of a story: a page of its comments, or a part of its text."""
    title = f"Protected: {story.title}" if story.access == "password" else story.title
    main = "\n".join(
        [
            f'<div id="post-{story.replies[0].key if story.replies else 199}" class="post type-post hentry">',
            f'<h1 class="entry-title">{escape(title, quote=False)}</h1>',
            f'<div class="entry-meta">{byline(base, story)}</div>',
            f'<div class="entry-content">\n{_entry(base, story, part)}\n</div>',
            _around_entry(base, story),
            "</div>",
            _comments_area(base, story, comment_page) if story.access != "password" else _PROTECTED,
        ]
    )
    body = "single single-post"
    return wordpress_page(
        base, title=f"{title} | {PAPER}", main=main, head=article_head(base, story), body=body, language=story.language
    )


_PROTECTED = (
    '<div id="comments"><p class="nopassword">This post is password protected. '
    "Enter the password to view any comments.</p></div>"
)


def byline(base: str, story: Story) -> str:
    """Who wrote it and when, as the paper's two themes have it; without a name where none signed."""
    names = [
        f'<a href="{base}/author/{STAFF[name]}/" rel="author">{name}</a>' if name in STAFF else name
        for name in story.authors
    ]
    who = " and ".join(names)
    if story.skin is Skin.CLASSIC:
        return f'By <span class="author">{who}</span> on <span class="entry-date">{day(story.written_at)}</span>'
    return (
        f'Posted on <time class="entry-date" datetime="{story.written_at.isoformat()}">{day(story.written_at)}</time> '
        f'by <span class="author vcard"><span class="fn n">{who}</span></span>'
    )


def _entry(base: str, story: Story, part: int) -> str:
    if story.access == "password":
        return (
            f'<form action="{base}/wp-login.php?action=postpass" class="post-password-form" method="post">\n'
            "<p>This content is password protected. To view it please enter your password below:</p>\n"
            '<p><label for="pwbox-11">Password: <input name="post_password" id="pwbox-11" type="password" size="20" />'
            '</label> <input type="submit" name="Submit" value="Enter" /></p></form>'
        )
    parts = parts_of(story)
    text = html_of(parts[part - 1])
    if len(parts) == 1:
        return text
    numbers = " ".join(
        str(number) if number == part else f'<a href="{base}{story.path}{f"{number}/" if number > 1 else ""}">{number}</a>'
        for number in range(1, len(parts) + 1)
    )  # fmt: skip
    return f'{text}\n<div class="page-link">Pages: {numbers}</div>'


def _around_entry(base: str, story: Story) -> str:
    """What is near a story and no part of it: sharing, the letter, the author, other stories."""
    url = base + story.path
    share = (
        f'<div class="sharing"><a href="https://birdsong.example.com/share?url={url}">Chirp</a> '
        f'<a href="https://wall.example.com/sharer.php?u={url}">Pin up</a> '
        f'<a href="{url}?print=1" rel="nofollow">Print this page</a></div>'
    )
    letter = '<div class="newsletter"><p>Get the Saturday Letter: one page, by post, with the tide table!</p></div>'
    author = ""
    if story.skin is Skin.HTML5 and story.authors and story.authors[0] in STAFF:
        name = story.authors[0]
        author = (
            f'<div class="author-box"><h3>About {name}</h3><p>{name} writes for {escape(PAPER)} and can be found in the '
            f'Net Loft on Saturdays. <a href="{base}/author/{STAFF[name]}/">More by {name}</a></p></div>'
        )
    tags = f" | Tagged: {', '.join(story.tags)}" if story.tags else ""
    filed = f'<div class="entry-utility">Filed under <a href="{base}{section_path(story.section)}" rel="category tag">{story.section}</a>{tags}</div>'
    return "\n".join(part for part in (share, letter, author, filed, _related(base, story)) if part)


def _related(base: str, story: Story) -> str:
    others = [s for s in all_stories() if s.skin.is_wordpress and not s.access and s is not story]
    near = [s for s in others if s.section == story.section][:3]
    heading = "You may also like" if story.skin is Skin.CLASSIC else "Most read this week"
    items = "".join(
        f'<li><a href="{base}{s.path}">{escape(s.title, quote=False)}</a> <span>{day(s.written_at)}</span></li>'
        for s in near
    )
    return f'<div class="related"><h3>{heading}</h3><ul>{items}</ul></div>' if items else ""


def comments_heading(story: Story) -> str:
    """The claim over a thread, in the words of its skin; a long title is cut."""
    count = story.stated_count
    if story.skin is Skin.HTML5:
        return f"{count} responses" if count > 1 else "One response"
    title, cut = shortened(story.title, LONGEST_HEADING)
    noun = "Comment" if count == 1 else "Comments"
    return f"{count} {noun} on &#8220;{escape(title, quote=False)}{'...' if cut else ''}&#8221;"


def _comments_area(base: str, story: Story, number: int) -> str:
    pages = comment_pages(story)
    navigation = _comment_navigation(base, story, number, len(pages))
    heading = f'<h3 id="comments-title">{comments_heading(story)}</h3>' if story.replies else ""
    thread = thread_html(base, story, pages[number - 1], number)
    parts = ['<div id="comments">', heading, navigation, thread, navigation, _answer_form(base, story), "</div>"]
    return "\n".join(part for part in parts if part)


def _comment_navigation(base: str, story: Story, number: int, count: int) -> str:
    if count == 1:
        return ""
    older = (
        f'<a href="{base}{story.path}comment-page-{number - 1}/#comments">&larr; Older Comments</a>'
        if number > 1
        else ""
    )
    newer = (
        f'<a href="{base}{page_path(story, number + 1)}#comments">Newer Comments &rarr;</a>' if number < count else ""
    )
    return f'<div class="navigation"><div class="nav-previous">{older}</div><div class="nav-next">{newer}</div></div>'


def _answer_form(base: str, story: Story) -> str:
    if story.state is ThreadState.CLOSED:
        return '<p class="nocomments">Comments are closed.</p>'
    if story.state is ThreadState.LOGIN_REQUIRED:
        return (
            '<div id="respond"><h3 id="reply-title">Leave a Reply</h3><p class="must-log-in">You must be '
            f'<a href="{base}/wp-login.php?redirect_to={base}{story.path}">logged in</a> to post a comment.</p></div>'
        )
    return (
        f'<div id="respond"><h3 id="reply-title">Leave a Reply</h3><form action="{base}/wp-comments-post.php" method="post" '
        'id="commentform"><p class="comment-notes">Your email address will not be published.</p>'
        '<p><label for="author">Name</label> <input id="author" name="author" type="text" value="" /></p>'
        '<p><label for="comment">Comment</label> <textarea id="comment" name="comment" rows="6"></textarea></p>'
        '<p class="form-submit"><input name="submit" type="submit" value="Post Comment" /></p></form></div>'
    )
