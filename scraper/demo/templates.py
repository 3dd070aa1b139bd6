"""The frames of the three skins, as templates of the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template


@cache
def template(name: str) -> Template:
    """A template of the package."""
    return Template((files("scraper.demo") / "templates" / f"{name}.html").read_text("utf-8"))
