"""A city's delivery of a month: whose file is whose, what repeats across files, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw
import openpyxl
import polars as pl
import pytest

from analysis.facts.measured.registry import MEASURES, load_moment
from analysis.facts.measuring.passes import count_measures
from analysis.registers import REGISTERS, Register, delivery, register_wordings
from analysis.registers.schema import AMOUNT, CHOICE, CODE, COUNT, DATE, FLAG, NUMBER, TEXT, UNIT, RegisterColumn
from small_registers import MONTH, code, read, table, text_of, workbook, written


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


ROWS = 12
SPOILT = 3
"""The row that is spoilt, from 0; the file numbers it two higher."""

REGISTERED, IDENTITY, OLD_IDENTITY = "320281900307008", "320281199003070014", "320281900307001"
"""A registration number of 15 digits that looks like an identity number too; identity numbers of 18 and 15 places."""

TYPED = {DATE: "2021-03-05", AMOUNT: "5万元", COUNT: "3", NUMBER: "3", FLAG: "是", UNIT: ""}
BLANK = ("", "　", "null", "/")
WRONG: Mapping[str, tuple[str, ...]] = {
    DATE: ("2021-02-30", "9999-12-31", "2021-04-15", "2201-03-05", "不详", "20211399"),
    CODE: (
        "91320281MA00000",
        "９１３２",
        IDENTITY,
        OLD_IDENTITY,
        REGISTERED,
        "9.13203E+17",
        "913202811234567000",
        "无",
        "不详",
    ),
    AMOUNT: ("若干", "-5万元", "12000", "13812345678"),
    COUNT: ("无数", "3.5", "-1"),
    NUMBER: ("若干",),
    FLAG: ("也许", "2"),
    CHOICE: ("待定", "张三"),
    TEXT: (IDENTITY, "无"),
}
NAMED = {"genuine": "code"}
"""A code not confirmed genuine is told in its own column."""

Cells = dict[str, str]


def clean(register: Register) -> list[Cells]:
    """Sound records whose choices take turns; among codes one that fails, and is corrected."""
    records = [{column.name: cell(register, column, number) for column in register.columns} for number in range(ROWS)]
    if register.name == "codes":
        records[SPOILT]["code"] = records[SPOILT]["code"][:-1] + ("2" if records[SPOILT]["code"][-1] == "1" else "1")
    return records


def cell(register: Register, column: RegisterColumn, number: int) -> str:
    if column.kind == CHOICE:
        words = register_wordings()[register.name].choices[column.name]
        choices = [choice for choice in dict.fromkeys(words.values()) if choice != "natural"]
        return choices[number % len(choices)]
    if column.kind == CODE:
        return code(number) if column.name.endswith("code") else "320281"
    if column.name == "day":
        return f"2021-03-{number + 1:02d}"
    return f"{column.name}{number}" if column.kind == TEXT else TYPED[column.kind]


def wrongs(register: Register, column: RegisterColumn) -> Iterator[str]:
    yield from BLANK
    yield from WRONG.get(column.kind, ())
    if register.key == (column.name,) or column.name in ("code", "name"):
        yield clean(register)[SPOILT + 1][column.name]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("spoilt")


@pytest.fixture(scope="module")
def others(home):
    """The clean rows of every register: what a register's measures look up."""
    return {name: delivered(home, register, clean(register)).rows for name, register in REGISTERS.items()}


def delivered(home, register: Register, records: list[Cells]):
    return read(register.name, written(home / f"{register.name}.csv", table(records)))


