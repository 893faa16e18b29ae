"""How a clause came to its points, as a reader checks it: the formula, the numbers put in, the result."""

import pytest

from analysis.scenarios import BASELINE, build_cases
from analysis.scorecards import clause_calculation
from analysis.scorecards.working_steps import case_row
from made_up import months, row

from .conftest import changing, complete, loaded

SCORED = {"registered_population": 100, "citizen_score_launched": 1}
LINEAR = changing("linear", ("17.reading", "set", "linear"))
NANCHANG = changing("nanchang", ("3.reading", "set", "nanchang-2023"))
GENEROUS = changing("generous", ("1.reading", "set", "generous"))


def worked(name, clause, lang="zh", scenario=BASELINE, **figures):
    """The working of a clause at one city-month."""
    book = loaded(name)
    cases = build_cases(row(**figures), book, scenario)
    return clause_calculation(book.clauses[clause], book, cases, cases.frame.row(0, named=True), lang)


STEPS = [
    ("hard-2019", "17", BASELINE, {"residents_scored": 70, **SCORED},
     ["持分人口占比 = 70 ÷ 100 = 70%", "1.5 + 0.5 × 2 = 2.5"], ["share = 70 ÷ 100 = 70%", "1.5 + 0.5 × 2 = 2.5"]),
    ("hard-2019", "17", BASELINE, {"residents_scored": 20, **SCORED},
     ["持分人口占比 = 20 ÷ 100 = 20%", "20% > 50%：否 → 0"], ["share = 20 ÷ 100 = 20%", "20% > 50%: no → 0"]),
    ("hard-2019", "17", LINEAR, {"residents_scored": 65, **SCORED},
     ["持分人口占比 = 65 ÷ 100 = 65%", "1.5 + 0.5 × （65% − 50%） ÷ 10% = 2.25"],
     ["share = 65 ÷ 100 = 65%", "1.5 + 0.5 × (65% − 50%) ÷ 10% = 2.25"]),
    ("hard-2019", "18.3", BASELINE, {"xinyidai_loans": 5e9, "market_entities": 200000},
     ["户均放款金额 = 5,000,000,000 ÷ 200,000 = 25,000", "0.00002 × 25,000 = 0.5"],
     ["loans each = 5,000,000,000 ÷ 200,000 = 25,000", "0.00002 × 25,000 = 0.5"]),
    ("hard-2019", "10.3", BASELINE, {"league": 3, "monitoring_rank": 42},
     ["县级市 = 县级市 且 42 ≤ 100 → 达标"], ["3 = 3 and 42 ≤ 100 → met"]),
    ("hard-2019", "19.1", BASELINE, {"civil_servant_files": 1}, ["是 → 2"], ["yes → 2"]),
    ("hard-2019", "16", BASELINE, {"joint_domains_automated": 35}, ["2"], ["2"]),
    ("monitoring-2021", "4", complete("monitoring-2021"),
     {"disclosure_records": 1000, "disclosure_concealed": 0, "disclosure_omitted": 4, "disclosure_late": 96},
     ["瞒报、漏报、迟报占比 = （0 + 4 + 96） ÷ 1,000 = 10%", "3 × （1 − 10% ÷ 50%） = 2.4"],
     ["share = (0 + 4 + 96) ÷ 1,000 = 10%", "3 × (1 − 10% ÷ 50%) = 2.4"]),
    ("monitoring-2021", "3", NANCHANG, {"disclosure_records": 100, "disclosure_compliant": 99},
     ["合规率 = 99 ÷ 100 = 99%", "99% ≥ 100%：否；99% ≥ 98%：是 → 1"],
     ["share = 99 ÷ 100 = 99%", "99% ≥ 100%: no; 99% ≥ 98%: yes → 1"]),
    ("monitoring-2021", "40.1", BASELINE, {"fraud_in_force": 1}, ["是 → -20"], ["yes → -20"]),
    ("monitoring-2021", "40.1", BASELINE, {"fraud_in_force": 0}, ["否 → 0"], ["no → 0"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "clause", "scenario", "figures", "zh", "en"), STEPS)
def test_steps_read_like_arithmetic_by_hand(name, clause, scenario, figures, zh, en):
    assert list(worked(name, clause, "zh", scenario, **figures).steps) == zh
    assert list(worked(name, clause, "en", scenario, **figures).steps) == en


def test_what_is_missing_stands_in_the_steps():
    working = worked("hard-2019", "17", "en", **SCORED)
    assert (working.outcome, working.met) == (None, None)
    assert working.steps[0] == "share = missing ÷ 100 = missing"
    assert working.steps[1].startswith("if yes and missing > 50%") and working.steps[1].endswith(" = missing")
    assert worked("hard-2019", "11").steps == (
        "实施领域占国家层面领域比例 = 缺失 ÷ 40 = 缺失",
        "1 × 取小（1，缺失） = 缺失",
    )


def test_an_unset_benchmark_is_missing_too():
    working = worked("monitoring-2021", "6", "en", credit_records=400000, legal_entities=80000)
    assert working.steps == ("density = 400,000 ÷ 80,000 = 5", "min(2, 2 × 5 ÷ missing) = missing")


def test_a_zero_denominator_that_the_clause_speaks_of_is_said_in_its_words():
    working = worked("hard-2019", "13", "en", agencies=0, agencies_connected=0)
    assert working.steps == (working.empty,) and working.empty.startswith("No agency is listed")
    assert (working.outcome, working.met) == (0.0, False)
    assert worked("hard-2019", "13", agencies=0, agencies_connected=0).empty.startswith("应联通单位数为零")


def test_a_zero_denominator_that_no_clause_speaks_of_gives_nothing():
    working = worked("hard-2019", "17", "en", residents_scored=0, registered_population=0, citizen_score_launched=1)
    assert (working.steps[0], working.outcome, working.empty) == ("share = 0 ÷ 0 = missing", None, "")


def test_another_reading_has_a_rule_of_its_own_for_zero():
    figures = {"service_halls": 0, "service_halls_connected": 0}
    assert worked("readings", "1", "en", **figures).steps == ("No hall: 0 points.",)
    working = worked("readings", "1", "en", GENEROUS, **figures)
    assert (working.steps, working.outcome, working.met) == (("No hall: full marks.",), 4.0, True)
    assert working.reading.name == "generous"


def test_the_formula_and_the_target_are_named_for_readers():
    working = worked("hard-2019", "18.1", "zh", xinyi_domains=10)
    assert (working.formula, working.target) == (
        "取小（最高分，每个领域 × 信易+实施领域数）", "信易+实施领域数 ≥ 目标领域数"
    )  # fmt: skip
    working = worked("hard-2019", "14.1", "en", notices_published=10, legal_entities=5)
    assert (working.formula, working.target) == ("min(most, factor × records each)", "records each ≥ target")
    assert working.latex == r"\min\left(\text{most}, \text{factor} \times \text{records each}\right)"


def test_a_test_has_its_condition_as_formula_and_no_target_beside():
    working = worked("hard-2019", "8", "en", blacklisted=10, blacklisted_trained=4)
    assert (working.formula, working.target, working.outcome) == ("share ≥ target", "", False)
    assert working.steps == ("share = 4 ÷ 10 = 40%", "40% ≥ 50% → not met, 10 percentage points short")


def test_facts_of_the_reading_are_told_with_their_figures():
    working = worked("hard-2019", "17", residents_scored=70, **SCORED)
    assert working.facts == {"citizen_score_launched": True, "residents_scored": 70, "registered_population": 100}


def test_a_blank_clause_has_nothing_to_work_out():
    working = worked("frame-with-blanks", "3")
    assert (working.formula, working.steps, working.outcome, working.latex) == ("", (), None, "")


def test_a_changed_figure_or_value_stands_in_the_steps():
    changed = changing("changed", ("xinyi_domains", "add", 2), ("18.1.each", "set", 0.5))
    assert worked("hard-2019", "18.1", "en", changed, xinyi_domains=4).steps == ("0.5 × 6 = 3",)


def test_the_row_of_a_scenario_city_and_month_is_found():
    facts = months("2021-01", {"fraud_findings": 1}, {"fraud_findings": 0})
    book = loaded("monitoring-2021")
    cases = build_cases(facts, book, [BASELINE, changing("none", ("fraud_findings", "set", 0))])
    found = [case_row(cases, name, "320281", "2021-02")["fraud_in_force"] for name in ("baseline", "none")]
    assert found == [1.0, None]


def test_a_figure_that_no_scenario_of_a_sweep_changes_is_told_all_the_same():
    book = loaded("hard-2019")
    sweep = [changing(f"{step}", ("joint_domains", "set", step)) for step in range(1000)]
    cases = build_cases(row(joint_domains=1, xinyi_domains=4), book, sweep)
    working = clause_calculation(book.clauses["18.1"], book, cases, case_row(cases, "7", "320281", "2021-03"), "en")
    assert (working.steps, working.facts) == (("0.3 × 4 = 1.2",), {"xinyi_domains": 4.0})
