"""Disqus exports: the shape is that of their documentation, the words are ours."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from archive.database import open_archive
from archive.records import Visit
from archive.store import Store
from scraper.normalise.page import normalise_page
from scraper.platforms.answers import Answer
from scraper.platforms.disqus import PLATFORM
from tests.scraper.importing.conftest import Record, Workplace, page, warc
from tests.scraper.importing.test_import_wxr import comment as wordpress_comment
from tests.scraper.importing.test_import_wxr import item, wxr
from tests.strategies import EXTRACTOR

URL = "https://meadow.example/sluice"
THREAD = '<thread dsq:id="{id}"><id>x</id><forum>f</forum><link>{link}</link><title>{title}</title><message/><createdAt>2014-01-01T00:00:00Z</createdAt><author><name>Editor</name><isAnonymous>false</isAnonymous></author><isClosed>{closed}</isClosed><isDeleted>{deleted}</isDeleted></thread>'  # fmt: skip


def thread(
    number: int, link: str = URL, *, title: str = "The sluice", closed: str = "false", deleted: str = "false"
) -> str:
    return THREAD.format(id=number, link=link, title=title, closed=closed, deleted=deleted)


def post(number: int, of: int, parent: int | None = None, *, deleted: str = "false", spam: str = "false") -> str:
    answered = f'<parent dsq:id="{parent}"/>' if parent else ""
    return f"""<post dsq:id="{number}"><id/><message><![CDATA[<p>Words &amp; {number}.</p>]]></message>
<createdAt>2014-02-03T04:05:{number % 60:02}Z</createdAt><isDeleted>{deleted}</isDeleted><isSpam>{spam}</isSpam>
<author><email>r@meadow.example</email><name>Reader {number}</name><isAnonymous>true</isAnonymous></author>
<ipAddress>192.0.2.7</ipAddress><thread dsq:id="{of}"/>{answered}</post>"""


def disqus(*parts: str) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd http://disqus.com/api/schemas/1.0/disqus-internals.xsd">
<category dsq:id="5"><forum>f</forum><title>General</title><isDefault>true</isDefault></category>
{"".join(parts)}</disqus>"""


def test_trees_are_read_whatever_the_order_of_posts(place: Workplace) -> None:
    other = "https://meadow.example/mill"
    written = disqus(
        thread(1),
        thread(2, other, closed="true"),
        post(13, 1, 11),
        post(21, 2),
        post(11, 1),
        post(12, 1),
        post(14, 1, 13),
    )
    done = place.run("--fetched-at", "2015-01-01", place.write("forum.xml", written))
    assert (done.code, done.err) == (0, "")
    assert place.rows("select url, thread_state, comments_elsewhere from articles order by url") == [
        (other, "closed", "disqus"),
        (URL, "open", "disqus"),
    ]
    assert place.rows(
        "select c.key, c.parent_key, c.depth, c.author, c.text, c.published_at, c.last_seen_at from comments c"
        f" join articles using (article_id) where articles.url = '{URL}' order by c.position"
    ) == [
        ("11", None, 0, "Reader 11", "Words & 11.", "2014-02-03T04:05:11Z", "2015-01-01T00:00:00Z"),
        ("13", "11", 1, "Reader 13", "Words & 13.", "2014-02-03T04:05:13Z", "2015-01-01T00:00:00Z"),
        ("14", "13", 2, "Reader 14", "Words & 14.", "2014-02-03T04:05:14Z", "2015-01-01T00:00:00Z"),
        ("12", None, 0, "Reader 12", "Words & 12.", "2014-02-03T04:05:12Z", "2015-01-01T00:00:00Z"),
    ]
    assert place.rows("select distinct source from fetches") == [("disqus forum.xml",)]


def test_deleted_posts_keep_their_place_and_spam_goes(place: Workplace) -> None:
    written = disqus(thread(1), post(1, 1, deleted="true"), post(2, 1, 1), post(3, 1, spam="true"), thread(2, "https://meadow.example/x", deleted="true"))  # fmt: skip
    place.run(place.write("forum.xml", written))
    assert place.rows("select key, parent_key, state, author, text from comments order by position") == [
        ("1", None, "removed", None, ""),
        ("2", "1", "visible", "Reader 2", "Words & 2."),
    ]
    everything = place.archive.read_bytes()
    assert b"192.0.2.7" not in everything
    assert b"r@meadow.example" not in everything
    assert place.rows("select count(*) from articles") == [(1,)]


