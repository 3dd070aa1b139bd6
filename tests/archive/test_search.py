from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from archive.check import check_archive
from archive.cjk import cjk_pairs, pieces
from archive.database import Archive, open_archive
from archive.records import Article
from archive.search import Order, SearchFilters, SearchIn, find_hits, search
from archive.search_index import index_pending, pending_rows
from archive.search_query import fts_query, query_words
from archive.store import Store
from tests.archive.making import URL, T, comment, later, page, rows, visit

TEXTS = {
    "1": "The solar panels on the old mill",
    "2": "Panels, solar or not, are dear",
    "3": "Wind is cheaper; naïve people say «solar»",
    "4": "太陽光発電は高い",
    "5": "我喜歡iPhone手機",
    "6": "서울에서 만나요",
    "7": "An e-mail about C++ and nothing else",
}


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    comments = [
        comment(key, text=text, author="Ines" if key in "13" else "Tomas", published_at=later(int(key)))
        for key, text in TEXTS.items()
    ]
    article = Article(
        url="http://example.org/bridge/", title="Solar bridge", authors=("Mara",), text="A mill.\nA bridge."
    )
    store.save_visit(visit(page(*comments, article=article)))
    return archive


def found(archive: Archive, query: str, **options: object) -> set[str]:
    """Keys of the comments found; `article` for the article."""
    hits = search(archive, query, **options)  # type: ignore[arg-type]  # options by name
    keys = dict(rows(archive, "select comment_id, key from comments"))
    return {keys[hit.id] if hit.kind == "comment" else "article" for hit in hits}


QUERIES = [
    ("panels", {"1", "2"}),
    ("PANELS solar", {"1", "2"}),
    ('"solar panels"', {"1"}),
    ("pan*", {"1", "2"}),
    ('"solar pan"*', {"1"}),
    ("wind OR mill", {"1", "3", "article"}),
    ("solar AND wind", {"3"}),
    ("solar NOT panels", {"3", "article"}),
    ("(wind OR mill) solar", {"1", "3", "article"}),
    ("naive", {"3"}),
    ("太陽光", {"4"}),
    ("発電", {"4"}),
    ("高", {"4"}),
    ("い", {"4"}),
    ("太陽光 NOT 高い", set()),
    ("iphone", {"5"}),
    ("喜歡iPhone", {"5"}),
    ("서울", {"6"}),
    ("e-mail", {"7"}),
    ("C++", {"7"}),
    ("title:solar", set()),
    ('say "solar', {"3"}),
    ("solar)", {"1", "2", "3", "article"}),
    ("OR solar", {"1", "2", "3", "article"}),
    ("solar AND", {"1", "2", "3", "article"}),
    ("NOT solar", {"1", "2", "3", "article"}),
    ("solar OR ()", {"1", "2", "3", "article"}),
    ("( ( solar", {"1", "2", "3", "article"}),
    ('"', set()),
    ("* - ()", set()),
    ("", set()),
    ("«»", set()),
    ("nothing-here", set()),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_queries_find_what_people_mean(filled: Archive, query: str, expected: set[str]) -> None:
    assert found(filled, query) == expected


def test_filters_narrow(filled: Archive) -> None:
    assert found(filled, "solar", within=SearchIn.COMMENTS) == {"1", "2", "3"}
    assert found(filled, "solar", within=SearchIn.ARTICLES) == {"article"}
    assert found(filled, "solar", filters=SearchFilters(author="ines")) == {"1", "3"}
    assert found(filled, "solar", filters=SearchFilters(author="MARA")) == {"article"}
    assert found(filled, "solar", filters=SearchFilters(site="example.net")) == set()
    assert found(filled, "solar", filters=SearchFilters(since="2026-03-04", site="example.org")) == {"3"}
    assert found(filled, "solar", filters=SearchFilters(until="2026-03-03")) == {"1", "article"}
    assert len(search(filled, "solar", limit=2)) == 2


def test_excerpts_mark_what_matched(filled: Archive) -> None:
    (hit,) = search(filled, '"old mill"')
    assert [hit.excerpt[start:end] for start, end in hit.highlights] == ["old mill"]
    (hit,) = search(filled, "発電")
    assert [hit.excerpt[start:end] for start, end in hit.highlights] == ["発電"]
    assert (hit.title, hit.url) == ("Solar bridge", "http://example.org/bridge/")


def test_long_cjk_text_is_cut_around_the_match(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="前" * 300 + "太陽" + "後" * 300))))
    (hit,) = search(archive, "太陽")
    assert hit.excerpt.startswith("…")
    assert hit.excerpt.endswith("…")
    assert [hit.excerpt[start:end] for start, end in hit.highlights] == ["太陽"]


