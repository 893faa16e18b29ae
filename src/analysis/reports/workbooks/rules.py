"""The sheet of rule values: every number of the rulebooks as a named cell (规则值表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.reports.workbooks import inputs
from analysis.reports.workbooks.inputs import InputEntry
from analysis.reports.workbooks.paper import HEAD_ROW, SheetWriter, text_literal
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import Clause, Group, RuleValue
from analysis.scorecards import TOTAL, Card
from analysis.views import result_texts, words


@dataclass(frozen=True)
class RuleLine:
    """A rule value with its words: the clause or group it belongs to, what it is called, its unit and source."""

    entry: InputEntry
    place: str
    label: str
    unit: str
    source: str


def write(layout: WorkbookLayout, leaf: SheetWriter) -> tuple[str, int]:
    """The sheet: a block for each rulebook, its clauses in order, then the caps and floors of its groups.

    Returns the name of the column of remarks, and how many values are not set.
    """
    blocks = {card.book.id: [*_values(layout, card), *_limits(layout, card)] for card in layout.cards}
    others = inputs.overriding_scenarios([line.entry for lines in blocks.values() for line in lines])
    titles = [layout.say("scenario column", title=layout.scenarios[place].title_in(layout.lang)) for place in others]
    heads = [layout.say("clause"), layout.say("rule value"), layout.say("printed"), *titles, layout.say("used"),
             *map(layout.say, ("unit", "remark", "source", "name"))]  # fmt: skip
    leaf.write(0, 0, layout.say("rules title"), "title")
    leaf.write(1, 0, layout.say("rules note"), "subtitle")
    leaf.heads(HEAD_ROW, heads, [10, 36, 14, *(16 for _ in others), 14, 14, 20, 44, 34])
    row = HEAD_ROW + 1
    for card in layout.cards:
        row = _block(layout, leaf, row, card, blocks[card.book.id], others, len(heads))
    leaf.sheet.freeze_panes(HEAD_ROW + 1, 2)
    leaf.printed(HEAD_ROW, len(heads) - 2, row - 1)
    leaf.tinted(HEAD_ROW + 1, 2, row - 1, 3 + len(others))
    remarks = leaf.named(layout.names.of("column", "rules_remark"), HEAD_ROW + 1, 5 + len(others), row - 1)
    return remarks, sum(line.entry.used is None for lines in blocks.values() for line in lines)


def _block(
    layout: WorkbookLayout,
    leaf: SheetWriter,
    row: int,
    card: Card,
    lines: Sequence[RuleLine],
    others: Sequence[int],
    columns: int,
) -> int:
    for column in range(columns):
        leaf.write(row, column, card.book.title_in(layout.lang) if column == 0 else None, "group", text_wrap=False)
    for number, line in enumerate(lines, row + 1):
        _line(layout, leaf, number, line, others)
    return row + 1 + len(lines)


def _line(layout: WorkbookLayout, leaf: SheetWriter, row: int, line: RuleLine, others: Sequence[int]) -> None:
    base = inputs.write(leaf, layout, row, 2, line.entry, others)
    leaf.write(row, 0, line.place, "text")
    leaf.write(row, 1, line.label, "text")
    after = 4 + len(others)
    leaf.write(row, after, line.unit, "text")
    leaf.formula(row, after + 1, *_remark(layout, line, base), "said")
    leaf.write(row, after + 2, line.source, "quiet")
    leaf.write(row, after + 3, line.entry.name, "name")


def _remark(layout: WorkbookLayout, line: RuleLine, base: str) -> tuple[str, str]:
    """Whether the value is not set, or was changed since the workbook was made; with what it says now."""
    entry, unset = line.entry, layout.say("unset")
    same = f'{base}=""' if entry.kept is None else f"{base}={entry.kept!r}"
    fixed, changed = layout.say("window") if entry.fixed else "", text_literal(layout.say("changed"))
    remark = f"IF(ISNA({entry.name}),{text_literal(unset)},IF({same},{text_literal(fixed)},{changed}))"
    return remark, unset if entry.used is None else fixed


def _values(layout: WorkbookLayout, card: Card) -> Iterator[RuleLine]:
    for clause in card.book.clauses.values():
        for value in clause.values.values():
            folds = layout.folds(f"{clause.id}.{value.name}", card.city, card.month, card.book)
            now = folds[0].of(value.amount) if folds[0] else value.amount
            entry = InputEntry(
                layout.value(card.book, clause, value.name), value.amount, now, folds, value.unit,
                fixed=_window(clause, value) or value.unit == "choice",
            )  # fmt: skip
            called = result_texts.rule_value_title(clause, value.name, layout.lang)
            yield RuleLine(entry, clause.id, called, _unit(value.unit, layout), value.source)


def _unit(unit: str, layout: WorkbookLayout) -> str:
    """The unit's word, as it follows a number."""
    return (
        ""
        if unit in ("share", "choice", "1", "rank", "flag")
        else words.rule_value_text(0.0, unit, layout.lang).partition(" ")[2]
    )


def _window(clause: Clause, value: RuleValue) -> bool:
    return value.name in {history.months for history in clause.histories.values()}


def _limits(layout: WorkbookLayout, card: Card) -> Iterator[RuleLine]:
    """Caps, floors and printed points of the groups and the total."""
    for group in card.book.groups.values():
        for part, amount in group_limits(group).items():
            yield _limit(layout, card, group.id, group.title_in(layout.lang), part, amount)
    if card.book.possible is not None:
        yield _limit(layout, card, TOTAL, layout.say("total"), "printed", card.book.possible)


def group_limits(group: Group) -> dict[str, float]:
    """What is set for a group: its cap, floor and printed points."""
    amounts: dict[str, Any] = {"cap": group.cap, "least": group.least, "printed": group.possible}
    return {part: amount for part, amount in amounts.items() if amount is not None}


def _limit(layout: WorkbookLayout, card: Card, node: str, title: str, part: str, amount: float) -> RuleLine:
    none = tuple(None for _ in layout.scenarios)
    entry = InputEntry(layout.node(card.book, node, part), amount, amount, none, "point")
    said = layout.say("limit", title=title, part=layout.say(part))
    return RuleLine(entry, layout.say("group"), said, _unit("point", layout), layout.say("of the document"))
