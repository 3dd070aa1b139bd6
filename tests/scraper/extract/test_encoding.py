"""Bytes as text: what a page is written in, and what is no page at all."""

from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import PageError
from scraper.extract.encoding import decode, refuse_binary

URL = "http://example.org/"
GERMAN = "<p>Grüße aus der Küche, wo die Brötchen heißer sind als je zuvor."
META = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param("<p>naïve — 東京".encode(), None, "<p>naïve — 東京", id="utf-8-unlabelled"),
        pytest.param("<p>naïve".encode(), "text/html; charset=utf-8", "<p>naïve", id="utf-8"),
        pytest.param("<p>naïve".encode(), "text/html; charset=ISO-8859-1", "<p>naïve", id="utf-8-mislabelled-by-header"),
        pytest.param((META.format("windows-1252") + "naïve").encode(), None, META.format("windows-1252") + "naïve", id="utf-8-mislabelled-by-meta"),
        pytest.param(codecs.BOM_UTF8 + "<p>naïve".encode(), "text/html; charset=latin-1", "<p>naïve", id="utf-8-mark"),
        pytest.param("<p>naïve".encode("utf-16"), None, "<p>naïve", id="utf-16-mark"),
        pytest.param(codecs.BOM_UTF16_BE + "<p>naïve".encode("utf-16-be"), None, "<p>naïve", id="utf-16-big-endian"),
        pytest.param("<p>東京の朝".encode("shift_jis"), "text/html; charset=Shift_JIS", "<p>東京の朝", id="shift-jis"),
        pytest.param((META.format("Shift_JIS") + "①東京").encode("cp932"), None, META.format("Shift_JIS") + "①東京", id="shift-jis-of-windows"),
        pytest.param("<p>Привет, мир".encode("cp1251"), "text/html; charset=windows-1251", "<p>Привет, мир", id="windows-1251"),
        pytest.param((META.format("windows-1251") + "Привет").encode("cp1251"), None, META.format("windows-1251") + "Привет", id="windows-1251-by-meta"),
        pytest.param(b"<p>\x93quoted\x94 na\xefve", "text/html; charset=ISO-8859-1", "<p>“quoted” naïve", id="latin-1-is-windows-1252"),
        pytest.param(b"<p>na\xefve", 'text/html; charset="iso-8859-1"', "<p>naïve", id="quoted-label"),
        pytest.param('<?xml version="1.0" encoding="iso-8859-2"?><p>Łódź'.encode("iso-8859-2"), None, '<?xml version="1.0" encoding="iso-8859-2"?><p>Łódź', id="xml-declaration"),
        pytest.param("<p>한국어".encode("cp949"), "text/html; charset=euc-kr", "<p>한국어", id="euc-kr"),
        pytest.param("<p>简体".encode("gb18030"), "text/html; charset=gb2312", "<p>简体", id="gb2312"),
        pytest.param("<p>東京".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "<p>東京", id="iso-2022-jp"),
        pytest.param("<p>naïve".encode("utf-16-le"), None, "<p>naïve", id="utf-16-without-a-mark"),
        pytest.param("<p lang=ja>東京の朝".encode("utf-16-be"), "text/html; charset=utf-16", "<p lang=ja>東京の朝", id="utf-16-big-endian-without-a-mark"),
        pytest.param((META.format("utf-8") + "x" * 400).encode() + b"\xff", None, META.format("utf-8") + "x" * 400 + "\ufffd", id="one-broken-byte"),
        pytest.param(b"<p>plain", "text/html; charset=utf-16", "<p>plain", id="utf-16-label-that-lies"),
        pytest.param(GERMAN.encode("cp1252"), "text/html; charset=utf-16", GERMAN, id="utf-16-label-that-lies-of-windows-1252"),
        pytest.param(b"\n\n <p>x", None, "\n\n <p>x", id="space-in-front"),
    ],
)  # fmt: skip
def test_the_characters_are_those_of_the_page(body: bytes, content_type: str | None, expected: str) -> None:
    assert decode(body, url=URL, content_type=content_type) == expected


@pytest.mark.parametrize("content_type", [None, "text/html; charset=klingon", "text/html; charset=utf-8"])
def test_an_unlabelled_page_is_guessed(content_type: str | None) -> None:
    told = "Наводнение в порту закончилось вчера вечером, и жители вернулись в дома. " * 5
    assert decode(f"<p>{told}</p>".encode("cp1251"), url=URL, content_type=content_type) == f"<p>{told}</p>"


def test_a_page_with_a_wrong_label_keeps_its_ascii() -> None:
    text = decode("<p>Привет</p> plain words".encode("cp1251"), url=URL, content_type="text/html; charset=utf-8")
    assert "plain words" in text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(b"", "an empty body", id="empty"),
        pytest.param(b" \r\n\t ", "an empty body", id="white-space"),
        pytest.param(b"%PDF-1.7\n...", "a PDF", id="pdf"),
        pytest.param(b"\n%PDF-1.4", "a PDF", id="pdf-behind-a-line-end"),
        pytest.param(b"\x89PNG\r\n\x1a\n....", "a PNG image", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0....JFIF", "a JPEG image", id="jpeg"),
        pytest.param(b"GIF89a....", "a GIF image", id="gif"),
        pytest.param(b"PK\x03\x04....", "a ZIP archive", id="zip"),
        pytest.param(gzip.compress(b"<p>x"), "gzip data", id="gzip"),
        pytest.param(b"RIFF....WEBP", "a RIFF file", id="webp"),
        pytest.param(b"WARC/1.1\r\n", "a WARC file", id="warc"),
        pytest.param(b"SQLite format 3\x00", "a SQLite file", id="sqlite"),
        pytest.param(b"\x7fELF\x02", "a program", id="program"),
        pytest.param(b"ab\x00\x00\x00cdefghijklmnopqrstuvwxyz" * 20, "binary data", id="binary"),
        pytest.param(bytes(500), "binary data", id="zeros"),
    ],
)
def test_what_is_no_page_is_refused_by_name(body: bytes, found: str) -> None:
    with pytest.raises(PageError, match=rf"^http://example.org/: found {found}") as caught:
        decode(body, url=URL)
    assert (caught.value.url, caught.value.found.startswith(f"found {found}")) == (URL, True)


def test_a_single_zero_does_not_make_a_page_binary() -> None:
    refuse_binary(b"<p>one\x00two</p>", URL)
    assert "one" in decode(b"<p>one\x00two</p>", url=URL)


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [None, "text/html", "text/html; charset=big5", "text/html; charset=utf-16", "charset=hex", "charset=utf-7"]
    ),
)
def test_any_bytes_are_a_text_or_no_page(body: bytes, content_type: str | None) -> None:
    try:
        text = decode(body, url=URL, content_type=content_type)
    except PageError:
        return
    assert isinstance(text, str)
    text.encode("utf-8", "surrogatepass")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1b"), min_size=1, max_size=200))
def test_utf_8_is_read_as_such_whatever_the_label(text: str) -> None:
    body = f"<p>{text}".encode()
    for label in ("utf-8", "iso-8859-1", "windows-1251", "shift_jis", "nonsense"):
        assert decode(body, url=URL, content_type=f"text/html; charset={label}") == f"<p>{text}"


def test_random_bytes_are_no_page() -> None:
    body = bytes((index * 7919 + index // 251 * 31) % 256 for index in range(1, 9000))
    with pytest.raises(PageError, match="binary data"):
        decode(body.replace(b"\x00", b"\x05"), url="http://example.org/a")
