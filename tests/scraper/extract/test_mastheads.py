"""Lists of people with a role."""

from __future__ import annotations

import pytest

from tests.scraper.extract.reading import article, read


def people(html: str) -> list[tuple[str, str | None, str | None]]:
    return [(person.name, person.role, person.place) for person in read(article(html)).people]


ANN_AND_BO = [("Ann Lee", "moderator", "Wales"), ("Bo Marsh", "moderator", None)]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<h3>Moderators</h3><ul><li>Ann Lee, Wales</li><li>Bo Marsh</li></ul>", id="heading"),
        pytest.param("<ul><li>Moderators</li><li>Ann Lee, Wales</li><li>Bo Marsh</li></ul>", id="heading-is-an-item"),
        pytest.param("<ul><li><b>Moderators:</b></li><li>Ann Lee – Wales</li><li>Bo Marsh</li></ul>", id="bold-item"),
        pytest.param("<div><strong>MODERATORS</strong><p>Ann Lee | Wales</p><p>Bo Marsh</p></div>", id="paragraphs"),
        pytest.param("<div><h4>Moderators</h4><div>Ann Lee, Wales<br>Bo Marsh</div><h4>Links</h4></div>", id="lines"),
        pytest.param("<div><h4>Moderators</h4><table><tr><td>Ann Lee, Wales<tr><td>Bo Marsh</table><p>Carl</p></div>", id="table"),
        pytest.param("<section><div><h4>Moderators</h4></div><ul><li>Ann Lee, Wales<li>Bo Marsh</ul></section>", id="boxed-heading"),
        pytest.param("<div><h4>Moderators</h4><p>Ann Lee, Wales</p><p>Bo Marsh</p><form>Carl</form></div>", id="ends-at-a-form"),
    ],
)  # fmt: skip
def test_a_list_under_a_role(html: str) -> None:
    assert people(html) == ANN_AND_BO


def test_one_list_after_another() -> None:
    html = "<ul><li>Contributors</li><li>Ann Lee, Wales</li><li>Bo Marsh, Isle of Wight, England</li><li>Moderators</li><li>Ann Lee, Wales</li><li>Carl Ode</li></ul>"
    assert people(html) == [
        ("Ann Lee", "contributor", "Wales"),
        ("Bo Marsh", "contributor", "Isle of Wight, England"),
        ("Ann Lee", "moderator", "Wales"),
        ("Carl Ode", "moderator", None),
    ]


def test_a_second_role_inside_the_list_ends_the_first() -> None:
    html = "<div><b>Editors</b><div>Ann Lee<br>Bo Marsh<br>Moderators<br>Carl Ode<br>Di Poe</div></div>"
    assert people(html)[:2] == [("Ann Lee", "editor", None), ("Bo Marsh", "editor", None)]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param('<a href="/m">Moderators</a><ul><li>Ann Lee</li><li>Bo Marsh</li></ul>', id="link"),
        pytest.param("<h3>Moderators</h3><p>The moderators of this site read every word before it is printed.</p>", id="sentence"),
        pytest.param("<h3>Moderators</h3><ul><li>Ann Lee</li></ul>", id="one-alone"),
        pytest.param("<h3>Moderators</h3><ul><li>12 apples</li><li>see below (soon)</li><li>Ann Lee</li></ul>", id="mostly-others"),
        pytest.param("<h3>Friends</h3><ul><li>Ann Lee</li><li>Bo Marsh</li></ul>", id="no-role"),
        pytest.param("<h3>Moderators</h3>", id="heading-alone"),
        pytest.param("<div>Moderators</div>", id="alone-in-its-box"),
    ],
)  # fmt: skip
def test_there_is_nobody(html: str) -> None:
    assert people(html) == []


def test_a_page_that_is_a_role_alone_names_nobody() -> None:
    assert read("Moderators").people == ()
