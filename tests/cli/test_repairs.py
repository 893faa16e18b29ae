"""`scorecard repairs`: on a terminal, as data, and as a file that its owner alone can read."""

from __future__ import annotations

import csv
import io
import json
import stat

import pytest

import small_registers
from small_registers import code, delivered


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


@pytest.fixture
def repairs(scorecard, home):
    row = {
        "record": "=1+1", "party_name": "某公司", "party_code": code(1), "authority": "市住建局",
        "decided_on": "2020-11-30",
    }  # fmt: skip
    delivered(home, "penalties", row, month="2020-11")
    return lambda *more, on="2021-04-06": scorecard("repairs", "--city", "江阴", "--on", on, *more)


def test_the_days_are_shown(repairs):
    ran = repairs()
    assert ran.code == 0 and "2021-03-01" in ran.out and "527号" in ran.out and "某公司" not in ran.out


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_days_as_data(repairs, form):
    ran = repairs("--format", form)
    rows = json.loads(ran.out)["records"] if form == "json" else list(csv.DictReader(io.StringIO(ran.out)))
    assert ran.code == 0 and [row["class"] for row in rows] == ["general", "serious", "specific"]
    assert [row["first_repair"] or "" for row in rows] == ["2021-03-01", "2021-05-31", ""]
    assert [row["last_display"] for row in rows] == ["2021-11-30", "2023-11-30", "2023-11-30"]
    assert [row["state"] for row in rows] == ["can_ask", "waiting", "never_asked"]
    assert rows[0]["record"] == ("=1+1" if form == "json" else "'=1+1") and "某公司" not in ran.out


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_file_is_the_owners_alone_and_equal_lists_are_equal_bytes(repairs, tmp_path, form):
    first, again = tmp_path / "a", tmp_path / "b"
    assert all(repairs("--format", form, "--output", place).code == 0 for place in (first, again))
    assert first.read_bytes() == again.read_bytes() and stat.S_IMODE(first.stat().st_mode) == 0o600
    assert "2021-03-01" in first.read_text("utf-8")


@pytest.mark.parametrize(("on", "said"), [("2021-02-30", "不是日期"), ("昨天", "不是日期"), ("2020-01-01", "没有送来")])
def test_a_mistake_is_said_in_a_sentence(repairs, on, said):
    ran = repairs(on=on)
    assert ran.code == 1 and said in ran.err and "Traceback" not in ran.err


def test_a_document_at_fault_stops_the_list(repairs, home):
    path = home / "params" / "repair" / "2019-527.toml"
    path.write_text(path.read_text("utf-8").replace("longest  = 12", "longest  = 24"), "utf-8")
    ran = repairs()
    assert ran.code == 1 and "算例" in ran.err and "Traceback" not in ran.err


def test_a_city_without_registers_is_told_where_they_go(scorecard, home):
    ran = scorecard("repairs", "--city", "昆山", "--on", "2021-04-06")
    assert ran.code == 1 and "data/registers/320583" in ran.err
