"""What the other units of one's league reach: the figures that benchmarks of peers come to (同组其他单位的数)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from analysis.facts import CITY, PLACE_KEYS, kind_of
from analysis.formulas import TOLERANCE, FormulaError, Node, dimensions, interval_compiler, number_text
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios.changes import SET, Change, Scenario, target_unit
from analysis.scenarios.field_members import FIELD, HIGH, LOW, FieldWord, member_figures, with_fields
from analysis.scenarios.peer_benchmarks import LEVEL, PeerBenchmark

UNITS, PEERS, MARK = "units", "peers", "peers"


def peer_figures(facts: pl.DataFrame, book: Rulebook, benchmarks: Sequence[PeerBenchmark]) -> pl.DataFrame:
    """For each city and month of wide facts what its peers come to, itself left out, a row each in the same order.

    `city, month, peers` (how many others its league has here) and for each benchmark `<target> low`, `<target> high`
    (the same where all is known) and `<target> units`, how many others have the figures. Null with too few of them.
    Raises `InputError` for a benchmark that does not fit the rulebook.
    """
    check_benchmarks(book, benchmarks)
    rows = with_fields(facts.with_columns(pl.lit("").alias("scenario")), {clauses_rulebook.LEAGUE})
    field = pl.col(f"{FIELD} {clauses_rulebook.LEAGUE}")
    others = pl.when(field.is_not_null()).then(pl.len().over(field) - 1).alias(PEERS)
    columns = [column for benchmark in benchmarks for column in _columns(rows, book, benchmark)]
    return rows.select(*PLACE_KEYS, others).hstack(columns)


def check_benchmarks(book: Rulebook, benchmarks: Sequence[PeerBenchmark]) -> None:
    """Raise `InputError` naming every target and name that the rulebook does not have, and units that do not fit."""
    found = [fault for benchmark in benchmarks for fault in _faults(book, benchmark)]
    if found:
        raise InputError(found)


def _faults(book: Rulebook, benchmark: PeerBenchmark) -> Iterator[Problem]:
    where = f"scenario, {benchmark.target}"
    if benchmark.target not in book.amounts():
        zh, en = did_you_mean(benchmark.target, book.amounts())
        yield Problem(
            where, f"不是规则集 {book.id} 的规则值。{zh}", f"This is no value of rulebook {book.id}. {en}".rstrip()
        )
        return
    clause = _clause(book, benchmark)
    units = {name: fact.unit for name, fact in book.dictionary.items()} | {LEVEL: "share"}
    units |= {name: value.unit for name, value in clause.values.items()}
    try:
        parsed = {name: dimensions.parse_unit(unit) for name, unit in units.items()}
        unit = dimensions.unit_of_formula(benchmark.tree, parsed)
        wanted = dimensions.parse_unit(target_unit(benchmark.target, book))
    except (FormulaError, KeyError) as error:
        said = (
            (error.zh, error.en) if isinstance(error, FormulaError) else (f"不认识 {error}。", f"{error} is not known.")
        )
        yield Problem(where, *said)
        return
    if not unit.fits(wanted):
        yield Problem(where, f"单位应为 {wanted}，算得 {unit}。", f"The units work out to {unit}, not to {wanted}.")


def _clause(book: Rulebook, benchmark: PeerBenchmark) -> Clause:
    return book.clauses[benchmark.target.rpartition(".")[0]]


def _columns(rows: pl.DataFrame, book: Rulebook, benchmark: PeerBenchmark) -> list[pl.Series]:
    clause, tree = _clause(book, benchmark), benchmark.tree
    words = {node.code: FieldWord(clause, Node(node.op, node.args[:1])) for node in tree.field_nodes}
    members = member_figures(rows, dict(book.amounts()), list(words.values()), book)
    fields = rows[f"{FIELD} {clauses_rulebook.LEAGUE}"]
    ends = pl.DataFrame(
        [end for code, word in words.items() for end in _ends(members, word, code, fields, benchmark.level)]
    )
    names: dict[str, interval_compiler.Interval] = {
        code: (pl.col(f"{code} {LOW}"), pl.col(f"{code} {HIGH}")) for code in words
    }
    own = {name: value.amount for name, value in clause.values.items()}
    low, high = interval_compiler.interval_terms(tree, names | {name: (own[name],) * 2 for name in own})
    units = pl.min_horizontal(pl.Series(_others_with_figure(members, word, fields)) for word in words.values())
    enough = units >= benchmark.fewest
    kept = [pl.when(enough).then(end).alias(f"{benchmark.target} {name}") for name, end in ((LOW, low), (HIGH, high))]
    return ends.select(*kept, units.alias(f"{benchmark.target} {UNITS}")).get_columns()


def _others_with_figure(members: pl.DataFrame, word: FieldWord, fields: pl.Series) -> pl.Series:
    """How many others have the figure."""
    frame = pl.DataFrame({"there": members[f"{word.argument} x"].is_not_null(), "field": fields})
    return frame.select(pl.col("there").sum().over("field").cast(pl.Int64) - pl.col("there")).to_series()


def _ends(members: pl.DataFrame, word: FieldWord, code: str, fields: pl.Series, level: float) -> Iterator[pl.Series]:
    """The word's least and most among the others; what is not certain to have a value counts as far as it may."""
    for end in (LOW, HIGH):
        name = f"{word.argument} {end}"
        figures = members[name if name in members.columns else f"{word.argument} x"]
        share = {"highest": 1.0, "lowest": 0.0}.get(word.node.op, level)
        yield quantile_of_others(figures, fields, share).alias(f"{code} {end}")


