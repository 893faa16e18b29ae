"""Benchmarks taken from peers: how a scenario says them, in its file and back (同组基准)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.formulas import FormulaError, Node, parse_formula
from analysis.problems import Problems, did_you_mean
from analysis.toml_tables import toml_string

PEERS, BENCHMARK, LEVEL, CHOICE = "peers", "benchmark", "level", "@"
BENCHMARK_WORDS = ("quantile", "highest", "lowest")
"""Words of the field that a benchmark may be made of."""


@dataclass(frozen=True)
class PeerBenchmark:
    """A rule value that is what the other units of one's league reach in the month.

    `formula`: of facts, the clause's own values, and `level`, the share of a quantile. `fewest`: how many others must
    have the figures. `level_zh`, `level_en`: what the level is called. `placed`: its scenario tells already of the
    city and month it is for.
    """

    target: str
    formula: str
    level: float
    fewest: float
    level_zh: str
    level_en: str
    placed: bool = False

    @property
    def tree(self) -> Node:
        return parse_formula(self.formula)

    @property
    def at_level(self) -> bool:
        """Whether it lies at the level chosen, rather than at the worst of the peers."""
        return LEVEL in self.tree.names


def read_benchmarks(
    where: str, content: Mapping[str, Any], chosen: str, problems: Problems
) -> tuple[PeerBenchmark, ...]:
    """The benchmarks of a scenario's file at the level chosen, the usual one where none is; faults are reported."""
    peers, formulas = content.get(PEERS), content.get(BENCHMARK, {})
    if peers is None and not chosen:
        return ()
    levels = peers.get("levels", {}) if isinstance(peers, Mapping) else {}
    name = chosen or (peers.get("usual") if isinstance(peers, Mapping) else None)
    level, fewest = levels.get(name), _amount(peers.get("fewest") if isinstance(peers, Mapping) else None)
    if not isinstance(level, Mapping) or (share := _amount(level)) is None or fewest is None:
        _refuse_level(where, str(name), levels, problems)
        return ()
    words = (str(level.get("zh", name)), str(level.get("en", name)))
    return tuple(
        PeerBenchmark(target, str(text), share, fewest, *words)
        for target, text in formulas.items()
        if _is_sound(f"{where}, {target}", str(text), problems)
    )


def level_names(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The levels that can be chosen after a scenario's name, beside the usual one."""
    peers = content.get(PEERS)
    levels = peers.get("levels", {}) if isinstance(peers, Mapping) else {}
    return tuple(name for name in levels if isinstance(peers, Mapping) and name != peers.get("usual"))


def _amount(table: Any) -> float | None:
    amount = table.get("is") if isinstance(table, Mapping) else None
    return float(amount) if isinstance(amount, int | float) and not isinstance(amount, bool) else None


def _refuse_level(where: str, name: str, levels: Mapping[str, Any], problems: Problems) -> None:
    zh, en = did_you_mean(name, levels)
    listed = "、".join(levels) or "无"
    problems.report(
        where,
        f"没有“{name}”这一档同组水平。{zh}可选：{listed}。",
        f"There is no level '{name}' of peers. {en} Known: {', '.join(levels) or 'none'}.",
    )


def _is_sound(where: str, text: str, problems: Problems) -> bool:
    try:
        words = parse_formula(text).field_nodes
    except FormulaError as error:
        problems.report(where, error.zh, error.en)
        return False
    if words and all(node.op in BENCHMARK_WORDS for node in words):
        return True
    listed = "、".join(BENCHMARK_WORDS)
    zh = f"同组基准须由其他单位的数算出，可用：{listed}。"
    problems.report(
        where, zh, f"A benchmark of peers is worked out from others' figures, with {', '.join(BENCHMARK_WORDS)}."
    )
    return False


def benchmark_lines(benchmarks: tuple[PeerBenchmark, ...]) -> list[str]:
    """The benchmarks as the blocks of a scenario's file."""
    if not benchmarks:
        return []
    first = benchmarks[0]
    label = f"zh = {toml_string(first.level_zh)}, en = {toml_string(first.level_en)}"
    head = [
        f"[{PEERS}]",
        'usual = "chosen"',
        f'fewest = {{ is = {first.fewest!r}, unit = "entity" }}',
        f'levels = {{ chosen = {{ is = {first.level!r}, unit = "share", {label} }} }}',
    ]
    formulas = [f"{toml_string(each.target)} = {toml_string(each.formula)}" for each in benchmarks]
    return ["\n".join(head), "\n".join([f"[{BENCHMARK}]", *formulas])]
