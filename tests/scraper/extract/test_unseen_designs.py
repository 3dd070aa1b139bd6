"""Discussions as sites of all kinds print them, each for one thing that was once read wrongly: who, when, what, in answer to which."""

from __future__ import annotations

import pytest

from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page
from tests.scraper.extract.reading import NOW, URL, WORDS

STORY = f"<h1>The crane of the harbour</h1><article><h2>A coat of paint</h2><p>{WORDS}</p><p>{WORDS}</p></article>"
FIRST, SECOND, THIRD = (
    "I held the ladder when they painted it, and nobody paid me for that.",
    "Then you know who ordered the colour, since the clerk does not.",
    "Look at the drawer of invoices on the second floor, it is all in there.",
)

Row = tuple[str | None, str | None, str, int | None]


def read(html: str, url: str = URL) -> list[Row]:
    """Writer, day, words and the place of the answered one, of each comment of a page."""
    page = normalise_page(extract_page(f"<html><body>{html}</body></html>".encode(), url=url, fetched_at=NOW))
    places = {comment.key: place for place, comment in enumerate(page.comments)}
    return [
        (c.author, str(c.published_at.date()) if c.published_at else None, c.text, places.get(c.parent_key or ""))
        for c in page.comments
    ]


def repeat(pattern: str, *rows: dict[str, str]) -> str:
    """A pattern filled in with each row, and with the words of the first, second and third record."""
    return "".join(
        pattern.format_map({"n": str(n + 1), "words": words, **row})
        for n, (row, words) in enumerate(zip(rows, (FIRST, SECOND, THIRD), strict=False))
    )


