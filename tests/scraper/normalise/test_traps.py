"""Addresses that lead nowhere new, beside those that only look like them."""

from __future__ import annotations

import pytest

from scraper.normalise.traps import is_far_day, is_trap

TRAPS = """
    # Forms for an answer
    /p/?replytocom=12
    /comment/reply/12
    /posting.php?mode=reply&t=5
    /newreply.php?do=newreply&p=12
    /posts/1212/edit
    /threads/cranes.12/reply
    /t/cranes/12/reply/
    # Share, print and mail this
    /p/?share=twitter&nb=1
    /p/print/
    /print/164913
    /print/node/12
    /printthread.php?t=5
    /index.php?action=printpage;topic=12.0
    /index.php?option=com_content&view=article&id=12&tmpl=component&print=1
    /p/?format=pdf
    /post/email/812
    /email/812
    /archives/12/email/
    /the-crane-has-moved/email/
    /the-crane-has-moved/emailpopup/
    /the-crane-has-moved/embed/
    /email-post.g?blogID=1&postID=2
    /email-post/12/34
    /printmail/node/12
    /forward/12
    /index.php?option=com_mailto&tmpl=component&link=abc
    /sendmessage.php?do=sendtofriend&t=5
    /index.php?action=emailuser;sa=email;msg=3
    /p/tell-a-friend
    /p/?like=12
    /share?id=5
    # Log-in and what it guards
    /wp-login.php
    /wp-admin/post.php?post=3
    /login
    /users/login
    /login.php?do=lostpw
    /account/sign-up/
    /lostpassword/
    /index.php?/login/
    /index.php?route=account/login
    /cart.php?action=add&product_id=3
    /ucp.php?mode=login
    # Searches
    /?s=crane
    /?s=
    /blog/?s=crane+bridge
    /index.php?s=crane
    /?q=crane+bridge
    /search?q=crane
    /search/?type=post
    /search/Crane
    /search/crane%20bridge/
    /en/search/crane
    /search/node/crane
    /search.php
    /search.php?do=finduser&u=12
    /search.pl?op=comments&sid=23
    /search/articles?keywords=crane&page=1
    /catalogsearch/result/?q=crane
    /suche?q=kran
    /recherche/?q=grue
    /search?author=Ines
    /component/search/?searchword=crane
    /index.php?action=search
    # Readers' profiles
    /member.php?u=12
    /member.php?108260-ines
    /memberlist.php?mode=viewprofile&u=12
    /members/ines.1212/
    /members/1212
    /member/ines
    /profile/1212-ines/
    /profile/1212-ines/content/
    /profile.php?id=12
    /users/1212/ines
    /user/1212
    /u/ines
    /index.php?action=profile;u=12
    /index.php?/profile/12-ines/
    /?app=core&module=members&controller=profile&id=12
    /?showuser=12
    # Redirectors
    /go?to=http://f.example/
    /go?to=/post/1
    /redirect?u=http%3A%2F%2Ff.example%2F
    /redirect?u=%2Fpost%2F1
    /redirect.php?tid=12&goto=lastpost
    /link.php?url=https%3A%2F%2Ff.example%2F
    /includes/external_link.php?url=https://f.example/
    /out.php?id=12
    /away.php?to=//f.example/
    /club-redirect?redirectUrl=https%3A%2F%2Ff.example
    /tracker.php?id=35&link=https://f.example/
    /hide?id=47&goto=newest
    # One page for each post of a thread
    /showpost.php?p=20&postcount=2
    /index.php?topic=12.msg345
    /topic/12-cranes/?do=findComment&comment=34
    /posts/22/reactions
    # Facets, sorted lists, tokens that never end
    /cranes?sort=newest
    /cranes?filter%5Bcolor%5D=red
    /cranes?f%5B0%5D=topic%3A12&f%5B1%5D=topic%3A13
    /cranes?f[0]=topic:12
    /cranes?price=50-75
    /cranes?view=grid
    /cranes?tag=a&tag=b&tag=c
    /cranes?a=1&b=2&c=3&d=4&e=5&f=6
    /index.php?board=1.0;sort=subject;desc
    /find-new/15133004/posts
    /whats-new/posts/
    /misc/style?style_id=2
    /doku.php?id=crane&do=diff
    /index.php?title=Crane&action=history
    /events/?ical=1
    /p/trackback/
    /p/?preview=true
    /cdn-cgi/l/email-protection
    # Relative links resolved once too often
    /a/b/a/b/a/b/
    /news/index.html/news/index.html/news/index.html
    /1/1/1/1/1/1/
    """
