"""What an object of a page's state says: its words, writer, time, key and answers, under any of their usual names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scraper.normalise.text import clean_line

Item = dict[str, Any]

_TEXTS = ("contentHtml", "bodyHtml", "body_html", "cooked", "renderedBody", "htmlBody", "messageHtml", "message_html", "html", "body", "content", "text", "message", "comment", "commentBody", "raw", "markdown", "rawText", "textContent")  # fmt: skip
TIMES = ("createdAt", "created_at", "createdDate", "created", "creationDate", "created_utc", "createdUtc", "publishedAt", "published_at", "published", "postedAt", "posted_at", "date", "time", "timestamp", "dateCreated", "datePublished")  # fmt: skip
_WRITERS = ("author", "user", "creator", "createdBy", "poster", "owner", "member", "profile", "commenter", "postedBy", "account", "writer", "authorName", "username", "userName", "displayName", "author_name", "nickname", "name")  # fmt: skip
_NAMES = (
    "displayName",
    "display_name",
    "name",
    "username",
    "userName",
    "nickname",
    "screenName",
    "fullName",
    "login",
    "slug",
)
KEYS = ("id", "_id", "commentId", "comment_id", "uuid", "postId", "legacyId", "key", "post_number", "number")
PARENTS = ("parentId", "parent_id", "parentCommentId", "parent_comment_id", "parent", "replyTo", "inReplyTo", "in_reply_to", "replyToId", "reply_to_post_number", "parentUuid", "inReplyToId")  # fmt: skip
_CHILDREN = ("replies", "children", "comments", "answers", "responses", "childComments", "kids")
_PROFILES = ("profileUrl", "profile_url", "profileURL", "url", "href", "link", "webUrl", "permalink")
_SCORES = ("score", "points", "voteScore", "vote_score", "netVotes", "likeCount", "like_count", "likesCount", "likes_count", "likes", "upvotes", "upVotes", "upvoteCount", "votes", "ups", "reactionCount")  # fmt: skip
_DELETED = ("isDeleted", "is_deleted", "deleted", "isRemoved", "is_removed", "removed", "deletedAt", "deleted_at")
LINKS = ("url", "permalink", "link", "href", "permalinkUrl")


def words_of(item: Item) -> str:
    """What was said, as text or HTML; empty if nothing."""
    for name in _TEXTS:
        value = item.get(name)
        if isinstance(value, dict):
            value = next(
                (
                    value[inner]
                    for inner in ("html", "text", "plain", "rendered", "raw")
                    if isinstance(value.get(inner), str)
                ),
                None,
            )
        if isinstance(value, str) and value.strip():
            return value
    return ""


def first_of(item: Item, names: tuple[str, ...]) -> Any:
    """The first property of these that says something."""
    return next((item[name] for name in names if item.get(name) not in (None, "", [], {}, False)), None)


def writer_of(item: Item, people: dict[str, Item]) -> str | None:
    """The writer's name, looked up where the object only refers to them."""
    for name in _WRITERS:
        value = item.get(name)
        if isinstance(value, dict):
            person = people.get(_pointer(value), value)
            value = next(
                (person[inner] for inner in _NAMES if isinstance(person.get(inner), str) and person[inner]), None
            )
        if isinstance(value, str) and 0 < len(value) <= 100:
            return clean_line(value) or None
    return None


def profile_of(item: Item, people: dict[str, Item]) -> str | None:
    """The address of the writer's own page, where the object that tells the writer has one."""
    for name in _WRITERS:
        value = item.get(name)
        if isinstance(value, dict):
            link = first_of(people.get(_pointer(value), value), _PROFILES)
            return link if isinstance(link, str) else None
    return None


def score_of(item: Item) -> int | None:
    """How the comment was received, in whole votes."""
    for name in _SCORES:
        value = item.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def is_deleted(item: Item) -> bool:
    """Whether the object says that its words were taken down."""
    return any(item.get(name) not in (None, False, 0, "", "false") for name in _DELETED)


def _pointer(value: Item) -> str:
    """What an object refers to: `{__ref: "User:7"}`, `{type: "users", id: "7"}`."""
    pointer = value.get("__ref") or value.get("id") if value.get("generated") or "__ref" in value else None
    return str(pointer) if pointer else f"{value.get('type')}:{value.get('id')}"


def reference_of(value: Any) -> str | None:
    """A key, or the key that another object has."""
    if isinstance(value, dict):
        value = str(value["__ref"]).partition(":")[2] if "__ref" in value else first_of(value, KEYS)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def time_of(item: Item) -> str | None:
    """A time as written; seconds and milliseconds since 1970 in ISO 8601."""
    value = first_of(item, TIMES)
    if isinstance(value, dict):
        value = first_of(value, ("iso", "date", "utc", "time", "value"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        return datetime.fromtimestamp(seconds, UTC).isoformat() if 1e8 < seconds < 4e9 else None
    return value if isinstance(value, str) else None


def replies_of(item: Item, people: dict[str, Item]) -> list[Item]:
    """The objects that stand below as answers."""
    for name in _CHILDREN:
        value = item.get(name)
        if isinstance(value, dict):
            value = next(
                (value[inner] for inner in ("items", "nodes", "edges", "data") if isinstance(value.get(inner), list)),
                None,
            )
        if isinstance(value, list):
            return [
                unwrapped(people.get(str(one["__ref"]), one) if "__ref" in one else one)
                for one in value
                if isinstance(one, dict)
            ]
    return []


def unwrapped(item: Item) -> Item:
    """The object itself: of `{node: …}`, and of JSON:API with its attributes and relations beside its id."""
    node = item.get("node")
    if isinstance(node, dict):
        item = node
    inner = item.get("attributes")
    if isinstance(inner, dict):
        relations = item.get("relationships")
        related = (
            {name: value.get("data") for name, value in relations.items() if isinstance(value, dict)}
            if isinstance(relations, dict)
            else {}
        )
        return {**related, **inner, "id": item.get("id"), "type": item.get("type")}
    return item
