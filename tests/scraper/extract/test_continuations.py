"""Where a thread goes on beside its pager, and whether the page is all of it."""

from __future__ import annotations

import pytest

from archive.records import PageKind
from tests.scraper.extract.reading import article, comment, extract, thread

COMMENTS = (comment(1, "The first coat was red."), comment(2, "It was rust."), comment(3, "It was both."))
URL = "http://example.org/post/"


@pytest.mark.parametrize(
    ("control", "addresses", "is_partial"),
    [
        pytest.param('<a href="/post/c/3">continue this thread</a>', (URL + "c/3",), True, id="continued"),
        pytest.param('<a href="/post/comments#c">13 more comments...</a>', (URL + "comments",), True, id="elsewhere"),
        pytest.param('<a href="#">Show 2 more replies</a>', (), True, id="by-script"),
        pytest.param('<a href="javascript:void(0)">load more comments (3 replies)</a>', (), True, id="by-javascript"),
        pytest.param("<button>Weitere Kommentare anzeigen</button>", (), True, id="german"),
        pytest.param("<button>Afficher plus de commentaires</button>", (), True, id="french"),
        pytest.param("<button>もっと見る</button>", (), True, id="japanese"),
        pytest.param('<span class="page" onclick="show(2)">2</span>', (), True, id="pager-by-script"),
        pytest.param('<span class="page">2</span>', (), False, id="a-number"),
        pytest.param('<a class="hidden" href="#">Load more</a>', (), False, id="not-shown"),
        pytest.param('<a href="http://other.example/c/3">continue this thread</a>', (), True, id="another-site"),
        pytest.param('<a href="/news/">More stories</a> <a href="/x">Read more</a>', (), False, id="stories"),
        pytest.param("<p>There is more in this than paint.</p>", (), False, id="words"),
        pytest.param("", (), False, id="nothing"),
    ],
)
def test_what_a_page_leaves_out(control: str, addresses: tuple[str, ...], is_partial: bool) -> None:
    page = extract(article(thread(*COMMENTS).replace("</ol>", f"</ol><div>{control}</div>")))
    assert (page.more_comment_pages, page.is_partial) == (addresses, is_partial)


def test_a_page_that_shows_as_many_as_it_states_is_whole() -> None:
    page = extract(article(thread(*COMMENTS).replace("Comments<", "3 comments<") + "<button>Load more</button>"))
    assert (page.comment_count_stated, page.is_partial) == (3, False)


def test_pages_of_a_pager_are_no_continuations() -> None:
    pager = '<nav class="comment-navigation"><a href="/post/comment-page-1/#comments">Older comments</a></nav>'
    page = extract(article(thread(*COMMENTS) + pager))
    assert (page.more_comment_pages, page.is_partial) == ((URL + "comment-page-1/",), False)


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        pytest.param('<a href="/post/">View the rest of the comments</a> →', URL, id="above"),
        pytest.param('<a href="/post/title">See full discussion</a>', URL + "title", id="beside"),
        pytest.param('<a href="/other/x">View all comments</a>', None, id="another-folder"),
        pytest.param('<a href="/post/c/7">Return to thread</a>', None, id="itself"),
    ],
)
def test_a_branch_belongs_to_its_thread(link: str, whole: str | None) -> None:
    page = extract(article(f"<p>{link}</p>" + thread(*COMMENTS)), url=URL + "c/7")
    assert (page.kind is PageKind.COMMENTS, page.is_partial) == (whole is not None, whole is not None)
    assert page.article_url == (whole or URL + "c/7")
    assert all(one.is_orphan for one in page.comments) == (whole is not None)


def test_a_state_that_was_sent_in_part_is_no_whole_thread() -> None:
    posts = '[{"id": 1, "author": {"name": "Ines"}, "createdAt": "2024-05-01", "message": "Red."}]'
    html = '<body><script type="application/json">{{"comments": {}, "cursor": {{"hasNext": {}}}}}</script></body>'
    assert extract(html.format(posts, "true")).is_partial
    assert not extract(html.format(posts, "false")).is_partial
