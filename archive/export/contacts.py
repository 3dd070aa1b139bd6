"""E-mail addresses and phone numbers in texts, masked.

ines@example.org                          [e-mail]
+46 8 123 456 78   (020) 7946 0000        [phone]
555-0123-456       0171/123456            [phone]
2026-03-01   12.5.2019   1914-1918   4711 stay: dates and bare numbers
"""

from __future__ import annotations

import re

EMAIL = "[e-mail]"
PHONE = "[phone]"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.UNICODE)
_NUMBER = re.compile(r"(?<![\w./:#-])(?:\+|\()?\d[\d ()./\u00a0\u2010-\u2013-]{5,22}\d(?![\w])")
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{3,4}\s?[-–/]\s?\d{2,4}")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15  # the longest of E.164; seven is a local number with its dash
_TAG = re.compile(r"<[^<>]*>")
_CONTACT_ADDRESS = re.compile(
    r"""\s(?:href|src)\s*=\s*(?:"(?:mailto|tel|sms):[^"]*"|'(?:mailto|tel|sms):[^']*')""", re.I
)


def mask_contacts(text: str) -> str:
    """The text with a mark in place of each e-mail address and phone number."""
    if "@" in text:
        text = _EMAIL.sub(EMAIL, text)
    return _NUMBER.sub(_masked, text)


def mask_contacts_in_html(markup: str) -> str:
    """The HTML likewise: its words, and the addresses that dial or write."""
    parts, at = [], 0
    for tag in _TAG.finditer(markup):
        parts += [mask_contacts(markup[at : tag.start()]), _CONTACT_ADDRESS.sub("", tag[0])]
        at = tag.end()
    return "".join([*parts, mask_contacts(markup[at:])])


def _masked(found: re.Match[str]) -> str:
    number = found[0]
    digits = sum(character.isdigit() for character in number)
    is_written_so = number.startswith(("+", "(", "0")) or len(re.findall(r"\d+", number)) >= 3
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS or not is_written_so or _DATE.fullmatch(number):
        return number
    return PHONE
