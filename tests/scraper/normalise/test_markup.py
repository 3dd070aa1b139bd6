"""HTML as it is kept: the form that the extractor writes passes, the rest is sanitised."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.extract.dom import parse
from scraper.extract.render import html_of
from scraper.normalise.markup import ATTRIBUTES, TAGS, escape_text, escape_value, is_own, safe_html

REL = ' rel="nofollow noopener ugc"'
PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<li>", "</li>", "<ul>", "</ul>", "<br>", "<hr>", "<h2>", "</h2>", "<pre>", "</pre>", "<blockquote>", "</blockquote>",
     f"<a{REL}>", f'<a href="http://e.org/"{REL}>', f'<a href="javascript:x"{REL}>', '<a href="http://e.org/">', "</a>", '<img src="https://e.org/a.png">',
     '<img src="x" onerror="x">', '<abbr title="a&quot;b">', "</abbr>", '<abbr title="a">', '<time datetime="2012-04-05">', "</time>", "<table>", "</table>",
     "<tr>", "</tr>", '<td colspan="2">', "</td>", "<tbody>", "</tbody>", "<script>", "</script>", "<style>", "<svg>", "</svg>", "<textarea>", "<!--", "-->", "<p onclick=x>",
     "<P>", "<div>", "</div>", '<q cite="javascript:x">', '<blockquote cite="http://e.org/">', "&lt;script&gt;", "&amp;", "&nbsp;", "&#60;", "&quot;", "<", ">", "&", "\r", "\x1b", "\xa0"]
)  # fmt: skip
markup = st.lists(PIECES | st.text(max_size=5), max_size=14).map("".join)


def elements(html: str) -> set[tuple[str, tuple[tuple[str, str | None], ...]]]:
    document = parse(f"<!DOCTYPE html><body><div>{html}")
    return {(node.tag, tuple(sorted(node.attributes.items()))) for node in document.nodes if node.tag}


@given(markup)
@example(f'<p>a <a href="http://e.org/?a=1&amp;b=2" title="&quot;"{REL}>b</a></p>')
@example("<table><tbody><tr><td>a</td></tr></tbody></table>")
def test_a_sanitizer_finds_nothing_to_take_out_of_what_passes(html: str) -> None:
    if is_own(html):
        attributes = {tag: {*names, "rel"} for tag, names in ATTRIBUTES.items()}
        clean = nh3.clean(html, tags=set(TAGS), attributes=attributes, link_rel=None, url_schemes={"http", "https"})
        assert elements(html) - elements(clean) == set()
        assert (safe_html(html) or "") == html


@given(markup.map(lambda html: html.replace("<pre>", "<p>")))  # whose first line end every reading takes off
def test_what_is_safe_stays_as_it_is(html: str) -> None:
    once = safe_html(html)
    assert safe_html(once) == once


@pytest.mark.parametrize(
    "html",
    ["a line", "<p>a</p>", "a &lt; b", f'<a href="http://e.org/"{REL}>a</a>', '<img src="http://e.org/a.png" alt="a" title="b">', "<ul><li>a<br>b</li></ul>",
     "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>", '<time datetime="2012-04-05">April</time>', "été · 日本"],
)  # fmt: skip
def test_what_the_extractor_writes_passes(html: str) -> None:
    assert is_own(html)


@pytest.mark.parametrize(
    "html",
    ["<script>x</script>", "<p onclick=x>a</p>", "<div>a</div>", '<a href="http://e.org/">a</a>', f'<a href="javascript:x"{REL}>a</a>', "<p>a", "a</p>", "a & b",
     "a > b", "&#60;b>", "<!-- a -->", '<img src="data:x">', "<td>a</td>", "<tr><td>a</td></tr><table></table>", f'<a href="http://two words/"{REL}>a</a>', "a\x1bb", "a\rb", "a\xa0b", '<abbr title="a\x85b">c</abbr>',
     "<P>a</P>", "<p >a</p>", "<svg><p>a</p></svg>"],
)  # fmt: skip
def test_what_is_not_of_that_form_is_looked_at(html: str) -> None:
    assert not is_own(html)


@given(st.lists(st.sampled_from(["<p>", "<b>", "<a href=/x title=\"'>\">", "<td>", "<img src=y alt='\"'>", "<div>", "</p>", "</b>", "</a>"]) | st.text(max_size=8), max_size=12).map("".join))  # fmt: skip
def test_what_is_rendered_needs_no_sanitizer(html: str) -> None:
    document = parse(f"<body><div>{html}</div></body>")
    rendered = html_of(document, document.elements("body")[0], "http://example.org/")
    assert (
        is_own(rendered)
        or "<" not in rendered
        or any(char in rendered for char in map(chr, (*range(9), 11, *range(14, 32), *range(127, 160))))
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("a<b>&c", "a&lt;b&gt;&amp;c"), ("a\r\nb\rc", "a\nb\nc"), ("plain", "plain")],
)
def test_texts_are_escaped(text: str, wanted: str) -> None:
    assert escape_text(text) == wanted
    assert escape_value(f'{text}"') == f"{wanted}&quot;"
