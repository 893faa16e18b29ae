"""The figures kept for a city, month by month."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis import facts, places
from analysis.problems import InputError

REAL = places.root()


@pytest.fixture
def folder(home: Path) -> Path:
    """A project with two months of Jiangyin and the real dictionary and cities."""
    for name in ("params/facts.toml", "data/cities.csv"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REAL / name, home / name)
    folder = home / "data" / "facts" / "320281"
    folder.mkdir(parents=True)
    for month in ("2021-01", "2021-03", "2021-04"):
        kept(folder, month)
    return folder


def kept(folder: Path, month: str, city: str = "320281", name: str = "") -> None:
    text = f"city,month,fact,value\n{city},{month},permits,{int(month[-2:])}\n"
    (folder / (name or f"{month}.csv")).write_text(text, encoding="utf-8")


def refused(city: str, month: str) -> str:
    with pytest.raises(InputError) as caught:
        facts.known(city, month)
    return str(caught.value)


@pytest.mark.parametrize("city", ["320281", "江阴", "Jiangyin"])
def test_a_month_comes_with_the_months_before_it_and_none_after(folder, city):
    assert facts.known(city, "2021-03").select("month", "value").rows() == [("2021-01", 1.0), ("2021-03", 3.0)]


def test_a_month_without_a_file_says_where_it_should_be_and_which_there_are(folder):
    text = refused("江阴", "2021-02")
    assert "data/facts/320281/2021-02.csv" in text
    assert "2021-01, 2021-03, 2021-04" in text


def test_a_city_without_a_folder_says_where_it_should_be(folder):
    assert "data/facts/320282/2021-03.csv" in refused("宜兴", "2021-03")


def test_a_row_of_another_city_or_month_is_a_fault(folder):
    kept(folder, "2021-02", name="2021-03.csv")
    kept(folder, "2021-01", city="320282")
    text = refused("江阴", "2021-03")
    assert "2021-03.csv, 第2行 row 2" in text and "this row is of 320281 2021-02" in text
    assert "2021-01.csv, 第2行 row 2" in text and "this row is of 320282 2021-01" in text


def test_a_later_months_faults_do_not_matter_yet(folder):
    kept(folder, "2021-02", name="2021-04.csv")
    assert facts.known("江阴", "2021-03").height == 2


def test_two_files_of_a_month_must_agree(folder):
    facts.known("江阴", "2021-03").filter(month="2021-03").write_parquet(folder / "2021-03.parquet")
    assert facts.known("江阴", "2021-03").height == 2
    kept(folder, "2021-03", name="2021-03.tsv")
    (folder / "2021-03.tsv").write_text("city\tmonth\tfact\tvalue\n320281\t2021-03\tpermits\t9\n", encoding="utf-8")
    assert "keep one of them" in refused("江阴", "2021-03")


@pytest.mark.parametrize("name", ["2021-3.csv", "三月.xlsx", "2021-13.csv"])
def test_a_file_whose_name_is_no_month_is_a_fault(folder, name):
    (folder / name).write_text("x", encoding="utf-8")
    text = refused("江阴", "2021-03")
    assert name in text and "must be a month" in text


def test_an_old_workbook_of_a_month_is_not_passed_over(folder):
    (folder / "2021-02.xls").write_bytes(b"x")
    assert "Save an old .xls as .xlsx" in refused("江阴", "2021-03")


@pytest.mark.parametrize("name", ["~$2021-03.xlsx", ".2021-03.csv.tmp", "readme.md", "2021-03.csv.bak"])
def test_lock_files_hidden_files_and_papers_are_left_alone(folder, name):
    (folder / name).write_bytes(b"x")
    assert facts.known("江阴", "2021-03").height == 2


@pytest.mark.parametrize(
    ("city", "month", "message"), [("江阴", "三月", "not a month"), ("../..", "2021-03", "not in the table")]
)
def test_a_city_or_month_that_is_none(folder, city, month, message):
    assert message in refused(city, month)


def test_the_sample_city_has_every_fact_and_leaves_three_missing():
    frame = facts.known("江阴", "2021-03").filter(month="2021-03")
    supplied = [name for name, fact in facts.dictionary().items() if not fact.derived]
    assert frame["fact"].to_list() == supplied
    assert frame.filter(status="missing")["fact"].to_list() == [
        "site_visits_daily",
        "repair_reviews_overdue",
        "objections_valid",
    ]
    assert facts.check(frame).found == []


def test_the_sample_says_what_is_published_and_what_is_made_up():
    frame = facts.known("江阴", "2021-03")
    made_up = frame.filter(status="estimated")
    assert set(made_up["source"]) == {"合成数据 synthetic"}
    assert made_up["note"].str.contains("演示用合成数据").all()
    assert frame.filter(status="supplied")["fact"].to_list() == [
        "market_entities",
        "counties",
        "counties_monitored",
        "league",
        "registered_population",
    ]
