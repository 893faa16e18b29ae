"""Levers: bounds, lattices, and which figures a city can work on."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from analysis import facts
from analysis.problems import InputError
from analysis.questions import lever_lattice
from analysis.questions.starting_points import starting_point

from .conftest import CITY, MONTH, loaded, sample


@pytest.fixture
def here():
    return starting_point(sample(), loaded("hard-2019"), CITY, MONTH)


def test_a_part_ends_at_its_whole_and_a_whole_at_its_largest_part(here):
    part, whole = (
        lever_lattice.lever_of(here, "residents_scored"),
        lever_lattice.lever_of(here, "registered_population"),
    )
    assert (part.high, part.bound) == (1_269_600, "whole")
    assert whole.low == 787_300


def test_counts_are_sought_in_ones_and_money_in_fen(here):
    assert lever_lattice.lever_of(here, "xinyi_domains").per == 1
    money = lever_lattice.lever_of(here, "xinyidai_loans")
    assert (money.per, money.amount(1), money.board) == (100, 0.01, 10**10)


def test_bounds_can_be_given_but_not_above_the_whole(here):
    assert lever_lattice.lever_of(here, "xinyidai_loans", 1e9, 5e9).last == 5 * 10**11
    assert lever_lattice.lever_of(here, "residents_scored", high=9e9).high == 1_269_600
    with pytest.raises(InputError, match="lower bound is above"):
        lever_lattice.lever_of(here, "xinyidai_loans", 5e9, 1e9)


def test_a_rule_value_has_a_fine_lattice_between_its_bounds(here):
    rate = lever_lattice.lever_of(here, "18.3.rate")
    assert (rate.low, rate.high, rate.now) == (0, 0.0002, 0.00002)
    assert rate.per == 10**10


@pytest.mark.parametrize("target", ["residents_scord", "17.reading", "league", "10.3.months"])
def test_what_has_no_more_or_less_is_no_lever(here, target):
    with pytest.raises(InputError):
        lever_lattice.lever_of(here, target)


def test_a_near_name_is_offered(here):
    with pytest.raises(InputError, match="Did you mean 'residents_scored'"):
        lever_lattice.lever_of(here, "residents_scord")


def test_what_a_city_works_on_leaves_out_its_size(here):
    names = lever_lattice.movable_facts(here)
    assert {"xinyidai_loans", "residents_scored", "judicial_lists", "monitoring_rank"} <= set(names)
    assert not {
        "market_entities",
        "registered_population",
        "legal_entities",
        "listed_entities",
        "counties",
        "league",
    } & set(names)


@pytest.fixture
def corrected():
    """23 faulty codes of which 12 are corrected: the corrected are judged by the other rulebook alone."""
    figures = {"codes_total": 214_350.0, "codes_faulty": 23.0, "codes_faulty_corrected": 12.0}
    frame = sample().with_columns(pl.col("fact").replace_strict(figures, default=pl.col("value")).alias("value"))
    return starting_point(frame, loaded("hard-2019"), CITY, MONTH), frame


def test_a_whole_does_not_fall_below_a_part_that_only_another_rulebook_judges(corrected):
    here, _ = corrected
    assert "codes_faulty_corrected" not in here.values
    assert lever_lattice.lever_of(here, "codes_faulty").low == 12
    assert lever_lattice.lever_of(here, "codes_faulty", low=0).low == 12


def test_a_part_does_not_rise_above_a_whole_that_only_another_rulebook_judges(corrected):
    """Here the whole is of the other: the corrected end at the faulty, whichever rulebook speaks of which."""
    _, frame = corrected
    book = loaded("monitoring-2021")
    here = starting_point(frame, replace(book, clauses={"10": book.clauses["10"]}), CITY, MONTH)
    assert lever_lattice.lever_of(here, "codes_faulty_corrected").high == 23


@pytest.mark.parametrize("book", ["hard-2019", "monitoring-2021"])
def test_every_figure_that_a_question_may_propose_passes_the_checks_of_the_whole_file(corrected, book):
    """Each end of each lever, put into the file, is refused by no rulebook: the file as a whole is sound."""
    _, frame = corrected
    here = starting_point(frame, loaded(book), CITY, MONTH)
    for name in lever_lattice.movable_facts(here):
        lever = lever_lattice.lever_of(here, name)
        for end in (lever.amount(lever.first), lever.amount(lever.last)):
            own = (pl.col("fact") == name) & (pl.col("month") == MONTH)
            moved = frame.with_columns(pl.when(own).then(end).otherwise("value").alias("value"))
            assert facts.check(moved).found == [], name
