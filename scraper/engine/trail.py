"""Where addresses led in one run: to find redirects in rings, and those that never end."""

from __future__ import annotations

import attrs

_KEPT = 10_000


@attrs.define
class Trail:
    """Redirects of one run, the last ten thousand of them."""

    _targets: dict[str, str] = attrs.Factory(dict)
    _hops: dict[str, int] = attrs.Factory(dict)

    def knows(self, url: str) -> bool:
        """Whether a redirect of this run led to the address."""
        return url in self._hops

    def remember(self, source: str, target: str, *, before: int = 0) -> int:
        """Keep where an address led, and say how many redirects have led to the target.

        Args:
            source: the address.
            target: where it led.
            before: how many redirects of earlier runs led to the source.
        """
        if len(self._targets) >= _KEPT:
            self._hops.pop(self._targets.pop(next(iter(self._targets))), None)
        self._targets[source] = target
        self._hops[target] = self._hops.get(source, before) + 1
        return self._hops[target]

    def leads_back(self, source: str, target: str, *, within: int) -> bool:
        """Whether the way from the target comes back to its source."""
        at: str | None = target
        for _ in range(within):
            if at is None or at == source:
                return at == source
            at = self._targets.get(at)
        return False
