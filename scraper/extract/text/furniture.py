"""Lines that belong neither to the article nor to a comment, but to what a site puts around them.

"Get the latest e-Newsletter!"     a call
"Archives", "« Older Comments"     the page's furniture
"Log in to Reply", "Report"        a comment's buttons
"""

from __future__ import annotations

from scraper.extract.text.patterns import any_of

_LONGEST = 320

_CALL = any_of(r"""
    #! newsletters
    (?:get|receive|subscribe|sign up|join)\b.{0,60}\b(?:e-?)?(?:newsletters?|mailing list|inbox|e-?mails?)\b.{0,40}
    (?:get|receive|subscribe|sign up)\b.{0,40}\b(?:updates|feed)\b.{0,30}
    (?:our |free |e-?mail |weekly |daily )*(?:e-?)?newsletters?(?: sign[- ]?up)?[!:]?
    subscribe(?: (?:now|today|here|via .{1,20}|by .{1,20}))?[!:.]?
    #! sharing
    (?:share|tweet|like|e-?mail|print|save|pin|bookmark)(?: (?:this|it))?(?: (?:article|post|page|story|entry))?[!:]?
    (?:share|tweet|e-?mail|pin|bookmark)(?: (?:this|it))? (?:on|via|with|to) [^.]{1,30}
    share this:?.{0,40}
    follow (?:us|me)\b.{0,40}
    (?:(?:facebook|twitter|google\+?|linkedin|pinterest|reddit|stumbleupon|digg|whatsapp|tumblr|tweet|like|share|print|e-?mail|pin it)(?: \d+)?\s*)+
    like this:
    like loading\.*
    loading(?:\.{3}|…)
    rate this:?
    #! the rest
    advertisements?
    sponsored(?: (?:links?|content|by .{1,40}))?
    back to top
    (?:skip|jump) to .{1,30}
    print friendly.{0,20}
    views?: \d[\d,.]*
    click here to .{1,60}
""")

_PAGE = any_of(r"""
    #! filing
    (?:posted|filed|categorized) (?:in|under)\b.{0,80}
    (?:tags?|tagged|categor(?:y|ies)|topics?|keywords)\s*:.{0,200}
    tagged (?:with|as) .{0,120}
    this entry was posted\b.{0,300}
    permalink\.?
    bookmark the permalink\.?
    trackback(?: url| uri)?\s*:.{0,120}
    trackbacks?
    #! boxes of links
    (?:related|similar|more|popular|recent|trending|recommended|latest|top) (?:posts?|articles?|stories|news|reading)\s*:?
    (?:related|similar|more|popular|recent|trending|recommended|latest|top) (?:entries|links|topics)\s*:?
    you (?:may|might) also (?:like|enjoy)\b.{0,20}
    read (?:more|next)\b.{0,60}
    continue reading\b.{0,60}
    #! onward
    (?:← ?|« ?|‹ ?|<< ?)(?:previous|older|prev|newer|next)\b.{0,120}
    (?:previous|older|newer|next) (?:posts?|articles?|comments?|entries|page)\b.{0,120}
    .{0,120}(?: ?→| ?»| ?›| ?>>)
    (?:comment|post)s? navigation
    #! feeds
    (?:rss|comments) feed.{0,40}
    (?:subscribe to )?comments \(?(?:rss|atom)\)?
    rss feed for .{0,80}
    you can follow (?:any|all) responses.{0,200}
    both comments and pings are currently.{0,40}
    subscribe to (?:comments|this|our).{0,60}
    notify me of .{1,60}
    (?:required fields are marked|your email address will not be published).{0,80}
    #! sidebars and footers
    archives?
    categories
    meta
    blogroll
    search(?: for:?)?
    pages
    links
    tags
    about(?: us)?
    contact(?: us)?
    calendar
    menu
    (?:copyright|©|\(c\)).{0,120}
    all rights reserved\.?.{0,80}
    (?:proudly )?powered by .{1,60}
    terms of (?:use|service).{0,60}
    privacy policy.{0,60}
""")

_LABEL = (
    r"(?:reply|respond|edit|quote|permalink|link|report(?: abuse| this)?|flag(?: as inappropriate)?|share|like|dislike)"
)
_BUTTON = any_of(rf"""
    (?:[↓↑»←→]\s*)?\(?{_LABEL}\)?(?:\s*[↓↑»(]?\s*\d*\)?)?(?:\s*[|·•/]\s*{_LABEL})*
    (?:unlike|follow|up ?vote|down ?vote|vote up|vote down|thumbs up|thumbs down|recommend)(?:\s*\(?\d+\)?)?
    (?:(?:antworten|zitieren|melden|répondre|signaler|responder|rispondi|beantwoorden|ответить|odpowiedz|返信|回复)(?:\s*[↓↑»])?\s*)+
    reply to .{{1,60}}
    log ?in to (?:reply|leave a comment|vote).{{0,30}}
    zum antworten anmelden
    like loading\.*
    loading(?:\.{{3}}|…)
    (?:view|hide|show) (?:\d+ )?(?:more )?replies.{{0,20}}
    load more (?:replies|comments).{{0,20}}
""")


_PASSWORD = any_of(r"""
    this (?:content|post|page|article|entry) is (?:password[- ])?protected\b.{0,120}
    dieser (?:inhalt|beitrag) ist passwortgeschützt\b.{0,120}
    cet(?:te)? (?:article|contenu|page) est protégée? par (?:un )?mot de passe\b.{0,120}
    este contenido está protegido (?:por|con) contraseña\b.{0,120}
""")


def is_password_notice(text: str) -> bool:
    """Whether a line asks for a password in place of the article."""
    return len(text) <= _LONGEST and _PASSWORD.fullmatch(text) is not None


def is_call(text: str) -> bool:
    """Whether a line calls the reader to subscribe, share or follow; it may stand amid an article."""
    return len(text) <= _LONGEST and _CALL.fullmatch(text) is not None


def is_page_furniture(text: str) -> bool:
    """Whether a line is a page's navigation, box or footer: article and thread end before it."""
    return len(text) <= _LONGEST and _PAGE.fullmatch(text) is not None


def is_button(text: str) -> bool:
    """Whether a line is what a reader may do with one comment."""
    return len(text) <= _LONGEST and _BUTTON.fullmatch(text) is not None
