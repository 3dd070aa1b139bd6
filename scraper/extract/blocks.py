"""A page's blocks of text, and what can be told of each by its place, its names and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scraper.extract.dom import BLOCKS, Node
from scraper.extract.forest import load
from scraper.extract.render import SILENT

_HOLDERS = BLOCKS | {"td", "th"}
_WORDS = re.compile(r"[a-z]+")
_FIRST_WORDS = re.compile(r"\w+")
TAG_CODES = {tag: code for code, tag in enumerate("p li dd td th div section article main blockquote pre dt h2 h3 h4 h5 h6 h1 figcaption caption header center address aside footer form nav".split(), 1)}  # fmt: skip
# How parts of a page hold their text: the strongest statement on the way up to the root counts.
_ZONE = {"blockquote": 1, "ul": 2, "ol": 2, "dl": 2, "table": 3, "figure": 4, "header": 5, "form": 6, "footer": 7, "aside": 8, "nav": 9}  # fmt: skip
_INNER = {"main": 1, "article": 2}
HEAD = 40


class Block:
    """A run of text in one element.

    Attributes:
        holder: the element that begins and ends its lines.
        frame: the part of the page around the holder: what is not a list, a table or a quotation.
        first, end: indexes of its first text, and behind its last.
        length, linked: visible characters, and those in links.
        text: how it begins; all of it where it is short.
        state: what the elements around it say, see `State`.
        inline: the tag of the element that its first text stands in.
        likely: the chance of the likeliest long text in it, in hundredths; -1 where it has none.
    """

    __slots__ = ("end", "first", "frame", "holder", "inline", "length", "likely", "linked", "state", "text")

    def __init__(self, text: Node, holder: Node, frame: Node, state: State) -> None:
        self.holder = holder
        self.frame = frame
        self.first = text.index
        self.end = text.index + 1
        self.length = text.length
        self.linked = text.linked
        self.text = text.text
        self.state = state
        self.inline = text.parent.tag if text.parent is not None and text.parent is not holder else ""
        self.likely = -1


# Zone, inner zone; weights of the names on the way up: of the element itself, sum, least, greatest.
State = tuple[int, int, int, int, int, int]
_ROOT: State = (0, 0, 0, 0, 0, 0)
# Controls and what is drawn: their texts are none of the page.
SILENCE: State = (-1, 0, 0, 0, 0, 0)


class Surroundings:
    """What the elements around a node say; remembered, since most nodes share them."""

    def __init__(self) -> None:
        self._states: dict[int, State] = {}
        self._frames: dict[int, Node] = {}
        self._holders: dict[int, Node] = {}

    def state(self, node: Node) -> State:
        """What an element and those around it say of an article's text."""
        states = self._states
        if (known := states.get(node.index)) is not None:
            return known
        way = [node]
        current = node.parent
        above: State | None = None
        while current is not None and (above := states.get(current.index)) is None:
            way.append(current)
            current = current.parent
        state = above or _ROOT
        for element in reversed(way):
            if state is not SILENCE:
                state = SILENCE if element.tag in SILENT or _is_for_machines(element) else _below(state, element)
            states[element.index] = state
        return state

    def holder(self, node: Node) -> Node:
        """The element that begins and ends the lines of the texts in a node."""
        known = self._holders.get(node.index)
        if known is None:
            way, holder = [node], node
            while holder.tag not in _HOLDERS and (above := holder.parent) is not None:
                if (known := self._holders.get(above.index)) is not None:
                    holder = known
                    break
                way.append(above)
                holder = above
            for passed in way:  # thousands may nest
                self._holders[passed.index] = holder
            return holder
        return known

    def frame(self, holder: Node) -> Node:
        """The part of the page around a holder."""
        known = self._frames.get(holder.index)
        if known is None:
            way, frame = [holder], holder.parent or holder
            while frame.tag in _FRAMING and (above := frame.parent) is not None:
                if (known := self._frames.get(frame.index)) is not None:
                    frame = known
                    break
                way.append(frame)
                frame = above
            for passed in way:
                self._frames[passed.index] = frame
            return frame
        return known


