"""`scorecard due`: the list on a terminal, as data and as files of the office."""

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
def due(scorecard, home):
    row = {
        "record": "=1+1",
        "party_code": code(1),
        "authority": "市住建局",
        "decided_on": "2021-03-26",
        "reported_on": "",
    }
    delivered(home, "permits", row)
    return lambda *more, on="2021-04-06": scorecard("due", "--city", "江阴", "--on", on, *more)


def test_what_falls_due_is_shown(due):
    ran = due()
    assert ran.code == 0 and "1 件在 10 天内到期" in ran.out and "2021-04-07" in ran.out and "某公司" not in ran.out


def test_the_days_ahead_decide(due):
    assert "0 件在 0 天内到期" in due("--days", "0").out


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_list_as_data(due, form):
    ran = due("--format", form)
    rows = json.loads(ran.out)["records"] if form == "json" else list(csv.DictReader(io.StringIO(ran.out)))
    assert ran.code == 0 and [row["deadline"] for row in rows] == ["2021-04-07"]
    assert rows[0]["record"] == ("=1+1" if form == "json" else "'=1+1")


@pytest.mark.parametrize("name", ["xlsx", "html"])
def test_a_file_is_the_owners_alone_and_equal_lists_are_equal_bytes(due, tmp_path, name):
    first, again = tmp_path / f"a.{name}", tmp_path / f"b.{name}"
    assert due("--output", first).code == due("--output", again).code == 0
    assert first.read_bytes() == again.read_bytes() and stat.S_IMODE(first.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("more", "on", "said"),
    [
        ((), "2021-02-30", "不是日期"),
        ((), "昨天", "不是日期"),
        (("--output", "list.odt"), "2021-04-06", ".xlsx"),
        (("--rulebook", "hard-2018"), "2021-04-06", "hard-2019"),
    ],
)
def test_a_mistake_is_said_in_a_sentence(due, more, on, said):
    ran = due(*more, on=on)
    assert ran.code == 1 and said in ran.err and "Traceback" not in ran.err


def test_a_city_without_registers_is_told_where_they_go(scorecard, home):
    ran = scorecard("due", "--city", "昆山", "--on", "2021-04-06")
    assert ran.code == 1 and "data/registers/320583" in ran.err
