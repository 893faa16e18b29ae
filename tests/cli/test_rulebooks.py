"""`scorecard rulebooks`."""

from __future__ import annotations

import dated_books


def test_the_list_counts_tests_scores_and_deductions(scorecard):
    text = scorecard("rulebooks").out
    assert "hard-2019" in text and "monitoring-2021" in text and "demo-2025" in text


def test_a_rulebook_is_shown_with_its_clauses_and_marks(scorecard):
    text = scorecard("rulebooks", "show", "monitoring-2021").out
    assert "27-30" in text and "假定" in text and "严重失信事件" in text


def test_a_clause_is_shown_with_text_formula_values_and_readings(scorecard):
    text = scorecard("rulebooks", "show", "hard-2019", "17").out
    for said in ("每多10%，加0.5分", "持分人口占比", "17.step", "[linear]", "责任单位"):
        assert said in text


def test_an_unset_benchmark_is_said_to_be_unset(scorecard):
    assert "27-30.each" in (text := scorecard("rulebooks", "show", "monitoring-2021", "27-30").out) and "未公布" in text


def test_english_keeps_the_clause_in_chinese(scorecard):
    text = scorecard("rulebooks", "show", "hard-2019", "17", "--lang", "en").out
    assert "每多10%，加0.5分" in text and "Formula" in text


def test_unknown_names_are_answered_with_the_near_one(scorecard):
    ran = scorecard("rulebooks", "show", "hard2019")
    assert ran.code == 1 and "Did you mean 'hard-2019'?" in ran.err
    ran = scorecard("rulebooks", "show", "hard-2019", "18.4")
    assert ran.code == 1 and "Did you mean '19.4'?" in ran.err


def test_english_names_values_in_english_and_has_no_chinese_colons(scorecard):
    text = scorecard("rulebooks", "show", "hard-2019", "18.3", "--lang", "en").out
    assert "18.3.most  2 points" in text and "计分系数" not in text and "：" not in text


def test_odd_names_are_answered_and_never_end_in_a_traceback(scorecard):
    for name in ("x" * 5000, "../../x", "/" * 5000, "😀", "\x1b[2J", ""):
        ran = scorecard("rulebooks", "show", name)
        assert ran.code == 1 and "1 problem" in ran.err and "\x1b" not in ran.err and len(ran.err) < 1000


def test_a_rulebook_shows_roles_and_no_citys_own_units(scorecard):
    """Indicator 7 is printed for 江南水务 and 天力燃气, companies of the sample city."""
    ran = scorecard("rulebooks", "show", "monitoring-2021", "7")
    assert "供水企业" in ran.out and "燃气企业" in ran.out and "江南水务" not in ran.out


def test_dates_are_printed_and_a_months_rules_are_shown_apart(scorecard, tmp_path):
    folder = dated_books.write(tmp_path / "dated")
    whole = scorecard("rulebooks", "show", str(folder)).out
    assert "2020-01-01 至 2020-12-31" in whole and "2021-01-01 至 2022-12-31" in whole and "each 1 → 2" in whole
    value = scorecard("rulebooks", "show", str(folder), "1").out
    assert "至 2020-12-31  1 分/个" in value and "2021-01-01 起  2 分/个" in value
    old = scorecard("rulebooks", "show", str(folder), "2", "--month", "2020-06").out
    assert "每次得1分" in old and "施行期：至 2020-12-31" in old
    outside = scorecard("rulebooks", "show", str(folder), "--month", "2019-12")
    assert outside.code == 1 and "2020-01-01" in outside.err


def test_a_month_outside_ends_with_code_1_and_a_table_leaves_it_out_and_says_so(scorecard, tmp_path):
    folder, figures = dated_books.write(tmp_path / "dated"), tmp_path / "figures.csv"
    rows = [f"320281,{month},joint_domains,3" for month in ("2019-12", "2020-12", "2021-01")]
    figures.write_text("\n".join(["city,month,fact,value", *rows, ""]), "utf-8")
    asked = ("score", figures, "--rulebook", folder, "--format", "csv")
    one = scorecard(*asked, "--month", "2019-12")
    assert one.code == 1 and "2019-12" in one.err
    every = scorecard(*asked)
    assert every.code == 0 and "2019-12" not in every.out and "2019-12" in every.err
    assert ",2020-12,1," in every.out and ",2021-01,3," in every.out
