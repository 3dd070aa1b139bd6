"""What a page says about its discussion as a whole: how many, whether open, where the rest is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, islice

import attrs

from archive.records import ThreadState
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line
from scraper.normalise.urls import article_address, comment_page_number, join

_WORDS = (
    r"comments?|responses?|replies|reply|thoughts?|opinions?|r[eé]actions?|answers?|(?:leser|nutzer|user)?kommentare?|gedanken|antworten|commentaires?|réponses?|comentarios?|respuestas?"
    r"|comentários?(?: dos? leitor(?:es)?)?|commenti|reacties|reactie|kommentarer?|kom+ent(?:aa|á[rř]|ar|t?i)\w*|комента[рі]\w*|comentaris?|comentarii|hozzászólás|příspěv\w+|einträge|bình luận|ความคิดเห็น|yorum(?:lar)?|комментари\w*|отзыв\w*|pensamientos?|pensées?|件のコメント|コメント(?:一覧)?|(?:全部|最新|所有|网友|精彩|热门|[条條则則个個篇])?(?:评论|評論|留言|回复|回覆|回應|跟帖)|(?:개의 ?)?댓글|(?:ال)?تعليقات|تعليق|תגובות(?: לכתבה)?|دیدگاه|σχόλι[αο]"
)
_NUMBER_WORDS = {
    "no": 0,
    "one": 1,
    "ein": 1,
    "eine": 1,
    "un": 1,
    "une": 1,
    "uno": 1,
    "um": 1,
    "keine": 0,
    "aucun": 0,
    "ningún": 0,
    "zero": 0,
}
_COUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<n>\d{{1,3}}(?:[.,  ]\d{{3}})+|\d+)|(?P<word>{'|'.join(_NUMBER_WORDS)}))\s*(?:reader |user |new |weitere )?(?:{_WORDS})(?!\w)"
    rf"|(?<!\w)(?:{_WORDS}|discuss|discussion|talk|leserbriefe|letters|join the discussion|join the conversation)\s*[:(\[]\s*(?P<m>\d+)\s*[)\]]?",
    re.I,
)
_COUNT_ALONE = re.compile(rf"^\W*(?:{_WORDS})\s+[共全]?\s*(?P<n>\d+)\s*[件条條개]?\W*$", re.I)
# A thread that counts its own, wherever it says so.
_OWN_COUNT = re.compile(
    rf"\W*this (?:topic|thread|discussion|question|post|story) has (?P<n>\d+) (?:{_WORDS})(?!\w)", re.I
)
_QUOTED_TITLE = re.compile(r"\b(?:on|to|zu|sur|en|su|für|about|for)\s*:?\s*[“\"‘«„](?P<title>.+)[”\"’»“]", re.I)
_LOGIN = re.compile(
    r"(?:must|need to|have to)\s+(?:be\s+)?(?:log(?:ged)?[\s-]*in|sign(?:ed)?[\s-]*in|register)|(?:log|sign)[\s-]?in to (?:leave|post|write|add|join|reply|comment)|log[\s-]?in (?:or (?:register|sign up) )?to (?:post|comment|reply|leave)"
    r"|sign[\s-]?in (?:or \w+ )?to (?:comment|reply|post)|only (?:registered|logged[\s-]in) (?:users|members)|müssen? (?:an|ein)geloggt|musst (?:du )?angemeldet|angemeldet sein"
    r"|devez être connecté|debes (?:estar conectado|acceder|iniciar)",
    re.I,
)
_CLOSED = re.compile(
    r"(?:comments?|replies|responses|answers)\s+(?:are|is|have been|has been)\s+(?:now\s+)?(?:closed|disabled|turned off|locked)|commenting (?:is|has been) (?:now )?(?:closed|disabled)"
    r"|comments? (?:on|for|to) this .{1,40}(?:is|are) (?:now )?closed|(?:thread|topic|discussion) (?:is|has been) (?:now )?(?:closed|locked)|closed to (?:new )?(?:comments|replies)"
    r"|kommentare? (?:sind|ist) (?:derzeit |nun )?(?:geschlossen|deaktiviert)|kommentarfunktion ist geschlossen|commentaires (?:sont )?fermés|comentarios (?:están )?cerrados|i commenti sono chiusi",
    re.I,
)
# What the patterns above look for has one of these words in it.
_STATE_WORDS = ("closed", "disabled", "turned off", "locked", "geschlossen", "deaktiviert", "fermés", "cerrados", "chiusi", "log in", "logged", "login", "log-in",
                "signed in", "sign in", "sign-in", "signed-in", "register", "angemeldet", "eingeloggt", "connecté", "conectado", "acceder", "iniciar")  # fmt: skip
_COUNT_WORDS = ("comment", "respon", "repl", "thought", "opinion", "answer", "gedanken", "antwort", "réponse", "comentari", "respuesta", "comentário",
                "reacti", "komment", "koment", "yorum", "příspěv", "einträge", "комментари", "коментар", "hozzászól", "bình luận", "ความคิดเห็น", "回复", "回覆", "跟帖", "отзыв", "pensamiento", "pensée", "コメント", "评论", "評論", "留言", "댓글", "تعليق", "תגובות", "دیدگاه", "σχόλι", "réaction", "discuss", "talk", "leserbrief", "letters", "conversation")  # fmt: skip
_COMMENT = BITS["comment"]
_COUNTED = ("commentCount", "answerCount")
_NEXT = re.compile(
    r"(?<!\w)(?:next|older|newer|previous|prev|earlier|more|later|ältere|neuere|weitere|nächste|vorherige|suivants?|précédents?|siguientes?|anteriores?|load|show|view|see)(?!\w)|[«»←→‹›]",
    re.I,
)
_FORM = re.compile(
    r"(?<![a-z])(?:commentform|comment-form|respond|reply-form|replyform|new-comment|add-comment|quickreply|quick-reply|post-comment|commenting)(?![a-z])"
)


@attrs.frozen
class Stated:
    """A count of comments as a page states it."""

    count: int
    title: str | None
    """The article's title, where the line quotes it; it may be cut."""
    node: Node


