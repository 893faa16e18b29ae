"""Rulebooks by name, the scenario that makes each complete, and what a clause or group came to."""

from __future__ import annotations

from functools import cache

import polars as pl
from hypothesis import settings, strategies

from analysis import rulebooks, scenarios, scorecards
from analysis.scenarios import Change, Scenario
from small_books import BOOKS

SCENARIOS = {"hard-2019": "baseline", "monitoring-2021": "assumed-benchmarks"}
BOTH = tuple(SCENARIOS)

SEEDS = strategies.integers(0, 2**32 - 1)
SOME = settings(max_examples=8, deadline=None, derandomize=True, database=None)


@cache
def loaded(name):
    """A rulebook of the project, or a small one."""
    return rulebooks.load(BOOKS / name if (BOOKS / name).is_dir() else name)


@cache
def complete(name):
    """The scenario under which every value of the rulebook is set."""
    return scenarios.load(SCENARIOS[name])


def changing(name, *changes):
    """A scenario of changes, each a target, how and how much."""
    return Scenario(name, tuple(Change(*change) for change in changes))


def in_force(facts, book):
    """The figures with what earlier months would say: a finding that still counts, a worst rank of 90."""
    supplied = {"fraud_in_force": 1.0, "worst_rank": 90.0}
    drawn = {name for clause in book.clauses.values() for name in clause.histories}
    return facts.with_columns(pl.lit(amount).alias(name) for name, amount in supplied.items() if name in drawn)


def verdict(facts, book, clause, scenario=scenarios.BASELINE):
    """The one row of a clause."""
    return scorecards.score(facts, book, scenario).row(by_predicate=pl.col("clause") == clause, named=True)


def node(facts, book, name, scenario=scenarios.BASELINE):
    """The one row of a group or of the total."""
    return scorecards.score_nodes(facts, book, scenario).row(by_predicate=pl.col("node") == name, named=True)


def interval(row):
    """Points, low and high."""
    return row["points"], row["low"], row["high"]
