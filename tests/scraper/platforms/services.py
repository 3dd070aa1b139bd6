"""Sites on each platform, and what its API answers: written by us, in the documented shape."""

from __future__ import annotations

from typing import Any

import attrs
import orjson

from tests.scraper.extract.reading import WORDS as LONG
from tests.scraper.extract.reading import article
from tests.servers import NOT_FOUND, Answer, Asked, html, text

HOST = "http://127.0.0.1:1"
HOSTS = ("disqus.com", "giscus.app", "api.github.com", "talk.example.net")
POST = f"{HOST}/post/"
WORDS = LONG.strip()
FIRST, REPLY, THIRD = (
    "Who ordered the second coat, and of which colour?",
    "Nobody did, as far as the clerk's drawer can tell.",
    "It has been green for a week now, and it peels already.",
)
AT = "2024-05-01T10:00:00"


@attrs.frozen(kw_only=True)
class Service:
    """One platform: a page with its fingerprint, and what is asked for its comments."""

    name: str
    page: str
    answers: dict[str, Any]
    """JSON, or a ready answer, by what an address begins with; the longest beginning counts."""
    keys: tuple[str, str, str]
    """Of the three comments: a first one, its reply, and another that only the API tells."""
    url: str = POST
    is_shown: bool = False
    """Whether the page shows the first two itself."""
    shown_keys: tuple[str, str] | None = None
    """Of those two on the page, where they have others there."""

    def pages(self) -> dict[str, Answer]:
        """What answers in any case."""
        return {self.url: html(self.page), f"{HOST}/robots.txt": text("User-agent: *\nDisallow:")}

    def respond(self, asked: Asked) -> Answer:
        """What its API says."""
        found = max((begin for begin in self.answers if asked.path.startswith(begin)), key=len, default=None)
        if found is None:
            return NOT_FOUND
        said = self.answers[found]
        return said if isinstance(said, Answer) else text(orjson.dumps(said), kind="application/json")

    def is_api(self, url: str) -> bool:
        """Whether an address is one of its API."""
        return any(url.startswith(begin) for begin in self.answers)

    def origin(self) -> str:
        """Where its API is."""
        return "/".join(next(iter(self.answers)).split("/")[:3])


def _discourse() -> Service:
    def post(number: int, words: str, **more: Any) -> dict[str, Any]:
        return {
            "id": 90 + number, "post_number": number, "username": "ines", "name": "", "created_at": f"{AT}.000Z",
            "cooked": f"<p>{words}</p>", **more,
        }  # fmt: skip

    def shown(number: int, words: str) -> str:
        return (
            f"<div id='post_{number}' itemprop='comment' itemscope itemtype='http://schema.org/Comment' class='topic-body crawler-post'>"
            f"<div class='crawler-post-meta'><span class='creator' itemprop='author' itemscope itemtype='http://schema.org/Person'>"
            f"<a itemprop='url' rel='nofollow' href='{HOST}/u/ines'><span itemprop='name'>ines</span></a></span>"
            f"<link itemprop='mainEntityOfPage' href='{HOST}/t/crane/5'><span class='crawler-post-infos'>"
            f"<time itemprop='datePublished' datetime='{AT}Z' class='post-time'>May 1, 2024, 10:00am</time>"
            f"<meta itemprop='dateModified' content='{AT}Z'><span itemprop='position'>{number}</span></span></div>"
            f"<div class='post' itemprop='text'><p>{words}</p></div>"
            f"<div itemprop='interactionStatistic' itemscope itemtype='http://schema.org/InteractionCounter'>"
            f"<meta itemprop='interactionType' content='http://schema.org/LikeAction'/><meta itemprop='userInteractionCount' content='0' />"
            f"<span class='post-likes'></span></div></div>"
        )

    posts = [post(1, WORDS), post(2, FIRST), post(3, REPLY, reply_to_post_number=2), post(4, THIRD)]
    topic = {"id": 5, "slug": "crane", "title": "The crane", "posts_count": 4, "post_stream": {"posts": posts, "stream": [91, 92, 93, 94]}}  # fmt: skip
    first = shown(1, WORDS).replace("itemprop='comment' itemscope itemtype='http://schema.org/Comment' ", "")
    page = f"""<!DOCTYPE html><html lang="en"><head><title>The crane</title><meta name="generator" content="Discourse 3.3.0"></head>
<body class="crawler"><section id="main"></section><noscript><div id="main-outlet" class="wrap" role="main"><div id="topic-title"><h1><a href="/t/crane/5">The crane</a></h1></div>
<div itemscope itemtype='http://schema.org/DiscussionForumPosting'><meta itemprop='headline' content='The crane'>
{first}{shown(2, FIRST)}{shown(3, REPLY)}</div></div></noscript></body></html>"""
    answers = {
        f"{HOST}/latest.json": {"topic_list": {"topics": [{"id": 5, "slug": "crane"}]}},
        f"{HOST}/t/5.json": topic,
    }
    return Service(
        name="discourse", page=page, answers=answers, keys=("2", "3", "4"), url=f"{HOST}/t/crane/5", is_shown=True
    )


