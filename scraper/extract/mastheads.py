"""People that a page lists: contributors, moderators, editors, with their places.

The heading may be an element of its own or look like the first item of the list it heads.
"""

from __future__ import annotations

import re

from archive.records import Person
from scraper.extract.document import LABEL
from scraper.extract.dom import Document, Node
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line

_ROLES = {
    "contributor": "contributors|contributing writers|our contributors", "moderator": "moderators|comment moderators|forum moderators", "editor": "editors|the editors|editorial team",
    "author": "authors|our authors|writers|our writers", "staff": "staff|our staff|the team|our team|staff writers", "columnist": "columnists", "reporter": "reporters",
    "administrator": "administrators|admins", "photographer": "photographers", "blogger": "bloggers|our bloggers",
}  # fmt: skip
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names.split("|")}
# One of these is in each of the headings above.
_ROLE_WORDS = ("contribut", "moderators", "editor", "authors", "writers", "staff", "the team", "our team", "columnists", "reporters", "admin", "photographers", "bloggers")  # fmt: skip
_PERSON = re.compile(
    r"^(?P<name>[^\W\d_][^,;:|()\[\]\d]{1,60}?)\s*(?:[,|–—]\s*(?P<place>[^\W\d_][^,|]{1,60}(?:,\s*[^,|]{1,40})?))?$"
)
_MOST_WORDS = 6
# More headings of roles stand on no page that people made.
_MOST = 100


def find_people(document: Document) -> tuple[Person, ...]:
    """The persons of all lists whose heading names a role, in reading order."""
    people: list[Person] = []
    done = 0
    for text in document.texts_with(_ROLE_WORDS, longest=LABEL)[:_MOST]:
        role = (
            _ROLE_OF.get(clean_line(text.text).strip(" :").lower())
            if text.length <= 40 and text.index >= done
            else None
        )
        node = text.parent
        if role is None or node is None or node.tag in ("a", "title", "option"):
            continue
        lines, end = _following(document, node)
        found = _persons(lines, role)
        if len(found) >= 2 and len(found) * 2 > len(lines):
            people.extend(found)
            done = end
    return tuple(people)


def _following(document: Document, heading: Node) -> tuple[list[str], int]:
    """The lines below a heading, up to the next heading of a role, and where they end."""
    lines: list[str] = []
    item = (
        heading
        if heading.tag == "li"
        else next((a for a in heading.ancestors() if a.tag == "li" and a.length == heading.length), heading)
    )
    box = next((a for a in item.ancestors() if a.length > item.length), None)
    if box is None or box.tag == "html":
        return [], heading.end
    end = heading.end
    beside = next((a for a in item.ancestors() if a.parent is box), item)
    for child in document.children(box, item if item.parent is box else beside):
        if not child.length:
            continue
        text = text_of(document, child)
        if text.strip(" :").lower() in _ROLE_OF or (lines and child.tag in ("h1", "h2", "h3", "h4", "h5", "h6")):
            break
        if child.tag not in ("ul", "ol", "dl", "li", "p", "div", "dd", "table", "a", "span"):
            break
        for line in text.split("\n"):
            if line.strip(" :").lower() in _ROLE_OF:
                return lines, end
            lines.append(line)
        end = child.end
        if child.tag in ("ul", "ol", "dl", "table"):
            break
    return lines, end


def _persons(lines: list[str], role: str) -> list[Person]:
    found = []
    for line in lines:
        match = _PERSON.match(line)
        if match and len(match["name"].split()) <= _MOST_WORDS and not match["name"][0].islower():
            found.append(Person(name=match["name"], role=role, place=match["place"]))
    return found
