"""The figures kept for a city, month by month."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

import small_units
from analysis import facts, paths
from analysis.problems import InputError
from analysis.registers.delivery import MADE_UP
from small_registers import CITY, MONTH, delivered, save

REAL = paths.root()


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
        facts.up_to(city, month)
    return str(caught.value)


@pytest.mark.parametrize("city", ["320281", "江阴", "Jiangyin"])
def test_a_month_comes_with_the_months_before_it_and_none_after(folder, city):
    assert facts.up_to(city, "2021-03").select("month", "value").rows() == [("2021-01", 1.0), ("2021-03", 3.0)]


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
    assert "2021-03.csv, 第2行 row 2" in text and "1 rows from here on are of 320281 2021-02" in text
    assert "2021-01.csv, 第2行 row 2" in text and "are of 320282 2021-01" in text


def test_a_later_months_faults_do_not_matter_yet(folder):
    kept(folder, "2021-02", name="2021-04.csv")
    assert facts.up_to("江阴", "2021-03").height == 2


def test_two_files_of_a_month_must_agree(folder):
    facts.up_to("江阴", "2021-03").filter(month="2021-03").write_parquet(folder / "2021-03.parquet")
    assert facts.up_to("江阴", "2021-03").height == 2
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
    assert "save its table as .xlsx" in refused("江阴", "2021-03")


@pytest.mark.parametrize("name", ["~$2021-03.xlsx", ".2021-03.csv.tmp", "readme.md", "2021-03.csv.bak"])
def test_lock_files_hidden_files_and_papers_are_left_alone(folder, name):
    (folder / name).write_bytes(b"x")
    assert facts.up_to("江阴", "2021-03").height == 2


@pytest.mark.parametrize(
    ("city", "month", "message"), [("江阴", "三月", "not a month"), ("../..", "2021-03", "not in the table")]
)
def test_a_city_or_month_that_is_none(folder, city, month, message):
    assert message in refused(city, month)


def test_the_sample_city_has_every_fact():
    frame = facts.up_to("江阴", "2021-03").filter(month="2021-03")
    supplied = [name for name, fact in facts.dictionary().items() if not fact.derived]
    assert frame["fact"].to_list() == supplied
    assert facts.check(frame).found == []


def test_the_sample_says_what_is_published_and_what_is_made_up():
    """Typed in as made up, or counted from made-up registers; the rest is published."""
    frame = facts.up_to("江阴", "2021-03")
    made_up = frame.filter(status="estimated")
    typed, counted = made_up.filter(pl.col("records").is_null()), made_up.filter(pl.col("records").is_not_null())
    assert set(typed["source"]) == {"合成数据 synthetic"} and typed["note"].str.contains("演示用合成数据").all()
    assert counted["source"].str.starts_with("data/registers/320281/").all()
    assert counted["note"].str.contains("由合成台账计量，不是真实数据").all()
    published = ["market_entities", "counties", "counties_monitored", "league", "registered_population"]
    supplied = frame.filter(status="supplied")
    by_month = {
        month: rows["fact"].to_list() for (month,), rows in supplied.partition_by("month", as_dict=True).items()
    }
    assert by_month == {"2021-02": published, "2021-03": published}


def measured_hall(city: Path, *days: str) -> Path:
    """Halls delivered, connected on these days, measured and kept."""
    delivered(city, "halls", *({"hall": f"大厅{place}", "connected_on": day} for place, day in enumerate(days)))
    return save()


def typed(city: Path, **figures: float) -> None:
    """Figures of the month typed in beside."""
    rows = [f"{CITY},{MONTH},{fact},{value}" for fact, value in figures.items()]
    path = city / "data" / "facts" / CITY / f"{MONTH}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["city,month,fact,value", *rows, ""]), encoding="utf-8")


def figure(name: str) -> dict:
    return facts.up_to(CITY, MONTH).row(by_predicate=pl.col("fact") == name, named=True)


def test_a_measured_month_is_kept_with_records_source_and_note(city):
    path = measured_hall(city, "2021-03-01", "")
    assert path == city / "data" / "facts" / CITY / f"{MONTH}.parquet"
    row = figure("service_halls_connected")
    assert (row["value"], row["records"], row["status"]) == (1, 1, "measured")
    assert row["source"] == "data/registers/320281/2021-03/halls.csv"
    assert figure("codes_faulty")["note"] == "缺 统一社会信用代码 2021-03"


def test_the_same_registers_give_the_same_bytes(city):
    path = measured_hall(city, "2021-03-01", "")
    before = path.read_bytes()
    shutil.rmtree(city / "data" / "encoded")
    path.unlink()
    assert save().read_bytes() == before


def test_a_measured_figure_stands_over_one_typed_in_and_the_difference_is_listed(city):
    typed(city, service_halls=9, service_halls_connected=1, codes_faulty=3, township_plan=1)
    measured_hall(city, "2021-03-01", "")
    assert (figure("service_halls")["value"], figure("service_halls")["status"]) == (2, "measured")
    assert (figure("codes_faulty")["value"], figure("codes_faulty")["status"]) == (3, "supplied")
    assert figure("township_plan")["value"] == 1
    assert facts.conflicting_figures(CITY, MONTH).row(0, named=True) == {
        "fact": "service_halls", "zh": facts.dictionary()["service_halls"].zh, "supplied": 9.0, "measured": 2.0,
        "counts": "measured", "source": "data/registers/320281/2021-03/halls.csv",
    }  # fmt: skip
    assert facts.conflicting_figures(CITY, MONTH).height == 1


def test_what_is_counted_from_made_up_registers_does_not_stand_over_a_figure_typed_in(city):
    typed(city, service_halls=9)
    (city / "data" / "registers" / CITY).mkdir(parents=True)
    (city / "data" / "registers" / CITY / MADE_UP).write_text("虚构", "utf-8")
    measured_hall(city, "2021-03-01", "")
    assert (figure("service_halls")["value"], figure("service_halls")["status"]) == (9, "supplied")
    assert facts.conflicting_figures(CITY, MONTH)["counts"].to_list() == ["supplied"]


def test_a_file_that_somebody_put_there_is_not_overwritten(city):
    path = city / "data" / "facts" / CITY / f"{MONTH}.parquet"
    path.parent.mkdir(parents=True)
    pl.DataFrame({"city": [CITY], "month": [MONTH], "fact": ["permits"], "value": [1.0]}).write_parquet(path)
    with pytest.raises(InputError, match="not written by measure"):
        measured_hall(city, "")
    assert pl.read_parquet(path).height == 1


def test_without_one_of_the_two_nothing_differs(city):
    typed(city, service_halls=9)
    assert facts.conflicting_figures(CITY, MONTH).height == 0
    measured_hall(city, "")
    (city / "data" / "facts" / CITY / f"{MONTH}.csv").unlink()
    assert facts.conflicting_figures("江阴", "2021年3月").height == 0


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [("summoned", 1.0, "是"), ("summoned", 0.0, "否"), ("permits", 12.0, "12"), ("permits", None, ""),
     ("league", 3.0, "县级市"), ("site_visits_daily", 0.1 + 0.2, "0.30000000000000004")],
)  # fmt: skip
def test_a_figure_is_written_as_people_fill_it_in(fact, value, text):
    assert facts.value_text(facts.dictionary()[fact], value) == text


def test_what_is_kept_reads_back_as_it_was(home, sheet):
    small_units.build(home)
    (home / "params" / "facts.toml").write_bytes((small_units.ROOT / "params" / "facts.toml").read_bytes())
    path = sheet("华士,2021-03,行政许可信息数,12,条,来自审批局,备注一,估算", "市财政局,2021-03,行政处罚信息数,,条,,,",
                 "华士,2021-02,被列入约谈范围,是,,,,")  # fmt: skip
    read = facts.load(path)
    kept = facts.keep_tables(read, facts.dictionary())
    assert [file.parent.name for file in kept] == ["320281107", "320281107", "320281L00013"] or len(kept) == 3
    again = pl.concat([facts.load(file) for file in kept]).sort("city", "month", "fact")
    assert again.equals(read.sort("city", "month", "fact"))
