"""Tables that an office fills: columns by any of their headings, faults with their cells."""

from __future__ import annotations

from analysis import rulebooks
from analysis.facts import fact_lookup
from analysis.problems import Problems
from analysis.questions.planning.office_tables import OfficeTable, counted_fact, report_twice

DICTIONARY = rulebooks.load("hard-2019").dictionary
TABLE = OfficeTable({"fact": ("指标",), "size": ("多少", "数量")}, ("fact", "size"), "试表", "A trial table")


def rows(tmp_path, text):
    path = tmp_path / "表.csv"
    path.write_text(text, "utf-8")
    problems = Problems()
    return list(TABLE.rows(path, problems)), problems


def test_a_column_is_found_by_any_of_its_headings(tmp_path):
    found, problems = rows(tmp_path, "数量,指标\n12,信易+实施领域数\n")
    fact = found[0].fact(fact_lookup(DICTIONARY), problems)
    assert fact.name == "xinyi_domains" and found[0].amount("size", fact, problems) == 12.0 and not problems.found


def test_unknown_missing_and_doubled_columns_are_told(tmp_path):
    found, problems = rows(tmp_path, "指标,指标,别的\n信易+实施领域数,,1\n")
    assert found == [] and [problem.zh for problem in problems.found] == [
        "此列有两列；请只留一列。", "试表不认识“别的”列。请改名或删除此列。", "缺少“多少”列。",
    ]  # fmt: skip


def test_a_wrong_cell_is_told_with_its_place(tmp_path):
    found, problems = rows(tmp_path, "指标,多少\n没有的指标,1\n信易+实施领域数,0\n")
    names = fact_lookup(DICTIONARY)
    assert found[0].fact(names, problems) is None
    fact = found[1].fact(names, problems)
    assert found[1].amount("size", fact, problems, above=True) is None
    assert "第2行" in problems.found[0].where and "第3行" in problems.found[1].where
    report_twice(found[1], problems)
    assert "两行" in problems.found[2].zh and found[1].text("note", problems) == ""


def test_changes_of_a_flag_are_counted():
    assert counted_fact(DICTIONARY["judicial_lists"]).unit == "day"
    assert counted_fact(DICTIONARY["xinyi_domains"]).unit == "domain"
