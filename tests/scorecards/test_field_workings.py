"""What a working says of the field: among how many, lets as written, and that there are too few."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from made_up import MONTH
from made_up import long as long_facts
from published_kinds import Kind, book_of

VALUES = {"most": (10, "point"), "enough": (3, "entity")}


@pytest.fixture
def card(tmp_path):
    kind = Kind("比较。", "part / highest(part) * most", values=VALUES, lets={"part": "done / cases"},
                more='field = { of = "all", fewest = "enough" }')  # fmt: skip
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": kind}))

    def at(*done):
        codes = ["320281", "320282", "320205"][: len(done)]
        facts = pl.DataFrame({"city": codes, "month": [MONTH] * len(done), "done": done, "cases": [10.0] * len(done)})
        return scorecards.card(long_facts(facts), book, "320281", MONTH)

    return at


def test_lets_are_compared_as_they_are_written(card):
    working = card(2.0, 8.0, 5.0).working("1")
    assert working.steps == ("在 3 个单位中比较（含本单位）", "part = 2 ÷ 10 = 20%", "20% ÷ 0.8 × 10 = 2.5")
    assert "各单位（part）的最高值" in working.formula and r"\operatorname{highest}" in working.latex
    assert working.outcome == 2.5


def test_too_few_to_compare_is_said_in_both_languages(card):
    assert "只有 2 个" in card(2.0, 8.0).working("1").steps[0] and "不足 3 个" in card(2.0, 8.0).working("1").steps[0]
    assert card(2.0, 8.0).working("1", "en").steps[0].startswith("only 2 units")
    assert card(2.0, 8.0).working("1").outcome is None
