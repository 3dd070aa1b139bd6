"""Traces of speech in a page: dates, names, portraits, permalinks and "reply" controls, each found once.

Records of a discussion are told from other repeated records by what they hold. Instead of searching every
candidate, one pass over the page notes where such traces stand; counting them in a subtree is then two look-ups.
"""

from __future__ import annotations

import re

import attrs

from scraper.extract.document import LABEL
from scraper.extract.dom import Document, Node
from scraper.extract.haystack import Haystack
from scraper.extract.machine_dates import is_machine_date
from scraper.extract.names import BITS
from scraper.normalise.further_relative_dates import SIGNS, tells_when

# A date that is told by its digits; as the first thing is a digit, a search leaps from one to the next. For lower case.
_DATE = re.compile(
    r"\d(?:(?<=\b1)9\d\d\b|(?<=\b2)0\d\d\b|\d?[./-]\d{1,2}[./-]\d{2,4}|\d?:\d\d"
    r"|(?<=\b\d)\d*\+?\s*(?:s|m|h|d|w|mo|y|sec|min|hr|hour|day|week|month|year|stunde|tag|woche"
    r"|monat|jahr|heure|jour|mois|hora|dia|día|mes|año|ora|giorn)\w{0,4}\b)"
)
_REPLY = re.compile(
    r"^\W*(?:reply|reply to\b.{0,40}|respond|answer|quote|antworten?|zitieren|répondre|responder|rispondi|citar|odpowiedz|ответить|yanıtla|balas"
    r"|beantwoorden|reageer|svara|svar|vastaa|odpovědět|odpovedať|válasz|răspunde|respon|απάντηση|відповісти|отговор|одговори|odgovori|رد|پاسخ|הגב|ตอบกลับ|trả lời|atsakyti|返信|(?:我要|点击)?(?:回复|回覆|回應)|답글|답글 ?쓰기|reply with quote|permalink|report(?: abuse| comment| this)?|flag|melden|signaler|segnala|denunciar|zgłoś|anmäl|anmeld|meld|пожаловаться|举报|舉報|通報|신고|like|upvote|recommend|gefällt mir|j['’]aime|me gusta|mi piace|curtir|lubię to|нравится|vind ik leuk|gilla|いいね|点赞|赞|顶|踩|支持|反对)\W*(?:[(\[（]?\d+[)\]）]?)?\W*$",
    re.I,
)
_PROFILE = re.compile(
    r"(?:^|/)(?:u|users?|members?|profiles?|people|author|authors|account|accounts|memberlist\.php|@[\w.-]+|mitglied(?:er)?|benutzer|usuarios?|perfil|utenti?|profilo|membres?|utilisateurs?|uzytkownik|uzivatel(?:e|ia)?|kullanici|gebruikers?|medlem(?:mar)?)(?:[/?.]|$)|[?&](?:u|uid|userid|user_id|user)="
    r"|user\?id=|member\.php|/profil|/user|action=profile|showuser=|memberlist|/~\w|(?:user|member|profile)[\w-]*(?:\.\w+)?\?\w+=|[?&;](?:user|member)\w*=",
    re.I,
)
# One of these is in every address that the pattern above finds, in every date without digits, in every reply control.
_PROFILE_HINTS = ("user", "member", "profil", "mitglied", "benutzer", "usuario", "perfil", "utent", "membre", "utilisateur", "uzytkownik", "uzivatel", "kullanici", "gebruiker", "medlem", "people", "author", "account", "/u/", "/u?", "/u.", "/@", "?u=", "&u=", "?uid=", "&uid=", "/~")  # fmt: skip
_DATE_SIGNS = ("年", "月", "日")
_DATE_WORDS = ("ago", "yesterday", "today", "just now", "gestern", "heute", "hier", "ayer", "hoy")
_REPLY_WORDS = (
    "repl", "respond", "answer", "quote", "antwort", "zitieren", "répondre", "rispondi", "citar", "odpowiedz", "ответить", "yanıtla", "balas",
    "beantwoorden", "reageer", "svar", "vastaa", "odpovědět", "odpovedať", "válasz", "răspunde", "απάντηση", "відповісти", "отговор", "одговори", "odgovori", "رد", "پاسخ", "הגב", "ตอบกลับ", "trả lời", "atsakyti", "respon", "回覆", "回應", "답글", "signaler", "segnala", "denunciar", "zgłoś", "anmäl", "anmeld", "meld", "пожаловаться", "举报", "舉報", "通報", "신고",
    "gefällt mir", "aime", "me gusta", "mi piace", "curtir", "lubię to", "нравится", "vind ik leuk", "gilla", "いいね", "赞", "顶", "踩", "支持", "反对", "返信", "回复", "permalink", "report", "flag", "melden", "like", "upvote", "recommend",
)  # fmt: skip
# In addresses of links to answer one comment or to quote one post.
_ANSWER_ADDRESSES = ("replytocom", "mode=quote", "action=quote", "do=newreply&p=", "qid=", "quote=")
_PORTRAIT = re.compile(r"avatar|userpic|profile[-_]?(?:pic|image|photo)")
_DIGIT = re.compile(r"\d")
_DATE_WORD = re.compile(r"\b(?:ago|yesterday|today|just now|gestern|heute|hier|ayer|hoy)\b", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_NUMBERED_FRAGMENT = re.compile(r"#[^#]*\d")
_LONGEST_REPLY = 60
# Named as an author's, and not as a portrait's.
_AUTHOR = BITS["author"]
_DATED, _LONGEST_YEARLESS = BITS["date"], 24
_AVATAR = BITS["avatar"]
_ITEM_DATES = ("datePublished", "dateCreated", "commentTime")
_ITEM_AUTHORS = ("author", "creator")
# Attributes that may carry a time.
_STAMPS = frozenset(("datetime", "data-time", "data-timestamp", "data-utime", "data-date", "title"))
_MONTHS = "jan|feb|mar|mär|apr|avr|abr|may|mai|maj|jun|juin|jul|aug|août|ago|sep|set|oct|okt|out|nov|dec|dez|déc|dic"
# "14 June", "Jun 14th", and nothing else; asked of what is called a date alone.
_YEARLESS = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?(?:{_MONTHS})[^\W\d]{{0,7}}\.?|(?:{_MONTHS})[^\W\d]{{0,7}}\.? \d{{1,2}}(?:st|nd|rd|th)?",
    re.I,
)
# Of a date in words alone, such as "3 hours ago" is not.
_LONGEST_BARE = 30
_LONGEST_NAME = 80


