"""What a plan costs: the office's own table, or effort in shares of today's figures where there is none (费用)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import facts
from analysis.facts import Fact, FigureError, Sheet, Vocabulary
from analysis.problems import InputError, Problems, did_you_mean
from analysis.questions.lever_lattice import Lever
from analysis.text_normalisation import folded, quoted_value

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
NEEDED = ("fact", "price")
MEANT = {folded(word): column for column, words in HEADINGS.items() for word in (column, *words)}
WORDS = Vocabulary(MEANT, NEEDED)


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
    found: dict[str, CostLine] = {}
    for sheet in facts.read_sheets(path, WORDS):
        problems.found.extend(sheet.faults)
        places = _places(sheet, problems)
        for number, cells in sheet.rows if set(NEEDED) <= set(places) else ():
            row = _CostRow(sheet, number, {column: cells[place].strip() for column, place in places.items()}, places)
            line = row.line(names, problems)
            if line and line.target in found:
                zh, en = "这一指标有两行；请只留一行。", "This fact stands twice; keep one row."
                problems.report(row.place("fact"), zh, en)
            elif line:
                found[line.target] = line
    problems.raise_any()
    return found


def _places(sheet: Sheet, problems: Problems) -> dict[str, int]:
    """Where each known column stands; columns unknown, missing or there twice are reported."""
    places: dict[str, int] = {}
    for place, heading in enumerate(sheet.headings):
        column = MEANT.get(folded(heading))
        if column in places:
            problems.report(sheet.place(column=heading), "此列有两列；请只留一列。", "This column stands twice.")
        elif column:
            places[column] = place
        elif heading or any(cells[place].strip() for _, cells in sheet.rows):
            zh, en = did_you_mean(folded(heading), MEANT)
            said = quoted_value(heading)
            zh = f"费用表不认识“{said}”列。{zh}请改名或删除此列。"
            problems.report(sheet.place(column=said), zh, f"A table of costs has no column '{said}'. {en}".rstrip())
    for column in [column for column in NEEDED if column not in places]:
        zh, en = f"缺少“{HEADINGS[column][0]}”列。", f"The column '{column}' is missing."
        problems.report(sheet.place(), zh, en)
    return places


@dataclass(frozen=True)
class _CostRow:
    sheet: Sheet
    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]

    def place(self, column: str) -> str:
        return self.sheet.place(self.number, self.sheet.headings[self.places[column]])

    def line(self, names: Mapping[str, Fact], problems: Problems) -> CostLine | None:
        """The row as costs; its faults are reported, each with its cell."""
        before = len(problems.found)
        try:
            fact = facts.parse_fact(self.cells["fact"], names)
        except FigureError as error:
            problems.report(self.place("fact"), error.zh, error.en)
            return None
        money = replace(fact, unit=YUAN, choices={}, choices_en={}, within=None)
        own = replace(fact, unit="day") if fact.unit in ("flag", "rank", "choice") else fact
        price, fixed = (self._amount(column, money, problems) for column in ("price", "fixed"))
        per, step = (self._amount(column, own, problems, above=True) for column in ("per", "step"))
        payer = self._payer(problems)
        if price is None and not self.cells["price"]:
            zh, en = "没有填单价；不花钱的请填 0。", "There is no price; write 0 for what costs nothing."
            problems.report(self.place("price"), zh, en)
        if len(problems.found) > before or price is None:
            return None
        return CostLine(fact.name, price / (per or 1.0), fixed or 0.0, step, payer)

    def _amount(self, column: str, fact: Fact, problems: Problems, *, above: bool = False) -> float | None:
        try:
            amount = facts.parse_figure(self.cells.get(column, ""), fact)
        except FigureError as error:
            problems.report(self.place(column), error.zh, error.en)
            return None
        if above and amount is not None and amount <= 0:
            zh, en = "应大于零；不填即为最小单位。", "It must be above zero, or left empty for the smallest unit."
            problems.report(self.place(column), zh, en)
            return None
        return None if amount is None else float(amount)

    def _payer(self, problems: Problems) -> str:
        try:
            return facts.parse_free_text(self.cells.get("payer", ""), "payer") or ""
        except FigureError as error:
            problems.report(self.place("payer"), error.zh, error.en)
            return ""


def parse_budget(text: str, dictionary: Mapping[str, Fact]) -> float:
    """A budget as people write it, in yuan: 500万. Raises `InputError`."""
    money = replace(next(iter(dictionary.values())), unit=YUAN, choices={}, choices_en={}, within=None)
    problems = Problems()
    try:
        amount = facts.parse_figure(text, money)
    except FigureError as error:
        problems.report(f"--budget {quoted_value(text)}", error.zh, error.en)
        raise InputError(problems.found) from None
    if amount is None:
        problems.report("--budget", "请写出金额，如 500万。", "Give an amount, as 500万.")
    problems.raise_any()
    return float(amount or 0)
