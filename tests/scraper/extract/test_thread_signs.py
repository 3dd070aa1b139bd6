"""What a page says about its discussion as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import ThreadState
from scraper.extract.dom import parse
from scraper.extract.elsewhere import comments_elsewhere
from scraper.extract.thread_signs import comment_pages, read_count, thread_page_number, thread_state
from tests.scraper.extract.reading import article, comment, read, thread

URL = "http://example.org/post/"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("4 Comments", (4, None)),
        ("1 Comment", (1, None)),
        ("No comments yet", (0, None)),
        ("One Response to “The crane”", (1, "The crane")),
        ("4 Comments on “Bergen To Keep Its…”", (4, "Bergen To Keep Its…")),
        ("3 thoughts on “The crane”", (3, "The crane")),
        ("1,204 Comments", (1204, None)),
        ("1.204 Kommentare", (1204, None)),
        ("12 Kommentare zu „Der Kran“", (12, "Der Kran")),
        ("Ein Kommentar", (1, None)),
        ("Keine Kommentare", (0, None)),
        ("5 commentaires", (5, None)),
        ("Un commentaire sur « La grue »", (1, "La grue")),
        ("2 réponses", (2, None)),
        ("7 comentarios", (7, None)),
        ("3 comentários", (3, None)),
        ("3 commenti", (3, None)),
        ("8 reacties", (8, None)),
        ("6 kommentarer", (6, None)),
        ("9 комментариев", (9, None)),
        ("5 yorum", (5, None)),
        ("12 件のコメント", (12, None)),
        ("3 评论", (3, None)),
        ("全部评论 12", (12, None)),
        ("Comments (12)", (12, None)),
        ("Comments: 12", (12, None)),
        ("Discussion [3]", (3, None)),
        ("Comments 12", (12, None)),
        ("12 reader comments", (12, None)),
        ("The committee met 4 times", None),
        ("Comment", None),
        ("Comments", None),
        ("3.5 comments", None),
        ("In the year 2012 the crane was moved by eleven men and a horse, and there were 3 comments", None),
        ("99999999 comments", None),
        ("", None),
    ],
)
def test_a_count_is_read(line: str, expected: tuple[int, str | None] | None) -> None:
    assert read_count(line) == expected


@given(st.text(max_size=80))
def test_any_line_is_a_count_or_none(line: str) -> None:
    found = read_count(line)
    assert found is None or 0 <= found[0] < 1_000_000


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(f'<h3 id="comments-title">2 Comments</h3>{thread(comment(1, "One is a word."))}', 2, id="heading"),
        pytest.param(
            f'<p><a href="#comments">7 comments</a></p>{thread(comment(1, "One is a word."))}',
            7,
            id="link-to-the-thread",
        ),
        pytest.param('<span itemprop="commentCount">12</span>', 12, id="microdata"),
        pytest.param('<meta itemprop="commentCount" content="12 comments">', 12, id="microdata-content"),
        pytest.param(
            '<span itemprop="commentCount"></span><h3 class="comments">3 Comments</h3>', 3, id="empty-microdata"
        ),
        pytest.param('<aside><a href="/other">31 comments</a></aside>', None, id="aside"),
        pytest.param('<div class="related"><h4>Another story</h4><p>31 comments</p></div>', None, id="related-story"),
        pytest.param("<p>Nothing</p>", None, id="nothing"),
    ],
)
def test_the_thread_states_its_count(html: str, expected: int | None) -> None:
    assert read(article(html)).comment_count_stated == expected


def test_the_count_nearest_to_the_thread_is_its_own() -> None:
    html = f'<p class="meta">40 comments</p><p>{"words " * 80}</p><h3 class="comments-title">1 Comment</h3>{thread(comment(1, "One is a word."))}'
    assert read(article(html)).comment_count_stated == 1


def test_a_title_quoted_beside_the_count_names_a_page_without_a_title() -> None:
    page = read(
        f"<body><div class=entry-content><p>{'The crane was painted thrice. ' * 20}</p></div>"
        f"<h3>2 Comments on “The crane that nobody...”</h3>{thread(comment(1, 'One is a word.'), comment(2, 'Two are more.'))}"
    )
    assert page.article is not None
    assert page.article.title == "The crane that nobody…"
    assert {e.field: e.rule for e in page.evidence}["title"] == "comments-heading"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>Comments are closed.</p>", ThreadState.CLOSED, id="closed"),
        pytest.param("<p>Comments have been disabled</p>", ThreadState.CLOSED, id="disabled"),
        pytest.param("<p>This thread has been locked.</p>", ThreadState.CLOSED, id="locked"),
        pytest.param("<p>Kommentare sind derzeit geschlossen</p>", ThreadState.CLOSED, id="german"),
        pytest.param("<p>Les commentaires sont fermés.</p>", ThreadState.CLOSED, id="french"),
        pytest.param("<p>Los comentarios están cerrados.</p>", ThreadState.CLOSED, id="spanish"),
        pytest.param('<p>You must be <a href="/in">logged in</a> to post a comment.</p>', ThreadState.LOGIN_REQUIRED, id="login-cut-by-a-link"),
        pytest.param("<p>Please sign in to comment</p>", ThreadState.LOGIN_REQUIRED, id="sign-in"),
        pytest.param("<p>Log in or register to post comments</p>", ThreadState.LOGIN_REQUIRED, id="register"),
        pytest.param("<p>Du musst angemeldet sein, um zu antworten.</p>", ThreadState.LOGIN_REQUIRED, id="german-login"),
        pytest.param('<form id="commentform"><textarea></textarea></form>', ThreadState.OPEN, id="form"),
        pytest.param('<form action="/wp-comments-post.php"></form>', ThreadState.OPEN, id="form-by-address"),
        pytest.param('<div><textarea name="comment"></textarea></div>', ThreadState.OPEN, id="field"),
        pytest.param('<form action="/search"><textarea name="q"></textarea></form>', None, id="another-form"),
        pytest.param('<p>Comments are closed.</p><form id="commentform"></form>', ThreadState.CLOSED, id="closed-outweighs"),
        pytest.param("<p>The shop has closed, and its register went to auction.</p>", None, id="another-closing"),
        pytest.param("<p>The comments to this entry are closed.</p>", ThreadState.CLOSED, id="closed-to-this-entry"),
        pytest.param(f"<p>{'This discussion is closed. ' * 30}</p>", None, id="long-text"),
        pytest.param("", None, id="nothing"),
    ],
)  # fmt: skip
def test_the_page_says_whether_readers_can_answer(html: str, expected: ThreadState | None) -> None:
    found = thread_state(parse(f"<body>{html}</body>"))
    assert (found[0] if found else None) == expected
    assert read(article(html)).thread_state == expected


def pages(html: str, url: str = URL) -> tuple[tuple[str, ...], int]:
    document = parse(html)
    found = comment_pages(document, url)
    return found, thread_page_number(document, url, found)


def link(number: int, text: str, where: str = "nav") -> str:
    return f'<{where} class="comment-nav"><a href="/post/comment-page-{number}/#comments">{text}</a></{where}>'


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        pytest.param(link(2, "Newer Comments"), URL + "comment-page-1/", (("http://example.org/post/comment-page-2/",), 1), id="first-of-two"),
        pytest.param(link(1, "Older Comments"), URL, (("http://example.org/post/comment-page-1/",), 2), id="newest-page-at-the-address"),
        pytest.param(link(2, "← Older Comments"), URL, (("http://example.org/post/comment-page-2/",), 3), id="newest-of-three"),
        pytest.param(link(2, "Newer Comments"), URL, (("http://example.org/post/comment-page-2/",), 1), id="oldest-page-at-the-address"),
        pytest.param(link(2, "2") + link(3, "3"), URL, (("http://example.org/post/comment-page-2/", "http://example.org/post/comment-page-3/"), 1), id="numbers-from-2"),
        pytest.param(link(1, "1") + link(2, "2"), URL, (("http://example.org/post/comment-page-1/", "http://example.org/post/comment-page-2/"), 3), id="numbers-from-1"),
        pytest.param('<nav><a href="?cpage=2">Next</a></nav>', URL + "?cpage=1", (("http://example.org/post/?cpage=2",), 1), id="query"),
        pytest.param(link(2, "x" * 80), URL, ((), 1), id="a-permalink-is-no-pager"),
        pytest.param('<p><a href="/post/comment-page-2/">May 1</a></p>', URL, ((), 1), id="outside-of-a-pager"),
        pytest.param('<nav><a href="/other/comment-page-2/">Next</a></nav>', URL, ((), 1), id="another-article"),
        pytest.param(link(2, "2"), URL + "comment-page-2/", ((), 2), id="itself"),
        pytest.param('<nav><a href="http://[/comment-page-2/">Next</a></nav>', URL, ((), 1), id="no-address"),
        pytest.param("", URL + "comment-page-4/", ((), 4), id="by-address-alone"),
        pytest.param("", URL, ((), 1), id="nothing"),
    ],
)  # fmt: skip
def test_pages_of_the_thread(html: str, url: str, expected: tuple[tuple[str, ...], int]) -> None:
    assert pages(html, url) == expected


@pytest.mark.parametrize(
    ("html", "service"),
    [
        ('<div id="disqus_thread"></div>', "disqus"),
        ('<div class="fb-comments" data-href="x"></div>', "facebook"),
        ('<div id="coral_thread"></div>', "coral"),
        ('<section id="isso-thread"></section>', "isso"),
        ('<fb:comments href="http://pier.example.org/ferry"></fb:comments>', "facebook"),
        ('<script src="/js/client.js" repo="ann/pier" issue-term="pathname" async></script>', "utterances"),
        ('<script src="/js/genericCommentWrapperV2.js"></script>', "intensedebate"),
        ('<div id="vuukle-comments"></div>', "vuukle"),
        ('<div id="fastcomments-widget"></div>', "fastcomments"),
        ('<div id="discourse-comments"></div>', "discourse"),
        ('<div id="waline"></div>', "waline"),
        ('<div id="tcomment"></div><script src="/npm/twikoo/dist/twikoo.all.min.js"></script>', "twikoo"),
        ('<div id="gitalk-container"></div>', "gitalk"),
        ('<div id="vk_comments"></div>', "vk"),
        ('<div id="mc-container"></div>', "cackle"),
        ('<div id="hypercomments_widget"></div>', "hypercomments"),
        ('<a class="muut" href="/i/pier/comments:ferry">pier</a>', "muut"),
        ('<div id="graphcomment"></div>', "graphcomment"),
        ('<div class="talkyard-comments" data-discussion-id=""></div>', "talkyard"),
        ("<comentario-comments></comentario-comments>", "comentario"),
        ('<div id="lv-container" data-id="city"></div>', "livere"),
        ('<div class="js-kit-comments" permalink=""></div>', "js-kit"),
        ('<script src="/embed.js" data-repo-id="R_1" data-term="x"></script>', "giscus"),
        ('<p class="just-ice">Muted colours of the dispersed spot</p><script src="/js/client.js"></script>', None),
        ('<div class="discussion"></div>', None),
        ("", None),
    ],
)
def test_who_holds_comments_that_a_script_loads(html: str, service: str | None) -> None:
    assert comments_elsewhere(parse(html)) == service
    assert read(article(html)).comments_elsewhere == service


def test_comments_that_are_shown_are_here() -> None:
    html = f'<div id="disqus_thread">{thread(comment(1, "One is a word."), comment(2, "Two are more."))}</div>'
    assert read(article(html)).comments_elsewhere is None
