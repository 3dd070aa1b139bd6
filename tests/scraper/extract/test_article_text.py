"""An article's text: what is part of it, and what only stands beside it."""

from __future__ import annotations

import pytest

from tests.scraper.extract.reading import WORDS, comment, read, thread


def text(html: str) -> str:
    found = read(f"<html><head><title>The crane</title></head><body><h1>The crane</h1>{html}</body></html>").article
    assert found is not None
    return found.text


PARAGRAPHS = "".join(f"<p>{WORDS}</p>" for _ in range(3))
TEXT = "\n".join([WORDS.strip()] * 3)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}</div>', id="named"),
        pytest.param(f'<div itemprop="articleBody">{PARAGRAPHS}</div>', id="microdata"),
        pytest.param(f'<div class="x1"><div class="x2">{PARAGRAPHS}</div></div>', id="densest"),
        pytest.param(f"<table><tr><td><a href=/a>A</a></td><td>{PARAGRAPHS}</td></tr></table>", id="table-of-layout"),
        pytest.param(f'<nav><a href="/a">{WORDS}</a></nav><main>{PARAGRAPHS}</main>', id="beside-navigation"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}<div class="sharedaddy"><a href="/s">Share</a> this</div></div>', id="share-bar"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}<ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li><li><a href="/c">Three</a></li></ul></div>', id="list-of-links"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}<p>Pages: 1 <a href="2/">2</a></p></div>', id="pager"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}<form>Subscribe to our letter</form></div>', id="form"),
        pytest.param(f'<div class="entry-content"><h1>The crane</h1>{PARAGRAPHS}</div>', id="title-inside"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}<aside>{WORDS}</aside></div>', id="aside"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}{thread(comment(1, WORDS), comment(2, WORDS))}</div>', id="comments-inside"),
        pytest.param(f'<div class="entry-content">{PARAGRAPHS}</div><div class="entry-content"><p>Short one.</p></div>', id="two-of-a-name"),
    ],
)  # fmt: skip
def test_the_text_is_the_articles(html: str) -> None:
    assert text(html) == TEXT


def test_a_name_that_holds_little_is_not_trusted() -> None:
    assert WORDS[:40] in text(
        f'<div class="entry-content"><p>{"A short teaser of what follows. " * 3}</p></div><div class="x">{PARAGRAPHS * 2}</div>'
    )


def test_a_page_without_text_has_none() -> None:
    assert text("<p>Hm.</p>") == ""
    assert text("") == ""


def test_a_quotation_stays_where_it_belongs() -> None:
    html = f"<div class='entry-content'><p>{WORDS}</p><blockquote><p>“Iron,” she said.</p></blockquote><p>{WORDS}</p></div>"
    assert text(html).split("\n")[1] == "“Iron,” she said."


def test_a_byline_is_the_whole_of_a_very_small_page() -> None:
    found = read("<p>By Ann Lee, May 1, 2024</p>").article
    assert found is not None
    assert found.authors == ("Ann Lee",)


NEXT = "".join(f"<p>{WORDS.replace('crane', 'ferry')}</p>" for _ in range(3))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(f'<article class="post type-post"><h2>The ferry</h2>{NEXT}</article>', id="named-a-post"),
        pytest.param(f"<article><h1>The ferry</h1><time>1 May</time>{NEXT}</article>", id="title-and-time"),
        pytest.param(
            f'<div style="display: none" itemscope><div itemprop="text">{NEXT}</div></div>', id="for-machines"
        ),
    ],
)
def test_the_next_story_is_none_of_the_text(after: str) -> None:
    page = read(f"<html><body><main><article><h1>The crane</h1>{PARAGRAPHS}</article>{after}</main></body></html>")
    assert page.article is not None
    assert page.article.text == TEXT


def test_parts_of_a_text_may_be_called_articles() -> None:
    page = read(
        f"<html><body><main><article><h1>The crane</h1>{PARAGRAPHS}</article><article>{NEXT}</article></main></body></html>"
    )
    assert page.article is not None
    assert "ferry" in page.article.text


