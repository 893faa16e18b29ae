"""A city's delivery of a month: whose file is whose, what repeats across files, what could not be read."""

from __future__ import annotations

import openpyxl
import pytest

from analysis.registers import delivery, register_wordings
from small_registers import read, workbook, written


@pytest.fixture
def month(tmp_path, monkeypatch):
    """Files of a month, empty ones, told to their registers; `month("CF_1.csv")`."""
    wordings = register_wordings()
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    place = delivery.delivery_folder("320281", "2021-03")
    place.mkdir(parents=True)

    def of(*names):
        for name in names:
            (place / name).write_bytes(b"")
        found, strange = delivery.files_by_register("320281", "2021-03", wordings)
        return {name: [path.name for path in paths] for name, paths in found.items()}, strange

    return of


@pytest.mark.parametrize(
    ("name", "register"),
    [
        ("penalties.csv", "penalties"),
        ("Penalties 2021.xlsx", "penalties"),
        ("行政处罚_202103.xls", "penalties"),
        ("双公示处罚（三月）.csv", "penalties"),
        ("ＣＦ_0301_2021031508.xls", "penalties"),
        ("行政许可.csv", "permits"),
        ("信用修复.csv", "repairs"),
        ("信用修复培训.csv", "training"),
        ("信用承诺书3月.csv", "pledges"),
        ("失信记录.csv", "breaches"),
        ("失信事件.csv", "events"),
        ("名单.csv", "lists"),
        ("严重失信主体名单.csv", "lists"),
    ],
)
def test_the_beginning_of_its_name_tells_a_files_register(month, name, register):
    assert month(name) == ({register: [name]}, [])


def test_files_of_one_register_come_in_the_order_of_their_names(month):
    found, _ = month("penalties_2.csv", "penalties_1.csv", "CF.csv")
    assert found == {"penalties": ["CF.csv", "penalties_1.csv", "penalties_2.csv"]}


def test_a_file_of_no_register_is_told_with_the_near_name_and_lock_files_are_passed_over(month):
    found, (strange,) = month("penaltys.csv"[:7] + "x.csv", "~$penalties.xlsx", ".penalties.csv.swp")
    assert found == {} and "penaltyx.csv" in strange.where and "'penalties'" in strange.en


def test_rows_that_repeat_one_of_another_file_are_set_aside(tmp_path, heads, row):
    first = written(tmp_path / "penalties_1.csv", [heads, row(1), row(2)])
    book = {"一": [heads, row(2), row(3)], "二": [heads, row(3), row(4), row(4)]}
    second = workbook(tmp_path / "penalties_2.xlsx", book)
    delivery = read("penalties", first, second)
    assert delivery.rows["record"].to_list() == ["CF-1", "CF-2", "CF-3", "CF-4"]
    assert [(record["sheet"], record["used"], record["set_aside"]) for record in delivery.tables] == [
        ("", 2, 0),
        ("一", 1, 1),
        ("二", 1, 2),
    ]
    assert delivery.aside.select("sheet", "line", "reason_en").rows() == [
        ("一", 2, "repeats an earlier row"), ("二", 2, "repeats an earlier row"), ("二", 4, "repeats an earlier row"),
    ]  # fmt: skip


def test_a_missing_part_of_the_key_equals_another_missing_one(tmp_path):
    heads = ["名单类型", "统一社会信用代码", "领域", "列入日期"]
    rows = [["黑名单", "甲", domain, "2020-01-01"] for domain in ("", "税务", "")]
    delivery = read("lists", written(tmp_path / "lists.csv", [heads, *rows]))
    assert delivery.rows.height == 2 and delivery.aside["line"].to_list() == [4]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path, heads, row):
    broken = tmp_path / "penalties_1.xlsx"
    broken.write_bytes(b"x")
    delivery = read("penalties", broken, written(tmp_path / "penalties_2.csv", [heads, row(1)]))
    assert delivery.rows.height == 1 and len(delivery.tables) == 1
    assert [problem.where for problem in delivery.unread] == [str(broken)]


def test_nothing_readable_gives_no_rows(tmp_path):
    (tmp_path / "penalties.csv").write_bytes(b"")
    delivery = read("penalties", tmp_path / "penalties.csv")
    assert delivery.rows is None and delivery.tables == () and delivery.aside.height == 0 and len(delivery.unread) == 1


def test_a_file_of_no_known_heading_is_not_read_and_says_so(tmp_path):
    delivery = read("penalties", written(tmp_path / "x.csv", [["甲", "乙"], ["张三", "1"]]))
    assert (
        delivery.tables == () and "No heading of the register" in delivery.unread[0].en and "张三" not in str(delivery)
    )


def test_a_sheet_of_explanations_beside_the_table_is_only_noted(tmp_path, heads, row):
    path = workbook(tmp_path / "x.xlsx", {"表": [heads, row(1)], "填报说明": [["请每月报送"], ["联系张三"]], "空": []})
    delivery = read("penalties", path)
    assert delivery.unread == () and len(delivery.tables) == 1 and delivery.rows.height == 1
    (note,) = delivery.notes
    assert note.where.endswith("填报说明") and "张三" not in note.zh


def test_a_hidden_sheet_is_noted_only_where_it_seems_to_hold_records(tmp_path, heads, row):
    book = {"表": [heads, row(1)], "旧": [heads, row(2)], "选项": [["是"], ["否"]]}
    delivery = read("penalties", workbook(tmp_path / "x.xlsx", book, hidden=["旧", "选项"]))
    assert delivery.rows["record"].to_list() == ["CF-1"]
    assert [(note.where.rpartition(", ")[2], "Unhide" in note.en) for note in delivery.notes] == [("旧", True)]


def test_a_personal_number_for_a_documents_is_hidden_and_told(tmp_path, heads, row):
    delivery = read("penalties", written(tmp_path / "x.csv", [heads, row(1, {0: "320281199003070014"}), row(2)]))
    assert delivery.rows["record"].to_list() == ["（已隐去1）", "CF-2"]
    assert "1 cells of record look like a person's number" in delivery.notes[0].en and "1990" not in str(delivery)


def test_hidden_rows_and_columns_are_read_and_said_as_in_a_workbook_of_figures(tmp_path, heads, row):
    path = workbook(tmp_path / "x.xlsx", {"表": [heads, *(row(number) for number in range(1, 5))], "空": []})
    book = openpyxl.load_workbook(path)
    book["表"].row_dimensions[3].hidden = book["表"].row_dimensions[99].hidden = True
    book["表"].column_dimensions["H"].hidden = True
    book.save(path)
    delivery = read("penalties", path)
    assert delivery.rows.height == 4
    said = [note.zh for note in delivery.notes if note.where.endswith("x.xlsx, 表")]
    assert said == ["第 3 行是隐藏的，也已读取；不该算的请删除，不要只隐藏。", "隐藏的列“处罚机关”也已读取。"]


def test_sheets_that_were_read_together_are_named(tmp_path, heads, row):
    path = workbook(tmp_path / "x.xlsx", {"一月": [heads, row(1)], "二月": [heads, row(2)], "说明": [["请每月报送"]]})
    delivery = read("penalties", path)
    assert delivery.rows.height == 2 and any("读了 2 个工作表：一月, 二月。" in note.zh for note in delivery.notes)
