"""Pages that say that there is none at this address."""

from __future__ import annotations

import pytest

from archive.records import PageKind
from tests.scraper.extract.reading import WORDS, read


def kind(title: str, body: str) -> PageKind:
    return read(f"<html><head><title>{title}</title></head><body>{body}</body></html>").kind


SORRY = "<p>We are sorry, what you were looking for is not here. It may have been moved, or its address was misspelt; try the search.</p>"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found - Dunmore Chronicle",
        "404",
        "Error 404 (Not Found)",
        "Oops! That page can’t be found.",
        "The page you requested could not be found",
        "Seite nicht gefunden | Dunmore",
        "Oups ! Page introuvable",
        "Página no encontrada",
        "Pagina non trovata",
        "Страница не найдена",
        "Stránka nebyla nalezena",
        "お探しのページは見つかりませんでした",
        "页面不存在",
        "페이지를 찾을 수 없습니다",
    ],
)
def test_a_page_that_is_missing_is_no_article(title: str) -> None:
    assert kind(title, f"<h2>Dunmore</h2>{SORRY}") is PageKind.OTHER
    assert kind("Dunmore", f"<h1>{title}</h1>{SORRY}") is PageKind.OTHER


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param("404 dead in the harbour", SORRY, id="a-number"),
        pytest.param(
            "Page not found: a history",
            "".join(f"<p>{WORDS.replace('crane', thing)}</p>" for thing in ("ferry", "bell", "quay", "rope")),
            id="text-that-contradicts",
        ),
        pytest.param("The crane", f"<p>{WORDS}</p>", id="another-title"),
    ],
)
def test_an_article_stays_one(title: str, body: str) -> None:
    assert kind(title, f"<h1>{title}</h1>{body}") is PageKind.ARTICLE
