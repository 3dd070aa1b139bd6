"""Words in class names and ids that say what a part of a page is, in named groups.

A name is cut into words once, for all groups; pages repeat their class names hundreds of times, so answers are
remembered. Hyphens, underscores and digits part words: `entry-content` has `content` and `entry-content`, `discontent`
has neither. Hashed names (`css-1x2y3z`) say nothing and match nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

_GROUPS = {
    # a record of a discussion, or a part of one
    "comment": (
        "answer answers antwort antworten cmt cmts comtr comentario comentarios comment commentaire commentaires commentary "
        "commentlist commento comments discuss discussion discussions disqus feedback feedbacks kommentar kommentare opinion "
        "hozzaszolas hozzaszolasok komentar komentare komentari komentarz komentarze kommentti opinions pingback pingbacks postlist postslist reactie reacties remark remarks replies reply response responses "
        "prispevek prispevky respuesta respuestas yorum yorumlar talkback talkbacks thread threads trackback trackbacks"
    ),
    "forum": (
        "beitraege beitrag forum forums mensagen mensagens message messages msg msgs post postbit postcontainer posting postings posts thread "
        "threads topic topics"
    ),
    # parts of a record
    "author": (
        "account auteur author authors autor bigusername byline cite commenter commenters creator displayname fn login member name nick "
        "nickname nicknames nicks poster posters postmenu pseudo pseudonym screen screenname user username usernames users verfasser who writer"
    ),
    "date": (
        "age ago created date dateline dates datetime datum fecha meta metadata permalink postdate posted published time "
        "times timestamp timestamps when zeit"
    ),
    "content": (
        "body bodytext comment commenttext content contents copy description entry inhalt md message post postbody prose text "
        "texte texto txt usertext"
    ),
    "children": (
        "child children descendants indented nested replies reply response responses sub subcomment subcomments thread threads"
    ),
    "control": (
        "action actions avatar avatars badge badges btn btns button buttons control controls downvote dropdown edit flag "
        "footer form karma like likes links menu pagination permalink points postdetails postprofile profile quote rating "
        "ratings replies replieslink reply replylink report respond score share sharing sig signature signatures thumb thumbs user-info user-details author-info member-info "
        "tool toolbar tools upvote userdetails userinfo vote votes voting"
    ),
    "avatar": ("avatar avatars gravatar photo portrait profile u-photo userpic"),
    # parts of a page that are never its article
    "aside": (
        "aboutauthor ad addthis ads advert advertisement advertising adverts anzeige anzeigen archive archives aside author- "
        "box authorbox banner bio breadcrumb breadcrumbs byline calendar cat-links categories comment comments consent cookie "
        "cookies dateline entry-meta foot footer footers gdpr hidden jp-relatedposts login masthead menu menus meta modal "
        "more-stories most-read mostread nav navigation navs newsletter newsletters outbrain overlay pager pagination paging "
        "popular popup post-meta postmetadata prevnext print promo promos promotion promotions pubblicita publicidad "
        "publicite rating ratings readmore reclame recommendation recommendations recommended reklama reklame related respond rss "
        "screen-reader-text search share sharedaddy shares sharing sidebar sidebars signup skip sociable social sponsor "
        "sponsored sponsors subscribe subscription taboola tag-links tagcloud tags teaser teasers tool toolbar tools trending "
        "visually-hidden werbung widget widgets"
    ),
    "body": (
        "article article-text articlebody articletext blog body content copy e-content entry hentry main page post prose "
        "single story storybody text"
    ),
    "strong_body": (
        "article-body article-content article-copy article-text articlebody articlecontent articletext blog-content body- "
        "content body-copy bodycopy c-article-body content-body e-content entry entry-body entry-content field--name-body "
        "field-name-body main-content mw-parser-output newsarticle post-body post-content post-entry postbody postcontent "
        "prose rich-text single-content story-body story-content storybody td-post-content text-content"
    ),
    "strong_content": (
        "answer-content answer-text bbp-reply-content commentbody bbwrapper bb-wrapper comment-content comment-copy comment-message comment-text commentcontent "
        "commenttext commtext content-text cooked e-content entry-content forum-message forummessage kmsg md message-content message-text messagecontent "
        "messagetext mycode p-content post-content post-message post-text postcontent posting-text postingtext postmessage postmsg posttext reply-content "
        "reply-text replycontent richtext user-content usercontent usertext-body"
    ),
    "quote": (
        "bbcodeblock bbcodequote blockquote citation codetop quote quotebox quotebody quotecontainer quotecontent quoted quoteheader quotemain quotetitle "
        "quotetop quotemessage smallfont-quote zitat"
    ),
    "form": (
        "addcomment add-comment commentform comment-form newcomment new-comment quickreply replyform reply-form respond"
    ),
    "elsewhere": (
        "artalk commentbox commento coral cusdis discourse-comments disqus ds-thread dsq fastcomments fb-comments giscus gitalk graphcomment hypercomments hyvor idc idcomments "
        "insticator isso js-kit just-comments livefyre lv-container mc-container metype muut openweb remark replybox schnack sohucs spot spotim squarespace-comments talkyard tcomment "
        "tolstoycomments twikoo utterances valine vcomments viafoura vk-comments vuukle waline"
    ),
    "title": (
        "articletitle entrytitle headline nodetitle p-name pagetitle posttitle storytitle subject threadtitle title topictitle"
    ),
    "recent_comments": (
        "comments-recent dsq-widget-list last-comments lastcomments latest-comment latest-comments latestcomment "
        "latestcomments newest-comments recent-comment recent-comments recentcomment recentcomments sidebar-comments widget- "
        "recent-comments wp-block-latest-comments"
    ),
}
BITS = {name: 1 << place for place, name in enumerate(_GROUPS)}
"""The bit of each group in `flags`: for loops over all of a page, where `has` costs too much."""
_NUMBER = re.compile(r"\d+")
# `windowbg` and `windowbg2` take turns.
_EVERY_OTHER = re.compile(r"(?<=[a-z]{4})\d(?!\S)")
# Marks first words of compounds: most words of names begin none.
_STARTS = 1 << len(_GROUPS) + 1
# Marks names with such a compound in them, or its words side by side.
_COMPOUND = 1 << len(_GROUPS)
_ALL = _STARTS - 1
_COMMENT = BITS["comment"]
_PARTS = BITS["author"] | BITS["date"] | BITS["content"]


def _flags_of_words() -> dict[str, int]:
    bits: dict[str, int] = {}
    for name, words in _GROUPS.items():
        for word in words.split():
            bits[word] = bits.get(word, 0) | BITS[name]
    for word in list(bits):
        if "-" in word:
            start = word.partition("-")[0]
            bits[start] = bits.get(start, 0) | _STARTS
    return {**bits, "\0": 0}  # what stands behind a name, in no group


_FLAGS = _flags_of_words()


# Names come again within a page. A memory over many pages is hit one time in three, and gave nothing (decision 0027).
_REMEMBERED = 256
_END = "\0"
# Parts words: all that is no letter of the alphabet, but for what ends a name.
_APART = bytes(byte if 97 <= byte <= 122 or byte == 0 else 32 for byte in range(256))
_WORDS = re.compile(r"[a-z]+")


def flags_of(names: Collection[str]) -> list[int]:
    """The groups that each of a page's names has words of, as bits.

    All names are cut into words at once: a call for each, or a memory of those of earlier pages, costs more.
    """
    found: list[int] = []
    together = f" {_END} ".join([*names, ""])
    words = together.encode("ascii", "replace").translate(_APART).decode().split()
    bits_of = _FLAGS.get
    bits = 0
    for place, known in enumerate(map(bits_of, words)):
        if known is None:
            continue
        if known:
            bits |= known
            if known >= _STARTS and (
                "-".join(words[place : place + 2]) in _FLAGS or "-".join(words[place : place + 3]) in _FLAGS
            ):
                bits |= _COMPOUND
        else:
            found.append(bits & _ALL)
            bits = 0
    for place, name in enumerate(names):
        if found[place] & _COMPOUND:
            found[place] = found[place] & ~_COMPOUND | _compounds(name)
        if "comment" in name:
            for word in _WORDS.findall(name):
                if "comment" in word and word not in _FLAGS:
                    found[place] |= _COMMENT | _written_together(word)
    return found


def _written_together(word: str) -> int:
    """The bits of what a part of a comment is called in one word: `ucommenttext`, `blogcommentauthor`."""
    return _FLAGS.get(word.rpartition("comment")[2], 0) & _PARTS


def _compounds(name: str) -> int:
    """The bits of what several words of one class name say together; two names side by side say nothing together."""
    bits = 0
    for token in name.split():
        words = _WORDS.findall(token)
        for place in range(len(words) - 1):
            bits |= _FLAGS.get("-".join(words[place : place + 2]), 0) | _FLAGS.get(
                "-".join(words[place : place + 3]), 0
            )
    return bits & _ALL


def has(group: str, names: str) -> bool:
    """Whether class or id (lower case, `Node.names`) contain one of a group's words."""
    return _flags(names) & BITS[group] != 0


