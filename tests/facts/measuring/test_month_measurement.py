"""A month measured from start to end, for one city and for many; the same facts on polars and on a Spark cluster.

What an engine cannot count is named, the rest is counted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import random_registers
from analysis.facts.measured.registry import MEASURES, Measure, load_moment
from analysis.facts.measuring import city_facts, month_measurement, spark
from analysis.facts.measuring.attempts import CountingAttempts
from analysis.facts.measuring.passes import count_measures
from analysis.problems import InputError
from analysis.registers import REGISTERS
from small_cluster import cluster
from small_registers import CITY, MONTH, delivered, through, written

ROOT = Path(__file__).resolve().parents[3]
CITIES = ("320281", "330100", "110000")
BARE = "999999"


def unsigned(_) -> nw.Expr:
    """Penalties of a fine, by a kind of number that Spark does not have."""
    return nw.col("fine").cast(nw.UInt64) > 0


ODD = Measure("odd", ("penalties",), unsigned, window="month", counted="record")


HALL = {"hall": "一", "connected_on": "2021-03-01"}


def test_what_was_set_aside_is_listed_over_all_months_of_the_window(city):
    row = {"record": "1", "decided_on": "2020-04-01", "reported_on": "2020-03-01"}
    through(city, "permits", row, dated="decided_on", heads=list(row))
    delivered(city, "halls", HALL, {"hall": "=1+1", "connected_on": "=2"})
    measured = month_measurement.measure_month([CITY], MONTH)
    (path,) = measured.quarantines
    assert path == city / "data" / "encoded" / CITY / MONTH / "quarantine.csv" and not measured.whole
    listed = pl.read_csv(path, infer_schema=False)
    assert listed.select("register", "line", "column", "value", "reason").rows() == [
        ("permits", "2", "reported_on", "2020-03-01", "早于起始日期"),
        ("halls", "3", "connected_on", "（不显示）", "不是日期"),
    ]  # fmt: skip


def test_a_month_without_faults_is_whole_and_its_list_is_empty(city):
    delivered(city, "halls", HALL)
    measured = month_measurement.measure_month([CITY], MONTH)
    assert (
        measured.whole
        and measured.cities == (CITY,)
        and len(measured.quarantines[0].read_text("utf-8-sig").splitlines()) == 1
    )


def test_nothing_delivered_says_where_and_which_months_there_are(city):
    delivered(city, "halls", HALL, month="2021-02")
    with pytest.raises(InputError) as caught:
        month_measurement.measure_month([CITY], MONTH)
    (problem,) = caught.value.problems
    assert problem.where == "data/registers/320281/2021-03" and "Months there: 2021-02." in problem.en


def test_nothing_readable_says_why_nothing_could_be_read(city):
    path = delivered(city, "halls", HALL)
    path.with_suffix(".xlsx").write_bytes(b"x")
    path.unlink()
    with pytest.raises(InputError) as caught:
        month_measurement.measure_month([CITY], MONTH)
    assert [problem.where.rpartition("/")[2] for problem in caught.value.problems] == ["halls.xlsx", "2021-03"]


def test_no_city_at_all_is_refused(city):
    with pytest.raises(InputError, match="No register can be read here"):
        month_measurement.measure_month([], MONTH)


def test_a_city_that_delivered_nothing_is_told_and_does_not_stop_the_others(city):
    delivered(city, "halls", HALL)
    measured = month_measurement.measure_month(["320282", CITY, CITY], MONTH)
    assert measured.cities == (CITY,) and not measured.whole and set(measured.facts["city"]) == {CITY}
    assert [problem.where for problem in measured.deliveries.unread] == ["data/registers/320282/2021-03"]


def test_a_city_whose_files_are_all_broken_does_not_stop_the_others(city):
    delivered(city, "halls", HALL)
    other = city / "data" / "registers" / "320282" / MONTH / "halls.xlsx"
    written(other.with_name("x.txt"), [["x"]]).rename(other)
    measured = month_measurement.measure_month([CITY, "320282"], MONTH)
    assert measured.cities == (CITY,)
    assert [problem.where.rpartition("/")[2] for problem in measured.deliveries.unread] == ["halls.xlsx", MONTH]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Random registers of three cities in a project of its own, whose folder has signs that Spark reads as patterns."""
    home = tmp_path_factory.mktemp("城市 {a}[b]")
    shutil.copytree(ROOT / "params", home / "params")
    shutil.copy(ROOT / "data" / "divisions.csv", home / "divisions.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(home))
        when = load_moment(MONTH)
        yield SimpleNamespace(when=when, tables=random_registers.keep(CITIES, when, seed=8), home=home)


@pytest.fixture(scope="module")
def on_spark(kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, nw.LazyFrame]]:
    """The registers as frames of a session on a cluster of two workers."""
    with (
        cluster(tmp_path_factory.mktemp("cluster") / "spark") as address,
        month_measurement.engine_frames("spark", address, [*CITIES, BARE], kept.when) as frames,
    ):
        yield frames