def _ghost() -> Service:
    def said(key: str, words: str, **more: Any) -> dict[str, Any]:
        return {"id": key, "html": f"<p>{words}</p>", "member": {"name": "ines"}, "created_at": f"{AT}.000Z", **more}

    script = f'<script data-ghost-comments="{HOST}/" data-api="{HOST}/ghost/api/content/" data-key="ab12" data-post-id="64f"></script>'
    posts = [{"id": "64f", "url": POST, "title": "The crane", "html": f"<p>{WORDS}</p><p>{WORDS}</p>", "published_at": f"{AT}.000+00:00"}]  # fmt: skip
    thread = [said("c1", FIRST, replies=[said("c2", REPLY)], count={"replies": 1}), said("c3", THIRD)]
    answers = {
        f"{HOST}/ghost/api/content/posts/": {"posts": posts, "meta": {"pagination": {"next": None}}},
        f"{HOST}/members/api/comments/post/64f/": {"comments": thread, "meta": {"pagination": {"total": 3, "next": None}}},
    }  # fmt: skip
    return Service(name="ghost", page=article(script), answers=answers, keys=("c1", "c2", "c3"))


def _isso() -> Service:
    def said(key: int, words: str, **more: Any) -> dict[str, Any]:
        return {"id": key, "parent": None, "text": f"<p>{words}</p>", "author": "ines", "created": 1714557600.0, "mode": 1, "likes": 0, "dislikes": 0, "replies": [], **more}  # fmt: skip

    def shown(key: int, words: str, inside: str = "") -> str:
        return (
            f'<div class="isso-comment" id="isso-{key}"><div class="isso-text-wrapper"><div class="isso-comment-header"><span class="isso-author">ines</span>'
            f'<a class="isso-permalink" href="#isso-{key}"><time datetime="{AT}Z">2 years ago</time></a></div>'
            f'<div class="isso-text"><p>{words}</p></div><div class="isso-follow-up">{inside}</div></div></div>'
        )

    thread = f'<section id="isso-thread"><h4>2 Comments</h4><div id="isso-root">{shown(1, FIRST, shown(2, REPLY))}</div></section>'
    script = '<script data-isso="//talk.example.net/isso/" src="//talk.example.net/isso/js/embed.min.js"></script>'
    told = {
        "total_replies": 3, "hidden_replies": 0, "config": {},
        "replies": [said(1, FIRST, replies=[said(2, REPLY, parent=1)], total_replies=1), said(3, THIRD)],
    }  # fmt: skip
    return Service(
        name="isso",
        page=article(script + thread),
        answers={"http://talk.example.net/isso/": told},
        keys=("1", "2", "3"),
        is_shown=True,
    )


def _disqus(copy: str = "") -> Service:
    def said(key: str, words: str, parent: int | None = None) -> dict[str, Any]:
        return {"id": key, "parent": parent, "author": {"name": "ines"}, "message": f"<p>{words}</p>", "createdAt": AT}

    thread = {"id": "77", "posts": 3}
    frame = {"cursor": {"hasNext": True, "next": "1:0:0"}, "response": {"thread": thread, "posts": [said("11", FIRST), said("12", REPLY, 11)]}, "session": {"apiKey": "key"}}  # fmt: skip
    body = f'<html><body><script type="text/json" id="disqus-threadData">{orjson.dumps(frame).decode()}</script></body></html>'
    answers = {
        "https://disqus.com/embed/comments/": html(body),
        "https://disqus.com/api/3.0/threads/listPostsThreaded": {
            "cursor": {"hasNext": False}, "response": [said("12", REPLY, 11), said("13", THIRD)],
        },
    }  # fmt: skip
    script = f'<div id="disqus_thread">{copy}</div><script>var disqus_shortname = "gullpost";</script>'
    return Service(name="disqus", page=article(script), answers=answers, keys=("11", "12", "13"))