def stated_counts(document: Document) -> list[Stated]:
    """All lines of a page that may state how many comments there are, in reading order."""
    for node in document.items:
        if node.attributes["itemprop"] in _COUNTED and (
            number := re.search(r"(?<!\d)\d{1,7}(?!\d)", node.get("content") or text_of(document, node))
        ):
            return [Stated(int(number[0]), None, node)]
    found: list[Stated] = []
    seen: set[int] = set()
    teased: bytearray | None = None
    for text in document.texts_with(_COUNT_WORDS):
        if (own := _OWN_COUNT.match(text.text)) and text.parent is not None:
            found.append(Stated(int(own["n"]), None, text.parent))
            continue
        for node in _short_ancestors(text):
            if node.index in seen:
                continue
            seen.add(node.index)
            line = read_count(text_of(document, node).replace("\n", " "))
            if line and node.parent is not None:
                teased = teased or _teased(document)
                if not teased[node.parent.index]:
                    found.append(Stated(*line, node))
    return found


def stated_count(counts: Sequence[Stated], first: Node | None) -> Stated | None:
    """The number of comments the page states nearest to them.

    Args:
        counts: the lines that may state it.
        first: the first record of the discussion, if one was found.
    """
    best: tuple[float, Stated] | None = None
    for stated in counts:
        if first is not None and stated.node.index > first.index and len(counts) > 1:
            continue
        weight = _count_weight(stated, first)
        if weight > 0.4 and (best is None or weight >= best[0]):
            best = (weight, stated)
    return best[1] if best else None


def _short_ancestors(text: Node) -> list[Node]:
    """The elements around a text that hold little more than it."""
    found: list[Node] = []
    for ancestor in text.ancestors():
        if ancestor.length > 260 or len(found) == 3 or ancestor.tag in ("li", "body", "html", "option", "title"):
            break
        found.append(ancestor)
    return found


