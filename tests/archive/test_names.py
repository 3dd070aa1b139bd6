from __future__ import annotations

import pytest

from archive.export.pseudonyms import Pseudonyms
from archive.export.replacing import NameReplacer

NAMES = ["Jane Doe", "Jane Doerr", "Tomas", "Al", "田中", "~bob~", "O'Neil", "x & y", "!!!", "anna_k"]


def replaced(text: str) -> str:
    return NameReplacer(NAMES, lambda name: f"<{name}>").in_text(text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Jane Doe and Jane Doerr.", "<Jane Doe> and <Jane Doerr>."),
        ("Jane Doering is another", "Jane Doering is another"),
        ("Jane alone stays", "Jane alone stays"),
        ("@JaneDoe @jane_doe @jane-doe @jane.doe", "@<Jane Doe> @<Jane Doe> @<Jane Doe> @<Jane Doe>"),
        ("@jane, yes", "@<Jane Doerr>, yes"),
        ("@TOMAS: tomas, Tomas!", "@<Tomas>: tomas, <Tomas>!"),
        ("@tomas.", "@<Tomas>."),
        ("@tomas.eu is on another network", "@<Tomas>.eu is on another network"),
        ("Al said @al", "Al said @<Al>"),
        ("田中さんは", "<田中>さんは"),
        ("by ~bob~ or bob", "by ~<~bob~>~ or <~bob~>"),
        ("O'Neil's", "<O'Neil>'s"),
        ("me@tomas", "me@<Tomas>"),
        ("@anna_k!", "@<anna_k>!"),
        ("@nobody", "@nobody"),
        ("", ""),
    ],
)
def test_names_in_texts(given: str, expected: str) -> None:
    assert replaced(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>By Tomas</p>", "<p>By TOM</p>"),
        ('<a href="/users/jane-doe" title="Jane Doe">her</a>', "<a>her</a>"),
        ('<a href="/bridges?by=tomas">x</a><a href="/bridges" class="tomas">y</a>', '<a>x</a><a href="/bridges">y</a>'),
        ("x &amp; y &lt;b&gt;", "TOM &lt;b&gt;"),
        ("<img src='a.png' alt='Tomas'> 1 < 2 &nbsp;", "<img src='a.png'> 1 < 2 &nbsp;"),
        ("<br/>", "<br>"),
    ],
)
def test_names_in_html(given: str, expected: str) -> None:
    assert NameReplacer(NAMES, lambda _: "TOM").in_html(given) == expected


def test_a_pseudonym_depends_on_key_site_and_name() -> None:
    one, other = Pseudonyms(b"1" * 32), Pseudonyms(b"2" * 32)
    base = one.of("example.org", "Jane Doe")
    assert base.startswith("person-")
    assert one.of("example.org", "Jane  Doe ") == base
    assert (
        len(
            {
                base,
                other.of("example.org", "Jane Doe"),
                one.of("example.net", "Jane Doe"),
                one.of("example.org", "Jane"),
            }
        )
        == 4
    )


def test_a_million_names_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.export.pseudonyms._REMEMBERED", 2)
    pseudonyms = Pseudonyms(b"1" * 32)
    names = [pseudonyms.of("example.org", name) for name in "abcab"]
    assert names[:2] == names[3:]
    assert len(pseudonyms._known) <= 2
