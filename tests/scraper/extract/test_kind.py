"""What kind of page it is, by what is on it."""

from __future__ import annotations

import pytest

from archive.records import PageKind
from scraper.extract import findings
from tests.scraper.extract.reading import WORDS, article, comment, read, thread

TEASERS = "".join(
    f'<div class="post"><h2><a href="/story-{n}/">Story number {n}</a></h2><p>It was a day like {n} others.</p></div>'
    for n in range(9)
)
TALK = thread(*(comment(n, f"{WORDS} Number {n}.") for n in range(1, 4)))


def bare(body: str, *, head: str = "", classes: str = "") -> str:
    return f'<html><head><title>A page</title>{head}</head><body class="{classes}">{body}</body></html>'


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        pytest.param(article(""), "http://example.org/post/", PageKind.ARTICLE, id="text"),
        pytest.param(article(TALK), "http://example.org/post/", PageKind.ARTICLE, id="text-and-comments"),
        pytest.param(article(TALK), "http://example.org/post/comment-page-2/", PageKind.COMMENTS, id="comment-page"),
        pytest.param(article(""), "http://example.org/post/comment-page-2/", PageKind.ARTICLE, id="comment-page-without-comments"),
        pytest.param(bare(TEASERS), "http://example.org/news/", PageKind.LISTING, id="teasers"),
        pytest.param(bare(TEASERS), "http://example.org/", PageKind.LISTING, id="front-page"),
        pytest.param(bare(TEASERS, classes="archive category"), "http://example.org/a/", PageKind.LISTING, id="template-of-a-listing"),
        pytest.param(bare(f"<div class=entry-content><p>{WORDS}</p></div>", classes="single-post"), "http://example.org/a/", PageKind.ARTICLE, id="template-of-an-article"),
        pytest.param(bare(f"<p>{WORDS}</p>{TEASERS}", head='<meta property="og:type" content="article">'), "http://example.org/a/", PageKind.ARTICLE, id="og-article"),
        pytest.param(bare(TEASERS.replace("It was a day like", "Read"), head='<meta property="og:type" content="article">'), "http://example.org/a/", PageKind.LISTING, id="og-article-of-teasers"),
        pytest.param(bare("<h1>Wheelbarrow</h1><p>£129</p>", head='<meta property="og:type" content="product">'), "http://example.org/a/", PageKind.OTHER, id="product"),
        pytest.param(bare(TALK), "http://example.org/forum/thread-1/", PageKind.THREAD, id="forum-by-address"),
        pytest.param(bare(TALK, head='<meta name="generator" content="phpBB">'), "http://example.org/a/", PageKind.THREAD, id="forum-by-generator"),
        pytest.param(bare(TALK, classes="vbulletin"), "http://example.org/a/", PageKind.THREAD, id="forum-by-class"),
        pytest.param(bare('<p>Q</p><script type="application/ld+json">{"@type":"QAPage","name":"Q"}</script>'), "http://example.org/a/", PageKind.THREAD, id="question"),
        pytest.param(bare(TALK), "http://example.org/a/", PageKind.THREAD, id="comments-alone"),
        pytest.param(bare(f"<h1>Say it</h1><div class='entry-content'><p>What do you think of the new crane by the old pier, readers?</p></div>{TALK}"), "http://example.org/a/", PageKind.THREAD, id="mostly-comments"),
        pytest.param(bare("<ul>" + "".join(f'<li><a href="/{n}">A line that leads to number {n}</a></li>' for n in range(12)) + "</ul>"), "http://example.org/a/", PageKind.OTHER, id="menu"),
        pytest.param(bare("<p>Hm.</p>"), "http://example.org/a/", PageKind.OTHER, id="nothing"),
    ],
)  # fmt: skip
def test_the_kind_is_that_of_the_content(html: str, url: str, kind: PageKind) -> None:
    assert read(html, url=url).kind is kind


MUCH = "<div><i></i></div>" * 80
PARAGRAPH = f"<div class=entry-content><h1>Wheelbarrow</h1><p>{WORDS} {WORDS}</p></div>"


@pytest.mark.parametrize(
    ("classes", "is_told"),
    [
        pytest.param("single single-post postid-7", True, id="post"),
        pytest.param("single postid-7", True, id="before-types"),
        pytest.param("single single-format-standard postid-7", True, id="form-of-a-post"),
        pytest.param("single single-post single-format-aside postid-7", True, id="post-and-form"),
        pytest.param("single single-product postid-7 woocommerce", False, id="product"),
        pytest.param("single single-service single-format-standard postid-7", False, id="type-of-a-theme"),
    ],
)
def test_only_wordpress_own_posts_are_articles_by_their_class(classes: str, is_told: bool) -> None:
    page = read(bare(PARAGRAPH + MUCH, classes=classes), url="http://example.org/a/")
    rule = next(one.rule for one in page.evidence if one.field == "kind")
    assert (rule == "body-class") is is_told


def test_comments_that_answer_each_other_are_no_list_of_links() -> None:
    answer = f'<ol class="children">{comment(3, WORDS)}</ol>'
    flat = thread(*(comment(n, WORDS) for n in range(1, 4)))
    nested = thread(comment(1, WORDS, inside=answer), comment(2, WORDS))
    kinds = [read(bare(TEASERS * 6 + talk), url="http://example.org/news/").kind for talk in (flat, nested)]
    assert kinds == [PageKind.LISTING, PageKind.THREAD]


def test_lines_that_lead_elsewhere_are_a_listing() -> None:
    lines = "".join(
        f'<li><b>{n} May</b> Words about number {n}, and more words. <a href="/story-{n}/">A story of number {n}</a></li>'
        for n in range(12)
    )
    assert read(bare(f"<main><ul>{lines}</ul></main>"), url="http://example.org/a/").kind is PageKind.LISTING


def test_a_listing_has_no_article_no_comments_and_no_state() -> None:
    page = read(
        bare(TEASERS + "<p>Comments are closed.</p><p>7 comments</p>", classes="archive"), url="http://example.org/a/"
    )
    assert (page.article, page.article_url, page.comments, page.comment_count_stated, page.thread_state) == (
        None,
        None,
        (),
        None,
        None,
    )


def test_a_page_of_no_kind_is_nobodys_article() -> None:
    page = read(bare("<p>Hm.</p>"), url="http://example.org/a/")
    assert page.article_url is None


@pytest.mark.parametrize(
    "form",
    [
        '<form class="post-password-form"><input name="post_password"></form>',
        '<form><input name="post_password"></form>',
    ],
)
def test_a_page_that_asks_for_a_password_gives_nothing(form: str) -> None:
    page = read(article(f"{form}{TALK}"))
    assert page.is_protected
    assert (page.article, page.comments) == (None, ())


def test_teasers_beside_an_article_do_not_make_it_a_listing() -> None:
    assert read(article(f'<aside>{TEASERS}</aside><div class="related">{TEASERS}</div>')).kind is PageKind.ARTICLE


@pytest.mark.parametrize(("chance", "has_article"), [(0.55, True), (0.85, False)])
def test_a_doubtful_listing_is_told_as_the_article_that_it_may_be(
    chance: float, has_article: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Which page lies between is another one after each fitting of the forests.
    monkeypatch.setattr(findings, "judge_kind", lambda *_: (PageKind.LISTING, "forests", chance, None))
    page = read(article(TALK))
    assert (page.kind, page.article_url, page.comments) == (PageKind.LISTING, None, ())
    assert (page.article is not None and page.article.title == "The crane") is has_article
