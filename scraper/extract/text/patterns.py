"""Patterns as lists: one alternative a line, so that a word is found, added and compared at a glance."""

from __future__ import annotations

import re


def one_of(alternatives: str) -> str:
    """A group that matches any of the patterns given, one a line; lines that begin with `#!` are remarks."""
    lines = (line.strip() for line in alternatives.splitlines())
    return "(?:" + "|".join(line for line in lines if line and not line.startswith("#!")) + ")"


def any_of(alternatives: str) -> re.Pattern[str]:
    """The compiled form of `one_of`, for whole lines (`fullmatch`), letter case aside."""
    return re.compile(one_of(alternatives), re.I)
