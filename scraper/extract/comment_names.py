"""The name that an element or a line holds, without the words around it."""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.extract.dom import Document, Node
from scraper.extract.machine_dates import is_machine_date
from scraper.extract.names import BITS, matcher
from scraper.extract.notices import is_removed
from scraper.extract.render import text_of

LONGEST_NAME = 80
# Where markup says that it is the name, and nothing shorter is one: people sign with whole sentences.
LONGEST_SIGNED = 250
_DATE = BITS["date"]
_SAYS = re.compile(
    r"^\s*#\d+\s+(?=\w)|^\s*\d{1,4}[.:：]\s+(?=[^\W\d])|\s+[>▸▶►→➜]\s+@?\w.*$|^\s*(?:(?:posted |written |comment |review |said |answered |asked |bewertung |rezension |kommentar |commentaire |comentario |geschrieben |verfasst |écrit |escrito |scritto |geschreven )(?:by|von|par|por|da|di|door|from)|by|von|par|por|door|przez|от|from)?:?\s+"
    r"|^\s*(?:author|autor|автор|作者|投稿者)\s*[:：]\s*"
    r"|\s+(?:posted|written|published|commented|submitted|geschrieben|publié|publicado) (?:on|at|am|le|el)\b.*\d.*$"
    r"|\s*\b(?:says?|said|wrote|writes|schreibt|schrieb|sagt|sagte|meint|meinte|commented|replied|dit|écrit|a écrit|a dit|dijo|dice|escribió|escribe|comentó|ha scritto|ha detto|scrive"
    r"|disse|diz|escreveu|schreef|schrijft|zegt|skriver|skrev|säger|napisał\(a\)|napisała?|pisze|píše|napsal|пишет|написала?|говорит|сказала?|kirjoitti|yazdı|at|on|am|vom|:)"
    r"\s*(?:\.{3}|…)?\s*[:：]?\s*$|(?:(?<!名無し)(?<!ななし)さん|より|说|說|写道|寫道|님)?\s*[:：]?\s*$|\s*\((?:not verified|non vérifiée?|nicht überprüft|no verificado|niet gecontroleerd|niezweryfikowany|не проверено|não verificado|non verificato|inte verifierad|neověřeno|nem ellenőrzött)\)\s*$|\s*\[(?:visitor|guest|member|gast|besucher|invité|invitado|visiteur|visitante|гость)\]\s*$|\s+on\s+\w+\s+\d{1,2}\b.*$|\s+am\s+\d{1,2}\..*$",
    re.I,
)
# Some sites print a name's own markup.
_MARKUP = re.compile(r"</?[a-z]+[^<>]*>")
# Controls, numbers, dates and what stands in place of a name.
_NO_NAME = re.compile(
    r"^(?:reply|reply to (?:this )?(?:comment|post)|answer|antworten|zitieren|melden|répondre|signaler|responder|citar|rispondi|reageren|beantwoorden|svara?|odpowiedz|ответить"
    r"|permalink|link|edit|avatar|says|on|by|#?\d+|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|posted|answered|asked|edited|quote|report|share|like|online|offline|\[?(?:comment )?(?:deleted|removed)\]?|\[(?:deleted|removed|unknown) (?:user|member|account)\]|\W*)$",
    re.I,
)


def name_in(document: Document, node: Node) -> str | None:
    """The name an element holds, without "says" and "by"."""
    inside = [
        n
        for n in document.inside(node)
        if n.tag == "time" or is_machine_date(n) or (n.bits & _DATE and any(c.isdigit() for c in text_of(document, n)))
    ]
    inside += _badges(document, node)
    lines = text_of(document, node, {n.index for n in inside}).split("\n")
    for line in lines[:3]:
        if name := plain_name(line):
            return name
    return None


def _badges(document: Document, node: Node) -> list[Node]:
    """What stands behind a name in its element, and is called, or reads like, a rank or a role."""
    inside = document.inside(node)
    if len(inside) < _BADGED:
        return []
    first = next((n.index for n in inside if not n.tag and any(map(str.isalpha, n.text))), node.end)
    return [
        n
        for n in inside
        if n.tag and n.index > first and 0 < n.length <= _LONGEST_BADGE
        and (_BADGE(n.names) or is_role(text_of(document, n)))
    ]  # fmt: skip


# Nodes of an element that holds a name and a badge: two texts and an element.
_BADGED, _LONGEST_BADGE = 3, 24
_BADGE = matcher(
    r"(?<![a-z])(?:user-?|author-?|comment-?)?(?:badge|role|level|lvl|rank|flair|label|tag|status)s?(?![a-z])"
)
_ROLE = re.compile(
    r"\W*(?:staff|team|mod(?:erator)?|admin(?:istrator)?|author|editor|op|verified|subscriber|member|guest|pro|top (?:fan|contributor|commenter)|(?:lv|lvl|level|stufe|rank|niveau)\W{0,2}\d+"
    r"|veteran|newbie|rookie|(?:bronze|silver|gold|platinum|diamond|new|junior|senior|full|active|regular|premium|honou?rary|lifetime|registered|distinguished) (?:member|user|poster|supporter)"
    r"|autor(?:in)?|redaktion|redactie|rédaction|redacción|équipe|equipo|moderador|modérateur|moderatore|автор|модератор|админ|楼主|樓主|博主|作者|管理员|版主|投稿者|管理人|글쓴이)\W*",
    re.I,
)


def is_role(text: str) -> bool:
    """Whether a text is a rank or a role and nothing else."""
    return _ROLE.fullmatch(text) is not None


def looks_like_name(text: str) -> bool:
    """Whether a text reads like a name: one word, or a few that begin as names do; a title goes on in small letters.

    >>> looks_like_name("Anna van der Meer"), looks_like_name("tomcat77"), looks_like_name("Old harbour reopens")
    (True, True, False)
    """
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if len(words) == 1:
        return text.strip()[0] not in _DASHES and len(text) <= (
            _LONGEST_WITHOUT_CASE if _CASELESS.search(text) else _LONGEST_WORD
        )
    return all(word in _PARTICLES or (word[0].isalnum() and not word[0].islower()) for word in words)


_DASHES = "—–-•*"
_MOST_WORDS, _LONGEST_WORD, _LONGEST_WITHOUT_CASE = 5, 40, 10
# Chinese and Japanese part no words: a longer text is a sentence.
_CASELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PARTICLES = frozenset("de da di du del della la le van von vom zu der den al bin ibn y e af av och und and".split())


def long_name_in(document: Document, node: Node) -> str | None:
    """The name an element holds that holds nothing else, however long it is."""
    text = text_of(document, node)
    return None if "\n" in text else plain_name(text, LONGEST_SIGNED)


@lru_cache(maxsize=4096)  # people write more than once, and each name is looked at more than once
def plain_name(line: str, longest: int = LONGEST_NAME) -> str | None:
    """A line's name without the words around it; None where there is no name in it."""
    name, previous = _MARKUP.sub("", line), ""
    while previous != name:
        previous, name = name, _SAYS.sub("", f" {name} " if not previous else name).strip(" ,|·•–—").rstrip(" (")
    return None if not name or len(name) > longest or _NO_NAME.match(name) or _is_notice(name) else name


# "Deleted member 12" is a name; "This comment was deleted" stands in place of one.
_WRITTEN = re.compile(r"\b(?:comment|post|reply|message|kommentar|beitrag|commentaire|comentario|commento)\b", re.I)


def _is_notice(name: str) -> bool:
    return is_removed(name) and _WRITTEN.search(name) is not None
