"""A run's record: what it holds, that it is read back whole, and what stands in for one that was not kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from analysis.problems import Problem
from analysis.reports import run_records
from analysis.reports.run_records import Ending, RunReport

MADE = RunReport("320281", "2021-03", "made", "reports/320281/2021-03", ("index.html",), "reports/.logs/x.log")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cities.csv").write_bytes((run_records.root() / "data" / "cities.csv").read_bytes())
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path


def record(code=0, reports=(MADE,), problems=(), interrupted=False, cities=("江阴",), ago=5):
    started = datetime.now(UTC) - timedelta(seconds=ago)
    ending = Ending(code, code in (0, 4), interrupted)
    return run_records.ended_record("run", cities, ["2021-03"], ending, started, reports, problems)


def test_a_record_is_read_back_as_it_was_kept():
    kept = record(problems=[Problem("here", "错", "wrong")])
    path = run_records.save_record(kept)
    assert run_records.load_records() == [kept] and json.loads(path.read_text("utf-8"))["format"] == run_records.FORMAT
    assert kept.cities == ({"code": "320281", "name": "江阴市"},) and 4 <= kept.seconds <= 7


@pytest.mark.parametrize(
    ("code", "hows", "interrupted", "status"),
    [
        (0, ["made", "kept"], False, "success"), (4, ["made"], False, "success"),
        (3, ["made", "failed"], False, "partial"), (3, ["failed"], False, "failed"), (1, [], False, "failed"),
        (3, ["made"], True, "interrupted"),
    ],
)  # fmt: skip
def test_how_it_ended(code, hows, interrupted, status):
    reports = [RunReport("320281", "2021-03", how) for how in hows]
    assert record(code, reports, interrupted=interrupted).status == status


def test_problems_are_counted_all_and_told_without_numbers_of_persons():
    many = [Problem("处罚_13912345678.csv", "320281199001011234 有误", "320281199001011234 is wrong")] * 60
    told_of = record(1, problems=many)
    assert told_of.problems == 60 and len(told_of.sentences) == run_records.SENTENCES
    text = json.dumps(told_of.document(), ensure_ascii=False)
    assert "13912345678" not in text and "320281199001011234" not in text and "有误" in text


def test_a_city_nobody_knows_is_named_as_it_was_asked_for():
    assert record(1, cities=["江阳"]).cities == ({"code": "", "name": "江阳"},)


def test_the_newest_comes_first_and_what_is_no_record_is_passed_over(home):
    older, newer = record(ago=100), record(ago=1)
    for each in (older, newer):
        run_records.save_record(each)
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"format": "city-credit-run/1"}'), ("d", '{"format": "x"}')):
        (run_records.records_folder() / f"{name}.json").write_text(text, "utf-8")
    assert run_records.load_records() == [newer, older]


def test_a_report_published_without_a_record_is_listed_by_its_manifest(home):
    folder = home / "reports" / "320281" / "2021-02"
    folder.mkdir(parents=True)
    said = {
        "format": "city-credit-report/1", "parameters": {"city": "320281"}, "period": {"month": "2021-02"},
        "started": "2021-04-01T10:00:00+08:00", "ended": "2021-04-01T10:00:30+08:00", "published": {"index.html": "0"},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(said), "utf-8")
    run_records.save_record(record())
    [newest, older] = run_records.load_records()
    assert (older.command, older.months, older.seconds, older.status) == ("report", ("2021-02",), 30, "success")
    assert older.reports[0].files == ("index.html",) and newest.command == "run"
    own = RunReport("320281", "2021-02", "made", "reports/320281/2021-02")
    run_records.save_record(record(reports=[own]))
    assert len(run_records.load_records()) == 2, "one that a record tells of is not listed twice"
