"""What a page says for machines: JSON-LD objects, and the plain facts of its head.

It is evidence, not truth: sites copy templates, forget to update them, and name the site where the author belongs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import attrs
import orjson

from scraper.extract.dom import Document, Node
from scraper.normalise.text import clean_line

ARTICLE_TYPES = frozenset(
    ["Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "TechArticle",
     "ScholarlyArticle", "Report", "Review", "LiveBlogPosting", "BackgroundNewsArticle", "Recipe", "HowTo", "MedicalWebPage",
     "AdvertiserContentArticle", "SocialMediaPosting", "CreativeWork"]
)  # fmt: skip
THREAD_TYPES = frozenset(["DiscussionForumPosting", "QAPage", "Question"])
COMMENT_TYPES = frozenset(["Comment", "UserComments", "Answer"])
_MOST_OBJECTS = 20_000
_LONGEST_TITLE = 2_000
_BROKEN = re.compile(r"[\x00-\x1f]+")
# Halves of a character cut in two are no text; whole pairs are kept.
_SURROGATE = re.compile(r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f][0-9a-f]{2}", re.I)
_TAGS = re.compile(r"<[^<>]++>")
_LANGUAGES = ("content-language", "og:locale", "dc.language", "dcterms.language", "language", "inlanguage")


@attrs.frozen
class Head:
    """The facts of a page's head, first one first."""

    meta: dict[str, list[str]]
    """Contents of `meta` elements by their name, property or itemprop, lower case."""
    links: list[Node]
    """The `link` elements, and those of the body that have a `rel`."""
    title: str | None
    language: str | None

    def first(self, *names: str) -> str | None:
        """The first content of the first of these names that has one."""
        for name in names:
            for value in self.meta.get(name, ()):
                return value
        return None


def read_head(document: Document) -> Head:
    """Titles, meta elements and links of a page."""
    meta: dict[str, list[str]] = {}
    title = language = None
    for node in document.elements("meta"):
        name = (node.get("name") or node.get("property") or node.get("itemprop") or node.get("http-equiv")).lower()
        if name and (content := clean_line(node.get("content"))):
            meta.setdefault(name, []).append(content)
    for node in document.elements("title")[:1]:
        title = clean_line("".join(n.text for n in document.inside(node))[:_LONGEST_TITLE]) or None
    for node in document.elements("html")[:1]:
        language = node.get("lang") or node.get("xml:lang") or None
    language = language or next((node.get("lang") for node in document.elements("body") if node.get("lang")), None)
    language = language or next((meta[name][0] for name in _LANGUAGES if name in meta), None)
    links = document.elements("link")
    return Head(meta, links, title, language)


def json_ld(document: Document) -> list[dict[str, Any]]:
    """All objects of a page's JSON-LD scripts with a type, however deep, in reading order."""
    found: list[dict[str, Any]] = []
    for node, text in document.scripts:
        if "ld+json" in node.get("type").lower():
            found.extend(_objects(_load(text)))
    return found[:_MOST_OBJECTS]


def _load(text: str) -> Any:
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
    )
    try:
        return orjson.loads(text)
    except ValueError:
        pass
    if "\\ud" in text or "\\uD" in text:
        text = _SURROGATE.sub(lambda found: found[0] if len(found[0]) > 6 else "\\ufffd", text)
    for attempt in (text, _BROKEN.sub(" ", text), text.rstrip("; \n")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Objects of nested lists and objects, parents first, without recursion."""
    waiting = [data]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        item = waiting.pop()
        seen += 1
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            if "@type" in item:
                yield item
            waiting.extend(v for k, v in reversed(item.items()) if isinstance(v, (dict, list)) and k != "comment")


def types_of(item: dict[str, Any]) -> set[str]:
    """The short names of an object's types."""
    kinds = item.get("@type")
    return {str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])}


def article_body(items: list[dict[str, Any]]) -> str | None:
    """The longest text that structured data calls an article's body, as one line."""
    found = [text for item in items if isinstance(text := item.get("articleBody"), str) and len(text) > _BODY]
    return " ".join(_TAGS.sub(" ", unescape(max(found, key=len))).split()) if found else None


_BODY = 200


def text_value(value: Any) -> str | None:
    """A property as one line: its text, the name of the object it is, or the first of several."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_value(item))), None)
    if isinstance(value, dict):
        return text_value(value.get("name") or value.get("@value") or value.get("url") or value.get("@id"))
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return clean_line(_TAGS.sub(" ", str(value)) if "<" in str(value) else str(value)) or None
    return None


def names_of(value: Any) -> list[str]:
    """All names in a property of persons or organisations."""
    if isinstance(value, list):
        return [name for item in value for name in names_of(item)]
    if isinstance(value, dict):
        return names_of(value.get("name")) if value.get("name") else []
    name = text_value(value)
    return [name] if name else []


def resolved(value: Any, items: list[dict[str, Any]]) -> Any:
    """An object in place of its mere id, where it is described elsewhere on the page."""
    if isinstance(value, dict) and not value.get("name") and (wanted := value.get("@id")):
        return next((item for item in items if item.get("@id") == wanted and item.get("name")), value)
    return value


def list_of(value: Any) -> list[Any]:
    """A property's values, whether it has one, several or none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def main_item(items: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The object that describes the page's article, with its authors in full where they are named by their ids."""
    for item in items:
        if types_of(item) & (ARTICLE_TYPES | THREAD_TYPES) and (
            item.get("headline") or item.get("datePublished") or item.get("author")
        ):
            return {**item, "author": [resolved(author, items) for author in list_of(item.get("author"))]}
    return None
