"""Title, byline and body of the article in a text capture."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

import attrs

from scraper.extract.text.dates import date_of_line, split_date_at_end, split_date_at_start
from scraper.extract.text.furniture import is_call, is_page_furniture
from scraper.extract.text.headers import is_name
from scraper.extract.text.headings import CommentsHeading, is_form, is_recent_heading, read_comments_heading
from scraper.extract.text.lines import Line
from scraper.normalise.text import fold

_BY = r"(?:by|von|par|por|di|da|door|av|автор|przez)"
_VERB = r"(?:(?:posted|written|published|submitted|words|story|text|report)\s+)?"
_BYLINE = re.compile(rf"{_VERB}{_BY}\b\s*:?\s*(?P<rest>.*)", re.I)
_POSTED = re.compile(
    r"(?:posted|published|written|submitted|updated|last modified)\s*:?\s*(?:on\s+)?(?P<rest>.*)", re.I
)
_LAST_ASIDE = re.compile(r"\s+[|·•/]\s+[^|·•/]*$|\s+(?:in|under)\s+[A-Z][^.|]*$")
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*(?=\S)")
_JOIN = re.compile(r"^[\s,|·•@:–—-]+|[\s,|·•@:–—-]+$")
_SENTENCE_END = re.compile(r"[.!?…:;][”\"'’»)\]]*$|[。！？]$")
# A line that long, or closed like a sentence, is prose; shorter ones may be menu, heading or caption.
_PROSE = 90
_LONGEST_TITLE = 250
_BYLINE_DISTANCE = 4
_BYLINE_LINES = 5
_LONGEST_BYLINE = 160


@attrs.frozen(kw_only=True)
class Byline:
    """Who wrote an article and when, as printed."""

    authors: tuple[str, ...]
    date: str | None


@attrs.frozen(kw_only=True)
class Body:
    """The article's part of a capture."""

    title: str | None
    title_rule: str | None
    byline: Byline | None
    lines: tuple[Line, ...]


def read_body(lines: Sequence[Line], *, taken: Container[int], heading: CommentsHeading | None) -> Body:
    """The article in the lines before the thread.

    Args:
        lines: those before the comments' heading.
        taken: indices of lines that belong to a sidebar.
        heading: what the comments' heading says; its title, even if cut, finds the title's line.
    """
    byline_at = _find_byline(lines, taken)
    byline, behind = _read_bylines(lines, byline_at, taken) if byline_at is not None else (None, 0)
    title_at, rule = _find_title(lines, byline_at, taken, heading)
    title = lines[title_at].text if title_at is not None else None
    if title is None and heading and heading.title:
        title, rule = _title_of_heading(heading)
    start = _start(lines, title_at, byline_at, behind)
    end = byline_at if byline_at is not None and byline_at > start else len(lines)
    kept = [lines[i] for i in range(start, end) if i not in taken]
    return Body(title=title, title_rule=rule, byline=byline, lines=tuple(_only_article(kept)))


def read_byline(text: str) -> Byline | None:
    """Writer and date of a line like "By Ann Ortega on May 3, 2013"; the name may be missing; None for other lines."""
    if len(text) > _LONGEST_BYLINE:
        return None
    text = _JOIN.sub("", text)
    if date := date_of_line(text):
        return Byline(authors=(), date=date)
    if found := _BYLINE.fullmatch(text):
        return _after_by(found["rest"])
    found = _POSTED.fullmatch(text)
    rest = found["rest"] if found else text
    if parts := split_date_at_start(rest):
        return _after_date(parts[0], parts[1])
    parts = split_date_at_end(rest)
    if parts and is_name(parts[0]) and (found or re.search(r"\s[|·•–—-]\s", text)):
        return Byline(authors=_authors(parts[0]), date=parts[1])
    return None


def _read_bylines(lines: Sequence[Line], at: int, taken: Container[int]) -> tuple[Byline | None, int]:
    """The byline with what the lines beside it add, and the index behind it.

    Writer and date may have lines of their own, and themes of today part even "—", "by" and the name.
    """
    byline = read_byline(lines[at].text)
    if byline and not (byline.authors and byline.date):
        for end in range(min(at + _BYLINE_LINES, len(lines)), at + 1, -1):
            joined = read_byline(" ".join(line.text for line in lines[at:end]))
            if joined and joined.authors and joined.date and not any(i in taken for i in range(at, end)):
                return joined, end
    for near in (at + 1, at - 1):
        other = read_byline(lines[near].text) if 0 <= near < len(lines) and near not in taken else None
        if byline and other:
            byline = Byline(authors=byline.authors or other.authors, date=byline.date or other.date)
    return byline, at + 1


def _after_by(rest: str) -> Byline | None:
    """What stands behind "By": names, a date, or both."""
    parts = list(_shortened(rest))
    for text in parts:
        if date := date_of_line(text):
            return Byline(authors=(), date=date)
        split = split_date_at_end(text)
        if split and (authors := _authors(split[0])):
            return Byline(authors=authors, date=split[1])
    for text in reversed(parts):  # "Ann Ash in Cranes" names Ann Ash
        if (authors := _authors(text)) and not any(name[0].islower() for name in authors):
            return Byline(authors=authors, date=None)
    return None


def _shortened(text: str) -> Iterator[str]:
    """The text, then without its last aside ("| 4 Comments", "in Cranes"), without the last two, and so on."""
    while text:
        yield text
        shorter = _LAST_ASIDE.sub("", text)
        text = shorter if shorter != text else ""