@attrs.define
class Marks:
    """Where traces of speech stand: indexes into the document's nodes, and running totals of each."""

    dates: list[int] = attrs.Factory(list)
    names: list[int] = attrs.Factory(list)
    replies: list[int] = attrs.Factory(list)
    portraits: list[int] = attrs.Factory(list)
    permalinks: list[int] = attrs.Factory(list)
    teasers: list[int] = attrs.Factory(list)
    """Headings that lead to another page."""
    totals: tuple[list[int], ...] = ()
    """For each kind, in the order above, how many stand in front of each node."""
    speech: list[int] = attrs.Factory(list)
    """The same for dates, names, replies and portraits together."""

    def is_date(self, node: Node) -> bool:
        """Whether a date stands at this very node."""
        return self.totals[0][node.index] != self.totals[0][node.index + 1]

    def is_name(self, node: Node) -> bool:
        """Whether a name stands at this very node."""
        return self.totals[1][node.index] != self.totals[1][node.index + 1]

    def refresh(self, other: Marks) -> None:
        """Take over those found anew, after the document's nodes got other indexes."""
        for field in attrs.fields(Marks):
            setattr(self, field.name, getattr(other, field.name))

    def count(self, nodes: int) -> None:
        """Fill in the totals, for a document of so many nodes."""
        kinds = (self.dates, self.names, self.replies, self.portraits, self.permalinks, self.teasers)
        self.totals = tuple(_running(found, nodes) for found in kinds)
        self.speech = _running([*self.dates, *self.names, *self.replies, *self.portraits], nodes)


def _running(found: list[int], nodes: int) -> list[int]:
    """How many stand in front of each node: the same number from one to the next."""
    totals: list[int] = []
    until = 0
    places = sorted(set(found))
    for count, index in enumerate(places):
        totals += [count] * (index + 1 - until)
        until = index + 1
    return totals + [len(places)] * (nodes + 1 - until)


def find_marks(document: Document) -> Marks:
    """All traces of speech on a page."""
    marks = Marks()
    marks.dates = _dates(document)
    marks.replies = _replies(document)
    marks.portraits = _portraits(document)
    marks.permalinks = [
        node.index for node in document.links_with("#") if _NUMBERED_FRAGMENT.search(node.attributes["href"] or "")
    ]
    marks.names = _names(document, set(marks.replies))
    marks.teasers = _teasers(document, set(marks.names))
    marks.count(len(document.nodes))
    return marks