def test_comments_join_the_page_they_were_under(place: Workplace) -> None:
    captured = place.write("t.warc.gz", warc(Record(URL, page("The sluice was opened").encode())))
    forum = place.write("forum.xml", disqus(thread(1), post(1, 1), post(2, 1, 1)))
    for files in ((captured, forum), (forum, captured)):
        other = Workplace(place.folder / files[0].stem)
        other.folder.mkdir()
        for file in files:
            assert other.run("--fetched-at", "2019-05-06", file).code == 0
        assert other.rows("select title, comment_count from articles") == [("The sluice was opened", 2)]


SAID = {11: "Nobody has asked the heron yet.", 12: "It would not have answered.", 13: "The bench was mine, by the way."}


def said(number: int, parent: int | None = None, *, words: str = "") -> str:
    """A post of the thread, as an export has it."""
    return post(number, 1, parent).replace(f"Words &amp; {number}.", words or SAID[number])


def copied(*numbers: tuple[int, int], scripts: bool = True) -> str:
    """The page with the copy that Disqus's old WordPress plugin writes into it: WordPress's numbers, no dates."""
    items = "".join(
        f'<li class="comment even depth-1" id="dsq-comment-{own}"><div id="dsq-comment-header-{own}" class="dsq-comment-header">'
        f'<cite id="dsq-cite-{own}"><span id="dsq-author-user-{own}">Reader {number}</span></cite></div>'
        f'<div id="dsq-comment-body-{own}" class="dsq-comment-body"><div id="dsq-comment-message-{own}" class="dsq-comment-message">'
        f"<p>{SAID[number]}</p></div></div></li>"
        for own, number in numbers
    )
    script = '<script>var disqus_shortname = "f";</script>' if scripts else ""
    copy = f'<div id="disqus_thread"><div id="dsq-content"><ul id="dsq-comments">{items}</ul></div></div>{script}'
    return page("The sluice was opened").replace(
        '<div id="comments"><h2>0 comments</h2><ol class="comment-list"></ol></div>', copy
    )


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("is_export_first", [True, False])
def test_a_copy_in_the_page_is_one_with_the_export(place: Workplace, *, is_export_first: bool, scripts: bool) -> None:
    shown = copied((61, 11), (62, 12), scripts=scripts)
    captured = place.write("t.warc.gz", warc(Record(URL, shown.encode())))
    forum = place.write("forum.xml", disqus(thread(1), said(11), said(12, 11), said(13)))
    for file in (forum, captured, forum, captured) if is_export_first else (captured, forum, captured, forum):
        assert place.run("--fetched-at", "2019-06-06", file).code == 0
    assert place.rows(
        "select c.key, c.parent_key, t.parent_key, c.text, substr(c.published_at, 1, 10), is_on_page, last_told_at is not null"
        " from comments c left join told_comments t using (comment_id) order by c.key"
    ) == [
        ("11", None, None, SAID[11], "2014-02-03", 1, 1),
        ("12", None, "11", SAID[12], "2014-02-03", 1, 1),
        ("13", None, None, SAID[13], "2014-02-03", 0, 1),
    ]  # fmt: skip
    assert place.rows("select title, comment_count, revisions from articles") == [("The sluice was opened", 3, 0)]
    assert place.rows("select count(*) from comment_revisions") == [(0,)]
    assert place.rows("select distinct substr(source, 1, 6) from fetches order by 1") == [("disqus",), ("warc t",)]


@pytest.mark.parametrize("is_export_first", [True, False])
@pytest.mark.parametrize(
    "link", [URL.replace("https", "http"), f"{URL}/", URL.replace("//", "//www."), f"{URL}#disqus_thread", f"{URL}?utm_source=x"]
)  # fmt: skip
def test_threads_join_the_page_however_their_address_was_written(
    place: Workplace, link: str, *, is_export_first: bool
) -> None:
    captured = place.write("t.warc.gz", warc(Record(URL, copied((61, 11), (62, 12)).encode())))
    forum = place.write(
        "forum.xml", disqus(thread(1, link), said(11), said(12, 11), thread(2, f"{URL}-2"), post(21, 2))
    )
    for file in (forum, captured) if is_export_first else (captured, forum):
        assert place.run("--fetched-at", "2019-06-06", file).code == 0
    assert place.rows("select url, title, comment_count, revisions from articles order by url") == [
        (URL, "The sluice was opened", 2, 0),
        (f"{URL}-2", "The sluice", 1, 0),
    ]
    assert place.rows("select key, is_on_page from comments order by key") == [("11", 1), ("12", 1), ("21", 0)]


