from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from archive.database import Archive
from archive.schema.dictionary import data_dictionary, described_schema
from archive.schema.migrations import present_schema
from archive.schema.notes import COLUMNS, TABLES
from tests.archive.making import rows


def test_schema_sql_is_the_sum_of_the_migrations() -> None:
    written = files("archive.schema").joinpath("schema.sql").read_text(encoding="utf-8")
    assert written == present_schema(), "run: python -m archive.schema.migrations"


def test_every_table_is_strict(archive: Archive) -> None:
    loose = rows(
        archive,
        """
        select name from pragma_table_list
        where schema = 'main' and type = 'table' and not strict and name not like '%sqlite_%'
        """,
    )
    assert loose == []


def test_every_foreign_key_that_is_deleted_by_can_be_looked_up(archive: Archive) -> None:
    """A key without an index makes each deletion of its parent read the whole table."""
    missing = []
    for (table,) in rows(archive, "select name from sqlite_master where type = 'table' and name not like '%fts%'"):
        for key in rows(archive, 'select "from", "table" from pragma_foreign_key_list(?)', table):
            indexed = rows(
                archive,
                """
                select 1 from pragma_index_list(:t) as indexes, pragma_index_info(indexes.name) as columns
                where columns.seqno = 0 and columns.name = :c
                union select 1 from pragma_table_info(:t) where name = :c and pk = 1
                """.replace(":t", f"'{table}'").replace(":c", f"'{key[0]}'"),
            )
            if not indexed:
                missing.append((table, *key))
    # Captures are deleted only one article at a time, which reads that article's comments anyway.
    assert sorted(missing) == [("comment_revisions", "capture_id", "captures"), ("comments", "capture_id", "captures")]


def test_the_views_can_be_read(archive: Archive) -> None:
    for (view,) in rows(archive, "select name from sqlite_master where type = 'view'"):
        assert rows(archive, f"select * from {view}") == []


def test_the_data_dictionary_is_that_of_the_schema() -> None:
    written = Path(__file__).parents[2] / "docs/data-dictionary.md"
    assert written.read_text(encoding="utf-8") == data_dictionary(), "run `python -m archive.schema.dictionary`"


def test_every_table_and_column_has_a_meaning() -> None:
    tables = list(described_schema())
    silent = [table.name for table in tables if not table.meaning]
    silent += [f"{table.name}.{column.name}" for table in tables for column in table.columns if not column.meaning]
    assert silent == []


def test_no_note_is_of_something_that_is_not_there() -> None:
    tables = list(described_schema())
    names = {column.name for table in tables for column in table.columns}
    names |= {f"{table.name}.{column.name}" for table in tables for column in table.columns}
    assert set(COLUMNS) - names == set()
    assert set(TABLES) - {table.name for table in tables} == set()
