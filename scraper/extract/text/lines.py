"""The lines of a text capture: where each stands, what marks it, and which of them were one paragraph.

A capture is what a program leaves of a page that keeps only its text: bullets and indentation show lists, empty
lines show blocks. Known forms: the plain text of Resiliparse and w3m (`•`), Inscriptis and lynx (`*`, `+`, `o`, with
the whole text indented), html2text (Markdown; the text of a list item is not indented), and hand-copied pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import attrs

from scraper.extract.text.dates import date_of_line
from scraper.extract.text.markdown import Marked, is_markdown, read_marks, strip_spans
from scraper.normalise.text import clean_line

# A dash is a bullet only when indented: "– said the miller" begins a line of dialogue.
_BULLET = re.compile(
    r"(?P<marker>[•·◦▪▫‣●○■□∙⁃*+]|(?<=\s)[-–o]|^-(?=\s)|\d{1,5}[.)])(?:[ \t]+(?P<text>\S.*)|\s*)$",
)
_MOST_LEVELS = 40
_BULLET_IN_BULLET = re.compile(r"[•·◦▪‣●○■□*]\s+\S")
_NUMBERED_REFERENCES = re.compile(r"^\s*References\s*$", re.M)
_REFERENCE_MARK = re.compile(r"\[\d{1,4}\](?=\S)")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u3000": " ", "\u2007": " "})
# Captures are wrapped at 60 to 132 columns; a longer line shows that one line is one paragraph.
_NARROWEST, _WIDEST = 60, 132
_WRAPPED_SHARE = 0.6
_FEWEST_BREAKS = 3
# Shorter lines end a paragraph or are headers, and tell nothing of the width.
_FULL_SHARE = 0.6
# A program breaks within sentences; where most lines end one, each is a paragraph.
_ENDED_SHARE = 0.5
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', ":", "。")
# Addresses that no program breaks stand out over the width.
_LONGER_SHARE = 0.1


@attrs.frozen(kw_only=True)
class Line:
    """One paragraph or heading of a capture."""

    text: str
    indent: int
    """Column of its first character: of the bullet, if there is one."""
    column: int
    """Column where its text begins."""
    marker: str | None = None
    gap: int = 0
    """Empty lines before it."""
    is_heading: bool = False
    """The capture itself marks it as a heading (Markdown)."""
    is_quoted: bool = False
    """The capture itself marks it as a quotation (Markdown)."""

    @property
    def is_numbered(self) -> bool:
        """Its bullet is a number."""
        return self.marker is not None and self.marker[0].isdigit()


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a capture that hold something, each a whole paragraph, in their order.

    Lines that were broken to fit a width are joined again; lines of a block that ends short of the width stay apart.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = _strip_references(text.translate(_SPACES).expandtabs(8))
    markdown = is_markdown(text)
    lines = _attach_lone_bullets(list(_raw_lines(text, markdown)))
    if width := _wrap_width(lines):
        lines = _join_wrapped(lines, width)
    texts = (clean_line(strip_spans(line.text) if markdown else line.text) for line in lines)
    return tuple(attrs.evolve(line, text=own) for line, own in zip(lines, texts, strict=True) if own)


def _strip_references(text: str) -> str:
    """Without the numbered links of lynx, if the capture lists them at its end."""
    last = max((found.start() for found in _NUMBERED_REFERENCES.finditer(text)), default=None)
    if last is None or not re.search(r"^\s*1\. \w+:", text[last:], re.M):
        return text
    return _REFERENCE_MARK.sub("", text[:last])


def _raw_lines(text: str, markdown: bool) -> Iterator[Line]:
    gap = 0
    for raw in text.split("\n"):
        marked = read_marks(raw) if markdown else Marked(text=raw)
        if not marked.text.strip():
            gap += 1
            continue
        line = _read_line(marked.text.rstrip())
        if marked.is_heading or marked.is_quoted:
            line = Line(text=marked.text.strip(), indent=0, column=marked.width)
        yield attrs.evolve(line, gap=gap, is_heading=marked.is_heading, is_quoted=marked.is_quoted)
        gap = 0


def _read_line(raw: str, levels: int = _MOST_LEVELS) -> Line:
    indent = len(raw) - len(raw.lstrip())
    found = _BULLET.match(raw, indent)
    if not found or date_of_line(raw.strip()):  # "3. Oktober 2013" is no third item
        return Line(text=raw.strip(), indent=indent, column=indent)
    text = found["text"] or ""
    if levels and _BULLET_IN_BULLET.match(text):  # a list that begins within an empty item
        return _read_line(" " * found.start("text") + text, levels - 1)
    column = found.start("text") if text else found.end("marker") + 1
    # Within an item of Markdown a heading may follow its bullet.
    return Line(text=re.sub(r"^#{1,6} ", "", text), indent=indent, column=column, marker=found["marker"])


def _attach_lone_bullets(lines: list[Line]) -> list[Line]:
    """A bullet that stands alone takes the line after it, if that is indented further."""
    attached: list[Line] = []
    for line in lines:
        last = attached[-1] if attached else None
        if last and last.marker and not last.text and not line.marker and line.indent > last.indent:
            attached[-1] = attrs.evolve(last, text=line.text, column=line.column)
        else:
            attached.append(line)
    return attached


def _wrap_width(lines: list[Line]) -> int | None:
    """The width at which a capture was wrapped, or None if one line is one paragraph.

    A program breaks a line where the next word would not fit, so its width lies between the length of the broken line
    and that length with the next word: the width sought is the one that most breaks allow.
    """
    breaks = [(_break_span(one, other), one.text) for one, other in pairwise(lines) if _may_continue(one, other)]
    allowed = Counter(width for (low, high), _ in breaks for width in range(max(low, _NARROWEST), min(high, _WIDEST)))
    if not allowed:
        return None
    width, count = max(allowed.items(), key=lambda item: (item[1], item[0]))
    full = [text for (low, _), text in breaks if low >= _FULL_SHARE * width]
    ended = sum(text.endswith(_SENTENCE_ENDS) for text in full)
    longer = sum(_end(line) > width and " " in line.text and "](" not in line.text for line in lines)
    is_even = count >= max(_FEWEST_BREAKS, _WRAPPED_SHARE * len(full)) and longer <= _LONGER_SHARE * len(lines)
    return width if is_even and ended <= _ENDED_SHARE * len(full) else None


def _may_continue(line: Line, after: Line) -> bool:
    if after.gap or after.marker or after.is_quoted != line.is_quoted or after.is_heading:
        return False
    return line.is_heading or after.column in {line.column, line.indent}


def _break_span(line: Line, after: Line) -> tuple[int, int]:
    """The widths, first and behind the last, at which a program would break there."""
    return _end(line), _end(line) + 1 + len(after.text.split(maxsplit=1)[0])


def _end(line: Line) -> int:
    return line.column + len(line.text)


def _join_wrapped(lines: list[Line], width: int) -> list[Line]:
    joined = lines[:1]
    for before, line in pairwise(lines):
        if _may_continue(before, line) and _break_span(before, line)[1] > width:
            joined[-1] = attrs.evolve(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined
