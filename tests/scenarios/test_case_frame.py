"""What each name stands for in cases: a column where it varies, else a literal."""

from __future__ import annotations

import random
import shutil

import polars as pl
import pytest

import made_up
from analysis import facts, rulebooks, scenarios, scorecards
from analysis.calendars import months_back
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario, build_cases
from made_up import months, row
from small_books import BOOKS
from small_projects import ROOT

BOOK = rulebooks.load("hard-2019")
LASTING = rulebooks.load(BOOKS / "lasting-deduction")
HARD = rulebooks.load("hard-2019")
MONITORING = rulebooks.load("monitoring-2021")
OF = {history.name: history.of for clause in LASTING.clauses.values() for history in clause.histories.values()}
WORST = Scenario("worst", (Change("10.3.reading", "set", "worst-month"),))


def test_a_name_is_a_column_a_literal_or_unknown():
    cases = scenarios.build_cases(made_up.row(joint_domains=3.0), BOOK, scenarios.BASELINE)
    assert isinstance(cases.term("joint_domains"), pl.Expr)
    assert cases.term("17.half") == 0.5
    assert cases.term("residents_scored") is None


def test_bare_cases_have_the_names_and_no_row():
    cases = scenarios.build_cases(made_up.row(joint_domains=3.0), BOOK, scenarios.BASELINE)
    assert cases.bare().frame.height == 0 and cases.bare().columns == cases.columns


def drawn_history(history, amounts, book=LASTING, first="2021-01"):
    """A history of one city, month by month."""
    facts = months(first, *(None if amount == "no row" else {OF[history]: amount} for amount in amounts))
    return build_cases(facts, book, BASELINE).frame[history].to_list()


@pytest.mark.parametrize(
    ("history", "amounts", "drawn"),
    [
        # one of two months above zero
        ("in_force", [0, 1, 0, 0, 3], [None, 1, 1, 0, 1]),
        ("in_force", [1, None, 0, 0], [1, 1, None, 0]),
        # the sum of three months
        ("quarter", [1, 2, 3, 4, 0], [None, None, 6, 9, 7]),
        ("quarter", [1, 2, None, 4, 5, 6], [None, None, None, None, None, 15]),
        # the highest and the lowest of three months
        ("worst", [50, 120, 80, 70, 60], [None, None, 120, 120, 80]),
        ("worst", [50, None, 80, 70, 60], [None, None, None, None, 80]),
        ("fewest", [5, 3, 4, 6, 7], [None, None, 3, 3, 4]),
        ("fewest", [0, 3, None], [None, None, None]),
    ],
)
def test_a_window_of_months_is_drawn_and_unknown_where_a_month_is_missing(history, amounts, drawn):
    assert drawn_history(history, amounts) == drawn


def test_any_is_known_as_soon_as_one_month_is_above_zero():
    assert drawn_history("in_force", [None, 2]) == [None, 1.0]
    assert drawn_history("in_force", [None, 0]) == [None, None]


@pytest.mark.parametrize("gap", [None, "no row"])
def test_a_month_without_a_row_is_as_unknown_as_one_without_a_figure(gap):
    rows = [total for total in drawn_history("quarter", [1, 1, 1, gap, 1, 1, 1]) if total is not None]
    assert rows == [3.0, 3.0]
    assert drawn_history("in_force", [1, gap, 0, 0])[-2:] == [None, 0.0]


def test_windows_run_over_the_end_of_the_year():
    assert drawn_history("quarter", [1, 2, 3, 4], first="2020-11") == [None, None, 6, 9]


def test_a_year_apart_is_not_a_month_apart():
    """March 2020 is twelve months before March 2021."""
    facts = pl.concat(row(month=month, fraud_findings=count) for month, count in [("2020-03", 1), ("2021-03", 0)])
    assert build_cases(facts, LASTING, BASELINE).frame["in_force"].to_list() == [1.0, None]


def test_a_city_does_not_look_back_into_another():
    facts = pl.concat([months("2021-01", {"fraud_findings": 1}, city="A"), row("B", "2021-02", fraud_findings=0)])
    assert build_cases(facts, LASTING, BASELINE).frame["in_force"].to_list() == [1.0, None]


def test_a_scenario_does_not_look_back_into_another():
    """One finding in January under the second scenario alone."""
    facts = months("2021-01", {"fraud_findings": 0}, {"fraud_findings": 0})
    found = Scenario("found", (Change("fraud_findings", "set", 1, month="2021-01"),))
    rows = build_cases(facts, LASTING, [BASELINE, found, Scenario("again")]).frame.select("scenario", "in_force").rows()
    assert rows == [
        ("baseline", None), ("baseline", 0.0), ("found", 1.0), ("found", 1.0), ("again", None), ("again", 0.0),
    ]  # fmt: skip


def test_months_may_be_given_in_any_order():
    facts = months("2021-01", *({"publicity_events": count} for count in (1, 2, 3)))
    assert build_cases(facts.reverse(), LASTING, BASELINE).frame["quarter"].to_list() == [None, None, 6.0]


