"""Posts that quote or name the one they answer."""

from __future__ import annotations

import pytest

from archive.records import Comment
from tests.scraper.extract.reading import read

FIRST = "The kite came down behind the chapel and has not been seen since."
SECOND = "Chapel roofs are where kites go in the end."


def board(*bodies: str, names: tuple[str, ...] = ("Delta", "Sled", "Rokkaku"), attributes: str = "") -> list[Comment]:
    """Posts of a forum in a row, as read, without the last one."""
    bodies, names = (*bodies, "That is all there is to say of kites."), (*names, "Warden")
    posts = "".join(
        f'<div class="post" id="post-{place + 7}" {attributes}><a class="author" href="/members/{place}">{names[place]}</a>'
        f'<time datetime="2021-03-0{place + 1}">March</time><div class="post-content">{body}</div></div>'
        for place, body in enumerate(bodies)
    )
    page = read(f"<html><body><h1>Kites</h1><div>{posts}</div></body></html>", url="https://kites.example.org/topic/5")
    return sorted(page.comments, key=lambda comment: comment.position)[:-1]


def parents(comments: list[Comment]) -> list[str | None]:
    return [comment.parent_key for comment in comments]


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param('<blockquote data-source="post: 7" data-quote="Delta"><a href="/goto/post?id=7">Delta said:</a> The kite.</blockquote>', id="xenforo"),
        pytest.param('<blockquote class="ipsQuote" data-ipsquote-contentcommentid="7"><p>The kite.</p></blockquote>', id="invision"),
        pytest.param('<aside class="quote" data-post="7" data-topic="5"><blockquote><p>The kite.</p></blockquote></aside>', id="discourse"),
        pytest.param('<blockquote class="quoteBox" cite="https://kites.example.org/topic/5?postID=7#post-7"><p>The kite.</p></blockquote>', id="woltlab"),
        pytest.param('<blockquote><cite>Delta wrote: <a href="viewtopic.php?p=7#p7">↑</a></cite>The kite.</blockquote>', id="phpbb"),
        pytest.param('<div><div>Originally Posted by <strong>Delta</strong> <a href="?p=7#post7"><img src="x.gif"></a></div><div>The kite.</div></div>', id="vbulletin"),
        pytest.param('<blockquote><cite><a href="/index.php?msg=7">Quote from: Delta</a></cite>The kite.</blockquote>', id="smf"),
    ],
)  # fmt: skip
def test_a_quotation_names_its_post(quote: str) -> None:
    found = board(FIRST, SECOND, f"{quote}<p>Which chapel?</p>")
    assert parents(found) == [None, None, "7"]
    assert (found[2].parent_rule, found[2].parent_confidence) == ("quotation", 0.8)


def test_quoted_words_are_those_of_an_earlier_post() -> None:
    found = board(
        FIRST, SECOND, "<blockquote>Sled wrote:<br>Chapel roofs are where kites go</blockquote><p>Not mine.</p>"
    )
    assert parents(found) == [None, None, "8"]
    assert (found[2].parent_rule, found[2].parent_confidence) == ("quotation", 0.6)


def test_the_first_quotation_counts() -> None:
    quotes = (
        '<blockquote data-source="post: 8">Roofs.</blockquote><blockquote data-source="post: 7">The kite.</blockquote>'
    )
    assert parents(board(FIRST, SECOND, f"{quotes}<p>Both of you.</p>")) == [None, None, "8"]


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param('<blockquote data-source="post: 99">A post that is elsewhere.</blockquote>', id="not on the page"),
        pytest.param(
            '<blockquote data-source="post: 9">These very words of the post itself.</blockquote>', id="itself"
        ),
        pytest.param("<blockquote>Kites.</blockquote>", id="too short to tell"),
        pytest.param("<blockquote>What my grandmother used to say of roofs.</blockquote>", id="nobody here"),
        pytest.param(
            '<p>As somebody said, <a href="/rules#rule3">rule 3</a> forbids roofs.</p>', id="a link to a rule"
        ),
    ],
)
def test_other_quotations_answer_nobody(quote: str) -> None:
    found = board(FIRST, SECOND, f"{quote}<p>So be it.</p>")
    assert parents(found) == [None, None, None]
    assert not found[2].is_orphan


def test_a_name_in_front_is_the_latest_post_of_that_name() -> None:
    found = board(FIRST, SECOND, "@Sled, which chapel?")
    assert parents(found) == [None, None, "8"]
    assert (found[2].parent_rule, found[2].parent_confidence) == ("mention", 0.5)


@pytest.mark.parametrize("words", ["@Slednik was here before.", "Ask @Sled about it.", "@nobody at all", "@ Sled"])
def test_other_names_are_nobody(words: str) -> None:
    assert parents(board(FIRST, SECOND, words)) == [None, None, None]


def test_longer_names_win() -> None:
    names = ("Ann", "Ann Bell", "Carl")
    assert parents(board(FIRST, SECOND, "@Ann Bell it was the chapel.", names=names)) == [None, None, "8"]


def test_posts_that_are_told_to_be_at_one_level_stay_there() -> None:
    found = board(FIRST, SECOND, "@Sled, which chapel?", attributes='data-level="0"')
    assert parents(found) == [None, None, None]
    assert {comment.parent_rule for comment in found} == {"level"}
