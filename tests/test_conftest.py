"""The guard that keeps the suite on this machine."""

from __future__ import annotations

import socket

import pytest

from tests.conftest import is_local


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(("127.0.0.1", 80), True, id="loopback"),
        pytest.param(("127.8.9.1", 80), True, id="loopback-net"),
        pytest.param(("::1", 80, 0, 0), True, id="loopback-6"),
        pytest.param(("localhost", 80), True, id="name"),
        pytest.param("/run/a.sock", True, id="unix"),
        pytest.param(("192.0.2.1", 80), False, id="elsewhere"),
        pytest.param(("example.org", 80), False, id="a-name-elsewhere"),
    ],
)
def test_only_this_machine_is_local(address: object, expected: bool) -> None:
    assert is_local(address) is expected


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as client, pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))
