"""Which repeated records of a page are its discussion, and which are something else."""

from __future__ import annotations

import pytest

from archive.records import CommentKind
from scraper.extract.dom import parse
from scraper.extract.group_score import nested_in
from tests.scraper.extract.reading import WORDS, article, comment, read, thread


def repeated(record: str, count: int = 6, box: str = "<div>{}</div>") -> str:
    return box.format("".join(record.format(n=n, m=n % 28 + 1) for n in range(1, count + 1)))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(repeated('<div class="product"><img src="/{n}.jpg"><h3>Barrow {n}</h3><p>£{n}9.00</p><a href="/shop/{n}">Where to buy</a></div>'), id="products"),
        pytest.param(repeated('<li><a href="/menu-{n}">Menu {n}</a></li>', box="<nav><ul>{}</ul></nav>"), id="navigation"),
        pytest.param(repeated('<li class="card"><a href="/s-{n}"><h3>Story {n}</h3></a><span class="author">Ann Lee</span> <time>May {m}, 2024</time><p>A rake is a door in the face.</p></li>', box="<ul>{}</ul>"), id="related-stories"),
        pytest.param(repeated('<div class="person"><img class="avatar" src="/{n}.jpg"><b>Reader {n}</b><p>Grows one leek.</p></div>'), id="staff"),
        pytest.param(repeated('<article class="teaser"><h2><a href="/s-{n}">Story {n}</a></h2><p class="meta">By Ann on May {m}, 2024</p><p>{n} words.</p></article>'), id="teasers"),
        pytest.param(repeated("<tr><td>2024-05-{m:02}</td><td>{n} mm</td></tr>", box="<table>{}</table>"), id="table-of-dates"),
        pytest.param(repeated('<li><a href="/tag/{n}">tag {n}</a> ({n})</li>', box='<ul class="tags">{}</ul>'), id="tags"),
        pytest.param(repeated("<p>Paragraph {n} of the text says what was said in {n} others.</p>"), id="paragraphs"),
        pytest.param('<div id="comments"><h3>No comments yet</h3><form id="commentform"><textarea name="comment"></textarea></form></div>', id="form-alone"),
        pytest.param('<div class="comments"><p>Comments are closed.</p></div>', id="notice-alone"),
        pytest.param('<ul class="comment-list"></ul>', id="empty-list"),
        pytest.param('<ul class="comment-list"><li class="comment"></li><li class="comment"> </li></ul>', id="empty-records"),
    ],
)  # fmt: skip
def test_records_that_are_no_comments(html: str) -> None:
    assert read(article(html)).comments == ()


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(thread(*(comment(n, f"Words of number {n}.") for n in range(1, 7))), id="ordinary"),
        pytest.param(repeated('<div class="c"><b class="user">Reader {n}</b> <span class="date">May {m}, 2024</span><div class="body">Words of number {n}.</div><a href="/reply?to={n}">Reply</a></div>', box='<div id="discussion">{}</div>'), id="unusual-names"),
        pytest.param(repeated('<div class="x{m}z"><a href="/u/reader{n}">reader{n}</a> <span>{n} hours ago</span><div>Words of number {n}.</div><button>Reply</button></div>'), id="hashed-names"),
        pytest.param(repeated('<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Reader {n}</span><time itemprop="dateCreated" datetime="2024-05-{m:02}">x</time><p itemprop="text">Words of number {n}.</p></div>'), id="microdata"),
        pytest.param(repeated('<tr id="c{n}"><td><b>Reader {n}</b></td><td>May {m}, 2024 <a href="#c{n}">#</a><p>Words of number {n}.</p><a href="/r/{n}">Reply</a></td></tr>', box="<table>{}</table>"), id="table"),
        pytest.param(repeated('<dt>Reader {n}, May {m}, 2024 <a href="#c{n}">#</a></dt><dd id="comment-{n}">Words of number {n}.</dd>', box='<dl id="comments">{}</dl>'), id="definitions"),
        pytest.param(repeated('<dt>READER {n}</dt><dd>May {m}, 2024</dd><dd>Words of number {n}.</dd>', box='<h2>Comments</h2><dl>{}</dl>'), id="names-in-dt"),
        pytest.param(repeated('<dt>Reader No / May {m}, 2024</dt><dd>Words of number {n}.</dd>', box='<h2>Comments</h2><dl>{}</dl>'), id="names-and-days-in-dt"),
    ],
)  # fmt: skip
def test_records_that_are_comments(html: str) -> None:
    page = read(article(html))
    assert [one.text for one in page.comments] == [f"Words of number {n}." for n in range(1, 7)]


