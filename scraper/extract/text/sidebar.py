"""Recent Comments lists and mastheads in a text capture.

Recent Comments                         Contributors
  • Ann: The miller never said...         • Ben Ortega, Peru
  • Cy on Who keeps the weir?             • Moderators      (the heading, though it looks like an item)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from archive.records import Person, RecentComment
from scraper.extract.text.furniture import is_call, is_page_furniture
from scraper.extract.text.headers import is_name
from scraper.extract.text.headings import is_recent_heading, read_comments_heading, read_thread_state
from scraper.extract.text.lines import Line
from scraper.extract.text.roles import read_role
from scraper.normalise.text import cut_mark

_AUTHOR_AND_WORDS = re.compile(r"(?P<author>[^:：]{1,60}?)\s*[:：]\s+(?P<words>\S.*)")
_AUTHOR_ON_TITLE = re.compile(
    r"(?P<author>.{1,60}?)\s+(?:(?:commented|replied) )?(?:on|bei|zu|sur|en|em|su|op|к)\s+"
    r"(?P<title>\S.*?)(?::\s+(?P<words>[“\"].*))?",
)
_NAME_AND_PLACE = re.compile(
    r"(?P<name>[^,()|]{2,60}?)\s*(?:[,|]\s*|\s[–—-]\s|\()(?P<place>[^,()]{2,60}(?:,\s*[^,()]{2,40})?)\)?"
)
_NOT_PEOPLE = re.compile(
    r"(?:about|contact|home|privacy|terms|log ?in|register|subscribe|advertise|help|faq|rss|search|archives?|more|all)\b.*",
    re.I,
)


@attrs.frozen(kw_only=True)
class Sidebars:
    """What stands beside an article, and which lines of the capture it took."""

    recent_comments: tuple[RecentComment, ...]
    people: tuple[Person, ...]
    lines: frozenset[int]


def read_sidebars(lines: Sequence[Line], *, thread: range) -> Sidebars:
    """Every Recent Comments list and masthead outside of the thread."""
    recent: list[RecentComment] = []
    people: list[Person] = []
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        end = index
        if index in thread:
            index = thread.stop
            continue
        if is_recent_heading(lines[index].text):
            end = _read_recent(lines, index + 1, recent)
        elif (role := read_role(lines[index].text)) and is_people_heading(lines, index):
            end = _read_people(lines, index + 1, role, people)
        taken.update(range(index, end))
        index = max(end, index + 1)
    return Sidebars(recent_comments=tuple(recent), people=tuple(dict.fromkeys(people)), lines=frozenset(taken))


def _read_recent(lines: Sequence[Line], start: int, found: list[RecentComment]) -> int:
    """Append the entries from a line on; the index behind the last of them."""
    is_list = start < len(lines) and lines[start].marker is not None
    for index in range(start, len(lines)):
        line = lines[index]
        entry = _entry(line.text, len(found))
        if (line.marker is None) == is_list or entry is None or _begins_something(line.text):
            return index
        found.append(entry)
    return len(lines)


def _entry(text: str, position: int) -> RecentComment | None:
    if (words := _AUTHOR_AND_WORDS.fullmatch(text)) and " on " not in words["author"]:
        excerpt, truncated = cut_mark(words["words"])
        return _recent(position, words["author"], excerpt, truncated, None)
    if titled := _AUTHOR_ON_TITLE.fullmatch(text):
        excerpt, truncated = cut_mark((titled["words"] or "").strip('“”" '))
        return _recent(position, titled["author"], excerpt or None, truncated, titled["title"])
    return None


def _recent(position: int, author: str, excerpt: str | None, truncated: bool, title: str | None) -> RecentComment:
    return RecentComment(
        position=position, author=author, excerpt=excerpt, truncated=truncated, url=None, article_title=title
    )


def _begins_something(text: str) -> bool:
    return (
        read_role(text) is not None
        or is_recent_heading(text)
        or is_call(text)
        or is_page_furniture(text)
        or read_thread_state(text) is not None
        or read_comments_heading(text) is not None
    )


def is_people_heading(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the heading of a masthead: people follow it; in a menu the same word is only a link."""
    if read_role(lines[index].text) is None:
        return False
    line, after = lines[index], lines[index + 1 : index + 2]
    if not after or _person(after[0].text, "") is None:
        return False
    has_place = _NAME_AND_PLACE.fullmatch(after[0].text) is not None
    return has_place or after[0].marker is not None and (line.marker is None or after[0].gap > 0)


def _read_people(lines: Sequence[Line], start: int, role: str, found: list[Person]) -> int:
    """Append the people from a line on, until one is no person and no further heading of people."""
    is_list = lines[start].marker is not None
    for index in range(start, len(lines)):
        line = lines[index]
        if (next_role := read_role(line.text)) and is_people_heading(lines, index):
            role = next_role
            continue
        person = _person(line.text, role)
        if person is None or (is_list and line.marker is None) or (not is_list and line.gap > 1 and index > start):
            return index
        found.append(person)
    return len(lines)


def _person(text: str, role: str) -> Person | None:
    if _NOT_PEOPLE.fullmatch(text) or _begins_something(text) and read_role(text) is None:
        return None
    if placed := _NAME_AND_PLACE.fullmatch(text):
        return Person(name=placed["name"], role=role, place=placed["place"]) if is_name(placed["name"]) else None
    is_person = is_name(text) and len(text.split()) > 1 and all(not w[0].islower() or len(w) <= 3 for w in text.split())
    return Person(name=text, role=role, place=None) if is_person else None
