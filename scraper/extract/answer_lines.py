"""Lines that name whom a comment answers: "In reply to Ann", "Antwort auf Ann", "回复 Ann", an arrow between two names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import attrs

from scraper.extract.document import LABEL
from scraper.extract.dom import BLOCKS, Document, Node
from scraper.normalise.text import clean_line

_PHRASES = (
    "in reply to", "in response to", "in answer to", "replying to", "replied to", "responding to", "response to", "answering", "up to parent",
    "als antwort auf", "als antwort an", "antwort auf", "antwort an", "antwortet auf", "en réponse à", "réponse à", "répond à",
    "en respuesta a", "respuesta a", "respondiendo a", "em resposta a", "resposta a", "respondendo a",
    "in risposta a", "risposta a", "risponde a", "in antwoord op", "als antwoord op", "antwoord op", "som svar till", "som svar til", "som svar på",
    "svar till", "svar til", "svar på", "vastaus", "vastauksena", "w odpowiedzi na", "w odpowiedzi do", "odpowiedź na", "odpowiedź do",
    "odpověď na", "odpověď pro", "odpověď uživateli", "в ответ на", "ответ для", "ответ на", "отвечает", "у відповідь на", "відповідь на",
    "előzmény", "válasz erre", "yanıt olarak", "σε απάντηση στον", "σε απάντηση στην", "σε απάντηση στο", "σε απάντηση του", "σε απάντηση της", "ως απάντηση",
    "ca răspuns la", "răspuns la", "răspuns pentru", "válasz", "membalas", "trả lời", "ردا على", "رداً على", "رد على", "در پاسخ به", "בתגובה ל",
)  # fmt: skip
_ARROWS = "→▸►➜➤▶⇒"
_REPLIES = ("回复", "回覆", "回應")
_WORDS_BEHIND = (
    "への返信", "へ返信", "に返信", "さんへ", "의 댓글에 대한 답글", "님에게 답글", "adlı kullanıcıya cevap", "adlı kullanıcıya yanıt",
)  # fmt: skip
IN_REPLY = "|".join(_PHRASES)
"""What such lines begin with, in some twenty-five languages, as a pattern for either case."""
_LINE = re.compile(
    rf"\s*(?:(?:↪|↳|↵|┗|└)\s*)?(?:(?:{IN_REPLY}|reply to(?= @))(?!\w)|{'|'.join(_REPLIES)}|[{_ARROWS}])\s*:?\s*@?(?P<name>\S.*?)?\s*[:：]?\s*",
    re.I | re.S,
)
_BEHIND = re.compile(rf"\s*@?(?P<name>\S.*?)\s*(?:さん|님)?\s*(?:{'|'.join(_WORDS_BEHIND)})\s*[:：]?\s*", re.S)
# One of these is in every such line, in lower case.
_SIGNS = (*_PHRASES, "reply to @", *_REPLIES, *_ARROWS, *_WORDS_BEHIND)
_LONGEST_NAME = 50
# Which of the writer's posts it is.
_POST_NUMBER = re.compile(r"(?<=\S)\s*(?:\(#?\d+\.?\)|#\d+)$")


@attrs.frozen
class AnswerLine:
    """A line that names the writer who is answered."""

    name: str
    texts: tuple[Node, ...]
    """The texts that make it up."""


def likely_texts(document: Document) -> list[Node]:
    """The short texts of a page that may be such lines, or begin them, in reading order: few pages have any."""
    return document.texts_with(_SIGNS, longest=LABEL)


def answer_line(own: Sequence[Node]) -> AnswerLine | None:
    """The first line of a record that says whom it answers, and nothing else, or None."""
    texts = [node for node in own if not node.tag and node.length]
    for place, text in enumerate(texts):
        found = (_LINE.fullmatch(text.text) or _BEHIND.fullmatch(text.text)) if text.length <= LABEL else None
        if found is None:
            continue
        parts = texts[place : place + 1] if found["name"] else texts[place : place + 2]
        name = _POST_NUMBER.sub("", clean_line(found["name"] or parts[-1].text)).lstrip("@")
        if len(parts) + bool(found["name"]) > 1 and 0 < len(name) <= _LONGEST_NAME and _stands_alone(parts, texts):
            return AnswerLine(name, tuple(parts))
    return None


def _stands_alone(parts: Sequence[Node], texts: Sequence[Node]) -> bool:
    """Whether no other words are in the block, or the link, of a line: those of a sentence are what somebody says."""
    first = parts[0]
    around = takewhile(lambda node: node.tag not in BLOCKS, first.ancestors())
    if any(
        node.tag in ("a", "span", "small", "em", "i", "button", "cite") and _holds_only(node, parts) for node in around
    ):
        return True
    block = next((node for node in first.ancestors() if node.tag in BLOCKS), None)
    return block is not None and (
        _holds_only(block, parts) or not any(_is_sentence(text) for text in texts if text in block)
    )


def _holds_only(node: Node, parts: Sequence[Node]) -> bool:
    return node.length <= sum(part.length for part in parts) + 2


def _is_sentence(text: Node) -> bool:
    return text.length > 40
