"""Figures of files put together: what is taken, and every fault with its place."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import facts, paths
from analysis.contracts import FACTS
from analysis.facts.figure_rows import MOST_FAULTS
from analysis.problems import InputError, Problem, Problems

GOOD = "江阴,2021-03,在运营市场主体数,20万,,工作意见,约数,填报"

READ = """
import sys
from analysis import facts, paths
facts.load(sys.argv[1])
slow = {"openpyxl", "xlsxwriter", "python_calamine", "numpy", "pandas", "pyarrow", "plotly", "scipy", "IPython"}
print(sorted(slow & set(sys.modules)))
"""


def test_a_row_becomes_a_figure(sheet):
    (row,) = facts.load(sheet(GOOD)).to_dicts()
    assert row == {
        "city": "320281",
        "month": "2021-03",
        "fact": "market_entities",
        "value": 200000.0,
        "records": None,
        "status": "supplied",
        "source": "工作意见",
        "note": "约数",
    }


def test_the_frame_keeps_the_contract_and_the_dictionarys_order(sheet):
    frame = facts.load(
        sheet("江阴,2021-03,permits,1,,,,", "江阴,2021-03,codes_total,1,,,,", "江阴,2021-02,permits,1,,,,")
    )
    assert frame.schema == pl.Schema(FACTS.columns)
    assert frame.select("month", "fact").rows() == [
        ("2021-02", "permits"),
        ("2021-03", "codes_total"),
        ("2021-03", "permits"),
    ]


@pytest.mark.parametrize(
    "head",
    ["city,month,fact,value,unit,source,note,status\n", " City ,MONTH, Fact,VALUE,Unit,SOURCE,Note,Status\n",
     "城市 ,　月份,指标,数值,单位,数据来源,说明,状态\n"],
)  # fmt: skip
def test_headings_in_either_language_any_case(sheet, head):
    assert facts.load(sheet(GOOD, head=head)).height == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [("", "supplied"), ("填报", "supplied"), ("测算", "measured"), ("Estimated", "estimated"), ("估算", "estimated")],
)
def test_the_status_as_said(sheet, said, status):
    assert facts.load(sheet(f"江阴,2021-03,permits,5,,,,{said}"))["status"].to_list() == [status]


@pytest.mark.parametrize("value", ["", "NA", "无数据", "—", "缺失", "n/a"])
def test_an_empty_figure_is_missing_and_no_fault(sheet, value):
    (row,) = facts.load(sheet(f"江阴,2021-03,permits,{value},条,,待报,估算")).to_dicts()
    assert (row["value"], row["status"], row["note"]) == (None, "missing", "待报")


def test_lines_of_the_template_not_filled_in_are_nothing(sheet):
    frame = facts.load(sheet(",,permits,,条,,,", "江阴,,permits,,条,,,", GOOD))
    assert frame["fact"].to_list() == ["market_entities"]


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("江阴,2021-03,在运营市场主提数,1,,,,", "指标", "Did you mean 'market_entities'?"),
        ("江阴,2021-03,market_entitis,1,,,,", "指标", "Did you mean 'market_entities'?"),
        ("江阴,2021-03,,1,,,,", "指标", "Empty"),
        ("江阴县,2021-03,permits,1,,,,", "城市", "Did you mean '江阴"),
        ("0320281,2021-03,permits,1,,,,", "城市", "Did you mean '320281'?"),
        (",2021-03,permits,1,,,,", "城市", "Empty"),
        ("江阴,2021-13,permits,1,,,,", "月份", "not a month"),
        ("江阴,Mar-21,permits,1,,,,", "月份", "not a month"),
        ("江阴,,permits,1,,,,", "月份", "Empty"),
        ("江阴,2021-03,permits,abc,,,,", "数值", "not a number"),
        ("江阴,2021-03,permits,NaN,,,,", "数值", "not finite"),
        ("江阴,2021-03,permits,-1,,,,", "数值", "negative"),
        ("江阴,2021-03,permits,1.5,,,,", "数值", "whole number"),
        ("江阴,2021-03,summoned,2,,,,", "数值", "0 (no) or 1 (yes)"),
        ("江阴,2021-03,league,9,,,,", "数值", "choices 1, 2, 3"),
        ("江阴,2021-03,monitoring_rank,0,,,,", "数值", "begin at 1"),
        ("江阴,2021-03,permits,1,万元,,,", "单位", "expected record"),
        ("江阴,2021-03,permits,95,%,,,", "单位", "no percentage"),
        ("江阴,2021-03,permits,1,,,,好的", "状态", "supplied, measured, estimated or missing"),
        ("江阴,2021-03,permits,1,,,,缺失", "状态", "mend one"),
        ("江阴,2021-03,permits,1,,,打电话13812345678,", "备注", "only totals"),
        ("江阴,2021-03,permits,1,,320281199001011234,,", "来源", "only totals"),
        ("江阴,2021-03,permits,1,,,a\x07b,", "备注", "Control signs"),
    ],
)
def test_each_fault_names_file_row_and_column_in_both_languages(sheet, faults, line, column, message):
    (problem,) = faults(sheet(GOOD, line))
    assert problem.where.endswith(f"figures.csv, 第3行 row 3, {column}")
    assert message in problem.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.zh)


def test_all_faults_of_all_files_at_once(sheet, faults, tmp_path):
    first = sheet("江阴,2021/13,permit,x,人,,,", name="a.csv")
    second = sheet("江阴,2021-03,permits,x,,,,", name="b.csv")
    places = [problem.where.removeprefix(f"{tmp_path}/") for problem in faults(first, tmp_path / "no.csv", second)]
    assert places == ["a.csv, 第2行 row 2, 月份", "a.csv, 第2行 row 2, 指标", "no.csv", "b.csv, 第2行 row 2, 数值"]


def test_the_same_figure_twice_is_fine_when_equal(sheet):
    assert facts.load(sheet(GOOD, "320281,202103,market_entities,200000,家,,,")).height == 1


def test_two_values_of_one_figure_name_both_rows(sheet, faults):
    other = sheet("江阴,2021-03,market_entities,199999,,,,", name="b.csv")
    (problem,) = faults(sheet(GOOD, name="a.csv"), other)
    assert "b.csv, 第2行 row 2" in problem.where
    assert "a.csv, 第2行 row 2" in problem.en and "199999" in problem.en and "200000" in problem.en


@pytest.mark.parametrize("order", [1, -1])
def test_a_figure_counts_where_another_file_lacks_it(sheet, order):
    files = [sheet(GOOD, name="a.csv"), sheet("江阴,2021-03,market_entities,,,,,", name="b.csv")]
    assert facts.load(*files[::order])["value"].to_list() == [200000]


def test_a_part_larger_than_its_whole_names_both(sheet, faults):
    (problem,) = faults(sheet("江阴,2021-03,entities_pledged,200001,,,,", GOOD))
    assert "row 2, 数值" in problem.where
    assert "'market_entities' 200000" in problem.en and "row 3" in problem.en and "200001" in problem.en


def test_parts_and_wholes_of_different_months_are_not_compared(sheet):
    assert facts.load(sheet("江阴,2021-02,entities_pledged,200001,,,,", GOOD)).height == 2


def test_a_missing_heading_is_told_once_a_sheet(sheet, faults):
    (problem,) = faults(sheet("江阴,2021-03,5", head="城市,月份,数值\n"))
    assert problem.where.endswith("figures.csv") and "'fact' is missing" in problem.en


def test_an_unknown_column_is_named_with_the_near_name_and_never_its_values(sheet, faults):
    path = sheet("江阴,2021-03,permits,5,张三", head="城市,月份,指标,数值,备注栏\n")
    (problem,) = faults(path)
    assert problem.where.endswith("备注栏") and "Did you mean '备注'?" in problem.en
    assert "张三" not in f"{problem.zh}{problem.en}"


@pytest.mark.parametrize(
    ("head", "message"),
    [("城市,月份,指标,数值,city\n", "two columns 'city'"), ("城市,月份,指标,数值,\n", "no heading")],
)
def test_columns_twice_or_without_heading(sheet, faults, head, message):
    (problem,) = faults(sheet("江阴,2021-03,permits,5,江阴", head=head))
    assert message in problem.en


def test_an_unknown_column_is_a_fault_even_when_empty(sheet, faults):
    (problem,) = faults(sheet("江阴,2021-03,permits,5,", head="城市,月份,指标,数值,审核人\n"))
    assert problem.where.endswith("审核人")


def test_long_values_are_shortened_and_personal_numbers_masked(sheet, faults):
    long, masked = faults(sheet(f"江阴,2021-03,permits,{'很' * 100},,,,", "江阴,2021-03,320281199001011234,5,,,,"))
    assert "很" * 61 not in long.zh and "…" in long.zh
    assert "***" in masked.zh and "199001011234" not in masked.zh + masked.en


def test_more_faults_than_anyone_mends_at_once_are_cut_off(sheet):
    with pytest.raises(InputError) as caught:
        facts.load(sheet(*["江阴,2021-03,permits,x,,,,"] * (MOST_FAULTS * 2)))
    assert len(caught.value.problems) == MOST_FAULTS
    assert f"Only the first {MOST_FAULTS}" in str(caught.value)


def test_facts_of_a_rulebook_of_its_own(sheet, tmp_path):
    own = tmp_path / "facts.toml"
    own.write_text(
        '[halls]\nzh = "大厅"\nen = "Halls"\nunit = "hall"\nnature = "stock"\nmeaning = "halls"\n'
        'meaning_zh = "大厅"\nlow = 0\nhigh = 9\n',
        encoding="utf-8",
    )
    both = {**facts.dictionary(), **facts.read_dictionary(own, facts.dictionary())}
    assert facts.load(sheet("江阴,2021-03,大厅,5,个,,,"), dictionary=both)["fact"].to_list() == ["halls"]


@given(values=st.lists(st.integers(0, 10**12), min_size=1, max_size=5))
def test_whole_figures_come_back_exactly(tmp_path_factory, values):
    names = ["permits", "penalties", "joint_cases", "credit_records", "public_records"][: len(values)]
    path = tmp_path_factory.mktemp("figures") / "figures.csv"
    lines = [f"江阴,2021-03,{name},{value:,}".replace(",", ";", 3) for name, value in zip(names, values, strict=True)]
    path.write_text("城市;月份;指标;数值\n" + "\n".join(lines), encoding="gb18030")
    read = dict(facts.load(path).select("fact", "value").rows())
    assert read == dict(zip(names, map(float, values), strict=True))


def test_a_plain_file_needs_no_library_of_workbooks(sheet):
    path = sheet("江阴,2021-03,在运营市场主体数,5,,,,")
    ran = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, cwd=paths.root())
    assert ran.stdout.strip() == "[]", ran.stdout + ran.stderr


TEXT = "city,month,fact,value\n320281,2021-03,agencies,1 200\n"


@pytest.fixture
def file(tmp_path):
    facts.forget_remarks()
    path = tmp_path / "figures.csv"
    path.write_text(TEXT, "utf-8")
    return path


def test_each_remark_is_told_once_and_again_by_the_next_command(file, capsys):
    for _ in range(2):
        facts.load(file)
    assert capsys.readouterr().err.count("数字中间有空格") == 1
    facts.forget_remarks()
    facts.load_with_places({file: None})
    assert capsys.readouterr().err.count("数字中间有空格") == 1


def test_who_asks_for_the_remarks_gets_them_and_nothing_is_printed(file, capsys):
    remarks = Problems()
    facts.load(file, remarks=remarks)
    assert len(remarks.found) == 1 and capsys.readouterr().err == ""


def test_place_and_both_languages_stand_in_one_line(capsys):
    facts.forget_remarks()
    facts.tell_remarks([Problem("表, 第2行", "读作一。", "Read as one.")] * 2)
    assert capsys.readouterr().err == "表, 第2行：读作一。 Read as one.\n"
