"""`README.md` of an export: its datasheet, for whoever gets the folder without the archive it came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import attrs

from archive.export.account import Account, Span
from archive.export.filters import Filters, Names
from archive.export.formats import Format
from archive.export.manifest import PRODUCER, Choices, key_id
from archive.export.selection import LeftOut
from archive.schema.migrations import newest_migration

NAME = "README.md"
_SOURCES = """
    select substr(source, 1, instr(source || ' ', ' ') - 1) as origin, count(*) as pages
    from fetches
    where outcome = 'stored'
      and (:site is null or site_id = (select site_id from sites where host = :site))
    group by origin
    order by origin
"""
_NAMES = {
    Names.PSEUDONYM: (
        "Names are pseudonyms: a keyed hash of site and name, so the same person is the same pseudonym throughout, and "
        "in other exports made with the same key. Names of a thread's people in its texts are replaced too, `@name` as "
        "well as quoted names; addresses of their pages and portraits are left out. The key stays with the archive."
    ),
    Names.NONE: (
        "Names are left out. Where a text names one of its thread's people, `[name]` stands; addresses of their pages "
        "and portraits are left out."
    ),
    Names.REAL: "Names are real, as the pages print them: these are personal data. Share them only where you may.",
}
_LIMITS = (
    "Only what public pages showed when they were visited: what was deleted before, or is shown to members alone, is not here.",
    "Names are found in texts by their spelling; nicknames, misspellings and descriptions of a person are not.",
    "The tables hold the last version seen; `revisions` counts the earlier ones, which stay in the archive.",
    "Dates are as the pages tell; a date without a time is midnight UTC, and a page without a zone is taken for UTC.",
)


def write_datasheet(
    connection: sqlite3.Connection, folder: Path, form: Format, choices: Choices, account: Account
) -> None:
    """Write the datasheet; behind what the format has put at its head, if it has."""
    path = folder / NAME
    head = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = _datasheet(connection, form, choices, account)
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _datasheet(connection: sqlite3.Connection, form: Format, choices: Choices, account: Account) -> Iterator[str]:
    hosts = sorted(account.sites)
    yield f"# Articles and comments of {_named(hosts)}"
    yield ""
    yield form.usage
    yield from ("", "## Sources", "")
    for kind, pages in connection.execute(_SOURCES, {"site": choices.filters.site}):
        yield f"- {_source(kind)}: {_number(pages, 'page')} in the archive"
    yield from ("", "| site | articles | comments | of those the pages state |", "|---|--:|--:|--:|")
    for host in hosts:
        site = account.sites[host]
        share = f"{100 * site.found / site.stated:.1f} %" if site.stated else "none stated"
        yield f"| {_cell(host)} | {site.articles:,} | {site.comments:,} | {share} |"
    yield from ("", "## Dates", "")
    yield f"- seen: {_span(account.seen)}"
    yield f"- articles published: {_span(account.articles_published)}"
    yield f"- comments published: {_span(account.comments_published)}"
    yield from ("", "## Counts and completeness", "")
    yield from (f"- {name}: {rows:,}" for name, rows in account.counts.items())
    yield f"- {_completeness(account)}"
    yield f"- languages: {_languages(account)}"
    yield from ("", "## Filters", "")
    yield from (f"- {line}" for line in _filters(choices.filters, account.left_out))
    yield from ("", "## People", "", _NAMES[choices.naming.names], "")
    if (key := key_id(choices.naming)) is not None:
        yield f"Key: `{key}` (tells whether two exports were made with one key, and nothing about it)."
    masked = choices.naming.masks_contacts
    yield f"E-mail addresses and phone numbers in texts are {'masked' if masked else 'not masked'}."
    yield from ("", "## Licence", "", choices.licence or _NO_LICENCE)
    yield from ("", "## Versions", "")
    yield f"{PRODUCER} {version(PRODUCER)}, schema `{newest_migration()}`, format `{form.name}`."
    yield from ("", "## Known limits", "")
    yield from (f"- {limit}" for limit in (*_LIMITS, *form.limits))
    yield from ("", "`manifest.json` holds all of this for programs; `sha256sum -c SHA256SUMS` checks the files.")


_NO_LICENCE = "None is stated. The texts belong to those who wrote them; check what the law and the sites allow before you share them."


def _named(hosts: list[str]) -> str:
    if not hosts:
        return "no site"
    return hosts[0] if len(hosts) == 1 else f"{len(hosts):,} sites"


def _source(kind: str) -> str:
    return {"crawl": "crawled from the sites", "reextract": "read again from captures"}.get(kind, f"imported ({kind})")


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _span(span: Span) -> str:
    return "no dates" if span.first is None else f"{span.first} to {span.last}"


def _completeness(account: Account) -> str:
    stated = sum(site.stated for site in account.sites.values())
    if not stated:
        return "completeness: no page states how many comments it has"
    found = sum(site.found for site in account.sites.values())
    return f"completeness: {found:,} of the {stated:,} comments that pages state ({100 * found / stated:.1f} %)"


def _languages(account: Account) -> str:
    told = sorted(account.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{language} ({number:,})" for language, number in told) or "not told"


def _filters(filters: Filters, left_out: LeftOut) -> Iterator[str]:
    for name, value in attrs.asdict(filters).items():
        if name != "include_noarchive" and value is not None:
            yield f"{name.replace('_', ' ')}: {_cell(str(value))}"
    if not filters.narrow():
        yield "none: all articles of the archive"
    yield (
        "pages that ask not to be archived are in it"
        if filters.include_noarchive
        else f"pages that ask not to be archived are left out: {_number(left_out.articles, 'article')} "
        f"with {_number(left_out.comments, 'comment')}"
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
