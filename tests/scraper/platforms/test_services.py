"""Each platform by its fingerprint and by answers in the shape that its documentation gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import CommentState, Page, Relation
from scraper.normalise.page import normalise_page
from scraper.platforms.answers import Answer
from scraper.platforms.registry import read_answer
from scraper.spiders.reading import Received, read
from tests.scraper.extract.reading import WORDS as LONG
from tests.scraper.extract.reading import article
from tests.scraper.extract.reading import read as read_page
from tests.strategies import EXTRACTOR

WORDS = LONG.strip()
AT = datetime(2026, 3, 1, tzinfo=UTC)
FOR = "article=http://example.org/post/"
DISQUS = """<div id="disqus_thread"></div><script>var disqus_shortname = 'gullpost'; this.page.identifier = "p 7";</script>"""
CORAL = """<div id="coral"></div><script>Coral.createStreamEmbed({id:"coral", rootURL: 'https://talk.example.net'});</script>"""
GISCUS = '<script src="https://giscus.app/client.js" data-repo="a/b" data-category="Talk" data-mapping="og:title" data-strict="1"></script>'
UTTERANCES = '<script src="https://utteranc.es/client.js" repo="a/b" issue-term="pathname"></script>'
ISSO = '<script data-isso="//talk.example.net/isso/" src="//talk.example.net/isso/js/embed.min.js"></script><section id="isso-thread" data-isso-id="/old/"></section>'
GHOST = '<script data-ghost-comments="http://example.org/" data-api="http://example.org/ghost/api/content/" data-key="ab12" data-post-id="64f"></script>'
DISCOURSE = '<meta name="generator" content="Discourse 3.3.0">'


def told(data: Any, url: str, headers: dict[str, str] | None = None) -> Page:
    page = read_answer(Answer(data=data, url=url, fetched_at=AT, extractor=EXTRACTOR, headers=headers or {}))
    assert page is not None
    return normalise_page(page)


def shape(page: Page) -> list[tuple[str, str | None, str | None, str]]:
    (thread,) = page.told
    return [(c.key, c.parent_key, c.author, c.text) for c in thread.comments]


@pytest.mark.parametrize(
    ("html", "begins"),
    [
        pytest.param(article(DISQUS), "https://disqus.com/embed/comments/?base=default&f=gullpost&t_u=http", id="disqus"),
        pytest.param(article(CORAL), "https://talk.example.net/api/graphql?query=query", id="coral"),
        pytest.param(article(GISCUS, head='<meta property="og:title" content="The crane">'), "https://giscus.app/api/discussions?repo=a%2Fb&category=Talk&first=100&term=The%20crane&number=0&strict=true", id="giscus"),
        pytest.param(article(UTTERANCES), "https://api.github.com/search/issues?q=%22", id="utterances"),
        pytest.param(article(ISSO), "http://talk.example.net/isso/?uri=%2Fold%2F", id="isso"),
        pytest.param(article(GHOST), "http://example.org/members/api/comments/post/64f/?limit=100&page=1", id="ghost"),
    ],
)  # fmt: skip
def test_a_page_tells_where_its_comments_are(html: str, begins: str) -> None:
    page = read_page(html)
    (link,) = [link for link in page.links if link.relation is Relation.API]
    assert link.url.startswith(begins)
    assert "article=http" in link.url


@pytest.mark.parametrize(
    ("html", "platform", "root"),
    [
        (article("", head=DISCOURSE), "discourse", "http://example.org/latest.json?no_definitions=true&page=0"),
        (article(GHOST), "ghost", "http://example.org/ghost/api/content/posts/?key=ab12&include=authors,tags&limit=100&page=1&comments=1"),
        (article(DISQUS), None, None),
    ],
)  # fmt: skip
def test_a_page_names_the_api_of_its_site(html: str, platform: str | None, root: str | None) -> None:
    found = read_page(html).api_root
    assert (found and found.platform, found and found.url) == (platform, root)


def test_disqus_frames_and_threads() -> None:
    post = {
        "id": "11",
        "parent": None,
        "author": {"name": "Ines", "profileUrl": "https://disqus.com/by/ines/"},
        "message": f"<p>{WORDS}</p>",
        "createdAt": "2024-05-01T10:00:00",
        "points": 3,
        "likes": 4,
        "dislikes": 1,
    }
    reply = {**post, "id": "12", "parent": 11, "author": {"name": "Bo"}, "message": "<p>No.</p>"}
    frame = {"cursor": {"hasNext": True, "next": "1:0:0"}, "response": {"thread": {"id": "77", "posts": 9}, "posts": [post, reply, {**post, "id": "13", "isDeleted": True}]}, "session": {"apiKey": "key"}}  # fmt: skip
    body = f'<html><body><script type="text/json" id="disqus-threadData">{orjson.dumps(frame).decode()}</script></body></html>'
    url = f"https://disqus.com/embed/comments/?base=default&f=gullpost&t_u=http://example.org/post/&{FOR}"
    found = read(Received(body=body.encode(), url=url, fetched_at=AT, content_type="text/html"))
    assert found.page is not None
    page = normalise_page(found.page)
    assert shape(page) == [("11", None, "Ines", WORDS), ("12", "11", "Bo", "No."), ("13", None, "Ines", "")]
    first, _, gone = page.told[0].comments
    assert (str(first.published_at), first.score, gone.state) == ("2024-05-01 10:00:00+00:00", 3, CommentState.REMOVED)
    (link,) = found.links
    assert link.url.startswith(
        "https://disqus.com/api/3.0/threads/listPostsThreaded?thread=77&forum=gullpost&limit=100"
    )
    following = told({"cursor": {"hasNext": True, "next": "2:0:0"}, "response": [reply]}, link.url)
    assert [one.url.partition("cursor=")[2] for one in following.links] == ["2:0:0"]


def test_coral() -> None:
    def node(key: str, body: str, **more: Any) -> dict[str, Any]:
        return {
            "node": {
                "id": key,
                "body": body,
                "createdAt": "2024-05-01T10:00:00.000Z",
                "author": {"username": "Ines"},
                **more,
            }
        }

    replies = {"edges": [node("b", "<div>Why?</div>", parent={"id": "a"})], "pageInfo": {"hasNextPage": False}}
    story = {"commentCounts": {"totalPublished": 2}, "comments": {"edges": [node("a", "<div>So.</div>", replies=replies)], "pageInfo": {"hasNextPage": True, "endCursor": "c1"}}}  # fmt: skip
    page = told(
        {"data": {"story": story}}, f"https://t.example/api/graphql?query=q&variables=%7B%22url%22:%22u%22%7D&{FOR}"
    )
    assert shape(page) == [("a", None, "Ines", "So."), ("b", "a", "Ines", "Why?")]
    assert "%22after%22:%22c1%22" in page.links[0].url


def test_giscus_and_utterances() -> None:
    user = {"login": "ines", "url": "https://github.example/ines", "avatarUrl": "https://a.example/1.png"}
    reply = {
        "id": "DC_2",
        "author": user,
        "createdAt": "2024-05-02T10:00:00Z",
        "bodyHTML": "<p>Yes.</p>",
        "replyToId": "DC_1",
    }
    comment = {
        **reply,
        "id": "DC_1",
        "replyToId": None,
        "upvoteCount": 2,
        "replies": [reply],
        "bodyHTML": "<p>First.</p>",
    }
    discussion = {"totalCommentCount": 1, "totalReplyCount": 1, "pageInfo": {"hasNextPage": False, "endCursor": "x"}, "comments": [comment]}  # fmt: skip
    page = told({"discussion": discussion}, f"https://giscus.app/api/discussions?repo=a/b&{FOR}")
    assert shape(page) == [("DC_1", None, "ines", "First."), ("DC_2", "DC_1", "ines", "Yes.")]
    assert (page.told[0].covers is not None, page.told[0].comment_count_stated) == (True, 2)
    search = told({"total_count": 1, "items": [{"comments": 1, "comments_url": "https://api.github.com/repos/a/b/issues/7/comments"}]}, f"https://api.github.com/search/issues?q=x&{FOR}")  # fmt: skip
    (link,) = search.links
    issue = told([{"id": 5, "user": {"login": "bo"}, "created_at": "2024-05-01T10:00:00Z", "body": "Plain *words*"}], link.url)  # fmt: skip
    assert shape(issue) == [("5", None, "bo", "Plain *words*")]


def test_ghost() -> None:
    posts = {"posts": [{"id": "64f", "url": "http://example.org/post/", "title": "The crane", "html": f"<p>{WORDS}</p>", "published_at": "2024-05-01T10:00:00.000+00:00", "authors": [{"name": "Ann"}], "tags": [{"name": "birds"}]}], "meta": {"pagination": {"next": 2}}}  # fmt: skip
    page = told(posts, "http://example.org/ghost/api/content/posts/?key=ab&page=1&comments=1")
    one = page.told[0].article
    assert one is not None
    assert (one.title, one.authors, one.tags, one.text) == ("The crane", ("Ann",), ("birds",), WORDS)
    assert [link.url.partition("?")[0] for link in page.links] == ["http://example.org/ghost/api/content/posts/", "http://example.org/members/api/comments/post/64f/"]  # fmt: skip
    reply = {"id": "c2", "html": "<p>Ha.</p>", "member": {"name": "Bo"}, "created_at": "2024-05-02T10:00:00.000Z"}
    comment = {**reply, "id": "c1", "member": {"name": "Ines"}, "replies": [reply], "count": {"replies": 4, "likes": 1}}
    thread = told({"comments": [comment], "meta": {"pagination": {"total": 1, "next": None}}}, page.links[1].url)
    assert shape(thread) == [("c1", None, "Ines", "Ha."), ("c2", "c1", "Bo", "Ha.")]
    (link,) = thread.links
    assert "/members/api/comments/c1/replies/?" in link.url
    assert shape(told({"comments": [reply]}, link.url)) == [("c2", "c1", "Bo", "Ha.")]


def test_discourse() -> None:
    topics = told({"topic_list": {"more_topics_url": "/latest?page=1", "topics": [{"id": 5, "slug": "crane"}]}}, "http://f.example/latest.json?no_definitions=true&page=0")  # fmt: skip
    assert [link.url for link in topics.links] == ["http://f.example/t/5.json", "http://f.example/latest.json?no_definitions=true&page=1"]  # fmt: skip
    post = {"id": 90, "post_number": 1, "username": "ann", "name": "Ann", "cooked": f"<p>{WORDS}</p>", "created_at": "2024-05-01T10:00:00.000Z"}  # fmt: skip
    reply = {**post, "id": 91, "post_number": 2, "username": "bo", "name": "", "cooked": "<p>Hm.</p>", "actions_summary": [{"id": 2, "count": 3}]}  # fmt: skip
    nested = {**reply, "id": 92, "post_number": 3, "reply_to_post_number": 2, "cooked": "<p>Oh.</p>"}
    data = {"id": 5, "slug": "crane", "title": "The crane", "posts_count": 4, "tags": ["birds"], "post_stream": {"posts": [post, reply, nested], "stream": [90, 91, 92, 93]}}  # fmt: skip
    topic = told(data, "http://f.example/t/5.json")
    assert shape(topic) == [("1", None, "Ann", WORDS), ("2", None, "bo", "Hm."), ("3", "2", "bo", "Oh.")]
    (thread,) = topic.told
    assert (thread.article_url, thread.comment_count_stated) == ("http://f.example/t/crane/5", 4)
    assert (thread.article and thread.article.text, thread.comments[1].score) == (WORDS, 3)
    (link,) = topic.links
    assert "post_ids[]=93" in link.url
    further = told({"post_stream": {"posts": [{**reply, "id": 93, "post_number": 4}]}}, link.url)
    assert shape(further) == [("4", None, "bo", "Hm.")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "response", "cursor", "posts", "post_stream", "stream", "comments", "replies", "discussion", "topic_list", "topics", "data", "story", "edges", "node", "meta", "total_replies", "config", "content", "link", "items"]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_values, st.sampled_from(["http://f.example/t/5.json", "http://e.example/wp-json/wp/v2/comments?offset=0", "http://e.example/wp-json/wp/v2/posts?page=1", f"https://disqus.com/embed/comments/?{FOR}", f"http://e.example/members/api/comments/post/1/?{FOR}", f"https://api.github.com/search/issues?{FOR}", f"http://t.example/?uri=x&{FOR}"]))  # fmt: skip
def test_any_answer_is_read_or_tells_nothing(data: Any, url: str) -> None:
    page = read_answer(Answer(data=data, url=url, fetched_at=AT, extractor=EXTRACTOR))
    assert page is None or normalise_page(page) == normalise_page(normalise_page(page))