def test_cjk_is_found_in_titles(archive: Archive, store: Store) -> None:
    article = Article(url=URL, title="港町の朝顔と買い物自転車", text="A text without any.")
    store.save_visit(visit(page(article=article)))
    assert [hit.kind for hit in search(archive, "買い物")] == ["article"]
    store.save_visit(visit(page(article=attrs.evolve(article, title=None, text="Another text."), at=later(1))))
    assert [hit.title for hit in search(archive, "朝顔")] == ["港町の朝顔と買い物自転車"]
    store.save_visit(visit(page(article=attrs.evolve(article, title="Morning glories"), at=later(2))))
    assert search(archive, "朝顔") == []
    assert not any(result.faults for result in check_archive(archive))


def test_a_reader_searches_what_is_indexed(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with open_archive(path, create=True) as archive:
        store = Store(archive)
        store.save_visit(visit(page(comment("1", text="early"))))
        store.flush()
        store.save_visit(visit(page(comment("2", text="late"), at=later(1))))
        assert pending_rows(archive) == 1
        with open_archive(path, read_only=True) as reader:
            assert [len(search(reader, word)) for word in ("early", "late")] == [1, 0]
        with open_archive(path, busy_seconds=0.01) as other, archive.transaction():
            assert [len(search(other, word)) for word in ("early", "late")] == [1, 0]
        assert len(search(archive, "late")) == 1


def test_the_index_is_filled_in_batches(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(*(comment(str(n)) for n in range(25)), at=T)))
    assert index_pending(archive, batch=10) == 26
    assert index_pending(archive) == 0


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("no such characters, naïve", None),
        ("plain", None),
        ("東京", "東京 京"),
        ("東京タワーに行く", "東京 京タ タワ ワー ーに に行 行く く"),
        ("字", "字"),
        ("ﾊﾟｿｺﾝ", "パソ ソコ コン ン"),
        ("iPhone手機 OK", "手機 機 iPhone"),
        ("서울 시", "서울 울 시"),
    ],
)
def test_cjk_becomes_pairs(text: str, pairs: str | None) -> None:
    assert cjk_pairs(text) == pairs


def test_words_are_divided_at_scripts() -> None:
    assert pieces("iPhone手機，好") == ["iPhone", "手機", "好"]


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("a b", '("a" AND "b")'),
        ("a OR b c", '("a" OR ("b" AND "c"))'),
        ("a NOT (b OR c)", '("a" NOT ("b" OR "c"))'),
        ('a"b c"d', '(("a" AND "b c") AND "d")'),
        ("x東京", '("x" AND text_cjk : "東京")'),
        ("東*", 'text_cjk : "東"*'),
        ("NOT", None),
        ("a\0b", '("a" AND "b")'),
    ],
)
def test_queries_become_expressions(query: str, expression: str | None) -> None:
    assert fts_query(query) == expression


def test_a_book_as_a_query_is_cut() -> None:
    query = fts_query("word " * 5000)
    assert query is not None
    assert query.count("word") == 64


def test_words_of_a_query() -> None:
    assert query_words('solar AND "two words" pan* -- OR') == ["solar", "two words", "pan"]


def test_words_near_each_other_are_found(filled: Archive) -> None:
    assert found(filled, "NEAR(solar mill, 5)") == {"1"}
    assert found(filled, "NEAR(solar mill, 2)") == set()
    assert found(filled, "NEAR(solar)", within=SearchIn.COMMENTS) == {"1", "2", "3"}
    assert found(filled, "NEAR(太陽 高い)") == {"4"}
    assert fts_query("NEAR(a b*) OR c") == '(NEAR("a" "b"*, 10) OR "c")'


def test_scores_and_whom_a_comment_answers_are_filters(archive: Archive, store: Store) -> None:
    comments = (
        comment("1", text="ferry", author="Inés", score=5),
        comment("2", "1", text="ferry", score=-1, depth=1),
        comment("3", text="ferry"),
    )
    store.save_visit(visit(page(*comments, article=Article(url=URL, title="Ferry", text="ferry"))))
    assert found(archive, "ferry", filters=SearchFilters(min_score=0)) == {"1"}
    assert found(archive, "ferry", filters=SearchFilters(replies_to="inés")) == {"2"}
    assert found(archive, "ferry", within=SearchIn.ARTICLES, filters=SearchFilters(min_score=0)) == set()


def test_hits_are_ordered_by_date_on_request(filled: Archive) -> None:
    dates = [hit.published_at for hit in search(filled, "solar", within=SearchIn.COMMENTS, order=Order.DATE)]
    assert dates == sorted(dates, key=str, reverse=True)
    assert len(dates) == 3


def test_common_words_are_found_newest_first(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search._FEW", 1)  # 20,000 comments with one word would take a minute to store
    result = find_hits(filled, "solar", within=SearchIn.COMMENTS)
    assert result.is_common
    assert [hit.id for hit in result.hits] == [3, 2, 1]
    assert not find_hits(filled, "wind", within=SearchIn.COMMENTS).is_common
    assert [hit.id for hit in search(filled, "solar", within=SearchIn.COMMENTS, order=Order.DATE)] == [3, 2, 1]
