"""Pseudonyms: what a trainee may be called in class, and the safe name of their files (化名)."""

from __future__ import annotations

import hashlib
import re

from analysis.problems import InputError, Problem
from analysis.text_normalisation import folded, has_personal_number, narrow_text, quoted_value

LONGEST = 16
WORD = re.compile(r"[\w·\- ]+")
DIGITS = re.compile(r"\d{6,}")
MARK = 16
"""How many hex digits of the hash name a trainee's files."""


def pseudonym(text: str) -> str:
    """A pseudonym as it is kept: letters, Chinese characters, digits, `-`, `·` and blanks, at most 16.

    Raises `InputError` for anything else: nothing of a path, no identity or telephone number, no run of six digits.
    """
    name = " ".join(narrow_text(str(text)).split())
    if has_personal_number(str(text)) or DIGITS.search(name.replace(" ", "").replace("-", "")):
        raise _refused("***", "化名不要写证件号、电话号等数字串。", "No identity or telephone numbers in a pseudonym.")
    if not name or len(name) > LONGEST or not WORD.fullmatch(name) or "_" in name:
        zh = f"化名用 1 至 {LONGEST} 个汉字、字母或数字，可用 · 和 -；不要用真名。"
        en = f"A pseudonym has 1 to {LONGEST} letters, Chinese characters or digits, · and -; not your real name."
        raise _refused(quoted_value(text), zh, en)
    return name


def file_prefix(name: str) -> str:
    """The safe beginning of a trainee's file names: the same for 海棠 and ` 海棠 `, and nothing of the name itself."""
    return hashlib.sha256(folded(name).encode()).hexdigest()[:MARK]


def _refused(said: str, zh: str, en: str) -> InputError:
    return InputError([Problem(f"pseudonym 化名 {said}", zh, en)])
