"""Numbers of business registrations of 15 digits, in use until the unified codes (工商注册号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np

LENGTH = 15
SHAPE = r"^[0-9]{15}$"


def is_business_registration(text: pl.Expr) -> pl.Expr:
    """Whether a text is such a number whose own check holds; null for null.

    Six digits of the registry, eight of its sequence, one that checks them by ISO 7064, MOD 11,10. An identity number
    of 15 digits carries no check and passes it once in ten. Source: GS 15-2006.
    """
    return text.map_batches(_registered, return_dtype=pl.Boolean, is_elementwise=True)


def _registered(texts: pl.Series) -> pl.Series:
    import numpy as np  # slow to load, and needed only where such numbers are checked

    likely = texts.str.contains(SHAPE).fill_null(False)
    found = np.zeros(len(texts), dtype=bool)
    found[np.flatnonzero(likely.to_numpy())] = _checks(texts.filter(likely))
    return pl.Series(texts.name, found).zip_with(texts.is_not_null(), pl.Series([None], dtype=pl.Boolean))


def _checks(numbers: pl.Series) -> np.ndarray:
    import numpy as np  # slow to load, and needed only where such numbers are checked

    from analysis.identifiers.fixed_width import byte_matrix  # it needs numpy too

    digits = byte_matrix(numbers, LENGTH).astype(np.int64) - ord("0")
    product = np.full(len(numbers), 10, dtype=np.int64)
    for place in range(LENGTH - 1):
        added = (product + digits[:, place]) % 10
        product = np.where(added == 0, 10, added) * 2 % 11
    return np.asarray((product + digits[:, LENGTH - 1]) % 10 == 1)
