"""One record of a discussion, taken apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import Comment, CommentKind, CommentState, DatePrecision
from scraper.extract.page import extract_page
from tests.scraper.extract.reading import article, comment, read, thread

OTHERS = (comment(98, "Words that stand beside it."), comment(99, "More words beside it."))


def one(inside: str, attributes: str = 'class="comment"') -> Comment:
    """The comment with these innards among two ordinary ones."""
    html = thread(f'<li id="comment-1" {attributes}>{inside}</li>', *OTHERS)
    found = read(article(html)).comments
    assert len(found) == 3, found
    return found[0]


SENTENCE = (
    "Ines, who painted the crane on the left in the summer of the flood and was never paid for more than the half of it"
)
HEAD = '<b class="fn">Ines</b> <time datetime="2024-05-01T10:00:00Z">May 1</time>'
TEXT = '<div class="comment-content"><p>The first coat was red.</p></div>'


@pytest.mark.parametrize(
    ("markup", "author"),
    [
        pytest.param('<cite class="fn">Ines</cite> <span class="says">says:</span>', "Ines", id="cite"),
        pytest.param(
            '<span itemprop="author"><span itemprop="name">Ines</span> (guest)</span>', "Ines", id="microdata"
        ),
        pytest.param('<span class="comment-author">By Ines</span>', "Ines", id="by"),
        pytest.param('<span class="username">Ines wrote:</span>', "Ines", id="wrote"),
        pytest.param('<a href="/users/ines">Ines</a>', "Ines", id="profile"),
        pytest.param('<a rel="author" href="/x">Ines</a>', "Ines", id="rel"),
        pytest.param(f'<b class="fn">{SENTENCE}</b> says:', SENTENCE, id="sentence"),
        pytest.param(f'<span itemprop="author">{SENTENCE}</span>', SENTENCE, id="sentence-in-microdata"),
        pytest.param(f'<b class="fn">{SENTENCE * 3}</b>', None, id="page-of-a-book"),
        pytest.param("<h4>Ines</h4>", "Ines", id="heading"),
        pytest.param("<b>Ines</b>", "Ines", id="bold"),
        pytest.param('<div class="comment-author">Ines on <time>May 1, 2024</time></div>', "Ines", id="line-with-date"),
        pytest.param('<div class="author"><b>Ines</b>, Harbour Street</div>', "Ines", id="bold-part"),
        pytest.param("<p>Ines says:</p>", "Ines", id="sentence"),
        pytest.param('<b class="fn">陳小明さん</b>', "陳小明", id="japanese"),
        pytest.param('<b class="fn">Reply</b>', None, id="a-control-is-no-name"),
        pytest.param("", None, id="nobody"),
    ],
)
def test_author(markup: str, author: str | None) -> None:
    assert one(f'{markup} <span class="date">May 1, 2024</span>{TEXT}').author == author


def test_a_name_without_a_name_of_its_own_stands_in_front_of_the_date() -> None:
    record = '<div class="qa"><div class="qb">{}</div><span>May 1, 2024</span><div class="qc">Words of {}.</div><button>Reply</button></div>'
    found = read(
        article(f"<div>{''.join(record.format(name, name.lower()) for name in ('Ines', 'Bo', 'Carl'))}</div>")
    ).comments
    assert [comment.author for comment in found] == ["Ines", "Bo", "Carl"]


def test_address_and_portrait_of_the_author() -> None:
    found = one(
        f'<img class="avatar" src="/a.png"><b class="fn"><a href="http://ines.example/?a=1&amp;b=2">Ines</a></b>{TEXT}'
    )
    assert (found.author_url, found.author_avatar) == ("http://ines.example/?a=1&b=2", "http://example.org/a.png")
    assert one(f'<a href="/ines"><b class="fn">Ines</b></a>{TEXT}').author_url == "http://example.org/ines"
    number = one(f'<b class="fn"><a href="/~ines">Ines (1234)</a></b>{TEXT}')
    assert (number.author, number.author_url) == ("Ines", "http://example.org/~ines")
    assert one(f'<b class="fn">Ines (47)</b>{TEXT}').author == "Ines (47)"
    twice = (
        f'<div itemprop="author"><a href="/ines">Ines</a><i itemprop="name">Ines</i></div><a href="/bo">Bo</a>{TEXT}'
    )
    assert one(twice).author_url == "http://example.org/ines"
    microdata = '<span itemprop="author"><link itemprop="url" href="/ines"><span itemprop="name">Ines</span></span>'
    assert one(f"{microdata}{TEXT}").author == "Ines"


@pytest.mark.parametrize(
    ("markup", "raw", "precision"),
    [
        pytest.param(
            '<time datetime="2024-05-01T10:00:00Z">x</time>', "2024-05-01T10:00:00Z", DatePrecision.SECOND, id="time"
        ),
        pytest.param("<time>May 1, 2024</time>", "May 1, 2024", DatePrecision.DAY, id="time-as-printed"),
        pytest.param(
            '<meta itemprop="dateCreated" content="2024-05-01">', "2024-05-01", DatePrecision.DAY, id="microdata"
        ),
        pytest.param('<span data-timestamp="1714557600">x</span>', "1714557600", DatePrecision.SECOND, id="epoch"),
        pytest.param(
            '<i data-tippy-content="Wednesday, May 1st, 2024 at 10:00:07 AM">1 year ago</i>',
            "Wednesday, May 1st, 2024 at 10:00:07 AM",
            DatePrecision.SECOND,
            id="tooltip",
        ),
        pytest.param(
            '<i class="at" data-page="see 10:00"><b style="width:1px 10:00">May 1, 2024</b></i>',
            "May 1, 2024",
            DatePrecision.DAY,
            id="no-tooltip",
        ),
        pytest.param('<abbr title="2024-05-01T10:00">x</abbr>', "2024-05-01T10:00", DatePrecision.MINUTE, id="title"),
        pytest.param(
            '<span class="date">May 1, 2024 at 10:30 pm</span>',
            "May 1, 2024 at 10:30 pm",
            DatePrecision.MINUTE,
            id="printed",
        ),
        pytest.param("<span>2 hours ago</span>", "2 hours ago", DatePrecision.MINUTE, id="relative"),
        pytest.param("", None, None, id="none"),
    ],
)
def test_date(markup: str, raw: str | None, precision: DatePrecision | None) -> None:
    found = one(f'<b class="fn">Ines</b> {markup}{TEXT}')
    assert (found.published_raw, found.date_precision) == (raw, precision)


@pytest.mark.parametrize(
    ("markup", "votes"),
    [
        pytest.param('<span class="score">12 points</span>', (12, None, None), id="score"),
        pytest.param('<span class="votes">-3</span>', (-3, None, None), id="negative"),
        pytest.param('<span class="score">−3</span>', (-3, None, None), id="minus-sign"),
        pytest.param('<span class="upvotes">7</span><span class="downvotes">2</span>', (5, 7, 2), id="both"),
        pytest.param('<span class="like-count">4 likes</span>', (4, 4, None), id="likes"),
        pytest.param(
            '<span itemprop="upvoteCount">7</span><meta itemprop="downvoteCount" content="2">',
            (5, 7, 2),
            id="microdata",
        ),
        pytest.param('<span class="thumbs-up">+7</span><span class="thumbs-up">9</span>', (7, 7, None), id="first-one"),
        pytest.param('<span class="score">(Score:5, Insightful)</span>', (5, None, None), id="score-and-reason"),
        pytest.param("<i>Re: The crane</i> (Score:-1, Troll)", (-1, None, None), id="score-in-a-line"),
        pytest.param('<b aria-label="9 points">9</b>', (9, None, None), id="aria-label"),
        pytest.param('<button aria-label="Upvote">4</button><button aria-label="Downvote">1</button>', (3, 4, 1), id="buttons"),
        pytest.param(
            '<meta itemprop="interactionType" content="http://schema.org/LikeAction"><meta itemprop="userInteractionCount" content="2">',
            (2, 2, None),
            id="interactions",
        ),
        pytest.param('<meta itemprop="userInteractionCount" content="2">', (None, None, None), id="interactions-of-what"),
        pytest.param('<span class="score">many</span>', (None, None, None), id="no-number"),
        pytest.param("", (None, None, None), id="none"),
    ],
)  # fmt: skip
def test_votes(markup: str, votes: tuple[int | None, int | None, int | None]) -> None:
    found = one(f"{HEAD}{TEXT}<div>{markup}</div>")
    assert (found.score, found.upvotes, found.downvotes) == votes
    assert found.text == "The first coat was red."


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        pytest.param(f"{HEAD}{TEXT}", "The first coat was red.", id="named"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>One.</p><p>Two.</p><ul><li>Three</li></ul></div>', "One.\nTwo.\nThree", id="paragraphs"),
        pytest.param(f"{HEAD}<p>One.</p><p>Two.</p>", "One.\nTwo.", id="unnamed"),
        pytest.param(f"{HEAD} says: <p>One.</p><a href='#'>Reply</a> <a href='#'>Report</a>", "One.", id="controls"),
        pytest.param(f'<img class="avatar" alt="avatar" src="a.png"> 0 {HEAD}<p>One.</p>', "One.", id="number-beside-the-portrait"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>0</p></div>', "0", id="a-number-is-a-comment"),
        pytest.param(f'{HEAD}<div itemprop="text">One. <a href="/x">Link</a></div>', "One. Link", id="microdata"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>One.</p><a href="#">Reply</a> | <a href="#">Report</a></div>', "One.", id="controls-inside"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>One.</p><p><font size=1><a href="#">edit</a></font></p></div>', "One.", id="control-in-a-paragraph"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>One.</p><span>Like</span> <span>Reply</span></div>', "One.", id="controls-without-links"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>I do not <em>like</em> this <a href="/x">link</a>.</p></div>', "I do not like this link.", id="such-words-in-a-sentence"),
        pytest.param(f'{HEAD}<div class="comment-content">See the <a href="/x">link</a> there</div>', "See the link there", id="in-a-sentence-without-a-paragraph"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>Up</p></div>', "Up", id="such-a-word-alone"),
        pytest.param(f'{HEAD}<div class="comment-content"><ul><li>Like</li><li>Share</li></ul></div>', "Like\nShare", id="such-words-in-a-list"),
        pytest.param(f"{HEAD}<p>See this <a href='/x'>link</a>.</p>", "See this link.", id="in-an-unnamed-paragraph"),
        pytest.param(f'{HEAD}<div class="comment-content"><p>One.<br>Two.</p><div class="edit-link"><a href="/e">Edit</a></div></div>', "One.\nTwo.", id="edit-link-inside"),
        pytest.param(f'{HEAD}<div class="comment-text">One.</div><div class="signature">Ines of the harbour</div>', "One.", id="signature"),
        pytest.param(f'<div class="comment-content">{HEAD}<p>One.</p></div>', "One.", id="name-and-date-inside"),
    ],
)  # fmt: skip
def test_text(inside: str, text: str) -> None:
    assert one(inside).text == text


@pytest.mark.parametrize(
    ("inside", "state"),
    [
        pytest.param(f"{HEAD}{TEXT}", CommentState.VISIBLE, id="visible"),
        pytest.param(f'{HEAD}<em class="comment-awaiting-moderation">Your comment is awaiting moderation.</em>{TEXT}', CommentState.PENDING, id="pending"),
        pytest.param(f"{HEAD}<div class='comment-content'><p>This comment was deleted.</p></div>", CommentState.REMOVED, id="deleted"),
        pytest.param(f"{HEAD}<div class='comment-content'><p>[removed]</p></div>", CommentState.REMOVED, id="removed"),
        pytest.param(f"{HEAD}<div class='comment-content'><p>Deleted by a moderator</p></div>", CommentState.REMOVED, id="by-a-moderator"),
        pytest.param(f"{HEAD}<div class='comment-content'><p>Kommentar gelöscht</p></div>", CommentState.REMOVED, id="german"),
        pytest.param(f"{HEAD}<div class='comment-content'><p>I deleted my account over this. This comment was deleted from my heart too, along with everything that I ever wrote on the matter of paint.</p></div>", CommentState.VISIBLE, id="talks-of-deleting"),
    ],
)  # fmt: skip
def test_state(inside: str, state: CommentState) -> None:
    assert one(inside).state is state


def test_a_placeholder_that_has_answers_is_kept() -> None:
    gone = f'<li id="comment-1" class="comment"><b class="fn">Ines</b><ol class="children">{comment(2, "Words of two.")}</ol></li>'
    found = read(article(thread(gone, *OTHERS))).comments
    assert [(c.key, c.parent_key) for c in found] == [("1", None), ("2", "1"), ("98", None), ("99", None)]


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        pytest.param(f'<b class="fn">Ines</b> <a href="/post/#comment-1"><time datetime="2024-05-01">x</time></a>{TEXT}', "http://example.org/post/#comment-1", id="around-the-date"),
        pytest.param(f'{HEAD}{TEXT}<a href="/viewtopic.php?p=1#p1">Re: The crane</a>', "http://example.org/viewtopic.php?p=1#p1", id="anchor-of-its-number"),
        pytest.param(f'{HEAD}<a href="/t/3#p98">Ann wrote:</a>{TEXT}<a href="#top">Top</a>', None, id="anchors-of-others"),
        pytest.param(f'{HEAD}{TEXT}<a class="permalink" href="/c/1">#</a>', "http://example.org/c/1", id="permalink"),
        pytest.param(f'{HEAD}{TEXT}<a href="#comment-1">#</a>', "http://example.org/post/#comment-1", id="fragment"),
        pytest.param(f'<b class="fn">Ines</b> <span class="date" title="2024-05-01"><a href="/c/1">May 1, 2024</a></span>{TEXT}', "http://example.org/c/1", id="inside-the-date"),
        pytest.param(f'{HEAD}{TEXT}<a href="newreply.php?p=1">Reply</a> #<a href="showpost.php?p=1&amp;postcount=7">7</a>', "http://example.org/post/showpost.php?p=1&postcount=7", id="its-key-as-a-parameter"),
        pytest.param(f'{HEAD}{TEXT}<a href="/comment/1"></a>', "http://example.org/comment/1", id="its-key-at-the-end"),
        pytest.param(f'{HEAD}{TEXT}<a href="/reply/1">Answer</a><a href="/report?id=1">!</a><a href="/c/11">#</a>', None, id="controls-and-other-keys"),
        pytest.param(f'{HEAD}{TEXT}<a href="/c/x">permalink</a>', "http://example.org/c/x", id="called-so"),
        pytest.param(f'{HEAD}<p>In reply to <a class="permalink" rel="bookmark" href="/c/98">x</a></p>{TEXT}<a class="permalink" href="/c/1">y</a>', "http://example.org/c/1", id="not-that-of-whom-it-answers"),
        pytest.param(f'<span itemprop="author"><a itemprop="url" href="/u/ines">Ines</a></span>{TEXT}<meta itemprop="url" content="/c/1">', "http://example.org/c/1", id="not-the-writers"),
        pytest.param(f'{HEAD}{TEXT}<i data-clipboard-text="http://example.org/c/1"></i>', "http://example.org/c/1", id="to-be-copied"),
        pytest.param(f'{HEAD}{TEXT}<i data-clipboard-text="The first coat"></i>', None, id="words-to-be-copied"),
        pytest.param(f"{HEAD}{TEXT}", None, id="none"),
    ],
)  # fmt: skip
def test_permalink(inside: str, url: str | None) -> None:
    assert one(inside).url == url


@pytest.mark.parametrize(
    ("inside", "attributes", "expected"),
    [
        pytest.param('<p>Pingback: <a href="http://e.example/">Cranes</a></p>', 'class="pingback"', (CommentKind.PINGBACK, "Cranes", "")),
        pytest.param('<p>Trackback: <a href="http://e.example/">Cranes</a></p>', 'class="comment"', (CommentKind.TRACKBACK, "Cranes", "")),
        pytest.param('<b class="fn">Wheels » Cranes</b><div class="comment-content"><p>[...] as they wrote [...]</p></div>', 'class="comment trackback"', (CommentKind.TRACKBACK, "Wheels » Cranes", "[...] as they wrote [...]")),
        pytest.param('<p><a href="http://e.example/">Cranes</a></p>', 'class="pingback"', (CommentKind.PINGBACK, "Cranes", "")),
    ],
)  # fmt: skip
def test_linkbacks(inside: str, attributes: str, expected: tuple[CommentKind, str, str]) -> None:
    found = one(inside, attributes)
    assert (found.kind, found.author, found.text) == expected
    if expected[2] == "":
        assert found.author_url == "http://e.example/"


def test_keys_that_several_have_are_no_keys() -> None:
    record = f'<li class="comment" data-comment-id="7">{HEAD}<div class="comment-content"><p>%s</p></div></li>'
    found = read(article(f'<ol class="comment-list">{record % "One."}{record % "Two."}{record % "Two."}</ol>')).comments
    assert [one.key[:3] for one in found] == ["fp-"] * 3
    assert len({one.key for one in found}) == 3


def test_a_name_in_a_sentence_of_its_own() -> None:
    assert one(f'<p>Ines Vidal wrote:</p><span>May 1, 2024</span>{TEXT}<a href="#">Reply</a>').author == "Ines Vidal"
    assert one(f"Ines Vidal writes:{TEXT}").author == "Ines Vidal"


def test_votes_that_are_no_number_are_none() -> None:
    assert one(f'{HEAD}{TEXT}<span itemprop="upvoteCount">many</span>').upvotes is None


def test_a_linkback_without_a_link_has_its_words() -> None:
    found = one("<p>Pingback: from somewhere</p>", 'class="pingback"')
    assert (found.kind, found.author, found.text) == (CommentKind.PINGBACK, None, "from somewhere")


def test_a_record_that_holds_nothing_but_another_is_none_of_its_own() -> None:
    inner = f'<div class="comment" id="comment-2">{HEAD}{TEXT}</div>'
    others = "".join(f'<div class="comment" id="comment-{n}">{HEAD}{TEXT}</div>' for n in range(3, 7))
    html = f'<div id="comments"><div class="comment" id="comment-1">{inner}</div>{others}</div>'
    assert [found.key for found in read(article(html)).comments] == ["2", "3", "4", "5", "6"]


def test_records_without_words_are_no_comments() -> None:
    html = thread(*(f'<li class="comment" id="comment-{n}">{HEAD}</li>' for n in range(1, 4)))
    assert read(article(html)).comments == ()


@pytest.mark.parametrize(
    "words",
    [
        "I was born in 1950.",
        "The summer of 2003 was hot",
        "On 5 May 2010 we met",
        "yesterday I saw it",
        "2 hours ago I ate",
        "2012",
        "March 3, 2012 at 5:00 pm is when it happened",
        "Reply number 7 here.",
    ],
)
def test_a_date_that_words_mention_is_no_date_of_the_comment(words: str) -> None:
    records = "".join(
        f'<li id="comment-{number}" class="comment"><b class="fn">R{number}</b><div class="comment-content"><p>{text}</p></div></li>'
        for number, text in enumerate((words, "Hello there", "Well, well"))
    )
    html = f'<div id="comments"><h2>3 comments</h2><ol class="comment-list">{records}</ol></div>'
    page = extract_page(html.encode(), url="http://example.org/a", fetched_at=datetime(2024, 1, 1, tzinfo=UTC))
    first = page.comments[0]
    assert (first.text, first.published_raw) == (words, None)
