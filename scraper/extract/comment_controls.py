"""What people press in a comment: "Reply", "Report", "Like (3)"; and the words and brackets around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import takewhile

from scraper.extract.dom import BLOCKS, Document, Node
from scraper.extract.names import BITS, has, matcher
from scraper.extract.nodes import index_of
from scraper.extract.render import text_of

CONTROL_TEXT = re.compile(
    r"^\W*(?:reply|reply to .{1,60}|answer|antworten|zitieren|répondre(?: à .{1,30})?|signaler|segnala|denunciar|zgłoś|anmäl|anmeld|meld|通報|舉報|신고|gefällt mir|empfehlen|j['’]aime|me gusta|mi piace|curtir|lubię to|нравится|vind ik leuk|gilla|いいね！?|赞|点赞|顶|踩|支持|반대|답글|回應|回覆|respond|responder|respond|citar|rispondi|rispondere|odpowiedz|ответить|цитировать|пожаловаться|yanıtla|balas"
    r"|beantwoorden|reageer|svara|svar|vastaa|odpovědět|odpovedať|válasz|răspunde|respon|απάντηση|відповісти|отговор|одговори|odgovori|رد|پاسخ|הגב|ตอบกลับ|trả lời|atsakyti|返信|回复|举报|quote|report|flag|edit|share|link|permalink|permanent link|like|dislike|log in to reply"
    r"|reply ↓|parent|thread|delete|up|down|upvote|downvote|report abuse|recommend|melden|click to expand|\(edit\)|#|¶|¬|∞)\W*\d*\W*$",
    re.I,
)
"""What people press."""
LABEL = re.compile(
    r"^(?:[\W\d_]|says?|said|wrote|writes|posted|commented|replied|answered|by|on|at|am|um|uhr|von|schreibt|sagt|sagte|le|à|el|il|reply|edit|link|permalink|permanent|quote|to"
    r"|points?|votes?|likes?|score|pm|in|report|flag|up|down|pingback|trackback|moderator|author|admin|member|guest|written|joined|posts|name|date|time|from|sent|subject|e-?mail|homepage|comments|message|collapse|expand|parent|root|next|prev)*$",
    re.I,
)
"""Nothing but words that stand beside what was said."""
PANEL = re.compile(
    r"\W*(?:posts|from|location|member|registered|joined)\s*(?:#|:).{1,80}?\|\s*(?:from|registered|joined|location|ip|posts)\s*:.{1,60}",
    re.I | re.S,
)
"""What a board tells of a writer in one line: "Posts: 12 | From: Leeds | Registered: Mar 2000"."""
_CONTROL = BITS["control"]
# What somebody puts below all that they write.
_SIGNATURE = matcher(r"(?<![a-z-])(?:user-?|post-?|message-?)?(?:sig|signature)(?![a-z-])")
_BAR = re.compile(r"\s*[|·•]\s*")
# What stands around controls: "(Reply) (Parent)".
_BRACKETS = re.compile(r"[\s()\[\]{}|·•]+")


def controls(own: list[Node], content: Node, record: Node, name: Node | None, date: Node | None) -> frozenset[int]:
    """Parts of the content that people press: reply links, votes, edit links."""
    found: set[int] = set()
    for node in own:
        if not node.tag or node.index <= content.index or node.index >= content.end:
            continue
        if (
            node.tag in ("button", "form", "input")
            or (node.bits & _CONTROL and node.tag in BLOCKS and _SIGNATURE(node.names) and content.length > node.length)
            or (
                "moderation" in node.names
                or "reply-link" in node.names
                or "comment-reply" in node.names
                or "edit-link" in node.names
            )
            or (
                node.length <= 60
                and node.tag in ("a", "span", "div", "li", "p", "small", "font", "u", "em")
                and CONTROL_TEXT.match(_flat(node, own))
                and not _is_said(node, own, content, record, name, date)
            )
        ):
            found.add(node.index)
        elif node.tag == "img" and has("avatar", f"{node.names} {node.get('alt').lower()} "):
            found.update(_numbers_beside(own, node))
    if found:
        found.update(n.index for n in own if not n.tag and n in content and _BAR.fullmatch(n.text))
        found.update(_brackets(own, content, found))
    return frozenset(found)


def _brackets(own: list[Node], content: Node, found: set[int]) -> list[int]:
    """The brackets around what people press."""
    pressed = {place for node in own if node.index in found for place in (node.index - 1, node.end)}
    return [n.index for n in own if n.index in pressed and not n.tag and n in content and _BRACKETS.fullmatch(n.text)]


def is_control(document: Document, node: Node) -> bool:
    """Whether all that an element says is a word to press: "Reply", "Report"."""
    return CONTROL_TEXT.match(text_of(document, node)) is not None


def _is_said(node: Node, own: list[Node], content: Node, record: Node, name: Node | None, date: Node | None) -> bool:
    """Whether a word such as "link" is what somebody said: all of it, a paragraph, or part of a sentence."""
    if node.length == content.length or (node.tag in ("p", "li", "em") and not node.linked and not node.names):
        return True
    block = next(a for a in node.ancestors() if a is content or a.tag in BLOCKS)
    if block is record:
        return False  # name, date and controls stand side by side there
    apart = [one for one in (node, name, date) if one is not None]
    return any(
        not text.tag
        and text in block
        and not any(text in one for one in apart)
        and not LABEL.match(" ".join(text.text.split()))
        and not any(
            a.tag in BLOCKS or a.tag in ("a", "button") for a in takewhile(lambda a: a is not block, text.ancestors())
        )
        for text in own
    )


def _numbers_beside(own: list[Node], portrait: Node) -> list[int]:
    """Votes that stand bare in front of or behind a portrait."""
    return [
        node.index
        for node in own
        if not node.tag and abs(node.index - portrait.index) <= 4 and re.fullmatch(r"\W*\d{1,5}\W*", node.text)
    ]


def _flat(node: Node, own: list[Node]) -> str:
    """The text of a short element."""
    if node.end == node.index + 1 or not node.length:
        return "."
    start = bisect_right(own, node.index, key=index_of)
    return "".join([n.text for n in own[start : bisect_left(own, node.end, start, key=index_of)]])
