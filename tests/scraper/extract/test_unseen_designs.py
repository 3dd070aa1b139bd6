"""Comments as sites of all kinds print them, each for one thing that was once read wrongly."""

from __future__ import annotations

import pytest

from scraper.extract.page import extract_page
from tests.scraper.extract.discussions import (
    ANSWERED,
    FIRST,
    INES,
    OLAF,
    RUTH,
    SAID,
    SECOND,
    STORY,
    THIRD,
    Row,
    read,
    repeat,
)
from tests.scraper.extract.reading import NOW, URL


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<ol class=comments>"
            + repeat(
                "<li id=c00{n}><p>{words}</p><p>— <a href=http://x.example rel=nofollow>{name}</a> · <small>{day}</small> · <a href=#c00{n}>#</a></p></li>",
                INES,
                OLAF,
                RUTH,
            )
            + "</ol>",
            SAID,
            id="signed-below-the-words",
        ),
        pytest.param(
            repeat(
                "<div class=comment id=c{n}><h3>{re}Crane</h3><div class=head><strong>{name}</strong>, {day}</div><div class=text><p>{words}</p></div></div>",
                {**INES, "re": ""},
                {**OLAF, "re": "Re: "},
                {**RUTH, "re": "Re: "},
            ),
            SAID,
            id="titles-in-front-of-names",
        ),
        pytest.param(
            repeat(
                "<div class='prispevek uroven{n}'><b>{name}</b> <i>{day}</i><p>{words}</p><a href=?re={n}>Odpovědět</a></div>",
                INES,
                OLAF,
                RUTH,
            ),
            ANSWERED,
            id="levels-in-czech",
        ),
        pytest.param(
            repeat(
                "<div class=vf-reply data-content-uuid=00-{n} {up}><div class=username>{name}</div><div class=time>{day}</div><div class=content-text>{words}</div></div>",
                {**INES, "up": ""},
                {**OLAF, "up": "data-parent-uuid=00-1"},
                {**RUTH, "up": "data-parent-uuid=00-2"},
            ),
            ANSWERED,
            id="parents-by-uuid",
        ),
        pytest.param(
            repeat(
                "<article class=reply data-id={n}><header><div class=reply-byline><a href=/x/{n}>{name}</a> <span>&gt; <a href=#>Somebody</a></span></div><time>{day}</time></header><p>{words}</p></article>",
                INES,
                OLAF,
                RUTH,
            ),
            SAID,
            id="who-answers-whom-in-one-line",
        ),
        pytest.param(
            repeat(
                "<div class=bComment id=c{n}><div class=bCommentTitle>Comment from: <a href=http://x.example>{name}</a> [Visitor]</div><div class=bCommentText>{words}</div><div class=bCommentSmallPrint>{day}</div></div>",
                INES,
                OLAF,
                RUTH,
            ),
            SAID,
            id="parts-named-in-one-word",
        ),
        pytest.param(
            "<ul class=reply_list>"
            + repeat(
                "<li class=reply_item><div class=reply_box><span class=nick>{name}</span><p class=txt_reply>{words}</p><span class=dt>{day}</span><a>답글</a></div></li>",
                INES,
                OLAF,
                RUTH,
            )
            + "</ul>",
            SAID,
            id="words-named-txt",
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
            "<div class=comments><div class=featured-comment><b>Olaf</b> <i>4 May, 11am</i><p>"
            + SECOND
            + "</p></div>"
            + repeat("<div class=comment id=c{n}><b>{name}</b> <i>{day}</i><p>{words}</p></div>", INES, OLAF, RUTH)
            + "</div>",
            SAID,
            id="an-editors-choice-is-no-further-comment",
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
            "<dl>"
            + repeat(
                "<dt id=c{n}><i>{name}</i> ha scritto il {day}</dt><dd><p>{words}</p><a href=#r>Rispondi</a><dl>",
                INES,
                OLAF,
                RUTH,
            )
            + "</dl></dd>" * 3
            + "</dl>",
            ANSWERED,
            id="lists-of-terms-in-definitions",
        ),
        pytest.param(
            repeat(
                "<div class=media><img src=a.png><div class=media-body><h5>{name} <small><i>Posted on {day}</i></small></h5>{words}<a href=#r>Reply</a></div></div>",
                INES,
                OLAF,
                RUTH,
            ),
            SAID,
            id="posted-on-in-the-line-of-the-name",
        ),
        pytest.param(
            "<div class=talkbacks><div>תגובות לכתבה (3)</div>"
            + repeat(
                "<div class=tb id=tb_{n}><b>{name}</b> <i>({day})</i><div class=tb_text>{words}</div><a href=#r{n}>הגב</a></div>",
                INES,
                OLAF,
                RUTH,
            )
            + "</div>",
            SAID,
            id="what-holds-all-comments-is-none",
        ),
        pytest.param(
            "<ul>"
            + repeat(
                "{open}<li><div class=entry><p><strong class=user>{name}</strong> <span>{day}</span></p><p class=text>{words}</p><p><a>Svara</a></p></div>{close}",
                {**INES, "open": "", "close": ""},
                {**OLAF, "open": "<ul>", "close": "</li></ul></li>"},
                {**RUTH, "open": "", "close": "</li>"},
            )
            + "</ul>",
            [SAID[0], (*SAID[1][:3], 0), SAID[2]],
            id="one-answer-in-a-list-of-its-own",
        ),
        pytest.param(
            "<div class=comment-list><div class=comment-list-items>"
            + repeat(
                "<div class=comment><div id=comment-{n}></div><table class=comment-content><tr><td><div class=meta><a href=/profile/{n}>{name}</a> <a class=timestamp href=/c/{n}>{day}</a></div><div class=comment-body>{words}</div><a>Reply</a></td></tr></table><div class=comment-list><div class=comment-list-items>",
                INES,
                OLAF,
                RUTH,
            )
            + "</div></div></div>" * 3
            + "</div></div>",
            ANSWERED,
            id="what-holds-the-items-is-none",
        ),
        pytest.param(
            "<h3>Your views</h3><ul>"
            + repeat("<li><b>{name}</b>, Leeds, {day}<br>{words}</li>", INES, OLAF, RUTH)
            + "</ul>",
            SAID,
            id="a-heading-that-asks-for-views",
        ),
    ],
)
def test_comments_are_read(html: str, expected: list[Row]) -> None:
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