def test_a_figure_supplied_under_the_historys_own_name_stands_in_where_the_months_do_not_tell():
    facts = months("2021-01", {"fraud_findings": 0, "in_force": 1}, {"fraud_findings": 0, "in_force": 1})
    assert build_cases(facts, LASTING, BASELINE).frame["in_force"].to_list() == [1.0, 0.0]
    assert build_cases(row(in_force=1), LASTING, BASELINE).frame["in_force"].to_list() == [1.0]


def test_a_change_of_a_fact_reaches_the_months_after_it_and_one_of_the_history_its_own_month():
    facts = months("2021-01", *({"publicity_events": 1},) * 5)
    more = Scenario("more", (Change("publicity_events", "add", 2, month="2021-02"),))
    assert build_cases(facts, LASTING, more).frame["quarter"].to_list() == [None, None, 5, 5, 3]
    stacked = Scenario("told", (*more.changes, Change("quarter", "set", 9, month="2021-03")))
    assert build_cases(facts, LASTING, stacked).frame["quarter"].to_list() == [None, None, 9, 5, 3]


def test_a_change_that_makes_a_history_impossible_is_refused():
    with pytest.raises(InputError, match=r"five 320281 2021-03 \(5\)(.|\n)*only be 0 \(no\) or 1 \(yes\)"):
        build_cases(row(fraud_findings=0), MONITORING, Scenario("five", (Change("fraud_in_force", "set", 5),)))


def test_a_history_is_drawn_only_where_a_reading_in_force_speaks_of_it():
    facts = months("2021-01", {"league": 3, "monitoring_rank": 120}, {"league": 3, "monitoring_rank": 90})
    assert "worst_rank" not in build_cases(facts, HARD, BASELINE).columns
    assert "worst_rank" in build_cases(facts, HARD, WORST).columns
    assert "worst_rank" in build_cases(facts, HARD, [BASELINE, WORST]).columns


def test_the_worst_rank_of_twelve_months_decides_the_other_reading():
    """Rank 101 in January still counts in December, when twelve months are known, and no longer a month later."""
    facts = months("2020-01", {"league": 3, "monitoring_rank": 101}, *[{"league": 3, "monitoring_rank": 9}] * 12)
    scored = scorecards.score(facts, HARD, [BASELINE, WORST]).filter(pl.col("clause") == "10.3")
    latest, worst = (verdicts["met"].to_list() for verdicts in scored.partition_by("scenario"))
    assert latest == [False] + [True] * 12
    assert worst == [None] * 11 + [False, True]


def test_in_a_sweep_a_figure_that_nothing_changes_is_drawn_once_for_all():
    """A thousand scenarios of one month: what is found is in force; where nothing is found it is not known."""
    sweep = [Scenario(f"{step}", (Change("domains_graded", "set", step % 24),)) for step in range(1000)]
    for count, drawn in ((2, 1.0), (0, None)):
        cases = build_cases(row(fraud_findings=count, domains_graded=1), MONITORING, sweep)
        assert (cases.term("fraud_in_force"), cases.term("fraud_findings")) == (drawn, count)


def test_in_a_sweep_over_a_figure_its_history_follows_scenario_by_scenario():
    sweep = [Scenario(f"{step}", (Change("fraud_findings", "set", step % 2),)) for step in range(1000)]
    scored = scorecards.score(row(fraud_findings=0), MONITORING, sweep).filter(pl.col("clause") == "40.1")
    assert scored["points"].to_list() == [None, -20.0] * 500


def test_24_months_with_gaps_from_files_to_points(tmp_path, monkeypatch):
    """Each month's deduction and worst rank, reckoned one by one; unknown, never none, where one lacks.

    A tenth of the months has no file, a tenth a file without the figure.
    """
    home, filed = tmp_path, {}
    for name in ("data/cities.csv", "params/facts.toml"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, home / name)
    folder = home / "data" / "facts" / "320281"
    folder.mkdir(parents=True)
    draw = random.Random(3)
    every = months_back("2021-12", 24)
    for month in every:
        if month != every[-1] and draw.random() < 0.1:
            continue
        figures = {"fraud_findings": int(draw.random() < 0.15), "monitoring_rank": draw.randint(60, 105), "league": 3}
        filed[month] = {fact: value for fact, value in figures.items() if draw.random() > 0.1 or fact == "league"}
        rows = [f"320281,{month},{fact},{value}" for fact, value in filed[month].items()]
        (folder / f"{month}.csv").write_text("\n".join(["city,month,fact,value", *rows, ""]), "utf-8")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(home))
    stored = facts.up_to("江阴", every[-1])
    deducted = scorecards.score(stored, MONITORING).filter(pl.col("clause") == "40.1")
    ranked = scorecards.score(stored, HARD, WORST).filter(pl.col("clause") == "10.3")
    seen = set()
    for month, points, met in zip(deducted["month"], deducted["points"], ranked["met"], strict=True):
        findings = [filed.get(earlier, {}).get("fraud_findings") for earlier in months_back(month, 3)]
        expected = -20.0 if any(findings) else None if None in findings else 0.0
        assert points == expected, month
        ranks = [filed.get(earlier, {}).get("monitoring_rank") for earlier in months_back(month, 12)]
        assert met == (None if None in ranks else max(ranks) <= 100), month
        seen.add(expected)
    assert seen == {-20.0, None, 0.0}
