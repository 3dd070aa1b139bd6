"""How the pages of an HTML export look; it stands in every page, so that a page alone is readable."""

from __future__ import annotations

CSS = """
:root { color-scheme: light dark }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem }
h1 { line-height: 1.2 }
.by, small, footer { color: #555; font-size: .9rem }
@media (prefers-color-scheme: dark) { .by, small, footer { color: #aaa } }
.text { overflow-wrap: anywhere }
.text pre, .text table { overflow-x: auto; display: block }
ol { list-style: none; padding-inline-start: 0; margin: 0 }
li ol { border-inline-start: 2px solid #8886; padding-inline-start: .9rem; margin-inline-start: .1rem }
li ol ol ol ol ol ol ol ol { padding-inline-start: .25rem }
section li { margin-block: 1rem }
li:target > .by { outline: 2px solid; outline-offset: 3px }
.index { padding-inline-start: 0; list-style: none }
.index li { margin-block: .5rem }
"""
