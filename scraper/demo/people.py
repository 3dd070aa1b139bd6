"""Who makes the paper: its masthead, as lists on pages and as records."""

from __future__ import annotations

from archive.records import Person

# (name, role, country), as the masthead page has them; one of them holds two offices.
MASTHEAD = (
    ("Nora Pell", "contributor", "Wales"),
    ("Hanne Brook", "contributor", "Denmark"),
    ("Ivo Strand", "contributor", "Estonia"),
    ("Gus Marlowe", "contributor", "Wales"),
    ("水野あかり", "contributor", "Japan"),
    ("Ελένη Μαστόρου", "contributor", "Greece"),
    ("Clementine Okafor", "moderator", "Nigeria"),
    ("Ivo Strand", "moderator", "Estonia"),
)
# The Yard's own, beside each of its pages; there the heading of the second half stands among the names.
YARD = (
    ("Dot Fennimore", "contributor", "Ireland"),
    ("Sam Hake", "contributor", "Wales"),
    ("Lubo Havel", "contributor", "Slovakia"),
    ("Dot Fennimore", "moderator", "Ireland"),
    ("Constable Wren", "moderator", "Wales"),
)


def as_records(people: tuple[tuple[str, str, str], ...]) -> tuple[Person, ...]:
    """The people of a list, in its order."""
    return tuple(Person(name=name, role=role, place=place) for name, role, place in people)


def masthead_html() -> str:
    """Two lists, each under its heading."""
    return "\n".join(
        f'<h2>{role.title()}s</h2>\n<ul class="people">\n{_items(MASTHEAD, role)}\n</ul>'
        for role in ("contributor", "moderator")
    )


def yard_html() -> str:
    """One list that holds its second heading as an item."""
    return (
        f'<h3>Contributors</h3>\n<ul class="people">\n{_items(YARD, "contributor")}\n'
        f'<li class="title">Moderators</li>\n{_items(YARD, "moderator")}\n</ul>'
    )


def _items(people: tuple[tuple[str, str, str], ...], role: str) -> str:
    return "\n".join(f"<li>{name}, {place}</li>" for name, held, place in people if held == role)
