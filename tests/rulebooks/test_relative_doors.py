"""A clause that compares units, asked of working, workbook, levers and goal: each as counted, or why it cannot say."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.formulas import number_text
from analysis.questions import goal, levers
from analysis.reports import workbooks
from analysis.views import lever_tables
from published_kinds import Kind, book_of
from recalculating import formulas, names, recalculated, values
from relative_kinds import APPLYING, CITY, FIELDS, KINDS, MONTH, MOST, Field, relative_kind

CASES = list(product(KINDS, FIELDS))
TIGHT = [case for case in CASES if KINDS[case[0]].tight]
NUMBERS = {kind: str(number) for number, kind in enumerate(KINDS, 1)}
STEP = 1e-4
"""The smallest part of a share that is sought."""
WAITS = ("缺报", "不足", "缺失")
OPEN = "待评定"


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """A rulebook for each kind, where it applies to all and where not; under no kind, one of all kinds."""
    folder = tmp_path_factory.mktemp("relative")
    written = {}
    for applying in (False, True):
        for kind, number in NUMBERS.items():
            clause = relative_kind(KINDS[kind], applying)
            written[kind, applying] = book_of(folder / f"k{number}{applying}" / "book", **{"1": clause})
        clauses = {number: relative_kind(KINDS[kind], applying) for kind, number in NUMBERS.items()}
        written["", applying] = book_of(folder / f"all{applying}" / "book", **clauses)
    return {key: rulebooks.load(path) for key, path in written.items()}


@pytest.fixture(scope="module")
def cards(books):
    return {name: scorecards.card(field.frame(), books["", name in APPLYING], CITY, MONTH)
            for name, field in FIELDS.items()}  # fmt: skip


def verdict(cards, kind, field):
    return cards[field].points.filter(clause=NUMBERS[kind]).row(0, named=True)


@pytest.mark.parametrize(("kind", "field"), CASES)
def test_the_engine_is_a_plain_count(kind, field, cards):
    low, high = FIELDS[field].counted(KINDS[kind], FIELDS[field].own)
    row = verdict(cards, kind, field)
    assert row["low"] <= low + 1e-5 and row["high"] >= high - 1e-5
    if KINDS[kind].tight:
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-5)
    assert row["points"] == (pytest.approx(low) if row["low"] == row["high"] else None)


@pytest.mark.parametrize(("kind", "field"), CASES)
def test_the_working_says_the_points_or_what_keeps_them_open(kind, field, cards):
    row, working = verdict(cards, kind, field), cards[field].working(NUMBERS[kind], "zh")
    said = "\n".join(working.steps)
    assert working.formula and not working.formula.isascii()
    if row["points"] is None:
        assert working.outcome is None and any(word in said for word in WAITS), said
        if None in FIELDS[field].others and row["low"] > 0:
            assert f"{number_text(row['low'])} 至 {number_text(row['high'])}" in said, said
    else:
        assert working.outcome == pytest.approx(row["points"]) and number_text(row["points"]) in said, said
        assert "缺失" not in said


def test_the_cells_recalculated_are_the_engines(cards):
    """Points and both ends of every kind in every field; no cell says another thing than it did before."""
    contents = {f"c{number}": workbooks.workbook_bytes([card], "zh") for number, card in enumerate(cards.values())}
    again = recalculated(contents)
    for number, field in enumerate(FIELDS):
        content, cells = contents[f"c{number}"], again[f"c{number}"]
        places, stored = names(content), values(content)
        for kind, clause in NUMBERS.items():
            row = verdict(cards, kind, field)
            for part in ("points", "low", "high"):
                wanted = OPEN if row[part] is None else pytest.approx(row[part], abs=1e-9)
                assert cells[places[f"book_{clause}_{part}_shown"]] == wanted, (kind, field, part)
        for place in formulas(content):
            before, after = stored.get(place), cells.get(place)
            same = before == after or (isinstance(before, int | float) and after == pytest.approx(before, abs=1e-9))
            assert same or not (before or after), (field, place, before, after)


@pytest.mark.parametrize(("kind", "field"), TIGHT)
def test_a_lever_pays_what_is_counted(kind, field, books):
    """A lever that pays is on the board with what is counted; a comparison that is open is named with why."""
    book = books[kind, field in APPLYING]
    board = levers.board(FIELDS[field].frame(), book, CITY, MONTH)
    rows = {row["lever"]: row for row in board.levers.rows(named=True)}
    before = certain(field, kind, FIELDS[field].own)
    best = max(certain(field, kind, place * STEP) for place in range(0, 10001, 50)) - before
    row = rows.get("rate", {"open": 0.0, "next": None})
    assert row["open"] >= best - 1e-6
    if row["next"] is not None:
        assert certain(field, kind, row["next"]) - before == pytest.approx(row["pays"], abs=1e-5)
        assert certain(field, kind, row["best"]) - before == pytest.approx(row["open"], abs=1e-5)
    notes = "\n".join(lever_tables.lever_board_table(board, book).notes)
    if field in ("alone", "it applies to nobody else"):
        assert board.open == {"1": "few"} and "单位不足" in notes
    elif "lack" in field:
        assert set(board.open.values()) <= {"lack"} and ("缺报数据，按对本单位最不利" in notes) == bool(board.open)


@pytest.mark.parametrize("wanted", ("cap", "2.5"))
@pytest.mark.parametrize(("kind", "field"), TIGHT)
def test_a_goal_is_the_nearest_figure_that_is_counted_to_reach_it(kind, field, wanted, books):
    book, amount = books[kind, field in APPLYING], MOST if wanted == "cap" else float(wanted)
    found = goal.seek(FIELDS[field].frame(), book, CITY, MONTH, "rate", f"1:{wanted}")

    def reaches(figure):
        low, high = FIELDS[field].counted(KINDS[kind], figure)
        return low >= amount - 1e-9 and low == pytest.approx(high, abs=1e-9)

    own = FIELDS[field].own
    assert found.reached == (own is not None and reaches(own))
    if found.reached:
        return
    nearest = abs((2.0 if found.needed is None else found.needed) - (own or 0))
    for figure in {round(place * 0.01, 2) for place in range(101)}:
        assert abs(figure - (own or 0)) >= nearest - 1e-9 or not reaches(figure), (figure, found.needed)
    if found.needed is not None:
        toward = found.needed - STEP if found.needed > (own or 0) else found.needed + STEP
        assert reaches(found.needed) and (found.needed == 0 or not reaches(toward))
    else:
        assert set(lever_tables.goal_table(found, book).rows[-1][0]) and found.binds
        said = str(lever_tables.goal_table(found, book).rows)
        assert ("单位不足" in said) == (field in ("alone", "it applies to nobody else"))


def certain(field, kind, figure):
    """The points that are certain with the unit's own figure at so much, all others still."""
    return FIELDS[field].counted(KINDS[kind], figure)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_where_it_does_not_apply_every_door_gives_its_points_to_the_rest(kind, tmp_path):
    """5 points of 10 fall away: the other clause, 2 of its 5, gives 4 of 10; the figure compared is then no lever."""
    rest = Kind("每个得1分。", "min(most, one * answered)", values={"most": (5, "point"), "one": (1, "point/document")})
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": relative_kind(KINDS[kind], True), "2": rest}))
    field = Field(0.7, (0.6, 0.9), (0, 1, 1))
    facts = field.frame().with_columns(answered=pl.Series([2.0, 1.0, 3.0]))
    card = scorecards.card(facts, book, CITY, MONTH)
    assert dict(card.points.select("clause", "points").iter_rows()) == {"1": 0.0, "2": 4.0}
    assert "不涉及" in "\n".join(card.working("1").steps) and "× 2" in card.working("2").steps[-1]
    content = workbooks.workbook_bytes([card], "zh")
    cells, places = recalculated({"c": content})["c"], names(content)
    assert [cells[places[f"book_{clause}_points_shown"]] for clause in "12"] == [0, 4]
    rows = {row["lever"]: row for row in levers.board(facts, book, CITY, MONTH).levers.rows(named=True)}
    assert rows.get("rate", {"open": 0.0})["open"] == 0 and rows["answered"]["pays"] == pytest.approx(2.0)
    sought = goal.seek(facts, book, CITY, MONTH, "rate", "1:cap")
    assert sought.needed is None and (sought.reached or sought.binds)
    assert goal.seek(facts, book, CITY, MONTH, "answered", "2:10").needed == 5
