"""Pages that are neither stories nor listings: who we are, how to write to us, how to log in."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.demo.paper import wordpress_page
from scraper.demo.paper_head import PAPER
from scraper.demo.people import masthead_html

_ABOUT = """<p>Spokes &amp; Spades appears when the tide is out. It was founded in 1987 in the net loft above the chandler’s,
on a duplicator that had belonged to the Temperance Hall, and it has been about bicycles and gardens ever since,
because those were the two things the founders had.</p>
<p>The Yard is our workshop column and has its own machine. So has the Letter Box. We have tried to join the three
together and have stopped.</p>"""
_CONTACT = """<p>Leave a note in the jar at the Post Office, or write to the Net Loft, Port Tansy. The jar is emptied on
Saturdays, and so is the loft.</p>"""
_SUBSCRIBE = (
    """<p>The Saturday Letter is one page: a recipe, a repair and the tide table. It comes by post, folded once.</p>"""
)
_CORRECTIONS = """<p>In the number of last April we wrote “water barrel” for “horse trough”. The horse has accepted our
apology. In the same number the ferry was said to be in G; it is in B flat.</p>"""
_LOGIN = """<form name="loginform" id="loginform" action="/wp-login.php" method="post"><p><label>Username <input name="log"
type="text" /></label></p><p><label>Password <input name="pwd" type="password" /></label></p>
<p><input type="submit" value="Log In" /></p></form>"""


def standing_pages(base: str) -> Iterator[tuple[str, str]]:
    """Path and HTML of every standing page."""
    yield "/about/", _page(base, "About", _ABOUT)
    yield "/contact/", _page(base, "Contact", _CONTACT)
    yield "/subscribe/", _page(base, "The Saturday Letter", _SUBSCRIBE)
    yield "/corrections/", _page(base, "Corrections", _CORRECTIONS, head='<meta name="robots" content="noindex" />\n')
    yield "/masthead/", _page(base, "Masthead", masthead_html())
    yield "/wp-login.php", _page(base, "Log In", _LOGIN, head='<meta name="robots" content="noindex, nofollow" />\n')


def _page(base: str, title: str, text: str, *, head: str = "") -> str:
    main = f'<div class="page type-page hentry"><h1 class="entry-title">{title}</h1>\n<div class="entry-content">\n{text}\n</div></div>'
    return wordpress_page(base, title=f"{title} | {PAPER}", main=main, head=head, body="page")
