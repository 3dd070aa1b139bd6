"""How often a page's short texts have the words of shops, services, lists, manuals, forums and articles."""

from __future__ import annotations

from scraper.extract.dom import Document

GROUPS = {
    "we": "we|our|us",
    "you": "you|your",
    "i": "i|my|me",
    "shop": "cart|bag|shipping|checkout|quantity|sku|stock|wishlist|warranty|reviews",
    "service": "services|solutions|clients|consultation|quote|contact|experts|consulting|partner|industries|appointment|schedule|demo",
    "list": "filter|sort by|results|showing|next|older|previous|categories|archives|view all|load more|read more",
    "manual": "install|parameter|returns|api|default|example|syntax|configuration|version|reference|edit this",
    "forum": "reply|posted|joined|posts|thread|topic|member|quote|registered|forum",
    "article": "published|updated|by|author|share|min read|written|comments|subscribe",
}
_WORDS = tuple(word for group in GROUPS.values() for word in group.split("|"))
_GROUP_OF = [place for place, group in enumerate(GROUPS.values()) for _ in group.split("|")]
# Occurrences of this share of a text's length count as one; short texts are not judged by their first word.
_SHARE, _MARGIN = 2000, 200


def word_features(document: Document) -> list[float]:
    """For labels, and for lines, how often words of each group stand in them."""
    found: list[float] = []
    for words, length in document.short_words(_WORDS):
        counts = [0] * len(GROUPS)
        for place in words:
            counts[_GROUP_OF[place]] += 1
        found += [_SHARE * count // (length + _MARGIN) for count in counts]
    return found
