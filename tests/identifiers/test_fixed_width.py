"""Strings as a matrix of bytes."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers.fixed_width import byte_matrix


@pytest.mark.parametrize("part", [slice(0, 3), slice(1, 3), slice(2, 2)])
def test_each_string_is_a_row(part):
    text = pl.Series(["abc", "0a9", "XYZ"])[part]
    assert [bytes(row).decode() for row in byte_matrix(text, 3)] == text.to_list()


def test_strings_in_several_chunks_are_one_matrix():
    text = pl.concat([pl.Series(["a" * 18]), pl.Series(["b" * 18])], rechunk=False)
    assert byte_matrix(text, 18).shape == (2, 18)
