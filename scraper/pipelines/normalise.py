"""Doors to the rules of `normalise`: a page goes in as it was read, and comes out as it is meant."""

from __future__ import annotations

import logging
from collections.abc import Callable

import attrs

from archive.records import Page, Visit
from scraper.engine.failures import exception_reason
from scraper.normalise.page import normalise_article, normalise_comments, normalise_sidebar

logger = logging.getLogger(__name__)


class NormaliseArticle:
    """Pipeline: the article's text, dates, authors and addresses."""

    def process_item(self, item: object) -> object:
        """The visit with its page's article normalised."""
        return through(normalise_article, item)


class NormaliseComments:
    """Pipeline: the comments as a tree, each parent before its replies."""

    def process_item(self, item: object) -> object:
        """The visit with its page's comments normalised."""
        return through(normalise_comments, item)


class NormaliseSidebar:
    """Pipeline: Recent Comments entries and mastheads."""

    def process_item(self, item: object) -> object:
        """The visit with its page's sidebar normalised."""
        return through(normalise_sidebar, item)


def through(rule: Callable[[Page], Page], item: object) -> object:
    """The visit with a rule applied to its page; a page the rule breaks on becomes a failed visit."""
    if not isinstance(item, Visit) or item.page is None:
        return item
    try:
        return attrs.evolve(item, page=rule(item.page))
    except Exception as error:
        logger.debug("%s: not normalised", item.url, exc_info=True)
        return attrs.evolve(item, page=None, etag=None, last_modified=None, error=exception_reason(error))
