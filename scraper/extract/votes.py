"""How a comment was received: its score, and the votes for and against it.

<span class="score">(Score:5, Insightful)</span>    <b aria-label="9 points">9</b>    <li data-score="-2">
<button aria-label="Upvote"><span>4</span></button>    <meta itemprop="userInteractionCount" content="2">
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from scraper.extract.dom import Document, Node
from scraper.extract.names import matcher
from scraper.extract.render import text_of

_SCORE = matcher(
    r"(?<![a-z])(?:score|points?|votes?|karma|likes?|upvotes?|upvoted|rating|vote-?count|like-?count|recommend\w*|ups|total)(?![a-z])"
)
_UP = matcher(r"(?<![a-z])(?:up|ups|upvote[rs]?|likes?|plus|thumbs?-?up|positive|agree)(?![a-z])")
_DOWN = matcher(r"(?<![a-z])(?:down|downs|downvotes?|dislikes?|minus|thumbs?-?down|negative|disagree)(?![a-z])")
_NUMBER = re.compile(
    r"^\W*?(?:score:\s*)?([+\-−–]?\d{1,6})\s*(?:points?|votes?|likes?|people like this|upvotes?|♥|,\s*[a-z]+)?\W*$",
    re.I,
)
SCORED = re.compile(r"\(\s*score:\s*([+-]?\d{1,4})\s*(?:,\s*[a-z]+\s*)?\)", re.I)
"""A score in words, in front of which nothing but a title stands: Slash prints it behind its comments' titles."""
_LABEL = re.compile(r"([+\-−–]?\d{1,6})\s+(?:points?|votes?|upvotes?|likes?)\b", re.I)
_LABEL_UP = re.compile(r"(?:up-?vote|vote up|thumbs? up|like)\b", re.I)
_LABEL_DOWN = re.compile(r"(?:down-?vote|vote down|thumbs? down|dislike)\b", re.I)
_COUNTED = frozenset(("upvoteCount", "downvoteCount", "userInteractionCount"))
_ATTRIBUTES = ("score", "data-score")
_LONGEST = 24


@attrs.define
class Votes:
    """What a record says of its votes."""

    score: int | None = None
    up: int | None = None
    down: int | None = None


def read_votes(document: Document, record: Node, own: Sequence[Node]) -> Votes:
    """The votes that one record shows.

    Args:
        document: the page.
        record: the record, whose attributes may tell them.
        own: its nodes without those of other records in it.
    """
    votes = Votes()
    for name in _ATTRIBUTES:
        if votes.score is None and (told := _NUMBER.match(record.get(name))):
            votes.score = _value(told[1])
    for place, node in enumerate(own):
        if not node.tag:
            if votes.score is None and "core:" in node.text and (said := SCORED.search(node.text)):
                votes.score = _value(said[1])
        elif node.attributes:
            if node.attributes.get("itemprop") in _COUNTED:
                _read_item(document, votes, own, place)
            else:
                _read_element(document, votes, node)
    if votes.score is None and votes.up is not None:
        votes.score = votes.up - (votes.down or 0)
    return votes


def _value(digits: str) -> int:
    return int(digits.replace("−", "-").replace("–", "-"))


def _read_element(document: Document, votes: Votes, node: Node) -> None:
    """What an element counts that is called a score, or votes."""
    if not 0 < node.length < _LONGEST:
        return
    label = node.attributes.get("aria-label") or ""
    if label and votes.score is None and (told := _LABEL.fullmatch(label.strip())):
        votes.score = _value(told[1])
        return
    is_down = bool(node.names) and _DOWN(node.names) or bool(label and _LABEL_DOWN.match(label))
    is_up = bool(node.names) and _UP(node.names) or bool(label and _LABEL_UP.match(label))
    if not (is_down or is_up or (node.names and _SCORE(node.names))):
        return
    found = _NUMBER.match(text_of(document, node))
    if not found:
        return
    value = _value(found[1])
    if is_down:
        votes.down = abs(value) if votes.down is None else votes.down
    elif is_up:
        votes.up = value if votes.up is None else votes.up
    elif votes.score is None:
        votes.score = value


def _read_item(document: Document, votes: Votes, own: Sequence[Node], place: int) -> None:
    """What microdata counts: votes, or interactions that it calls likes."""
    node = own[place]
    found = _NUMBER.match(node.get("content") or text_of(document, node))
    kind = node.attributes["itemprop"]
    if not found:
        return
    if kind == "downvoteCount":
        votes.down = int(found[1])
    elif kind == "upvoteCount" or _are_likes(own, place):
        votes.up = int(found[1])


def _are_likes(own: Sequence[Node], place: int) -> bool:
    beside = own[max(0, place - 3) : place + 4]
    return any(
        near.attributes.get("itemprop") == "interactionType" and "Like" in (near.get("content") or near.get("href"))
        for near in beside
        if near.attributes
    )
