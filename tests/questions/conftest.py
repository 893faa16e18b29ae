"""Questions asked of the sample city and of made-up ones; every unit of a range looked at one by one."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from hypothesis import settings, strategies

import jiangyin
import made_up
from analysis import rulebooks, scenarios
from analysis.questions import breakpoints, lever_lattice, solver
from analysis.questions.starting_points import starting_point
from small_books import BOOKS

CITY, MONTH = "320281", made_up.MONTH
COMPLETE = {"hard-2019": "baseline", "monitoring-2021": "assumed-benchmarks"}
BOTH = tuple(COMPLETE)
SEEDS = strategies.integers(0, 2**32 - 1)
SOME = settings(max_examples=12, deadline=None, derandomize=True, database=None)
WINDOW = 150


@cache
def loaded(name):
    """A rulebook of the project, or a small one."""
    return rulebooks.load(BOOKS / name if (BOOKS / name).is_dir() else name)


@cache
def sample():
    """The figures of one city up to March 2021."""
    return jiangyin.known()


def asked(verb, *rest, facts=None, book="hard-2019", **settings):
    """A question about the sample city by a rulebook, or about other facts."""
    return verb(sample() if facts is None else facts, loaded(book), CITY, MONTH, *rest, **settings)


def one_city(book, seed, missing=0.0):
    """A made-up city under Jiangyin's code, with what earlier months would say."""
    drawn = made_up.cities(loaded(book), 1, seed, missing).with_columns(city=pl.lit(CITY))
    names = {name for clause in loaded(book).clauses.values() for name in clause.histories}
    supplied = {"fraud_in_force": 0.0, "worst_rank": 60.0}
    return drawn.with_columns(pl.lit(value).alias(name) for name, value in supplied.items() if name in names)


def made_up_standing(book, seed):
    """The standing of a made-up city, every value of the rulebook set."""
    scenario = scenarios.load(COMPLETE[book])
    return starting_point(one_city(book, seed), loaded(book), CITY, MONTH, scenario)


def some_lever(here, seed):
    """One of the figures a rulebook judges, drawn by a number, within a window that can be looked at unit by unit."""
    random = np.random.default_rng(seed)
    names = [name for name in here.book.facts() if here.book.dictionary[name].unit not in ("choice", "flag")]
    target = names[random.integers(len(names))]
    whole = lever_lattice.lever_of(here, target)
    edges = breakpoints.lever_cells(here, whole).edges
    middle = int(random.choice([*edges, whole.up()]))
    low, high = max(whole.first, middle - WINDOW), min(whole.last, middle + WINDOW)
    return lever_lattice.lever_of(here, target, low / whole.per, high / whole.per)


def each_unit(here, lever):
    """Every place of a lever's range and what it comes to there, scored one by one."""
    places = np.arange(lever.first, lever.last + 1)
    clauses = tuple(clause.id for clause in here.judging(lever.target))
    return places, here.at(lever.target, lever.amounts(places), clauses)


def nearest(here, lever, seek):
    """The nearest place at which a seek is reached, found by looking at every unit."""
    places, scored = each_unit(here, lever)
    reached = seek.reached(solver.measure_column(scored, seek.measure))
    beyond = places > lever.now * lever.per if seek.way == solver.UP else places < lever.now * lever.per
    met = places[reached & beyond]
    return None if not len(met) else int(met.min() if seek.way == solver.UP else met.max())
