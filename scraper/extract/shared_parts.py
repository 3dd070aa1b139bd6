"""What the records of one group share: they are made from one pattern, so that each has the same parts, named alike.

A text that most of them show (a label, a control, a rank) is not what was said. The part where they differ most holds
their words, a short text that differs from one to the next is the writer's name, and of several times the one that goes
on from record to record is when each was written. The markup's own names tell all that on most pages, so nothing is
worked out here before it is asked for, and then once for all records.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, islice

import attrs

from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks
from scraper.extract.notices import may_be_pending
from scraper.extract.record_texts import LONGEST_SHORT, alone, are_initials, lettered, may_be_name
from scraper.extract.told_dates import told_time

Part = list[tuple[int, Node]]
"""Elements alike of several records, with the places of the records."""

_NO_CONTENT = frozenset(("a", "img", "time", "form", "button", "label", "cite", "h1", "h2", "h3", "h4", "h5", "h6"))
_LEAST_RECORDS = 3
# Of the records, so many must have the part.
_MOST = 0.6
# A text that so many records have is a label.
_COMMON = 3
# Of what differs between records, so much stands in the words.
_LEAST_SHARE = 0.35
_LONGEST_LABEL, _LONGEST_BOX = 60, 120
_NUMBER = re.compile(r"\d[\d.,:]*")
# Titles of answers are those of what they answer.
_ANSWER = re.compile(r"^(?:re|aw|antw|sv|odp|rif|ynt)(?:\[#\])?: ?(?=\w)")
_NAME = re.compile(r"[@\W]{0,2}[^\W\d_]")


@lru_cache(maxsize=4096)  # controls, badges and class names come again with each record
def key_of(label: str) -> str:
    """What a short text, or an element's names, are compared by: the same for any case and any numbers, and for answers."""
    return _ANSWER.sub("", _NUMBER.sub("#", " ".join(label.split()).lower()))


def are_mixed(texts: Sequence[str]) -> bool:
    """Whether many of these texts have lines that several of them have: labels and controls stand among the words."""
    lines = [{line if len(line) > _LONGEST_LABEL else key_of(line) for line in text.split("\n")} for text in texts]
    counts = Counter(line for of_one in lines for line in of_one)
    mixed = sum(any(counts[line] >= _COMMON for line in of_one) for of_one in lines if len(of_one) > 1)
    return mixed * 4 > len(texts)


@attrs.frozen
class Parts:
    """Where other records tell that a record's parts are; None where they tell nothing."""

    content: Node
    name: Node | None
    date: Node | None


