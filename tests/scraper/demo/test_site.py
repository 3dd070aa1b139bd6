"""The bundled site has what a real one has, and hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import lxml.etree
import lxml.html
import pytest

from scraper.demo.site import HTML, Resource, Site, build_site
from scraper.demo.truth import truth

BASE = "http://127.0.0.1:8765"
# Where a form or a reply link leads: nothing that a visitor could read.
NO_PAGES = ("/wp-comments-post.php", "/yard/answer", "/letters/answer")


@pytest.fixture(scope="module")
def site() -> Site:
    return build_site(BASE)


def internal_links(site: Site) -> Iterator[tuple[str, str]]:
    """Every address on a page that leads to the site itself, with the page's path."""
    for path in site.html_paths:
        tree = lxml.html.fromstring(site.resources[path].body.decode())
        for name in ("href", "src", "action"):
            for value in tree.xpath(f"//@{name}"):
                address = urljoin(BASE + path, str(value))
                if address.startswith(BASE + "/") and not urlsplit(address).path.startswith(NO_PAGES):
                    yield path, address


def test_there_are_pages_enough(site: Site) -> None:
    assert len(site.html_paths) >= 75


def test_every_internal_link_resolves(site: Site) -> None:
    dead = {
        (path, address)
        for path, address in internal_links(site)
        if not isinstance(site.find(urldefrag(address).url.removeprefix(BASE)), Resource)
    }
    assert dead == set()


def test_every_fragment_names_an_element(site: Site) -> None:
    ids: dict[str, set[str]] = {}
    for path in site.html_paths:
        ids[path] = set(lxml.html.fromstring(site.resources[path].body.decode()).xpath("//@id"))
    missing = set()
    for path, address in internal_links(site):
        parts = urlsplit(address)
        # "#comments" on a page without any, or "#respond" where the form is closed, is what themes print too.
        if parts.fragment and parts.fragment not in {"comments", "respond", "answer"} | ids[parts.path]:
            missing.add((path, address))
    assert missing == set()


def test_every_page_can_be_reached_from_the_front_page(site: Site) -> None:
    links: dict[str, set[str]] = {}
    for path, address in internal_links(site):
        links.setdefault(path, set()).add(urlsplit(address).path)
    reached, waiting = {"/"}, ["/"]
    while waiting:
        for path in links.get(waiting.pop(), set()) - reached:
            reached.add(path)
            waiting.append(path)
    assert set(site.html_paths) - reached == set()


def test_html_is_well_formed(site: Site) -> None:
    for path in site.html_paths:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(site.resources[path].body.decode())
        # The Yard's doctype is of its time.
        assert [error for error in parser.errors if error[1] != "unknown-doctype"] == [], path


def test_ids_are_unique_on_every_page(site: Site) -> None:
    for path in site.html_paths:
        ids = lxml.html.fromstring(site.resources[path].body.decode()).xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_feeds_and_sitemaps_are_xml_and_name_pages_that_are_there(site: Site) -> None:
    names = ("link", "loc", "guid", "{http://wellformedweb.org/CommentAPI/}commentRss")
    for resource in site.resources.values():
        if "xml" not in resource.content_type or "svg" in resource.content_type:
            continue
        for element in lxml.etree.fromstring(resource.body).iter():
            tag = str(element.tag)
            if tag.removeprefix("{http://www.sitemaps.org/schemas/sitemap/0.9}") in names:
                path = urldefrag(element.text or "").url.removeprefix(BASE) or "/"
                assert isinstance(site.find(path), Resource), element.text


def test_the_sitemap_names_every_article(site: Site) -> None:
    listed = site.resources["/sitemap-stories.xml"].body.decode()
    assert all(f"<loc>{true.article.url}</loc>" in listed for true in truth(BASE).articles)


def test_a_forbidden_page_is_linked_and_disallowed(site: Site) -> None:
    assert "Disallow: /back-room/" in site.resources["/robots.txt"].body.decode()
    (hidden,) = (path for path in site.html_paths if path.startswith("/back-room/"))
    assert any(urlsplit(address).path == hidden for _, address in internal_links(site))


def test_a_protected_story_shows_nothing_of_itself(site: Site) -> None:
    for path in site.html_paths:
        assert "lime kiln" not in site.resources[path].body.decode(), path


def test_the_print_page_is_the_story_alone(site: Site) -> None:
    found = site.find("/2011/05/slugs/?print=1")
    assert found is None
    found = site.find("/2011/06/slugs-a-treaty/?print=1")
    assert isinstance(found, Resource)
    assert b"Ask for copper" not in found.body
    assert b"hedgehog" in found.body
    assert (found.robots, found.content_type) == ("noindex", HTML)


def test_a_build_gives_the_same_bytes_each_time() -> None:
    first = build_site("http://127.0.0.1:1")
    build_site.cache_clear()
    assert build_site("http://127.0.0.1:1").resources == first.resources
