"""`scorecard audit`: it runs on files as delivered, with the kept months as history."""

from __future__ import annotations

import json

import polars as pl
import pytest

from honest import months, named

FIRST, LAST = named(24)[0], named(24)[-1]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project of its own with 23 kept months of made-up figures, and the 24th to be filed."""
    from analysis.paths import root

    for name in ("params", "data/cities.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(root() / name)
    facts = months(24, seed=3)
    kept = tmp_path / "data" / "facts" / "320281"
    kept.mkdir(parents=True)
    for month in named(23):
        facts.filter(pl.col("month") == month).write_csv(kept / f"{month}.csv")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))

    def filed(**changes):
        rows = facts.filter(pl.col("month") == LAST)
        for name, value in changes.items():
            rows = rows.with_columns(
                pl.when(pl.col("fact") == name).then(value).otherwise(pl.col("value")).alias("value")
            )
        path = tmp_path / "filed.csv"
        rows.write_csv(path)
        return path

    return filed


def test_a_clean_month_ends_with_0_and_says_so(scorecard, home):
    ran = scorecard("audit", home())
    assert ran.code == 0 and "没有需要重点核查的数据" in ran.out and "对照此前 23 个月" in ran.out


def test_findings_end_with_0_and_name_file_row_and_column(scorecard, home):
    ran = scorecard("audit", home(permits=4.0, permits_reported=4.0), "--lang", "en", "--format", "csv")
    slipped = next(line for line in ran.out.splitlines() if ",slip," in line)
    assert ran.code == 0 and "filed.csv" in slipped and "row " in slipped and "value" in slipped


def test_without_history_a_slip_cannot_be_told(scorecard, home):
    path = home(permits=4.0, permits_reported=4.0)
    assert ",slip," in scorecard("audit", path, "--format", "csv").out
    assert ",slip," not in scorecard("audit", path, "--alone", "--format", "csv").out


def test_a_part_above_its_whole_is_a_finding_here_not_a_refusal(scorecard, facts_file):
    path = facts_file(permits=10, permits_reported=12)
    ran = scorecard("audit", path, "--alone")
    assert ran.code == 0 and "分项大于总数" in ran.out
    assert scorecard("validate", path).code == 1


def test_bad_input_ends_with_1_and_an_unknown_month_too(scorecard, facts_file):
    assert scorecard("audit", facts_file(permits=-1), "--alone").code == 1
    ran = scorecard("audit", facts_file(permits=1), "--alone", "--month", "2021-05")
    assert ran.code == 1 and "There are no figures" in ran.err


def test_json_holds_findings_and_cost(scorecard, facts_file):
    ran = scorecard("audit", facts_file(enterprises=11, market_entities=10), "--alone", "--format", "json")
    answer = json.loads(ran.out)
    assert answer["cost"] == {"rulebook": "monitoring-2021", "clause": "40.1", "each": 20.0, "months": 3}
    first = answer["findings"][0]
    assert (first["rule"], first["cost"], first["values"]) == ("enterprises_in_market", 60.0, [11.0, 10.0])


def test_csv_never_begins_a_cell_as_a_formula(scorecard, tmp_path):
    path = tmp_path / "=x.csv"
    path.write_text(
        "city,month,fact,value\n320281,2021-03,enterprises,11\n320281,2021-03,market_entities,10\n", "utf-8"
    )
    ran = scorecard("audit", path, "--alone", "--format", "csv")
    assert ran.code == 0 and not any(cell.startswith("=") for cell in ran.out.replace("\n", ",").split(","))


def test_validate_says_that_a_second_look_is_due(scorecard, home):
    ran = scorecard("validate", home(permits=4.0, permits_reported=4.0))
    assert ran.code == 0 and "处重点核查事项（重点 2 处）" in ran.out


def test_all_months_of_the_files_are_looked_at_on_request(scorecard, tmp_path):
    path = tmp_path / "facts.csv"
    rows = [f"320281,2021-0{month},{fact}" for month in (1, 2) for fact in ("enterprises,11", "market_entities,10")]
    path.write_text("\n".join(["city,month,fact,value", *rows, ""]), "utf-8")
    latest = scorecard("audit", path, "--alone", "--format", "csv").out
    every = scorecard("audit", path, "--alone", "--all-months", "--format", "csv").out
    assert (latest.count("enterprises_in_market"), every.count("enterprises_in_market")) == (1, 2)


def test_faulty_earlier_months_keep_no_sound_file_from_being_called_sound(scorecard, home, tmp_path):
    (tmp_path / "data" / "facts" / "320281" / "2018-12.csv").write_text("city,month\n", "utf-8")
    ran = scorecard("validate", home())
    assert ran.code == 0 and "自查没有做" in ran.out and "2018-12.csv" in ran.out
