"""Posts as forums print them: in tables, with quotations and panels about the writer, by turns in two classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.dom import Document, Node, parse
from tests.scraper.extract.reading import read

WORDS = (
    "The ferry left without its anchor and came back for it at noon.",
    "Nobody who saw the crossing would lend them another rope.",
    "My uncle did, and he has been waiting on the pier since Easter.",
    "Then he may as well hold the lantern while they look.",
)
NAMES = ("marlin", "Ottoline", "pier_9", "Greta")


def board(rows: str, box: str = "<table><tbody>{}</tbody></table>") -> str:
    return f"<html><head><title>Ferries - Harbour board</title></head><body><h1>Ferries</h1>{box.format(rows)}</body></html>"


def told(page_html: str) -> list[tuple[str | None, str, str]]:
    return [(one.author, str(one.published_at)[:10], one.text) for one in read(page_html).comments]


EXPECTED = [(name, f"2021-03-0{day}", words) for day, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)]


def rows(form: str) -> str:
    return "".join(
        form.format(name=name, day=day, words=words, n=day + 40)
        for day, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(board(rows(
            '<tr id="m{n}"><td rowspan="3"><p><a href="index.cgi?user_profile={n}">{name}</a></p><p>0{day}.03.2021, 16:22</p></td><td><strong>Ferries</strong></td></tr>'
            '<tr><td class="text">{words}</td></tr><tr><td><a href="/answer/{n}">Antworten</a></td></tr>')), id="name and date, words, controls"),
        pytest.param(board(rows(
            '<tr><td><a name="{n}"></a><a href="/ferries#{n}">Re: Ferries</a> by <a class="user" href="/{name}">{name}</a>: <span>0{day}.03.2021</span></td></tr>'
            "<tr><td><div>{words}</div></td></tr>")), id="head row and row of words"),
        pytest.param(board(rows(
            '<tr><td rowspan="2"><b>{name}</b><br><span>Looks in now and then</span></td><td>#{day} written: 0{day} Mar 2021, <span>19:40</span></td></tr>'
            '<tr><td>{words}</td></tr>')), id="bold names, no links"),
        pytest.param(board(rows(
            '<dt><a href="/members/{n}">{name}</a>, <span>0{day}.03.2021</span></dt><dd>{words}</dd>'), "<dl>{}</dl>"), id="definition list"),
    ],
)  # fmt: skip
def test_posts_that_are_several_rows(html: str) -> None:
    assert told(html) == EXPECTED


@pytest.mark.parametrize(
    "form",
    [
        pytest.param('<li class="message" id="post-{n}"><div class="userinfo"><h3><a href="/members/{name}.{n}/">{name}</a></h3><dl><dt>Messages:</dt><dd>12</dd></dl></div>'
                     '<div class="messageinfo"><div class="messagecontent"><blockquote class="messagetext">{words}</blockquote></div>'
                     '<a href="/posts/{n}" title="link">Mar {day}, 2021</a></div></li>', id="words in a blockquote of their own"),
        pytest.param('<div class="post has-profile"><dl class="postprofile"><dt><a class="username" href="./memberlist.php?u={n}">{name}</a></dt>'
                     '<dd class="profile-joined"><strong>Joined:</strong> Sat Oct 20, 2018 2:30 am</dd></dl><div class="postbody"><h3><a href="#p{n}">Re: Ferries</a></h3>'
                     '<p class="author">Mon Mar 0{day}, 2021 4:19 pm</p><div class="content">{words}</div></div></div>', id="member since another day"),
        pytest.param('<article id="elComment_{n}" class="ipscomment"><aside><h3><strong><a href="/profile/{n}-{name}/">{name}</a></strong> <span><span title="reputation">82</span></span></h3></aside>'
                     '<div class="ipscomment_content"><p>Posted <time datetime="2021-03-0{day}T10:00:00Z">March {day}</time></p><div class="cpost_contentwrap"><div class="ipstype_richtext">'
                     "<p>{words}</p></div></div><h4>Share this post</h4></div></article>", id="a badge beside the name"),
    ],
)  # fmt: skip
def test_what_is_told_of_the_writer_is_no_part_of_the_post(form: str) -> None:
    assert told(board(rows(form), "<div>{}</div>")) == EXPECTED


QUOTES = [
    pytest.param('<blockquote><cite><a href="/members/other">other</a> wrote on Jan 2, 2001:</cite> Who has an anchor?</blockquote>', id="blockquote"),
    pytest.param('<div class="bbcodeblock bbcodequote"><aside><div class="attribution">other said on Jan 2, 2001: </div><blockquote class="quotecontainer">Who has an anchor?</blockquote></aside></div>', id="named boxes"),
    pytest.param('<div class="quoteheader"><a href="/profile?u=7">Quote from: other on Jan 2, 2001</a></div><div class="quote">Who has an anchor?</div>', id="head and box"),
]  # fmt: skip


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quotation_is_part_of_the_words_and_tells_neither_writer_nor_day(quote: str) -> None:
    form = (
        '<div class="post" id="post-{n}"><div class="postcontent">'
        + quote
        + '<p>{words}</p></div><p class="by"><a href="/members/{n}">{name}</a> <span class="date">Mar {day}, 2021</span></p></div>'
    )
    found = told(board(rows(form), "<div>{}</div>"))
    assert [one[:2] for one in found] == [one[:2] for one in EXPECTED]
    assert all("Who has an anchor?" in text and words in text for (*_, text), words in zip(found, WORDS, strict=True))


def test_classes_that_take_turns_are_one_group() -> None:
    form = '<table><tr><td class="windowbg{two}"><b><a href="/?action=profile;u={n}">{name}</a></b> <div class="date">Mar {day}, 2021</div><div class="post">{words}</div></td></tr></table>'
    html = "".join(
        form.format(two=2 if day % 2 else "", name=name, day=day, words=words, n=day + 40)
        for day, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )
    assert told(board(html, "<div>{}</div>")) == EXPECTED


def test_answers_and_the_comments_on_them_are_all_posts() -> None:
    comment = '<li class="comment" id="comment-{n}" itemscope itemtype="https://schema.org/Comment"><span itemprop="text">{words}</span> – <a href="/users/{n}">{name}</a> <time datetime="2021-03-09">Mar 9</time></li>'
    answer = (
        '<div class="answer" id="answer-{n}" itemscope itemtype="https://schema.org/Answer"><div itemprop="text"><p>{words}</p></div>'
        '<span itemprop="author">{name}</span> <time itemprop="dateCreated" datetime="2021-03-0{n}">x</time>{comments}</div>'
    )
    html = "".join(
        answer.format(
            n=n,
            words=WORDS[n - 1],
            name=NAMES[n - 1],
            comments=f"<ul>{comment.format(n=n + 50, words='But which rope, and whose?', name='Ann')}</ul>",
        )
        for n in (1, 2)
    )
    page = read(board(html, "<div>{}</div>"))
    assert [one.text for one in page.comments] == [
        WORDS[0],
        "But which rope, and whose?",
        WORDS[1],
        "But which rope, and whose?",
    ]
    answers = {one.key: one.parent_key for one in page.comments}
    assert answers["51"] == "1"
    assert answers["52"] == "2"


def test_padding_classes_are_no_ids() -> None:
    html = '<div class="p-4"><time datetime="2025-12-19">Fri</time> <p>Enterprises turn to smaller projects with a clear end.</p></div><div class="p-4"><p>© 2025 Harbour board, all rights reserved, none used.</p></div>'
    assert read(board(html, "<div>{}</div>")).comments == ()


def test_a_frame_that_closes_itself_swallows_no_page() -> None:
    form = '<div class="post" id="post-{n}"><a href="/members/{n}">{name}</a> <span class="date">Mar {day}, 2021</span><div class="postcontent">{words}</div></div>'
    html = board('<noscript><iframe src="/count.html" height="0" /></noscript>' + rows(form), "<div>{}</div>")
    assert told(html) == EXPECTED


def outline(document: Document, node: Node) -> list[object]:
    return [
        child.tag or child.text if not child.tag else [child.tag, *outline(document, child)]
        for child in document.children(node)
    ]


@given(st.lists(st.sampled_from("ab"), min_size=2, max_size=8), st.data())
def test_elements_put_in_leave_all_others_where_they_were(tags: list[str], data: st.DataObject) -> None:
    document = parse(
        "<body><ul>"
        + "".join(f"<li><i>{tag}</i>{place}</li>" for place, tag in enumerate(tags))
        + "</ul><p>end</p></body>"
    )
    parent = document.elements("ul")[0]
    children = list(document.children(parent))
    first = data.draw(st.integers(0, len(children) - 1))
    last = data.draw(st.integers(first, len(children) - 1))
    before = outline(document, parent)
    wrapper = Node()
    wrapper.index, wrapper.end, wrapper.tag, wrapper.parent = (
        children[first].index,
        children[last].end,
        "section",
        parent,
    )
    wrapper.names, wrapper.bits, wrapper.attributes, wrapper.length, wrapper.linked = "", 0, {}, 0, 0
    document.insert([wrapper])
    assert outline(document, parent) == [*before[:first], ["section", *before[first : last + 1]], *before[last + 1 :]]
    assert [node.index for node in document.nodes] == list(range(len(document.nodes)))
    assert all(node.parent is wrapper for node in document.children(wrapper))
    assert document.elements("p")[0] not in parent
