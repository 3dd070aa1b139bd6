"""Lines that say what follows them: the heading over the comments, the reply form, a Recent Comments list.

    "4 Comments on “The weir leaks...”"          4 comments, the title, cut
    "Comments (12)"                              12 comments
    "You must be logged in to post a comment."   the thread asks for a login

A heading is a whole line; words within prose are never one.
"""

from __future__ import annotations

import re

import attrs

from archive.records import ThreadState
from scraper.extract.text.furniture import is_button
from scraper.extract.text.patterns import any_of, one_of
from scraper.normalise.text import cut_mark

_NUMBERS = (
    {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}
    | dict.fromkeys("no keine geen".split(), 0)
    | dict.fromkeys("ein eine un une uno una um uma een один".split(), 1)
)
_COUNT = rf"(?P<count>\d{{1,3}}(?:[,. ]\d{{3}}){{1,2}}|\d{{1,7}}|{'|'.join(_NUMBERS)})"
_NOUN = r"(?:(?:reader|user)\s+)?" + one_of(r"""
    comments?
    responses?
    repl(?:y|ies)
    thoughts?
    reactions?
    remarks?
    kommentare?
    antwort(?:en)?
    gedanken?
    reaktion(?:en)?
    commentaires?
    réponses?
    réflexions?
    réactions?
    comentarios?
    respuestas?
    pensamientos?
    comentários?
    respostas?
    pensamentos?
    comment[oi]
    rispost[ae]
    pensier[oi]
    reacties?
    gedachten?
    комментари(?:й|я|ев|и)
    ответ(?:а|ов|ы)?
    komentarz(?:e|y)?
    odpowiedzi
    コメント
    評論
    评论
    留言
    댓글
""")
_ON = r"(?:on|to|for|about|zu|auf|über|sur|à|sobre|en|a|su|op|к|на|do|na)"
_QUOTED = re.compile(r"[“\"'„«‘‹「『]\s*(?P<title>.+?)\s*[”\"'“»’›」』]\s*[.:]?")
_ON_TITLE = re.compile(rf"{_COUNT}\s+{_NOUN}\s+{_ON}\s*:?\s*(?P<title>\S.*)", re.I)
_COUNTED = re.compile(rf"{_COUNT}\s*(?:(?:件の|条|則|个)\s*)?{_NOUN}(?:\s+so far)?\s*[:.|]?", re.I)
_COUNT_BEHIND = re.compile(rf"{_NOUN}\s*[:(\[（|-]?\s*(?P<count>\d[\d,. ]{{0,12}})\s*[)\]）]?", re.I)
# In the singular it is the label of a form's field.
_BARE = re.compile(
    rf"(?!(?:comment|reply|response|kommentar|commentaire|comentario|commento|reactie)\s*:?$)"
    rf"(?:(?:all|reader|user|the)\s+)?(?:{_NOUN}|discussion|conversation|diskussion)\s*:?",
    re.I,
)
_ANY_COUNTED = re.compile(r"[^\W\d_]{3,20}(?: [^\W\d_]{2,20})?\s*[(\[](?P<count>\d{1,5})[)\]]")
_LONGEST_TITLE = 300

