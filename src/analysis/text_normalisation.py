"""Text as people type it: folded for comparison, and quoted safely in messages (文字)."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUOTE = 60
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
LONG_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![0-9A-Za-z])")
PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
OLD_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z]){PROVINCE}\d{{6}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}(?![0-9A-Za-z])"
)
"""Fifteen places: a division, a day of birth without its century, a sequence."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def narrow_text(text: str) -> str:
    """The text with full-width letters and digits made narrow, invisible signs and outer blanks dropped."""
    return unicodedata.normalize("NFKC", text.translate(INVISIBLE)).strip()


def folded(text: str) -> str:
    """The text for comparison: plain, without any blank, small letters.

    >>> from analysis.text_normalisation import folded
    >>> folded(" ２０２１－０３ "), folded("Joint  Domains")
    ('2021-03', 'jointdomains')
    """
    return "".join(narrow_text(text).split()).casefold()


def tidy_text(text: str) -> str:
    """Free text as kept: outer blanks and invisible signs dropped, one kind of line end."""
    return text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").strip()


def has_personal_number(text: str) -> bool:
    """Whether the text seems to hold a citizen's identity number or a mobile number."""
    narrow = unicodedata.normalize("NFKC", text)
    return bool(IDENTITY.search(narrow) or MOBILE.search(narrow))


def masked_numbers(text: str) -> str:
    """The text with what may be an identity or mobile number of a person masked.

    >>> from analysis.text_normalisation import masked_numbers
    >>> masked_numbers("行政处罚_13912345678.csv")
    '行政处罚_***.csv'
    """
    for pattern in (IDENTITY, LONG_NUMBER, OLD_IDENTITY, MOBILE):
        text = pattern.sub("***", text)
    return text


def quoted_value(value: object) -> str:
    """A value for a message: one line, shortened, with what may be an identity or mobile number masked.

    >>> from analysis.text_normalisation import quoted_value
    >>> quoted_value("电话 13912345678")
    '电话 ***'
    """
    text = " ".join(unicodedata.normalize("NFKC", str(value)[: LONGEST_QUOTE * 4]).split())
    text = CONTROL.sub("?", masked_numbers(text))
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
