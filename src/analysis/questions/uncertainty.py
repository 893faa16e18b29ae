"""Uncertainty: what total and verdict come to where figures are not certain, and which figure matters (不确定性)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.problems import InputError, Problem
from analysis.questions import spreads as spreading
from analysis.questions.solver import PASSES, TOTAL, measure_column
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import ASSUMPTION, numbered_grid, starting_point
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName, named_target
from analysis.scorecards import clause_expressions

Floats = NDArray[np.float64]
DRAWS, BASE, SEED = 10_000, 1024, 20210331
"""How many draws, how many base points of the Sobol sequence (a power of two), and from which seed."""
QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
STOPS, BINS = 50, 30
HAIR = 1e-12


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """What the total and the verdict come to over many draws, other facts held still.

    `totals`: `statistic, low, high`: mean, deviation and quantiles of the certain total and of the highest possible.
    `passing`: `outcome, chance`: passes, fails, unknown. `vetoes`: `clause, fails, unknown`, as chances, apart from
    points. `indices`: `measure, target, first, first_error, total, total_error`: Sobol indices on the total and on
    passing; none where a measure never varies. `convergence`: `draws, mean, error`: the running mean with its
    standard error. `bins`: `from, to, chance`.
    """

    city: str
    month: str
    rulebook: str
    spreads: tuple[Spread, ...]
    draws: int
    evaluations: int
    seed: int
    totals: pl.DataFrame
    passing: pl.DataFrame
    vetoes: pl.DataFrame
    indices: pl.DataFrame
    convergence: pl.DataFrame
    bins: pl.DataFrame
    assumption: tuple[str, str] = ASSUMPTION


def propagate(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    spreads: Sequence[Spread],
    scenario: ScenarioName = BASELINE,
    draws: int = DRAWS,
    base: int = BASE,
    seed: int = SEED,
) -> Uncertainty:
    """Monte Carlo over the spreads, and Sobol indices from a Saltelli sample; both scored in one pass.

    `draws`: of the Monte Carlo. `base`: a power of two; the Sobol sample has `base × (spreads + 2)` rows; 0 leaves
    the indices out. The same seed gives the same result. Raises `InputError` for spreads that cannot be, and where
    the facts hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import uncertainty
    >>> from analysis.questions.spreads import Spread
    >>> loans = Spread("xinyidai_loans", 10e9, 20e9)
    >>> spread = uncertainty.propagate(figures, book, "江阴", "2021-03", [loans], draws=200, base=16, seed=1)
    >>> [(name, round(low, 1)) for name, low in spread.totals["statistic", "low"].rows()[:2]]
    [('mean', 33.5), ('sd', 0.3)]
    """
    here = starting_point(facts, book, city, month, scenario)
    listed = tuple(
        replace(spread, target=named_target(spread.target, here.book) or spread.target) for spread in spreads
    )
    spreading.check_spreads(listed, here)
    _refuse_sizes(listed, draws, base)
    random = np.random.default_rng(seed).random((draws, len(listed)))
    saltelli = _saltelli(listed, base, seed)
    tests = tuple(clause.id for clause in here.book.of_kind(clauses.TESTED))
    drawn = spreading.sampled_figures(listed, np.concatenate([random, saltelli]), here)
    scored = here.score(numbered_grid(drawn), tests, sure=False)
    first, rest = scored.head(draws), scored.slice(draws)
    return Uncertainty(
        here.city, here.month, here.book.id, listed, draws, scored.height, seed,
        _totals(first), _passing(first), _vetoes(first, tests), _indices(listed, rest, seed),
        _convergence(measure_column(first, TOTAL)), _bins(measure_column(first, TOTAL)),
    )  # fmt: skip


def _refuse_sizes(spreads: tuple[Spread, ...], draws: int, base: int) -> None:
    if spreads and draws > 1 and (base == 0 or (base > 1 and base & (base - 1) == 0)):
        return
    zh = "至少要有一个不确定的数、两次抽样；敏感性分析的抽样基数须为 2 的幂或 0。"
    en = "It takes a spread, two draws, and a Sobol base that is a power of two or 0."
    raise InputError([Problem("uncertainty", zh, en)])


def _problem(spreads: Sequence[Spread]) -> dict[str, Any]:
    return {
        "num_vars": len(spreads),
        "names": [spread.target for spread in spreads],
        "bounds": [[0.0, 1.0]] * len(spreads),
    }


def _saltelli(spreads: Sequence[Spread], base: int, seed: int) -> Floats:
    if not base:
        return np.empty((0, len(spreads)))
    from SALib.sample import sobol  # slow to load, and only this question needs it

    sample = sobol.sample(_problem(spreads), base, calc_second_order=False, seed=seed)
    # a chance of exactly 0 or 1 has no place on an endless distribution
    return np.clip(sample, HAIR, 1 - HAIR)


def _totals(scored: pl.DataFrame) -> pl.DataFrame:
    totals = {name: measure_column(scored, name) if not scored[name].null_count() else None for name in (TOTAL, "high")}
    names = ["mean", "sd", *QUANTILES]
    columns = {name: _statistics(values) for name, values in totals.items()}
    return pl.DataFrame({"statistic": names, **columns}, schema_overrides={TOTAL: pl.Float64, "high": pl.Float64})


def _statistics(values: Floats | None) -> list[float | None]:
    if values is None:
        return [None] * (len(QUANTILES) + 2)
    return [float(values.mean()), float(values.std(ddof=1)), *map(float, np.quantile(values, list(QUANTILES.values())))]


def _passing(scored: pl.DataFrame) -> pl.DataFrame:
    passing = scored[PASSES]
    counts = [(passing == True).sum(), (passing == False).sum(), passing.null_count()]  # noqa: E712
    return pl.DataFrame(
        {"outcome": ["passes", "fails", "unknown"], "chance": [count / scored.height for count in counts]}
    )


def _vetoes(scored: pl.DataFrame, tests: Sequence[str]) -> pl.DataFrame:
    """The tests that some draw does not meet, the likeliest to fail first."""
    met = [scored[clause_expressions.part_column("met", name)] for name in tests]
    rows = [
        (name, ((column == False).sum() / len(column)), column.null_count() / len(column))  # noqa: E712
        for name, column in zip(tests, met, strict=True)
    ]
    frame = pl.DataFrame(rows, schema={"clause": pl.String, "fails": pl.Float64, "unknown": pl.Float64}, orient="row")
    uncertain = (pl.col("fails") > 0) | (pl.col("unknown") > 0)
    return frame.filter(uncertain).sort("fails", "unknown", descending=True, maintain_order=True)


def _indices(spreads: Sequence[Spread], scored: pl.DataFrame, seed: int) -> pl.DataFrame:
    parts = [_index(spreads, measure, measure_column(scored, measure), seed) for measure in (TOTAL, PASSES)]
    return pl.concat([pl.DataFrame(schema=_INDICES), *parts])


_INDICES = {
    "measure": pl.String, "target": pl.String, "first": pl.Float64, "first_error": pl.Float64, "total": pl.Float64,
    "total_error": pl.Float64,
}  # fmt: skip


def _index(spreads: Sequence[Spread], measure: str, values: Floats, seed: int) -> pl.DataFrame:
    """SALib's Sobol indices of one measure; none where it never varies. What is not known to pass does not pass."""
    finite = np.where(np.isfinite(values), values, 0.0)
    if not len(finite) or float(np.ptp(finite)) < HAIR:
        return pl.DataFrame(schema=_INDICES)
    from SALib.analyze import sobol

    found = sobol.analyze(_problem(spreads), finite, calc_second_order=False, seed=seed)
    names = {"first": "S1", "first_error": "S1_conf", "total": "ST", "total_error": "ST_conf"}
    indices = {name: np.asarray(found[key], dtype=float) for name, key in names.items()}
    columns = {"measure": [measure] * len(spreads), "target": [spread.target for spread in spreads], **indices}
    return pl.DataFrame(columns, schema=_INDICES).sort("total", descending=True, maintain_order=True)


def _convergence(values: Floats) -> pl.DataFrame:
    """The running mean at even stops, with its standard error."""
    stops = np.unique(np.linspace(2, len(values), min(STOPS, len(values) - 1)).astype(int))
    counts, sums, squares = np.arange(1, len(values) + 1), np.cumsum(values), np.cumsum(values**2)
    means = sums / counts
    spreads = np.sqrt(np.maximum(squares[1:] - counts[1:] * means[1:] ** 2, 0.0) / (counts[1:] - 1))
    errors = spreads / np.sqrt(counts[1:])
    return pl.DataFrame({"draws": stops, "mean": means[stops - 1], "error": errors[stops - 2]})


def _bins(values: Floats) -> pl.DataFrame:
    low, high = float(values.min()), float(values.max())
    count = BINS if high - low > HAIR else 1
    counts, edges = np.histogram(
        values, bins=count, range=(low, high) if count > 1 else (low, math.nextafter(low, np.inf))
    )
    return pl.DataFrame({"from": edges[:-1], "to": edges[1:], "chance": counts / len(values)})
