"""Where a thread goes on outside of its pager: deeper answers on a page of their own, and what a script would load.

<a href="/r/x/comments/7/_/g4">continue this thread</a>      an address to read
<a href="#">load 3 more comments</a>, <button>12 more replies</button>      nothing to read, but the page is not all
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from urllib.parse import urlsplit

import attrs

from archive.records import Comment
from scraper.extract.document import LABEL
from scraper.extract.dom import Document, Node
from scraper.extract.names import matcher
from scraper.extract.render import text_of
from scraper.extract.thread import Thread
from scraper.normalise.urls import join, same_site

_SAID = (
    r"comments?|repl(?:y|ies)|responses?|answers?|kommentare?|antworten|beiträge|commentaires?|réponses?|comentarios?|respuestas?|comentários?|respostas?"
    r"|commenti|risposte|reacties|antwoorden|komentarzy|odpowiedzi|комментари\w+|ответ\w*"
)
_MORE = re.compile(
    rf"\W*(?:continue (?:reading )?(?:this |the )?(?:thread|conversation|discussion)|read more of (?:this|the) conversation|more in this (?:thread|conversation)"
    rf"|(?:(?:load|show|view|see|read|expand|display|\+)\s+)?(?:the\s+)?(?:(?:\d+|next|previous|older|newer|earlier)\s+)*(?:more|hidden|further|older|newer|earlier)(?:\s+\d+)?\s+(?:{_SAID})"
    rf"|load more|\d+ hidden|(?:\d+\s+)?(?:weitere|mehr|ältere|neuere)\s+(?:\d+\s+)?(?:{_SAID})(?:\s+(?:an)?zeigen|\s+laden)?|(?:afficher|voir|charger)\s+(?:\d+\s+)?(?:plus|autres)\s+(?:de\s+)?(?:{_SAID})"
    rf"|(?:ver|mostrar|cargar|carregar|mostra|carica)\s+(?:\d+\s+)?(?:más|mais|altri|altre|m[aá]s)\s+(?:{_SAID})|(?:показать|загрузить)\s+(?:ещё|еще)(?:\s+\d+)?(?:\s+(?:{_SAID}))?"
    r"|(?:コメント)?をもっと(?:見る|読む)|もっと(?:見る|読み込む)|更多(?:评论|評論|回复)|댓글 더보기)\W*(?:\(?\d+[^()]{0,20}\)?|of \d+)?\W*",
    re.I,
)
_WORDS = (
    "more", "continue", "hidden", "further", "older", "newer", "earlier", "weitere", "mehr", "ältere", "neuere", "plus", "autres", "más", "mais", "altri", "altre", "ещё", "еще", "もっと", "更多", "더보기",
)  # fmt: skip
_WHOLE = re.compile(
    r"\W*(?:(?:view|show|see|read)\s+(?:the\s+)?(?:rest of the comments|(?:full|whole|entire|complete) (?:thread|discussion|conversation)|all (?:the )?comments)"
    r"|(?:return|back) to (?:the |full |main )?(?:thread|discussion|conversation|comments)|full discussion|ganze diskussion(?: anzeigen)?|voir toute la discussion|ver toda la conversación)\W*",
    re.I,
)
_WHOLE_WORDS = ("rest of the comments", "all comments", "all the comments", "thread", "discussion", "conversation", "conversación", "diskussion", "to comments", "to the comments")  # fmt: skip
# A list's own controls stand in front of its first comment or behind its last one, with a form between at most.
_NEAR, _FAR = 60, 160
# A control that is there for when there is more.
_UNSHOWN = matcher(r"(?<![a-z-])(?:hidden|hide|loaded|d-none|display-none)(?![a-z])")
_PAGER = matcher(r"(?<![a-z])(?:page|pages|pager|pagination|paginator|page-?(?:link|item|number|no)s?)(?![a-z])")
# What a discussion's state says of its list where only a part of it was sent.
_HAS_NEXT = re.compile(r'"has_?(?:next|more)(?:_?page)?"\s*:\s*true', re.I)
_CONTROLS = frozenset(("a", "button", "summary", "label", "faceplate-partial", "span", "div", "li", "p"))


@attrs.frozen
class Continuations:
    """What a page says of a thread's other parts, beside its pager."""

    addresses: tuple[str, ...] = ()
    """In the order of the page."""
    is_partial: bool = False
    """Whether comments are left out that only these addresses, or a script, would tell."""
    whole: str | None = None
    """The thread that this page shows one branch of."""


