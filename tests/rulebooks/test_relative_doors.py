"""A clause that compares units, asked of working, workbook, levers and goal: each as counted, or why it cannot say."""

from __future__ import annotations

from itertools import product

import pytest

from analysis import rulebooks, scorecards
from analysis.formulas import number_text
from analysis.questions import goal, levers
from analysis.reports import workbooks
from analysis.views import lever_tables
from published_kinds import book_of
from recalculating import names, recalculated
from relative_kinds import APPLYING, CITY, FIELDS, KINDS, MONTH, MOST, relative_kind

CASES = list(product(KINDS, FIELDS))
STEP = 1e-4
"""The smallest part of a share that is sought."""
WAITS = ("缺报", "不足", "缺失", "没有规定", "分母为零")


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("relative")
    return {
        (name, applying): rulebooks.load(book_of(folder / f"k{number}{applying}" / "book", **{"1": relative_kind(kind, applying)}))
        for number, (name, kind) in enumerate(KINDS.items())
        for applying in (False, True)
    }  # fmt: skip


@pytest.fixture(scope="module")
def cards(books):
    return {case: scorecards.card(FIELDS[case[1]].frame(), book_for(books, *case), CITY, MONTH) for case in CASES}


def book_for(books, kind, field):
    return books[kind, field in APPLYING]


@pytest.mark.parametrize(("kind", "field"), CASES)
def test_the_engine_is_a_plain_count(kind, field, cards):
    low, high = FIELDS[field].counted(KINDS[kind], FIELDS[field].own)
    row = cards[kind, field].points.row(0, named=True)
    assert row["low"] <= low + 1e-5 and row["high"] >= high - 1e-5
    if KINDS[kind].tight:
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-5)
    assert row["points"] == (pytest.approx(low) if row["low"] == row["high"] else None)


@pytest.mark.parametrize(("kind", "field"), CASES)
def test_the_working_says_the_points_or_what_keeps_them_open(kind, field, cards):
    row, working = cards[kind, field].points.row(0, named=True), cards[kind, field].working("1", "zh")
    said = "\n".join(working.steps)
    assert working.formula and not working.formula.isascii()
    if row["points"] is None:
        assert working.outcome is None and any(word in said for word in WAITS), said
    else:
        assert working.outcome == pytest.approx(row["points"]) and number_text(row["points"]) in said, said
        assert "缺失" not in said


def test_the_cells_recalculated_are_the_engines(cards):
    contents = {f"c{number}": workbooks.workbook_bytes([card], "zh") for number, card in enumerate(cards.values())}
    again = recalculated(contents)
    wrong = {}
    for number, (case, card) in enumerate(cards.items()):
        row, cells, places = card.points.row(0, named=True), again[f"c{number}"], names(contents[f"c{number}"])
        found = {part: cells[places[f"book_1_{part}_shown"]] for part in ("points", "low", "high")}
        wanted = {part: "待评定" if row[part] is None else pytest.approx(row[part]) for part in found}
        if found != wanted:
            wrong[case] = (found, wanted)
    assert not wrong


def moved(field, kind, figure):
    """The certain points with the unit's own figure at so much, all others still."""
    return FIELDS[field].counted(KINDS[kind], figure)


@pytest.mark.parametrize(("kind", "field"), [case for case in CASES if KINDS[case[0]].tight])
def test_a_lever_pays_what_is_counted(kind, field, books):
    board = levers.board(FIELDS[field].frame(), book_for(books, kind, field), CITY, MONTH)
    rows = {row["lever"]: row for row in board.levers.rows(named=True)}
    before, own = moved(field, kind, FIELDS[field].own)[0], FIELDS[field].own
    best = max(moved(field, kind, place * STEP)[0] for place in range(0, 10001, 50))
    row = rows["rate"]
    assert row["open"] >= best - before - 1e-6
    if row["next"] is not None:
        assert moved(field, kind, row["next"])[0] - before == pytest.approx(row["pays"], abs=1e-5), own
        assert moved(field, kind, row["best"])[0] - before == pytest.approx(row["open"], abs=1e-5)


@pytest.mark.parametrize("wanted", ("cap", "2.5"))
@pytest.mark.parametrize(("kind", "field"), [case for case in CASES if KINDS[case[0]].tight])
def test_a_goal_is_the_nearest_figure_that_is_counted_to_reach_it(kind, field, wanted, books):
    book, amount = book_for(books, kind, field), MOST if wanted == "cap" else float(wanted)
    found = goal.seek(FIELDS[field].frame(), book, CITY, MONTH, "rate", f"1:{wanted}")

    def reaches(figure):
        low, high = moved(field, kind, figure)
        return low >= amount - 1e-9 and low == pytest.approx(high, abs=1e-9)

    own = FIELDS[field].own
    nearest = found.needed if found.needed is not None else 2.0
    for figure in {round(place * 0.01, 2) for place in range(101)} - {own}:
        nearer = abs(figure - (own or 0)) < abs(nearest - (own or 0)) - 1e-9
        assert not (nearer and not found.reached and reaches(figure)), (figure, found.needed)
    if found.needed is not None:
        toward = found.needed - STEP if found.needed > (own or 0) else found.needed + STEP
        assert reaches(found.needed) and (found.needed == 0 or not reaches(toward))
    elif not found.reached:
        assert found.binds and "受限于" in str(lever_tables.goal_table(found, book))
    assert found.reached == (own is not None and reaches(own))
