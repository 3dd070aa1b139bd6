"""How often a rule is right: the confidence of an article's fields.

Each number is a share of pages, measured by `python -m benchmarks.training.calibration FOLDER` on public sets, rounded
down; where two sources of a field agree, that counts as a rule of its own.
"""

from __future__ import annotations

_SHARES = {
    ("title", "heading agreed"): 0.91,
    ("title", "heading"): 0.6,
    ("title", "json-ld"): 0.6,
    ("title", "meta"): 0.55,
    ("title", "title"): 0.35,
    ("authors", "json-ld agreed"): 0.94,
    ("authors", "byline agreed"): 0.94,
    ("authors", "meta agreed"): 0.94,
    ("authors", "json-ld"): 0.92,
    ("authors", "byline"): 0.64,
    ("authors", "meta"): 0.7,
    ("authors", "box"): 0.6,
    ("authors", "house"): 0.5,
    ("authors", "empty-byline"): 0.5,
    ("published_at", "json-ld"): 0.9,
    ("published_at", "meta"): 0.92,
    ("published_at", "byline"): 0.85,
    ("published_at", "address"): 0.85,
    ("published_at", "json-ld-page"): 0.6,
    ("published_at", "modified"): 0.3,
}


def confidence(field: str, rule: str, *, is_agreed: bool = False) -> float:
    """The share of pages on which a rule gives a field right.

    Args:
        field: of an article.
        rule: that gave it.
        is_agreed: whether another source of the field says the same.
    """
    return _SHARES[field, f"{rule} agreed" if is_agreed else rule]
