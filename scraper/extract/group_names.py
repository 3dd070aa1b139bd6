"""What elements of one kind have in common, and what that says: the names of groups of repeated records."""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.extract.dom import Node
from scraper.extract.names import BITS, has, tokens

# `comment` names a record; `comment-content` a part of one, `commentlist` what holds them, `comment-form` neither.
_PART = re.compile(
    r"(?:content|text|body|authors?|meta(?:data)?|date|time|info|footer|header|head|foot|actions?|links?|link|form|field|count|counts|title|list|items|wrap(?:per)?"
    r"|container|section|area|box|holder|page|pages|nav|navigation|pagination|avatar|cells?|respond|reply-title|notes?|toggle|button|btn|btns|like|likes"
    r"|rating|vote|votes|score|open|closed|heading|headline|number|bubble|icon|icons|feed|subscribe|template|count-#|edit|permalink|anchor"
    r"|excerpt|policy|login|toolbar|sort|filter|tabs?|label|input|editor|name|user|details|item-name|item-meta|tools|replies|children|tree)$"
)
_RECORD_ID = re.compile(
    r"(?:^|[-_:])(?:comment|comm|cmt|reply|post|msg|message|answer|entry|item|node|c|p|r|pid|thing|beitrag)[-_:]?(?:id)?[-_:]?#$"
)
_CONTAINER = re.compile(
    r"^(?:comments|commentlist|comment-?s?-?area|responses|replies|answers|antworten|antwoorden|respuestas|respostas|réponses|reponses|risposte|odpowiedzi|reactions|discussions?|threads?|disqus|disqus_thread|kommentare|comentarios|comentários"
    r"|commentaires|commenti|reacties|reakties|réactions|reaktionen|leserbriefe|opiniones|opinions|opinie|komentarze|komentare|komentari|komentáře|hozzaszolasok|prispevky|talkbacks|feedbacks|remarks|kommentarer|kommentit|yorumlar)$"
)
# What a whole discussion is called, not one of its records; some sites call their records so, too.
_COLLECTIVE = re.compile(
    r"(?:[a-z]+[-_])?(?:threads?|discussions?|discuss|comments|responses|replies|answers|reactions|opinions|feedbacks?|postlist|postslist)(?:[-_][a-z#]+){0,2}"
)
# What a random key leaves of a token whose digits are taken for numbers: nothing that others are called, too.
_HASH, _HASHED = re.compile(r"(?:[a-f]{0,8}#){5}"), 5
# Some forums call each post so, others the whole thread, with the answers in it.
_POSTING = 0.9
_SAYING = BITS["comment"] | BITS["forum"]
_TYPES = re.compile(r"schema\.org/(?:Comment|UserComments|Answer|DiscussionForumPosting)\b", re.I)


def type_of(node: Node) -> str | None:
    """What microdata calls an element, where that is a kind of comment."""
    kind = node.attributes.get("itemtype")
    return kind.rpartition("/")[2] if kind and _TYPES.search(kind) else None


def type_hint(kind: str) -> float:
    """What a type of microdata says."""
    return _POSTING if kind == "DiscussionForumPosting" else 1.0


def own_tag_hint(tag: str) -> float:
    """What an element says that is a site's own invention, such as `comment-item`."""
    return _hint(tag)


def name_keys(tag: str, names: str, bits: int) -> tuple[tuple[str, float], ...]:
    """What may link an element with these names, of these groups of words, to others."""
    says = bits & _SAYING
    return tuple(
        (f"{tag}.{token}", _hint(token) if says or token[-1] == "#" else 0.0)
        for token in tokens(names)
        if token.count("#") < _HASHED or not _HASH.search(token)
    )


@lru_cache(maxsize=256)
def _hint(token: str) -> float:
    if token[-1] == "#" and _RECORD_ID.search(token):
        return (
            1.4
            if token.startswith(("comment-", "comment_", "li-comment-"))
            else 1.0
            if "com" in token or "cmt" in token or "reply" in token or "answer" in token
            else 0.7
        )
    padded = f" {token} "
    is_comment = has("comment", padded)
    if (
        not (is_comment or has("forum", padded))
        or _CONTAINER.match(token)
        or (token != "reply" and _PART.search(token))  # noqa: S105 (a class name)
    ):
        return 0.0
    return 1.0 if is_comment and not _COLLECTIVE.fullmatch(token) else 0.4
