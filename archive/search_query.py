"""What a user types, as a query that FTS5 takes: any text is one, and none is an error.

    solar panels            both words
    "solar panels"          these words, one after the other
    panel*                  words that begin so
    solar OR wind           either; AND is understood
    solar NOT nuclear       the first without the second
    (solar OR wind) cost    parentheses group
    NEAR(solar roof, 5)     these words with at most so many others between them; 10 unless told
    太陽光                   found inside longer CJK text

Everything else (colons, hyphens, stray quotes and parentheses) only divides words. Diacritics and case do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archive.cjk import has_cjk, pairs_of_run, pieces

_TOKEN = re.compile(r'"(?P<phrase>[^"]*)"(?P<phrase_star>\*?)|(?P<open>\()|(?P<close>\))|(?P<word>[^\s"()]+)')
_NEAR = re.compile(r"\bNEAR\((?P<terms>[^()]*?)(?:,\s*(?P<distance>\d{1,9}))?\s*\)")
_OPERATORS = ("AND", "OR", "NOT")
_MOST_TERMS = 64
"""FTS5 parses recursively and refuses deep expressions; nobody types more words than this."""


def fts_query(text: str) -> str | None:
    """The FTS5 expression for a user's query; None where it holds nothing to look for."""
    tokens = _tokens(text)
    parser = _Parser(tokens[:_MOST_TERMS])
    expression = parser.alternatives()
    if parser.is_balanced():
        return expression
    return _all_of([token for token in tokens if token not in ("(", ")", *_OPERATORS)][:_MOST_TERMS])


def query_words(text: str) -> list[str]:
    """The words and phrases looked for, as typed, for marking them in text FTS5 cannot mark."""
    found = [match["phrase"] or match["word"] for match in _TOKEN.finditer(_NEAR.sub(r"\g<terms>", text))]
    return [word.rstrip("*") for word in found if word and word not in _OPERATORS and _is_searchable(word)]


def _tokens(text: str) -> list[str]:
    """Operators and parentheses as they are; words and phrases as FTS5 terms; nothing for what holds no letters."""
    text = unicodedata.normalize("NFC", text).replace("\0", " ")
    tokens: list[str] = []
    end = 0
    for near in _NEAR.finditer(text):
        tokens += _plain_tokens(text[end : near.start()])
        tokens += _near_tokens(near["terms"], near["distance"])
        end = near.end()
    return tokens + _plain_tokens(text[end:])


def _near_tokens(words: str, distance: str | None) -> list[str]:
    """One NEAR group; the words alone where there are not two of them, or where they are pairs of characters."""
    terms = [token for token in _plain_tokens(words) if token not in _OPERATORS]
    if len(terms) < 2 or any(not term.startswith('"') for term in terms):
        return terms
    return [f"NEAR({' '.join(terms)}, {distance or 10})"]


def _plain_tokens(text: str) -> list[str]:
    tokens = []
    for match in _TOKEN.finditer(text):
        if match["open"] or match["close"] or match["word"] in _OPERATORS:
            tokens.append(match[0])
        elif match["phrase"] is not None:
            tokens += _terms(match["phrase"], is_prefix=bool(match["phrase_star"]))
        else:
            tokens += _terms(match["word"].rstrip("*"), is_prefix=match["word"].endswith("*"))
    return tokens


def _terms(words: str, *, is_prefix: bool) -> list[str]:
    if not _is_searchable(words):
        return []
    if has_cjk(words):
        terms = [_cjk_term(piece) for piece in pieces(words)]
        return [terms[0]] if len(terms) == 1 else ["(", *terms, ")"]
    # A word such as `e-mail` becomes the phrase of its parts: FTS5 divides the quoted text as it divided the comments.
    return [f'"{words}"*' if is_prefix else f'"{words}"']


def _cjk_term(piece: str) -> str:
    if not has_cjk(piece):
        return f'"{piece}"'
    if len(piece) == 1:
        return f'text_cjk : "{piece}"*'
    return f'text_cjk : "{pairs_of_run(piece)}"'


def _is_searchable(words: str) -> bool:
    """Whether the tokenizer finds a word in it: letters, numbers, and what is for private use."""
    return any(
        unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co" for character in words
    )


def _all_of(terms: Sequence[str]) -> str | None:
    return " AND ".join(terms) or None


class _Parser:
    """A descent through the tokens; each method returns an expression, or None for nothing."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens, self.at, self.is_broken = tokens, 0, False

    def is_balanced(self) -> bool:
        """Whether everything was understood: no stray parenthesis, no operator without its words."""
        return self.at == len(self.tokens) and not self.is_broken

    def alternatives(self) -> str | None:
        parts = [self.conjunction()]
        while self._take("OR"):
            parts.append(self.conjunction())
        if len(parts) > 1 and None in parts:
            self.is_broken = True
        found = [part for part in parts if part is not None]
        return found[0] if len(found) == 1 else f"({' OR '.join(found)})" if found else None

    def conjunction(self) -> str | None:
        expression = None
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("OR", ")"):
            operator = "NOT" if self._take("NOT") else "AND"
            is_written = operator == "NOT" or self._take("AND")
            part = self._primary()
            if part is None or (expression is None and is_written):
                self.is_broken = True
                return None
            expression = part if expression is None else f"({expression} {operator} {part})"
        return expression

    def _primary(self) -> str | None:
        if self._take("("):
            inside = self.alternatives()
            self.is_broken |= not self._take(")") or inside is None
            return inside
        if self.at == len(self.tokens) or self.tokens[self.at] in (")", *_OPERATORS):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, token: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == token:
            self.at += 1
            return True
        return False
