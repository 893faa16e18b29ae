"""What a plan costs: the office's own table, or effort in shares of today's figures where there is none (费用)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import facts
from analysis.facts import Fact, FigureError
from analysis.problems import InputError, Problems
from analysis.questions.lever_lattice import Lever
from analysis.questions.planning.office_tables import OfficeRow, OfficeTable, counted_fact, report_twice
from analysis.text_normalisation import quoted_value

YUAN = "yuan"
HEADINGS = {
    "fact": ("指标", "指标名称"),
    "price": ("单价", "单位费用", "每单位费用", "unit cost"),
    "per": ("每", "计价数量", "per"),
    "fixed": ("固定费用", "一次性费用", "fixed cost"),
    "step": ("步长", "最小步长", "step size"),
    "payer": ("出资单位", "经费来源", "who pays"),
    "note": ("备注", "说明"),
}
COSTS = OfficeTable(HEADINGS, ("fact", "price"), "费用表", "A table of costs")


@dataclass(frozen=True)
class CostLine:
    """What moving a figure costs: for each of its units, and once; in which steps it can be moved; who pays.

    `step`: in the fact's unit; None for the smallest.
    """

    target: str
    each: float
    fixed: float = 0.0
    step: float | None = None
    payer: str = ""

    def of(self, change: float) -> float:
        """What a change costs; nothing costs nothing."""
        return self.fixed + self.each * abs(change) if change else 0.0


def effort_of(lever: Lever) -> CostLine:
    """Effort in shares: a change as large as today's figure counts 1; where that is zero, one to the upper bound."""
    whole = abs(lever.now or 0.0) or lever.high or 1.0
    return CostLine(lever.target, 1.0 / whole)


def read_costs(path: Path | str, dictionary: Mapping[str, Fact]) -> dict[str, CostLine]:
    """The costs of a table (CSV or XLSX) by fact: 指标, 单价, and where needed 每, 固定费用, 步长, 出资单位, 备注.

    `单价` is what so many of the fact's units cost as `每` says, one where it is empty. Raises `InputError` with every
    fault at once, each with its cell: columns, facts and amounts that are not known, facts that stand twice.
    """
    problems, names = Problems(), facts.fact_lookup(dictionary)
    found: dict[str, CostLine | None] = {}
    for row in COSTS.rows(path, problems):
        fact, line = row.fact(names, problems), _money(row, _yuan(dictionary), problems)
        if fact and fact.name in found:
            report_twice(row, problems)
        elif fact:
            found[fact.name] = _line(row, fact, line, problems)
    problems.raise_any()
    return {name: line for name, line in found.items() if line}


def _money(row: OfficeRow, money: Fact, problems: Problems) -> tuple[float | None, float | None]:
    """The price and the fixed costs of a row, whatever its fact is; faults are reported, each with its cell."""
    price, fixed = (row.amount(column, money, problems) for column in ("price", "fixed"))
    if price is None and not row.cells["price"]:
        zh, en = "没有填单价；不花钱的请填 0。", "There is no price; write 0 for what costs nothing."
        problems.report(row.place("price"), zh, en)
    return price, fixed


def _line(row: OfficeRow, fact: Fact, money: tuple[float | None, float | None], problems: Problems) -> CostLine | None:
    """The row as costs; its faults are reported, each with its cell."""
    per, step = (row.amount(column, counted_fact(fact), problems, above=True) for column in ("per", "step"))
    payer, (price, fixed) = row.text("payer", problems), money
    return None if price is None else CostLine(fact.name, price / (per or 1.0), fixed or 0.0, step, payer)


def _yuan(dictionary: Mapping[str, Fact]) -> Fact:
    """An amount of money, as a fact that cells are read by."""
    return replace(next(iter(dictionary.values())), unit=YUAN, choices={}, choices_en={}, within=None)


def parse_budget(text: str, dictionary: Mapping[str, Fact]) -> float:
    """A budget as people write it, in yuan: 500万. Raises `InputError`."""
    money, problems = _yuan(dictionary), Problems()
    try:
        amount = facts.parse_figure(text, money)
    except FigureError as error:
        problems.report(f"--budget {quoted_value(text)}", error.zh, error.en)
        raise InputError(problems.found) from None
    if amount is None:
        problems.report("--budget", "请写出金额，如 500万。", "Give an amount, as 500万.")
    problems.raise_any()
    return float(amount or 0)
