"""Which stored comment a comment without a native id is: by its words, its writer, its time and its place.

Words may be edited, comments may come in above or change their order, a parent may be removed, and "2 hours ago" is
another date tomorrow. So what is surest is settled first, and what it leaves over is compared by less:

    words           same writer, same words
    moment          same writer, the same exact time
    edit            same writer, most words the same
    placeholder     no words: the one stored comment that stands at this place, or whose replies stand below it
    name            the same words, of some length, by another name
    place           same writer and time, and the comments before and after are the same
    elimination     no words: the stored comments under the same parent that nothing else is, where they are as many

Times that are told apart forbid a match. Two candidates that nothing tells apart are taken in their order, where the
words are the same, and are no match where they are not: a wrong match is worse than a new comment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import timedelta
from difflib import SequenceMatcher

from archive.store.traces import EXACT, YEAR, Left, Pairs, Trace, fold, in_common, may_be_one, tolerance

_ALIKE = 0.5
"""Share of words that an edited comment keeps."""
_LONG = 20
"""Folded characters: by so many two texts are no greeting that anybody writes."""
_MOST_PAIRS = 20_000
"""So many comparisons take about a second; a page where more is open was read in another way, and matched by words."""
_ZONES = timedelta(hours=14)


def recognise(shown: Sequence[Trace], stored: Sequence[Trace], known: Pairs) -> Pairs:
    """For each shown comment that is a stored one, the key it is stored under.

    Args:
        shown: the page's comments, in its order; those that are known are there for their places.
        stored: the stored comments of the thread, in their order.
        known: those of which it is known already.
    """
    pairs = dict(known)
    left = Left(shown, stored, pairs)
    _by_words(left, lambda other: other.texts[:1])
    _by_words(left, lambda other: other.texts[1:])
    _by_test(left, lambda trace: (trace.at,), _same_moment)
    _by_test(left, lambda trace: (fold(trace.author or ""),), _is_edit)
    _by_place(left, lambda one, _: one.is_placeholder, at_the_ends=True)
    _by_test(left, lambda trace: [fold(text) for text in trace.texts], _is_renamed)
    _by_place(left, _is_rewritten, at_the_ends=False)
    _by_elimination(left)
    return pairs


def _same_author(one: Trace, other: Trace) -> bool:
    return fold(one.author or "") == fold(other.author or "")


def _by_words(left: Left, texts_of: Callable[[Trace], Sequence[str]]) -> None:
    """Same writer and words: those of one group by their times, and in their order."""
    stored: defaultdict[tuple[str, str], list[Trace]] = defaultdict(list)
    for other in left.free():
        for text in dict.fromkeys(fold(text) or text for text in texts_of(other)):
            stored[fold(other.author or ""), text].append(other)
    groups: defaultdict[tuple[str, str], list[Trace]] = defaultdict(list)
    for one in left.new():
        groups[fold(one.author or ""), fold(one.texts[0]) or one.texts[0]].append(one)
    # Those without words last: what stands around them is settled by then, and is all that tells them apart.
    for group, ones in sorted(groups.items(), key=lambda item: not fold(item[0][1])):
        others = [other for other in stored.get(group, ()) if other.key not in left.taken]
        slack = _ZONES if len(group[1]) >= _LONG else timedelta()
        if not fold(group[1]):
            _by_replies(left, ones, others)
        open_ones = [one for one in ones if one.key not in left.pairs]
        for one, other in _matched(left, open_ones, [o for o in others if o.key not in left.taken], slack):
            left.settle(one, other)


def _by_replies(
    left: Left,
    ones: Sequence[Trace],
    others: Sequence[Trace],
    test: Callable[[Trace, Trace], bool] = lambda one, other: True,  # noqa: ARG005 (any pair passes)
) -> None:
    """Those that stand above the same replies, from the ends of the branches up: a reply may be one of them itself."""
    if len(ones) * len(others) > _MOST_PAIRS:
        return
    is_settled = True
    while is_settled:
        is_settled = False
        for one in reversed(ones):
            free = [] if one.key in left.pairs else [other for other in others if other.key not in left.taken]
            above = [o for o in free if in_common(left, one, o) > 1 and test(one, o) and may_be_one(one, o)]
            if len(above) == 1:
                left.settle(one, above[0])
                is_settled = True


def _matched(
    left: Left, ones: Sequence[Trace], others: Sequence[Trace], slack: timedelta
) -> Iterable[tuple[Trace, Trace]]:
    """Pairs of equal traces: with the nearest times and most surroundings in common first, then in order."""
    fitting = sorted(
        (
            (_apart(one, other), -in_common(left, one, other), abs(i * len(others) - j * len(ones)), i, j)
            for i, one in enumerate(ones)
            for j, other in enumerate(others)
            if may_be_one(one, other, slack=slack)
        )
    )
    used_ones: set[int] = set()
    used_others: set[int] = set()
    for *_, i, j in fitting:
        if i not in used_ones and j not in used_others:
            used_ones.add(i)
            used_others.add(j)
            yield ones[i], others[j]


def _apart(one: Trace, other: Trace) -> float:
    """How far apart the times are, beyond what they leave open."""
    if one.at is None or other.at is None:
        return 0.0
    return max(0.0, (abs(one.at - other.at) - tolerance(one) - tolerance(other)).total_seconds())


def _by_test(
    left: Left, marks_of: Callable[[Trace], Iterable[Hashable]], test: Callable[[Trace, Trace], float]
) -> None:
    """Pairs that share a mark and pass a test, the best first; of two that pass it equally well, neither."""
    free: defaultdict[Hashable, list[Trace]] = defaultdict(list)
    for other in left.free():
        for mark in dict.fromkeys(marks_of(other)):
            free[mark].append(other)
    candidates = [(one, free[mark]) for one in left.new() for mark in list(marks_of(one))[:1] if mark in free]
    if sum(len(others) for _, others in candidates) > _MOST_PAIRS:
        return
    found = [(score, one, other) for one, others in candidates for other in others if (score := test(one, other)) > 0]
    of_one = Counter((one.key, score) for score, one, _ in found)
    of_other = Counter((other.key, score) for score, _, other in found)
    for score, one, other in sorted(found, key=lambda pair: -pair[0]):
        if one.key in left.pairs or other.key in left.taken:
            continue
        ties = of_one[one.key, score] > 1 or of_other[other.key, score] > 1
        if not ties or in_common(left, one, other) > 1:
            left.settle(one, other)


def _same_moment(one: Trace, other: Trace) -> float:
    if one.at is None or one.at != other.at or one.precision not in EXACT or other.precision not in EXACT:
        return 0
    if not all(trace.raw_date is None or YEAR.search(trace.raw_date) for trace in (one, other)):
        return 0
    return 1 if _same_author(one, other) or one.is_placeholder or other.is_placeholder else 0


def _is_edit(one: Trace, other: Trace) -> float:
    if one.is_placeholder or not _same_author(one, other) or not may_be_one(one, other):
        return 0
    likeness = max(_likeness(one.texts[0], text) for text in other.texts)
    return likeness if likeness >= _ALIKE else 0


def _is_rewritten(one: Trace, other: Trace) -> bool:
    """Other words altogether: only where the times say that it may be one comment, or its replies do."""
    return _same_author(one, other) and not one.is_placeholder and one.at is not None and other.at is not None


def _is_renamed(one: Trace, other: Trace) -> float:
    text = fold(one.texts[0])
    if len(text) < _LONG or one.is_placeholder or not may_be_one(one, other):
        return 0
    return 1 if text in {fold(earlier) for earlier in other.texts} else 0


def _likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, in their order."""
    ones, others = fold(one).split(), fold(other).split()
    if not ones or not others or min(len(ones), len(others)) * 2 < max(len(ones), len(others)) * _ALIKE:
        return 0
    return SequenceMatcher(None, ones, others, autojunk=False).ratio()


