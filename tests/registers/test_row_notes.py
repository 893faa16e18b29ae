"""Every figure can be counted anew from the clean rows and the two lists: no cell changes one without a line there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw
import polars as pl
import pytest

from analysis.facts.measured.registry import MEASURES, load_moment
from analysis.facts.measuring.passes import count_measures
from analysis.registers import REGISTERS, Register, register_wordings
from analysis.registers.schema import AMOUNT, CHOICE, CODE, COUNT, DATE, FLAG, NUMBER, TEXT, UNIT, RegisterColumn
from small_registers import MONTH, code, read, table, text_of, written

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


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_no_cell_changes_a_figure_without_a_line_of_file_row_and_column(home, others, register):
    """Each column blank and wrong in each usual way. A row listed as not counted is as good as not delivered."""
    whole = figures(register, others[register.name], others)
    fewer = [record for place, record in enumerate(clean(register)) if place != SPOILT]
    without = figures(register, delivered(home, register, fewer).rows, others)
    for column in register.columns:
        for text in wrongs(register, column):
            records = clean(register)
            records[SPOILT][column.name] = text
            delivery = delivered(home, register, records)
            found = figures(register, delivery.rows, others)
            noted = delivery.noted.filter(pl.col("counted") == "是")
            gone = {*delivery.aside["line"], *delivery.noted.filter(pl.col("counted") == "否")["line"]}
            listed = {*at(delivery.aside), *at(delivery.noted)}
            assert gone <= {SPOILT + 2, SPOILT + 3}, (column.name, text)
            if SPOILT + 2 in gone:
                assert found == without, (column.name, text)
            if found != whole:
                assert any(NAMED.get(column.name, column.name) in heading for _, heading in listed), (
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
