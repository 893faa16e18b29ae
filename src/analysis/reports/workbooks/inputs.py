"""Cells to type in, with what scenarios put in their place, and the cell that is used (输入与采用值)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.facts import Fact
from analysis.formulas import spreadsheet_formulas
from analysis.reports.workbooks.paper import SheetWriter, cell_address, text_literal
from analysis.reports.workbooks.workbook_plan import FoldedChanges, WorkbookLayout
from analysis.views import words


@dataclass(frozen=True)
class InputEntry:
    """One figure or rule value of the workbook.

    `name`: the defined name of the cell used. `kept`: its value as delivered or printed. `used`: its value now.
    `choices`: words that may be typed, by number. `drawn`: a formula in place of a figure typed in.
    """

    name: str
    kept: float | None
    used: float | None
    folds: tuple[FoldedChanges | None, ...]
    unit: str
    choices: Mapping[int, str] = field(default_factory=dict)
    drawn: str = ""
    fixed: bool = False

    def word(self, value: float | None) -> float | str | None:
        """A value as it is typed: the word of a choice."""
        return value if value is None else self.choices.get(int(value), value)


@dataclass(frozen=True)
class FigureLine:
    """An entry of the sheet of facts with its words: what it is called, source, note, meaning, who uses it, status."""

    entry: InputEntry
    label: str
    fact: Fact | None
    texts: tuple[str, str, str]
    clauses: str
    status: str


def value_now(kept: float | None, folds: Sequence[FoldedChanges | None]) -> float | None:
    """The value under the scenario that the workbook opens with."""
    return folds[0].of(kept) if folds[0] else kept


def choice_words(layout: WorkbookLayout, fact: Fact) -> dict[int, str]:
    """The words that may be typed for a fact, by number."""
    if fact.unit == "flag":
        return {1: words.say("yes", layout.lang), 0: words.say("no", layout.lang)}
    return dict((fact.choices if layout.lang == "zh" else fact.choices_en) if fact.unit == "choice" else {})


def overriding_scenarios(entries: Sequence[InputEntry]) -> tuple[int, ...]:
    """The scenarios, by their places, that change any of the entries: each has a column of its own."""
    places = range(len(entries[0].folds)) if entries else ()
    return tuple(place for place in places if any(entry.folds[place] for entry in entries))


def write(
    leaf: SheetWriter, layout: WorkbookLayout, row: int, first: int, entry: InputEntry, others: Sequence[int]
) -> str:
    """The entry's cells from column `first` on: to type in, one for each scenario in `others`, the one used.

    Returns the address of the cell to type in.
    """
    base = cell_address(row, first)
    shape = number_format(entry.unit, layout)
    if entry.drawn:
        leaf.formula(row, first, entry.drawn, entry.kept, num_format=shape)
    else:
        leaf.write(row, first, entry.word(entry.kept), "kept" if entry.fixed else "input", num_format=shape)
        _guard(leaf, layout, row, first, entry)
    taken = _read(base, entry.choices)
    for column, place in enumerate(others, first + 1):
        _override(leaf, layout, row, column, base, entry, entry.folds[place])
        other = cell_address(row, column)
        taken = f'IF(AND({layout.scenario}={place + 1},{other}<>""),{_read(other, entry.choices)},{taken})'
    used = first + 1 + len(others)
    leaf.formula(row, used, taken, entry.used, num_format=short_format(entry.unit, layout))
    leaf.named(entry.name, row, used)
    return base


def _read(cell: str, choices: Mapping[int, str]) -> str:
    """The number in a cell, or of the word in it; an error where there is neither."""
    read = f"IF(ISNUMBER({cell}),{cell},{spreadsheet_formulas.SPREADSHEET_MISSING})"
    for number, word in reversed(list(choices.items())):
        read = f"IF({cell}={text_literal(word)},{number},{read})"
    return read


def _override(
    leaf: SheetWriter,
    layout: WorkbookLayout,
    row: int,
    column: int,
    base: str,
    entry: InputEntry,
    fold: FoldedChanges | None,
) -> None:
    shape = number_format(entry.unit, layout)
    if fold is None or fold.fixed:
        leaf.write(row, column, entry.word(fold.plus) if fold else None, "assumed", num_format=shape)
    else:
        scale, plus = (spreadsheet_formulas.spreadsheet_number(part) for part in (fold.scale, fold.plus))
        changed = f"{base}*{scale}+{plus}"
        after = fold.of(entry.kept)
        leaf.formula(
            row,
            column,
            f'IF(ISNUMBER({base}),{changed},"")',
            "" if after is None else after,
            "assumed",
            num_format=shape,
        )
    if fold and fold.note:
        leaf.sheet.write_comment(row, column, fold.note, {"author": "", "x_scale": 2, "y_scale": 1})
    _guard(leaf, layout, row, column, entry)


def _guard(leaf: SheetWriter, layout: WorkbookLayout, row: int, column: int, entry: InputEntry) -> None:
    """What may be typed: a word of the list, or a number that is not negative."""
    if entry.fixed or (entry.kept or 0) < 0:
        return
    rule: dict[str, Any] = {
        "validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning",
        "error_message": layout.say("only numbers"),
    }  # fmt: skip
    if entry.choices:
        rule = layout.lists.choice(list(entry.choices.values()), layout.say("only listed"))
    leaf.sheet.data_validation(row, column, row, column, {"ignore_blank": True, **rule})


def number_format(unit: str, layout: WorkbookLayout) -> str:
    """How a number of a unit is shown where it is typed: in full."""
    if unit == "share":
        return "0.00%"
    if unit in ("flag", "choice", "rank", "1"):
        return "General"
    return "0.0########" if "/" in unit or "*" in unit or unit in ("point", "day") else "#,##0"


def short_format(unit: str, layout: WorkbookLayout) -> str:
    """How a number of a unit is shown where it is used: with its unit, 亿元 for large amounts of money."""
    if unit != "yuan":
        return number_format(unit, layout)
    return r'[>=100000000]0\.00,,"亿元";#,##0"元"' if layout.lang == "zh" else r'[>=1000000]#,##0.00,,"m";#,##0'
