"""The parts of a total that share no reading; the rest is recounted in test_tournament.py."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis import rulebooks
from analysis.questions import reading_parts
from small_books import BOOKS


def test_every_reading_stands_in_just_one_part():
    book = rulebooks.load("hard-2019")
    parts = reading_parts.reading_parts(book)
    assert math.prod(len(part.options) for part in parts) == math.prod(
        len(clause.readings) for clause in book.clauses.values()
    )
    doubtful = [name for part in parts for name in part.options[0]]
    assert sorted(doubtful) == sorted(name for name, clause in book.clauses.items() if len(clause.readings) > 1)


@pytest.mark.parametrize("name", ["caps-and-floors", "choose-two-of-three"])
def test_a_group_that_does_more_than_add_is_one_part(name):
    book = rulebooks.load(BOOKS / name)
    more = [group.id for group in book.groups.values() if (group.cap, group.least, group.choose) != (None,) * 3]
    nodes = {part.node for part in reading_parts.reading_parts(book)}
    assert nodes & {*more} and not any(clause.id in nodes for group in more for clause in book.under(group))


def test_rounds_begin_again_for_parts_with_few_options():
    part = reading_parts.ReadingPart("1", False, ({"1": "default"}, {"1": "other"}))
    assert [part.option(number)["1"] for number in range(5)] == ["default", "other", "default", "other", "default"]


def test_differences_are_of_each_pair():
    found = reading_parts.differences(np.array([[1.0, 5.0], [4.0, 2.0]]))
    assert found[0, 1].tolist() == [-3.0, 3.0] and found[1, 0].tolist() == [3.0, -3.0]
