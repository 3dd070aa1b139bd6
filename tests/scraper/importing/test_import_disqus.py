"""Disqus exports: the shape is that of their documentation, the words are ours."""

from __future__ import annotations

from tests.scraper.importing.conftest import Record, Workplace, page, warc

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


def test_again_changes_nothing(place: Workplace) -> None:
    path = place.write("forum.xml", disqus(thread(1), post(1, 1), post(2, 1, 1)))
    place.run(path)
    before = place.counts()
    assert "nothing changed" in place.run(path).out
    assert place.counts() == before


def test_a_thread_without_an_address_is_left_out(place: Workplace) -> None:
    done = place.run(place.write("forum.xml", disqus(thread(1, ""), post(1, 1))))
    assert done.code == 1
