"""Every register is read in every format, and no person is found in anything that is written or said of it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import small_projects
import small_registers
from analysis import reports
from analysis.cli import main
from analysis.facts.measured.registry import MEASURES
from analysis.registers import REGISTERS, Register, register_wordings
from analysis.registers.schema import AMOUNT, CHOICE, CODE, COUNT, DATE, FLAG, FLOW, NUMBER, TEXT, UNIT, RegisterColumn
from small_registers import CITY, MONTH, WINDOW, code, read, text_of, written

OLD_WORKBOOK = Path(__file__).parent / "registers" / "files" / "penalties.xls"
PERSON, IDENTITY, MISTYPED, PHONE = "欧阳标记", "320281199003070014", "320281199003070011", "13912345678"
MARKS = (PERSON, "标记", "19900307", PHONE, "1391234")
PERSONAL = {"法定代表人": PERSON, "身份证号": IDENTITY, "联系电话": PHONE, "经办人": PERSON, "CF_FR_ZJHM": MISTYPED}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
FORMATS = {
    "csv": ("csv", "utf-8"),
    "bom": ("csv", "utf-8-sig"),
    "old": ("csv", "gb18030"),
    "xlsx": ("xlsx", ""),
    "parquet": ("parquet", ""),
}
"""Endings and encodings in which registers are delivered."""

Cells = dict[str, str]
TYPED = {DATE: "2021-03-05", AMOUNT: "5万元", COUNT: "3", NUMBER: "3", FLAG: "是", UNIT: "元"}


def plain(register: Register, number: int) -> Cells:
    """A sound record under the first of each column's usual headings."""
    return {_heading(register, column): _cell(register, column, number) for column in register.columns}


def _heading(register: Register, column: RegisterColumn) -> str:
    headings = register_wordings()[register.name].headings
    return next(text for text, meant in headings.items() if meant.column == column.name and not text.isascii())


def _cell(register: Register, column: RegisterColumn, number: int) -> str:
    if column.kind == CHOICE:
        words = register_wordings()[register.name].choices[column.name]
        return next(word for word, choice in words.items() if choice != "natural")
    if column.kind == CODE:
        return code(number)
    if register.name == "visits" and column.kind == DATE:
        return f"2021-03-{number:02d}"
    return f"某{number}" if column.kind == TEXT else TYPED[column.kind]


