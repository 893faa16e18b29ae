"""The sheet of facts: what to type in, what is used, earlier months, and what is drawn from them (指标表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.facts import Fact
from analysis.facts.units import unit_label
from analysis.reports.workbooks import checks, earlier, inputs
from analysis.reports.workbooks.inputs import Entry, Line
from analysis.reports.workbooks.paper import TINTS, Leaf, at, text
from analysis.reports.workbooks.plan import Plan
from analysis.views.words import joined_texts, say

HEAD = 3


def write(plan: Plan, leaf: Leaf) -> tuple[dict[str, str], int, int]:
    """The sheet: this month's figures first, then what histories need.

    Returns the names of the columns that are counted in (`used`, `check`, `status`), how many figures are missing,
    and how many cannot be.
    """
    blocks = {
        "this month": list(_facts(plan)),
        "earlier months": list(earlier.lines(plan)),
        "drawn": list(earlier.drawn(plan)),
    }
    others = inputs.overriding([line.entry for lines in blocks.values() for line in lines])
    columns = ("used", "check", "status", "kept", "source", "note", "clauses", "name")
    titles = [plan.say("scenario column", title=_title(plan, place)) for place in others]
    heads = [*map(plan.say, ("figure", "unit", "typed")), *titles, *map(plan.say, columns)]
    widths = [34, 8, 18, *(16 for _ in others), 18, 26, 9, 16, 30, 30, 20, 24]
    leaf.write(0, 0, plan.say("figures title"), "title")
    leaf.write(1, 0, plan.say("figures note"), "subtitle")
    leaf.heads(HEAD, heads, widths)
    row = HEAD + 1
    for key, lines in blocks.items():
        row = _block(plan, leaf, row, key, lines, others, len(heads))
    leaf.sheet.freeze_panes(HEAD + 1, 2)
    leaf.sheet.autofilter(HEAD, 0, row - 1, len(heads) - 1)
    leaf.printed(HEAD, len(heads) - 2, row - 1)
    used = 3 + len(others)
    _colours(plan, leaf, row - 1, used)
    month = len(blocks["this month"])
    spans = {"used": (used, HEAD + 1 + month), "check": (used + 1, row - 1), "status": (used + 2, row - 1)}
    ranges = {
        key: leaf.named(plan.names.of("column", f"figures_{key}"), HEAD + 1, column, max(HEAD + 1, last))
        for key, (column, last) in spans.items()
    }
    wrong = sum(bool(checks.said(plan, line)) for lines in blocks.values() for line in lines)
    return ranges, sum(line.entry.used is None for line in blocks["this month"]), wrong


def _title(plan: Plan, place: int) -> str:
    return plan.scenarios[place].title_in(plan.lang)


def _block(
    plan: Plan, leaf: Leaf, row: int, key: str, lines: Sequence[Line], others: Sequence[int], columns: int
) -> int:
    if not lines:
        return row
    for column in range(columns):
        leaf.write(row, column, plan.say(key) if column == 0 else None, "group")
    for number, line in enumerate(lines, row + 1):
        _line(plan, leaf, number, line, others)
    return row + 1 + len(lines)


def _line(plan: Plan, leaf: Leaf, row: int, line: Line, others: Sequence[int]) -> None:
    entry = line.entry
    base = inputs.write(leaf, plan, row, 2, entry, others)
    leaf.write(row, 0, line.label, "text")
    after = 4 + len(others)
    leaf.write(row, 1, unit_label(entry.unit) if plan.lang == "zh" else entry.unit, "text")
    leaf.formula(row, after, *checks.check(plan, line, base), "said")
    kept = at(row, after + 2)
    missing, changed = say("missing", plan.lang), plan.say("changed")
    same = f"IF(IFERROR({base}={kept},TRUE),{text(line.status)},{text(changed)})"
    remark = f"IF(ISNA({entry.name}),{text(missing)},{same})"
    leaf.formula(row, after + 1, remark, missing if entry.used is None else line.status, "said")
    shape = inputs.number_format(entry.unit, plan)
    leaf.write(row, after + 2, entry.word(entry.kept), "kept", num_format=shape)
    for column, said in enumerate((line.texts[0], line.texts[1], line.clauses), after + 3):
        leaf.write(row, column, said, "quiet", text_wrap=False)
    leaf.write(row, after + 6, entry.name, "name")
    if line.texts[2]:
        leaf.sheet.write_comment(row, 0, line.texts[2], {"author": "", "x_scale": 2.5, "y_scale": 2})


def _colours(plan: Plan, leaf: Leaf, last: int, used: int) -> None:
    """Missing cells are tinted and their error sign hidden; figures that were changed and doubtful ones stand out."""
    first = HEAD + 1
    changed = plan.paper.book.add_format({"bg_color": TINTS["changed"], "bold": True})
    wrong = plan.paper.book.add_format({"font_color": "#C00000", "bold": True})
    leaf.tinted(first, 2, last, used)
    is_changed = f"AND({at(first, used + 2).replace('$' + str(first + 1), str(first + 1))}={text(plan.say('changed'))})"
    leaf.sheet.conditional_format(first, 2, last, 2, {"type": "formula", "criteria": f"={is_changed}", "format": changed})
    leaf.sheet.conditional_format(first, used + 1, last, used + 1, {"type": "no_blanks", "format": wrong})


def _facts(plan: Plan) -> Iterator[Line]:
    used: dict[str, list[str]] = {}
    for card in plan.cards:
        for clause in card.book.clauses.values():
            for name in dict.fromkeys(name for reading in clause.readings for name in clause.facts(reading)):
                used.setdefault(name, []).append(f"{card.book.id} {clause.id}")
    drawn = earlier.names(plan)
    for card in plan.cards:
        for name in card.book.facts():
            if name in used and name not in drawn:
                yield _fact(plan, card.book.dictionary[name], used.pop(name))


def _fact(plan: Plan, fact: Fact, clauses: list[str]) -> Line:
    card = next(card for card in plan.cards if fact.name in card.book.facts())
    row = card.figure(fact.name) or {}
    texts = (row.get("source") or "", row.get("note") or "", fact.meaning_zh if plan.lang == "zh" else fact.meaning)
    folds = plan.folds(fact.name, card.city, card.month)
    entry = Entry(
        plan.fact(fact.name),
        row.get("value"),
        inputs.now(row.get("value"), folds),
        folds,
        fact.unit,
        inputs.words(plan, fact),
    )
    status = say(row.get("status") or "supplied", plan.lang)
    return Line(entry, plan.called(fact), fact, texts, joined_texts(clauses, plan.lang), status)
