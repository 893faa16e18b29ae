"""Made-up cities kept as files: readable as any, never over a real figure."""

from __future__ import annotations

from pathlib import Path

import pytest

import nations
from analysis import facts, simulations
from analysis.facts import store
from analysis.problems import InputError
from analysis.simulations.nation import cities_in_month

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path)))
    return tmp_path


def files(home):
    found = sorted((home / "data" / "facts").rglob("*.*"))
    return {path.relative_to(home / "data" / "facts").as_posix(): path.read_bytes() for path in found}


def test_as_many_cities_as_asked_are_written_and_can_be_read(home):
    nation = simulations.simulate_nation(5, "2021-03", 2, 1)
    assert len(nation.cities) == 5 and nation.months == ("2021-02", "2021-03") and len(files(home)) == 10
    figures = facts.up_to(nation.cities[0], "2021-03")
    assert set(figures["status"]) <= {"estimated", "missing"} and figures["month"].n_unique() == 2


def test_made_again_the_bytes_are_equal(home):
    simulations.simulate_nation(4, "2021-03", 2, 1)
    first = files(home)
    simulations.simulate_nation(4, "2021-03", 2, 1)
    assert files(home) == first


def test_more_cities_or_months_leave_those_there_as_they_are(home):
    simulations.simulate_nation(3, "2021-03", 1, 1)
    first = files(home)
    simulations.simulate_nation(6, "2021-03", 3, 1)
    assert first.items() < files(home).items()


def test_what_somebody_put_there_stays(home):
    """Of two months, one holds a figure typed in: it stays alone."""
    folder = home / "data" / "facts" / "320281"
    folder.mkdir(parents=True)
    typed = folder / "2021-03.csv"
    typed.write_text("city,month,fact,value\n320281,2021-03,joint_domains,4\n", "utf-8")
    nation = simulations.simulate_nation("江阴", "2021-03", 2, 1)
    assert nation.left == ("320281 2021-03",)
    assert [path.name for path in sorted(folder.iterdir())] == ["2021-02.parquet", "2021-03.csv"]


def test_measured_figures_take_the_place_of_made_up_ones(home):
    nation = simulations.simulate_nation("江阴", "2021-03", 1, 1)
    counted = facts.load(nation.files[0]).head(1)
    store.save("320281", "2021-03", counted)
    assert facts.load(nation.files[0]).height == 1
    assert simulations.simulate_nation("江阴", "2021-03", 1, 1).left == ("320281 2021-03",)


def test_cities_stand_with_the_counties_of_their_time():
    """Wuxi had seven in 2021, two of them county-level cities; a county-level city has none below."""
    there = cities_in_month("2021-03").filter(cities_in_month("2021-03")["code"].is_in(["320200", "320281"]))
    assert there.rows() == [("320200", 2, 7), ("320281", 3, 0)]


@pytest.mark.parametrize(
    ("cities", "months", "seed"), [(0, 1, 1), (9_999, 1, 1), (1, 0, 1), (1, 1, -1), ("阴江", 1, 1)]
)
def test_what_cannot_be_is_refused_and_nothing_written(home, cities, months, seed):
    with pytest.raises(InputError):
        simulations.simulate_nation(cities, "2021-03", months, seed)
    assert files(home) == {}
