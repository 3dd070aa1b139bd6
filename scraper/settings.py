"""Scrapy's settings for this project; each says why it is not Scrapy's own default, or its unit."""

from __future__ import annotations

import os

from scraper.engine.identity import user_agent

BOT_NAME = "commentariat"  # in Scrapy's own log lines; servers see USER_AGENT
SPIDER_MODULES = ["scraper.spiders"]  # where `scrapy list` looks
NEWSPIDER_MODULE = "scraper.spiders"  # where `scrapy genspider` writes
USER_AGENT = user_agent(os.environ.get("COMMENTARIAT_CONTACT"))  # a crawl puts its archive's contact in its place

# The archive is the frontier: nothing is queued, filtered or pickled by Scrapy itself.
SCHEDULER = "scraper.engine.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows every address once
COMMENTARIAT_ARCHIVE = os.environ.get("COMMENTARIAT_ARCHIVE", "commentariat.db")  # file; -a archive=… has precedence

# What one page goes through on its way into the archive, in this order.
ITEM_PIPELINES = {
    "scraper.pipelines.normalise.NormaliseArticle": 100,
    "scraper.pipelines.normalise.NormaliseComments": 200,
    "scraper.pipelines.normalise.NormaliseSidebar": 300,
    "scraper.pipelines.store.StoreVisits": 900,
}

# From the engine (low numbers) to the network (high ones); responses pass in the opposite order.
DOWNLOADER_MIDDLEWARES = {
    "scraper.engine.robots.RobotsMiddleware": 100,
    "scraper.engine.receiving.IdentifyCrawler": 500,
    "scraper.engine.lending.LendAccess": 510,
    "scraper.engine.redirects.Redirects": 560,
    "scraper.engine.receiving.UnpackBodies": 590,
    "scraper.engine.receiving.KeepCaptures": 620,
    "scraper.engine.politeness.BackOff": 640,
    "scraper.engine.networks.GuardNetworks": 660,
    "scraper.engine.budget.CountRequests": 680,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # links off the site never reach the frontier
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,  # IdentifyCrawler
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # asked of every request, used by none
}
ROBOTSTXT_OBEY = False  # Scrapy's own; ours obeys, also where the RFC says to keep out
RETRY_ENABLED = False  # BackOff tries again, after a pause
REDIRECT_ENABLED = False  # Redirects
METAREFRESH_ENABLED = False  # would decode each page once more; the spider reads the element where it matters
COMPRESSION_ENABLED = False  # UnpackBodies: captures keep what was received, and a cut body is not taken for whole
COOKIES_ENABLED = False  # an archive keeps what anybody sees; session cookies also make addresses multiply
SPIDER_MIDDLEWARES = {  # none: each wraps what every page gives once more
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,  # the frontier knows what was a start
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # every answer is recorded with its status
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # the spider yields no requests
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,  # nobody needs to know by which page we came
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the frontier counts
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # normalise.traps.is_trap
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,  # KeepPace is AutoThrottle that minds Crawl-delay
    "scraper.engine.politeness.KeepPace": 0,
}
TELNETCONSOLE_ENABLED = False  # an open port nobody asked for
REMOTE_CONTROL_ENABLED = False  # likewise

# Politeness.
DOWNLOAD_DELAY = 1.0  # seconds between two requests to a host
DOWNLOAD_DELAY_JITTER = 0.0  # a delay is a promise: never shorter
CONCURRENT_REQUESTS = 1  # one at a time; `commentariat crawl` runs each site in a crawler of its own
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # a site is one host; more at once would undo the delay
AUTOTHROTTLE_ENABLED = True  # slower than DOWNLOAD_DELAY where the server is slow
AUTOTHROTTLE_START_DELAY = 0.0  # begin at DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 60.0  # seconds
CRAWL_DELAY_MAX = 60.0  # seconds; a longer Crawl-delay is kept to this, and the summary says so
RETRY_TIMES = 2  # after the first try
RETRY_BACKOFF = 5.0  # seconds before the first retry, doubled for each further one, unless Retry-After says else
RETRY_AFTER_MAX = 600.0  # seconds; a server that asks for longer ends the crawl, which can go on another day
TWISTED_DNS_RESOLVER = "scraper.engine.networks.PublicResolver"  # names that lead into a private network are refused
DOWNLOAD_TIMEOUT = 60  # seconds for one answer
DOWNLOAD_VERIFY_CERTIFICATES = True  # an archive vouches for where its pages came from
DEFAULT_REQUEST_HEADERS = {  # pages and feeds, packed in what UnpackBodies can unpack
    "Accept": "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
}

# Limits.
DOWNLOAD_MAXSIZE = 25_000_000  # bytes of a page, received and unpacked; the longest real thread pages are below 10 MB
DOWNLOAD_WARNSIZE = 0  # no warning below that
CRAWL_PAGE_LIMIT = 200_000  # pages of one run; more of a site is the next run's
CRAWL_DEPTH_LIMIT = 1_000  # links from the start; listings that only name "next" make long chains, traps longer ones
CRAWL_BYTE_LIMIT = 20_000_000_000  # bytes received in one run
CRAWL_DAILY_BUDGET = 50_000  # requests a day to a site, over all runs; 14 hours at one a second
CRAWL_DISK_RESERVE = 300_000_000  # bytes that stay free: the write-ahead log and the search index need some at the end

# A page is read where it arrives: what waits to be read must not pile up.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 10_000_000  # bytes
CONCURRENT_ITEMS = 1  # each answer gives one visit; Scrapy starts this many tasks for each (100: a fifth of the time)
WARN_ON_GENERATOR_RETURN_VALUE = False  # looks at the callback's source once a page
LOG_LEVEL = "INFO"  # `commentariat crawl` shows its own progress, and writes this log to --log
