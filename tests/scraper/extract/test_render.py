"""Subtrees as text, one line a block, and as HTML that cannot act."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.extract.dom import parse
from scraper.extract.render import html_of, text_of
from tests.scraper.extract.reading import first, parse_first

BASE = "http://example.org/post/"


def text(html: str) -> str:
    document, body = parse_first(html, "body")
    return text_of(document, body)


def clean(html: str) -> str:
    document, body = parse_first(html, "body")
    return html_of(document, body, BASE)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\nTwo", id="paragraphs"),
        pytest.param("<table><tr><th>Cranes<th>3<tr><td>Bells <td>12</table>", "Cranes3\nBells 12", id="cells"),
        pytest.param("<p>One\n two\r\n three</p>", "One two three", id="lines-of-the-source"),
        pytest.param("One<br>two<br/><br/>three", "One\ntwo\nthree", id="breaks"),
        pytest.param("<ul><li>One</li><li>Two<ul><li>Deep</li></ul></li></ul>", "One\nTwo\nDeep", id="list"),
        pytest.param("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\nMeaning", id="definitions"),
        pytest.param("<p>A <b>bold</b><i>er</i> word</p>", "A bolder word", id="inline"),
        pytest.param("<blockquote><p>Said</p></blockquote>after", "Said\nafter", id="quotation"),
        pytest.param(
            "<table><tr><td>1</td> <td>2</td></tr><tr><td>3</td> <td>4</td></tr></table>",
            "1 2\n3 4",
            id="table-of-values",
        ),
        pytest.param(
            "<table><tr><td><p>Left</p></td><td><p>Right</p></td></tr></table>", "Left\nRight", id="table-of-layout"
        ),
        pytest.param(f"<table><tr><td>{'a' * 90}</td><td>b</td></tr></table>", f"{'a' * 90}\nb", id="long-cell"),
        pytest.param("<pre>one\n  two</pre><p>three\nfour</p>", "one\ntwo\nthree four", id="lines-of-code"),
        pytest.param("<pre>only\nthis</pre>", "only\nthis", id="code-alone"),
        pytest.param("A<script>b</script><style>c</style><button>d</button>e", "A e", id="what-is-no-text"),
        pytest.param("<select><option>1</select><textarea>2</textarea>x", "x", id="controls"),
        pytest.param('Yes <img class="wp-smiley" alt=":)" src="x.gif"> indeed', "Yes :) indeed", id="smiley"),
        pytest.param('Ha<img src="x.png" alt="😀">', "Ha😀", id="emoji-image"),
        pytest.param('Ha<img class="emoji" alt="long enough to be no face">', "Ha", id="not-a-smiley"),
        pytest.param('Ha<img alt="A harbour">', "Ha", id="picture"),
        pytest.param("a&nbsp;b\u200b c\u00ad", "a b c\u00ad", id="odd-spaces"),
        pytest.param("Cafe\u0301", "Café", id="composed"),
        pytest.param("", "", id="nothing"),
        pytest.param("<div><div></div></div>", "", id="empty"),
        pytest.param("<p>a</p>b<p>c</p>", "a\nb\nc", id="text-between-blocks"),
    ],
)
def test_text_has_one_line_a_block(html: str, expected: str) -> None:
    assert text(html) == expected


def test_what_is_skipped_leaves_a_gap() -> None:
    document, body = parse_first("<p>One <b>two</b> three</p><p>four</p>", "body")
    bold, paragraph = first(document, "b"), [n for n in document.nodes if n.tag == "p"][1]
    words = first(document, "p").index + 1
    assert text_of(document, body, {bold.index}) == "One three\nfour"
    assert text_of(document, body, {paragraph.index}) == "One two three"
    assert text_of(document, body, {words}) == "two three\nfour"
    assert html_of(document, body, BASE, {bold.index}) == "<p>One  three</p><p>four</p>"
    assert html_of(document, body, BASE, {words}) == "<p><b>two</b> three</p><p>four</p>"


def test_a_text_has_its_own_text() -> None:
    document = parse("<p>  one  two </p>")
    assert text_of(document, document.texts[0]) == "one two"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<p class="x" style="y" onclick="z()">a</p>', "<p>a</p>", id="attributes"),
        pytest.param(
            '<a href="/x" title="t" target="_blank">a</a>',
            '<a href="http://example.org/x" title="t" rel="nofollow noopener ugc">a</a>',
            id="link",
        ),
        pytest.param('<a href="javascript:alert(1)">a</a>', "<a rel=\"nofollow noopener ugc\">a</a>", id="script-link"),
        pytest.param('<a href=" jAvaScript:alert(1)">a</a>', "<a rel=\"nofollow noopener ugc\">a</a>", id="script-link-in-disguise"),
        pytest.param('<a href="data:text/html,x">a</a>', "<a rel=\"nofollow noopener ugc\">a</a>", id="data-link"),
        pytest.param('<img src="a.png" onerror="x()" alt="">', '<img src="http://example.org/post/a.png">', id="picture"),
        pytest.param("<div><section><p>a</p></section></div>", "<p>a</p>", id="boxes"),
        pytest.param("a<script>alert(1)</script><iframe src=x></iframe>b", "ab", id="scripts"),
        pytest.param("<form><input value=x><p>a</p></form>", "<p>a</p>", id="form"),
        pytest.param("1 &lt; 2 &amp;amp; 3", "1 &lt; 2 &amp;amp; 3", id="escaped"),
        pytest.param("a<br>b<hr>", "a<br>b<hr>", id="empty-elements"),
        pytest.param('<table><tr><td colspan="2">a</td></tr></table>', '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>', id="table"),
        pytest.param('<abbr title="a&quot;b">c</abbr>', '<abbr title="a&quot;b">c</abbr>', id="quoted"),
    ],
)  # fmt: skip
def test_html_keeps_what_an_article_is_made_of(html: str, expected: str) -> None:
    assert clean(html) == expected


dangerous = st.lists(
    st.sampled_from(
        ["<script>", "</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>", '<a href="jav\tascript:x">', "<svg onload=x>",
         "<math><mtext>", "<style>", "</style>", "<iframe srcdoc='<script>'>", "<p onclick=x>", "<b>", "</b>", "<!--", "-->", "<![CDATA[", "]]>",
         "<template>", "</template>", "<noscript>", "<textarea>", "</textarea>", "<title>", "<xmp>", "<plaintext>", "<table><td>", "<select><option>",
         "&lt;script&gt;", "&#x3c;script>", "<a href='http://e.org/\"onmouseover=x'>", '<abbr title="\'><script>">', "<a href=//e.org/<script>>",
         "<base href=javascript:x>", "<object data=x>", "<embed src=x>", "<time datetime='\"><script>'>", "<q cite=javascript:x>"]
    ) | st.text(max_size=12),
    max_size=25,
).map("".join)  # fmt: skip
KEPT = set("href title src alt colspan rowspan datetime start cite rel".split())
TAGS = set(
    "p br blockquote q cite ul ol li dl dt dd h1 h2 h3 h4 h5 h6 pre code kbd samp em strong b i u s del ins sub sup small mark"
    " a img figure figcaption table caption thead tbody tfoot tr td th hr abbr time".split()
)


STANDARD = "<!DOCTYPE html>"


@given(dangerous)
@example("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>")
@example("<svg><style><img src=x onerror=alert(1)></style>")
def test_html_is_harmless_whatever_the_page(html: str) -> None:
    document = parse(html)
    found = html_of(document, document.nodes[0], BASE)
    again = parse(found)
    assert all(set(node.attributes) <= KEPT for node in again.nodes if node.tag)
    assert not {node.tag for node in again.nodes} & {
        "script",
        "style",
        "iframe",
        "svg",
        "object",
        "embed",
        "form",
        "base",
    }
    addresses = [node.get(name) for node in again.nodes if node.tag for name in ("href", "src", "cite")]
    assert all(address == "" or address.startswith(("http://", "https://")) for address in addresses)


@given(dangerous)
def test_a_sanitizer_finds_nothing_to_take_out(html: str) -> None:
    document = parse(STANDARD + html)  # in quirks mode, and only there, a paragraph may hold a table
    found = html_of(document, document.nodes[0], BASE)
    sane = nh3.clean(found, tags=TAGS, attributes={"*": KEPT}, link_rel=None, url_schemes={"http", "https"})
    assert elements(sane) == elements(found)


def elements(html: str) -> list[tuple[str, list[str]]]:
    """Tags with their attributes, in reading order."""
    return [(node.tag, sorted(node.attributes)) for node in parse(STANDARD + html).nodes if node.tag]