def long_texts(texts: Sequence[Node], around: Surroundings) -> list[Node]:
    """The texts outside of links that are long enough to be sentences; where there are none, the longest that there are."""
    for least in (_LONG, _LONG // 2, 8):
        found = [text for text in texts if text.length >= least and not text.linked and text.parent is not None]
        found = [text for text in found if around.state(text.parent or text) is not SILENCE]
        if found:
            return found
    return []


_LONG = 40


def find_blocks(texts: Sequence[Node], around: Surroundings) -> list[Block]:
    """The blocks that texts make, in reading order."""
    blocks: list[Block] = []
    current: Block | None = None
    held: Node | None = None
    for text in texts:
        parent = text.parent
        if parent is None:
            continue
        holder = held if parent is held else around.holder(parent)
        if current is not None and holder is held:
            if parent is not holder and around.state(parent) is SILENCE:
                continue
            current.end = text.index + 1
            current.length += text.length
            current.linked += text.linked
            if len(current.text) < HEAD:
                current.text += text.text
        elif around.state(parent) is not SILENCE:
            current = Block(text, holder, around.frame(holder), around.state(holder))
            held = holder
            blocks.append(current)
    return blocks


# What stands between a line and the part of the page that it is in.
_FRAMING = frozenset("tr tbody thead tfoot table ul ol dl li td th figure picture blockquote".split())


def _is_for_machines(element: Node) -> bool:
    """Whether an element holds microdata that nobody sees: the article's words once more."""
    attributes = element.attributes
    return "itemscope" in attributes and "style" in attributes and bool(_UNSEEN.search(attributes["style"] or ""))


_UNSEEN = re.compile(r"display\s*:\s*none", re.I)


def _below(above: State, element: Node) -> State:
    zone, inner, _, total, least, greatest = above
    tag, attributes, own = element.tag, element.attributes, 0
    if tag in _ZONE and zone < (found := _ZONE[tag]):
        zone = found
    if tag in _INNER and inner < (found := _INNER[tag]):
        inner = found
    if attributes:
        if element.names and tag not in _ROOTS:
            own = weight_of(element.names)
            total += own
            if own < least:
                least = own
            elif own > greatest:
                greatest = own
        if "role" in attributes:
            role = attributes["role"]
            zone = max(zone, _ROLES.get(role or "", 0))
            inner = max(inner, 1 if role == "main" else 0)
        if "itemprop" in attributes and attributes["itemprop"] == "articleBody":
            inner = 3
    return zone, inner, own, total, least, greatest


_ROOTS = frozenset(("html", "body"))
_ROLES = {"navigation": 9, "complementary": 8, "contentinfo": 7, "dialog": 9, "banner": 5, "search": 6}
_MOST_KNOWN = 20_000
_known_names: dict[str, int] = {}
_known_tokens: dict[str, tuple[int, ...]] = {}


def weight_of(names: str) -> int:
    """How much class and id speak for an article's text (above 0) or for something beside it: the mean of their words, and of the strongest."""
    known = _known_names.get(names)
    if known is None:
        weights: list[int] = []
        for token in names.split():
            of_token = _known_tokens.get(token)
            weights += _learn(token) if of_token is None else of_token
        known = _middle(weights)
        if len(_known_names) > _MOST_KNOWN:
            _known_names.clear()
        _known_names[names] = known
    return known


def _middle(weights: list[int]) -> int:
    if len(weights) < 2:
        return 2 * weights[0] if weights else 0
    return round(sum(weights) / len(weights) + (min(weights) + max(weights)) / 2)


def _learn(token: str) -> tuple[int, ...]:
    table = load("article")["names"]
    weights = tuple(table[word] for word in words_of(token) if word in table)
    if len(_known_tokens) > _MOST_KNOWN:
        _known_tokens.clear()
    _known_tokens[token] = weights
    return weights


def words_of(token: str) -> list[str]:
    """The words of a class name or an id, and each two neighbours."""
    words = _WORDS.findall(token)
    return words if len(words) < 2 else [*words, *map("-".join, pairwise(words))]


def phrase_weight(text: str) -> int:
    """How much the first words of a short line speak for or against an article's text."""
    table = load("article")["words"]
    return _middle([table[word] for word in first_words(text) if word in table])


def first_words(text: str) -> list[str]:
    """The first words of a line, and its first two together."""
    lowered = text.lower()
    words = lowered.split(None, 5)[:5]
    if not "".join(words).isalnum():
        words = _FIRST_WORDS.findall(lowered)[:5]
    if len(words) > 2:
        return [*words, f"{words[0]} {words[1]}", f"{words[1]} {words[2]}"]
    return [*words, f"{words[0]} {words[1]}"] if len(words) == 2 else words


def forget() -> None:
    """Forget the weights worked out so far; training changes the tables."""
    _known_names.clear()
    _known_tokens.clear()
