"""Hosts that want to be left alone for a while."""

from __future__ import annotations

import time

import attrs


@attrs.define
class Pauses:
    """Until when which host is not asked for anything."""

    _until: dict[str, float] = attrs.Factory(dict)

    def set(self, host: str, seconds: float) -> None:
        """Pause a host; a longer pause in force stays."""
        self._until[host] = max(self._until.get(host, 0.0), time.monotonic() + seconds)

    def left(self, host: str) -> float:
        """Seconds until the host may be asked again, 0 or more."""
        return max(0.0, self._until.get(host, 0.0) - time.monotonic())

    def longest(self) -> float:
        """Seconds until no host is paused any more."""
        return max((self.left(host) for host in self._until), default=0.0)