def _after_date(date: str, rest: str) -> Byline | None:
    rest = _JOIN.sub("", rest)
    if found := _BYLINE.fullmatch(rest):
        return Byline(authors=_first_authors(found["rest"]), date=date)
    is_aside = read_comments_heading(rest) is not None or is_form(rest) or re.match(r"(?:in|under|filed)\b", rest, re.I)
    return Byline(authors=(), date=date) if not rest or is_aside else None


def _first_authors(text: str) -> tuple[str, ...]:
    return next((authors for part in reversed(list(_shortened(text))) if (authors := _authors(part))), ())


def _authors(text: str) -> tuple[str, ...]:
    """Names joined by commas and "and"; none if one of them is no name."""
    names = [name for part in _AND.split(_JOIN.sub("", text)) if (name := part.strip())]
    return tuple(names) if names and all(is_name(name) for name in names) else ()


def _find_byline(lines: Sequence[Line], taken: Container[int]) -> int | None:
    found = [i for i, line in enumerate(lines) if i not in taken and not line.marker and read_byline(line.text)]
    named = [i for i in found if _BYLINE.fullmatch(lines[i].text) or _POSTED.fullmatch(lines[i].text)]
    return next(iter(named or found), None)


def _find_title(
    lines: Sequence[Line], byline_at: int | None, taken: Container[int], heading: CommentsHeading | None
) -> tuple[int | None, str | None]:
    free = [i for i, line in enumerate(lines) if i not in taken and line.marker is None]
    if heading and heading.title:
        wanted = fold(heading.title)
        same = [i for i in free if _is_title(fold(lines[i].text), wanted, heading.is_cut)]
        # A menu or the window's title may name it first; the last one stands over the text.
        return (same[-1], "comments-heading-line") if same else (None, None)
    return _title_above(lines, free, byline_at)


def _is_title(text: str, wanted: str, is_cut: bool) -> bool:
    return text == wanted or is_cut and text.startswith(wanted) and len(text) <= _LONGEST_TITLE


def _title_above(lines: Sequence[Line], free: Sequence[int], byline_at: int | None) -> tuple[int | None, str | None]:
    marked = [i for i in free if lines[i].is_heading]
    if byline_at is not None:
        above = [i for i in free if byline_at - _BYLINE_DISTANCE <= i < byline_at and not _is_prose(lines[i].text)]
        above = [i for i in above if i in marked] or above
        if above:
            return above[-1], "line-over-byline"
    first_prose = next((i for i in free if _is_prose(lines[i].text)), None)
    stop = len(lines) if byline_at is None or marked else byline_at
    above = [i for i in marked or free if first_prose is not None and i < min(first_prose, stop) and i != byline_at]
    above = [i for i in above if not lines[i].text.endswith((".", "…", ":"))]
    return (above[-1], "line-over-text") if above else (None, None)


def _title_of_heading(heading: CommentsHeading) -> tuple[str, str]:
    if heading.is_cut:
        return f"{heading.title}…", "comments-heading-cut"
    return heading.title or "", "comments-heading"


def _start(lines: Sequence[Line], title_at: int | None, byline_at: int | None, behind: int) -> int:
    """Index of the first line behind title and byline; a byline far below stands at the article's foot."""
    after_title = 0 if title_at is None else title_at + 1
    if byline_at is None:
        return after_title
    has_prose_above = any(_is_prose(line.text) and not line.marker for line in lines[after_title:byline_at])
    return after_title if has_prose_above else max(after_title, behind)


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE or _SENTENCE_END.search(text) is not None and len(text.split()) > 3


def _only_article(lines: list[Line]) -> list[Line]:
    """Without calls amid the text, furniture at its end, headings nothing stands under, and a menu before it."""
    lines = _without_boxes(lines)
    while lines and not _may_end(lines[-1]):
        lines.pop()
    lines = _without_last_box(lines)
    while lines and not lines[0].marker and read_byline(lines[0].text):
        lines = lines[1:]
    first = next((i for i, line in enumerate(lines) if not line.marker), None)
    if first and first < len(lines) and all(len(line.text.split()) <= 4 for line in lines[:first]):
        lines = lines[first:]
    return lines


def _without_last_box(lines: list[Line]) -> list[Line]:
    """Without a list of links at the end: a heading without a colon over short items that are no sentences."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if not lines[i].marker), None)
    if last is None or last in {0, len(lines) - 1} or _is_prose(lines[last].text) or lines[last].text.endswith(":"):
        return lines
    is_box = not any(_SENTENCE_END.search(line.text) or line.text.endswith(",") for line in lines[last + 1 :])
    return lines[:last] if is_box else lines


def _without_boxes(lines: Sequence[Line]) -> list[Line]:
    """Without calls, bylines and boxes of links (a heading such as "Related Posts" with its list)."""
    kept: list[Line] = []
    in_box = False
    for line in lines:
        in_box = in_box and line.marker is not None
        if is_page_furniture(line.text) and line.marker is None:
            in_box = True
        elif not in_box and not _is_aside(line):
            kept.append(line)
    return kept


def _is_aside(line: Line) -> bool:
    return is_call(line.text) or is_recent_heading(line.text) or is_form(line.text) or _is_count(line.text)


def _is_count(text: str) -> bool:
    found = read_comments_heading(text)
    return found is not None and found.count is not None


def _may_end(line: Line) -> bool:
    """Whether an article may end with a line: a sentence, a list's item or at least some words."""
    return (
        line.marker is not None
        or _is_prose(line.text)
        or _SENTENCE_END.search(line.text) is not None
        or len(line.text.split()) > 8
    )
