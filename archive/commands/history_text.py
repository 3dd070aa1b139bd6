"""Changes as lines of text: under the article or comment they are about, old and new side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.histories import Change, Changed

_LONGEST = 160
_NAMES = {"parent_key": "answers", "authors": "authors"}
_AROUND = 40


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """The lines of changes in the order given; what belongs to one thing has one heading."""
    last: tuple[Changed, int] | None = None
    for change in changes:
        if (change.kind, change.id) != last:
            yield _heading(change)
        last = (change.kind, change.id)
        old, new = _apart(change.old, change.new)
        field = _NAMES.get(change.field, change.field)
        yield f"  {_time(change.last_seen_at)} to {_time(change.seen_at)}  {field}: {old} → {new}"


def _heading(change: Change) -> str:
    about = change.article_title or change.article_url
    if change.kind is Changed.ARTICLE:
        return f"{about} ({change.url})"
    return f"{change.author or '(no name)'} on {about} ({change.url or change.key})"


def _time(at: str) -> str:
    return f"{at[:10]} {at[11:16]}"


def _apart(old: str | int | None, new: str | int | None) -> tuple[str, str]:
    """Both values, of long texts the part in which they differ."""
    if not isinstance(old, str) or not isinstance(new, str):
        return _value(old), _value(new)
    if max(len(old), len(new)) <= _LONGEST:
        return _value(old), _value(new)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - _AROUND)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    part = " ".join(text[start : start + _LONGEST].split())
    return f"“{'…' if start else ''}{part}{'…' if start + _LONGEST < len(text) else ''}”"


def _value(value: str | int | None) -> str:
    if value is None:
        return "nothing"
    return f"“{' '.join(value.split())}”" if isinstance(value, str) else f"{value:,}"
