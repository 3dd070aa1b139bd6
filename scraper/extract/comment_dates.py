"""When a comment was written: the element or the text that tells it, and none of the dates its words mention."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, takewhile

from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks
from scraper.extract.names import BITS
from scraper.extract.render import text_of
from scraper.extract.told_dates import told_time
from scraper.normalise.further_relative_dates import fold
from scraper.normalise.months import MONTHS
from scraper.normalise.relative_dates import beside_relative
from scraper.normalise.text import clean_line

_DATE = BITS["date"]
_LABEL = BITS["control"]
_ITEM_DATES = ("datePublished", "dateCreated", "commentTime", "uploadDate")
# Words that stand beside a date without being part of a sentence.
_BESIDE = set(
    "on at am pm um uhr le la el il a the by posted written published commented replied said says edited updated created about over almost"
    " wrote writes answered asked added noted schrieb schreibt sagt sagte meint meinte um uhr dit écrit a ha dijo dice escribió scritto submitted on posts permalink link edit quote"
    " ago vor hace il y ha fa geleden sedan siden and reply in to post comment message gmt utc est edt cst cdt mst mdt pst pdt cet cest bst z"
    " mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag"
    " lundi mardi mercredi jeudi vendredi samedi dimanche today yesterday heute gestern hier ayer hoy just now moments"
    " s m h d w mo y sec secs second seconds min mins minute minutes hr hrs hour hours day days week weeks month months year years st nd rd th de of der den".split()
)
_BESIDE |= set(
    "年 月 日 号 號 時 时 分 秒 点 點 時間 小时 天 周 週 星期 上午 下午 午前 午後 年前 天前 日前 周前 前 于 於 发表 發表 發表於 发表于 更新 投稿 년 월 일 시 분 초 오전 오후 전".split()
)
_BESIDE |= set("godz w at kl klo ore alle à às as den d kello u v dne v saat".split())
_BESIDE |= set(map(fold, _BESIDE))
_PERSON = re.compile(
    r"joined|registered|regdate|member-?since|last-?(?:seen|visit)|user-?(?:info|details|stats|panel)|post-?profile|(?<![a-z])postprofile|poster_info|author-?info|profile-(?:joined|posts|rank)"
)
_JOINED = re.compile(
    r"\W*(?:join(?:ed|\s*date)|registered|registration|member since|last (?:seen|visit)|registriert|mitglied seit|dabei seit|inscrit|registrado)(?!\w)",
    re.I,
)
_STRANGERS = 2
# Attributes in which a time is written for machines.
_STAMPS = ("datetime", "content", "data-time", "data-timestamp", "data-utime", "data-date", "unixtime")
# Between a date and a name in front of it.
_AROUND = " ,;|·•–—-:："
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?!\d|[./-]\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?(?=\s|$)")
_LONGEST_STAMP = 60
_ORDINALS = ("st", "nd", "rd", "th")
_SHORTEST_WORD = 4


def date_node(own: list[Node], marks: Marks) -> Node | None:
    """The element or text that tells when: for machines first, then a text that is a date and little else."""
    for node in own:
        if node.attributes and node.attributes.get("itemprop") in _ITEM_DATES:
            return node
    for node in own:
        if node.tag == "time" and (node.get("datetime") or _says_when(node, own)):
            return node
    candidates = [node for node in own if marks.is_date(node)]
    candidates = [node for node in candidates if not _is_of_person(node, own)] or candidates
    for node in candidates:
        if node.tag or (_is_called_date(node, own) and _tells_day(node.text, 8)):
            return node
    return next((node for node in candidates if _stands_alone(node, own)), None) or _with_ordinal(own)


def _with_ordinal(own: list[Node]) -> Node | None:
    """The short element around a day whose ending is raised: "Mar 1<sup>st</sup>, 2005"."""
    for place, node in enumerate(own[:-1]):
        if node.tag == "sup" and own[place + 1].text.strip() in _ORDINALS and node.parent is not None:
            inside = [text for text in own if not text.tag and text in node.parent]
            words = "".join(text.text for text in inside)
            return node.parent if len(words) <= _LONGEST_STAMP and _tells_day(words, _STRANGERS) else None
    return None


def _says_when(node: Node, own: list[Node]) -> bool:
    """Whether the words of an element may tell a time: "3h" and "gestern" do, and "at" does not."""
    texts = [text for text in own if not text.tag and text in node]
    return sum(text.length for text in texts) >= _SHORTEST_WORD or any(c.isdigit() for t in texts for c in t.text)


def _is_of_person(node: Node, own: list[Node]) -> bool:
    """Whether a date stands in what is told of the writer: since when a member, last seen when."""
    if not node.tag and _JOINED.match(node.text):
        return True
    first = own[0].index if own else 0
    around: Node | None = node
    while around is not None and around.index >= first:
        if around.names and _PERSON.search(around.names):
            return True
        around = around.parent
    return False


def _is_called_date(text: Node, own: list[Node]) -> bool:
    """Whether one of the two elements around a text says that it is a date."""
    for place, ancestor in enumerate(text.ancestors()):
        if place == 2 or (own and ancestor.index < own[0].index):
            return False
        if ancestor.bits & _DATE:
            return True
    return False


def _stands_alone(text: Node, own: list[Node]) -> bool:
    """Whether a text is a date line: in a paragraph nothing but a date, with words behind it; elsewhere little more."""
    first = own[0].index if own else 0
    within = takewhile(lambda a: a.index >= first, text.ancestors())
    paragraph = next((a for a in within if a.tag == "p"), None)
    if paragraph is None or paragraph.bits & _LABEL:
        return _tells_day(without_subject(text.text), _STRANGERS)
    behind = any(not node.tag and node.length > 1 and node.index >= paragraph.end for node in own)
    if not behind and text.parent is not paragraph and paragraph.length <= _LONGEST_STAMP + len(text.text):
        behind = any(not node.tag and node.length > 1 and node.index < paragraph.index for node in own)
    return behind and _tells_day(text.text, 0)


# Boards say in one line when and under which title something was posted.
_SUBJECT = re.compile(
    r"\s+(?:(?:post )?subject|titel|betreff|sujet(?: du message)?|asunto|título(?: del mensaje)?|temat(?: postu)?|onderwerp|заголовок сообщения)\s*:",
    re.I,
)


def without_subject(text: str) -> str:
    """A line that tells when, without the title that stands behind."""
    found = _SUBJECT.search(text)
    return text[: found.start()] if found else text


@lru_cache(maxsize=4096)  # several comments are of one day, and each date is looked at more than once
def _tells_day(text: str, strangers: int) -> bool:
    """Whether a text tells a day, with at most so many words that belong to no date; none beside "2 hours ago"."""
    found = told_time(text)
    if found is None:
        return False
    most = strangers if _YEAR.search(text) else min(strangers, 1)
    folded = fold(text)
    return _count_unknown(folded) <= most or _count_unknown(beside_relative(folded)) <= most


def _count_unknown(text: str) -> int:
    """How many words of a folded text belong to no date."""
    words = _LETTERS.findall(text)
    return sum(1 for word in words if word not in _BESIDE and word not in MONTHS and word[:3] not in MONTHS)


_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}")


def is_date_alone(text: str) -> bool:
    """Whether a text tells a day and nothing else."""
    return _tells_day(text, 0)


def raw_date(document: Document, node: Node) -> str | None:
    """A date as written: for machines, or in words; with the time that stands beside it, or in its element's title."""
    for name in _STAMPS:
        if (value := node.get(name)) and any(c.isdigit() for c in value):
            return clean_line(value)
    if not node.tag:
        return _with_time(document, node)
    title = node.get("title")
    if title and any(c.isdigit() for c in title):
        return clean_line(title)
    return clean_line(text_of(document, node).replace("\n", " ")) or None