def _disqus_plugin() -> Service:
    """The old WordPress plugin: a copy in the page, without dates, under WordPress's numbers."""

    def shown(key: int, words: str, depth: int, inside: str = "") -> str:
        return (
            f'<li class="comment even depth-{depth}" id="dsq-comment-{key}"><div id="dsq-comment-header-{key}" class="dsq-comment-header">'
            f'<cite id="dsq-cite-{key}"><span id="dsq-author-user-{key}">ines</span></cite></div>'
            f'<div id="dsq-comment-body-{key}" class="dsq-comment-body"><div id="dsq-comment-message-{key}" class="dsq-comment-message">'
            f"<p>{words}</p></div></div>{inside}</li>"
        )

    reply = f'<ul class="children">{shown(62, REPLY, 2)}</ul>'
    copy = f'<div id="dsq-content"><ul id="dsq-comments">{shown(61, FIRST, 1, reply)}</ul></div>'
    return attrs.evolve(_disqus(copy), name="disqus-plugin", is_shown=True, shown_keys=("61", "62"))


def _coral() -> Service:
    def said(key: str, words: str, **more: Any) -> dict[str, Any]:
        return {"node": {"id": key, "body": f"<div>{words}</div>", "createdAt": f"{AT}.000Z", "author": {"username": "ines"}, **more}}  # fmt: skip

    def shown(key: str, words: str, depth: int) -> str:
        return (
            f'<div class="coral coral-indent coral-indent-{depth}"><div tabindex="-1" id="comment-{key}" class="coral coral-comment coral-reacted-0">'
            f'<div class="coral coral-comment-topBar"><button class="coral coral-username coral-comment-username"><span>ines</span></button>'
            f'<button class="coral coral-timestamp coral-comment-timestamp"><time datetime="{AT}.000Z">2 years ago</time></button></div>'
            f'<div class="coral coral-content coral-comment-content"><div>{words}</div></div></div></div>'
        )

    first, reply, third = (f"{n}b9c1f2e-7a4d-4c1b-9a55-3f1f6f0f7a0{n}" for n in range(3))
    script = '<script>Coral.createStreamEmbed({id:"coral", rootURL: "https://talk.example.net"});</script>'
    stream = f'<div class="coral coral-stream"><section id="comments-allComments-log" role="log">{shown(first, FIRST, 0)}{shown(reply, REPLY, 1)}</section></div>'
    replies = {"edges": [said(reply, REPLY, parent={"id": first})], "pageInfo": {"hasNextPage": False}}
    edges = [said(first, FIRST, replies=replies), said(third, THIRD)]
    story = {"commentCounts": {"totalPublished": 3}, "comments": {"edges": edges, "pageInfo": {"hasNextPage": False}}}
    return Service(
        name="coral",
        page=article(f"{stream}{script}"),
        answers={"https://talk.example.net/api/graphql": {"data": {"story": story}}},
        keys=(first, reply, third),
        is_shown=True,
    )


def _giscus() -> Service:
    def said(key: str, words: str, **more: Any) -> dict[str, Any]:
        return {"id": key, "author": {"login": "ines"}, "createdAt": f"{AT}Z", "bodyHTML": f"<p>{words}</p>", "replyToId": None, "replies": [], **more}  # fmt: skip

    comments = [said("D1", FIRST, replies=[said("D2", REPLY, replyToId="D1")]), said("D3", THIRD)]
    discussion = {
        "totalCommentCount": 2,
        "totalReplyCount": 1,
        "pageInfo": {"hasNextPage": False},
        "comments": comments,
    }
    script = '<script src="https://giscus.app/client.js" data-repo="a/b" data-category="Talk" data-mapping="pathname"></script>'
    return Service(
        name="giscus",
        page=article(script),
        answers={"https://giscus.app/api/discussions": {"discussion": discussion}},
        keys=("D1", "D2", "D3"),
    )


def _utterances() -> Service:
    def said(key: int, words: str) -> dict[str, Any]:
        return {"id": key, "user": {"login": "ines"}, "created_at": f"{AT}Z", "body": words}

    issue = "https://api.github.com/repos/a/b/issues/7/comments"
    script = '<script src="https://utteranc.es/client.js" repo="a/b" issue-term="pathname"></script>'
    answers = {
        "https://api.github.com/search/issues": {"total_count": 1, "items": [{"comments": 3, "comments_url": issue}]},
        issue: [said(5, FIRST), said(6, REPLY), said(7, THIRD)],
    }
    return Service(name="utterances", page=article(script), answers=answers, keys=("5", "6", "7"))


SERVICES = (_discourse(), _ghost(), _isso(), _disqus(), _disqus_plugin(), _coral(), _giscus(), _utterances())