def _dates(document: Document) -> list[int]:
    """Times for machines, and the short texts outside of them that read like a date."""
    machine = [
        *document.elements("time"),
        *(
            node
            for tag in ("span", "abbr", "relative-time")
            for node in document.elements(tag)
            if node.attributes and not _STAMPS.isdisjoint(node.attributes) and is_machine_date(node)
        ),
        *(
            n
            for n in document.items
            if n.tag == "meta" and n.attributes["itemprop"] in _ITEM_DATES and n.get("content")
        ),
    ]
    found = [node.index for node in machine]
    inside = {index for node in machine for index in range(node.index, node.end)}
    texts = {text.index: text for text in document.labels_matching(_DATE) if text.length > 3}
    for box in document.called(_DATED):
        if 3 < box.length < _LONGEST_YEARLESS and box.end > box.index + 1:
            text = document.nodes[box.index + 1]
            if not text.tag and _YEARLESS.fullmatch(text.text.strip()):
                texts[text.index] = text
    for text in document.texts_with(_DATE_WORDS, longest=LABEL):
        if (
            text.length > 3
            and (text.length < _LONGEST_BARE or _DIGIT.search(text.text))
            and _DATE_WORD.search(text.text)
        ):
            texts[text.index] = text
    for text in document.texts_with(SIGNS, longest=LABEL):
        if text.index not in texts and tells_when(text.text):
            texts[text.index] = text
    for text in document.texts_with(_DATE_SIGNS, longest=LABEL):
        if text.length > 3 and _DIGIT.search(text.text):
            texts[text.index] = text
    return found + [index for index in texts if index not in inside]


def _replies(document: Document) -> list[int]:
    """Links and buttons that are there to answer: their text, their name or their address says so."""
    found = {
        node.index
        for node in document.links_with(_ANSWER_ADDRESSES)
        if node.length <= _LONGEST_NAME and (node.length or node.end > node.index + 1)
    }
    nodes = document.nodes
    controls = [
        node
        for tag in ("a", "button")
        for node in document.elements(tag)
        if node.end == node.index + 2 and 0 < node.length <= _LONGEST_REPLY and not nodes[node.index + 1].tag
    ]
    labels = Haystack([nodes[node.index + 1].text for node in controls])
    for place in labels.places(_REPLY_WORDS):
        node = controls[place]
        if _REPLY.match(nodes[node.index + 1].text):
            found.add(node.index)
    for names, alike in document.named_alike.items():
        if "reply-link" in names:
            found.update(n.index for n in alike if n.tag in ("a", "button") and 0 < n.length <= _LONGEST_NAME)
    return sorted(found)


def _names(document: Document, replies: set[int]) -> list[int]:
    """Elements called an author's, and links to somebody's profile."""
    found = [
        node.index
        for node in document.links_with(_PROFILE_HINTS)
        if 0 < node.length <= _LONGEST_NAME
        and node.index not in replies
        and _PROFILE.search(node.attributes["href"] or "")
    ]
    found += [
        node.index
        for node in document.elements("a")
        if "rel" in node.attributes
        and "author" in (node.attributes["rel"] or "")
        and 0 < node.length <= _LONGEST_NAME
        and node.index not in replies
    ]
    found += [n.index for n in document.called(_AUTHOR) if not n.bits & _AVATAR and 0 < n.length <= _LONGEST_NAME]
    found += [
        n.index for n in document.items if 0 < n.length <= _LONGEST_NAME and n.attributes["itemprop"] in _ITEM_AUTHORS
    ]
    found += [n.index for n in document.elements("cite") if 0 < n.length <= _LONGEST_NAME]
    return found


def _portraits(document: Document) -> list[int]:
    """Images called portraits, or whose address or description says so."""
    images = document.elements("img")
    told = [f"{node.attributes.get('src')}\0{node.attributes.get('alt')}".lower() for node in images]
    together = "\0".join(told)
    if "avatar" not in together and "userpic" not in together and "profile" not in together:
        return [node.index for node in images if node.bits & _AVATAR]
    return [
        node.index
        for node, words in zip(images, told, strict=True)
        if node.bits & _AVATAR or _PORTRAIT.search(words) is not None
    ]


def _teasers(document: Document, names: set[int]) -> list[int]:
    """Headings that lead to another page: a link in them, or around them, that is no writer's name."""
    found = []
    for heading in document.elements(*_HEADINGS):
        inside = (node for node in document.inside(heading) if node.tag == "a")
        around = (node for node in (heading.ancestors() if heading.linked else ()) if node.tag == "a")
        link = next(inside, None) or next(around, None)
        if link is not None and link.index not in names and (href := link.get("href")) and "#" not in href:
            found.append(heading.index)
    return found
