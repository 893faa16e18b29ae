"""The bytes of many short strings of one width, as one matrix (定宽字节矩阵)."""

from __future__ import annotations

import numpy as np
import polars as pl


def letters(text: pl.Series, width: int) -> np.ndarray:
    """The strings' bytes: uint8, one row a string, one column a place.

    Every string must have exactly `width` bytes and none may be null. Where polars holds them in one run
    of memory, as after the conversion to Arrow, nothing is copied again.
    """
    held = text.rechunk().to_arrow()
    bounds, run = held.buffers()[1:]
    first = np.frombuffer(bounds, dtype=np.int64)[held.offset] if len(held) else 0
    whole = np.frombuffer(run or b"", dtype=np.uint8)
    return whole[first : first + width * len(held)].reshape(-1, width)
