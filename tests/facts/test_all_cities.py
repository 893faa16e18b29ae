"""All cities' figures of a month at once: as each city's own, whoever wrote the file; who is faulty is left out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import nations
from analysis import facts, simulations
from analysis.facts import store

ROOT = Path(__file__).resolve().parents[2]
MONTH, BEFORE = "2021-03", "2021-02"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path)))
    simulations.simulate_nation(["江阴", "宜兴", "昆山"], MONTH, 2, 1)
    return tmp_path


def typed(home, code, text, month=MONTH):
    folder = home / "data" / "facts" / code
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{month}.csv").write_text(f"city,month,fact,value\n{text}\n", "utf-8")


def one_by_one(*codes):
    return pl.concat([facts.up_to(code, MONTH) for code in codes]).sort("city", "month", maintain_order=True)


def test_it_is_what_each_city_alone_would_give(home):
    """Two files of the workbench's, one city with a figure typed in over them, one only typed in."""
    typed(home, "320282", f"320282,{MONTH},joint_domains,4")
    typed(home, "110000", f"110000,{MONTH},joint_domains,7")
    found = facts.all_cities(MONTH, (BEFORE, MONTH))
    assert_frame_equal(found.facts, one_by_one("110000", "320281", "320282", "320583"))
    assert found.faults == found.left_out == ()


def test_only_cities_that_have_the_month(home):
    typed(home, "110000", f"110000,{BEFORE},joint_domains,7", BEFORE)
    found = facts.all_cities(MONTH, (BEFORE,)).facts
    assert set(found["city"]) == {"320281", "320282", "320583"} and set(found["month"]) == {BEFORE, MONTH}
    assert set(facts.all_cities(MONTH).facts["month"]) == {MONTH}


def test_a_faulty_city_is_left_out_and_told_of(home):
    typed(home, "320282", f"320282,{MONTH},joint_domains,many")
    found = facts.all_cities(MONTH, (BEFORE,))
    assert set(found.facts["city"]) == {"320281", "320583"} and found.left_out == ("320282",)
    assert found.faults and "320282" in found.faults[0].where


def test_a_file_in_the_workbenchs_name_is_not_believed(home):
    """Marked as its own, but of another city: read line by line like any, and refused there."""
    file = home / "data" / "facts" / "320282" / f"{MONTH}.parquet"
    other = pl.read_parquet(home / "data" / "facts" / "320281" / f"{MONTH}.parquet")
    other.write_parquet(file, metadata=store.MADE)
    found = facts.all_cities(MONTH)
    assert found.left_out == ("320282",) and "320281" in found.faults[0].zh


def test_without_any_figures_it_is_empty(home):
    assert facts.all_cities("2020-01").facts.is_empty()
