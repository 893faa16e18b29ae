"""What is compared of each unit of a field: its figure, or the bounds of one that is missing (参与比较的数)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import polars as pl

from analysis.facts import Fact, league_field, listed_units, unit_table, valid_in
from analysis.formulas import Node, compiler, expression, interval_compiler
from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios.case_frame import Literals

LOW, HIGH, FIELD = "low", "high", "field"


@dataclass(frozen=True)
class FieldWord:
    """A word of a clause that looks at the field, and the names of its columns."""

    clause: Clause
    node: Node

    @cached_property
    def key(self) -> str:
        return f"{self.clause.id}.{self.node.code}"

    @cached_property
    def argument(self) -> str:
        """What is compared and with whom: the same in all words that compare the same."""
        return f"{self.field} {self._own(self.node.args[0])}"

    @cached_property
    def name(self) -> str:
        """The word with its operands: clauses that look for the same share it."""
        return " ".join([self.node.op, self.argument, *map(self._own, self.node.args[1:])])

    def _own(self, tree: Node) -> str:
        """A formula's code; with the clause before it where it speaks of the clause's own values."""
        own = self.clause.values.keys() & {*tree.names}
        return f"{self.clause.id}.{tree.code}" if own else tree.code

    @cached_property
    def field(self) -> str:
        return self.clause.field.of if self.clause.field else clauses_rulebook.LEAGUE

    def ends(self) -> tuple[str, str]:
        """The columns of the least and the most it can be, where it is not certain."""
        return f"{self.key} {LOW}", f"{self.key} {HIGH}"


def with_fields(rows: pl.DataFrame, fields: set[str]) -> pl.DataFrame:
    """The rows with a number for each field that a row belongs to; null where it has no league.

    A field of everybody is all units of one kind and list, so that a town is never compared with a department.
    """
    placed = _leagues(rows) if clauses_rulebook.LEAGUE in fields or listed_units() else rows
    scenario, month = (_text_numbers(rows, key) for key in ("scenario", "month"))
    together = _pair_numbers(scenario, month)
    everybody = _pair_numbers(together, _league_numbers(placed)) if listed_units() else together
    own = {of: everybody if of == clauses_rulebook.EVERYBODY else _by_league(together, placed) for of in fields}
    return placed.with_columns(number.alias(f"{FIELD} {of}") for of, number in own.items())


def _league_numbers(placed: pl.DataFrame) -> pl.Series:
    """A small number for the list and kind of each row's unit."""
    return placed.select(league_field(pl.col("league")).rank("dense").cast(pl.Int64)).to_series()


def _text_numbers(rows: pl.DataFrame, key: str) -> pl.Series:
    """A key's texts as numbers; 0 throughout where all are the same."""
    column = rows[key]
    if column.is_empty() or (column == column[0]).all():
        return pl.repeat(0, len(column), dtype=pl.Int64, eager=True)
    return column.cast(pl.Categorical(pl.Categories.random())).to_physical().cast(pl.Int64)


def _pair_numbers(first: pl.Series, second: pl.Series) -> pl.Series:
    """One number for each pair of two."""
    return first * (cast(int, second.max() or 0) + 1) + second


def _by_league(together: pl.Series, placed: pl.DataFrame) -> pl.Series:
    return _pair_numbers(together, placed["league"].rank("dense").cast(pl.Int64))


