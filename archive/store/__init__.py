"""The only writer of records: what came of a visit goes in, in one transaction."""

from __future__ import annotations

from archive.store.saved import Saved
from archive.store.visits import Store

__all__ = ["Saved", "Store"]