def _count_weight(stated: Stated, first: Node | None) -> float:
    """How much a line looks like the thread's own heading."""
    node = stated.node
    if node.attributes.get("itemprop") in _COUNTED:
        return 9.0
    weight = (
        (2.0 if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6") else 0.0)
        + (1.0 if stated.title else 0.0)
        - node.length / 200
    )
    weight += 1.0 if node.bits & _COMMENT else 0.0
    if node.tag == "a" and re.search(r"#.*(?:comment|respon|repl|disqus|talk)|#reply", node.get("href"), re.I):
        weight += 0.6
    elif node.tag in ("legend", "strong", "b", "p", "span", "summary", "button", "div"):
        weight += 0.3
    if first is not None:
        weight += 1.5 - min(1.5, (first.index - node.index) / 60)
    return weight


@lru_cache(maxsize=1024)
def read_count(text: str) -> tuple[int, str | None] | None:
    """The count and the quoted title of a line such as "4 Comments on “A title”"."""
    line = clean_line(text)
    found = _COUNT.search(line)
    number = found and (found["n"] or found["m"])
    if not found and (alone := _COUNT_ALONE.match(line)):
        number = alone["n"]
        found = alone
    if not found or (number is None and "word" in found.groupdict() and not found["word"]):
        return None
    count = int(re.sub(r"\D", "", number)) if number else _NUMBER_WORDS[found["word"].lower()]
    title = _QUOTED_TITLE.search(line)
    if len(line) > 60 and not title and found.start() > 20 and line[found.start() - 2 : found.start()] != "| ":
        return None
    return (count, title["title"].strip() if title else None) if count < 1_000_000 else None


def _teased(document: Document) -> bytearray:
    """Where counts belong to other articles: in lists of them."""
    beside = (node for node in document.elements("aside", "nav", "footer") if not node.bits & _COMMENT)
    return document.mask(chain(beside, document.named_with("related", "teaser")))


def thread_state(document: Document) -> tuple[ThreadState, str] | None:
    """Whether readers can answer, and what said so; None where the page says nothing."""
    login = False
    for text in document.texts_with(_STATE_WORDS):
        if text.length > 400:
            continue
        for line in _lines_around(document, text):
            if _CLOSED.search(line):
                return ThreadState.CLOSED, "notice"
            login = login or _LOGIN.search(line) is not None
    if login:
        return ThreadState.LOGIN_REQUIRED, "notice"
    for node in document.elements("form", "textarea"):
        if node.tag == "form" and (_FORM.search(node.names) or "comment" in node.get("action").lower()):
            return ThreadState.OPEN, "form"
        if node.tag == "textarea" and (
            "comment" in node.names
            or "comment" in node.get("name").lower()
            or any(around.names and _FORM.search(around.names) for around in islice(node.ancestors(), 8))
        ):
            return ThreadState.OPEN, "form"
    return None


def _lines_around(document: Document, text: Node) -> list[str]:
    """The text, and the short elements around it: links cut a sentence into several texts."""
    lines = [" ".join(text.text.split())]
    for ancestor in text.ancestors():
        if ancestor.length > 260 or len(lines) > 3:
            break
        if ancestor.length > text.length:
            lines.append(" ".join(text_of(document, ancestor).split()))
    return lines


def comment_pages(document: Document, url: str) -> tuple[str, ...]:
    """Addresses of the thread's other pages, in the order of the page, without its own."""
    own, article = comment_page_number(url), article_address(url)
    found: dict[str, None] = {}
    for node in document.links_with(("comment-page-", "cpage=")):
        target = join(url, node.get("href"))
        if target is None:
            continue
        number = comment_page_number(target)
        pagelike = node.length <= 60 and (
            _NEXT.search(text_of(document, node)) or text_of(document, node).strip().isdigit() or "page" in node.names
        )
        inside = any(
            a.bits & _COMMENT or "nav" in a.names or a.tag == "nav" or "pag" in a.names for a in node.ancestors()
        )
        if number is not None and number != own and article_address(target) == article and pagelike and inside:
            found[target.partition("#")[0]] = None
    return tuple(found)


def thread_page_number(document: Document, url: str, pages: tuple[str, ...]) -> int:
    """Which page of its thread this is, from 1.

    An article's own address may show the last page (WordPress's default): its number then stands only in the links to
    the others, and it is the one behind the highest of them.
    """
    own = comment_page_number(url)
    if own is not None:
        return own
    numbers = [number for page in pages if (number := comment_page_number(page)) is not None]
    if not numbers or 1 not in numbers and min(numbers) == 2 and max(numbers) != 2:
        return 1
    if 1 in numbers or _says_older(document):
        return max(numbers) + 1
    return 1


def _says_older(document: Document) -> bool:
    return any(
        "page" in node.get("href")
        and comment_page_number(node.get("href")) is not None
        and re.search(
            r"older|previous|prev|earlier|ältere|vorherige|«|←|précédent|anterior",
            text_of(document, node) + node.names,
            re.I,
        )
        for node in document.elements("a")
    )
