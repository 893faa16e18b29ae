"""Made-up cities: names that no city bears, figures that can be, and some just where a rule turns."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks
from analysis.facts import plausibility
from analysis.facts.cities import city_candidates
from analysis.training import synthetic_figures
from analysis.training.random_draws import RandomDraws

CLAUSES = [(book, clause) for book in ("hard-2019", "monitoring-2021") for clause in rulebooks.load(book).clauses]


def drawn(book, clause, seed=1):
    rulebook = rulebooks.load(book)
    chance = RandomDraws(book, clause, seed)
    return synthetic_figures.synthetic_cities(rulebook.clauses[clause], rulebook, "2021-02", chance)


def test_no_city_bears_a_made_up_name():
    assert [
        name for name in synthetic_figures.NAMES if city_candidates(name) or city_candidates(name.removesuffix("市"))
    ] == []


@pytest.mark.parametrize(("book", "clause"), CLAUSES)
def test_figures_can_be_and_some_are_missing(book, clause):
    """Counts whole, parts at most their whole, choices known: what the engine refuses is never drawn."""
    cities = drawn(book, clause)
    assert plausibility.impossible_figures(cities, rulebooks.load(book).dictionary).found == []
    nulls = cities.drop("city", "month").null_count().row(0)
    assert all(0 < count < cities.height for count in nulls)


def test_figures_lie_where_the_rule_turns():
    """Item 17 turns above 50 %, item 6 at 80 %, item 2 below one in ten thousand, item 14.1 at 2 records each."""
    for clause, part, whole, at in (
        ("17", "residents_scored", "registered_population", 0.5),
        ("6", "poor_credit_reports", "poor_credit_entities", 0.8),
        ("2", "codes_faulty", "codes_total", 0.0001),
        ("14.1", "notices_published", "legal_entities", 2),
    ):
        cities = drawn("hard-2019", clause).filter(pl.col(whole) > 0)
        assert ((cities[part] / cities[whole] - at).abs() < 1e-9).any(), clause


def test_months_before_are_drawn_where_the_clause_looks_back():
    assert sorted(drawn("monitoring-2021", "40.1")["month"].unique()) == ["2020-12", "2021-01", "2021-02"]
    assert drawn("monitoring-2021", "40.2")["month"].unique().to_list() == ["2021-02"]


def test_unset_benchmarks_get_a_figure_between_their_bounds():
    for clause in rulebooks.load("monitoring-2021").clauses.values():
        given = synthetic_figures.working_values(clause, RandomDraws(clause.id))
        assert set(given) == {name for name, value in clause.values.items() if value.amount is None}
        assert all((clause.values[name].low or 0) <= value <= clause.values[name].high for name, value in given.items())
