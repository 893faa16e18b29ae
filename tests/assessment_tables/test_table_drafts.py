"""A whole table of an office becomes a rulebook; what is wrong with one is told at once, in its own words and cells."""

from __future__ import annotations

import openpyxl
import polars as pl
import pytest

import office_tables as office
from analysis import facts, rulebooks, scorecards
from analysis.assessment_tables import export_rulebook, new_rulebook
from analysis.problems import InputError

HEAD = ("序号", "一级指标", "考核内容", "分值", "评分标准")


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path / "home")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    return folder


@pytest.fixture
def refused(home):
    """The faults of a table of these rows, by place."""

    def read(*rows, head=HEAD):
        path = office.csv_table(home / "表.csv", [head, *rows])
        with pytest.raises(InputError) as error:
            new_rulebook("细则", path)
        assert not (home / "params" / "rulebooks" / "细则").exists()
        return [(problem.where, problem.zh) for problem in error.value.problems]

    return read


WRITERS = {"docx": office.word_table, "xlsx": office.excel_table}


@pytest.mark.parametrize("ending", WRITERS)
def test_a_table_of_25_items_becomes_a_rulebook_with_tree_points_and_text(home, ending):
    book, _ = new_rulebook("我的细则", WRITERS[ending](home / f"考核表.{ending}"))
    assert book is rulebooks.load("我的细则") and book.own and book.possible == 100
    assert book.title_zh == office.TITLE and book.edition == "2026" and len(book.clauses) == 27
    tops = [group for group in book.groups.values() if not group.parent]
    assert [(group.title_zh, group.possible) for group in tops[:5]] == [
        ("组织保障", 15), ("信息归集公示", 30), ("信用监管", 25), ("诚信文化", 15), ("信用应用", 15)
    ]  # fmt: skip
    assert (tops[5].bonus, tops[5].cap) == (True, 10)
    clause = book.clauses["6"]
    assert clause.title_zh == "及时率" and book.groups[clause.group].title_zh == "信息归集公示"
    standard = "及时率100%得5分，98%以上得3分，95%以上得1分，95%以下不得分。"
    assert clause.text == f"考核内容：双公示信息按时公示。\n评分标准：{standard}"
    assert clause.responsible == ("市信用办", "各部门") and clause.supplier == ("市信用平台",)
    assert clause.provenance == "proposed" and "98%以上得3分" in clause.notes[0].zh
    kinds = [book.clauses[name].kind for name in list(book.clauses)[-2:]]
    assert sorted(kinds) == ["deduction", "test"]


def test_every_proposal_gives_the_points_worked_out_by_hand(home):
    """Cases of one month each: the figures of the item's own facts in order, everything else missing."""
    book, _ = new_rulebook("我的细则", office.word_table(home / "考核表.docx"))
    for name, cases in office.WORKED.items():
        names = sorted(book.clauses[name].facts())
        assert len(names) == len(cases[0][0]), name
        frame = pl.DataFrame(
            {
                "city": "320281",
                "month": [f"2026-{month:02}" for month in range(1, len(cases) + 1)],
                **{fact: [float(given[place]) for given, _ in cases] for place, fact in enumerate(names)},
            }
        )
        points = scorecards.score(frame, book).filter(clause=name)["points"].to_list()
        assert points == pytest.approx([points for _, points in cases], abs=1e-9), name


def test_what_is_not_understood_stays_open_from_nothing_to_all_points(home):
    book, _ = new_rulebook("我的细则", office.word_table(home / "考核表.docx"))
    assert tuple(clause.id for clause in book.clauses.values() if clause.blank) == office.OPEN
    frame = pl.DataFrame({"city": ["320281"], "month": ["2026-10"], "item_1_1": [1.0]})
    rows = scorecards.score(frame, book).filter(pl.col("clause").is_in(office.OPEN))
    assert rows.select("points", "low", "high").rows() == [(None, 0.0, 6.0), (None, 0.0, 3.0)]
    assert "排名" in book.clauses["15"].notes[0].zh