@attrs.define(eq=False, slots=False)  # what it was asked once, it keeps
class Shared:
    """What some records have in common.

    Attributes:
        document: the page.
        records: the records.
        owns: the nodes of each, without those of records nested in it.
        marks: the page's traces of speech.
    """

    document: Document
    records: Sequence[Node]
    owns: Sequence[list[Node]]
    marks: Marks

    def is_furniture(self, text: Node) -> bool:
        """Whether a text is one that most records show, in an element of its own: "Report", "Level 5"."""
        box = text.parent
        if text.length > LONGEST_SHORT or box is None or box.tag == "p" or not self._is_common(text):
            return False
        if box.length > text.length and not self.is_label(box):
            return False
        return any(map(str.isalpha, text.text)) and not (
            self.marks.is_date(text) or self.marks.is_date(box) or self.marks.is_name(box)
        )

    def _is_common(self, text: Node) -> bool:
        return self._counts[key_of(text.text)] >= max(_LEAST_RECORDS, _MOST * len(self.owns))

    def is_label(self, box: Node) -> bool:
        """Whether most records show all that an element holds: what somebody is called there, and how many posts they wrote."""
        if box.length > _LONGEST_BOX:
            return False
        texts = [node for node in self.document.inside(box) if not node.tag and any(map(str.isalnum, node.text))]
        return all(map(self._is_common, texts))

    def spoken(self, own: Sequence[Node]) -> Iterator[Node]:
        """A record's texts with letters, without those that most records show, and initials in place of portraits."""
        texts = lettered(own)
        return (n for place, n in enumerate(texts) if not self.is_furniture(n) and not are_initials(texts, place))

    @cached_property
    def may_be_pending(self) -> bool:
        """Whether one of them may await moderation."""
        return may_be_pending(self.document)

    @cached_property
    def are_signed(self) -> bool:
        """Whether most records begin with a short text, most of them different ones, and go on with more."""
        names = []
        for own in self.owns if len(self.owns) > 1 else ():
            texts = list(islice(self.spoken(own), 2))
            if len(texts) == 2 and may_be_name(texts[0], self.marks) and texts[1].parent is not texts[0].parent:
                names.append(texts[0].text.strip())
        return len(names) * 5 >= len(self.owns) * 4 and len(set(names)) * 3 > len(names)

    def contents(self, apart: Sequence[Sequence[Node]]) -> dict[int, Node]:
        """The part of each record, by its place, that holds its words: the one where records differ most; nothing where none stands out.

        Args:
            apart: for each record, what its words do not hold: its writer's name, its date, the records nested in it.
        """
        if len(self.records) < _LEAST_RECORDS:
            return {}
        parts = (_apart_from(apart, part) for part in self._parts[1:] if part[0][1].tag not in _NO_CONTENT)
        likely = [dict(part) for part in parts if len(dict(part)) == len(part) >= _MOST * len(self.records)]
        sums = [(*self._lengths(nodes), nodes) for nodes in likely]
        own, furniture, best = max(sums, key=lambda one: (one[0] - one[1], -one[0] - one[1]), default=(0, 0, {}))
        whole = sum(own[-1] for _, own, _ in self._texts)
        return best if own > furniture and own >= _LEAST_SHARE * whole else {}

    def names(self, contents: dict[int, Node]) -> dict[int, Node]:
        """The first part outside of the words that reads like a name and is not the same everywhere; one that is a link, if there is any."""
        alike = [nodes for nodes in self._labels(contents) if self._are_names(list(nodes.values()))]
        linked = (nodes for nodes in alike if all(node.linked for node in nodes.values()))
        best = next(linked, alike[0] if alike else {})
        return {place: alone(node, self.owns[place]) for place, node in best.items()}

    def parts(self, apart: Sequence[Sequence[Node]]) -> dict[int, Parts]:
        """The parts of each record that hold its words, its writer and its time, by its place; see `contents`."""
        contents = self.contents(apart)
        names, dates = (self.names(contents), self._dates(contents)) if contents else ({}, {})
        return {place: Parts(node, names.get(place), dates.get(place)) for place, node in contents.items()}

    def _dates(self, contents: dict[int, Node]) -> dict[int, Node]:
        """Of several parts that are dates, the one whose dates go on in one direction; nothing where that is not just one."""
        dated = [nodes for nodes in self._labels(contents) if all(map(self.marks.is_date, nodes.values()))]
        ordered = [nodes for nodes in dated if _go_on([node.text for node in nodes.values()])]
        return ordered[0] if len(dated) > 1 and len(ordered) == 1 else {}

    def _are_names(self, nodes: Sequence[Node]) -> bool:
        words = [node.text.strip() for node in nodes]
        return (
            all(len(text) <= LONGEST_SHORT and _NAME.match(text) for text in words)
            and not any(map(self.marks.is_date, nodes))
            and len(set(words)) > 1
            and len(set(map(key_of, words))) * 3 > len(words)
        )

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many records each text stands, names left out: words may begin with one."""
        is_name = self.marks.is_name
        return Counter(
            key
            for own in self.owns
            for key in {_key(n) for n in own if not n.tag and not (n.parent is not None and is_name(n.parent))}
        )

    @cached_property
    def _texts(self) -> list[tuple[list[int], list[int], list[int]]]:
        """Where the texts of each record stand, and how long those in front of each are: what few records have, and all."""
        found = []
        for own in self.owns:
            texts = [node for node in own if not node.tag]
            told = accumulate((0 if self._counts[_key(n)] >= _COMMON else n.length for n in texts), initial=0)
            whole = accumulate((node.length for node in texts), initial=0)
            found.append(([node.index for node in texts], list(told), list(whole)))
        return found

    def _lengths(self, nodes: dict[int, Node]) -> tuple[int, int]:
        """How much text of some nodes few records have, and how much several have."""
        told = whole = 0
        for place, node in nodes.items():
            starts, own, every = self._texts[place]
            first, last = bisect_left(starts, node.index), bisect_left(starts, node.end)
            told, whole = told + own[last] - own[first], whole + every[last] - every[first]
        return told, whole - told

    @cached_property
    def _parts(self) -> list[Part]:
        """The elements that most records have in the same place: in parts that most have, by tag and names; the records first."""
        found = [list(enumerate(self.records))]
        starts, least = {record.index for record in self.records}, _MOST * len(self.records)
        for part in found:  # which grows
            below: defaultdict[tuple[str, str], Part] = defaultdict(list)
            for place, node in part:
                for child in self.document.children(node):
                    if child.tag and child.length and child.index not in starts:
                        below[child.tag, key_of(child.names)].append((place, child))
            found += [part for part in below.values() if len(dict(part)) >= least]
        return found

    def _labels(self, contents: dict[int, Node]) -> list[dict[int, Node]]:
        """The texts that most records have outside of their words, in reading order; those in one part by their number."""
        found = []
        for part in self._parts:
            texts: defaultdict[int, dict[int, Node]] = defaultdict(dict)
            seen: Counter[int] = Counter()
            for place, node in part:
                for child in self.document.children(node):
                    if not child.tag and child.length > 1 and not (place in contents and child in contents[place]):
                        texts[seen[place]][place] = child
                        seen[place] += 1
            found += [nodes for nodes in texts.values() if len(nodes) >= _MOST * len(self.records)]
        return sorted(found, key=lambda nodes: next(iter(nodes.values())).index)


def _key(text: Node) -> str:
    return text.text if text.length > _LONGEST_LABEL else key_of(text.text)


def _apart_from(apart: Sequence[Sequence[Node]], part: Part) -> Part:
    """Those of some elements in which nothing stands that is to be apart from them."""
    return [(place, node) for place, node in part if not any(other in node for other in apart[place])]


def _go_on(dates: Sequence[str]) -> bool:
    found = [at.at for text in dates if (at := told_time(text)) is not None]
    return len(found) == len(dates) and len(set(found)) > 1 and found in (sorted(found), sorted(found, reverse=True))
