"""No query reads a big table from end to end: SQLite says so itself."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import archive as package
from archive import counting
from archive.addresses import site_of, thread_address
from archive.database import Archive

# Small by nature, or read whole because the answer is the whole.
SMALL = {
    "sites",
    "settings",
    "runs",
    "site_locks",
    "followed_sites",
    "search_state",
    "json_each",
    "people",
    "sidebars",
    "main.sidebars",
    "main.sqlite_master",
    "orphans",
    "months",
    "month_depths",
    "month_reply_times",
    "temp.counting",  # one batch
    "temp.counting_names",
    "sqlite_master",
    "own",  # the newest of one name
    "named",  # its names
    "new",
    "lost",
}
READS_EVERYTHING = {
    ("archive.check", name): "check looks at everything"
    for name in (
        "_STRANGE_PARENTS",
        "_DOUBTFUL_THREADS",
        "_WRONG_COMMENT_COUNTS",
        "_WRONG_REVISION_COUNTS",
    )
} | {
    ("archive.export.captures_chosen", "_OF_ARTICLES"): "every capture, in the order of the table",
    ("archive.export.captures_chosen", "_OF_SITES"): "likewise",
    ("archive.export.dataset", "_ARTICLES"): "an export is everything, in the order of an index",
    ("archive.export.datasheet", "_SOURCES"): "every visit is counted, once an export",
    ("archive.export.selection", "_TOTALS"): "an export is everything",
    ("archive.export.dataset", "_RECENT_COMMENTS"): "likewise",
    ("archive.counting", "_OF_COMMENTS"): "always used with a range or with ids",
    ("archive.counting", "_OF_ARTICLES"): "likewise",
    ("archive.queries", "_CAPTURES"): "every capture, in the order of the table",
    ("archive.queries", "_SUGGEST"): "the last three of the table",
    ("archive.capture_history", "_COUNT"): "every capture is about to be read",
    ("archive.stats", "_INCOMPLETE"): "an index that holds incomplete articles alone",
    ("archive.stats", "_OF_ARTICLES"): "sums over an index that holds the counts alone",
    ("archive.stats", "_ENTRIES"): "likewise",
    (
        "archive.capture_retention",
        "_OLD_FILES",
    ): "captures are looked through after a crawl that keeps them for some days",
    ("archive.capture_retention", "_REFERENCES"): "the schema",
    ("archive.web.drawing", "_LAST"): "the last 20,000 of the table, in its own order",
    ("archive.web.pages.front", "_NEWEST"): "the last 5,000 of the table, in its own order",
    ("archive.web.pages.front", "_DISCUSSED_LATELY"): "likewise",
    ("archive.web.pages.site", "_ARTICLES"): "the last 2,000 of the site, in the order of the table",
    ("archive.web.pages.crawls", "_FAILURES"): "the index by state, of which failures are a small part",
    ("archive.capture_retention", "_DELETE"): "captures are looked through after a crawl that keeps them for some days",
}


WHOLE_ARCHIVES = ("archive.forget.", "archive.keeping.", "archive.merge.")
"""They look at everything, once, when somebody asks for it."""
OWN_DATABASES = {"archive.export.convokit"}
"""Their statements are for a scratch file."""


def statements() -> Iterator[tuple[str, str, str]]:
    """Every SQL constant of the package."""
    for module in pkgutil.walk_packages(package.__path__, "archive."):
        if module.name.endswith(("migrations", "__main__")) or module.name in OWN_DATABASES:
            continue
        if module.name.startswith(WHOLE_ARCHIVES):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, str) and re.match(r"\s*(select|insert|update|delete)\s", value):
                yield module.name, name, value


STATEMENTS = sorted(statements())


def plan(archive: Archive, sql: str) -> list[str]:
    sql = sql.replace("{condition}", "1")
    for function in (thread_address, site_of):
        archive.connection.create_function(function.__name__, 1, function, deterministic=True)
    archive.connection.execute(counting._MAKE_TABLE)
    archive.connection.execute(counting._MAKE_NAMES)
    parameters = dict.fromkeys(re.findall(r":(\w+)", sql), "1") or tuple("1" * sql.count("?"))
    return [row["detail"] for row in archive.connection.execute(f"explain query plan {sql}", parameters)]


@pytest.mark.parametrize(("module", "name", "sql"), [pytest.param(*s, id=f"{s[0]}.{s[1]}") for s in STATEMENTS])
def test_no_query_scans_a_big_table(archive: Archive, module: str, name: str, sql: str) -> None:
    scanned = {
        match[1]
        for step in plan(archive, sql)
        if (match := re.match(r"SCAN ([\w.]+)", step))
        and "VIRTUAL TABLE INDEX" not in step
        and "CONSTANT ROW" not in step
        and "articles_noarchive" not in step  # an index that holds such articles alone
    }
    if (module, name) in READS_EVERYTHING:
        assert scanned, "reads by index now: take it off the list"
        return
    assert scanned <= SMALL


def test_the_plans_cover_the_package() -> None:
    assert len(STATEMENTS) > 60
    assert {(module, name) for module, name, _ in STATEMENTS} >= set(READS_EVERYTHING)
