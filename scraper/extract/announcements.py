"""Headings that announce a discussion: "Comments (3)", "What readers said", "Leserbriefe", "コメント 3件".

What repeats right behind one is a discussion even if no name in the markup says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from scraper.extract.document import LABEL
from scraper.extract.dom import Document, Node
from scraper.extract.nodes import index_of

_WORDS = (
    "comment", "discuss", "response", "remark", "reaction", "repl", "letters", "guestbook", "readers", "conversation", "feedback", "komment", "leserbrief", "diskus", "meinung", "gästebuch",
    "réaction", "vos avis", "comentari", "comentário", "opinione", "commenti", "reactie", "yorum", "комментари", "обсужд", "отзыв", "コメント", "评论", "評論", "留言", "댓글", "تعليق", "תגובות", "σχόλι",
)  # fmt: skip
_ANNOUNCES = re.compile(
    r"\W*(?:\d[\d.,]*\s*|show |view |hide |all |read |join |the |your |our |latest |my |alle |tous les |todos los |全部|すべての)*(?:(?:reader|user|visitor|guest|leser|nutzer)(?:s['’]?|['’]s|innen)?[ -]?)?"
    r"(?:comments?|discussions?|responses?|remarks|r[eé]actions?|replies|letters(?: to the editor)?|guestbook|conversation|feedback|kommentare?|leserbriefe|diskussion|meinungen|gästebuch"
    r"|commentaires|vos avis|comentarios|opiniones|comentários|commenti|reacties|kommentarer|komentarze|komentáře|kommentit|yorumlar|комментари[ийе]\w*|обсуждение|отзывы|コメント(?:一覧)?|评论|評論|留言板?|댓글"
    r"|تعليقات|التعليقات|תגובות|σχόλια|(?:what )?(?:our |my )?readers? (?:said|say|write|wrote|think))\W*(?:(?:from|by|of|on|to) .{1,40}|\d[\d.,]*\s*[件条條개]?)?\W*",
    re.I,
)
_NEAR, _FEW = 40, 80


def announcements(document: Document) -> list[Node]:
    """The texts that announce a discussion, in reading order."""
    return [
        text
        for text in document.texts_with(_WORDS, longest=LABEL)
        if not text.linked and _ANNOUNCES.fullmatch(text.text.strip())
    ]


def is_announced(document: Document, announced: Sequence[Node], first: Node) -> bool:
    """Whether a record follows an announcement, with few words between."""
    place = bisect_left(announced, first.index, key=index_of)
    if not place or first.index - announced[place - 1].end > _NEAR:
        return False
    return sum(node.length for node in document.nodes[announced[place - 1].end : first.index] if not node.tag) <= _FEW
