"""Files that earlier versions wrote are brought up to date, and stay whole; so do those that are cut off meanwhile."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest

from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.histories import changes_since
from archive.month_stats import month_stats
from archive.person import find_person
from archive.queries import find_article, read_thread
from archive.schema import migrations
from archive.schema.migrations import is_pending
from archive.search import search
from archive.store import Store
from tests.archive.making import URL, comment, later, page, rows, visit

KEPT = sorted((Path(__file__).parents[1] / "fixtures/archives").glob("*.db.gz"))


def unpack(packed: Path, folder: Path) -> Path:
    path = folder / packed.name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def faults(archive: Archive) -> list[str]:
    """What is wrong; the files have no captures beside them."""
    return [f.found for result in check_archive(archive) for f in result.faults if result.check != "captures"]


@pytest.mark.parametrize("packed", KEPT, ids=lambda path: path.name)
def test_an_archive_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path, packed: Path) -> None:
    path = unpack(packed, tmp_path)
    with open_archive(path) as archive:
        assert not is_pending(archive.database)
        assert faults(archive) == []
        assert [(person.site, person.comment_count) for person in find_person(archive, "Ines")] == [
            ("example.org", 2), ("example.net", 1)
        ]  # fmt: skip
        thread = read_thread(archive, find_article(archive, URL))
        assert [(c.key, c.text, c.depth) for c in thread.comments] == [
            ("1", "The ferry was early.", 0), ("2", "text 2", 1), ("3", "渡船遲到", 2)
        ]  # fmt: skip
        assert [(c.field, c.old, c.new) for c in changes_since(archive, "2026-01-01")] == [
            ("text", "The ferry was late.", "The ferry was early.")
        ]
        assert [hit.id for hit in search(archive, "渡船")] == [3]
        assert sum(month.comments for month in month_stats(archive)) == 4
        Store(archive).save_visit(visit(page(comment("1", text="The ferry was early."), at=later(9))))
        assert faults(archive) == []


def test_a_reader_brings_an_earlier_version_up_to_date(tmp_path: Path) -> None:
    path = unpack(KEPT[0], tmp_path)
    with open_archive(path, read_only=True) as archive:
        assert not is_pending(archive.database)


def test_there_is_a_kept_file_of_every_earlier_version() -> None:
    scripts = sorted(Path(migrations.__file__).parent.glob("0*.sql"))
    assert [path.name[:4] for path in KEPT] == [path.name[:4] for path in scripts[:-1]]


def test_two_readers_and_a_crawl_never_find_the_archive_locked(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    with open_archive(path, create=True) as archive:
        Store(archive).save_visit(visit(page(comment("1"))))
    failures: list[BaseException] = []
    is_done = threading.Event()

    def crawl() -> None:
        try:
            with open_archive(path) as archive, Store(archive, index_batch=40) as store:
                for number in range(150):
                    comments = [comment(str(n), text=f"ferry {number}") for n in range(20)]
                    store.save_visit(visit(page(*comments, url=f"http://example.org/{number}/")))
        except BaseException as error:
            failures.append(error)
        finally:
            is_done.set()

    def read() -> None:
        try:
            while not is_done.is_set():
                # Whoever opens it just when a crawl, as the last to close, puts its log away waits for that moment.
                with open_archive(path, read_only=True) as archive:
                    assert read_thread(archive, find_article(archive, URL)).comments
                    search(archive, "ferry")
                    month_stats(archive)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for work in (crawl, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_archive(path) as archive:
        assert rows(archive, "select count(*) from comments") == [(3001,)]