def _by_place(left: Left, test: Callable[[Trace, Trace], bool], *, at_the_ends: bool) -> None:
    """Pairs that pass a test and stand at the same place: above the same replies, or between the same two comments."""
    standing = [other for other in left.stored if not other.is_gone]
    if len(left.new()) * len(standing) > _MOST_PAIRS:
        return
    before = -1
    while before < len(left.pairs):  # what is settled by its place is a place to settle others by
        before = len(left.pairs)
        _by_replies(left, left.new(), standing, test)
        _between(left, standing, test, at_the_ends=at_the_ends)


def _between(left: Left, standing: Sequence[Trace], test: Callable[[Trace, Trace], bool], *, at_the_ends: bool) -> None:
    """Pairs that pass a test and stand between the same two comments."""
    place_of = {other.key: place for place, other in enumerate(standing)}
    ends = (-1, len(standing)) if at_the_ends else (None, None)
    shown = left.shown
    for place, one in enumerate(shown):
        if one.key in left.pairs:
            continue
        before = place_of.get(left.pairs.get(shown[place - 1].key, "")) if place else ends[0]
        after = place_of.get(left.pairs.get(shown[place + 1].key, "")) if place + 1 < len(shown) else ends[1]
        if before is not None and after is not None and after - before == 2:
            other = standing[before + 1]
            if other.key not in left.taken and test(one, other) and may_be_one(one, other):
                left.settle(one, other)


def _by_elimination(left: Left) -> None:
    """A placeholder stands for somebody: where as many are left under a parent as comments of it are missing, for those.

    In their order, where there are several: which of them is which, nothing tells.
    """
    placeholders: defaultdict[str | None, list[Trace]] = defaultdict(list)
    for one in left.new():
        if one.is_placeholder:
            placeholders[left.pairs.get(one.parent or "", one.parent)].append(one)
    missing: defaultdict[str | None, list[Trace]] = defaultdict(list)
    for other in left.free():
        if not other.is_gone:
            missing[other.parent].append(other)
    for parent, ones in placeholders.items():
        pairs = list(zip(ones, missing[parent], strict=False))
        if len(ones) == len(missing[parent]) and all(may_be_one(one, other) for one, other in pairs):
            for one, other in pairs:
                left.settle(one, other)
