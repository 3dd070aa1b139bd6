"""Comments that a page keeps in the state of its scripts, in each of the shapes that frameworks give them."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from archive.records import CommentState
from scraper.extract.state import may_hold_talk
from tests.scraper.extract.reading import WORDS, read

ONE, TWO, THREE = "The lamp on the pier was lit twice.", "Only once, I was holding the match.", "Then who blew it out?"
EXPECTED = [
    ("11", None, "Marlin", "2024-03-01", ONE),
    ("12", "11", "Ottoline", "2024-03-02", TWO),
    ("13", "12", "Greta", "2024-03-03", THREE),
]


def script(data: Any, attributes: str = 'id="__NEXT_DATA__" type="application/json"', before: str = "") -> str:
    return f"<script {attributes}>{before}{json.dumps(data)}</script>"


NESTED = {
    "props": {"pageProps": {"article": {"title": "The lamp", "body": WORDS}, "thread": {"comments": [
        {"id": 11, "author": {"name": "Marlin"}, "createdAt": "2024-03-01T10:00:00Z", "body": f"<p>{ONE}</p>", "replies": [
            {"id": 12, "author": {"name": "Ottoline"}, "createdAt": "2024-03-02T10:00:00Z", "body": f"<p>{TWO}</p>", "replies": [
                {"id": 13, "author": {"name": "Greta"}, "createdAt": "2024-03-03T10:00:00Z", "body": f"<p>{THREE}</p>", "replies": []}]}]}]}}}
}  # fmt: skip
FLAT = {"comments": {"items": [
    {"commentId": "11", "user": {"displayName": "Marlin"}, "timestamp": 1709287200, "text": ONE, "parentId": None},
    {"commentId": "12", "user": {"displayName": "Ottoline"}, "timestamp": 1709373600, "text": TWO, "parentId": "11"},
    {"commentId": "13", "user": {"displayName": "Greta"}, "timestamp": 1709460000, "text": THREE, "parentId": "12"},
]}}  # fmt: skip
CACHE = {
    "User:1": {"__typename": "User", "id": "1", "username": "Marlin"}, "User:2": {"__typename": "User", "id": "2", "username": "Ottoline"},
    "User:3": {"__typename": "User", "id": "3", "username": "Greta"},
    "Comment:11": {"__typename": "Comment", "id": "11", "author": {"__ref": "User:1"}, "body": ONE, "createdAt": "2024-03-01T10:00:00Z", "parent": None},
    "Comment:12": {"__typename": "Comment", "id": "12", "author": {"__ref": "User:2"}, "body": TWO, "createdAt": "2024-03-02T10:00:00Z", "parent": {"__ref": "Comment:11"}},
    "Comment:13": {"__typename": "Comment", "id": "13", "author": {"__ref": "User:3"}, "body": THREE, "createdAt": "2024-03-03T10:00:00Z", "parent": {"__ref": "Comment:12"}},
}  # fmt: skip
DOCUMENT = {"apiDocument": {"data": {"type": "discussions", "id": "7"}, "included": [
    {"type": "users", "id": "1", "attributes": {"username": "m", "displayName": "Marlin"}}, {"type": "users", "id": "2", "attributes": {"displayName": "Ottoline"}},
    {"type": "users", "id": "3", "attributes": {"displayName": "Greta"}},
    {"type": "posts", "id": "11", "attributes": {"contentHtml": f"<p>{ONE}</p>", "createdAt": "2024-03-01T10:00:00+00:00"}, "relationships": {"user": {"data": {"type": "users", "id": "1"}}}},
    {"type": "posts", "id": "12", "attributes": {"contentHtml": f"<p>{TWO}</p>", "createdAt": "2024-03-02T10:00:00+00:00", "parentId": "11"}, "relationships": {"user": {"data": {"type": "users", "id": "2"}}}},
    {"type": "posts", "id": "13", "attributes": {"contentHtml": f"<p>{THREE}</p>", "createdAt": "2024-03-03T10:00:00+00:00", "parentId": "12"}, "relationships": {"user": {"data": {"type": "users", "id": "3"}}}},
]}}  # fmt: skip
EDGES = {"data": {"post": {"comments": {"edges": [{"node": {"id": item["commentId"], "author": item["user"], "createdAt": item["timestamp"], "content": item["text"],
         "parentId": item["parentId"]}} for item in FLAT["comments"]["items"]]}}}}  # fmt: skip


def told(html: str) -> list[tuple[str, str | None, str | None, str, str]]:
    page = read(f"<html><head><title>The lamp</title></head><body><div id='app'></div>{html}</body></html>")
    return [(one.key, one.parent_key, one.author, str(one.published_at)[:10], one.text) for one in page.comments]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(script(NESTED), id="Next.js, nested"),
        pytest.param(script(FLAT), id="flat, by parent, in seconds"),
        pytest.param(script(EDGES), id="edges and nodes"),
        pytest.param(script(CACHE, "", "window.__APOLLO_STATE__ = ") , id="Apollo's cache, assigned"),
        pytest.param(script({"forum": FLAT}, "", "window.__PRELOADED_STATE__ = ") + "<script>start()</script>", id="Redux, assigned"),
        pytest.param("<script>self.__next_f.push(" + json.dumps([1, f'1:"a"\n5:{json.dumps(["$", "$L2", None, {"state": FLAT}])}\n']) + ")</script>", id="React's stream"),
        pytest.param(script(DOCUMENT, 'id="forum-json-payload" type="application/json"'), id="JSON:API"),
    ],
)  # fmt: skip
def test_comments_in_the_state_of_a_page(html: str) -> None:
    assert told(html) == EXPECTED


def test_a_preloaded_topic() -> None:
    posts = [
        {"id": 70 + n, "post_number": n, "username": name, "created_at": f"2024-03-0{n}T10:00:00Z", "cooked": f"<p>{words}</p>", "reply_to_post_number": None}
        for n, (name, words) in enumerate((("Marlin", ONE), ("Ottoline", TWO), ("Greta", THREE)), 1)
    ]  # fmt: skip
    topic = json.dumps({"post_stream": {"posts": posts}, "title": "The lamp"})
    preloaded = escape(json.dumps({"topic_7": topic, "site": "not json"}))
    found = told(f'<div class="hidden" id="data-preloaded" data-preloaded="{preloaded}"></div>')
    assert [(author, text) for _, _, author, _, text in found] == [("Marlin", ONE), ("Ottoline", TWO), ("Greta", THREE)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"articles": [{"id": n, "title": f"Story {n}", "body": WORDS, "author": {"name": "Ann"}, "createdAt": "2024-03-01"} for n in range(5)]}, id="articles"),
        pytest.param({"posts": [{"id": n, "title": f"Story {n}", "content": WORDS, "author": {"name": "Ann"}, "date": "2024-03-01"} for n in range(5)]}, id="posts of a blog"),
        pytest.param({"messages": {"login": "Please log in", "logout": "Goodbye"}}, id="strings of the program"),
        pytest.param({"comments": []}, id="none"),
        pytest.param({"comments": [{"id": 1, "text": ""}, {"id": 2, "text": None}]}, id="without words"),
    ],
)  # fmt: skip
def test_state_that_is_no_discussion(data: Any) -> None:
    assert told(script(data)) == []


def test_a_page_that_shows_its_comments_is_read_as_shown() -> None:
    shown = (
        '<ol class="comment-list"><li class="comment" id="comment-5"><b class="fn">Ann</b> <time datetime="2024-01-01">x</time><p>Shown, and short.</p></li>'
        '<li class="comment" id="comment-6"><b class="fn">Bob</b> <time datetime="2024-01-02">x</time><p>Shown, and shorter.</p></li></ol>'
    )
    assert [key for key, *_ in told(shown + script(FLAT))] == ["5", "6"]


@pytest.mark.parametrize("broken", ['{"comments": [{"id": 1, "text": "cut', "[" * 100_000, "not json", ""])
def test_broken_state_is_no_state(broken: str) -> None:
    assert told(f'<script type="application/json">{broken}</script>') == []


@pytest.mark.parametrize(
    ("state", "may"),
    [
        pytest.param('{"comments": [{"id": 1}]}', True, id="list"),
        pytest.param('{"userComments":{"nodes":[]}}', True, id="connection"),
        pytest.param('{"replies" : [ {"id": 1}]}', True, id="spaces"),
        pytest.param('{"items":[{"__typename":"Comment"}]}', True, id="type"),
        pytest.param('{"Comment:7":{"body":"a"}}', True, id="cache"),
        pytest.param('{"children":[{"kind":"t1","type":"blog_comment"}]}', True, id="children-of-a-type"),
        pytest.param('{"messages":{"login":"Log in"},"children":[{"tag":"div"}]}', False, id="children-of-no-type"),
        pytest.param('{"comments":[],"replies":{},"commentCount":3}', False, id="empty"),
        pytest.param('{"replace":"a","compost":[1]}', False, id="other-words"),
    ],
)
def test_what_a_state_may_hold_is_told_before_it_is_read(state: str, may: bool) -> None:
    assert may_hold_talk(state) is may


def test_votes_profiles_and_deleted_comments_of_a_state() -> None:
    comments = [
        {"id": 11, "author": {"name": "Marlin", "profileUrl": "/by/marlin"}, "createdAt": "2024-03-01", "message": ONE, "likes": 4, "points": True},
        {"id": 12, "author": {"name": "Ottoline"}, "createdAt": "2024-03-02", "message": "", "isDeleted": True, "parent": 11, "likes": 0},
        {"id": 13, "author": {"name": "Greta"}, "createdAt": "2024-03-03", "message": THREE, "parent": 12, "score": 1.5},
    ]  # fmt: skip
    found = read(f"<html><body>{script({'comments': comments})}</body></html>").comments
    assert [(one.key, one.parent_key, one.author_url, one.score, one.state) for one in found] == [
        ("11", None, "http://example.org/by/marlin", 4, CommentState.VISIBLE),
        ("12", "11", None, 0, CommentState.REMOVED),
        ("13", "12", None, None, CommentState.VISIBLE),
    ]
