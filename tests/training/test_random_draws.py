"""Draws that are the same everywhere."""

from __future__ import annotations

import hashlib

import numpy as np

from analysis.training.random_draws import RandomDraws


def test_the_first_draws_never_change():
    """Worked out apart: PCG64's raw bits for SHA-256 of the words; a change here would change every exercise."""
    seed = int.from_bytes(hashlib.sha256(b"exercise/17/1").digest())
    raw = np.random.PCG64(np.random.SeedSequence(seed)).random_raw(3)
    assert RandomDraws("exercise", 17, 1).shares(3).tolist() == [int(word) // 2**11 / 2**53 for word in raw]
    assert RandomDraws("a").below(10, 5).tolist() == [4, 8, 9, 7, 5]


def test_other_words_draw_otherwise_and_all_is_in_range():
    assert RandomDraws("a").shares(4).tolist() != RandomDraws("b").shares(4).tolist()
    drawn = RandomDraws("a").below(7, 1000)
    assert set(drawn.tolist()) == set(range(7))
    assert set(RandomDraws("a").chosen([0.5, 2], 100).tolist()) == {0.5, 2.0}
    assert RandomDraws("a").choice("xyz") in "xyz"