def figures(register: Register, rows: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> list[tuple]:
    frames = {name: nw.from_native(frame.lazy()) for name, frame in (others | {register.name: rows}).items()}
    own = [measure for measure in MEASURES.values() if register.name in measure.registers]
    counted = count_measures(own, frames, load_moment(MONTH))
    return sorted(counted.filter(pl.col("records") > 0).select("fact", "value", "records").rows())


@pytest.fixture(scope="module")
def counted(others):
    """The figures of a register's rows among the clean rows of all others; equal rows are counted once."""
    found: dict[tuple[str, str], list[tuple]] = {}

    def of(register: Register, rows: pl.DataFrame) -> list[tuple]:
        state = register.name, repr([rows.schema, rows.rows()])
        if state not in found:
            found[state] = figures(register, rows, others)
        return found[state]

    return of


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_no_cell_changes_a_figure_without_a_line_of_file_row_and_column(home, others, counted, register):
    """Each column blank and wrong in each usual way. A row listed as not counted is as good as not delivered."""
    whole = counted(register, others[register.name])
    fewer = [record for place, record in enumerate(clean(register)) if place != SPOILT]
    without = counted(register, delivered(home, register, fewer).rows)
    for column in register.columns:
        for text in wrongs(register, column):
            records = clean(register)
            records[SPOILT][column.name] = text
            delivery = delivered(home, register, records)
            found = counted(register, delivery.rows)
            noted = delivery.noted.filter(pl.col("counted") == "是")
            gone = {*delivery.aside["line"], *delivery.noted.filter(pl.col("counted") == "否")["line"]}
            listed = {*at(delivery.aside), *at(delivery.noted)}
            assert gone <= {SPOILT + 2, SPOILT + 3}, (column.name, text)
            if SPOILT + 2 in gone:
                assert found == without, (column.name, text)
            if found != whole:
                assert any(
                    name in heading
                    for _, heading in listed
                    for name in {column.name, NAMED.get(column.name, column.name)}
                ), (
                    column.name,
                    text,
                    found,
                    whole,
                    noted,
                )
                assert delivery.aside["file"].str.ends_with(f"{register.name}.csv").all()


def at(frame: pl.DataFrame) -> list[tuple[int, str]]:
    """Lines and columns of a list, of the spoilt row and the next, which it may repeat."""
    return [row for row in frame.select("line", "column").rows() if row[0] in (SPOILT + 2, SPOILT + 3)]


def test_an_old_registration_number_is_a_bodys_and_an_identity_number_in_a_bodys_row_is_listed(home):
    records = clean(REGISTERS["codes"])
    for place, number in ((0, REGISTERED), (1, OLD_IDENTITY), (2, IDENTITY)):
        records[place]["code"] = number
    delivery = delivered(home, REGISTERS["codes"], records)
    assert delivery.tables[0]["natural"] == delivery.tables[0]["disputed"] == 2
    assert REGISTERED in delivery.rows["code"].to_list()
    assert delivery.aside.select("line", "column", "value").rows() == [(3, "code", None), (4, "code", None)]
    assert any("按自然人剔除" in note.zh for note in delivery.notes)


def test_a_row_dropped_as_a_persons_though_it_holds_a_sound_code_is_listed(tmp_path, heads, row):
    rows = [[*row(1), ""], [*row(2), "某"], [*row(3, {1: "自然人", 3: ""}), ""]]
    delivery = read("penalties", written(tmp_path / "x.csv", [[*heads, "证件号码"], *rows]))
    assert [delivery.tables[0][key] for key in ("used", "natural", "disputed")] == [1, 2, 1]
    assert delivery.aside.select("line", "column").rows() == [(3, "证件号码")]
    persons = delivery.noted.filter(pl.col("counted") == "否")
    assert persons.select("line", "column").rows() == [(4, "相对人类别")]


def test_codes_with_two_names_and_names_with_two_codes_are_listed_row_by_row(home):
    records = clean(REGISTERS["codes"])
    records[5]["code"], records[8]["name"] = records[6]["code"], records[9]["name"]
    noted = delivered(home, REGISTERS["codes"], records).noted
    twice = noted.filter(pl.col("reason").str.contains("一码多赋|一主体多码")).sort("line")
    assert twice.select("line", "column").rows() == [(7, "code"), (8, "code"), (10, "name"), (11, "name")]


def test_conversion_dates_that_take_a_converted_code_away_are_listed(home):
    records = clean(REGISTERS["codes"])
    for place, day in enumerate(["", "2021-04-01", "9999-12-31"]):
        records[place]["converted_on"] = day
    noted = delivered(home, REGISTERS["codes"], records).noted.filter(pl.col("column") == "converted_on")
    assert noted.select("line", "value").sort("line").rows() == [(2, None), (3, "2021-04-01"), (4, "9999-12-31")]


def test_merged_cells_are_filled_down_and_listed_but_numbers_are_not_repeated(tmp_path, heads, row):
    path = merged(tmp_path / "x.xlsx", heads, [row(number) for number in range(1, 7)])
    delivery = read("penalties", path)
    assert delivery.rows["compliant"].to_list() == [True] * 6 and delivery.rows["fine"].to_list() == [
        1_500_000,
        *[None] * 5,
    ]
    listed = delivery.noted.filter(pl.col("reason").str.contains("合并的单元格"))
    assert listed.select("line", "column").rows() == [(line, "处罚机关") for line in range(3, 8)]
    assert [said for name, said, _ in delivery.tables[0]["remarks"] if name == "authority"] == [
        "“处罚机关”列 5 格为合并单元格，已向下填充"
    ]


def merged(path, heads, rows):
    """The authority and the fine merged downwards over all rows."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    for line, cells in enumerate([heads, *rows]):
        for place, text in enumerate(cells):
            if line == 0 or place not in (7, 8):
                sheet.write(line, place, text)
    for place in (7, 8):
        sheet.merge_range(1, place, len(rows), place, rows[0][place])
    book.close()
    return path


def test_rows_and_files_cut_short_in_a_column_that_is_not_read_are_told(tmp_path, heads, row):
    whole = text_of([[*heads, "备注"], [*row(1), ""], [*row(2), "某"], [*row(3), ""]])
    path = tmp_path / "x.csv"
    path.write_text(whole.replace("某\r\n", "\r\n").replace("否,\r\n", "否\r\n", 1), "utf-8")
    short = read("penalties", path).noted.filter(pl.col("reason").str.contains("格数少于表头"))
    assert short["line"].to_list() == [2]
    path.write_text(whole.rstrip().removesuffix(","), "utf-8")
    assert read("penalties", path).aside["line"].to_list() == [4]
    path.write_text(whole.rstrip("\r\n"), "utf-8")
    assert read("penalties", path).noted.filter(pl.col("reason").str.contains("末行没有换行"))["line"].to_list() == [4]