def _leagues(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the league of their city or unit in the month."""
    cities = unit_table().select(pl.col("code").alias("city"), "league", "valid_from", "valid_to")
    pairs = rows.select("city", "month").unique().join(cities, on="city").filter(valid_in(pl.col("month")))
    leagues = pairs.unique(["city", "month"], keep="last", maintain_order=True).select("city", "month", "league")
    return rows.join(leagues, on=["city", "month"], how="left", maintain_order="left")


def member_figures(rows: pl.DataFrame, literals: Literals, words: list[FieldWord], book: Rulebook) -> pl.DataFrame:
    """What is compared of each unit: the figure, and where it is missing the bounds it lies between.

    For each argument the columns `x`, `low`, `high`, `maybe` of its name: null where the unit is not compared, `maybe`
    where a denominator that is missing may be zero, so that it may not be.
    """
    each = {word.argument: word for word in words}
    return rows.with_columns(
        column for name, word in each.items() for column in _member(rows, literals, word, book, name)
    )


def _member(rows: pl.DataFrame, literals: Literals, word: FieldWord, book: Rulebook, name: str) -> Iterator[pl.Expr]:
    tree, terms = word.node.args[0], own_terms(word, rows, literals)
    figure = expression(tree, terms).cast(pl.Float64)
    yield figure.alias(f"{name} x")
    lacking = [fact for fact in terms if fact not in word.clause.values and _is_missing_somewhere(rows, literals, fact)]
    if lacking:
        yield from _figure_bounds(tree, terms, lacking, word, rows, book, figure, name)


def _is_missing_somewhere(rows: pl.DataFrame, literals: Literals, fact: str) -> bool:
    return rows[fact].null_count() > 0 if fact in rows.columns else literals.get(fact) is None


def own_terms(word: FieldWord, rows: pl.DataFrame, literals: Literals) -> dict[str, compiler.Term]:
    """What the names within a word stand for in the rows."""
    own = word.clause.values
    targets = {name: f"{word.clause.id}.{name}" if name in own else name for name in word.node.names}
    return {name: pl.col(to) if to in rows.columns else literals.get(to) for name, to in targets.items()}


def _figure_bounds(
    tree: Node,
    terms: Mapping[str, compiler.Term],
    lacking: list[str],
    word: FieldWord,
    rows: pl.DataFrame,
    book: Rulebook,
    figure: pl.Expr,
    name: str,
) -> Iterator[pl.Expr]:
    bounds = {fact: _fact_bounds(fact, terms[fact], word.clause, rows, book) for fact in lacking}
    intervals = {fact: bounds.get(fact, (term, term)) for fact, term in terms.items()}
    meant = {fact: book.dictionary[fact].within for fact in terms if fact in book.dictionary}
    wholes = {fact: whole for fact, whole in meant.items() if whole}
    ends = interval_compiler.interval_terms(tree, intervals, undefined=True, wholes=wholes)
    least, most = (compiler.as_expression(end).cast(pl.Float64) for end in ends)
    never = interval_compiler.never_defined(tree, intervals)
    gone = pl.any_horizontal(compiler.as_expression(terms[fact]).is_null() for fact in lacking) & ~never
    open_end = least.is_null() | most.is_null()
    maybe = interval_compiler.may_be_undefined(tree, intervals) | open_end
    for end, bound in ((LOW, least.fill_null(-math.inf)), (HIGH, most.fill_null(math.inf))):
        yield pl.coalesce(figure, pl.when(gone).then(bound)).alias(f"{name} {end}")
    yield (figure.is_null() & gone & maybe).alias(f"{name} maybe")


def _fact_bounds(
    fact: str, term: compiler.Term, clause: Clause, rows: pl.DataFrame, book: Rulebook
) -> interval_compiler.Interval:
    """Between what a figure lies that is missing: what it can never be below or above, its whole and its parts."""
    low, high = _limits(fact, clause, book.dictionary)
    column, within = compiler.as_expression(term).cast(pl.Float64), getattr(book.dictionary.get(fact), "within", None)
    parts = [name for name in rows.columns if getattr(book.dictionary.get(name), "within", None) == fact]
    most = pl.min_horizontal(pl.lit(high), pl.col(within)) if within in rows.columns else pl.lit(high)
    return column.fill_null(pl.max_horizontal(pl.lit(low), *map(pl.col, parts))), column.fill_null(most)


def _limits(fact: str, clause: Clause, dictionary: Mapping[str, Fact]) -> tuple[float, float]:
    drawn = clause.histories.get(fact)
    if drawn is not None and drawn.how in ("any", "sum"):
        return 0.0, 1.0 if drawn.how == "any" else math.inf
    meant = dictionary[drawn.of if drawn else fact]
    if meant.unit == "choice":
        return float(min(meant.choices)), float(max(meant.choices))
    return (1.0 if meant.unit == "rank" else 0.0), (1.0 if meant.unit in ("flag", "share") else math.inf)