def test_the_rulebook_brings_its_own_facts_with_units_and_they_stay_its_own(home):
    book, _ = new_rulebook("我的细则", office.word_table(home / "考核表.docx"))
    units = {name: book.dictionary[name].unit for name in book.facts()}
    assert units["item_1_1"] == "flag" and units["item_6_1"] == "share" and units["item_20_1"] == "yuan"
    assert units["item_14_1"] == "item" and units["item_21_1"] == "day" and units["item_18_1"] == "event"
    assert not set(units) & set(facts.dictionary())


def test_a_veto_is_a_test_and_a_deduction_goes_below_nothing(home):
    book, _ = new_rulebook("我的细则", office.word_table(home / "考核表.docx"))
    frame = pl.DataFrame({"city": ["320281"] * 2, "month": ["2026-09", "2026-10"], "item_c2_1": [0.0, 1.0]})
    assert scorecards.total(frame, book)["passes"].to_list() == [True, False]


def test_a_table_without_numbers_and_levels_is_read_too(home):
    rows = [
        ("考核内容", "分值", "计分方法"),
        ("印发年度要点", "2", "印发的得2分"),
        ("开展培训", "3", "每次得1分，最高3分"),
    ]
    book, _ = new_rulebook("简表", office.csv_table(home / "简表.csv", rows))
    assert [clause.title_zh for clause in book.clauses.values()] == ["印发年度要点", "开展培训"]
    assert list(book.clauses) == ["1", "2"] and [clause.blank for clause in book.clauses.values()] == [False, False]


def test_all_faults_of_a_table_are_told_at_once_by_row_and_column(refused):
    found = refused(
        ("1", "甲（9分）", "内容", "四分", "每次得1分"),
        ("2", "", "内容", "-2", "每次得1分"),
        ("2", "", "内容", "5", "每次得1分"),
        ("3", "", "", "1", ""),
        ("4", "", "内容", "", "每次得1分"),
        ("", "小计", "", "7", ""),
        ("合计", "", "", "20", ""),
    )
    said = {where.partition("表.csv, ")[2]: zh for where, zh in found}
    assert "“四分”不是数" in said["第2行 row 2, 分值"]
    assert "“-2”是负数" in said["第3行 row 3, 分值"]
    assert "与第 3 行相同" in said["第4行 row 4, 序号"]
    assert "没有考核内容" in said["第5行 row 5"] or "甲" in said.get("第5行 row 5", "甲")
    assert "没有分值" in said["第6行 row 6, 分值"]
    assert "写的是 7 分，第 2—6 行各项合计 8 分" in said["第7行 row 7, 分值"]
    assert "写的是 20 分" in said["第8行 row 8, 分值"]
    assert "“甲”写的是 9 分" in said["第2行 row 2, 一级指标"]


def test_a_table_without_headings_says_what_headings_it_needs(refused):
    [(where, zh)] = refused(("1", "甲"), head=("事项", "说明"))
    assert "没有认出表头" in zh and "分值" in zh and "表.csv" in where


def test_a_row_that_shares_points_but_has_its_own_number_is_told(home):
    import openpyxl

    book = openpyxl.Workbook()
    for row in [HEAD, ("1", "甲", "内容一", "4", "每次得1分"), ("2", "甲", "内容二", "", "每次得2分")]:
        book.active.append(row)
    book.active.merge_cells("D2:D3")
    book.save(home / "合并.xlsx")
    with pytest.raises(InputError) as error:
        new_rulebook("细则", home / "合并.xlsx")
    [problem] = error.value.problems
    assert "共用一个分值“4”" in problem.zh and "第3行" in problem.where and problem.where.endswith("分值")


def test_rows_under_one_merged_weight_are_one_item(home):
    import openpyxl

    book = openpyxl.Workbook()
    rows = [HEAD, ("1", "甲", "台账", "3", "未建立台账的不得分"), ("", "", "", "", "每缺1次扣0.5分，扣完为止")]
    for row in rows:
        book.active.append(row)
    for column in "ABCD":
        book.active.merge_cells(f"{column}2:{column}3")
    book.save(home / "合并.xlsx")
    made, _ = new_rulebook("细则", home / "合并.xlsx")
    [clause] = made.clauses.values()
    assert clause.text == "考核内容：台账\n评分标准：未建立台账的不得分\n每缺1次扣0.5分，扣完为止"
    assert scorecards.score(
        pl.DataFrame({"city": ["320281"], "month": ["2026-10"], "item_1_1": [0.0], "item_1_2": [2.0]}), made
    )["points"].to_list() == [2.0]


