"""Clauses are found again by their text, whatever numbers they bear."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.questions import edition_pairs
from published_kinds import Kind, book_of

POINTS, VALUES = "min(most, each * answered)", {"most": (4, "point"), "each": (0.5, "point/document")}
TEXTS = {
    "1": "双公示信息按期报送率达到要求的得分。",
    "2": "部门联合奖惩案例报送情况。",
    "3": "年度培训人次按比例计分。",
}


@pytest.fixture
def pairs(tmp_path):
    def found(**texts):
        kinds = [{name: Kind(text, POINTS, values=VALUES, title=text[:6]) for name, text in each.items()}
                 for each in (TEXTS, texts)]  # fmt: skip
        books = [rulebooks.load(book_of(tmp_path / str(place), **each)) for place, each in enumerate(kinds)]
        return dict(edition_pairs.clause_pairs(*books))

    return found


def test_clauses_that_swap_numbers_are_found_even_where_some_word_is_another(pairs):
    assert pairs(**{"1": TEXTS["2"], "2": TEXTS["1"].replace("按期", "按时"), "3": TEXTS["3"]}) == {
        "1": "2", "2": "1", "3": "3",
    }  # fmt: skip


def test_three_clauses_that_change_numbers_in_a_ring_are_found(pairs):
    assert pairs(**{"2": TEXTS["1"], "3": TEXTS["2"], "1": TEXTS["3"]}) == {"1": "2", "2": "3", "3": "1"}


def test_a_clause_inserted_before_others_is_new_and_they_are_not(pairs):
    inserted = {"1": "新设的守信激励措施。", "2": TEXTS["1"], "3": TEXTS["2"], "4": TEXTS["3"]}
    assert pairs(**inserted) == {"1": "2", "2": "3", "3": "4", None: "1"}


def test_one_number_with_two_matters_is_one_clause_gone_and_one_new(pairs):
    other = "金融机构授信余额排名。"
    assert pairs(**{"1": TEXTS["1"], "2": other, "3": TEXTS["3"]}) == {"1": "1", "2": None, None: "2", "3": "3"}
