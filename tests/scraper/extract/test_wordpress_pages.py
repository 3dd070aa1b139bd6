"""What WordPress writes on its pages says more than their looks: template names, its editor's blocks, its comments' ids."""

from __future__ import annotations

import pytest

from archive.records import Comment, PageKind
from scraper.extract.article_body import body_of
from scraper.extract.block_features import Said
from scraper.extract.blocks import Surroundings, find_blocks
from scraper.extract.dom import parse
from scraper.extract.editors_blocks import with_editors_blocks
from scraper.extract.group_extent import are_parts
from tests.scraper.extract.reading import WORDS, comment, read, thread

TALK = thread(*(comment(n, f"{WORDS} Number {n}.", attributes='class="comment depth-1"') for n in range(1, 4)))
STORY = f'<h1 class="entry-title">The crane</h1><div class="entry-content"><p>{WORDS}</p>%s<p>{WORDS}</p></div>'


def shown(body: str, classes: str) -> str:
    return f'<html><head><title>The crane</title></head><body class="{classes}">{body}</body></html>'


@pytest.mark.parametrize(
    ("classes", "body", "kind"),
    [
        pytest.param("home blog paged paged-3", STORY % "", PageKind.LISTING, id="further-page-of-the-newest-posts"),
        pytest.param("home blog", STORY % "" + TALK, PageKind.LISTING, id="newest-posts"),
        pytest.param("page-template-default page page-id-26", f"<p>{WORDS}</p>" + TALK, PageKind.ARTICLE, id="page-on-which-readers-talk"),
        pytest.param("post-template-default single single-post postid-5", STORY % "" + TALK, PageKind.ARTICLE, id="post"),
    ],
)  # fmt: skip
def test_the_template_tells_the_kind(classes: str, body: str, kind: PageKind) -> None:
    filler = "".join(f"<i>{n}</i>" for n in range(200))  # enough of a page for the forests to have a say
    assert read(shown(f"{body}<div>{filler}</div>", classes), url="http://example.org/page/3/").kind is kind


@pytest.mark.parametrize(
    "figure",
    [
        '<figure class="wp-block-image"><img src="/a.png" alt=""><figcaption>Bells at the old pier.</figcaption></figure>',
        '<div class="wp-block-image"><figure class="alignright"><img src="/a.png"><figcaption>Bells at the old pier.</figcaption></figure></div>',
    ],
)
def test_captions_of_the_editors_pictures_are_part_of_the_text(figure: str) -> None:
    article = read(shown(STORY % figure, "single single-post postid-5")).article
    assert article is not None
    assert article.text.splitlines()[1:2] == ["Bells at the old pier."]


@pytest.mark.parametrize(
    "part",
    [
        f'<blockquote class="wp-block-quote"><p>{WORDS}</p><cite>Ann Lee</cite></blockquote>',
        f"<blockquote><p>{WORDS}</p><cite>Ann Lee</cite></blockquote>",
        '<pre class="wp-block-code"><code>Ann Lee</code></pre>',
        "<h3>Ann Lee</h3>",
    ],
)
@pytest.mark.parametrize("place", ["inside", "at the end"])
def test_short_parts_that_the_editor_put_into_the_text_stay(part: str, place: str) -> None:
    story = STORY % part if place == "inside" else (STORY % "").replace("</p></div>", f"</p>{part}</div>")
    article = read(shown(story, "single single-post postid-5")).article
    assert article is not None
    assert "Ann Lee" in article.text.splitlines()


def test_short_parts_in_boxes_of_plugins_are_left_to_the_forests() -> None:
    document = parse(shown(STORY % '<div class="share"><h3>Ann Lee</h3></div>', "single single-post postid-5"))
    blocks = find_blocks(document.texts, Surroundings())
    kept = [block for block in blocks if block.length > 100]
    assert with_editors_blocks(document, blocks, kept) == kept


def test_credits_are_none_of_the_text() -> None:
    figure = '<figure class="wp-block-image"><img src="/a.png"><figcaption>Photo credit: Ann Lee.</figcaption></figure>'
    article = read(shown(STORY % figure, "single single-post postid-5")).article
    assert article is not None
    assert "Ann Lee" not in article.text