def quantile_of_others(figures: pl.Series, fields: pl.Series, share: float) -> pl.Series:
    """The quantile of the figures of each row's field without the row's own; linear between two figures."""
    own, at, count = pl.col("x").is_not_null(), pl.int_range(pl.len()).over("field"), pl.col("x").count().over("field")
    ordered = pl.DataFrame({"x": figures, "field": fields}).with_row_index("row").sort("field", "x", nulls_last=True)
    spots = ordered.with_columns(at.alias("at"), (count.cast(pl.Int64) - own).alias("others"), own.alias("own"))
    place = share * (pl.col("others") - 1)
    below = (place + TOLERANCE).floor().cast(pl.Int64)
    part = place - below
    first, second = (_nth_of_others(below + step) for step in (0, 1))
    between = pl.when(part > TOLERANCE).then(first * (1 - part) + second * part).otherwise(first)
    there = (pl.col("others") > 0) & pl.col("field").is_not_null()
    return spots.select("row", pl.when(there).then(between).alias("x")).sort("row")["x"]


def _nth_of_others(place: pl.Expr) -> pl.Expr:
    """The figure at a place among the others of the row's field, which stand in order from its first row on."""
    beyond = (pl.col("own") & (place >= pl.col("at"))).cast(pl.Int64)
    row = pl.int_range(pl.len()) - pl.col("at") + place + beyond
    return pl.col("x").gather(row.clip(0, pl.len() - 1))


def with_peer_benchmarks(
    rows: pl.DataFrame,
    literals: dict[str, float | None],
    facts: pl.DataFrame,
    listed: Sequence[Scenario],
    book: Rulebook,
) -> pl.DataFrame:
    """The cases of scenarios that take benchmarks from peers, with those that nothing else sets filled in.

    Where others' figures leave one open, its value is null and its bounds stand beside (`<target> low`, `… high`).
    """
    for scenario in listed:
        if scenario.benchmarks:
            found = peer_figures(facts, book, scenario.benchmarks)
            beside = rows.select(PLACE_KEYS).join(found, on=list(PLACE_KEYS), how="left", maintain_order="left")
            own = rows["scenario"] == scenario.name
            for benchmark in scenario.benchmarks:
                rows = rows.with_columns(_filled(rows, literals, beside, own, benchmark.target))
    return rows


def _filled(
    rows: pl.DataFrame, literals: dict[str, float | None], beside: pl.DataFrame, own: pl.Series, target: str
) -> list[pl.Series]:
    kept = (
        rows[target]
        if target in rows.columns
        else pl.repeat(literals.get(target), len(rows), dtype=pl.Float64, eager=True)
    )
    waits = own & kept.is_null()
    frame = pl.DataFrame(
        {"kept": kept, "low": beside[f"{target} {LOW}"], "high": beside[f"{target} {HIGH}"], "waits": waits}
    )
    low, high = (pl.when("waits").then(pl.col(end)) for end in (LOW, HIGH))
    value = pl.coalesce("kept", pl.when(low == high).then(low)).alias(target)
    bounds = [pl.coalesce("kept", end).alias(f"{target} {name}") for name, end in ((LOW, low), (HIGH, high))]
    open_somewhere = frame.select((low != high).any()).item()
    before = [name for name in (f"{target} {LOW}", f"{target} {HIGH}") if name in rows.columns]
    if before:
        bounds = [
            pl.coalesce(pl.Series(rows[name]), bound).alias(name) for name, bound in zip(before, bounds, strict=True)
        ]
    return frame.select(value, *(bounds if open_somewhere or before else ())).get_columns()


