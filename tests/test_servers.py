"""The servers of the tests end whole: a thread that outlives its server would fail in the middle of another test."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.servers import HOST, Answer, SiteServer, html


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread is not threading.current_thread()}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(html("<p>kept alive"), id="kept-alive"),
        pytest.param(Answer(pause=60), id="pause"),
        pytest.param(Answer(chunks=(bytes(100_000) for _ in iter(int, 1))), id="endless"),
        pytest.param(Answer(drop=True), id="dropped"),
    ],
)
def test_a_closed_server_leaves_no_thread(answer: Answer) -> None:
    before, client = threads(), None
    with SiteServer({"/": answer}) as server:
        client = http.client.HTTPConnection(HOST, server.port, timeout=10)
        client.request("GET", "/")
        while not server.log:
            time.sleep(0.001)
        closing_at = time.monotonic()
    assert threads() <= before
    assert time.monotonic() - closing_at < 20
    client.close()


def test_a_closed_server_with_a_certificate_leaves_no_thread(tmp_path: Path) -> None:
    certificate = tmp_path / "both.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout both.pem -out certificate"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    certificate.write_bytes(certificate.read_bytes() + (tmp_path / "certificate").read_bytes())
    before = threads()
    with SiteServer({"/": html("<p>hello")}, certificate=certificate) as server:
        trusting = ssl._create_unverified_context()
        client = http.client.HTTPSConnection(HOST, server.port, timeout=10, context=trusting)
        client.request("GET", "/")
        assert client.getresponse().status == 200
    assert threads() <= before
    client.close()