def test_a_text_that_begins_with_an_equals_sign_stays_text(home):
    rows = [HEAD, ("1", "甲", '=HYPERLINK("x")', "2", "=1+1")]
    book, _ = new_rulebook("细则", office.csv_table(home / "表.csv", rows))
    assert book.clauses["1"].text == '考核内容：=HYPERLINK("x")\n评分标准：=1+1' and book.clauses["1"].blank


ITEMS = [
    ("1", "甲", "内容一", "1", "有得1分"),
    ("", "", "内容二", "2", "有得2分"),
    ("2", "乙", "内容三", "1", "有得1分"),
]


def test_an_item_without_a_number_takes_the_one_above(home):
    book, _ = new_rulebook("细则", office.csv_table(home / "表.csv", [HEAD, *ITEMS]))
    assert list(book.clauses) == ["1", "1.1", "2"]


def test_a_number_merged_over_several_items_is_parted(home):
    import openpyxl

    workbook = openpyxl.Workbook()
    for row in [HEAD, *ITEMS]:
        workbook.active.append(row)
    workbook.active.merge_cells("A2:A3")
    workbook.save(home / "表.xlsx")
    book, _ = new_rulebook("细则", home / "表.xlsx")
    assert list(book.clauses) == ["1.1", "1.2", "2"]


def test_numbers_that_begin_anew_in_a_later_table_get_a_letter(home):
    book, _ = new_rulebook("我的细则", office.word_table(home / "考核表.docx"))
    assert {"B1", "B2", "C1", "C2"} < set(book.clauses)


def test_what_was_not_read_is_remarked(home):
    rows = [(*HEAD, "领导批示"), ("1", "甲", "内容", "1", "有得1分", "已阅"), ("这一段" * 20, "", "", "", "", "")]
    _, remarks = new_rulebook("细则", office.csv_table(home / "表.csv", rows))
    assert any("领导批示" in remark.where for remark in remarks) and any("第3行" in remark.where for remark in remarks)


def test_the_sample_table_reads_and_only_its_rank_stays_open(home):
    book, remarks = new_rulebook("样例细则", office.ROOT / "docs" / "assessment-table.csv")
    assert not remarks and book.possible == 50 and len(book.clauses) == 11
    assert [clause.id for clause in book.clauses.values() if clause.blank] == ["8"]
    assert [clause.kind for clause in book.clauses.values()][8:] == ["score", "deduction", "test"]


def test_faults_of_reading_and_of_loading_are_told_together_each_by_its_own_cell(home):
    """An unknown unit, a name that is none, a circle, a comparison without a field, points that do not agree."""
    new_rulebook("一次说全", office.word_table(home / "一次说全.docx"))
    path = home / "一次说全.xlsx"
    export_rulebook("一次说全", path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["考核表"]
    column = {cell.value: cell.column for cell in sheet[1]}
    row = {str(cells[column["序号"] - 1].value): cells[0].row for cells in sheet.iter_rows(min_row=2)}
    sheet.cell(row["14"], column["取值"]).value = "each｜0.5｜point/桶｜每个得｜clause\nmost｜4｜point｜最高分｜clause"
    sheet.cell(row["3"], column["公式"]).value = "min(most, each * item_3_9)"
    sheet.cell(row["8"], column["公式"]).value = "most * highest(place(item_8_1))"
    sheet.cell(row["16"], column["公式"]).value = "most * place(item_16_1) / place(item_16_1)"
    sheet.cell(row["12"], column["分值"]).value = "3"
    workbook.save(path)
    with pytest.raises(InputError) as error:
        new_rulebook("一次说全二", path)
    said = {place: problem.zh for problem in error.value.problems for place in row.values()
            if f"第{place}行" in problem.where}  # fmt: skip
    wanted = {
        "14": "不认识单位“桶”",
        "3": "item_3_9",
        "8": "成了循环",
        "16": "请在“其他设定”一列写 field",
        "12": "不符",
    }
    assert {number: text in said.get(row[number], "") for number, text in wanted.items()} == dict.fromkeys(wanted, True)
    assert not (home / "params" / "rulebooks" / "一次说全二").exists()