OTHERS = "".join(f"<p>{WORDS.replace('crane', name)}</p>" for name in ("crane", "winch", "hoist", "pulley", "ferry"))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f'<div class="wide">{OTHERS}</div><div class="narrow">{OTHERS}</div>', id="for-two-widths"),
        pytest.param(f"<div>{OTHERS}<p>{OTHERS.replace('<p>', '').replace('</p>', ' ')}</p></div>", id="in-one-piece"),
    ],
)
def test_an_article_that_stands_there_twice_is_read_once(html: str) -> None:
    assert text(f"<article>{html}</article>").count("ferry") == WORDS.count("crane")


def test_a_chorus_is_part_of_its_song() -> None:
    chorus = f"<p>{WORDS.replace('crane', 'bell')}</p>"
    song = "".join(f"<p>{WORDS.replace('crane', name)}</p>{chorus}" for name in ("winch", "hoist", "pulley", "ferry"))
    assert text(f"<article>{song}</article>").count("bell") == 4 * WORDS.count("crane")


@pytest.mark.parametrize(
    "notice",
    [
        "External content",
        "To view this content, please accept cookies.",
        "This content is hosted by a third party. By showing it you accept its terms.",
        "Empfohlener externer Inhalt",
        "An dieser Stelle findest du einen externen Inhalt, der den Artikel ergänzt.",
        "Deine Privatsphäre-Einstellungen verhindern, dass dieser Inhalt geladen wird.",
        "Pour afficher ce contenu, vous devez accepter les cookies.",
        "Per visualizzare questo contenuto accetta i cookie.",
    ],
)
def test_requests_for_agreement_are_none_of_the_text(notice: str) -> None:
    first, *rest = PARAGRAPHS.split("</p>")
    assert text(f'<div class="entry-content">{first}</p><p>{notice}</p>{"</p>".join(rest)}</div>') == TEXT


@pytest.mark.parametrize("line", ["External content was the word they used for the tide.", "Externe Inhalte gibt es in diesem Hafen seit jeher nicht."])  # fmt: skip
def test_sentences_about_such_things_are_text(line: str) -> None:
    first, *rest = PARAGRAPHS.split("</p>")
    assert line in text(f'<div class="entry-content">{first}</p><p>{line}</p>{"</p>".join(rest)}</div>')


@pytest.mark.parametrize(
    "line",
    [
        'Also read: <a href="/f">The ferry and the bell</a>',
        '<b>Related story:</b> <a href="/f">The ferry and the bell</a>',
        "<a href='/f'>Lesen Sie auch: Die Fähre</a>",
        'À lire aussi » <a href="/f">Le bac et la cloche</a>',
        'Citește și: <a href="/f">Bacul și clopotul</a>',
        'اقرأ أيضا: <a href="/f">العبارة والجرس</a>',
        'यह भी पढ़ें: <a href="/f">नाव और घंटी</a>',
        '延伸閱讀：<a href="/f">渡輪與鐘</a>',
        'Czytaj też: <a href="/f">Prom i dzwon</a>',
        "Schon gelesen?",
        "Lue myös:",
    ],
)
def test_what_leads_on_to_other_articles_is_none_of_the_text(line: str) -> None:
    first, *rest = PARAGRAPHS.split("</p>")
    assert text(f'<div class="entry-content">{first}</p><p>{line}</p>{"</p>".join(rest)}</div>') == TEXT


@pytest.mark.parametrize("line", ["Related: that is what the two cranes were, said the clerk, and laughed.", "Read more slowly, said the clerk to the council that evening."])  # fmt: skip
def test_sentences_that_begin_alike_are_text(line: str) -> None:
    first, *rest = PARAGRAPHS.split("</p>")
    assert line in text(f'<div class="entry-content">{first}</p><p>{line}</p>{"</p>".join(rest)}</div>')


def test_how_characters_are_read_aloud_does_not_part_their_words() -> None:
    ruby = "港の<ruby>起重機<rp>(</rp><rt>きじゅうき</rt><rp>)</rp></ruby>は三度も塗られたが、誰が最初の一度を頼んだのかは誰も知らなかったのである。"
    assert "港の起重機は三度も" in text(f'<div class="entry-content">{PARAGRAPHS}<p>{ruby}</p></div>').replace(" ", "")
