"""The entries of a sitemap as Scrapy reads them, with the dates that news sitemaps keep one level further down.

    <url><loc>…</loc><news:news><news:publication_date>2026-03-01T08:00Z</news:publication_date></news:news></url>

Source: Google's news sitemaps (`publication_date`, W3C form, of the article's first publication).
"""

from __future__ import annotations

from typing import Any

from scrapy.utils.sitemap import Sitemap

PUBLISHED = "publication_date"
"""Key of an entry: when the news appeared."""


class DatedSitemap(Sitemap):
    """A sitemap whose entries have the date of their news, too."""

    __slots__ = ()

    def _process_sitemap_element(self, elem: Any) -> dict[str, Any] | None:
        published = next((one.text for one in elem.iter() if self._get_tag_name(one) == PUBLISHED), None)
        entry = super()._process_sitemap_element(elem)
        if entry is not None and published:
            entry[PUBLISHED] = published.strip()
        return entry
