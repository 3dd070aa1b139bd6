"""Posts as boards of all kinds print them, each for one thing that was once read wrongly."""

from __future__ import annotations

import pytest

from tests.scraper.extract.discussions import ANSWERED, INES, OLAF, RUTH, SAID, STORY, Row, read, repeat


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            repeat(
                "<blockquote class='comment comment-level--{n}' id=comment-{n}><header><a href=/u/{name}>{name}</a> <time>{day}</time></header><div class=content><p>{words}</p></div></blockquote>",
                INES,
                OLAF,
                RUTH,
            ),
            ANSWERED,
            id="levels-behind-two-hyphens",
        ),
        pytest.param(
            "<h1>Fórum</h1>"
            + repeat(
                "<div class=hsz id=hsz{n}><div class=fej><a href=/profil/{n}>{name}</a> <span>{day}</span> <a href=#hsz{n}>#{n}</a></div><div class=szoveg>{words}</div></div>",
                INES,
                OLAF,
                RUTH,
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
            "<table>"
            + repeat(
                "<tr><td class=who><b>{name}</b></td><td><span class=postdetails>Posted: {day} &nbsp; Post subject: Re: Crane of ours</span><hr><span class=postbody>{words}</span></td></tr>",
                INES,
                OLAF,
                RUTH,
            )
            + "</table>",
            SAID,
            id="subjects-behind-dates",
        ),
        pytest.param(
            repeat(
                "<div class=comments>{words}<br><span>posted by <a href=/user/{n}>{name}</a> at <a href=#{n}>{day}</a></span></div>",
                INES,
                OLAF,
                RUTH,
            )
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
                "<article><div><h3>{name}</h3></div><div class=body><p>{words}</p></div><time>{day}</time></article>",
                INES,
                OLAF,
                RUTH,
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
                "<div id=ljcmt{n}><table><tr><td><font>{name}</font><br><font size=-1>{day} (<a href=?thread={n}#t{n}>link</a>)</font></td></tr><tr><td>{words}<p>(<a href=?replyto={n}>Reply to this</a>) (<a href=?thread=0#t0>Parent</a>)</p></td></tr></table></div>",
                {**INES, "name": "(Anonymous)"},
                {**OLAF, "name": "(Anonymous)"},
                {**RUTH, "name": "(Anonymous)"},
            ),
            [("(Anonymous)", *row[1:]) for row in SAID],
            id="writers-without-a-name-and-brackets-around-controls",
        ),
        pytest.param(
            "<ul>"
            + repeat(
                "<li {is_first} data-pid={n} data-uid=1{n}><a href=/user/{name}>{name}</a> <i>{day}</i><div class=content>{words}</div><a>Reply</a></li>",
                {**INES, "is_first": "class=by-the-owner"},
                {**OLAF, "is_first": ""},
                {**RUTH, "is_first": ""},
            )
            + "</ul>",
            SAID,
            id="one-record-alone-has-a-class",
        ),
        pytest.param(
            "<h1>The crane</h1>"
            + repeat(
                "<table class=msg id=p{n}><tr><td class=username><a href=/user/profile/{n}>{name}</a></td><td class=date>{day}</td></tr><tr><td></td><td class=content><div>{words}</div><div class=sig>So long.</div></td></tr></table>",
                INES,
                OLAF,
                RUTH,
            ),
            SAID,
            id="signatures-inside-of-what-is-called-content",
        ),
        pytest.param(
            "<h1>The crane</h1><h3>Discussion</h3>"
            + repeat(
                "{open}<table><tr><td><a name={n}><b>{name}</b></a><br><small>{day}</small></td><td>{words}<br><small>[<a href=reply.php?id={n}>Reply</a>]</small></td></tr></table>{close}",
                {**INES, "open": "", "close": ""},
                {**OLAF, "open": "<blockquote>", "close": "</blockquote>"},
                {**RUTH, "open": "", "close": ""},
            ),
            [SAID[0], (*SAID[1][:3], 0), SAID[2]],
            id="answers-in-quotations-between-records-without-a-name",
        ),
        pytest.param(
            "<h1>Comments on the crane</h1><ul class=thread_tree>"
            + repeat(
                "<li class=posting_element id=posting_{n}><div class=posting><h3 class=posting_subject><a href=/posting-{n}/show/>A title</a></h3><div class=userbar><span class=pseudonym>{name}</span> <time>{day}</time></div><div class=post><p>{words}</p></div><a href=/posting-{n}/reply/>Antworten</a></div><ul class=thread_tree>",
                INES,
                OLAF,
                RUTH,
            )
            + "</ul></li>" * 3
            + "</ul>",
            ANSWERED,
            id="titles-that-lead-to-the-posts",
        ),
    ],
)
def test_posts_are_read(html: str, expected: list[Row]) -> None:
    assert read(STORY + html if "<h1" not in html else html) == expected


@pytest.mark.parametrize("sign", ["#", ">>"])
def test_the_number_of_a_post_in_front_of_the_words_names_whom_they_answer(sign: str) -> None:
    pattern = "<div class=comment id=c-{n}><a class=username href=/u/{n}>{name}</a> <i>{day}</i><div class=text>{up}{words}</div><a>Reply</a></div>"
    ups = ("", f"<a href=#c-1>{sign}1</a> ", f"<a href=#c-2>{sign}2</a> ")
    html = STORY + repeat(pattern, *({**row, "up": up} for row, up in zip((INES, OLAF, RUTH), ups, strict=True)))
    assert [row[3] for row in read(html)] == [None, 0, 1]
