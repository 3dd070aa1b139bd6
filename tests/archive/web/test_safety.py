"""What a hostile page, a hostile browser tab and a curious reader cannot do."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

import pytest

from archive.database import Archive
from archive.export.filters import Names
from archive.web.guard import Doorkeeper
from archive.web.markup import safe_html
from archive.web.pages import article
from tests.archive.web.asking import HOME, Room, room


@pytest.fixture
def shown(filled: Archive) -> Room:
    return room(filled.path)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("<script>alert(1)</script>a", "a", id="script"),
        pytest.param('<p onclick="x()">a</p>', "<p>a</p>", id="handler"),
        pytest.param('<p style="x" class="skip" id="main">a</p>', "<p>a</p>", id="style-class-id"),
        pytest.param('<a href="javascript:x()">a</a>', '<a rel="nofollow noopener ugc">a</a>', id="javascript-link"),
        pytest.param('<a href="/x" target="_blank">a</a>', '<a rel="nofollow noopener ugc">a</a>', id="relative-link"),
        pytest.param('<form action="/"><input name=q>a</form>', "a", id="form"),
        pytest.param("<iframe src=http://x.example></iframe>a", "a", id="frame"),
        pytest.param("<svg><a xlink:href=x>a</a></svg>b", "b", id="svg"),
        pytest.param(
            '<img src="http://x.example/a.png" alt="A <b>cat">',
            '<a href="http://x.example/a.png" rel="nofollow noopener ugc">[Image: A &lt;b&gt;cat]</a>',
            id="image",
        ),
        pytest.param("<img src=x onerror=alert(1)>", "<span>[Image]</span>", id="image-without-address"),
        pytest.param(
            '<a href="http://x.example/"><img src="http://x.example/a.png"></a>',
            '<a href="http://x.example/" rel="nofollow noopener ugc"><span>[Image]</span></a>',
            id="linked-image",
        ),
    ],
)
def test_html_on_its_way_out(given: str, kept: str) -> None:
    assert safe_html(given) == kept


def test_every_answer_forbids_what_is_not_ours(shown: Room) -> None:
    for path in ("/", "/article/1", "/article/999", "/test/articles", "/test", "/-/room/room.css", "/nowhere"):
        policy = shown.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "script-src 'self';" in policy, path


def test_pages_hold_no_inline_script_or_style(shown: Room) -> None:
    for path in ("/", "/article/1"):
        page = shown.text(path)
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page) == []


def test_every_link_to_another_host_passes_nothing_on(shown: Room) -> None:
    links = re.findall(r"<a [^>]*href=\"https?://[^>]*>", shown.text("/article/1"))
    assert links
    assert [link for link in links if 'rel="nofollow noopener ugc"' not in link] == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "", "10.0.0.7"])
def test_a_strange_host_is_refused(shown: Room, host: str) -> None:
    assert shown.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "LOCALHOST", "[::1]:80"])
def test_an_own_host_is_not(shown: Room, host: str) -> None:
    assert shown.get("/", headers={"Host": host}).status_code == 200


def test_a_server_for_others_goes_by_its_addresses_and_the_names_it_was_given() -> None:
    door = Doorkeeper(is_loopback=False, names=frozenset({"reading.example"}))
    assert [door.knows(host) for host in ("10.0.0.7:80", "Reading.example", "[fe80::1]:1", "evil.example")] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/\\\\evil.example/", "/%5Cevil.example/", "//evil.example/", "//evil.example/article/1/"]
)
def test_no_address_leads_to_another_host(shown: Room, path: str) -> None:
    answer = shown.get(f"{HOME}{path}")
    assert not re.match(r"/?[/\\]", answer.headers.get("location", "/x")[1:])
    assert answer.status_code in (302, 404)


@pytest.mark.parametrize("path", ["/nowhere", "/test/nowhere", "/test/comments/99", "/article/x", "/-/nothing/here"])
def test_an_address_that_leads_nowhere_is_said_so_plainly(
    shown: Room, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = shown.get(path)
    assert answer.status_code == 404
    assert "The archive holds nothing at this address." in answer.text
    assert capfd.readouterr() == ("", "")  # no screenful on the terminal


def test_programs_are_told_in_json(shown: Room) -> None:
    assert shown.get("/test/nowhere.json").json()["status"] == 404
    assert shown.get("/test.json?sql=delete").json()["ok"] is False


def test_what_goes_wrong_is_told_on_the_terminal_alone(
    shown: Room, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(article, "read_article", broken)
    answer = shown.get("/article/1")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "a secret path" not in answer.text
    assert "a secret path" in capfd.readouterr().err


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_answered(shown: Room, method: str) -> None:
    assert shown.get("/", method=method).status_code == 405


def test_the_password_is_asked_for(filled: Archive) -> None:
    asking = room(filled.path, password="ølpest")

    def status(password: str) -> int:
        coded = base64.b64encode(f"anybody:{password}".encode()).decode()
        return asking.get("/", headers={"Authorization": f"Basic {coded}"}).status_code

    assert asking.get("/").status_code == 401
    assert asking.get("/", headers={"Authorization": "Basic ???"}).status_code == 401
    assert (status("wrong"), status("ølpest")) == (401, 200)


def test_the_archive_cannot_be_written(shown: Room) -> None:
    answer = shown.get("/test.json?sql=delete+from+comments")
    assert answer.status_code == 400
    assert shown.get("/test.json?_shape=array&sql=select+count(*)+as+n+from+comments").json() == [{"n": 3}]


def test_sql_of_readers_gets_a_thousand_rows(shown: Room) -> None:
    asked = "with recursive n (i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    answer = shown.get(f"/test.json?sql={quote(asked)}").json()
    assert (len(answer["rows"]), answer["truncated"]) == (1000, True)


@pytest.mark.slow
def test_sql_of_readers_gets_two_seconds(shown: Room) -> None:
    asked = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = shown.get(f"/test.json?sql={quote(asked)}")
    assert answer.status_code == 400
    assert "SQL Interrupted" in answer.text


def test_sql_of_readers_can_be_switched_off(filled: Archive) -> None:
    closed = room(filled.path, allow_sql=False)
    assert closed.get("/test.json?sql=select+1").status_code == 403
    assert closed.get("/test/articles.json").status_code == 200


class TestPseudonyms:
    """Where names are replaced, no page holds one."""

    def test_no_page_holds_a_name(self, filled: Archive) -> None:
        hidden = room(filled.path, names=Names.PSEUDONYM)
        for path in ("/", "/article/1"):
            page = hidden.text(path)
            assert [name for name in ("Ines", "Vidal", "Tomas", "Mara", "Lindt") if name in page] == [], path
        assert "person-" in hidden.text("/article/1")

    @pytest.mark.parametrize(
        "path", ["/test", "/test/comments", "/test/comments.json", "/test.json?sql=select+1", "/test/comments/1"]
    )
    def test_datasettes_own_pages_are_closed(self, filled: Archive, path: str) -> None:
        answer = room(filled.path, names=Names.PSEUDONYM).get(path)
        assert answer.status_code == 403
        assert "This page is closed here" in answer.text
