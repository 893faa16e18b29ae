"""Sorted registers are kept, read again only where something changed, and forgotten with their files."""

from __future__ import annotations

import os

import polars as pl
import pytest

import small_registers
from analysis.registers import REGISTERS, register_wordings, sorted_registers
from small_registers import CITY, MONTH, delivered

VISITS = REGISTERS["visits"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


@pytest.fixture
def refresh(home):
    """Delivers days with their visits and reads them."""

    def read(*rows):
        path = delivered(home, "visits", *({"day": day, "visits": count} for day, count in rows))
        return sorted_registers.refresh_register(CITY, MONTH, VISITS, register_wordings()["visits"], [path])

    return read


def days():
    return sorted_registers.scan_sorted_rows([CITY], [MONTH], VISITS).collect().sort("day")["visits"].to_list()


def test_rows_and_what_was_set_aside_are_kept(refresh):
    record = refresh(("2021-03-01", 5), ("2021-03-02", "约6"))
    assert days() == [5] and sorted_registers.rows_set_aside(CITY, MONTH, VISITS)["line"].to_list() == [3]
    assert record["tables"][0]["read"] == 2 and sorted_registers.sorting_record(CITY, MONTH, VISITS) == record


def test_nothing_is_read_again_unless_it_changed(refresh, monkeypatch):
    record = refresh(("2021-03-01", 5))
    monkeypatch.setattr(sorted_registers, "read_delivery", lambda *_: pytest.fail("read again"))
    assert refresh(("2021-03-01", 5)) == record
    with pytest.raises(pytest.fail.Exception):
        refresh(("2021-03-01", 6))


@pytest.mark.parametrize("name", ["params/registers.toml", "params/calendar.csv", "data/registers/genuine.csv"])
def test_a_change_of_what_decides_the_reading_reads_anew(refresh, home, monkeypatch, name):
    refresh(("2021-03-01", 5))
    path = home / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(path.read_bytes() + b"\n" if path.is_file() else b"code\n")
    monkeypatch.setattr(sorted_registers, "read_delivery", lambda *_: pytest.fail("read again"))
    with pytest.raises(pytest.fail.Exception):
        refresh(("2021-03-01", 5))


def test_the_same_delivery_gives_the_same_bytes(refresh):
    refresh(("2021-03-01", 5), ("2021-03-02", "约6"))
    files = sorted(sorted_registers.sorted_folder(CITY, MONTH).glob("*"))
    before = [path.read_bytes() for path in files]
    for path in files:
        os.unlink(path)
    refresh(("2021-03-01", 5), ("2021-03-02", "约6"))
    assert [path.read_bytes() for path in files] == before


def test_a_register_kept_in_part_is_not_kept(refresh):
    refresh(("2021-03-01", 5))
    (sorted_registers.sorted_folder(CITY, MONTH) / "visits.json").write_text("{", "utf-8")
    assert sorted_registers.sorting_record(CITY, MONTH, VISITS) is None
    (sorted_registers.sorted_folder(CITY, MONTH) / "visits.json").write_text('{"format": "another"}', "utf-8")
    assert sorted_registers.sorting_record(CITY, MONTH, VISITS) is None


def test_what_is_forgotten_has_no_rows(refresh):
    refresh(("2021-03-01", 5))
    sorted_registers.forget_register(CITY, MONTH, VISITS)
    sorted_registers.forget_register(CITY, MONTH, VISITS)
    assert days() == [] and sorted_registers.sorted_paths([CITY], [MONTH], VISITS) == []
    assert sorted_registers.scan_sorted_rows([CITY], [MONTH], VISITS).collect_schema() == pl.Schema(VISITS.schema())