def test_a_box_like_those_of_comments_that_holds_the_sidebar_is_no_comment() -> None:
    record = '<div class="columns"><b class="user">Reader {n}</b> <span class="date">May {m}, 2024</span><div class="body">Words of number {n}.</div><a href="/reply?to={n}">Reply</a></div>'
    entries = repeated('<li><a href="/a/#comment-{n}">Ann Lee on Cranes</a> <time>May {m}, 2024</time></li>', 4)
    sidebar = f'<div class="columns"><h2>Recent Comments</h2><ul class="recent-comments">{entries}</ul></div>'
    page = read(article(repeated(record, box='<div id="discussion">{}</div>') + f"<footer>{sidebar}</footer>"))
    assert [one.text for one in page.comments] == [f"Words of number {n}." for n in range(1, 7)]
    assert len(page.recent_comments) == 4


def test_comments_are_told_from_other_records_beside_them() -> None:
    stories = repeated(
        '<li class="card"><a href="/s-{n}"><h3>Story {n}</h3></a><span class="author">Ann Lee</span> <time>May {m}, 2024</time><p>A rake is a door.</p></li>',
        12,
        "<ul>{}</ul>",
    )
    page = read(article(stories + thread(comment(1, "Words of one."), comment(2, "Words of two.")) + stories))
    assert [one.key for one in page.comments] == ["1", "2"]


def test_a_single_comment_is_a_discussion() -> None:
    assert [one.text for one in read(article(thread(comment(1, "All alone here.")))).comments] == ["All alone here."]


def test_linkbacks_among_the_comments_are_found_whatever_their_class() -> None:
    html = thread(
        comment(1, "Words of one."),
        '<li class="pingback"><p>Pingback: <a href="http://else.example/a">Cranes elsewhere</a></p></li>',
        '<li class="post trackback" id="comment-3">Trackback: <a href="http://else.example/b">Paint</a> [...] as Dunmore wrote [...]</li>',
        comment(4, "Words of four."),
    )
    found = read(article(html)).comments
    assert [one.kind for one in found] == [
        CommentKind.COMMENT,
        CommentKind.PINGBACK,
        CommentKind.TRACKBACK,
        CommentKind.COMMENT,
    ]
    assert (found[1].author, found[1].author_url, found[1].text) == ("Cranes elsewhere", "http://else.example/a", "")


def test_replies_of_another_class_belong_to_the_discussion() -> None:
    inner = comment(2, "Words of two.", attributes='class="reply"')
    html = thread(comment(1, "Words of one.", inside=f"<ul>{inner}</ul>"), comment(3, "Words of three."))
    assert [one.key for one in read(article(html)).comments] == ["1", "2", "3"]


def test_the_stated_number_speaks_for_a_group() -> None:
    record = (
        '<div class="q"><cite>Reader {n}</cite> <span>May {m}, 2024</span><p>Words of number {n}, said aloud.</p></div>'
    )
    assert len(read(article(repeated(record) + "<h3>6 comments</h3>")).comments) == 6
    assert read(article(repeated(record) + "<h3>5 comments</h3>")).comments == ()


def test_a_reply_form_is_no_comment() -> None:
    form = f'<li id="respond" class="comment-respond"><h3>Leave a reply</h3><form><p>{WORDS[:80]}</p><textarea></textarea></form></li>'
    assert [
        one.key
        for one in read(article(thread(comment(1, "Words of one."), comment(2, "Words of two."), form))).comments
    ] == ["1", "2"]


def test_two_names_of_the_same_records_are_one_group() -> None:
    html = thread(*(comment(n, f"Words of number {n}.", attributes='class="comment reply"') for n in range(1, 4)))
    assert [one.key for one in read(article(html)).comments] == ["1", "2", "3"]


def test_replies_of_another_class_without_ids_belong_to_the_discussion() -> None:
    def record(name: str, number: int) -> str:
        return f'<div class="{name}"><b class="author">Reader {number}</b> <time datetime="2024-05-01">May 1</time><p>Words of number {number}.</p></div>'

    answers = f'<div class="replies">{record("subcomment", 2)}{record("subcomment", 3)}</div>'
    html = f'<section id="thread">{record("comment", 1)}{answers}{record("comment", 4)}</section>'
    assert [one.text for one in read(article(html)).comments] == [f"Words of number {n}." for n in range(1, 5)]


