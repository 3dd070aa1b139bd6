"""Forgetting from beginning to end: tombstone, captures, tables, search index, freed bytes, and a look at every byte.

Killed at any moment, nothing is half forgotten for good: the same call again goes on. What comes in meanwhile is held
against the tombstone, which is there first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Self

import attrs

from archive.addresses import site_named, site_of
from archive.database import Archive
from archive.errors import NotFoundError
from archive.forget import people, places
from archive.forget.capture_files import Rewritten, rewrite_captures
from archive.forget.erasing import Eraser
from archive.forget.exported import PastExport, erase_in_log, exports_that_held
from archive.forget.people import Erased
from archive.forget.recognising import Recogniser, recogniser_of
from archive.forget.redacting import Redactor
from archive.forget.searching import Searched, search_files
from archive.forget.spellings import Named, fold, name_pattern
from archive.forget.tombstones import (
    Plain,
    lift_tombstones,
    load_keys,
    own_key,
    plain_address,
    plain_person,
    plain_site,
    put_tombstones,
)
from archive.keeping.overwriting import overwrite_what_is_freed, write_anew
from archive.keeping.rebuilding import empty_index
from archive.locks import SiteLock
from archive.queries import find_article
from archive.search_index import index_pending

_NOTHING_FOUND = Named()
_HOSTS = "select host from sites order by host"

Report = Callable[[str], None]


@attrs.frozen(kw_only=True)
class Forgotten:
    """What was erased where."""

    what: str
    erased: Erased
    captures: Rewritten = attrs.field(factory=Rewritten)
    exports: tuple[PastExport, ...] = ()
    searched: Searched | None = None
    """The search of every file for the name, after the work was done; None for articles and sites."""


@attrs.frozen(kw_only=True)
class Target:
    """What is to be forgotten, with everything that tells it; stored or not."""

    archive: Archive
    what: str
    plain: tuple[Plain, ...]
    sites: tuple[str, ...]
    """Those that must not be crawled meanwhile."""
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    article_id: int | None = None
    host: str | None = None

    @classmethod
    def person(cls, archive: Archive, names: Sequence[str]) -> Self:
        """Everybody of these names, on all sites.

        Raises:
            NotFoundError: a name has no letter.
        """
        for name in names:
            if not fold(name):
                raise NotFoundError(archive.path, f"the name {name!r}", "A name has at least one letter or figure.")
        plain = tuple(plain for name in names for plain in plain_person(name))
        people.register_person(archive.connection, names)
        return cls(archive=archive, what=names[0], plain=plain, sites=_hosts(archive), names=tuple(names))

    @classmethod
    def article(cls, archive: Archive, url: str) -> Self:
        """The article at that address, or of that id or title.

        Raises:
            NotFoundError: there is none, and it is no address.
        """
        try:
            article = find_article(archive, url)
        except NotFoundError:
            if "://" not in url:
                raise
            return cls(archive=archive, what=url, plain=(plain_address(url),), sites=_hosts(archive), addresses=(url,))
        addresses = (article.url, *places.addresses_of(archive.connection, article.article_id))
        return cls(
            archive=archive,
            what=article.url,
            plain=tuple({plain_address(address) for address in addresses}),
            sites=_hosts(archive),
            addresses=addresses,
            article_id=article.article_id,
        )

    @classmethod
    def site(cls, archive: Archive, host: str) -> Self:
        """The site of that host."""
        host = site_named(host)
        return cls(archive=archive, what=host, plain=(plain_site(host),), sites=(host,), host=host)

    def count(self) -> Forgotten:
        """What would be erased, and the exports that hold it; nothing is changed."""
        if self.names:
            erased = people.count_person(self.archive)
        elif self.host is not None:
            erased = places.count_site(self.archive, self.host)
        else:
            erased = places.count_article(self.archive, self.article_id)
        return Forgotten(what=self.what, erased=erased, exports=self._exports())

    def forget(self, report: Report = lambda step: None) -> Forgotten:  # noqa: ARG005 (nobody listens)
        """Erase it everywhere, and make sure that it does not come back.

        Raises:
            SiteLockedError: a crawl is running.
            ArchiveError: the file or its captures cannot be written; the same call goes on later.
        """
        archive = self.archive
        with self._alone():
            overwrite_what_is_freed(archive)
            exports = self._exports()
            with archive.transaction() as connection:
                put_tombstones(connection, own_key(archive.path), self.plain)
            erased, captures = self.erase(recogniser_of(archive.connection), report)
            report("search index")
            index_pending(archive)
        if self.names:
            erase_in_log(archive, Eraser(self.names))
        report("freed bytes")
        write_anew(archive)
        report("every byte")
        searched = search_files(archive, self.names) if self.names else None
        return Forgotten(what=self.what, erased=erased, captures=captures, exports=exports, searched=searched)

    def erase(self, recogniser: Recogniser, report: Report = lambda step: None) -> tuple[Erased, Rewritten]:  # noqa: ARG005 (nobody listens)
        """Take it out of captures and tables; the search index is left empty, and nothing is remembered."""
        redactor = self._redactor()
        captures = rewrite_captures(self.archive, redactor, lambda name: report(f"captures: {name}"))
        report("tables")
        with self.archive.transaction() as connection:
            erased = self._erase(redactor.eraser, recogniser)
            empty_index(connection)
        return erased, captures

    def lift(self) -> int:
        """Let it be archived again, and say whether it was forgotten: how many hashes were taken away."""
        with self.archive.transaction() as connection:
            return lift_tombstones(connection, load_keys(self.archive.path).values(), self.plain)

    def _erase(self, eraser: Eraser, recogniser: Recogniser) -> Erased:
        connection = self.archive.connection
        if self.names:
            return people.erase_person(connection, eraser, recogniser)
        if self.host is not None:
            return places.erase_site(connection, self.host)
        return places.erase_article(connection, self.article_id, self.addresses)

    def _redactor(self) -> Redactor:
        if self.host is not None:
            host = self.host
            return Redactor(Eraser(), lambda url: site_of(url) == host)
        if not self.names:
            long = [url for url in self.addresses if url.partition("://")[2].rstrip("/").count("/")]
            texts = places.texts_of(self.archive.connection, self.article_id)
            return Redactor(Eraser(addresses=long, texts=texts), places.is_of_article(self.addresses))
        return redactor_of_people(self.archive, self.names)

    def _exports(self) -> tuple[PastExport, ...]:
        sites = set(self.sites) if self.names or self.host else {site_of(self.what)}
        return tuple(exports_that_held(self.archive, sites))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no crawl runs: it would write what is being erased."""
        with ExitStack() as locks:
            for site in self.sites:
                lock = SiteLock(self.archive, site, is_for_forgetting=True)
                lock.acquire()
                locks.callback(lock.release)
            yield


def redactor_of_people(archive: Archive, names: Sequence[str], found: Named = _NOTHING_FOUND) -> Redactor:
    """What takes these people out of records, and their names in these further spellings."""
    traces = people.traces_of_person(archive)
    named = name_pattern(names, found)
    return Redactor(
        Eraser(names, addresses=traces.addresses, texts=traces.texts, found=found),
        lambda url: named is not None and named.search(url) is not None,
        names=(*names, *sorted(found.names)),
        gone=traces.inseparable,
        suspects=traces.places,
    )


def _hosts(archive: Archive) -> tuple[str, ...]:
    with archive.errors():
        return tuple(row["host"] for row in archive.connection.execute(_HOSTS))
