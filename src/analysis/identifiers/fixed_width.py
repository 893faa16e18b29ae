"""The bytes of many short strings of one width, as one matrix (定宽字节矩阵)."""

from __future__ import annotations

import numpy as np
import polars as pl


def byte_matrix(text: pl.Series, width: int) -> np.ndarray:
    """The strings' bytes: uint8, one row a string, one column a place.

    Every string must have exactly `width` bytes and none may be null.
    """
    bounds, run = string_bytes(text)
    return run[bounds[0] : bounds[-1]].reshape(-1, width)


def string_bytes(text: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of the strings (int64, one more than there are strings) and the run of bytes (uint8) they bound.

    Where polars holds the strings in one run of memory, as after the conversion to Arrow, nothing is copied again.
    """
    buffers = text.rechunk().to_arrow()
    bounds, run = buffers.buffers()[1:]
    if not len(buffers):
        return np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.uint8)
    places = np.frombuffer(bounds, dtype=np.int64)[buffers.offset : buffers.offset + len(buffers) + 1]
    return places, np.frombuffer(run or b"", dtype=np.uint8)