INES, OLAF, RUTH = (
    {"name": "Ines", "day": "3 May 2024, 10:00"},
    {"name": "Olaf", "day": "4 May 2024, 11:00"},
    {"name": "Ruth", "day": "5 May 2024, 12:00"},
)
SAID: list[Row] = [
    ("Ines", "2024-05-03", FIRST, None),
    ("Olaf", "2024-05-04", SECOND, None),
    ("Ruth", "2024-05-05", THIRD, None),
]
ANSWERED: list[Row] = [SAID[0], (*SAID[1][:3], 0), (*SAID[2][:3], 1)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<ol class=comments>"
            + repeat(
                "<li id=c00{n}><p>{words}</p><p>— <a href=http://x.example rel=nofollow>{name}</a> · <small>{day}</small> · <a href=#c00{n}>#</a></p></li>",
                INES, OLAF, RUTH,
            )
            + "</ol>",
            SAID,
            id="signed-below-the-words",
        ),
        pytest.param(
            repeat(
                "<div class=comment id=c{n}><h3>{re}Crane</h3><div class=head><strong>{name}</strong>, {day}</div><div class=text><p>{words}</p></div></div>",
                {**INES, "re": ""}, {**OLAF, "re": "Re: "}, {**RUTH, "re": "Re: "},
            ),
            SAID,
            id="titles-in-front-of-names",
        ),
        pytest.param(
            repeat(
                "<div class='prispevek uroven{n}'><b>{name}</b> <i>{day}</i><p>{words}</p><a href=?re={n}>Odpovědět</a></div>", INES, OLAF, RUTH
            ),
            ANSWERED,
            id="levels-in-czech",
        ),
        pytest.param(
            repeat(
                "<blockquote class='comment comment-level--{n}' id=comment-{n}><header><a href=/u/{name}>{name}</a> <time>{day}</time></header><div class=content><p>{words}</p></div></blockquote>",
                INES, OLAF, RUTH,
            ),
            ANSWERED,
            id="levels-behind-two-hyphens",
        ),
        pytest.param(
            repeat(
                "<div class=vf-reply data-content-uuid=00-{n} {up}><div class=username>{name}</div><div class=time>{day}</div><div class=content-text>{words}</div></div>",
                {**INES, "up": ""}, {**OLAF, "up": "data-parent-uuid=00-1"}, {**RUTH, "up": "data-parent-uuid=00-2"},
            ),
            ANSWERED,
            id="parents-by-uuid",
        ),
        pytest.param(
            repeat(
                "<article class=reply data-id={n}><header><div class=reply-byline><a href=/x/{n}>{name}</a> <span>&gt; <a href=#>Somebody</a></span></div><time>{day}</time></header><p>{words}</p></article>",
                INES, OLAF, RUTH,
            ),
            SAID,
            id="who-answers-whom-in-one-line",
        ),
        pytest.param(
            repeat(
                "<div class=bComment id=c{n}><div class=bCommentTitle>Comment from: <a href=http://x.example>{name}</a> [Visitor]</div><div class=bCommentText>{words}</div><div class=bCommentSmallPrint>{day}</div></div>",
                INES, OLAF, RUTH,
            ),
            SAID,
            id="parts-named-in-one-word",
        ),
        pytest.param(
            "<h1>Fórum</h1>"
            + repeat(
                "<div class=hsz id=hsz{n}><div class=fej><a href=/profil/{n}>{name}</a> <span>{day}</span> <a href=#hsz{n}>#{n}</a></div><div class=szoveg>{words}</div></div>",
                INES, OLAF, RUTH,
            ),
            SAID,
            id="profiles-in-other-languages",
        ),
        pytest.param(
            "<h1>Fórum</h1><div class=hozzaszolasok>"
            + repeat(
                "<div class=hsz id=hsz{n}><div class=fej><a href=/profil/{n}>{name}</a> <span>{day}</span></div><div class=szoveg>{words}</div>{up}</div>",
                {**INES, "up": ""},
                {**OLAF, "up": "<div>Előzmény: <a href=#hsz1>Ines (#1)</a></div>"},
                {**RUTH, "up": "<div>Előzmény: <a href=#hsz2>Olaf (#2)</a></div>"},
            )
            + "</div>",
            ANSWERED,
            id="answered-post-named-below",
        ),
        pytest.param(
            "<ul class=reply_list>"
            + repeat(
                "<li class=reply_item><div class=reply_box><span class=nick>{name}</span><p class=txt_reply>{words}</p><span class=dt>{day}</span><a>답글</a></div></li>",
                INES, OLAF, RUTH,
            )
            + "</ul>",
            SAID,
            id="words-named-txt",
        ),
        pytest.param(
            "<table>"
            + repeat(
                "<tr><td class=who><b>{name}</b></td><td><span class=postdetails>Posted: {day} &nbsp; Post subject: Re: Crane of ours</span><hr><span class=postbody>{words}</span></td></tr>",
                INES, OLAF, RUTH,
            )
            + "</table>",
            SAID,
            id="subjects-behind-dates",
        ),
        pytest.param(
            "<h3>Reacties</h3>"
            + repeat(
                "<div class=reactie id=r{n}><p>{words}</p><p class=footer><a href=#r{n}>{name} | {day}</a></p></div>",
                {**INES, "day": "03-05-24 | 10:00"},
                {**OLAF, "day": "04-05-24 | 10:00"},
                {**RUTH, "day": "05-05-24 | 10:00"},
            ),
            SAID,
            id="name-and-date-in-one-link-below",
        ),
        pytest.param(
            "<ul>"
            + repeat(
                "<li id=c{n}><div><div class=top>Written by <a href=/user/{name}>{name}</a> <span>{day}</span> <b>(Score:{n}, Insightful)</b></div><div id=whole{n}>{words}</div><a>reply</a></div><ul>",
                INES,
                OLAF,
                RUTH,
            )
            + "</ul></li>" * 3
            + "</ul>",
            ANSWERED,
            id="heads-of-records-with-answers-in-them",
        ),
        pytest.param(
            "<div id=notes><h2>Comments</h2>"
            + repeat(
                "<h3><a id=c{n}></a>{name} wrote:</h3><div class=body>{words}</div><div class=info>{day}</div>",
                INES,
                OLAF,
                RUTH,
            )
            + "<h2>Add Comment</h2><form><input name=user></form></div>",
            SAID,
            id="dates-behind-the-words-and-a-form-behind-the-last",
        ),
        pytest.param(
            repeat(
                "<article class=comment id=comment-{n}><footer><span class=author>{name}</span> (non vérifié) <span>{day}</span></footer><div class=content><h3><a href=#comment-{n}>{title}</a></h3><p>{words}</p></div></article>",
                {**INES, "title": FIRST[:20]},
                {**OLAF, "title": SECOND[:22]},
                {**RUTH, "title": THIRD[:26] + "…"},
            ),
            SAID,
            id="titles-made-of-the-first-words",
        ),
        pytest.param(
            "<div class=comments><div class=featured-comment><b>Olaf</b> <i>4 May, 11am</i><p>" + SECOND + "</p></div>"
            + repeat("<div class=comment id=c{n}><b>{name}</b> <i>{day}</i><p>{words}</p></div>", INES, OLAF, RUTH)
            + "</div>",
            SAID,
            id="an-editors-choice-is-no-further-comment",
        ),
        pytest.param(
            repeat("<div class=comments>{words}<br><span>posted by <a href=/user/{n}>{name}</a> at <a href=#{n}>{day}</a></span></div>", INES, OLAF, RUTH)
            + "<div class=comments><a href=/older>« Older story</a> | <a href=/newer>Newer story »</a></div>",
            SAID,
            id="links-to-other-pages-in-a-box-of-the-same-name",
        ),
        pytest.param(
            "<ul>"
            + repeat(
                "<li data-pid={n}><a href=/user/{name}>{name}</a> <span class=timeago title={stamp}></span><div class=content>{words}</div><a>Reply</a></li>",
                {**INES, "stamp": "2024-05-03T10:00:00Z"},
                {**OLAF, "stamp": "2024-05-04T11:00:00Z"},
                {**RUTH, "stamp": "2024-05-05T12:00:00Z"},
            )
            + "</ul>",
            SAID,
            id="times-in-titles-of-empty-elements",
        ),
        pytest.param(
            "<h1>The crane</h1>"
            + repeat(
                "<article><div><h3>{name}</h3></div><div class=body><p>{words}</p></div><time>{day}</time></article>", INES, OLAF, RUTH
            ),
            SAID,
            id="signed-and-dated-posts-are-all-of-the-page",
        ),
        pytest.param(
            "<h1>The crane</h1>"
            + repeat(
                "<table><tr><td><b><a href=?action=viewprofile;u={name}>{name}</a></b><br><small>Newcomer<br>Offline<br>Posts: 1{n}</small></td><td><table><tr><td><b>{re}Crane</b><br><small>{day}</small></td><td><a href=?action=post;quote={n}>Quote</a></td></tr></table><hr>{words}</td></tr><tr><td></td><td><small>Logged</small></td></tr></table>",
                {**INES, "re": ""},
                {**OLAF, "re": "Re: "},
                {**RUTH, "re": "Re: "},
            ),
            SAID,
            id="ranks-and-titles-are-what-all-posts-show",
        ),
        pytest.param(
            repeat(
                "<div class=post id=postid-{n}><div class=post-author><b>{name}</b><div class=post-author-meta><small class=post-counter>12{n} Posts</small></div></div><div class=post-message><div class=date><a href=#postid-{n}>#{n} · {day}</a></div><div id=post-quote-container-{n}><p>{words}</p></div></div></div>",
                INES,
                OLAF,
                RUTH,
            ),
            SAID,
            id="a-count-of-posts-is-no-content",
        ),
        pytest.param(
            "<h1>The crane</h1><table><tr><td>Author</td><td>Topic: Crane</td></tr>"
            + repeat(
                "<tr><td><font><b>{name}</b></font><br><font>Member</font></td><td><font>posted {day}</font><hr><font>{words}</font><hr><font>Posts: 1{n} | From: Leeds | Registered: Mar 2000 | IP: Logged</font></td></tr>",
                INES,
                OLAF,
                RUTH,
            )
            + "</table>",
            SAID,
            id="what-a-board-tells-of-the-writer-in-one-line",
        ),
        pytest.param(
            repeat(
                "<div class=vf-reply data-id={n}><div class=username>{name}</div><div class=reply-time>{day}</div><div class=content-text>{words}</div></div>",
                {**INES, "day": "3 May"},
                {**OLAF, "day": "May 4th"},
                {**RUTH, "day": "5. Mai"},
            ),
            SAID,
            id="days-without-a-year",
        ),
        pytest.param(
            repeat(
                "<div id=ljcmt{n}><table><tr><td><font>{name}</font><br><font size=-1>{day} (<a href=?thread={n}#t{n}>link</a>)</font></td></tr><tr><td>{words}<p>(<a href=?replyto={n}>Reply to this</a>) (<a href=?thread=0#t0>Parent</a>)</p></td></tr></table></div>",
                {**INES, "name": "(Anonymous)"},
                {**OLAF, "name": "(Anonymous)"},
                {**RUTH, "name": "(Anonymous)"},
            ),
            [("(Anonymous)", *row[1:]) for row in SAID],
            id="writers-without-a-name-and-brackets-around-controls",
        ),
    ],
)  # fmt: skip
def test_a_discussion_is_read(html: str, expected: list[Row]) -> None:
    assert read(STORY + html if "<h1" not in html else html) == expected


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("التعليقات (3)", 3),
        ("コメント一覧 (3)", 3),
        ("Comentários dos leitores (3)", 3),
        ("网友评论 共3条", 3),
        ("The crane of the harbour, painted three times | 3 comments (3 topical, 0 hidden)", 3),
    ],
)
def test_how_many_there_are(line: str, count: int) -> None:
    below = repeat("<li class=comment id=comment-{n}><b>{name}</b> {day}<p>{words}</p></li>", INES, OLAF, RUTH)
    html = f"<html><body>{STORY}<h3>{line}</h3><ol class=comments>{below}</ol></body></html>"
    assert extract_page(html.encode(), url=URL, fetched_at=NOW).comment_count_stated == count