def rows(records: list[Cells]) -> list[list[str]]:
    heads = list(dict.fromkeys(head for record in records for head in record))
    return [heads, *([record.get(head, "") for head in heads] for record in records)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_every_register_is_read_in_every_format(tmp_path, register, form):
    ending, encoding = FORMATS[form]
    path = written(tmp_path / f"{register.name}.{ending}", rows([plain(register, 1), plain(register, 2)]), encoding)
    frame = read(register.name, path)
    assert frame.aside.height == 0 and frame.notes == () and frame.unread == ()
    assert frame.rows.height == 2 and pl.Schema(frame.rows.schema) == pl.Schema(register.schema())
    needed = [column.name for column in register.columns if column.kept and column.kind != UNIT]
    assert frame.rows.select(needed).null_count().sum_horizontal().item() == 0


def planted(register: Register) -> list[Cells]:
    """Records with a person in every place where one may stand."""
    kinds = {_heading(register, column): column for column in register.columns}
    records = [plain(register, 1) | PERSONAL, plain(register, 2) | dict.fromkeys(PERSONAL, PERSON)]
    for place, (heading, column) in enumerate(kinds.items(), start=3):
        record = plain(register, place)
        if column.kind == TEXT:
            records += [
                record | {heading: text}
                for text in (IDENTITY, MISTYPED, PHONE, IDENTITY.translate(WIDE), f"某 {PHONE}")
            ]
            records += [record | {heading: PERSON}] if not column.kept else []
        elif column.kind == CODE:
            records += [
                record | {heading: text}
                for text in (IDENTITY, MISTYPED, PHONE, f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}")
            ]
        else:
            records += [record | {heading: text} for text in (PERSON, IDENTITY, PHONE, f"填报人：{PERSON}{PHONE}")]
        if column.name == "party_kind":
            texts = {head: PERSON for head, text in kinds.items() if text.kind == TEXT}
            records += [record | {heading: "自然人"} | texts]
    bad = {head: "2021-13-13" for head, column in kinds.items() if column.kind == DATE}
    footer = {next(iter(kinds)): f"填报人：{PERSON}", list(kinds)[-1]: f"电话：{PHONE}"}
    return [*records, plain(register, 30) | bad | PERSONAL, plain(register, 31) | {"证件号码": IDENTITY}, footer]


def _broken(text: str) -> str:
    """The text with a row of too many cells, one of unpaired quotation marks, one cut off; each names a person."""
    head, first, second, *_, last = text.strip().split("\r\n")
    extra = [f"{PERSON},{first}", f'"{PERSON}"{PHONE},{second}', f"{PERSON},{PHONE}"]
    return "\r\n".join(
        [f"填报单位：某局,填报人：{PERSON}", head, *text.strip().split("\r\n")[1:], *extra, last[: len(last) // 2]]
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose registers name persons wherever they can, in every format."""
    home = small_registers.build(tmp_path_factory.mktemp("planted"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(home))
        for register in REGISTERS.values():
            _deliver(home / "data" / "registers" / CITY / MONTH, register)
            for month in WINDOW[:-1] if register.kind == FLOW else ():
                small_registers.delivered(home, register.name, month=month, heads=list(plain(register, 1)))
        yield home


def _deliver(place: Path, register: Register) -> None:
    for form, (ending, encoding) in FORMATS.items():
        written(place / f"{register.name}_{form}.{ending}", rows(planted(register)), encoding)
    dirty = _broken(text_of(rows(planted(register))))
    (place / f"{register.name}_dirty.csv").write_text(dirty, "utf-8")
    (place / f"{register.name}_bare.csv").write_text(f"{PERSON},{PHONE}\n{PERSON},{IDENTITY}\n", "utf-8")
    if register.name == "penalties":
        shutil.copy(OLD_WORKBOOK, place)


@pytest.fixture
def said(home, monkeypatch, capsys):
    """What a command says on both streams, and how it ended."""

    def run(*args: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["scorecard", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    return run


def marks(text: str) -> list[str]:
    narrow = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    return [mark for mark in MARKS if mark in narrow]


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a folder as text: of Parquet every cell and what is said of the columns."""
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            cells = [cell for column in frame for cell in column.cast(pl.String).drop_nulls()]
            yield path.name, "\n".join([*frame.columns, *cells])
        yield path.name, path.read_bytes().decode("utf-8", errors="replace")


def test_persons_rows_are_counted_and_every_row_is_accounted_for(home, said):
    said("measure", "--city", CITY, "--month", MONTH)
    tables = [table for name in REGISTERS for table in _told(home, name)["tables"]]
    assert len(tables) == 6 * len(REGISTERS) + 1
    for table in tables:
        assert table["read"] == table["used"] + table["set_aside"] + table["natural"]
    assert sum(table["natural"] for table in tables) > 100 and sum(table["used"] for table in tables) > 100
    for name in REGISTERS:
        bare = [where for where, _, _ in _told(home, name)["unread"]]
        assert [Path(where).stem for where in bare] == [f"{name}_bare"]


def test_no_person_is_found_in_anything_that_measuring_and_tracing_write_or_say(home, said):
    found: dict[str, list[str]] = {}
    for lang in ("zh", "en"):
        ended, text = said("measure", "--city", CITY, "--month", MONTH, "--lang", lang)
        assert ended == 3 and "18" not in marks(text)
        found[f"measure {lang}"] = marks(text)
    _only_whole(home)
    for fact in {measure.registers: measure.fact for measure in MEASURES.values()}.values():
        output = home / "traces" / f"{fact}.csv"
        ended, text = said("trace", "--fact", fact, "--city", CITY, "--month", MONTH, "--output", str(output))
        found[f"trace {fact}"] = marks(text)
        assert ended == 0, text
    for folder in ("data/encoded", "data/facts", "traces"):
        files = list(texts(home / folder))
        assert files, folder
        for name, text in files:
            found[f"{folder} {name}"] = found.get(f"{folder} {name}", []) + marks(text)
    assert {place: texts for place, texts in found.items() if texts} == {}


def _only_whole(home: Path) -> None:
    """Take away the files that cannot be read or lack a column; without them every figure is known."""
    place = home / "data" / "registers" / CITY / MONTH
    for path in [*place.glob("*_bare.csv"), *place.glob("*.xls")]:
        path.unlink()


def _told(home: Path, register: str) -> dict:
    return json.loads((home / "data" / "encoded" / CITY / MONTH / f"{register}.json").read_text("utf-8"))


def test_no_person_is_found_in_a_published_report(tmp_path, monkeypatch, home, said):
    """A small project whose notebooks show every figure with its source and note, measured from the same registers."""
    _only_whole(home)
    said("measure", "--city", CITY, "--month", MONTH)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    project = small_projects.build(tmp_path)
    shutil.copy(home / "data" / "facts" / CITY / f"{MONTH}.parquet", tmp_path / "data" / "facts" / CITY)
    show = "from analysis import facts\nprint(facts.up_to(city, month).write_csv())"
    project.notebook("overview", show)
    project.notebook("section", show)
    folder = reports.publish(CITY, MONTH, ["small"], ["baseline"])
    assert "registers/320281/2021-03" in (folder / "index.html").read_text("utf-8")
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"index.html", "manifest.json"} <= names and any(name.endswith(".ipynb") for name in names)
    found = {name: marks(text) for name, text in texts(folder)}
    assert {name: texts for name, texts in found.items() if texts} == {}