def framed(*numbers: int) -> Visit:
    """What Disqus's embedded frame tells of the thread."""
    posts = [
        {"id": str(number), "parent": 11 if number == 12 else None, "author": {"name": f"Reader {number}"},
         "message": f"<p>{SAID[number]}</p>", "createdAt": f"2014-02-03T04:05:{number}", "points": 4}
        for number in numbers
    ]  # fmt: skip
    data = {"cursor": {"hasNext": False}, "response": {"thread": {"id": "1", "posts": len(posts)}, "posts": posts}}
    at = datetime(2019, 7, 7, tzinfo=UTC)
    answer = Answer(
        data=data, url=f"https://disqus.com/embed/comments/?f=f&t_u={URL}&article={URL}", fetched_at=at, extractor=EXTRACTOR,
    )  # fmt: skip
    told = PLATFORM.read(answer)
    assert told is not None
    return Visit(requested_url=answer.url, url=answer.url, fetched_at=at, status=200, page=normalise_page(told))


@pytest.mark.parametrize("order", list(permutations(["page", "forum", "frame"])))
def test_page_export_and_frame_tell_of_one_comment(place: Workplace, order: tuple[str, ...]) -> None:
    captured = place.write("t.warc.gz", warc(Record(URL, copied((61, 11), (62, 12)).encode())))
    forum = place.write("forum.xml", disqus(thread(1), said(11), said(12, 11), said(13)))
    for teller in order:
        if teller == "frame":
            with open_archive(place.archive, create=True) as archive, Store(archive) as store:
                store.save_visit(framed(11, 12, 13))
        else:
            assert place.run("--fetched-at", "2019-06-06", captured if teller == "page" else forum).code == 0
    assert place.rows(
        "select key, is_on_page, last_told_at is not null, revisions, score from comments join told_comments using (comment_id) order by key"
    ) == [("11", 1, 1, 0, 4), ("12", 1, 1, 0, 4), ("13", 0, 1, 0, 4)]


SYNCED = "<wp:commentmeta><wp:meta_key>dsq_post_id</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:commentmeta>"


def synced(own: int, number: int) -> str:
    """A comment of Disqus that its plugin keeps in WordPress."""
    told = wordpress_comment(own, 0, SAID[number], author=f"Reader {number}", date_gmt=f"2014-02-03 04:05:{number}")
    return told.replace("</wp:comment>", SYNCED.format(number) + "</wp:comment>")


@pytest.mark.parametrize("is_export_first", [True, False])
def test_what_the_plugin_keeps_in_wordpress_is_one_with_the_export(place: Workplace, *, is_export_first: bool) -> None:
    blog = place.write("blog.xml", wxr(item(synced(61, 11), synced(62, 12), link=URL)))
    forum = place.write("forum.xml", disqus(thread(1), said(11), said(12, 11)))
    for file in (forum, blog, forum, blog) if is_export_first else (blog, forum, blog, forum):
        assert place.run("--fetched-at", "2019-06-06", file).code == 0
    assert place.rows("select key, is_on_page, revisions from comments order by key") == [("11", 1, 0), ("12", 1, 0)]


def test_the_newer_of_two_exports_stands_whichever_came_first(place: Workplace) -> None:
    old = place.write("old.xml", disqus(thread(1), said(11), said(12, 11)))
    new = place.write("new.xml", disqus(thread(1), said(11, words="Somebody has asked it."), said(12, 11)))
    for first, second in ((old, new), (new, old)):
        other = Workplace(place.folder / first.stem)
        other.folder.mkdir()
        for file in (first, second):
            at = "2015-01-01" if file == old else "2016-01-01"
            assert other.run("--fetched-at", at, file).code == 0
        assert other.rows(
            "select text, first_told_at, last_told_at from comments join told_comments using (comment_id) order by key"
        ) == [(words, "2015-01-01T00:00:00Z", "2016-01-01T00:00:00Z") for words in ("Somebody has asked it.", SAID[12])]


def test_again_changes_nothing(place: Workplace) -> None:
    path = place.write("forum.xml", disqus(thread(1), post(1, 1), post(2, 1, 1)))
    place.run(path)
    before = place.counts()
    assert "nothing changed" in place.run(path).out
    assert place.counts() == before


def test_a_thread_without_an_address_is_left_out(place: Workplace) -> None:
    done = place.run(place.write("forum.xml", disqus(thread(1, ""), post(1, 1))))
    assert done.code == 1
