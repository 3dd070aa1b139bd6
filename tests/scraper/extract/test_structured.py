"""What pages say for machines: JSON-LD, broken in the usual ways, and the facts of the head."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.dom import parse
from scraper.extract.structured import json_ld, list_of, names_of, read_head, text_value, types_of
from scraper.extract.structured_comments import comments_of
from tests.scraper.extract.reading import WORDS, article, comment, read, thread

ARTICLE = '{"@type": "Article", "headline": "The crane"}'


def objects(*scripts: str) -> list[dict[str, Any]]:
    return json_ld(parse("".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(ARTICLE, id="plain"),
        pytest.param(f"\n <!-- {ARTICLE} --> ", id="comment"),
        pytest.param(f"//<![CDATA[\n{ARTICLE}\n//]]>", id="cdata"),
        pytest.param(f"{ARTICLE};", id="semicolon"),
        pytest.param('{"@type": "Article",\n "headline": "The\n crane"}', id="line-end-in-a-string"),
        pytest.param('{"@type": "Article", "headline": "The\t\x02 crane"}\x0b', id="control-characters"),
        pytest.param(f'{{"@context": "https://schema.org", "@graph": [{ARTICLE}]}}', id="graph"),
        pytest.param(f"[{ARTICLE}]", id="list"),
        pytest.param(f'{{"mainEntity": {ARTICLE}}}', id="nested-in-no-type"),
    ],
)
def test_an_object_is_read_however_it_is_wrapped(script: str) -> None:
    (item,) = objects(script)
    assert types_of(item) == {"Article"}
    assert str(text_value(item["headline"])).split() == ["The", "crane"]


def test_halves_of_characters_are_no_text() -> None:
    (item,) = objects('{"@type": "Article", "headline": "a\\ud800 b \\ud83d\\ude00"}')
    assert item["headline"] == "a\ufffd b 😀"


@pytest.mark.parametrize(
    "script", ["", "{", "null", "7", '"Article"', "{'@type': 'Article'}", "[" * 5000, '{"@type": "A",}', "undefined"]
)
def test_what_cannot_be_read_says_nothing(script: str) -> None:
    assert objects(script) == []
    assert [types_of(item) for item in objects(script, ARTICLE)] == [{"Article"}]


def test_scripts_that_are_no_json_ld_are_passed_over() -> None:
    assert json_ld(parse(f'<script type="application/json">{ARTICLE}</script><script>{ARTICLE}</script>')) == []


def test_parents_stand_before_what_they_hold() -> None:
    found = objects(
        '{"@type": "WebPage", "about": {"@type": "Thing", "part": {"@type": "Other"}}, "next": {"@type": "Last"}}'
    )
    assert [item["@type"] for item in found] == ["WebPage", "Thing", "Other", "Last"]


def test_deep_objects_are_no_trouble() -> None:
    depth = 500
    found = objects('{"@type": "A", "a": ' * depth + "1" + "}" * depth)
    assert len(found) == depth


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("  a\n b ", "a b", id="text"),
        pytest.param("<b>a</b> b", "a b", id="tags"),
        pytest.param("", None, id="empty"),
        pytest.param(7, "7", id="number"),
        pytest.param(True, None, id="truth"),
        pytest.param(None, None, id="nothing"),
        pytest.param({"name": "Ann"}, "Ann", id="name"),
        pytest.param({"@value": "Ann"}, "Ann", id="value"),
        pytest.param({"url": "http://e.org/"}, "http://e.org/", id="url"),
        pytest.param({"@id": "#a"}, "#a", id="id"),
        pytest.param([None, "", "a", "b"], "a", id="first-of-several"),
        pytest.param([], None, id="none-of-several"),
    ],
)
def test_a_property_is_one_line(value: object, expected: str | None) -> None:
    assert text_value(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann", ["Ann"]),
        ({"name": "Ann"}, ["Ann"]),
        ({"name": ["Ann", "Bo"]}, ["Ann", "Bo"]),
        ([{"name": "Ann"}, "Bo", {}, None], ["Ann", "Bo"]),
        ({"@id": "#ann"}, []),
        (None, []),
    ],
)
def test_all_names_are_told(value: object, expected: list[str]) -> None:
    assert names_of(value) == expected


def test_types_and_lists_come_in_several_shapes() -> None:
    assert types_of({"@type": ["http://schema.org/Article", "Thing"]}) == {"Article", "Thing"}
    assert types_of({}) == {"None"}
    assert (list_of(None), list_of(1), list_of([1, 2])) == ([], [1], [1, 2])


def test_the_head_is_read_first_things_first() -> None:
    head = read_head(
        parse(
            '<html lang="de-AT"><head><title> The  crane </title><title>Second</title><meta name="Author" content="Ann">'
            '<meta property="og:title" content="First"><meta property="og:title" content="Again"><meta itemprop="name" content="x">'
            '<meta name="empty" content=" "><meta http-equiv="refresh" content="5"><link rel="canonical" href="/x"></head>'
        )
    )
    assert (head.title, head.language) == ("The crane", "de-AT")
    assert head.first("og:title") == "First"
    assert head.first("missing", "author") == "Ann"
    assert head.first("empty") is None
    assert head.first("name", "refresh") == "x"
    assert [node.get("href") for node in head.links] == ["/x"]


def test_a_page_without_a_head_says_nothing() -> None:
    head = read_head(parse("<p>x</p>"))
    assert (head.meta, head.links, head.title, head.language) == ({}, [], None, None)


def ld(*comments: dict[str, Any], **rest: Any) -> str:
    item = {"@type": "BlogPosting", "headline": "The crane", "comment": list(comments), **rest}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def told(text: str, **rest: Any) -> dict[str, Any]:
    return {"@type": "Comment", "text": text, **rest}


def test_comments_that_only_json_ld_tells_are_taken() -> None:
    page = read(
        article(
            "",
            head=ld(
                told(
                    "One",
                    **{"@id": "http://example.org/post/#comment-1"},
                    author={"name": "Ann", "url": "/ann"},
                    datePublished="2024-05-01",
                ),
                told(
                    "Two", **{"@id": "#comment-2"}, parentItem={"@type": "Comment", "@id": "#comment-1"}, creator="Bo"
                ),
                told("Three", url="/post/#comment-3", comment=told("Four", identifier="4", comment=[told("Five")])),
                told("", **{"@id": "#c-9"}) | {"text": None},
                told("No comment") | {"@type": "Review"},
                told("One again", **{"@id": "#comment-1"}),
            ),
        )
    )
    assert [(c.key, c.parent_key, c.text, c.depth) for c in page.comments[:4]] == [
        ("1", None, "One", 0), ("2", "1", "Two", 1), ("3", None, "Three", 0), ("4", "3", "Four", 1),
    ]  # fmt: skip
    assert (page.comments[4].parent_key, page.comments[4].depth, page.comments[4].key[:3]) == ("4", 2, "fp-")
    assert (page.comments[0].author, page.comments[0].author_url) == ("Ann", "http://example.org/ann")
    assert (page.comments[1].author, page.comments[1].author_url) == ("Bo", None)
    assert page.comments[2].url == "http://example.org/post/#comment-3"
    assert {e.field: e.rule for e in page.evidence}["comments"] == "json-ld"


@pytest.mark.parametrize(
    ("properties", "url", "score"),
    [
        pytest.param({"@id": "http://example.org/post/#c1", "upvoteCount": 3}, "http://example.org/post/#c1", 3, id="an-address"),
        pytest.param({"@id": "#c1", "upvoteCount": "7", "downvoteCount": 2}, None, 5, id="a-name"),
        pytest.param({"@id": "c1", "url": "/c/1", "interactionStatistic": {"interactionType": "http://schema.org/LikeAction", "userInteractionCount": 4}}, "http://example.org/c/1", 4, id="likes"),
        pytest.param({"url": "/c/1", "interactionStatistic": [{"interactionType": "CommentAction", "userInteractionCount": 4}]}, "http://example.org/c/1", None, id="no-likes"),
    ],
)  # fmt: skip
def test_where_a_comment_stands_and_how_it_was_received(
    properties: dict[str, Any], url: str | None, score: int | None
) -> None:
    (comment,) = comments_of([{"@type": "Article", "comment": told("One", **properties)}], "http://example.org/post/")
    assert (comment.url, comment.score) == (url, score)


def test_answers_to_a_question_are_comments() -> None:
    item = {
        "@type": "Question", "name": "Why three coats of paint?",
        "acceptedAnswer": told("Because of the salt.", url="#a1") | {"@type": "Answer"},
        "suggestedAnswer": [told("For fun.", url="#a2") | {"@type": "Answer"}],
    }  # fmt: skip
    found = comments_of([item], "http://example.org/q")
    assert {comment.text for comment in found} == {"Because of the salt.", "For fun."}


def test_what_a_page_shows_is_completed_by_what_it_says_for_machines() -> None:
    shown = f'<section id="comments"><ol>{"".join(_bare(n) for n in (1, 2))}</ol></section>'
    page = read(
        article(
            shown,
            head=ld(
                told(
                    "Words number 1 of the thread.", author="Ann", datePublished="2024-05-01T08:00:00Z", url="/post/#c1"
                ),
                told("Stale", author="Bo"),
            ),
        )
    )
    assert [c.text for c in page.comments] == ["Words number 1 of the thread.", "Words number 2 of the thread."]
    assert (page.comments[0].author, page.comments[0].published_raw) == ("Ann", "2024-05-01T08:00:00Z")
    assert page.comments[1].author is None


def _bare(number: int) -> str:
    return f'<li class="comment" id="comment-{number}"><div class="comment-content"><p>Words number {number} of the thread.</p></div></li>'


def test_a_name_on_the_page_outweighs_that_of_the_data() -> None:
    page = read(
        article(thread(comment(1, WORDS), comment(2, "Two")), head=ld(told(WORDS, author="Somebody Else", url="/x")))
    )
    assert [c.author for c in page.comments] == ["Ines Vidal", "Ines Vidal"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "comment", "text", "author", "name", "url", "parentItem", "headline", "datePublished"]
            ),
            inner | st.sampled_from(["Comment", "Article"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_read_without_a_failure(value: Any) -> None:
    script = json.dumps(value).replace("</", "<\\/")
    page = read(article("", head=f'<script type="application/ld+json">{script}</script>'))
    assert page.article is not None
    assert page.article.title is not None
