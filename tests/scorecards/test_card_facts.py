"""The figures behind a card, from a project's files: a rulebook's own facts, and others where they are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

import nations
from analysis import facts, rulebooks, scorecards, simulations
from analysis.scenarios import looks_at_others

ROOT = Path(__file__).resolve().parents[2]
MONTH, CODE = "2021-03", "320281"
CITIES = ["江阴", "宜兴", "昆山", "张家港", "常熟", "太仓", "如皋"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project of seven made-up cities of one league; 江阴 has figures for the example of a rulebook beside."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path)))
    simulations.simulate_nation(CITIES, MONTH, 1, 1)
    own = f"city,month,fact,value\n{CODE},{MONTH},town_documents_answered,3\n{CODE},{MONTH},镇街信用工作例会次数,4\n"
    (tmp_path / "data" / "facts" / CODE / f"{MONTH}.csv").write_text(own, "utf-8")
    return tmp_path


@pytest.mark.usefixtures("home")
def test_a_rulebooks_own_facts_are_read_for_it_and_for_no_other():
    mine = scorecards.card_facts("assessment-example", "江阴", MONTH).filter(city=CODE)
    assert {"town_documents_answered", "town_meetings"} <= set(mine["fact"])
    assert not any(name.startswith("town_") for name in scorecards.card_facts("hard-2019", "江阴", MONTH)["fact"])
    both = scorecards.card_facts(["hard-2019", "assessment-example"], "江阴", MONTH)
    assert {"town_meetings", "xinyidai_loans"} <= set(both["fact"])
    card = scorecards.card(both, "assessment-example", "江阴", MONTH)
    assert {row["clause"]: row["points"] for _, row in card.clauses()}["1.2"] == 1.5
    assert scorecards.card(both, "hard-2019", "江阴", MONTH).total()["possible"] == 56.4


@pytest.mark.usefixtures("home")
def test_others_stand_below_where_the_rulebook_or_a_scenario_looks_at_them():
    alone = scorecards.card_facts("monitoring-2021", "江阴", MONTH)
    assert set(alone["city"]) == {CODE}
    peers = scorecards.card_facts("monitoring-2021", "江阴", MONTH, scenarios=["baseline", "peer-benchmarks"])
    assert peers["city"].n_unique() == len(CITIES) and peers.head(alone.height).equals(alone)
    assert scorecards.card_facts("assessment-example", "江阴", MONTH)["city"].n_unique() == len(CITIES)
    assert scorecards.card_facts("hard-2019", "江阴", MONTH, scenarios="peer-benchmarks")["city"].n_unique() == 1


@pytest.mark.usefixtures("home")
def test_a_card_made_of_them_is_against_the_six_others():
    figures = scorecards.card_facts("monitoring-2021", "宜兴", MONTH, scenarios="peer-benchmarks")
    card = scorecards.card(figures, "monitoring-2021", "宜兴", MONTH, ["baseline", "peer-benchmarks"])
    assert "同组其他 6 个城市" in card.scenarios[1].title_zh
    assert card.total("peer-benchmarks")["low"] > card.total("baseline")["low"]


def test_a_faulty_file_of_another_city_is_told_and_left_out(home, capsys):
    (home / "data" / "facts" / "320282" / f"{MONTH}.csv").write_text(
        "city,month,fact,value\n320282,2021-03,permits,x\n"
    )
    facts.forget_remarks()
    figures = scorecards.card_facts("assessment-example", "江阴", MONTH)
    assert "320282" not in set(figures["city"]) and figures["city"].n_unique() == len(CITIES) - 1
    assert "320282" in capsys.readouterr().err


def test_who_looks_at_others():
    books = {name: rulebooks.load(name) for name in ("hard-2019", "monitoring-2021", "assessment-example")}
    assert looks_at_others([books["assessment-example"]])
    assert not looks_at_others([books["monitoring-2021"]], "assumed-benchmarks")
    assert looks_at_others([books["monitoring-2021"]], ["baseline", "peer-benchmarks@best"])
    assert not looks_at_others([books["hard-2019"]], "peer-benchmarks")