def placed_scenario(scenario: Scenario, facts: pl.DataFrame, book: Rulebook, city: str, month: str) -> Scenario:
    """The scenario for one city and month: benchmarks of peers that are certain as changes, its title telling of them.

    `facts`: wide, with the other units. One that takes none, or is placed already, is given back as it is.
    """
    if all(benchmark.placed for benchmark in scenario.benchmarks):
        return scenario
    return scenario_with_peers(scenario, peer_row(facts, book, scenario.benchmarks, city, month), book, city, month)


def peer_row(
    facts: pl.DataFrame, book: Rulebook, benchmarks: Sequence[PeerBenchmark], city: str, month: str
) -> dict[str, Any]:
    """What `peer_figures` says of one city and month; nothing where the facts have no such row."""
    found = peer_figures(facts.filter(pl.col("month") == month), book, benchmarks).filter(pl.col("city") == city)
    return found.row(0, named=True) if found.height else {}


def scenario_with_peers(scenario: Scenario, row: dict[str, Any], book: Rulebook, city: str, month: str) -> Scenario:
    """The scenario with what the peers of a city and month come to."""
    said = {change.target for change in scenario.changes}
    waiting = [benchmark for benchmark in scenario.benchmarks if benchmark.target not in said]
    taken = tuple(_change(each, row, book, city, month) for each in waiting if _certain(each, row))
    left = tuple(replace(each, placed=True) for each in waiting if not _certain(each, row))
    changes = (*scenario.changes, *taken)
    return replace(_described(scenario, row, month, len(left)), changes=changes, benchmarks=left)


def _certain(benchmark: PeerBenchmark, row: dict[str, Any]) -> bool:
    low = row.get(f"{benchmark.target} {LOW}")
    return low is not None and low == row[f"{benchmark.target} {HIGH}"]


def _change(benchmark: PeerBenchmark, row: dict[str, Any], book: Rulebook, city: str, month: str) -> Change:
    units = row[f"{benchmark.target} {UNITS}"]
    many, itself, many_en = _peer_words(city)
    level_zh, level_en = (benchmark.level_zh, benchmark.level_en) if benchmark.at_level else ("最差水平", "worst")
    zh = f"同组其他{many}的{level_zh}；{month}，{units} 个{many}有数，不含{itself}。"
    en = f"The {level_en} of the league's other {many_en}; {month}, {units} with figures, itself left out."
    amount = row[f"{benchmark.target} {LOW}"]
    return Change(benchmark.target, SET, amount, target_unit(benchmark.target, book), city, month, MARK, en, zh)


def _described(scenario: Scenario, row: dict[str, Any], month: str, left: int) -> Scenario:
    """The scenario with the level, the month and the number of peers in its title, and what is left open."""
    first, others = scenario.benchmarks[0], number_text(float(row.get(PEERS) or 0))
    many, _, many_en = _peer_words(row.get("city", ""))
    zh_few, en_few = _too_few(scenario, row)
    zh = f"{scenario.title_zh}：{first.level_zh}（{month}，同组其他 {others} 个{many}{zh_few}）"
    en = f"{scenario.title}: {first.level_en} ({month}, {others} other {many_en}{en_few})"
    rest = f"有 {left} 项因其他{many}缺报或有数的不足 {number_text(first.fewest)} 个，未能确定。" if left else ""
    also = f" {left} stay open: others' figures are missing, or fewer than {first.fewest:g} have them." if left else ""
    return replace(scenario, title_zh=zh, title=en, about_zh=scenario.about_zh + rest, about=scenario.about + also)


def _too_few(scenario: Scenario, row: dict[str, Any]) -> tuple[str, str]:
    """That there are too few peers, or too few with any figure to be taken; nothing where some benchmark is set."""
    fewest = scenario.benchmarks[0].fewest
    if (row.get(PEERS) or 0) < fewest:
        return "，太少，未设定", ", too few: not set"
    if max(row.get(f"{each.target} {UNITS}") or 0 for each in scenario.benchmarks) < fewest:
        return "，有数的太少，未设定", ", too few have figures: not set"
    return "", ""


def _peer_words(city: str) -> tuple[str, str, str]:
    """What peers and the unit itself are called: cities, or units of another kind."""
    return ("城市", "本市", "cities") if kind_of(city) == CITY else ("单位", "本单位", "units")