def find_continuations(
    document: Document, thread: Thread | None, base: str, url: str, pages: Sequence[str]
) -> Continuations:
    """Where the comments go on that this page leaves out.

    Args:
        document: the page.
        thread: its discussion.
        base: what its relative addresses are relative to.
        url: its own address.
        pages: the thread's other pages, whose links are no continuations.
    """
    if thread is None:
        return Continuations()
    if not thread.records:
        return Continuations(is_partial=any(_HAS_NEXT.search(text) for _, text in document.scripts))
    own = url.partition("#")[0]
    addresses: dict[str, None] = {}
    is_partial = False
    for control in _controls(document, thread):
        href = control.get("href")
        target = join(base, href.partition("#")[0]) if href and href[0] != "#" else None
        if target in pages:
            continue
        is_partial = True
        if target and target.startswith("http") and target != own and same_site(own, target):
            addresses[target] = None
    is_partial = is_partial or _has_dead_pager(document, thread)
    whole = _whole(document, thread, base, own)
    return Continuations(tuple(addresses), is_partial or whole is not None, whole)


def _has_dead_pager(document: Document, thread: Thread) -> bool:
    """Whether a pager of numbers beside the comments leads nowhere: a script would fetch the other pages."""
    first, last = thread.records[0].index, max(record.end for record in thread.records)
    for node in document.named:
        if not (first - _NEAR <= node.index < first or last <= node.index < last + _NEAR) or not _PAGER(node.names):
            continue
        label = text_of(document, node) if 0 < node.length <= 4 else ""
        target = node.get("href") or (
            node.parent.get("href") if node.parent is not None and node.parent.tag == "a" else ""
        )
        is_dead = not target or target[0] == "#" or target.startswith("javascript:")
        if label.isdecimal() and is_dead and "onclick" in node.attributes:
            return True
    return False


def _whole(document: Document, thread: Thread, base: str, own: str) -> str | None:
    """The address of the whole thread, where the page says that it shows a part: one of the same folder, or above."""
    first = thread.records[0].index
    for text in document.texts_with(_WHOLE_WORDS, longest=LABEL):
        link = next((node for node in islice(text.ancestors(), 3) if node.tag == "a"), None)
        if link is None or not first - _FAR <= text.index < thread.records[-1].end + _NEAR:
            continue
        target = join(base, link.get("href").partition("#")[0])
        if (
            target
            and target != own
            and same_site(own, target)
            and _WHOLE.fullmatch(" ".join(text_of(document, link).split()))
        ):
            above, here = (urlsplit(one).path.strip("/").split("/") for one in (target, own))
            if above[:-1] == here[: len(above) - 1] and above != here:
                return target
    return None


def _controls(document: Document, thread: Thread) -> Iterator[Node]:
    """The elements among the comments and near them that promise more of them, each once."""
    first, last = thread.records[0].index - _NEAR, max(record.end for record in thread.records) + _NEAR
    seen: set[int] = set()
    for text in document.texts_with(_WORDS, longest=LABEL):
        if not first <= text.index < last:
            continue
        control = _control_of(document, text)
        if control is not None and control.index not in seen and not _is_unshown(control):
            seen.add(control.index)
            yield control


def _is_unshown(control: Node) -> bool:
    around = (control, *islice(control.ancestors(), 2))
    return any((node.names and _UNSHOWN(node.names)) or "hidden" in node.attributes for node in around)


def _control_of(document: Document, text: Node) -> Node | None:
    """The link or button that a text is in, or else its element, if that is all that it says."""
    around = list(islice(takewhile(lambda node: node.length <= LABEL, text.ancestors()), 4))
    link = next((node for node in around if node.tag in ("a", "button")), None)
    for node in (link,) if link is not None else around[:2]:
        if node.tag in _CONTROLS and _MORE.fullmatch(" ".join(text_of(document, node).split())):
            return node
    return None


def branch_of(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
    """The comments of a page that shows one branch: whom the first one answers is not told."""
    return tuple(attrs.evolve(one, is_orphan=True) if one.parent_key is None else one for one in comments)
