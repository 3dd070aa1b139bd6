"""Addresses: one spelling for one page.

HTTP://Example.org:80/a/../b?utm_source=x&p=2#c   -> http://example.org/b?p=2
http://example.org/post/comment-page-2/#comments  -> http://example.org/post/      (article_address)
http://example.org/login?came_from=/post/         -> http://example.org/login
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from posixpath import normpath
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# What campaigns, analytics and sessions append; the page is the same without.
_TRACKER = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_\w+_id|vero_\w+|"
    r"wt_?mc|ncid|cmpid|cmp|smid|ref_src|ref_url|spm|s_cid|trk|ito|xtor|at_\w+|phpsessid|jsessionid|aspsessionid\w*|"
    r"asp\.net_sessionid|(?:os|xt)csid|modsid|sess_?(?:ion_?)?id|_session_id|cfid|cftoken|zenid|doing_wp_cron|noamp)$",
    re.I,
)
# phpBB, vBulletin, PHP: short names, which mean something else with any other value. Then where a form returns to:
# one form for each page that names it.
_BESIDE = re.compile(
    r"^(?:(?:s|sid|sess|session|phpsid)=(?:a(?::|%3A))?(?=[a-z]*[0-9])[0-9a-z]{26,64}$"
    r"|(?:return_?(?:to|url|path)?|back_?(?:url|to)|came_from|from_url|referr?er|last_?page|previous_?url|redirect_(?:to|uri|url))"
    r"=(?:https?(?::|%3A)|/|%2F)|(?:next|continue)=https?(?::|%3A))",
    re.I,
)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*|/\(S\([0-9a-z]{24}\)\)", re.I)
_SAFE_PATH = "/:@!$&'()*+,;=-._~%"
_COMMENT_PAGE = re.compile(r"/comment-page-\d+(?=[/?#]|$)")
_COMMENT_PAGE_NUMBER = re.compile(r"/comment-page-(\d{1,7})(?:[/?#]|$)|[?&]cpage=(\d{1,7})(?:[&#]|$)")
# Boards name each post of a topic: SMF, Invision.
_POST_OF_TOPIC = re.compile(r"(?<=[?&;]topic=)(\d+)\.msg\d+")
_POST_OF_THREAD = re.compile(r"[&?]do=(?:find|getLast|getNew)Comment(?:&comment=\d+)?(?=&|$)", re.I)
_AMP = re.compile(r"/amp/?$|[?&]amp(?:=1)?$")
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|avif|mp[34]|m4[av]|ogg|og[gv]|wav|avi|mov|webm|flv|pdf|docx?|xlsx?|pptx?|odt|"
    r"epub|zip|gz|tgz|bz2|xz|7z|rar|tar|exe|dmg|iso|apk|css|js|json|woff2?|ttf|eot|swf)$",
    re.I,
)


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """One spelling for one page: lower-case host, no default port, fragment, tracker or session.

    The order of parameters is kept: some servers mind it.
    Addresses that are no http or https URL come back as they are.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    host = _ascii_host(parts.hostname)
    if port and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, _clean_path(parts.path), _clean_query(parts.query), ""))


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _clean_path(path: str) -> str:
    path = _SESSION_PATH.sub("", path) or "/"
    if "://" not in path and ("/." in path or "//" in path):  # an archived copy names its original in the path
        slash = path.endswith(("/", "/.", "/.."))
        path = normpath(re.sub(r"/{2,}", "/", path))
        path = path if path.endswith("/") or not slash else path + "/"
    return quote(re.sub(r"%[0-9a-fA-F]{2}", _decode_unreserved, path), safe=_SAFE_PATH)


def _decode_unreserved(found: re.Match[str]) -> str:
    char = chr(int(found.group()[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else found.group().upper()


def _clean_query(query: str) -> str:
    if not query:
        return ""
    kept = [part for part in query.split("&") if part and not _is_beside(part)]
    return quote("&".join(kept), safe=_SAFE_PATH + "?[]")


def _is_beside(part: str) -> bool:
    return _TRACKER.match(part.partition("=")[0]) is not None or _BESIDE.match(part) is not None


# What most links are: a path from the root, with its host or without, in which there is nothing to resolve. Joining by
# rule took a tenth of the time of a page.
_PLAIN = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,4})?)?/(?:[\w%~+,-][\w.%~+,-]*+(?:/|(?=[?#]|$)))*+(?:\?[\w=&%.+~,-]++)?(?:#[\w=&%.+~,-]++)?",
    re.ASCII,
)
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?(?=/|$)")


@lru_cache(maxsize=4096)
def join(base: str, reference: str | None) -> str | None:
    """The absolute http(s) address of a link, or None if it leads to no page."""
    if not reference or reference.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    if (plain := _PLAIN.fullmatch(reference)) and (plain[1] or (own := _ORIGIN.match(base))):
        return reference if plain[1] else own[0] + reference  # type: ignore[index]  # one of the two matched
    try:
        url = urljoin(base, reference.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in _DEFAULT_PORTS and parts.hostname else None


@lru_cache(maxsize=4096)
def article_address(url: str) -> str:
    """The address of the article a comment page, an AMP copy or a permalink belongs to."""
    url = canonical_url(url)
    url = _COMMENT_PAGE.sub("", url)
    url = _AMP.sub("/" if "/amp" in url[-5:] else "", url)
    if "?" in url:
        url = _POST_OF_THREAD.sub("", _POST_OF_TOPIC.sub(r"\1.0", url))
    parts = urlsplit(url)
    if "cpage=" in parts.query:
        query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "cpage"])
        url = urlunsplit(parts._replace(query=query))
    return url


def comment_page_number(url: str) -> int | None:
    """The number of the comment page an address names, if it names one."""
    found = _COMMENT_PAGE_NUMBER.search(url)
    return int(found[1] or found[2]) if found else None


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """The site an address belongs to: its host without `www.`, with a port that is not the default."""
    parts = urlsplit(canonical_url(url))
    return parts.netloc.rpartition("@")[2].removeprefix("www.")


def same_site(one: str, other: str) -> bool:
    """Whether both addresses belong to one site; scheme and `www.` do not matter."""
    return site_of(one) == site_of(other)


def is_loopback(url: str) -> bool:
    """Whether the address is this machine's own."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def is_page(url: str) -> bool:
    """Whether the address may hold a page; pictures, archives and scripts do not."""
    return not _NOT_PAGES.search(urlsplit(url).path)
