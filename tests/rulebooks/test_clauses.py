"""What a clause knows of itself; and every worked example of every rulebook, through the scoring itself."""

from functools import cache

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.formulas import evaluate, parse_formula
from analysis.rulebooks import DEFAULT, matches_example
from analysis.rulebooks.clauses import inline_lets, is_reserved
from analysis.scenarios import Change, Scenario
from made_up import row
from small_books import BOOKS


@cache
def loaded(name):
    return rulebooks.load(BOOKS / name if (BOOKS / name).is_dir() else name)


SMALL = sorted(path.name for path in BOOKS.iterdir() if "faulty" not in path.name)
EXAMPLES = [
    pytest.param(name, clause.id, place, id=f"{name}-{clause.id}-{place + 1}")
    for name in (*rulebooks.rulebook_ids(), *SMALL)
    for clause in loaded(name).clauses.values()
    for place in range(len(clause.examples))
]
ALONE = [each for each in EXAMPLES if not loaded(each.values[0]).clauses[each.values[1]].is_relative]


def changes(clause, example, city=None):
    """What the example takes otherwise than the clause does: its reading and its values."""
    own_changes = [Change(f"{clause.id}.{name}", "set", amount, city=city) for name, amount in example.values.items()]
    if example.reading != DEFAULT:
        own_changes.append(Change(f"{clause.id}.reading", "set", example.reading, city=city))
    return own_changes


@cache
def all_at_once(name):
    """Every example of a rulebook as a city of its own, scored in one pass; the verdicts by clause and place.

    Those of clauses that compare cities are left out: each has its own field.
    """
    book = loaded(name)
    examples = [
        (clause, place, example)
        for clause in book.clauses.values()
        for place, example in enumerate(clause.examples)
        if not clause.is_relative
    ]
    cities = [row(f"{number:06d}", **example.given) for number, (_, _, example) in enumerate(examples)]
    all_changes = [
        change
        for number, (clause, _, example) in enumerate(examples)
        for change in changes(clause, example, f"{number:06d}")
    ]
    scored = scorecards.score(pl.concat(cities, how="diagonal"), book, Scenario("examples", tuple(all_changes)))
    verdicts = {(verdict["city"], verdict["clause"]): verdict for verdict in scored.rows(named=True)}
    return {
        (clause.id, place): verdicts[f"{number:06d}", clause.id] for number, (clause, place, _) in enumerate(examples)
    }


def check(verdict, example):
    for part in ("points", "met"):
        wanted = getattr(example, part)
        assert wanted is None or matches_example(verdict[part], wanted), (part, verdict[part], wanted)


@pytest.mark.parametrize(("name", "clause", "place"), ALONE)
def test_every_worked_example_holds_among_many_cities(name, clause, place):
    check(all_at_once(name)[clause, place], loaded(name).clauses[clause].examples[place])


@pytest.mark.parametrize(("name", "clause", "place"), EXAMPLES)
def test_every_worked_example_holds_for_a_city_with_the_others_of_its_field(name, clause, place):
    book = loaded(name)
    own_clause, example = book.clauses[clause], book.clauses[clause].examples[place]
    others = [row(f"9{number:05d}", **figures) for number, figures in enumerate(example.field)]
    cities = pl.concat([row(**example.given), *others], how="diagonal")
    scored = scorecards.score(cities, book, Scenario("example", tuple(changes(own_clause, example))))
    check(scored.filter(city="320281").row(by_predicate=pl.col("clause") == clause, named=True), example)


@pytest.mark.parametrize("name", rulebooks.rulebook_ids())
def test_every_clause_that_is_filled_in_has_worked_examples(name):
    bare = [clause.id for clause in loaded(name).clauses.values() if not clause.blank and len(clause.examples) < 2]
    assert not bare


@pytest.mark.parametrize("name", ["hard-2019", "monitoring-2021", "assessment-example"])
def test_every_clause_with_a_headline_target_shows_what_the_target_earns(name):
    clauses = loaded(name).clauses.values()
    untold = [clause.id for clause in clauses if clause.reading().met and not any(e.at_target for e in clause.examples)]
    assert not untold


