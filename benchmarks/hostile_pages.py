"""Hostile pages: saved ones that were damaged at random, and generated nesting, patterns and crowds; each known by its number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

_LARGEST = 400_000
_TAGS = b"div p ul li table tr td span a b i blockquote ol dl dd article section font form select option template svg math noscript iframe textarea title".split()
_MORE_TAGS = b"th caption tbody dt optgroup g math foreignObject desc nobr h1 pre ruby rt object body html head frameset br img input script style x-y em button".split()
_SIGNS = (b"<", b">", b"&", b'"', b"'", b"\0", b"\xff\xfe", b"<!--", b"-->", b"]]>", b"<![CDATA[", b"&#x110000;", b"&#0;", b"</", b"<?", b"\xf0\x9f", b"\xed\xa0\x80", b"<script>", b"</body>", b"</html>", b"\x1b$B")  # fmt: skip

_THINGS = (
    b"<a rel=tag href=/t>x</a>", b"<time datetime=2012-05-05>x</time>", b"<p itemprop=comment itemscope itemtype=http://schema.org/Comment>w</p>",
    b"<li class=comment id=comment-1>Ann: 5 May 2012 words said", b"<img class=avatar src=x>", b"<h2><a href=/x>A title</a></h2>", b"<cite>Ann</cite>",
    b"<span class=author>Ann</span>", b"<p>some words, of a text</p>", b"<a class=reply href=#c>Reply</a>", b"<b>3 comments</b>", b"<i class=date>5 May 2012</i>",
    b"<form id=commentform><textarea name=comment></textarea></form>", b"<a rel=next href=?p=2>Next</a>", b"<ul class=recent-comments><li>Ann on <a href=/x>That</a></ul>",
    b"<table><tr><td>Ann<td>x</table>", b"<p>Ann says:</p>", b"<p>@Ann yes it is</p>", b"<p class=byline>By Ann Lee</p>", b"<h3>Related stories</h3>", b"<h3>Contributors</h3>",
    b'<script type=application/ld+json>{"@type":"Comment","text":"w","author":"A"}</script>', b"<figure><img src=x><figcaption>c</figcaption></figure>", b"<p>Comments are closed</p>",
    b"<a href=#comment-2>in reply to Ann</a>", b"<span class=score>12 points</span>", b"<div class=pagination><a href=/page/2>2</a></div>", b"<p>Read more comments</p>",
)  # fmt: skip

Random = random.Random


def read_pages(folder: Path) -> list[bytes]:
    """The pages of a folder that are small enough to be damaged thousands of times."""
    return [file.read_bytes() for file in sorted(folder.rglob("*.html")) if 0 < file.stat().st_size <= _LARGEST // 2]


def case_of(number: int, pages: Sequence[bytes]) -> tuple[str, bytes]:
    """The bytes of a case, and what was done to them; the same number gives the same case."""
    chance = random.Random(number)  # a number that makes the same page again, no secret
    if number % 10 == 0 or not pages:
        make = chance.choice(GENERATED)
        return make.__name__.strip("_"), make(chance)[:_LARGEST]
    page = chance.choice(pages)
    kinds = []
    for _ in range(chance.randint(1, 4)):
        damage = chance.choice(_DAMAGE)
        kinds.append(damage.__name__.strip("_"))
        page = damage(page, chance)[:_LARGEST]
    return "+".join(kinds), page


def _cut(page: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(page) + 1)
    return page[:start] + page[start + chance.randrange(1 + len(page) // 3) :]


def _end_early(page: bytes, chance: Random) -> bytes:
    return page[: chance.randrange(1, len(page) + 1)]


def _repeat(page: bytes, chance: Random) -> bytes:
    start, length = chance.randrange(len(page) + 1), chance.randrange(1, 2000)
    return page[:start] + page[start : start + length] * chance.randrange(2, 100) + page[start:]


def _swap(page: bytes, chance: Random) -> bytes:
    a, b = sorted((chance.randrange(len(page) + 1), chance.randrange(len(page) + 1)))
    return page[b:] + page[a:b] + page[:a]


def _sprinkle(page: bytes, chance: Random) -> bytes:
    found = bytearray(page)
    for _ in range(chance.randrange(1, 60)):
        place = chance.randrange(len(found) + 1)
        found[place:place] = chance.choice(_SIGNS)
    return bytes(found)


def _open_tags(page: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(page) + 1)
    return page[:place] + b"<%s class=comment id=c-1>" % chance.choice(_TAGS) * chance.randrange(1, 3000) + page[place:]


def _lose_ends(page: bytes, chance: Random) -> bytes:
    tag = b"</" + chance.choice(_TAGS)
    return page.replace(tag, b"<x-" if chance.random() < 0.3 else b"</x")


def _rename(page: bytes, chance: Random) -> bytes:
    return page.replace(b"<" + chance.choice(_TAGS), b"<" + chance.choice(_TAGS))


def _noise(page: bytes, chance: Random) -> bytes:
    found = bytearray(page)
    for _ in range(chance.randrange(1, 500)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _nested(chance: Random) -> bytes:
    tag, depth = chance.choice(_TAGS), chance.randrange(10, 20_000)
    return b"<html><body>" + b"<%s class=comment>Ann says, 5 May 2012: words " % tag * depth


def _nested_json(chance: Random) -> bytes:
    depth = chance.randrange(10, 60_000)
    inner = b'{"@type":"Comment","text":"words","comment":[' if chance.random() < 0.5 else b"["
    return b'<script type="application/ld+json">' + inner * depth + b"</script><p>Words of a page that has some.</p>"


def _alike(chance: Random) -> bytes:
    record = b'<li class="comment depth-%d" id="comment-%d"><cite>Ann</cite> <time datetime=2012-05-05>x</time><p>Words %d</p><a>Reply</a>'
    count = chance.randrange(1, 3000)
    return b"<ol>" + b"".join(record % (chance.randrange(9), chance.randrange(count), n) for n in range(count))


def _long_words(chance: Random) -> bytes:
    return b"<p>" + chance.choice(
        (b"a", b"1 ", b"by ", b"- ", b"<b>", b"&amp;", b"12:", b"2012-", b" \n\t", b"@a ", b"Jan ")
    ) * chance.randrange(1, 120_000)


def _long_attribute(chance: Random) -> bytes:
    value = chance.choice((b"comment-", b"a ", b"reply ", b"\xc3\xa4", b"1", b"-", b"%20")) * chance.randrange(
        1, 60_000
    )
    return b'<div class="%s" id="%s"><a href="%s" rel="%s">Reply</a><time datetime="%s">x</time><p>Words.</p></div>' % (
        (value[:80_000],) * 5
    )


def _left_open(chance: Random) -> bytes:
    """Formatting without an end, in front of blocks that open all of it again."""
    names = chance.sample([b"b", b"i", b"em", b"font", b"strong", b"u"], chance.randint(1, 3))
    opened = b"".join(b"<%s id=%d>" % (chance.choice(names), place) for place in range(chance.randint(9, 200)))
    words = b"words that somebody reads in a block of text "
    block = chance.choice((b"<p>" + words, b"<div>" + words + b"</div>", b"<li>" + words, b"<h3>" + words + b"</h3>"))
    return b"<html><body><p>" + opened + block * chance.randint(100, 20_000)


def _pattern(chance: Random) -> bytes:
    """A few tags, in and out of order, whole and unfinished, over and over."""
    pattern = b""
    for _ in range(chance.randint(1, 5)):
        tag, odds = chance.choice(_TAGS + _MORE_TAGS), chance.random()
        attributes = chance.choice((b"", b" class=comment", b" id=c-1", b' class="reply depth-2" id=x', b' href="/x"'))
        whole = b"<%s%s>" % (tag, attributes) if odds < 0.65 else b"</%s>" % tag
        pattern += whole if odds < 0.92 else chance.choice((b"<!-- x -->", b"&amp;", b"<", b"</", b"<%s " % tag, b'"'))
        pattern += chance.choice((b"", b"", b"x", b"words 5 May 2012: ", b"Ann says ", b" ", b"\n"))
    return b"<html><body>" + pattern * (chance.randrange(1, _LARGEST) // len(pattern))


def _crowd(chance: Random) -> bytes:
    """Thousands of small things that rules look for, all at the bottom of a deep nest."""
    around = b"<%s>" % chance.choice(
        (b"div", b"div class=comment-list", b"section class=post", b"div class=sidebar", b"blockquote")
    )
    thing = b"".join(chance.sample(_THINGS, chance.randint(1, 3)))
    return b"<html><body><h1>The ferry</h1>" + around * chance.randint(1, 510) + thing * chance.randint(100, 6_000)


_DAMAGE: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _end_early, _repeat, _swap, _sprinkle, _open_tags, _lose_ends, _rename, _noise)  # fmt: skip
GENERATED: tuple[Callable[[Random], bytes], ...] = (_nested, _nested_json, _alike, _long_words, _long_attribute, _left_open, _pattern, _crowd)  # fmt: skip
