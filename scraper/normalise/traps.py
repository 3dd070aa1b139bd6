"""Addresses that multiply pages and add none: which links are not followed.

http://example.org/post/?replytocom=7      a form for an answer, one for each comment
http://example.org/search?q=crane          a list made for one question; /search/label/Cranes is an archive, and kept
http://example.org/go?to=http://f.example  a redirector
http://example.org/member.php?u=12         a reader's profile; /author/ada/ is a list of articles, and kept
http://example.org/a/b/a/b/a/b/            a relative link that was resolved once too often

Where an address may as well be an article (`/2012/04/email/`, `/tag/print/`, `/profile/ada-lovelace/`), it is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_LONGEST = 2000
_DEEPEST = 25
_REPEATS = 3
_NUMBER_REPEATS = 5
"""Of one number in a path: `/12/12/12/` is a day."""
_MOST_PARAMETERS = 5

# Words of which each trap by path has one, whole between slashes and dots.
_TRIGGERS = frozenset(
    "wp-login wp-admin wp-signup wp-comments-post wp-trackback xmlrpc wp-register cdn-cgi share sharer intent comment trackback "
    "login log-in logout log-out logoff log-off signin sign-in signup sign-up signout sign-out register cart checkout lostpassword "
    "lost-password print printmail printpdf printable printpage printfriendly email e-mail mail forward email-post mt-send-entry "
    "printer-friendly print-friendly emailpopup emailthis email-this email-article e-mail-article email-friend e-mail-friend "
    "sendtofriend sendfriend send-friend sendto-friend send-to-friend send-to-a-friend send-a-friend tell-a-friend tell-afriend "
    "tella-friend tellafriend printthread posting newreply newthread sendmessage ucp usercp member members memberlist profile "
    "userinfo private showpost report reputation subscription search online whosonline redirect redir go goto out away exit jump "
    "user users u posts threads topic topics t comments node nodes find-new whats-new misc catalogsearch embed pdf".split()
)
# Folders and scripts that are traps whatever stands behind them.
_PATH = re.compile(
    r"/(?:wp-login|wp-admin|wp-signup|wp-comments-post|wp-trackback|xmlrpc|wp-register)\b"
    r"|/cdn-cgi/|/(?:share|sharer|intent)(?:/|\.php|$)|/comment/reply/\d"
    r"|/(?:trackback|log-?(?:in|out|off)|sign-?(?:in|up|out)|register|cart|checkout|lost-?password)(?:\.\w{2,4})?/?$"
    # Copies for the printer and letters to a friend: WordPress, Drupal, Blogger, Movable Type, Joomla.
    r"|/(?:print(?:mail|pdf|able|page|friendly)?|e-?mail|forward)/(?:node/)?\d+/?$|/email-post(?:/|\.g$)|/mt-send-entry"
    r"|/(?:printer-friendly|print-friendly|printmail|printpdf|emailpopup|email-?this|e-?mail-(?:article|friend)|"
    r"send-?(?:to-?)?(?:a-)?friend|tell-?a-?friend)(?:/|\.\w{2,4}$|$)|/post/e?mail/"
    # Boards: forms, profiles, one page for each post, what has no end.
    r"|/(?:print|printthread|posting|newreply|newthread|sendmessage|ucp|usercp|member|memberlist|profile|userinfo|private|"
    r"showpost|report|reputation|subscription|search|online|whosonline|redirect|redir|go|goto|out|away|exit|jump)"
    r"\.(?:php|pl|cgi|aspx?)$"
    r"|/members?/(?:[^/]+\.)?\d+(?:[-/]|$)|/member/[^/]+/?$|/profile/\d+(?:[-/]|$)|/users?/\d|/u/[^/]+/?$"
    r"|/(?:posts|threads|topics?|t|comments?|nodes?)/(?:[^/]+[./])?\d+/(?:reply|quote|report|edit|delete|react|reactions|likes?|"
    r"bookmark|watch|vote|flag|share)/?$"
    r"|/find-new/|/whats-new/(?:posts|profile-posts|latest-activity|media)(?:/|$)|/misc/(?:style|language|qr-code)"
    # Searches: Drupal's, and words without a blank in them.
    r"|/(?:catalogsearch|search/(?:node|user|content|site|all|results?))(?:/|$)"
    r"|^/(?:[a-z]{2}/)?search/(?!label/|tag/|category/|page/)(?![^/]*-[^/]*-)[^/]+/?$",
    re.I,
)
# What ends an address as a verb, and is as good a word for an article: a verb behind what names an article only.
_VERB = re.compile(
    r"(?:(?<=[^/])/(?:print|printable)|(?:(?<=\d)|/[^/]+-[^/]+-[^/]+)/(?:e-?mail|mail|share|forward|embed|pdf))/?$",
    re.I,
)
_NAME_FOLLOWS = re.compile(
    r"^(?:/[a-z]{2})?$|/\d{4}(?:/\d{1,2}){0,2}$|/(?:tags?|categor(?:y|ies)|topics?|themen?|labels?|sections?|author|archives?|"
    r"blog|news|articles?|media|features?|docs?|guides?|glossary|products?|services)$",
    re.I,
)
_QUERY = re.compile(
    r"(?:^|[&;])(?:"
    r"(?:replytocom|share|print|printable|like_comment|nb|wptouch_switch|add-to-cart|unapproved|moderation-hash|reply_to|"
    r"quote|openidserver|preview|ical|outlook-ical|showuser|emailthis|mailto|like|vote|searchword|searchphrase|search_?query|"
    r"search_?terms?|search_?keywords?|search)(?=[=&;]|$)"
    r"|action=(?:login|logout|register|report|reporttm|print|printpage|edit|history|reply|quote|profile|search2?|emailuser|"
    r"sendtopic|emailtopic|post|pm|mlist|who|markasread|unread|unreadreplies|finduser|email)(?=[&;]|$)"
    r"|do=(?:login|register|edit|diff|revisions|backlink|search|export_\w+|sendtofriend|sendemail|finduser|whoposted|getnew|"
    r"newreply|newthread|markread|reportcomment|findcomment|getlastcomment|getnewcomment|email)(?=[&;]|$)"
    r"|format=pdf|tmpl=component|option=com_(?:mailto|users?|search|finder)|route=(?:account|checkout)|module=members|mode=(?:viewprofile|reply|quote|email|"
    r"post)|topic=\d+\.msg\d+|view=(?:findpost|getnewpost|getlastpost|login|print)(?=[&;]|$))",
    re.I,
)
# A parameter that holds an address, whole or as a path on this site.
_TARGET = r"(?:^|[&;])(?:to|u|uri|url|link|href|out|target|dest|destination|goto|redir|redirect\w*)="
_LEADS_AWAY = re.compile(_TARGET + r"(?:https?(?::|%3A)|%2F%2F|//)", re.I)
_HAS_TARGET = re.compile(_TARGET + r".", re.I)
_REDIRECTOR = re.compile(
    r"[/_-](?:go|goto|out|outbound|away|redir|redirect|redirector|exit|leave|jump|click|external|visit|link|track|vote|hide|flag|"
    r"fave|upvote|downvote)/?$",
    re.I,
)
_WORDS = re.compile(r"(?:^|[&;])(?:q|query|s|k|keywords?|searchtext|text|terms?|phrase|wd)=", re.I)
_SEARCH = re.compile(r"/(?:(?:site|advanced)?-?search(?:-?results?)?)(?:\.\w{2,5})?(?:/\w+)?/?$", re.I)
_SEARCH_ELSEWHERE = re.compile(
    r"/(?:suche|suchergebnisse?|recherche|buscar|busca|ricerca|cerca|zoeken|szukaj|sok|s%C3%B8g|hledat|find)(?:\.\w{2,5})?/?$",
    re.I,
)
# Blogger's "older posts" stand at /search, too.
_OLDER = re.compile(r"(?:^|&)(?:updated-(?:max|min)|max-results|by-date|start|page)=", re.I)
# WordPress: a form for the whole site. A value that is a path is a page's own name (`?s=/news/12`).
_ASKED = re.compile(r"(?:^|&)s=(?!/|%2F|\d+(?:&|$))", re.I)
_Q_OF_WORDS = re.compile(r"(?:^|&)q=[^&/]*(?:\+|%20)", re.I)
_FACET = re.compile(
    r"(?:^|[&;])(?:sort(?:_?by|_?order|dir|field)?|order_?by|order|order_?dir|dir|viewmode|display_?mode|per_?page|page_?size|"
    r"items_per_page|limit|filter\w*|facets?|add_filter|refine\w*|min_?price|max_?price|price|colou?r|size|fq|currency)"
    r"(?:=|%5B|\[)|(?:^|[&;])f(?:%5B|\[)|(?:^|[&;])(?:view|layout|display)=(?:grid|list|table|tiles?|thumbs?|thumbnails?|compact|gallery|map|asc|desc)(?:[&;]|$)",
    re.I,
)
_NAMES = re.compile(r"(?:^|[&;])([^=&;]+)")
_DAY_IN_PATH = re.compile(
    r"(?:/(?:calendars?|events?|kalender|agenda|archives?|months?|days?)(?:/[a-z]+)?/(\d{4})(?:[/-]|$))"
    r"|^/(\d{4})/(?:0?[1-9]|1[0-2])(?:/|$)",
    re.I,
)
_DAY_IN_QUERY = re.compile(
    r"(?:^|&)(?:months?|date|day|year|tribe-bar-date|cal\w*|m|from|start_date)=(\d{4})(?:\D|\d{2}(?:\d{2})?(?:&|$)|$)",
    re.I,
)
_FIRST_YEAR = 1900


@lru_cache(maxsize=4096)
def is_trap(url: str) -> bool:
    """Whether following the address gives nothing new: forms, searches, profiles, redirectors, loops of folders."""
    if len(url) > _LONGEST:
        return True
    address, _, query = url.partition("#")[0].partition("?")
    path = address[max(address.find("/", 8), 0) :]
    if _is_trap_by_path(path) or _is_loop(path):
        return True
    return bool(query) and (_is_trap_by_query(path, query) or (query[0] == "/" and _is_trap_by_path(query)))


def _is_trap_by_path(path: str) -> bool:
    words = path.lower().replace(".", "/").split("/")
    if _TRIGGERS.isdisjoint(words):  # this is asked of each link of each page
        return False
    return _PATH.search(path) is not None or _is_verb(path)


def _is_verb(path: str) -> bool:
    return _VERB.search(path) is not None and not _NAME_FOLLOWS.search(path.rstrip("/").rpartition("/")[0])


def _is_trap_by_query(path: str, query: str) -> bool:
    if _QUERY.search(query) or _LEADS_AWAY.search(query) or _is_facet(query):
        return True
    if _REDIRECTOR.search(path) and _HAS_TARGET.search(query):
        return True
    if path.endswith(("/", "/index.php")) and (_ASKED.search(query) or _Q_OF_WORDS.search(query)):
        return True
    return _is_search(path, query)


def _is_search(path: str, query: str) -> bool:
    has_words = _WORDS.search(query) is not None
    if found := _SEARCH.search(path):
        return has_words or not (_OLDER.search(query) or _NAME_FOLLOWS.search(path[: found.start()] or "/-"))
    return has_words and _SEARCH_ELSEWHERE.search(path) is not None


def _is_facet(query: str) -> bool:
    """One of the endless ways to sort and filter a list."""
    if query.count("&") >= _MOST_PARAMETERS or _FACET.search(query):
        return True
    names = _NAMES.findall(query)
    return len(names) >= _REPEATS and any(names.count(name) >= _REPEATS for name in names)


def _is_loop(path: str) -> bool:
    folders = path.split("/")
    if len(folders) > _DEEPEST:
        return True
    if len(folders) - len(set(folders)) < _REPEATS - 1:
        return False
    segments = [s for s in unquote(path).split("/") if s]
    return any(segments.count(s) >= (_NUMBER_REPEATS if s.isdigit() else _REPEATS) for s in set(segments))


@lru_cache(maxsize=4096)
def is_far_day(url: str, *, year: int) -> bool:
    """Whether a calendar leads to a year in which nothing was written: one after the next, counted from the present."""
    parts = urlsplit(url)
    found = _DAY_IN_PATH.search(parts.path) or _DAY_IN_QUERY.search(parts.query)
    return found is not None and not _FIRST_YEAR <= int(found[found.lastindex or 1]) <= year + 1
