"""The kinds of scoring that county assessments use, from their published wording: points, limits, units, working."""

from __future__ import annotations

import pytest

from analysis import rulebooks, scorecards
from analysis.formulas import spreadsheet_formulas
from analysis.questions import goal
from made_up import long as long_facts
from made_up import row
from published_kinds import Kind, book_of
from small_books import faults

POINT = "point"
KINDS = {
    "per item, capped": (
        Kind("每配合一个得0.5分，最高4分。", "min(most, each * answered)",
             values={"most": (4, POINT), "each": (0.5, "point/document")}),
        [({"answered": 0}, 0), ({"answered": 3}, 1.5), ({"answered": 8}, 4), ({"answered": 30}, 4), ({}, None)],
    ),
    "deduct until nothing is left": (
        Kind("2分。抽到1条扣0.5分，扣完为止。", "max(0, most - each * found)",
             values={"most": (2, POINT), "each": (0.5, "point/case")}),
        [({"found": 0}, 2), ({"found": 3}, 0.5), ({"found": 4}, 0), ({"found": 9}, 0), ({}, None)],
    ),
    "bands": (
        Kind("100%得2分，98%以上得1分，以下不得分。", "when(rate >= 1, most, when(rate >= nearly, some, 0))",
             values={"most": (2, POINT), "some": (1, POINT), "nearly": (0.98, "share")}),
        [({"rate": 1}, 2), ({"rate": 0.999}, 1), ({"rate": 0.98}, 1), ({"rate": 0.9799}, 0), ({}, None)],
    ),
    "proportion": (
        Kind("按办结率计分，满分3分。", "most * done / cases", values={"most": (3, POINT)}),
        [({"done": 2, "cases": 3}, 2), ({"done": 0, "cases": 3}, 0), ({"done": 0, "cases": 0}, None)],
    ),
    "steps": (
        Kind("超过20个工作日，每满5日扣0.2分，满分1分，扣完为止。",
             "when(late > limit, max(0, most - each * steps(late, limit, step)), most)",
             values={"most": (1, POINT), "each": (0.2, POINT), "limit": (20, "day"), "step": (5, "day")}),
        [({"late": 20}, 1), ({"late": 24}, 1), ({"late": 25}, 0.8), ({"late": 44}, 0.2), ({"late": 90}, 0)],
    ),
    "yes or no": (
        Kind("制度健全得1分，否则不得分（附佐证材料）。", "when(sound, most, 0)", values={"most": (1, POINT)}),
        [({"sound": 1}, 1), ({"sound": 0}, 0), ({}, None)],
    ),
}  # fmt: skip


@pytest.fixture
def scored(tmp_path):
    """The points of one clause at some figures."""

    def points(kind, **figures):
        book = rulebooks.load(book_of(tmp_path / "book", **{"1": kind}))
        return scorecards.score(row(**figures), book).row(0, named=True)

    return points


@pytest.mark.parametrize("name", KINDS)
def test_a_published_kind_scores_as_its_wording_says(name, scored):
    kind, cases = KINDS[name]
    for figures, wanted in cases:
        found = scored(kind, **figures)
        assert found["points"] == (None if wanted is None else pytest.approx(wanted)), figures
        if wanted is None:
            assert (found["low"], found["high"]) == (0, kind.values["most"][0])


@pytest.mark.parametrize("name", KINDS)
def test_a_published_kind_has_a_working_a_cell_and_a_goal(name, tmp_path):
    kind, cases = KINDS[name]
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": kind}))
    figures, points = cases[0]
    card = scorecards.card(long_facts(row(**figures)), book, "320281", "2021-03")
    assert card.working("1").outcome == pytest.approx(points)
    assert "指标" in card.working("1").formula and card.working("1").steps
    tree = book.clauses["1"].reading().whole("points")
    assert spreadsheet_formulas.spreadsheet_formula(tree, {name: name for name in tree.names})
    lever = next(name for name in figures if name in book.facts())
    found = goal.seek(row(**figures), book, "320281", "2021-03", lever, "1:cap")
    assert found.reached is (points == kind.values["most"][0]) and (found.reached or found.needed is not None)


def test_a_bonus_group_gives_at_most_10_and_counts_nothing_towards_what_is_possible(tmp_path):
    main = Kind("按办结率计分，满分3分。", "most * done / cases", values={"most": (3, POINT)})
    bonus = Kind("每获表彰一次加4分。", "each * prizes", group="bonus",
                 values={"most": (40, POINT), "each": (4, "point/item")})  # fmt: skip
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": main, "2": bonus}))
    for prizes, wanted in ((0, 3), (2, 11), (3, 13), (9, 13)):
        total = scorecards.total(row(done=3, cases=3, prizes=prizes), book).row(0, named=True)
        assert (total["points"], total["possible"]) == (wanted, 3)


def test_a_deduction_goes_beyond_the_total_and_a_veto_fails_it(tmp_path):
    main = Kind("按办结率计分，满分3分。", "most * done / cases", values={"most": (3, POINT)})
    minus = Kind("发生一起扣2分。", "-each * found", kind="deduction", group="minus",
                 values={"each": (2, "point/case")})  # fmt: skip
    veto = Kind("制度不健全的一票否决。", met="sound", kind="test")
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": main, "2": minus, "3": veto}))
    total = scorecards.total(row(done=3, cases=3, found=4, sound=0), book).row(0, named=True)
    assert (total["points"], total["possible"], total["passes"]) == (-5, 3, False)


def test_units_that_do_not_fit_are_named_with_file_and_formula(tmp_path):
    kind = Kind("每配合一个得0.5分。", "min(most, each * answered)",
                values={"most": (4, POINT), "each": (0.5, "point/case")})  # fmt: skip
    (fault,) = faults(book_of(tmp_path / "book", **{"1": kind}))
    assert "1_slug.toml" in fault.where and "points" in fault.where and "单位" in fault.zh