@pytest.mark.parametrize(
    "html", ["<ul><li>a<ul><li>b<ul><li>c</ul><li>d</ul><li>e</ul>", "<ul>" + "<li>x<ul><li>y</ul>" * 30 + "</ul>"]
)
@pytest.mark.parametrize("step", [1, 3])
def test_each_sampled_record_has_the_outermost_records_in_it(html: str, step: int) -> None:
    members = parse(html).elements("li")
    expected = {}
    for outer in members[::step]:
        inside = [m for m in members if m in outer and m is not outer]
        if outermost := [m for m in inside if not any(m in other and m is not other for other in inside)]:
            expected[outer.index] = outermost
    assert nested_in(members, step) == expected


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(repeated('<div class="testimonials-comment"><p>Words of number {n}, and how good it was.</p><b class="name">Reader {n}</b></div>'), id="testimonials"),
        pytest.param('<section class="article__comments"><p class="author">Sign in</p><p>Sorry, you must run scripts to comment.</p></section>', id="notice"),
        pytest.param('<div class="doccomments"><h2>Submit a correction</h2><p>If you see anything wrong, use <a class="user" href="/form">this form</a>.</p></div>', id="form-of-a-manual"),
        pytest.param(repeated('<li class="summary-has-comments-enabled"><p>Words of number {n}, a line below a picture.</p></li>', box="<ul>{}</ul>"), id="teasers"),
        pytest.param(f'<section class="request-and-response-objects"><h2>Responses</h2><p class="author">Session</p><p>{WORDS}</p></section>', id="chapter"),
    ],
)  # fmt: skip
def test_what_looks_like_comments_without_a_sign_of_them(html: str) -> None:
    assert read(article(html)).comments == ()


def test_answers_of_an_faq_are_the_sites_own() -> None:
    answer = '{"@type": "Question", "name": "Who?", "acceptedAnswer": {"@type": "Answer", "text": "Nobody, said the clerk."}}'
    data = '<script type="application/ld+json">{"@type": "%s", "mainEntity": [%s]}</script>'
    assert read(article(data % ("FAQPage", answer))).comments == ()
    assert len(read(article(data % ("QAPage", answer))).comments) == 1


def test_an_articles_own_dated_lines_are_none() -> None:
    lines = "".join(f"<p><b>{n} May 2024</b></p><p>Evening number {n}. {WORDS}</p>" for n in range(1, 6))
    page = read(
        f'<html><head><title>Evenings</title></head><body><h1>Evenings</h1><div class="entry-content">{lines}</div></body></html>'
    )
    assert page.comments == ()
    assert page.article is not None
    assert "Evening number 5." in page.article.text


STORY = f"<p>{WORDS}</p>" * 12


@pytest.mark.parametrize(
    ("below", "count"),
    [
        pytest.param("<h3>Readers write</h3>" + repeated('<div><i>Reader R{n}</i>, May {m}, 2024<br><br>Words of number {n}, said aloud.</div>'), 6, id="introduced"),
        pytest.param("<h3>What is on</h3>" + repeated('<div><i>Reader R{n}</i>, May {m}, 2024<br><br>Words of number {n}, said aloud.</div>'), 0, id="not-introduced"),
        pytest.param("<h3>Comments</h3>" + repeated('<div><a href="/{n}">Reader R{n}, May {m}, 2024, words of number {n}</a>.</div>'), 0, id="links"),
        pytest.param(repeated(f'<div class="s"><cite>Writer {{n}}</cite> <time datetime="2024-05-{{m}}">{{m}} May</time>{STORY}</div>'), 0, id="stories"),
        pytest.param(repeated('<div class="q"><h2>The crane of pier {n} and its paint</h2><cite>Writer {n}</cite> <time datetime="2024-05-{m}">{m} May</time><p>Words of {n}.</p><img class="avatar" src="/{n}.jpg"></div>'), 0, id="headlines"),
        pytest.param("<ol>" + repeated('<li class="fn-{n}" id="fn-{n}">Reader {n}, 2024, page 9 <a href="#r{n}">back</a></li>') + "</ol>", 0, id="footnotes"),
    ],
)  # fmt: skip
def test_records_of_no_telling_name_are_comments_where_they_are_said_to_be(below: str, count: int) -> None:
    assert len(read(article(below)).comments) == count


def test_answers_inside_of_unnamed_records_are_records() -> None:
    one = '<li><div class="head-{n}"><a href="/users/{n}">Ann {n}</a> <time>May {n}, 2024</time></div><p>Words of {n}.</p><button>Reply</button>{inner}</li>'
    html = "".join(one.format(n=n, inner=f"<ul>{one.format(n=n + 10, inner='')}</ul>") for n in (1, 2, 3))
    found = read(article(f"<ul id='replies'>{html}</ul>")).comments
    assert [(one.text, one.depth) for one in found] == [
        (f"Words of {n + ten}.", ten // 10) for n in (1, 2, 3) for ten in (0, 10)
    ]


def test_random_ids_are_no_group() -> None:
    card = (
        '<div class="card" id="x-comment-card-{key}"><div class="name">Ann {n}</div><div class="head" id="x-comment-head-{key}"><b class="score">{n} points</b>'
        ' <time datetime="2024-05-0{n}">May {n}</time></div><div class="body"><p>Words of {n}.</p></div><button>Reply</button></div>'
    )
    html = "".join(card.format(n=n, key=f"f{n}5a0e{n}c77b{n}d9") for n in (1, 2, 3))
    found = read(article(f'<div class="comments">{html}</div>')).comments
    assert [(one.author, one.score, one.text) for one in found] == [
        (f"Ann {n}", n, f"Words of {n}.") for n in (1, 2, 3)
    ]