@pytest.mark.parametrize("name", rulebooks.rulebook_ids())
def test_every_reading_and_every_assumption_says_why(name):
    for clause in loaded(name).clauses.values():
        assert all(reading.why and reading.why_zh for reading in clause.readings.values() if reading.name != DEFAULT)
        if clause.provenance == "assumed" and not clause.blank:
            assert any(note.mark == "assumed" for note in clause.notes), clause.id


def test_records_never_submitted_are_of_the_records_due_by_another_reading():
    """30 concealed, 30 omitted and 40 late: 100 over the 900 submitted, or over the 960 that were due."""
    clause = loaded("monitoring-2021").clauses["4"]
    facts = {"disclosure_concealed": 30.0, "disclosure_omitted": 30.0, "disclosure_late": 40.0}
    shares = [
        evaluate(
            inline_lets(parse_formula("share"), clause.readings[reading].lets), {"disclosure_records": 900.0} | facts
        )
        for reading in (DEFAULT, "records-due")
    ]
    assert shares == [pytest.approx(100 / 900), pytest.approx(100 / 960)]


def test_a_clause_speaks_of_facts_values_and_histories():
    clause = loaded("hard-2019").clauses["10.3"]
    assert clause.facts() == ("league", "summoned", "monitoring_rank")
    assert "worst_rank" in clause.speaks_of("worst-month")
    assert clause.facts("worst-month") == ("league", "summoned", "monitoring_rank")


def test_the_facts_of_a_rulebook_stand_in_the_dictionarys_order():
    book = loaded("hard-2019")
    order = list(book.dictionary)
    assert list(book.facts()) == sorted(book.facts(), key=order.index)
    assert "worst_rank" not in book.facts()


def test_every_fact_of_a_rulebook_names_the_clauses_that_use_it():
    """params/facts.toml and the rulebooks agree."""
    for name in ("hard-2019", "monitoring-2021"):
        used = {(fact, f"{name}:{clause.id}") for clause in loaded(name).clauses.values() for fact in clause.facts()}
        # indicators 27 to 30 share one clause, but each has an event count of its own
        used -= {(fact, place) for fact, place in used if place.endswith(":27-30")}
        said = {(fact.name, place) for fact in loaded(name).dictionary.values() for place in fact.clauses}
        assert {pair for pair in used if pair not in said} == set()


def test_the_path_of_a_group_runs_from_the_top():
    book = loaded("monitoring-2021")
    assert book.path("3-17") == ("1-3", "2-11", "3-17")
    assert {clause.id for clause in book.under("2-11")} == {"23", "24", "25", "26", "27-30", "31"}


def test_unset_values_are_named_as_scenario_targets():
    assert loaded("readings").unset() == ("2.full",)
    assert loaded("hard-2019").unset() == ()
    assert len(loaded("monitoring-2021").unset()) == len(set(loaded("monitoring-2021").unset())) > 20


def test_values_can_be_set_without_touching_the_rulebook():
    book = loaded("readings")
    assert book.with_values("2", full=10).unset() == ()
    assert book.unset() == ("2.full",)


def test_lets_are_put_in_whole():
    clause = loaded("hard-2019").clauses["13"]
    assert inline_lets(parse_formula("share"), clause.reading().lets) == parse_formula("agencies_connected / agencies")


def test_the_rule_for_an_empty_denominator_stands_around_the_formula():
    clause = loaded("hard-2019").clauses["13"]
    assert clause.reading().whole("points") == parse_formula(
        "when(agencies == 0, 0, max(0, most - each * (agencies - agencies_connected)))"
    )


def test_words_of_the_language_are_reserved():
    assert [is_reserved(name) for name in ("min", "when", "reading", "share")] == [True, True, True, False]


def test_kinds_of_clauses():
    book = loaded("hard-2019")
    assert len(book.of_kind("test")) == 15
    assert len(book.of_kind("score")) == 21
    assert [clause.id for clause in loaded("monitoring-2021").of_kind("deduction")] == ["40.1", "40.2"]


def test_titles_in_both_languages():
    clause = loaded("hard-2019").clauses["17"]
    assert (clause.title_in("zh"), clause.title_in("en")) == (
        "个人诚信分覆盖",
        "Residents who hold a personal integrity score",
    )
