"""A writer's name that nothing is said of: two or three words set beside the date, or what a portrait is described as.

<img alt="Ann Lee"> <b>Ann Lee</b> … 2 June 2021  a portrait's description that is printed beside it
<a>Ann Lee</a> <span>2 June 2021</span>           the text next to the day, below the heading
Ann Lee | Chronicle staff | <time>2 June 2021</time>
"""

from __future__ import annotations

import re
from itertools import islice

from scraper.extract.byline import is_name
from scraper.extract.byline_places import areas_of, is_beside
from scraper.extract.dom import Document, Node
from scraper.extract.printed_dates import prints_date
from scraper.normalise.text import clean_line, fold

_PART = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_PART}(?:\s+(?:{_PART}|van|von|de|der|den|del|della|di|da|dos|al|bin|el|la|le)){{1,3}}")
# What may stand behind a name in one text: a place, an office, the paper.
_END = re.compile(r"\s*(?:[|•·–—,]|\s-\s|\b(?:in|aus|à|en|i)\s+(?=[^\W\d_a-z])).*$")
# Words of sections, and of notices beside dates, that are written as names are.
_NO_NAME = re.compile(
    r"\b(?:news|press|releases?|blog|updates?|stories|story|sections?|features?|opinion|sports?|business|world|politics|health|science|technology|tech|culture|life|style|travel"
    r"|money|media|video|software|fernsehen|radio|tv|collège|collection|question|ask|word|words|day|correspondent|editor|writer|reporter|columnist|author|contributor|podcast|weather|local|national|international|review|reviews|guide|guides|report|reports|case|study|studies|research|events?|articles?|posts?|photos?"
    r"|read|more|share|save|print|subscribe|follow|listen|watch|comments?|views?|published|posted|updated|editorial|magazine|staff|team|free|new|latest|top|best|home|about|contact"
    r"|department|office|university|institute|college|school|city|county|state|street|estate|inc|ltd|llc|gmbh|and|und|et|the|of|for|to|with|your|our|all|award|newsletter|gespeichert|real|data|security|marketing"
    r"|nachrichten|aktuell\w*|wirtschaft|politik|kultur|meinung|leben|wissen|lokales|presse\w*|société|économie|actualités?|noticias|actualidad|economía|sociedad|notizie|cronaca|economia"
    r"|nieuws|wiadomości|новости|общество|политика|экономика|культура|haber\w*|gündem|nyheter|uutiset|hírek)\b",
    re.I,
)
_LABELS = ("/tag", "/topic", "/category", "/section", "/kategorie", "/rubrik", "/thema", "/label", "?cat")
_NEAR, _LONGEST, _TEXTS, _SMALL_BOX = 3, 60, 12, 120


def name_near(document: Document, head: Node | None, body: Node | None, house: set[str]) -> list[str]:
    """The name in a small box with the first date below the title, or that of the portrait in front of the date.

    Args:
        document: the page.
        head: the title's heading.
        body: the element that holds the text.
        house: what the site is called, folded: that is nobody's name.
    """
    if head is None:
        return []
    end = areas_of(document, head, body)[0][1]
    texts = [node for node in document.nodes[head.end : end] if not node.tag and node.length][:_TEXTS]
    dated = next((place for place, text in enumerate(texts) if _is_dateline(text, head)), None)
    if dated is None:
        return []
    taken = {*house, fold(" ".join(node.text for node in document.inside(head) if not node.tag))}
    others = (*reversed(texts[max(0, dated - _NEAR) : dated]), *texts[dated + 1 : dated + 1 + _NEAR])
    for other in others:
        if _share_box(other, texts[dated], head) and (name := _name(other, taken)):
            return [name]
    portraits = {
        clean_line(node.get("alt")) for node in document.nodes[head.end : texts[dated].index] if node.tag == "img"
    }
    named = (_name(text, taken) for text in texts[:dated] if clean_line(text.text) in portraits)
    return [name for name in named if name][:1]


def _is_dateline(text: Node, head: Node) -> bool:
    return text.length <= _LONGEST and prints_date(text.text) and not is_beside(text, head)


def _share_box(text: Node, date: Node, head: Node) -> bool:
    """Whether a text stands with the date in a box that holds little else."""
    box = next((a for a in text.ancestors() if date in a), None)
    return box is not None and box.length <= _SMALL_BOX and head not in box


def _name(text: Node, taken: set[str]) -> str | None:
    """The name that a text is, or begins with."""
    if text.length > _LONGEST or _is_label(text):
        return None
    name = _END.sub("", clean_line(text.text))
    is_one = 4 < len(name) <= 40 and _NAME.fullmatch(name) and not _NO_NAME.search(name) and is_name(name)
    if not is_one or name.isupper() or fold(name) in taken:
        return None
    return name if all(word[:1].isupper() and not word.isupper() for word in name.split() if len(word) > 3) else None


def _is_label(text: Node) -> bool:
    """Whether a text is a link to a section or topic."""
    link = next((a for a in islice(text.ancestors(), 2) if a.tag == "a"), None)
    return link is not None and any(part in link.get("href") for part in _LABELS)
