"""`scorecard score` and `scorecard explain`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from analysis.cli.score import _cell
from jiangyin import FILE as SAMPLE

CARD = ["rulebook", "city", "month", "scenario", "passes", "points", "low", "high", "possible", "clauses"]
CLAUSE = ["clause", "kind", "title", "points", "low", "high", "possible", "met", "bound", "reading", "missing"]


def cards(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["cards"]


def clause(card, name):
    return next(clause for clause in card["clauses"] if clause["clause"] == name)


def test_json_has_the_agreed_shape_and_nothing_else_is_printed(scorecard):
    ran = scorecard("score", SAMPLE, "--rulebook", "hard-2019", "--month", "2021-03", "--format", "json")
    (card,) = cards(ran)
    assert list(card) == CARD
    assert [list(clause) for clause in card["clauses"]] == [CLAUSE] * 36
    assert ran.err == ""


def test_json_gives_numbers_unrounded_and_null_where_nothing_is_known(scorecard, facts_file):
    path = facts_file(residents_scored=70, registered_population=100, citizen_score_launched=1, xinyidai_loans=1e9)
    (card,) = cards(scorecard("score", path, "--rulebook", "hard-2019", "--format", "json"))
    assert (card["passes"], card["points"], card["low"], card["high"], card["possible"]) == (
        None,
        None,
        2.5,
        54.9,
        56.4,
    )
    assert clause(card, "17")["points"] == 2.5 and clause(card, "17")["met"] is True
    lending = clause(card, "18.3")
    assert (lending["points"], lending["low"], lending["high"], lending["bound"]) == (None, 0.0, 2.0, "missing")
    assert lending["missing"] == ["market_entities"]


def test_the_three_options_form_one_scenario_in_the_order_given(scorecard, facts_file, tmp_path):
    path = facts_file(residents_scored=40, registered_population=100, citizen_score_launched=1)
    plan = tmp_path / "plan.toml"
    plan.write_text('title="p"\n[[change]]\ntarget="residents_scored"\nhow="set"\namount=60\n', encoding="utf-8")
    base = ("score", path, "--rulebook", "hard-2019", "--format", "json")
    (first,) = cards(scorecard(*base, "--scenario", plan, "--set", "residents_scored=+5", "--reading", "17=linear"))
    assert clause(first, "17")["points"] == pytest.approx(2.25)
    (last,) = cards(scorecard(*base, "--set", "residents_scored=+5", "--scenario", plan, "--reading=17=linear"))
    assert clause(last, "17")["points"] == pytest.approx(2.0)


def test_with_base_puts_the_base_before_the_scenario(scorecard, facts_file):
    path = facts_file(xinyidai_loans=0, market_entities=200000)
    text = scorecard(
        "score", path, "--rulebook", "hard-2019", "--format", "json", "--set", "信易贷放款金额=200亿", "--with-base"
    )
    base, changed = cards(text)
    assert (base["scenario"], clause(base, "18.3")["points"]) == ("baseline", 0.0)
    assert (clause(changed, "18.3")["points"], clause(changed, "18.3")["bound"]) == (2.0, "cap")


def test_a_rule_value_can_be_changed(scorecard, facts_file):
    path = facts_file(xinyidai_loans=1e10, market_entities=200000)
    (card,) = cards(scorecard("score", path, "--rulebook", "hard-2019", "--format", "json", "--set", "18.3.rate=*0.5"))
    assert clause(card, "18.3")["points"] == pytest.approx(0.5)


def test_a_reading_of_a_whole_item_reaches_its_parts(scorecard, facts_file):
    path = facts_file(domains_recorded=24, domains_graded=24)
    (card,) = cards(scorecard("score", path, "--rulebook", "hard-2019", "--format", "json", "--reading", "19=cap-20"))
    assert (clause(card, "19.2")["points"], clause(card, "19.5")["points"]) == (2.0, 4.0)
    assert card["possible"] == 54.0


def test_every_fault_of_the_options_is_named_at_once(scorecard):
    ran = scorecard("score", SAMPLE, "--rulebook", "hard-2019", "--set", "residents_scord=1", "--reading", "17=liner")
    assert ran.code == 1 and ran.out == ""
    assert "Did you mean 'residents_scored'?" in ran.err and "Did you mean 'linear'?" in ran.err


def test_an_impossible_change_is_refused(scorecard):
    ran = scorecard("score", SAMPLE, "--rulebook", "hard-2019", "--set", "residents_scored=99999999")
    assert ran.code == 1 and "户籍人口" in ran.err and "Traceback" not in ran.err


def test_every_fault_of_a_file_is_named_at_once(scorecard, facts_file):
    path = facts_file(permits=-3, penalties="abc", residents_scord=1)
    ran = scorecard("score", path, "--rulebook", "hard-2019")
    assert ran.code == 1 and ran.out == ""
    for said in ("row 2", "row 3", "row 4", "-3", "abc", "residents_scored"):
        assert said in ran.err


def test_strict_ends_with_4_where_a_veto_fell_and_only_there(scorecard, facts_file):
    path = facts_file(service_halls=2, service_halls_connected=1)
    assert scorecard("score", path, "--rulebook", "hard-2019", "--strict").code == 4
    assert scorecard("score", path, "--rulebook", "hard-2019").code == 0
    unknown = facts_file("unknown.csv", service_halls=2)
    assert scorecard("score", unknown, "--rulebook", "hard-2019", "--strict").code == 0


@pytest.mark.parametrize(
    "args", [("score",), ("score", SAMPLE), ("score", SAMPLE, "--rulebook"), ("scor",), ("--nope",)]
)
def test_wrong_usage_ends_with_2(scorecard, args):
    assert scorecard(*args).code == 2


def test_csv_is_one_row_a_clause_and_holds_no_formula(scorecard, facts_file):
    path = facts_file(xinyidai_loans=1e9, market_entities=200000)
    ran = scorecard("score", path, "--rulebook", "hard-2019", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 36 and rows[-1]["clause"] == "20.2"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+@")]


def test_output_goes_to_the_file_whole(scorecard, tmp_path):
    target = tmp_path / "card.json"
    ran = scorecard(
        "score", SAMPLE, "--month", "2021-03", "--rulebook", "hard-2019", "--format", "json", "--output", target
    )
    assert (ran.code, ran.out) == (0, "") and len(json.loads(target.read_text("utf-8"))["cards"]) == 1
    assert list(tmp_path.iterdir()) == [target]


def test_the_table_says_verdict_total_and_what_is_missing(scorecard, facts_file, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    path = facts_file(service_halls=2, service_halls_connected=1)
    text = scorecard("score", path, "--rulebook", "hard-2019").out
    assert "未通过" in text and "待评定（0.00–56.40）" in text and "residents_scored" in text


def test_city_and_month_narrow_what_is_shown(scorecard, facts_file):
    early = facts_file("early.csv", month="2021-02", residents_scored=1)
    late = facts_file("late.csv", residents_scored=1)
    base = ("score", early, late, "--rulebook", "hard-2019", "--format", "json")
    assert [card["month"] for card in cards(scorecard(*base))] == ["2021-02", "2021-03"]
    assert [card["month"] for card in cards(scorecard(*base, "--city", "江阴", "--month", "2021-02"))] == ["2021-02"]
    assert scorecard(*base, "--month", "2020-01").code == 1


def test_history_comes_from_the_earlier_months_given(scorecard, facts_file):
    paths = [
        facts_file(f"{month}.csv", month=month, fraud_findings=found)
        for month, found in {"2021-01": 1, "2021-02": 0, "2021-03": 0, "2021-04": 0}.items()
    ]
    scored = cards(scorecard("score", *paths, "--rulebook", "monitoring-2021", "--format", "json"))
    assert [clause(card, "40.1")["points"] for card in scored] == [-20.0, -20.0, -20.0, 0.0]
    alone = cards(scorecard("score", paths[-1], "--rulebook", "monitoring-2021", "--format", "json"))
    assert clause(alone[0], "40.1")["points"] is None


def test_explain_puts_the_numbers_in(scorecard, facts_file):
    path = facts_file(residents_scored=70, registered_population=100, citizen_score_launched=1)
    text = scorecard("explain", path, "--clause", "17", "--rulebook", "hard-2019").out
    assert "1.5 + 0.5 × 2 = 2.5" in text and "70 ÷ 100 = 70%" in text and "每多10%" in text


def test_explain_finds_the_rulebooks_that_have_the_clause(scorecard):
    assert "20,000,000,000" not in (text := scorecard("explain", SAMPLE, "--clause", "18.3").out)
    assert "hard-2019 18.3" in text and "monitoring-2021" not in text
    both = scorecard("explain", SAMPLE, "--clause", "11").out
    assert "hard-2019 11" in both and "monitoring-2021 11" in both


def test_explain_names_the_near_clause(scorecard):
    ran = scorecard("explain", SAMPLE, "--clause", "18.33")
    assert ran.code == 1 and "Did you mean '18.3'?" in ran.err


@pytest.mark.parametrize("option", ["--city", "--month"])
def test_an_empty_city_or_month_is_refused_and_does_not_mean_all(scorecard, option):
    assert scorecard("score", SAMPLE, "--rulebook", "hard-2019", option, "").code == 1


def test_an_output_that_is_a_folder_is_told_and_ends_with_1(scorecard, tmp_path):
    ran = scorecard("score", SAMPLE, "--rulebook", "hard-2019", "--output", tmp_path)
    assert ran.code == 1 and str(tmp_path) in ran.err and "can't be written" in ran.err


def test_a_verdict_that_is_open_is_said_to_be_open(scorecard, facts_file):
    path = facts_file(residents_scored=70, registered_population=100)
    assert "结论：暂不能评定" in scorecard("score", path, "--rulebook", "hard-2019").out
    assert "Verdict: not known yet" in scorecard("score", path, "--rulebook", "hard-2019", "--lang", "en").out


def test_explain_says_what_is_waited_for_and_why(scorecard, facts_file):
    path = facts_file(fraud_findings=0)
    text = scorecard("explain", path, "--clause", "40.1", "--lang", "en").out
    assert "Missing: fraud in force (Fraud findings) (2021-01, 2021-02 missing)" in text
    text = scorecard("explain", path, "--clause", "9", "--rulebook", "monitoring-2021").out
    assert "统一社会信用代码总数（缺报数据）" in text and "基准值未公布" in text


def test_explain_cuts_endless_decimals_and_marks_them(scorecard, facts_file):
    path = facts_file(residents_scored=2, registered_population=3, citizen_score_launched=1)
    assert "2 ÷ 3 ≈ 66.67%" in scorecard("explain", path, "--clause", "17", "--rulebook", "hard-2019").out


def test_english_has_no_chinese_colons(scorecard):
    assert "：" not in scorecard("explain", SAMPLE, "--clause", "11", "--rulebook", "hard-2019", "--lang", "en").out


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_never_begins_as_a_formula(text):
    assert _cell(text) == f"'{text}"


def test_numbers_truths_and_lists_are_written_plainly():
    assert [_cell(-1.5), _cell(True), _cell(None), _cell(["a", "b"])] == [-1.5, "true", None, "a;b"]


def test_a_total_on_the_terminal_is_not_below_0_and_says_so(scorecard, facts_file):
    """All may be earned or not, and 30 points may be deducted: the report shows 0 to 100."""
    ran = scorecard("score", facts_file(registered_population=1000000), "--rulebook", "monitoring-2021")
    assert "0.00–100.00" in ran.out and "总分显示不低于0" in ran.out
