"""What holds for every test: no network but this machine, and none of the settings of the person who runs it."""

from __future__ import annotations

import ipaddress
import os
import sys

import pytest
from hypothesis import settings

LOCAL_NAMES = frozenset({"localhost", ""})

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def is_local(address: object) -> bool:
    """Whether a socket address is on this machine; a path (AF_UNIX) is."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in LOCAL_NAMES


def refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: a test that connects to another machine fails, whatever library it does it with."""
    if event == "socket.connect" and not is_local(arguments[1]):
        raise PermissionError(f"A test tried to connect to {arguments[1]!r}. Serve what it needs on 127.0.0.1.")


def pytest_configure() -> None:
    """Bar the network once for the whole run: an audit hook cannot be taken back."""
    sys.addaudithook(refuse_the_network)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive, contact and debug mode of whoever runs the tests are not theirs to use."""
    for name in [name for name in os.environ if name.startswith("COMMENTARIAT_")]:
        if name not in {"COMMENTARIAT_TESTBEDS", "COMMENTARIAT_SEED"}:
            monkeypatch.delenv(name)
