"""The codes that units bear: which forms there are, what is checked of each, local ones made (单位代码).

Only what passes here becomes the name of a file or folder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis.text_normalisation import narrow_text

DIVISION, LOCAL_SIGN = 6, "L"
TEN, ELEVEN = 10, 11


@dataclass(frozen=True)
class CodeForm:
    """How a code looks and what it is, in words."""

    shape: str
    zh: str
    en: str


FORMS = {
    "division6": CodeForm(r"[0-9]{6}", "六位行政区划代码", "a division code of six digits"),
    "division9": CodeForm(r"[0-9]{9}", "九位行政区划代码（前六位为县级）", "a division code of nine digits"),
    "credit18": CodeForm(r"[0-9A-HJ-NP-RTUW-Y]{18}", "统一社会信用代码", "a unified social credit code"),
    "local12": CodeForm(r"[0-9]{6}L[0-9]{5}", "本地代码（六位区划、L、四位序号、校验位）",
                        "a local code (six digits, L, four digits, a check digit)"),
}  # fmt: skip
SHAPE = re.compile("|".join(form.shape for form in FORMS.values()))
LOCAL = re.compile(FORMS["local12"].shape)


def known_divisions() -> pl.DataFrame:
    """Every division that is or was: `code, name, level, valid_from, valid_to`."""
    from analysis import identifiers  # as below

    return identifiers.division_codes()


def written_code(text: str) -> str:
    """A code as it is kept: narrow, capitals, no blanks."""
    return "".join(narrow_text(text).split()).upper()


def has_code_shape(text: str) -> bool:
    """Whether a text looks like the code of a city or unit, so that it may name a file or folder."""
    return SHAPE.fullmatch(text) is not None


def code_form(code: str) -> str | None:
    """The form of a code by its looks; None where it has none."""
    return next((name for name, form in FORMS.items() if re.fullmatch(form.shape, code)), None)


def unsound_codes(codes: Sequence[str]) -> set[str]:
    """The codes of some form that do not pass its check: unknown divisions, wrong check characters.

    A division code has no check character; its first six digits must be a division that is or was.
    """
    from analysis import identifiers  # it brings numpy, and only a list of units needs it

    divisions = identifiers.code_standard().divisions
    credit = [code for code in codes if code_form(code) == "credit18"]
    masks = pl.DataFrame({"code": credit}, schema={"code": pl.String}).with_columns(
        identifiers.fault_mask(pl.col("code")).alias("m")
    )
    wrong = set(masks.filter(~pl.col("m").is_in(list(identifiers.passing_masks())))["code"])
    return wrong | {code for code in codes if code_form(code) in CHECKED and not _sound(code, divisions)}


CHECKED = ("division6", "division9", "local12")


def _sound(code: str, divisions: frozenset[str]) -> bool:
    checked = not LOCAL.fullmatch(code) or code[-1] == _check_digit(code[:-1].replace(LOCAL_SIGN, ""))
    return code[:DIVISION] in divisions and checked


def local_code(place: str, number: int) -> str:
    """The local code of a place's unit: 320281 and 1 -> 320281L00013.

    Six digits of the place, L, four of a sequence, one that checks them by ISO 7064, MOD 11,10.

    >>> from analysis import facts
    >>> facts.local_code("320281", 1)
    '320281L00013'
    """
    stem = f"{number:04d}"
    return f"{place}{LOCAL_SIGN}{stem}{_check_digit(place + stem)}"


def _check_digit(digits: str) -> str:
    product = TEN
    for digit in digits:
        product = ((product + int(digit)) % TEN or TEN) * 2 % ELEVEN
    return str((ELEVEN - product) % TEN)
