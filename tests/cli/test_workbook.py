"""The command that writes a workbook of formulas."""

from __future__ import annotations

from recalculating import formulas, names, values


def test_it_writes_a_workbook_of_both_rulebooks(scorecard, tmp_path):
    ran = scorecard("workbook", "--city", "江阴", "--month", "2021-03", target := tmp_path / "江阴.xlsx")
    assert ran.code == 0 and "已写入" in ran.out
    content = target.read_bytes()
    assert {"hard_18_3_rate", "monitoring_total_low", "xinyidai_loans"} <= names(content).keys()
    assert names(content)["hard_total_points"] in formulas(content) and values(content)


def test_one_rulebook_in_english(scorecard, tmp_path):
    asked = ("--rulebook", "hard-2019", "--scenario", "baseline", "--lang", "en")
    ran = scorecard("workbook", "--city", "320281", "--month", "2021-03", *asked, target := tmp_path / "e.xlsx")
    assert ran.code == 0 and ("Overview", "A1") in values(target.read_bytes())


def test_faults_are_told_and_nothing_is_written(scorecard, tmp_path):
    for city, month, name in (
        ("江阴", "2021-03", "x.csv"),
        ("江阴", "1999-01", "x.xlsx"),
        ("无此市", "2021-03", "x.xlsx"),
    ):
        ran = scorecard("workbook", "--city", city, "--month", month, tmp_path / name)
        assert ran.code == 1 and "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []
