"""A month's facts: every one that a register gives is there, measured or missing with the reason."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import facts
from analysis.contracts import FACTS
from analysis.facts import dictionary
from analysis.facts.measured.registry import MEASURES, load_moment
from analysis.facts.measuring import city_facts, month_measurement
from analysis.facts.measuring.register_deliveries import TABLES
from analysis.registers.delivery import MADE_UP
from small_registers import CITY, MONTH, delivered, figures, written


def test_every_fact_has_a_row_in_the_dictionary_s_order(city):
    delivered(city, "halls", {"hall": "一", "connected_on": "2021-03-01"})
    figures = month_measurement.measure_month([CITY], MONTH).facts
    assert figures["fact"].to_list() == [name for name in dictionary() if name in MEASURES] and FACTS.take(
        figures
    ).equals(figures)
    counted = figures.filter(pl.col("status") == "measured")
    assert counted["fact"].to_list() == ["service_halls", "service_halls_connected"]
    rest = figures.filter(pl.col("status") == "missing")
    assert rest.height == len(MEASURES) - 2
    assert rest["value"].null_count() == rest["records"].null_count() == rest["source"].null_count() == rest.height
    assert rest["note"].str.starts_with("缺 ").all()


def test_a_figure_tells_its_records_and_files(city):
    delivered(city, "halls", {"hall": "一", "connected_on": "2021-03-01"}, {"hall": "二", "connected_on": ""})
    row = figures("service_halls_connected")["service_halls_connected"]
    assert (row["value"], row["records"], row["status"]) == (1, 1, "measured")
    assert (row["source"], row["note"]) == ("data/registers/320281/2021-03/halls.csv", None)


def test_rows_set_aside_are_noted_beside_the_figure(city):
    delivered(city, "halls", {"hall": "一", "connected_on": "2021-02-30"}, {"hall": "二", "connected_on": ""})
    assert figures("service_halls")["service_halls"]["note"] == "所依据的台账另有 1 行搁置，未计入"


def test_a_file_that_could_not_be_read_leaves_its_facts_missing_though_another_was(city):
    path = delivered(city, "halls", {"hall": "一", "connected_on": ""})
    path.with_name("halls_2.xlsx").write_bytes(b"x")
    row = figures("service_halls")["service_halls"]
    assert row["value"] is None and row["note"].startswith("缺 政务大厅 2021-03（有文件无法读取")


def test_figures_of_made_up_registers_are_estimated_and_say_so(city):
    delivered(city, "halls", {"hall": "一", "connected_on": ""})
    (city / "data" / "registers" / CITY / MADE_UP).write_text("虚构", "utf-8")
    row = figures("service_halls")["service_halls"]
    assert (row["status"], row["note"]) == ("estimated", "由合成台账计量，不是真实数据")


def test_many_cities_are_measured_together_as_each_alone(city):
    delivered(city, "halls", {"hall": "一", "connected_on": "2021-03-01"})
    other = city / "data" / "registers" / "320282" / MONTH / "halls.csv"
    written(other, [["hall", "connected_on"], ["二", ""], ["三", ""]])
    both = month_measurement.measure_month([CITY, "320282"], MONTH).facts
    alone = pl.concat(month_measurement.measure_month([code], MONTH).facts for code in (CITY, "320282"))
    assert both.equals(alone)
    halls = both.filter(pl.col("fact") == "service_halls")
    assert halls.select("city", "value").rows() == [(CITY, 1), ("320282", 2)]


def test_a_register_that_nobody_delivered_is_missing_and_never_zero(city):
    figures = city_facts.measure_cities([CITY], load_moment(MONTH), pl.DataFrame(schema=TABLES))
    assert set(figures["status"]) == {"missing"} and figures["value"].null_count() == figures.height


@pytest.mark.parametrize("fact", MEASURES)
def test_every_measured_fact_may_also_be_supplied(fact):
    assert not facts.dictionary()[fact].derived
