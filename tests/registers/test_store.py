"""Sorted registers are kept, read again only where something changed, and forgotten with their files."""

from __future__ import annotations

import os

import polars as pl
import pytest

import small_registers
from analysis.registers import REGISTERS, store, wordings
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
        return store.refresh(CITY, MONTH, VISITS, wordings()["visits"], [path])

    return read


def days():
    return store.scan([CITY], [MONTH], VISITS).collect().sort("day")["visits"].to_list()


def test_rows_and_what_was_set_aside_are_kept(refresh):
    told = refresh(("2021-03-01", 5), ("2021-03-02", "约6"))
    assert days() == [5] and store.aside(CITY, MONTH, VISITS)["line"].to_list() == [3]
    assert told["tables"][0]["read"] == 2 and store.told(CITY, MONTH, VISITS) == told


def test_nothing_is_read_again_unless_it_changed(refresh, monkeypatch):
    told = refresh(("2021-03-01", 5))
    monkeypatch.setattr(store, "deliver", lambda *_: pytest.fail("read again"))
    assert refresh(("2021-03-01", 5)) == told
    with pytest.raises(pytest.fail.Exception):
        refresh(("2021-03-01", 6))


@pytest.mark.parametrize("name", ["params/registers.toml", "params/calendar.csv", "data/registers/genuine.csv"])
def test_a_change_of_what_decides_the_reading_reads_anew(refresh, home, monkeypatch, name):
    refresh(("2021-03-01", 5))
    path = home / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(path.read_bytes() + b"\n" if path.is_file() else b"code\n")
    monkeypatch.setattr(store, "deliver", lambda *_: pytest.fail("read again"))
    with pytest.raises(pytest.fail.Exception):
        refresh(("2021-03-01", 5))


def test_the_same_delivery_gives_the_same_bytes(refresh):
    refresh(("2021-03-01", 5), ("2021-03-02", "约6"))
    files = sorted(store.folder(CITY, MONTH).glob("*"))
    before = [path.read_bytes() for path in files]
    for path in files:
        os.unlink(path)
    refresh(("2021-03-01", 5), ("2021-03-02", "约6"))
    assert [path.read_bytes() for path in files] == before


def test_a_register_kept_in_part_is_not_kept(refresh):
    refresh(("2021-03-01", 5))
    (store.folder(CITY, MONTH) / "visits.json").write_text("{", "utf-8")
    assert store.told(CITY, MONTH, VISITS) is None
    (store.folder(CITY, MONTH) / "visits.json").write_text('{"format": "another"}', "utf-8")
    assert store.told(CITY, MONTH, VISITS) is None


def test_what_is_forgotten_has_no_rows(refresh):
    refresh(("2021-03-01", 5))
    store.forget(CITY, MONTH, VISITS)
    store.forget(CITY, MONTH, VISITS)
    assert days() == [] and store.paths([CITY], [MONTH], VISITS) == []
    assert store.scan([CITY], [MONTH], VISITS).collect_schema() == pl.Schema(VISITS.schema())
