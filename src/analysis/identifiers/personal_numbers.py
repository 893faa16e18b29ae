"""Texts that are or hold a number of a natural person (个人号码识别).

**Overlap, said honestly.** An identity number of 18 places and a unified code may be the same string. One that
passes every check of a unified code is taken for a code. That misses an identity number only where its first
two digits are a department pair and its third to eighth a division (as in 511101 with a birth year 19..), and
there about once in 340 by chance. A number mistyped so that its own check fails is still taken for one: its region
and birth date give it away, and a person is better hidden once too often. Numbers of 15 digits
carry no check: they are taken for an identity number where division and birth date exist, as do about one in
thirty of the old business registration numbers of 15 digits. Eleven digits beginning with 13 to 19 are taken
for a mobile number, whatever they were. Numbers in Chinese numerals are not seen.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.identifiers.check_kernel import fault_masks
from analysis.identifiers.code_repairs import FULL_WIDTH
from analysis.identifiers.standards import code_standard

OLD_IDENTITY = 15
SHORTEST = r"(?:[0-9０-９][\s\-]?){11}"
MOBILE = r"^(?:(?:00)?86)?1[3-9][0-9]{9}$"
GROUPED = {
    r"([0-9]{6})[ \-]([0-9]{8})[ \-]([0-9]{3}[0-9Xx])": "$1$2$3",
    r"(1[3-9][0-9])[ \-]([0-9]{4})[ \-]([0-9]{4})": "$1$2$3",
}
"""Identity numbers and mobile numbers as people group them."""


def is_personal_number(text: pl.Expr) -> pl.Expr:
    """Whether a text is or holds a citizen identity number (18 or 15 places) or a mainland mobile number.

    Full-width digits and the usual grouping are read too. Null for null. Valid unified codes are not taken
    for identity numbers; see the module for what can be mistaken. Boolean, row by row, fit for lazy queries.
    Source: GB 11643-1999 (18 places), GB 11643-1989 (15 places).
    """
    return text.map_batches(_personal, return_dtype=pl.Boolean, is_elementwise=True)


def _personal(texts: pl.Series) -> pl.Series:
    cells = texts.cast(pl.String)
    likely = cells.str.contains(SHORTEST).fill_null(False)
    found = np.zeros(len(cells), dtype=bool)
    found[np.flatnonzero(likely.to_numpy())[_rows(cells.filter(likely))]] = True
    return pl.Series(texts.name, found).zip_with(cells.is_not_null(), pl.Series([None], dtype=pl.Boolean))


def _rows(texts: pl.Series) -> np.ndarray:
    """The places of the texts that hold a personal number (int)."""
    plain = texts.str.replace_many(FULL_WIDTH)
    for grouped, joined in GROUPED.items():
        plain = plain.str.replace_all(grouped, joined)
    words = _pieces(pl.DataFrame({"piece": plain}).with_row_index("row"), "[0-9A-Za-z]+")
    numbers = _pieces(words.filter(fault_masks(words["piece"].str.to_uppercase()) != 0), "[0-9]+[Xx]?")
    return numbers.filter(_number(numbers["piece"]))["row"].unique().to_numpy()


def _pieces(frame: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """One row a match of the pattern in `piece`, beside the row it comes from."""
    return frame.with_columns(pl.col("piece").str.extract_all(pattern)).explode("piece").drop_nulls("piece")


def _number(runs: pl.Series) -> pl.Series:
    """Whether each run of digits, with an X at its end or not, is a personal number."""
    digits = runs.str.strip_chars_end("Xx")
    return _identity(runs) | _old(digits) | digits.str.contains(MOBILE)


def _identity(runs: pl.Series) -> pl.Series:
    century = runs.str.slice(6, 2).is_in(["19", "20"])
    born = runs.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
    province = runs.str.slice(0, 2).is_in(sorted({code[:2] for code in code_standard().divisions}))
    return century & born & province & runs.str.contains(r"^[0-9]{17}[0-9Xx]$")


def _old(digits: pl.Series) -> pl.Series:
    born = ("19" + digits.str.slice(6, 6)).str.to_date("%Y%m%d", strict=False).is_not_null()
    division = digits.str.slice(0, 6).is_in(sorted(code_standard().divisions))
    return born & division & (digits.str.len_bytes() == OLD_IDENTITY)
