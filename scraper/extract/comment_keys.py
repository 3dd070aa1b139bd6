"""What identifies a comment on its page: ids, anchors, permalinks; and whom it names as the one it answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from scraper.extract.answer_lines import IN_REPLY
from scraper.extract.dom import Node
from scraper.normalise.text import fold

_NUMBERED = re.compile(
    r"^(?:[a-z]+[-_:.])*(?:comments?|commentid|comm|cmts?|ljcmt|repl(?:y|ies)|posts?|postid|msg|message|messages|answer|entry|item|node|beitrag|listitem|anchor|dsq-comment"
    r"|t1|c|r|p|m|pid|id|elcomment|isso|tree|acomment|cmt|thing|forum|ul|li|div)[-_:.]?(?:id[-_:]?)?(\d+)$",
    re.I,
)
# The place on the page, of which the next page has the same: `eachPost1`.
_ORDINAL = re.compile(r"[a-z]+\d{1,3}", re.I)
# The key and that of the answered one, as wpDiscuz writes them.
_WITH_PARENT = re.compile(r"^(?:[a-z]+[-_])*comm(?:ent)?[-_](\d+)_\d+$", re.I)
_ID_ATTRIBUTES = ("data-comment-id", "data-commentid", "data-comment_id", "data-cid", "data-post-id", "data-lia-message-uid", "data-message-id", "data-reply-id", "data-pid", "data-uid",
                  "data-id", "data-content-id", "data-entity-id", "data-fullname", "comment-id", "data-key", "data-object-id", "thingid", "data-content-uuid", "data-comment-uuid", "data-uuid")  # fmt: skip
_PARENT_ATTRIBUTES = ("data-parent-id", "data-parentid", "data-parent", "data-parent-comment-id", "data-comment-parent", "data-reply-to",
                      "data-replyto", "data-in-reply-to", "parentid", "parent-id", "data-parent-cid", "data-topid", "data-parent-uuid", "data-parent-comment", "data-parent-key")  # fmt: skip
_HEAD = 60
_TELLING, _PARENTS = frozenset(_ID_ATTRIBUTES[:6]), frozenset(_PARENT_ATTRIBUTES)
_REPLY_PARAMETER = re.compile(
    r"[?&](?:replytocom|reply_to|comment_id|commentid|cid|parent_id|in_reply_to|p|id|pid|postid)=(\d+)", re.I
)
_FRAGMENT = re.compile(r"#(?P<id>[\w:.-]*\d[\w:.-]*)$")
_IN_REPLY = re.compile(rf"(?<!\w)(?:{IN_REPLY}|reply to|parent)(?!\w)|への返信|回复|回覆", re.I)


def native_key(identifier: str) -> str:
    """An id as the site gives it, without the usual prefix: `comment-12` is `12`, `t1_ab3` stays."""
    identifier = identifier.strip()
    found = _NUMBERED.match(identifier) or _WITH_PARENT.match(identifier)
    return found[1] if found else identifier


def key_of(record: Node, own: Sequence[Node]) -> str | None:
    """The native key of a record: its id or data attribute, an anchor's name, its permalink, its reply link."""
    for name in _ID_ATTRIBUTES:
        if value := record.get(name):
            return native_key(value)
    own_id = record.get("id") if any(map(str.isdigit, record.get("id"))) else ""
    if own_id and (coral := _coral_key(record)):
        return coral
    if own_id and (_NUMBERED.match(own_id) or not _ORDINAL.fullmatch(own_id)):
        return native_key(own_id)
    found = _key_inside(own) or _key_in_links(own)
    return found or (native_key(own_id) if own_id else _key_around(record))


def _key_inside(own: Sequence[Node]) -> str | None:
    """The first key that an element in a record has, or an anchor's name."""
    for node in own[:40]:
        found = node.get("id") or (node.get("name") if node.tag == "a" else "")
        if found and (coral := _coral_key(node)):
            return coral
        if found and (_NUMBERED.match(found) or (found.isdecimal() and node.tag == "a")):
            return native_key(found)
        if not _TELLING.isdisjoint(node.attributes):
            for name in _ID_ATTRIBUTES[:6]:
                if value := node.get(name):
                    return native_key(value)
    return None


