"""Answers as people give them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from analysis.training import answers
from analysis.training.answers import Answer


@pytest.mark.parametrize(
    ("said", "value"),
    [(2.5, 2.5), (2, 2), (Decimal("2.5"), 2.5), (np.float64(2.5), 2.5), ("2.5", 2.5), ("2.5 分", 2.5),
     ("２．５分", 2.5), ("约2.5分", 2.5), ("2.5 points", 2.5), ("-20分", -20), ("－20", -20), ("+3", 3),
     (".5", 0.5), ("1,000", 1000), ("2.5。", 2.5), ("= 2.5", 2.5)],
)  # fmt: skip
def test_points_with_and_without_their_unit(said, value):
    assert answers.read(said, "points") == Answer("known", value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("通过", 1),
        ("不通过", 0),
        (" PASS ", 1),
        ("fail", 0),
        (True, 1),
        (False, 0),
        (1, 1),
        ("达到", 1),
        ("未达到", 0),
        ("否", 0),
    ],
)
def test_verdicts(said, value):
    assert answers.read(said, "verdict") == Answer("known", value)


@pytest.mark.parametrize("said", ["未知", "缺", "缺数据", "unknown", "算不出。"])
@pytest.mark.parametrize("kind", ["points", "verdict", "amount"])
def test_what_is_not_known_may_be_said(said, kind):
    assert answers.read(said, kind) == Answer("unknown")


@pytest.mark.parametrize("said", [..., None, "", "  "])
def test_a_blank_is_no_answer(said):
    assert answers.read(said, "points").status == "blank"


@pytest.mark.parametrize(
    "said",
    [
        "两分半",
        "2.5.1",
        "2..5",
        "1e5",
        [2.5],
        {},
        float("nan"),
        float("inf"),
        True,
        "9" * 5000 + "x",
        object(),
        2 + 1j,
        "2.5人",
    ],
)
def test_what_is_not_understood_is_said_to_be_so(said):
    assert answers.read(said, "points").status == "strange"
    assert answers.read("差不多", "verdict").status == answers.read(2, "verdict").status == "strange"


@pytest.mark.parametrize(
    ("said", "unit", "value"),
    [("12.5亿元", "yuan", 1.25e9), ("12.5亿", "yuan", 1.25e9), (1.25e9, "yuan", 1.25e9), ("70%", "share", 0.7),
     ("3万人", "person", 30_000), ("3", "domain", 3), ("3个", "domain", 3)],
)  # fmt: skip
def test_amounts_in_the_units_people_write(said, unit, value):
    assert answers.read(said, "amount", unit) == Answer("known", value)


def test_a_choice_is_one_of_those_offered():
    offered = ("18.3", "17")
    assert answers.read("17", "choice", choices=offered) == Answer("known", 1)
    assert answers.read("13", "choice", choices=offered).status == "strange"
    assert answers.read(17, "choice", choices=offered).status == "strange"
