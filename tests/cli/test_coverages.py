"""What measuring gave, as text."""

from __future__ import annotations

import polars as pl

from analysis.cli import coverages
from analysis.facts.measuring.register_deliveries import TABLES, Deliveries
from analysis.facts.month import MonthMeasurement
from analysis.problems import Problem
from small_registers import CITY, MONTH


def made(*tables, unread=(), notes=()):
    """What measuring gave: tables, each a month, register, file and its rows read, used, set aside, natural."""
    held = [(int(CITY), month, name, file, "", [], *counts, True) for month, name, file, *counts in tables]
    deliveries = Deliveries(pl.DataFrame(held, schema=TABLES, orient="row"), unread, notes)
    return MonthMeasurement((CITY,), pl.DataFrame(), deliveries, ())


def test_rows_are_added_over_a_registers_files_and_months():
    earlier, here = ("2021-02", "permits", "a.csv", 2000, 1500, 300, 200), (MONTH, "permits", "b.csv", 10, 10, 0, 0)
    lines = coverages.read_text(made(earlier, here, (MONTH, "halls", "c.csv", 1, 1, 0, 0)), "en").splitlines()
    assert lines[-2].split()[-7:] == ["permits", "2", "2", "2,010", "1,510", "300", "200"]
    assert lines[-1].split()[-7:] == ["halls", "1", "1", "1", "1", "0", "0"]


def test_problems_are_told_in_the_readers_language_and_not_without_end():
    many = tuple(Problem(f"{place}.csv", "读不了", "unreadable") for place in range(30))
    text = coverages.read_text(made((MONTH, "halls", "c.csv", 1, 1, 0, 0), unread=many), "zh")
    assert "0.csv：读不了" in text and "unreadable" not in text and "另有 10 条" in text and "25.csv" not in text


def test_of_many_missing_figures_the_first_are_named():
    assert coverages._some(["a", "b"], "en") == "a, b"
    assert coverages._some(list("abcdefg"), "en") == "a, b, c, d, e and others, 7 in all"


def test_differing_figures_are_shown_unrounded():
    row = {"fact": "x", "zh": "某数", "supplied": 1234567.25, "measured": 2.0, "counts": "measured", "source": "a.csv"}
    frame = pl.DataFrame([row])
    text = coverages.differing_text(frame, "zh")
    assert "某数" in text and "1,234,567.25" in text and "a.csv" in text
    assert coverages.differing_text(frame.clear(), "zh") == ""


def test_the_first_records_are_shown_and_how_many_there_are():
    rows = pl.DataFrame({"register": ["halls"] * 5, "line": range(5), "record": [None] * 5})
    assert "… and 3 more" in coverages.traced_text(rows, 2, "en")
    assert "None" not in coverages.traced_text(rows, 5, "en")
    assert len(coverages.traced_text(rows.clear(), 5, "en").splitlines()) == 1
