"""Each unit's own part: counts, what one record left costs, what to do; the truth is a second scoring by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import small_registers
from analysis import scorecards
from analysis.questions import due
from analysis.views import due_tables, due_unit_tables
from small_registers import CITY, code, delivered

HOUSING, CULTURE, BOOK, SCENARIO = "市住建局", "市文旅局", "monitoring-2021", "assumed-benchmarks"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


def permit(record, decided, authority):
    return {"record": record, "party_code": code(1), "authority": authority, "decided_on": decided, "reported_on": ""}


@pytest.fixture
def board(home):
    """Housing: two that run on; culture: one overdue; the lead: one objection without a period."""
    rows = [permit("R1", "2021-03-30", HOUSING), permit("R2", "2021-03-31", HOUSING)]
    delivered(home, "permits", *rows, permit("R3", "2021-03-24", CULTURE))
    delivered(home, "objections", {"record": "Y1", "accepted_on": "2021-03-20", "finished_on": "", "valid": ""})
    return due.due("江阴", date(2021, 4, 6), 2, ["hard-2019"])


def test_who_has_most_overdue_or_near_stands_first_though_another_has_more_in_all(board):
    assert list(due_unit_tables.records_by_owner(board))[:2] == [CULTURE, HOUSING]
    rows = due_unit_tables.owners_table(board).rows
    assert rows[0] == (CULTURE, "1", "0", "0", "0", "—")
    assert rows[1] == (HOUSING, "0", "0", "2", "0", "2021年4月9日")
    assert "发改委" in rows[2][0] and rows[2][1:] == ("0", "0", "0", "1", "—") and len(rows) == 3


def test_a_units_records_are_all_its_own_and_need_no_column_of_units(board):
    owned = due_unit_tables.records_by_owner(board)
    assert sum(frame.height for frame in owned.values()) == board.records.height
    table = due_unit_tables.unit_records_table(board, owned[HOUSING])
    assert [row[2] for row in table.rows] == ["R1", "R2"]
    assert HOUSING not in repr(table.rows) and "责任单位" not in [column.title for column in table.columns]


def test_every_matter_says_what_to_do(board):
    for records in due_unit_tables.records_by_owner(board).values():
        table = due_unit_tables.unit_matters_table(board, records)
        assert [note.split("：")[0] for note in table.notes] == [row[0] for row in table.rows]  # no figures, no cost
    for lang in ("zh", "en"):
        assert all(due_unit_tables.say(f"todo {matter.name}", lang) for matter in due_tables.matters.MATTERS)


def write(home, **figures):
    folder = home / "data" / "facts" / CITY
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{CITY},2021-03,{fact},{value}" for fact, value in figures.items()]
    (folder / "2021-03.csv").write_text("\n".join(["city,month,fact,value", *lines, ""]), "utf-8")


def test_what_one_left_costs_is_a_second_scoring_with_one_less(home):
    """Two faulty codes of ten are open: corrected, the figure is nine of ten for one, and ten for both."""
    wrong = [code(number)[:-1] + ("0" if code(number)[-1] != "0" else "1") for number in (1, 2)]
    plain = {"kind": "企业法人", "status": "存续", "corrected_on": ""}
    delivered(home, "codes", *({"code": own, "name": f"某{place}"} | plain for place, own in enumerate(wrong)))
    figures = {"codes_total": 1000, "codes_faulty": 10, "codes_faulty_corrected": 8}
    write(home, **figures)
    board = due.due(CITY, date(2021, 4, 6), 10, [BOOK], ["baseline", SCENARIO])
    low = [total(figures | {"codes_faulty_corrected": count}) for count in (8, 9)]
    _, cost = due_unit_tables.unit_matters_table(board, board.records).notes
    assert low[1] > low[0] and float(cost.split("失 ")[1].split(" 分")[0]) == pytest.approx(low[1] - low[0], abs=0.005)


def total(figures):
    rows = [{"city": CITY, "month": "2021-03", "fact": fact, "value": float(value)} for fact, value in figures.items()]
    return scorecards.total(pl.DataFrame(rows), BOOK, SCENARIO)["low"].item()


def test_what_only_all_together_bring_is_said_so(home):
    """Clause 5 of the hard indicators wants every permit and penalty reported: one more alone does not meet it."""
    heads = ["record", "party_name", "party_code", "subject", "category", "authority", "decided_on", "reported_on",
             "concealed"]  # fmt: skip
    rows = [
        dict.fromkeys(heads, "某") | permit(f"R{day}", f"2021-03-{day}", HOUSING) | {"concealed": "否"}
        for day in (24, 30)
    ]
    small_registers.through(home, "permits", *rows, dated="decided_on", heads=heads)
    small_registers.through(home, "penalties", dated="decided_on", heads=heads)
    write(home, permits=10, permits_reported=8, penalties=4, penalties_reported=4)
    board = due.due(CITY, date(2021, 4, 6), 10, ["hard-2019"])
    _, cost = due_unit_tables.unit_matters_table(board, board.records).notes
    assert cost.endswith("与全市同类事项一并办结，第 5 项才达标。") and "失" not in cost
    whole = due_tables.due_matters_table(board).rows[0][-1]
    assert whole == "第 5 项由未达标转为达标"


def test_without_figures_no_cost_is_told_and_english_stands(board):
    table = due_unit_tables.unit_matters_table(board, board.records, "en")
    assert len(table.columns) == 6 and table.rows[0][0] == "Permits to be reported"
