"""The ways to share out a difference that the bench measures give the same shares."""

from __future__ import annotations

import numpy as np

from bench import changes


def test_by_clause_and_as_a_whole_give_the_same():
    assert changes.faults() == [] and len(changes._some()) == changes.FULL


def test_a_way_that_differs_is_named(monkeypatch):
    monkeypatch.setattr(changes, "shapley_values", lambda worth, count: list(np.ones(count)))
    assert len(changes.faults()) == changes.FULL
