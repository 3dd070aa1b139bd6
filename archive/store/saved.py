"""What storing a visit changed, and when and where its records were seen."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Saved:
    """What changed in the archive; all zero when a known page is stored again."""

    new_articles: int = 0
    changed_articles: int = 0
    new_comments: int = 0
    changed_comments: int = 0
    """Edited, moved in the tree, or of another state than before; scores do not count."""
    new_links: int = 0
    woken: int = 0
    """Known addresses that were made due: their articles may have changed."""
    article_id: int | None = None
    """The article the page belongs to; None for a listing and the like."""

    def __add__(self, other: Saved) -> Saved:
        return Saved(
            new_articles=self.new_articles + other.new_articles,
            changed_articles=self.changed_articles + other.changed_articles,
            new_comments=self.new_comments + other.new_comments,
            changed_comments=self.changed_comments + other.changed_comments,
            new_links=self.new_links + other.new_links,
            woken=self.woken + other.woken,
            article_id=other.article_id,
        )


@attrs.frozen(kw_only=True)
class Sighting:
    """When a record was seen, and in which bytes."""

    at: str
    """As `times.time_text` writes it."""
    capture_id: int | None
    is_replay: bool
    """The same bytes were stored before: what differs now was read better, not edited."""

    def corrects(self, last_seen_at: str, capture_id: int | None) -> bool:
        """Whether this is the very sighting on record, read again."""
        if self.capture_id is not None and capture_id is not None:
            return self.capture_id == capture_id
        return self.is_replay and self.at == last_seen_at

    def is_superseded(self, told_at: str, capture_id: int | None) -> bool:
        """Whether something newer is on record, told in other bytes than these."""
        is_same = self.capture_id is not None and self.capture_id == capture_id
        return self.at < told_at and not is_same