@pytest.fixture(scope="module")
def on_polars(kept) -> dict[str, nw.LazyFrame]:
    with month_measurement.engine_frames("polars", "", [*CITIES, BARE], kept.when) as frames:
        return frames


def test_every_fact_is_the_same_on_a_cluster(kept, on_spark, on_polars):
    """Value, records, status, files and note, of every measure, in cities with registers and in one without."""
    here, there = (
        city_facts.measure_cities([*CITIES, BARE], kept.when, kept.tables, frames) for frames in (on_polars, on_spark)
    )
    assert_frame_equal(here, there, check_exact=True)
    counted = here.filter(pl.col("status") == "measured")
    assert set(here["fact"]) == set(MEASURES) == set(counted["fact"])
    assert set(counted.filter(pl.col("value") > 0)["fact"]) == set(MEASURES), (
        "facts of which the comparison says nothing"
    )


def test_a_few_cities_at_a_time_give_the_same_as_all_at_once(kept, on_polars, monkeypatch):
    announced = []
    monkeypatch.setattr(city_facts, "TOGETHER", 1)
    turns = city_facts.measure_cities(
        [*CITIES, BARE], kept.when, kept.tables, each=lambda *done: announced.append(done)
    )
    assert_frame_equal(
        turns, city_facts.measure_cities([*CITIES, BARE], kept.when, kept.tables, on_polars), check_exact=True
    )
    assert announced == [(done, 4) for done in (1, 2, 3, 4)]


def test_the_columns_have_the_same_types(on_spark, on_polars):
    assert {name: frame.collect_schema() for name, frame in on_spark.items()} == {
        name: frame.collect_schema() for name, frame in on_polars.items()
    }


def test_a_register_that_nobody_delivered_has_no_rows(kept, on_spark):
    """Within the same session: frames of a city without files."""
    opened = on_spark["penalties"].to_native().sparkSession
    for register in REGISTERS.values():
        empty = nw.from_native(spark.scan_spark_rows(opened, register, []))
        assert empty.collect_schema() == nw.from_native(pl.LazyFrame(schema=register.schema())).collect_schema()
    assert empty.collect("polars").shape == (0, len(register.schema()))


def test_a_fact_that_spark_cannot_count_is_named_and_the_others_are_counted(kept, on_spark, on_polars):
    beside = [measure for measure in MEASURES.values() if "penalties" in measure.registers]
    attempts = CountingAttempts()
    found = count_measures([ODD, *beside], on_spark, kept.when, attempts)
    assert list(attempts.failed) == ["odd"]
    assert "UInt64" in attempts.reason("odd")
    assert_frame_equal(found, count_measures(beside, on_polars, kept.when), check_exact=True)
    with pytest.raises(InputError, match="fact odd") as caught:
        count_measures([ODD, *beside], on_spark, kept.when)
    assert len(caught.value.problems) == 1


def test_such_a_fact_is_missing_with_the_reason(kept, on_spark, on_polars, monkeypatch):
    monkeypatch.setattr(city_facts, "MEASURES", {"penalties": MEASURES["penalties"], "odd": ODD})
    here = city_facts.measure_cities(CITIES, kept.when, kept.tables, on_polars)
    assert set(here["status"]) == {"measured"}
    there = city_facts.measure_cities(CITIES, kept.when, kept.tables, on_spark, CountingAttempts())
    odd = there.filter(pl.col("fact") == "odd")
    assert odd["status"].to_list() == ["missing"] * 3 and odd["value"].null_count() == 3
    assert all("UInt64" in note for note in odd["note"])
    assert_frame_equal(there.filter(pl.col("fact") != "odd"), here.filter(pl.col("fact") != "odd"), check_exact=True)


def test_an_unknown_engine_is_refused(kept):
    with (
        pytest.raises(InputError, match="'spark'"),
        month_measurement.engine_frames("sparc", "local[1]", CITIES, kept.when),
    ):
        pass


@pytest.mark.parametrize("master", ["", "cluster:7077", "http://127.0.0.1:7077", "local[x]"])
def test_spark_is_told_where_to_run(kept, master):
    with (
        pytest.raises(InputError, match="spark://host:7077"),
        month_measurement.engine_frames("spark", master, CITIES, kept.when),
    ):
        pass