@lru_cache(maxsize=_REMEMBERED)
def _flags(names: str) -> int:
    return flags_of((names,))[0]


# Sizes, colours and sides of frameworks: `text-sm`, `text-gray-500`, `text-[13px]`.
_UTILITY = re.compile(
    r"(?<![\w-])(?:[a-z]+:)*text-(?:xs|sm|md|base|lg|\d?xl|left|right|center|justify|start|end|muted|black|white|current|primary|secondary|truncate|wrap|nowrap"
    r"|[a-z]+-\d{2,3}|\[\S*)(?!\S)"
)


def is_utility(names: str, groups: int) -> bool:
    """Whether names have words of some groups only in what frameworks call sizes and colours of text."""
    return not _flags(_UTILITY.sub("", names)) & groups


def matcher(words: str) -> Callable[[str], bool]:
    """A test like `has` for a module's own words: a pattern over class and id, with hyphens for underscores."""
    pattern = re.compile(words)

    @lru_cache(maxsize=_REMEMBERED)
    def matches(names: str) -> bool:
        return pattern.search(names.replace("_", "-")) is not None

    return matches


@lru_cache(maxsize=_REMEMBERED)
def tokens(names: str) -> tuple[str, ...]:
    """The single class names and the id, numbers in them as `#`: what elements of one kind have in common."""
    if _NUMBER.search(names):
        names = _NUMBER.sub("#", _EVERY_OTHER.sub("", names))
    return tuple(dict.fromkeys(names.split()))
