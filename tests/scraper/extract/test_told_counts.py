"""How many comments there are, where no line of the page says so."""

from __future__ import annotations

import json

import pytest

from tests.scraper.extract.reading import article, comment, extract, thread

SHOWN = thread(comment(1, "The first coat was red."), comment(2, "It was rust."))


def ld(**rest: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", "headline": "The crane", **rest})}</script>'


@pytest.mark.parametrize(
    ("html", "count"),
    [
        pytest.param('<site-post comment-count="8"></site-post>' + SHOWN, 8, id="attribute"),
        pytest.param('<site-post comment-count="8"></site-post><site-post comment-count="9"></site-post>' + SHOWN, None, id="listed-posts"),
        pytest.param('<a href="/post/#comments" title="9 Comments">9</a>' + SHOWN, 9, id="title-of-a-link"),
        pytest.param('<a href="/a/#comments" title="9 Comments">9</a><a href="/b/#comments" title="3 Comments">3</a>' + SHOWN, None, id="titles-of-teasers"),
        pytest.param(SHOWN + '<div class="pagination">1,017 posts &bull; Page <b>1</b> of 68</div>', 1017, id="pager"),
        pytest.param(SHOWN + "<div>1,017 posts</div>", None, id="no-pager"),
        pytest.param(ld(commentCount=5), 5, id="json-ld"),
        pytest.param(ld(commentCount=0), None, id="json-ld-of-none"),
        pytest.param(ld(commentCount=5) + SHOWN, None, id="json-ld-beside-comments"),
        pytest.param('<script type="application/json">{"cursor": {"hasNext": true, "next": "1:0", "total": 52}}</script>', 52, id="cursor"),
        pytest.param(SHOWN, None, id="nothing"),
    ],
)  # fmt: skip
def test_counts(html: str, count: int | None) -> None:
    assert extract(article(html)).comment_count_stated == count
