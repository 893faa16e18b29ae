"""Points once what leaves has left: the truth is a second scoring of figures lessened by hand."""

from __future__ import annotations

import polars as pl
import pytest

import dated_books
from analysis import scorecards
from analysis.questions import rolloff, rolloff_points
from analysis.questions.starting_points import starting_point
from questions.test_rolloff import BASE, home, lent  # noqa: F401  (a fixture)
from scorecards.test_rule_periods import LASTING
from small_registers import CITY

FIGURES = {"market_entities": 10.0, "xinyidai_loans": 4123.0}


@pytest.fixture
def board(home):  # noqa: F811
    lent(home)
    write(home, {BASE: FIGURES})
    return rolloff.roll_off("江阴", BASE, 12, ["hard-2019"])


def write(folder, months):
    place = folder / "data" / "facts" / CITY
    place.mkdir(parents=True, exist_ok=True)
    for month, figures in months.items():
        lines = [f"{CITY},{month},{fact},{value}" for fact, value in figures.items()]
        (place / f"{month}.csv").write_text("\n".join(["city,month,fact,value", *lines, ""]), "utf-8")


def scored(loans):
    rows = pl.DataFrame([{"city": CITY, "month": BASE, **FIGURES, "xinyidai_loans": loans}])
    return scorecards.score(rows, "hard-2019").filter(clause="18.3")["points"].item()


def test_the_clause_gives_what_a_scoring_of_the_lesser_figure_gives(board):
    moved = {row["month"]: (row["low_before"], row["low"]) for row in board.clauses.filter(clause="18.3").to_dicts()}
    assert moved == {
        "2021-04": (scored(4123), scored(4003)),
        "2021-06": (scored(4003), scored(4000)),
        "2022-03": (scored(4000), scored(0)),
    }


def test_the_total_falls_by_what_the_clause_falls(board):
    changes = dict(board.totals.select("month", "low_change").iter_rows())
    assert changes["2021-05"] == pytest.approx(scored(4003) - scored(4123), abs=1e-12)
    assert changes["2022-03"] == pytest.approx(scored(0) - scored(4123), abs=1e-12) and len(changes) == 12


def test_clauses_on_figures_of_which_it_is_unknown_are_named(board):
    assert "18.3" not in board.open["hard-2019"] and "20.1" in board.open["hard-2019"]


def test_without_kept_figures_nothing_is_scored_and_all_that_leaves_is_told(home):  # noqa: F811
    lent(home)
    board = rolloff.roll_off("江阴", BASE, 12, ["hard-2019"])
    assert board.totals.is_empty() and board.leavings.filter(fact="xinyidai_loans").height == 12


def lasting(tmp_path, findings):
    book = dated_books.loaded(tmp_path / "lasting", clause_4=LASTING)
    rows = pl.DataFrame([{"city": CITY, "month": month, "fraud_findings": value} for month, value in findings.items()])
    return starting_point(rows, book, CITY, max(findings))


def test_a_deduction_ends_when_its_finding_leaves_the_months_it_lasts(tmp_path):
    """Found in January, three months: in force in January, February, March, over in April; the base is February."""
    here = lasting(tmp_path, {"2020-12": 0.0, "2021-01": 1.0, "2021-02": 0.0})
    remains = rolloff_points.history_remains(here, 4)
    assert remains["found_lately"] == [1.0, 1.0, 0.0, 0.0, 0.0]
    assert rolloff_points.history_endings(here, remains).select("month", "history").rows() == [
        ("2021-04", "found_lately")
    ]
    totals, clauses = rolloff_points.scored_remains(here, remains)
    assert clauses.select("month", "clause", "low_before", "low").rows() == [("2021-04", "4", -1.0, 0.0)]
    assert dict(totals.select("month", "low_change").iter_rows())["2021-04"] == 1


def test_a_month_that_lacks_leaves_it_unknown_unless_a_finding_decides(tmp_path):
    open_ = lasting(tmp_path, {"2020-12": 0.0, "2021-02": 0.0})
    assert rolloff_points.history_remains(open_, 3)["found_lately"] == [None, None, 0.0, 0.0]
    decided = lasting(tmp_path, {"2020-12": 0.0, "2021-02": 2.0})
    assert rolloff_points.history_remains(decided, 3)["found_lately"] == [1.0, 1.0, 1.0, 0.0]
