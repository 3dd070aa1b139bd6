"""What identifies a comment: a table of what sites write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.comment_keys import fingerprint, key_of, named_parent, native_key
from scraper.extract.dom import parse
from tests.scraper.extract.reading import first


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("comment-12", "12"),
        ("comment_12", "12"),
        ("li-comment-12", "12"),
        ("div-comment-12", "12"),
        ("Comment12", "12"),
        ("c12", "12"),
        ("p12", "12"),
        ("post-12", "12"),
        ("post_id_12", "12"),
        ("msg12", "12"),
        ("reply-12", "12"),
        ("replies:12", "12"),
        ("answer-12", "12"),
        ("pid12", "12"),
        ("dsq-comment-12", "12"),
        ("beitrag-12", "12"),
        ("12", "12"),
        (" comment-12 ", "12"),
        ("t1_ab3", "t1_ab3"),
        ("ab3-ff0-99", "ab3-ff0-99"),
        ("comment-12-text", "comment-12-text"),
        ("comments", "comments"),
        ("section-12", "section-12"),
    ],
)
def test_native_key(identifier: str, key: str) -> None:
    assert native_key(identifier) == key


@given(st.text(max_size=60))
def test_a_key_is_found_in_no_time_and_only_once(identifier: str) -> None:
    assert native_key(native_key(identifier)) == native_key(identifier)


def test_an_endless_id_is_read_at_once() -> None:
    assert native_key("comment-" * 5000) == "comment-" * 5000
    assert native_key("a" * 100_000) == "a" * 100_000


def key(html: str) -> str | None:
    document = parse(html)
    record = first(document, "li")
    return key_of(record, document.inside(record))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<li id="comment-5">x', "5", id="id"),
        pytest.param('<li data-comment-id="ab-5" id="row-1">x', "ab-5", id="data-attribute-first"),
        pytest.param('<li data-id="t1_ab">x', "t1_ab", id="opaque"),
        pytest.param('<li id="first"><a name="comment-5"></a>x', "5", id="anchor-by-name"),
        pytest.param('<li><div id="div-comment-5">x</div>', "5", id="inner-id"),
        pytest.param('<li><div data-comment-id="ab-5">x</div>', "ab-5", id="inner-data-attribute"),
        pytest.param('<li><p id="lead">x</p><a href="/post/#comment-5">May 1</a>', "5", id="permalink"),
        pytest.param(
            '<li><a href="/post/#top">up</a><a href="?replytocom=5" class="x">Reply</a>', "5", id="reply-link"
        ),
        pytest.param('<li><a href="/do.php?pid=5" class="reply">Answer</a>', "5", id="reply-link-by-class"),
        pytest.param('<li><a href="/user?id=5">Ann</a>', None, id="a-profile-is-no-key"),
        pytest.param('<li>In reply to <a href="#comment-4">Ann</a>. Yes.', None, id="the-answered-is-no-key"),
        pytest.param('<li><a href="#section-5">x</a>', None, id="another-anchor"),
        pytest.param("<li>x", None, id="nothing"),
    ],
)
def test_a_record_tells_its_key(html: str, expected: str | None) -> None:
    assert key(html) == expected


def answered(html: str) -> str | None:
    document = parse(html)
    record = first(document, "li")
    return named_parent(record, document.inside(record))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<li data-parent-id="4">x', "4", id="attribute"),
        pytest.param('<li data-parent="comment-4">x', "4", id="attribute-with-prefix"),
        pytest.param('<li><div data-parentid="4">x</div>', "4", id="inner-attribute"),
        pytest.param('<li data-parent-id="0">x', None, id="zero-is-none"),
        pytest.param('<li data-parent="null">x', None, id="null-is-none"),
        pytest.param('<li data-parent="a b">x', None, id="selector-is-none"),
        pytest.param('<li><link itemprop="parentItem" href="/post#comment-4">x', "4", id="microdata"),
        pytest.param('<li><meta itemprop="parentItem" content="#c4">x', "4", id="microdata-content"),
        pytest.param('<li><p>In reply to <a href="#comment-4">Ann</a></p>x', "4", id="in-reply-to"),
        pytest.param('<li><a href="#comment-4">in reply to Ann</a> x', "4", id="in-reply-to-inside"),
        pytest.param('<li>Antwort auf <a href="#c4">Ann</a> x', "4", id="german"),
        pytest.param('<li>En réponse à <a href="#c4">Ann</a> x', "4", id="french"),
        pytest.param('<li><a class="parent-link" href="#p4">^</a> x', "4", id="link-named-parent"),
        pytest.param('<li><a href="#comment-4">Reply to Ann</a> x', None, id="a-control-is-none"),
        pytest.param('<li>As <a href="#comment-4">Ann</a> said', None, id="a-mention-is-none"),
        pytest.param('<li>In reply to <a href="#comments">all</a>', None, id="no-number"),
        pytest.param("<li>x", None, id="nothing"),
    ],
)
def test_a_record_tells_whom_it_answers(html: str, expected: str | None) -> None:
    assert answered(html) == expected


def test_a_fingerprint_is_that_of_the_words() -> None:
    print_ = fingerprint("Ann", "May 1, 2024", "Good morning", 0)
    assert print_.startswith("fp-")
    assert print_ == fingerprint("ANN", "May 1 2024", "“Good morning!”", 0)
    assert print_ != fingerprint("Bo", "May 1, 2024", "Good morning", 0)
    assert print_ != fingerprint("Ann", "May 2, 2024", "Good morning", 0)
    assert print_ != fingerprint("Ann", "May 1, 2024", "Good morning", 1)
    assert fingerprint(None, None, "x", 0) == fingerprint("", "", "x", 0)


def test_a_date_that_changes_by_itself_is_no_part_of_it() -> None:
    assert fingerprint("Ann", "2 hours ago", "x", 0) == fingerprint("Ann", "3 days ago", "x", 0)
    assert native_key(fingerprint("Ann", None, "x", 3)) == fingerprint("Ann", None, "x", 3)


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        pytest.param('<div data-lia-message-uid="77">{}</div>', "77", id="attribute"),
        pytest.param('<div id="messageview_2"><div id="post-77">{}</div></div>', "77", id="id"),
        pytest.param('<div id="post-77">{}<p>Words of somebody else.</p></div>', None, id="holds-more"),
        pytest.param('<div id="forum77"><p>{}</p></div>', "77", id="further-out"),
        pytest.param("<section>{}</section>", None, id="none"),
    ],
)
def test_a_key_may_stand_around_a_record(around: str, expected: str | None) -> None:
    assert key(around.format("<ul><li>The first coat was red.</li></ul>")) == expected


def test_a_user_is_no_key_where_a_post_is_named() -> None:
    assert key('<li data-uid="3" data-pid="77">The first coat was red.</li>') == "77"
