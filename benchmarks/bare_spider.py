"""The least a Scrapy spider can do: download the addresses of a file, look at none, print how many came.

python -m benchmarks.bare_spider ADDRESSES.txt
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


class BareSpider(Spider):
    """Downloads what it is told to."""

    name = "bare"
    addresses: tuple[str, ...] = ()
    seen = 0

    async def start(self) -> AsyncIterator[Request]:
        """Every address, in order."""
        for address in self.addresses:
            yield Request(address)

    def parse(self, response: Response) -> None:
        """Count it."""
        type(self).seen += response.status == 200


def main() -> None:
    """Download, and say how many pages came."""
    BareSpider.addresses = tuple(Path(sys.argv[1]).read_text(encoding="utf-8").split())
    process = CrawlerProcess(SETTINGS)
    process.crawl(BareSpider)
    process.start()
    print(BareSpider.seen)


if __name__ == "__main__":
    main()