_FORM = any_of(r"""
    (?:back to top\s*)?(?:leave|post|add|write|make|submit) (?:a |an |your )?(?:new )?(?:reply|comment|response)s?\b.{0,40}
    cancel reply
    (?:post|submit) comment
    join the (?:discussion|conversation)
    have your say
    schreibe? einen kommentar.{0,20}
    kommentar (?:schreiben|hinterlassen).{0,20}
    laisser un commentaire.{0,20}
    deja un comentario.{0,20}
    deixe um comentário.{0,20}
    lascia un commento.{0,20}
    geef een reactie.{0,20}
    добавить комментарий.{0,20}
    dodaj komentarz.{0,20}
""")
_LOGIN = any_of(r"""
    (?:sorry,? )?you (?:must|need to|have to) (?:be )?(?:logged in|log ?in|signed in|sign in|registered|register)\b.{0,60}
    (?:please )?(?:log ?in|sign in|register)(?: or (?:register|sign up|log ?in|sign in))? to (?:post|leave|add|write|join|comment).{0,40}
    only (?:registered|logged[- ]in) (?:users|members) (?:can|may) comment.{0,20}
    du musst (?:angemeldet|eingeloggt) sein.{0,60}
    vous devez (?:être|vous) connect.{0,60}
    (?:lo siento, )?debes estar conectado.{0,60}
""")
_CLOSED = any_of(r"""
    (?:sorry,? )?(?:the )?(?:comments?|commenting|discussion)(?: thread| form)? (?:is|are|has been|have been) (?:now )?(?:closed|disabled|off)\b.{0,40}
    (?:sorry,? )?comments (?:on|for|to) (?:this|the) \w+ are (?:now )?closed\b.{0,40}
    comments closed\.?
    this (?:thread|topic|discussion) (?:is|has been) (?:closed|locked)\.?
    (?:die )?kommentare sind geschlossen.{0,20}
    les commentaires sont fermés.{0,20}
    los comentarios están cerrados.{0,20}
""")  # fmt: skip
_RECENT = any_of(r"""
    (?:most )?(?:recent|latest|newest|last) (?:reader )?(?:comments?|replies|responses|discussions?|reactions)\s*:?
    (?:neueste|letzte|aktuelle) kommentare:?
    commentaires récents:?
    derniers commentaires:?
    comentarios recientes:?
    últimos comentarios:?
    comentários recentes:?
    commenti recenti:?
    ultimi commenti:?
    recente reacties:?
    свежие комментарии:?
    последние комментарии:?
    najnowsze komentarze:?
    最近のコメント
    最新评论
    近期评论
    최신 댓글
""")


@attrs.frozen(kw_only=True)
class CommentsHeading:
    """What the heading over the comments claims."""

    count: int | None
    title: str | None = None
    """The article's title, without the mark of its cut."""
    is_cut: bool = False


def read_comments_heading(text: str) -> CommentsHeading | None:
    """What a line says if it is the heading over comments, or None."""
    if found := _ON_TITLE.fullmatch(text):
        return _titled(found)
    if found := _COUNTED.fullmatch(text) or _COUNT_BEHIND.fullmatch(text):
        return CommentsHeading(count=_number(found["count"]))
    return CommentsHeading(count=None) if _BARE.fullmatch(text) and not is_button(text) else None


def read_counted_heading(text: str) -> CommentsHeading | None:
    """What a line like "Letters (5)" says; whether these are comments, only what follows can tell."""
    found = _ANY_COUNTED.fullmatch(text)
    return CommentsHeading(count=int(found["count"])) if found else None


def _titled(found: re.Match[str]) -> CommentsHeading | None:
    quoted = _QUOTED.fullmatch(found["title"])
    title, is_cut = cut_mark(quoted["title"] if quoted else found["title"])
    is_sentence = not quoted and (title.endswith((".", "!")) or title[0].islower())
    if is_sentence or len(title) > _LONGEST_TITLE:
        return None
    return CommentsHeading(count=_number(found["count"]), title=title, is_cut=is_cut)


def _number(printed: str) -> int:
    word = _NUMBERS.get(printed.lower())
    return int(re.sub(r"\D", "", printed)) if word is None else word


def read_thread_state(text: str) -> ThreadState | None:
    """Whether readers can answer, if a line tells."""
    if _LOGIN.fullmatch(text):
        return ThreadState.LOGIN_REQUIRED
    if _CLOSED.fullmatch(text):
        return ThreadState.CLOSED
    return ThreadState.OPEN if _FORM.fullmatch(text) else None


def is_form(text: str) -> bool:
    """Whether a line belongs to the form for a new comment, or stands in its place."""
    return read_thread_state(text) is not None


def is_recent_heading(text: str) -> bool:
    """Whether a line is the heading of a Recent Comments list."""
    return _RECENT.fullmatch(text) is not None
