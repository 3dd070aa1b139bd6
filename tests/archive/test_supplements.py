from __future__ import annotations

from datetime import datetime
from typing import Any

from archive.check import check_archive
from archive.database import Archive
from archive.records import Article, Comment, CommentKind, CommentState, DatePrecision, Page
from archive.settings import get_setting
from archive.store import Saved, Store
from archive.store.supplements import redate_articles, redate_comments, zone_setting
from tests.archive.making import URL, comment, later, one, page, rows, visit


def supplement(*comments: Comment, url: str | None = URL, authors: tuple[str, ...] = ("Mara",), **fields: Any) -> Page:
    article = Article(url=URL, title="Not taken", authors=authors)
    return page(*comments, article_url=url, article=article, is_supplement=True, at=later(1), **fields)


def test_gaps_are_filled_and_nothing_else(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="", author=None), comment("2", text="kept", author="Bo"))))
    store.flush()
    told = supplement(
        comment("1", text="filled", author="Ines", published_at=later(-1)),
        comment("2", text="another", author="Another"),
        comment("3"),
    )
    assert store.save_visit(visit(told)) == Saved(article_id=1)
    assert rows(archive, "select text, author, date_precision, revisions from comments") == [
        ("filled", "Ines", "second", 0),
        ("kept", "Bo", None, 0),
    ]
    assert store.save_visit(visit(supplement(authors=()))) == Saved(article_id=1)
    assert one(archive, "select title, authors from articles")[:] == ("A bridge too narrow", '["Mara"]')
    assert rows(archive, "select count(*) from comments_fts where comments_fts match 'filled'") == [(1,)]
    assert not any(result.faults for result in check_archive(archive))


def test_told_words_stay_until_a_page_shows_others(archive: Archive, store: Store) -> None:
    """Pages print a pingback's title alone, at each visit; an endpoint is asked once."""

    def stored() -> list[tuple[object, ...]]:
        return rows(archive, "select text, state, is_supplemented, revisions from comments")

    def show(day: int, **fields: Any) -> Saved:
        return store.save_visit(visit(page(comment("1", kind=CommentKind.PINGBACK, **fields), at=later(day))))

    show(0, text="")
    store.save_visit(visit(supplement(comment("1", text="told"))))
    assert show(3, text="") == show(2, text="") == Saved(article_id=1)
    assert stored() == [("told", "visible", 1, 0)]
    assert show(4, text="shown").changed_comments == 1
    assert stored() == [("shown", "visible", 0, 1)]
    assert show(5, text="").changed_comments == 1, "words of pages go as they came"
    assert stored() == [("", "visible", 0, 2)]
    store.save_visit(visit(supplement(comment("1", text="told"))))
    assert show(6, text="", state=CommentState.REMOVED).changed_comments == 1
    assert stored() == [("", "removed", 0, 3)]
    assert not any(result.faults for result in check_archive(archive))


def test_what_no_page_has_shown_is_not_invented(archive: Archive, store: Store) -> None:
    assert store.save_visit(visit(supplement(comment("1")))) == Saved()
    assert store.save_visit(visit(supplement(url=None, authors=(), time_zone="Europe/Oslo"))) == Saved()
    assert rows(archive, "select count(*) from articles") == [(0,)]
    assert get_setting(archive, zone_setting("example.org")) == "Europe/Oslo"


def test_times_are_worked_out_anew(archive: Archive, store: Store) -> None:
    dated: dict[str, Any] = {"published_at": later(-1), "date_precision": DatePrecision.MINUTE}
    store.save_visit(
        visit(page(comment("1", published_raw="a", **dated), comment("2", published_raw="b", **dated), comment("3")))
    )
    archive.connection.execute("update articles set published_raw = 'a', date_precision = 'minute'")

    def read(raw: str, _: datetime) -> datetime | None:
        return later(-2) if raw == "a" else None

    assert redate_comments(archive.connection, "example.org", read) == 1
    assert redate_comments(archive.connection, "example.org", read) == 0
    assert rows(archive, "select published_at from comments where key = '1'") == [("2026-02-27T12:00:00Z",)]
    assert redate_articles(archive.connection, "example.org", read) == 1
    assert rows(archive, "select published_at from articles") == [("2026-02-27T12:00:00Z",)]