def _key_around(record: Node) -> str | None:
    """The key that an element around a record has, which holds nothing else."""
    for around in islice(record.ancestors(), 6):
        if around.length > record.length + 2:
            return None
        if told := next((around.get(name) for name in _ID_ATTRIBUTES if name in around.attributes), ""):
            return native_key(told)
        if (own_id := around.get("id")) and _NUMBERED.match(own_id):
            return native_key(own_id)
    return None


def _coral_key(node: Node) -> str | None:
    """Coral's key, which is no number: its API tells it without the prefix that it has on pages."""
    is_coral = "coral-comment " in node.names
    return (node.get("id").removeprefix("comment-") or None) if is_coral else None


def _key_in_links(own: Sequence[Node]) -> str | None:
    links = [node for node in own if node.tag == "a" and node.attributes.get("href")]
    for link in links:
        found = _FRAGMENT.search(link.get("href"))
        if found and _NUMBERED.match(found["id"]) and not is_answer(link, own):
            return native_key(found["id"])
    for link in links:
        if ("reply" in link.names or "reply" in link.get("href").lower()) and (
            asked := _REPLY_PARAMETER.search(link.get("href"))
        ):
            return asked[1]
    return None


def named_parent(record: Node, own: Sequence[Node]) -> str | None:
    """The key of the comment that a record says it answers; None where it says nothing."""
    for node in (record, *own[:_HEAD]):
        if _PARENTS.isdisjoint(node.attributes):
            continue
        for name in _PARENT_ATTRIBUTES:
            value = node.attributes.get(name)
            if value and value not in ("0", "null", "none", "root") and " " not in value:
                return native_key(value)
    for node in own:
        if node.attributes and (node.tag == "a" or node.attributes.get("itemprop") == "parentItem"):
            target = _FRAGMENT.search(node.get("href") or node.get("content") or node.get("resource"))
            if target and (node.attributes.get("itemprop") == "parentItem" or is_answer(node, own)):
                return native_key(target["id"])
    return None


def is_answer(link: Node, own: Sequence[Node]) -> bool:
    """Whether a link is that of an "in reply to" line: it says so, or the text in front of it does."""
    if "parent" in link.names or "in-reply-to" in link.names:
        return True
    place = link.index - own[0].index if own else 0
    inside = " ".join(node.text for node in _around(own, link, 0) if not node.tag)
    if _IN_REPLY.search(inside) and len(inside) < 60 and not re.match(r"\W*reply to\b", inside, re.I):
        return True
    before = "".join(node.text for node in own[max(0, place - 3) : place] if not node.tag)[-40:]
    return bool(re.search(_IN_REPLY.pattern + r"\W*$", before, re.I))


def _around(own: Sequence[Node], link: Node, before: int) -> Iterator[Node]:
    for node in own:
        if link.index - before < node.index < link.end:
            yield node


_PRINT = "fp-"


def fingerprint(author: str | None, raw_date: str | None, text: str, again: int) -> str:
    """A key for a comment without one: the same for the same words by the same name, whatever surrounds it.

    Args:
        author: as shown.
        raw_date: as shown; left out of the print if it changes by itself ("2 hours ago").
        text: the comment.
        again: how many with the same author, date and words stand above it.
    """
    lasting = "" if not raw_date or re.search(r"\b(?:ago|vor|hace|il y a|yesterday|today)\b", raw_date) else raw_date
    digest = hashlib.sha256("\x1f".join((fold(author or ""), fold(lasting), fold(text))).encode()).hexdigest()[:16]
    return f"{_PRINT}{digest}" + (f".{again}x" if again else "x")


def is_fingerprint(key: str) -> bool:
    """Whether a key was made here, for want of one on the page."""
    return key.startswith(_PRINT)
