"""Words in class names and ids that say what a part of a page is, in named groups.

A group is one compiled pattern, asked through `has(group, names)`; pages repeat their class names hundreds of
times, so answers are remembered. Words stand between separators or humps: `entry-content` has `content`,
`discontent` has not. Hashed names (`css-1x2y3z`) say nothing and match nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_GROUPS = {
    # a record of a discussion, or a part of one
    "comment": r"comments?|commentlist|commentary|kommentare?|comentarios?|commentaires?|commento|reacties?|repl(?:y|ies)|respuestas?"
    r"|antwort(?:en)?|responses?|discussions?|discuss|threads?|posts?list|disqus|answers?|opinions?|remarks?|feedbacks?|talkbacks?|cmts?|pingbacks?|trackbacks?",
    "forum": r"posts?|messages?|msgs?|postbit|postcontainer|topics?|threads?|forums?|beitrag|beitraege|mensagens?",
    # parts of a record
    "author": r"authors?|fn|users?|usernames?|nick(?:name)?s?|poster|posters|byline|cite|commenters?|writer|autor|auteur|verfasser|name"
    r"|creator|screenname|displayname|member|account|screen|login|who",
    "date": r"dates?|times?|timestamps?|datetime|published|posted|ago|created|when|permalink|dateline|zeit|datum|fecha|meta(?:data)?|age|postdate",
    "content": r"contents?|text|body|message|entry|copy|postbody|commenttext|bodytext|description|comment|usertext|md|prose|texte|inhalt|post",
    "children": r"children|child|repl(?:y|ies)|nested|threads?|subcomments?|sub|responses?|descendants",
    "control": r"repl(?:y|ies)link|reply|replies|actions?|buttons?|btns?|tools?|toolbar|controls?|likes?|votes?|voting|rating|ratings|share|sharing|flag"
    r"|report|edit|respond|links|menu|dropdown|quote|karma|score|points|upvote|downvote|thumbs?|permalink|badges?|avatars?"
    r"|signatures?|sig|userinfo|userdetails|profile|postprofile|postdetails|pagination|form|footer",
    "avatar": r"avatars?|gravatar|photo|userpic|profile|portrait|u-photo",
    # parts of a page that are never its article
    "aside": r"sidebars?|aside|widgets?|navs?|navigation|menus?|breadcrumbs?|footers?|foot|related|recommended|recommendations?|popular"
    r"|trending|promos?|promotions?|advert(?:s|isement|ising)?|ads?|sponsor(?:ed|s)?|share|sharing|shares|social|sociable|addthis|sharedaddy"
    r"|newsletters?|subscribe|subscription|signup|cookies?|consent|gdpr|banner|masthead|toolbar|outbrain|taboola|jp-relatedposts"
    r"|modal|popup|overlay|pagination|pager|paging|prevnext|rss|tagcloud|archives?|calendar|search|login|authorbox|author-box|bio"
    r"|aboutauthor|byline|dateline|mostread|most-read|teasers?|more-stories|readmore|skip|print|tools?|rating|ratings|hidden"
    r"|werbung|anzeigen?|publicite|publicidad|pubblicita|reklam[ea]|reclame|screen-reader-text|visually-hidden|comments?|respond|postmetadata|entry-meta|post-meta|meta|tags|tag-links|cat-links|categories",
    "body": r"content|article|articlebody|entry|post|story|storybody|main|text|body|hentry|blog|page|single|prose|copy|article-?text|e-content",
    "strong_body": r"entry-content|post-content|article-content|article-body|articlebody|article__body|article__content|post-body|postbody|post_body"
    r"|story-body|storybody|story-content|entry-body|entry|article-text|articletext|article_text|blog-content|single-content|e-content"
    r"|td-post-content|post-entry|postcontent|body-content|content-body|main-content|articlecontent|post__content|c-article-body|rich-text"
    r"|prose|field-name-body|field--name-body|newsarticle|mw-parser-output|body-copy|bodycopy|text-content|article-copy",
    "recent_comments": r"recentcomments?|recent-comments?|recent_comments?|latest-comments?|latestcomments?|latest_comments?|wp-block-latest-comments"
    r"|widget_recent_comments|newest-comments|last-comments|lastcomments|comments-recent|sidebar-comments|dsq-widget-list",
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PATTERNS = {name: re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z])") for name, words in _GROUPS.items()}


@lru_cache(maxsize=4096)
def has(group: str, names: str) -> bool:
    """Whether class or id (lower case, `Node.names`) contain one of a group's words."""
    return bool(names) and _PATTERNS[group].search(names.replace("_", "-")) is not None


def matcher(words: str) -> Callable[[str], bool]:
    """A test like `has` for a module's own words: a pattern over class and id, with hyphens for underscores."""
    pattern = re.compile(words)

    @lru_cache(maxsize=4096)
    def matches(names: str) -> bool:
        return pattern.search(names.replace("_", "-")) is not None

    return matches


@lru_cache(maxsize=4096)
def tokens(names: str) -> tuple[str, ...]:
    """The single class names and the id, numbers in them as `#`: what elements of one kind have in common."""
    return tuple(dict.fromkeys(re.sub(r"\d+", "#", token) for token in names.split()))