@pytest.mark.parametrize(
    ("fact", "word"),
    [("date", "Posted"), ("terms", "in"), ("author", "by"), ("author-name", "von"), ("date", "Veröffentlicht am")],
)
def test_a_block_themes_word_before_a_date_or_name_is_none_of_the_text(fact: str, word: str) -> None:
    # As Twenty Twenty-Three has it below the text; the forests may take the word for a short last line.
    meta = f'<div class="wp-block-group"><p>\n\t{word}\t</p>\n\n<div class="wp-block-post-{fact}"><time>March 30, 2023</time></div></div>'
    document = parse(shown(STORY % "" + meta, "single single-post postid-5"))
    blocks = [block for block in find_blocks(document.texts, Surroundings()) if "2023" not in block.text]
    assert any(block.text.strip() == word for block in blocks)
    body = body_of(document, blocks, [1.0] * len(blocks), Said([], 0))
    assert body is not None
    assert word not in body.text(document).splitlines()


def test_a_short_line_before_another_is_part_of_the_text() -> None:
    document = parse(
        shown(STORY % "<p>Posted</p><p>And so it ended, late in March.</p>", "single single-post postid-5")
    )
    blocks = find_blocks(document.texts, Surroundings())
    body = body_of(document, blocks, [1.0] * len(blocks), Said([], 0))
    assert body is not None
    assert "Posted" in body.text(document).splitlines()


def test_labels_that_a_block_theme_typesets_are_as_they_were_typed() -> None:
    labels = '<div class="taxonomy-post_tag wp-block-post-terms"><a href="/tag/odell/" rel="tag">O’Dell “the” cook…</a></div>'
    article = read(shown(STORY % "" + labels, "single single-post postid-5")).article
    assert article is not None
    assert article.tags == ('O\'Dell "the" cook...',)


def test_labels_elsewhere_are_as_they_are_shown() -> None:
    labels = '<p class="tags"><a href="/tag/odell/" rel="tag">O’Dell</a></p>'
    article = read(shown(STORY % "" + labels, "single single-post postid-5")).article
    assert article is not None
    assert article.tags == ("O’Dell",)


def block_comment(number: int, words: str) -> str:
    """As WordPress's comments block writes it: where a comment is "0", it leaves the words out."""
    return (
        f'<li id="comment-{number}" class="comment even depth-1"><div class="wp-block-comment-author-name">Ann Lee {number}</div>'
        f'<div class="wp-block-comment-date"><time datetime="2020-02-0{number}T23:46:18-05:00">'
        f'<a href="http://example.org/post/#comment-{number}">February {number}, 2020</a></time></div>{words}</li>'
    )


def spoken(*comments: str) -> tuple[Comment, ...]:
    listed = f'<div class="wp-block-comments"><ol class="wp-block-comment-template">{"".join(comments)}</ol></div>'
    return read(shown(STORY % "" + listed, "single single-post postid-5")).comments


def test_a_comment_without_words_is_a_comment() -> None:
    said = [f'<div class="wp-block-comment-content"><p>{WORDS} {n}</p></div>' for n in range(5)]
    found = spoken(
        block_comment(1, said[1]), block_comment(2, ""), block_comment(3, said[3]), block_comment(4, said[4])
    )
    assert [comment.key for comment in found] == ["1", "2", "3", "4"]
    assert (found[1].author, found[1].text) == ("Ann Lee 2", "")


def test_who_commented_is_not_the_author() -> None:
    said = f'<div class="wp-block-comment-content"><p>{WORDS}</p></div>'
    answers = "".join(block_comment(n, said * 3) for n in range(2, 10))
    first = block_comment(1, f"{said}<ol>{answers}</ol>").replace("Ann Lee 1<", "Ada Brook<")
    talk = f'<div class="wp-block-comments"><ol class="wp-block-comment-template">{first}</ol></div>'
    article = read(shown(STORY % "" + talk, "page-template-default page page-id-26")).article
    assert article is not None
    assert article.authors == ()


def test_what_each_comment_of_a_deep_thread_has_is_a_part() -> None:
    # Most comments of a deep thread hold several bodies, since they hold answers; of their own, each has one.
    document = parse("<li><article>One.</article><ol>" * 4 + "</ol></li>" * 4 + "<li>Pingback</li>")
    comments, bodies = document.elements("li"), document.elements("article")
    assert are_parts(comments, bodies)
    assert not are_parts(bodies, comments)


def test_comments_on_answers_are_no_parts_of_them() -> None:
    document = parse("<li>An answer.<p>One.</p><p>Two.</p></li><li>Another.</li><li>A third.<p>Three.</p></li>")
    assert not are_parts(document.elements("li"), document.elements("p"))
