"""What was set aside, in words; and the list as a spreadsheet opens it."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from analysis.registers import quarantine
from analysis.registers.quarantine import DISPUTES, NOT_COUNTED, NOTES, REASONS

SOURCES = Path(quarantine.__file__).parent


def fault(**cells):
    plain = {
        "file": "x.csv",
        "sheet": "",
        "line": 2,
        "column": "日期",
        "value": "1",
        "reason": "not a date",
        "words": "某词",
    }
    return pl.DataFrame([plain | cells], schema=quarantine.FAULTS)


def test_every_reason_has_words_and_a_remedy_in_both_languages():
    assert all(len(said) == 4 and all(said) for said in quarantine.REASONS.values())
    listed = quarantine.quarantine_list([fault(reason=reason) for reason in quarantine.REASONS], "penalties")
    assert listed.height == len(quarantine.REASONS) and listed.columns == list(quarantine.COLUMNS)
    assert listed.select(pl.all().null_count()).row(0) == (0,) * len(quarantine.COLUMNS)


def test_every_reason_that_the_code_gives_is_known_and_none_is_left_over():
    given = set()
    for name in ("delivered_files", "heading_recognition", "cell_values", "sorting", "passed_rows"):
        text = (SOURCES / f"{name}.py").read_text("utf-8")
        given |= set(re.findall(r'"([a-z][a-z\' ]+)"', text)) & set(quarantine.REASONS)
        strange = set(re.findall(r'lit\("([a-z\' ]+)"\)', text)) - set(quarantine.REASONS)
        assert not strange, name
    assert given == set(quarantine.REASONS)


def test_an_unknown_reason_is_an_error():
    with pytest.raises(pl.exceptions.PolarsError):
        quarantine.quarantine_list([fault(reason="因为")], "penalties")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")'])
def test_no_cell_begins_as_a_formula_does(tmp_path, text):
    aside = quarantine.quarantine_list([fault(value=text, file=text, sheet=text, column=text)], "penalties")
    path = quarantine.save_quarantine(tmp_path / "quarantine.csv", [aside])
    cells = pl.read_csv(path, infer_schema=False)
    for name in ("file", "sheet", "column", "value"):
        assert cells[name].item() == f"'{text}"


def test_the_list_is_made_for_spreadsheets_and_is_there_even_when_empty(tmp_path):
    path = quarantine.save_quarantine(tmp_path / "quarantine.csv", [])
    assert path.read_bytes() == b"\xef\xbb\xbf" + ",".join(quarantine.COLUMNS).encode() + b"\n"


def test_numbers_and_nulls_stay_as_they_are():
    frame = pl.DataFrame({"line": [1, None], "amount": [-3, 2], "text": [None, "-3"]})
    assert quarantine.spreadsheet_csv(frame).decode("utf-8-sig") == "line,amount,text\n1,-3,\n,2,'-3\n"


def test_the_notes_of_one_kind_are_one_row_and_add_up_to_the_list(tmp_path):
    """Two columns blank, in many rows and in one; a row of a person."""
    rows = [fault(line=line, reason="blank is no", column="瞒报") for line in range(9, 1, -1)]
    rows += [fault(line=4, reason="blank is no", column="合规"), fault(line=5, reason="natural")]
    listed = quarantine.noted_list(rows, "penalties")
    counts = quarantine.note_counts([listed.head(3), listed.slice(3)])
    assert counts.select("column", "rows", "first_line", "counted").rows() == [
        ("瞒报", 8, 2, "是"), ("合规", 1, 4, "是"), ("日期", 1, 5, "否"),
    ]  # fmt: skip
    assert counts["rows"].sum() == listed.height
    assert quarantine.note_counts([]).columns == [*quarantine.KINDS, "rows", "first_line"]


EVERY = REASONS | DISPUTES | NOTES


def test_no_reason_is_named_twice_and_each_has_its_four_texts():
    assert len(EVERY) == len(REASONS) + len(DISPUTES) + len(NOTES)
    assert all(len(said) == 4 and all(said) for said in EVERY.values())
    assert all(said[0].isascii() is False and said[2].isascii() for said in EVERY.values())


def test_no_two_reasons_read_alike():
    assert len({said[0] for said in EVERY.values()}) == len({said[2] for said in EVERY.values()}) == len(EVERY)


def test_no_remedy_sends_a_clerk_to_a_file_of_settings():
    assert not [name for name, said in EVERY.items() if ".toml" in said[1]]


def test_what_is_not_counted_is_among_the_notes():
    assert set(NOT_COUNTED) < set(NOTES)