def tooltip_of(text: Node) -> str | None:
    """The day and time that an attribute around a text tells to whoever points there; scripts name such attributes as they like."""
    for around in islice(text.ancestors(), 2):
        for name, value in around.attributes.items():
            if value and _LEAST_TOOLTIP <= len(value) <= _LONGEST_STAMP and name not in _NO_TOOLTIPS:
                if stamp := _ISO.match(value):
                    return stamp[0]
                if _CLOCK.search(value) and _tells_day(value, 0):
                    return clean_line(value)
    return None


_LEAST_TOOLTIP = 8
_NO_TOOLTIPS = frozenset(("class", "id", "href", "src", "style", "rel"))
# What leads on to a link behind the date: "@08:20AM (#501)".
_BEHIND = " ([{|·•"


def _with_time(document: Document, text: Node) -> str:
    """A text that tells a day; in its place the title or the short element around it, if those tell the time, too."""
    if text.parent is not None and _ISO.fullmatch(exact := text.parent.get("data-value")):
        return exact
    shown = clean_line(without_subject(text.text)).rstrip(_BEHIND).lstrip(_AROUND).rstrip(_AROUND)
    if _CLOCK.search(shown) or text.parent is None:
        return shown
    if tooltip := tooltip_of(text):
        return tooltip
    for around in islice(text.ancestors(), 2):
        if around.length > _LONGEST_STAMP:
            break
        if _CLOCK.search(whole := text_of(document, around).replace("\n", " ")) and _tells_day(whole, 0):
            return clean_line(whole)
    return shown