LOOK_ALIKES = """
    # Words that end an address and name an article or a list
    /2012/04/email/
    /2012/04/05/print/
    /tag/print/
    /category/email/
    /topics/email/
    /docs/elements/input/email
    /email-marketing/
    /print/
    /print/a-new-press-for-the-weir/
    /share-your-garden/
    /news/forward/
    /register-of-cranes/
    /2012/04/05/printing-press/
    /printing.php?id=5
    /p/?format=long
    /log-in-the-river/
    # Pages of articles and comments
    /p/comment-page-2/
    /p/?cpage=2
    /p?view=comments
    /p?page=2
    /index.php?option=com_content&view=article&id=12:crane&catid=3:news&Itemid=5
    /index.php?option=com_content&view=category&id=3&limitstart=10
    /index.php?title=Crane&action=historic
    /index.php?topic=12.15
    /index.php?board=1.20
    /showthread.php?t=5&page=2
    /viewtopic.php?f=2&t=5&start=15
    /forumdisplay.php?f=16
    /t/cranes/12
    /threads/cranes.12/page-2
    /questions/1212/why-do-cranes-sing
    # Archives that stand where searches do, and words that sound like one
    /search/label/Cranes
    /search/label/Old%20Bridges?updated-max=2012-04-05T10:00:00Z&max-results=20&start=20&by-date=false
    /search?updated-max=2012-04-05T10:00:00Z&max-results=7
    /search/tag/586924461994577813
    /search-and-rescue/
    /search/how-cranes-find-their-way/
    /category/search?ref=footer
    /searching-for-a-bridge/
    /?q=node/12
    /index.php?q=about
    /index.php?s=/news/12.html
    /krasota/sok/?page=2
    /recherche/le-pont-neuf/
    # Writers, and people the paper writes about
    /author/ada/
    /people/
    /profile/ada-lovelace/
    /profiles/bo-nilsen
    /user-guide/
    /en/latest/user/quickstart/
    /users/guide/
    /members-only-no-more/
    /membership/
    /member-stories/the-crane
    # Sections named like redirectors
    /go/
    /go/learning-generics
    /link/
    /exit/
    /out/of-africa
    /outbound-flights/?page=2
    /redirecting-the-river/
    /articles?url=the-crane
    # Paging, calendars, languages
    /?p=12
    /?page_id=3
    /?m=201204
    /?lang=de
    /page/12/
    /tag/cranes/page/3/
    /12/12/12/
    /2012/04/05/
    /archive?start=40
    """


def addresses(table: str) -> list[str]:
    lines = (line.strip() for line in table.splitlines())
    return [f"http://e.org{line}" for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("url", addresses(TRAPS))
def test_a_trap_is_not_entered(url: str) -> None:
    assert is_trap(url)


@pytest.mark.parametrize("url", addresses(LOOK_ALIKES))
def test_what_only_looks_like_a_trap_is_visited(url: str) -> None:
    assert not is_trap(url)


def test_an_address_without_end_is_a_trap() -> None:
    assert is_trap("http://e.org/" + "x" * 2000)
    assert is_trap("http://e.org/" + "/".join(f"folder-{n}" for n in range(30)))


@pytest.mark.parametrize(
    ("url", "is_far"),
    [
        ("http://e.org/calendar/9999/12/", True),
        ("http://e.org/9999/12/", True),
        ("http://e.org/?m=999912", True),
        ("http://e.org/events/?date=2030-01-01", True),
        ("http://e.org/calendar/1066/", True),
        ("http://e.org/calendar/2027/01/", False),
        ("http://e.org/2012/04/", False),
        ("http://e.org/?m=201204", False),
        ("http://e.org/the-year-9999/", False),
        ("http://e.org/?p=9999", False),
    ],
)
def test_calendars_end_in_the_next_year(url: str, is_far: bool) -> None:
    assert is_far_day(url, year=2026) is is_far
