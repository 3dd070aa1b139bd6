"""What a page says about its discussion as a whole: how many, whether open, where the rest is."""

from __future__ import annotations

import re

from archive.records import ThreadState
from scraper.extract.dom import Document, Node
from scraper.extract.names import has
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line
from scraper.normalise.urls import article_address, comment_page_number, join

_WORDS = (
    r"comments?|responses?|replies|reply|thoughts?|opinions?|reactions?|answers?|kommentare?|gedanken|antworten|commentaires?|réponses?|comentarios?|respuestas?"
    r"|comentários?|commenti|reacties|reactie|kommentarer?|komment(?:aa|áře|arzy|arze|arz)\w*|yorum(?:lar)?|комментари\w*|отзыв\w*|pensamientos?|pensées?|件のコメント|コメント|评论|댓글"
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
_COUNT_ALONE = re.compile(rf"^\W*(?:{_WORDS})\s+(?P<n>\d+)\W*$", re.I)
_QUOTED_TITLE = re.compile(r"\b(?:on|to|zu|sur|en|su|für|about|for)\s*:?\s*[“\"‘«„](?P<title>.+)[”\"’»“]", re.I)
_LOGIN = re.compile(
    r"(?:must|need to|have to)\s+(?:be\s+)?(?:log(?:ged)?[\s-]*in|sign(?:ed)?[\s-]*in|register)|log[\s-]?in (?:or (?:register|sign up) )?to (?:post|comment|reply|leave)"
    r"|sign[\s-]?in (?:or \w+ )?to (?:comment|reply|post)|only (?:registered|logged[\s-]in) (?:users|members)|müssen? (?:an|ein)geloggt|musst (?:du )?angemeldet|angemeldet sein"
    r"|devez être connecté|debes (?:estar conectado|acceder|iniciar)",
    re.I,
)
_CLOSED = re.compile(
    r"comments?\s+(?:are|is|have been|has been)\s+(?:now\s+)?(?:closed|disabled|turned off|locked)|commenting (?:is|has been) (?:now )?(?:closed|disabled)"
    r"|comments? (?:on|for) this .{1,40}(?:is|are) (?:now )?closed|(?:thread|topic|discussion) (?:is|has been) (?:now )?(?:closed|locked)|closed to (?:new )?(?:comments|replies)"
    r"|kommentare? (?:sind|ist) (?:derzeit |nun )?(?:geschlossen|deaktiviert)|kommentarfunktion ist geschlossen|commentaires (?:sont )?fermés|comentarios (?:están )?cerrados|i commenti sono chiusi",
    re.I,
)
_NEXT = re.compile(
    r"(?<!\w)(?:next|older|newer|previous|prev|earlier|more|later|ältere|neuere|weitere|nächste|vorherige|suivants?|précédents?|siguientes?|anteriores?|load|show|view|see)(?!\w)|[«»←→‹›]",
    re.I,
)
_FORM = re.compile(
    r"(?<![a-z])(?:commentform|comment-form|respond|reply-form|replyform|new-comment|add-comment|quickreply|post-comment)(?![a-z])"
)


def stated_count(document: Document, first: Node | None) -> tuple[int, str | None] | None:
    """The number of comments the page states nearest to them, and the title that stands beside the number.

    Args:
        document: the page.
        first: the first record of the discussion, if one was found.
    """
    best: tuple[float, int, str | None] | None = None
    for node in document.nodes:
        if not node.tag or not 0 < node.length <= 260 or node.tag in ("li", "body", "html", "option", "title"):
            continue
        is_heading = node.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        named = bool(node.names) and has("comment", node.names)
        leads = node.tag == "a" and re.search(r"#.*(?:comment|respon|repl|disqus|talk)|#reply", node.get("href"), re.I)
        if not (
            is_heading or named or leads or node.tag in ("legend", "strong", "b", "p", "span", "summary", "button")
        ):
            continue
        if first is not None and node.index > first.index:
            break
        found = read_count(text_of(document, node).replace("\n", " "))
        if found is None or _in_teaser(node):
            continue
        weight = 2.0 * is_heading + 1.0 * named + (0.6 if leads else 0) + (1.0 if found[1] else 0.0) - node.length / 200
        if first is not None:
            weight += 1.5 - min(1.5, (first.index - node.index) / 60)
        if weight > 0.4 and (best is None or weight >= best[0]):
            best = (weight, *found)
    return best[1:] if best else None


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
    if len(line) > 60 and not title and found.start() > 20:
        return None
    return (count, title["title"].strip() if title else None) if count < 1_000_000 else None


def _in_teaser(node: Node) -> bool:
    """Whether a count belongs to another article: it stands in a list of them."""
    return any(
        a.tag in ("li", "aside", "nav", "footer")
        and not has("comment", a.names)
        and a.tag != "li"
        or "related" in a.names
        or "teaser" in a.names
        for a in node.ancestors()
    )


def thread_state(document: Document) -> tuple[ThreadState, str] | None:
    """Whether readers can answer, and what said so; None where the page says nothing."""
    for node in document.nodes:
        if node.tag or not 12 <= node.length <= 400:
            continue
        if _CLOSED.search(node.text):
            return ThreadState.CLOSED, "notice"
    for node in document.nodes:
        if (
            node.tag in ("p", "div", "span", "a", "li", "h3", "h4", "section", "em", "strong")
            and 8 <= node.length <= 200
            and _LOGIN.search(" ".join(text_of(document, node).split()))
        ):
            return ThreadState.LOGIN_REQUIRED, "notice"
    for node in document.nodes:
        if node.tag == "form" and (_FORM.search(node.names) or "comment" in node.get("action").lower()):
            return ThreadState.OPEN, "form"
        if node.tag == "textarea" and ("comment" in node.names or "comment" in node.get("name").lower()):
            return ThreadState.OPEN, "form"
    return None


def comment_pages(document: Document, url: str) -> tuple[str, ...]:
    """Addresses of the thread's other pages, in the order of the page, without its own."""
    own, article = comment_page_number(url), article_address(url)
    found: dict[str, None] = {}
    for node in document.nodes:
        if node.tag != "a" or not node.get("href"):
            continue
        target = join(url, node.get("href"))
        if target is None:
            continue
        number = comment_page_number(target)
        pagelike = node.length <= 60 and (
            _NEXT.search(text_of(document, node)) or text_of(document, node).strip().isdigit() or "page" in node.names
        )
        inside = any(
            has("comment", a.names) or "nav" in a.names or a.tag == "nav" or "pag" in a.names for a in node.ancestors()
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
        node.tag == "a"
        and comment_page_number(node.get("href")) is not None
        and re.search(
            r"older|previous|prev|earlier|ältere|vorherige|«|←|précédent|anterior",
            text_of(document, node) + node.names,
            re.I,
        )
        for node in document.nodes
    )
