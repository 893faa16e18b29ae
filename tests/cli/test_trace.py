"""`scorecard trace`: the records behind a figure, shown and written."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

import small_registers
from analysis.cli.trace import traced_text
from small_registers import MONTH, code, delivered

HALL = {"hall": "一", "connected_on": "2021-03-01"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


@pytest.fixture
def trace(scorecard):
    return lambda fact, *more: scorecard("trace", "--fact", fact, "--city", "江阴", "--month", MONTH, *more)


def test_the_records_behind_a_figure_are_shown_and_written(home, trace, tmp_path):
    plain = {"kind": "企业法人", "status": "存续"}
    delivered(home, "codes", *({"code": code(place)[:17], "name": f"某{place}"} | plain for place in range(40)))
    output = tmp_path / "out" / "trace.csv"
    ran = trace("codes_faulty", "--output", output)
    assert ran.code == 0 and "长度不是 18 位" in ran.out and "某1" not in ran.out
    assert "10" in ran.out.splitlines()[-1]
    assert pl.read_csv(output, infer_schema=False).height == 40


@pytest.mark.parametrize("form", ["json", "csv"])
def test_all_the_records_are_given_in_the_form_asked_for(home, trace, tmp_path, form):
    """Forty are delivered, more than a terminal is shown; printed or written, all of them come."""
    plain = {"kind": "企业法人", "status": "存续"}
    delivered(home, "codes", *({"code": code(place)[:17], "name": f"某{place}"} | plain for place in range(40)))
    output = tmp_path / f"trace.{form}"
    printed, wrote = (
        trace("codes_faulty", "--format", form),
        trace("codes_faulty", "--format", form, "--output", output),
    )
    assert (printed.code, wrote.code, wrote.out) == (0, 0, "")
    for text in (printed.out, output.read_text("utf-8-sig")):
        rows = json.loads(text) if form == "json" else list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == 40


def test_nothing_written_by_a_trace_begins_as_a_formula_does(home, trace, tmp_path):
    row = {"record": "=1+1", "party_code": code(1), "domain": "@x", "submitted_on": "2021-03-01"}
    delivered(home, "reports", row)
    trace("report_domains", "--output", tmp_path / "trace.csv")
    record = pl.read_csv(tmp_path / "trace.csv", infer_schema=False).row(0, named=True)
    assert (record["record"], record["domain"]) == ("'=1+1", "'@x")


def test_a_trace_into_a_place_that_takes_no_file_ends_with_1(home, trace, tmp_path):
    delivered(home, "halls", HALL)
    ran = trace("service_halls", "--output", tmp_path)
    assert ran.code == 1 and "can't be written" in ran.err


def test_a_fact_that_no_register_gives_ends_with_1_and_offers_the_near_one(home, trace):
    ran = trace("service_hall")
    assert ran.code == 1 and "Did you mean 'service_halls'" in ran.err


def test_a_trace_of_a_figure_that_is_unknown_ends_with_1(home, trace):
    ran = trace("service_halls")
    assert ran.code == 1 and "缺 政务大厅 2021-03" in ran.err


def test_the_first_records_are_shown_and_how_many_there_are():
    rows = pl.DataFrame({"register": ["halls"] * 5, "line": range(5), "record": [None] * 5})
    assert "… and 3 more" in traced_text(rows, 2, "en")
    assert "None" not in traced_text(rows, 5, "en")
    assert len(traced_text(rows.clear(), 5, "en").splitlines()) == 1
