"""The sheet of facts: what to type in, what is used, earlier months, and what is drawn from them (指标表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.facts import Fact, unit_label
from analysis.reports.workbooks import earlier, inputs
from analysis.reports.workbooks.inputs import FigureLine, InputEntry
from analysis.reports.workbooks.paper import HEAD_ROW, TINTS, SheetWriter, cell_address, text_literal
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.views import glosses, words

SLACK = 1e-9
"""By how much of it a part may pass its whole: rounding."""


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a figure breaks: the formula that is true where it does, whether it does now, and what is said."""

    formula: str
    now: bool
    said: str


def check_formula(layout: WorkbookLayout, line: FigureLine, base: str) -> tuple[str, str]:
    """The formula that says what is wrong with a figure, or nothing, and what it says now; `base` is typed in."""
    formula = '""'
    for fault in reversed(_faults(layout, line)):
        formula = f"IF({fault.formula},{text_literal(fault.said)},{formula})"
    typed = '""' if line.entry.drawn else f'IF({base}="","",{text_literal(layout.say("not read"))})'
    return f"IF(ISNA({line.entry.name}),{typed},{formula})", current_fault(layout, line)


def current_fault(layout: WorkbookLayout, line: FigureLine) -> str:
    """What is wrong with a figure as it is now; empty where nothing is."""
    return next((fault.said for fault in _faults(layout, line) if fault.now), "")


def _faults(layout: WorkbookLayout, line: FigureLine) -> list[BrokenRule]:
    fact, name, now = line.fact, line.entry.name, line.entry.used
    if fact is None or line.entry.choices:
        return []
    faults = [BrokenRule(f"{name}<1", now is not None and now < 1, layout.say("ranks"))]
    if fact.unit != "rank":
        faults = [BrokenRule(f"{name}<0", now is not None and now < 0, layout.say("negative"))]
    if fact.unit == "share":
        faults.append(BrokenRule(f"{name}>1", now is not None and now > 1, layout.say("above one")))
    whole = _whole(layout, fact) if name == layout.fact(fact.name) else None
    return [*faults, _above(layout, name, now, whole)] if whole else faults


def _above(layout: WorkbookLayout, name: str, now: float | None, whole: Fact) -> BrokenRule:
    most = next(card.value(whole.name) for card in layout.cards if whole.name in card.book.facts())
    passed = now is not None and most is not None and now > most * (1 + SLACK) + SLACK
    formula = f"IFERROR({name}>{layout.fact(whole.name)}*(1+1E-9)+1E-9,FALSE)"
    return BrokenRule(formula, passed, layout.say("above whole", name=layout.called(whole)))


def _whole(layout: WorkbookLayout, fact: Fact) -> Fact | None:
    wholes = (card.book.dictionary[fact.within] for card in layout.cards if fact.within in card.book.facts())
    return next(wholes, None)


def write(layout: WorkbookLayout, leaf: SheetWriter) -> tuple[dict[str, str], int, int]:
    """The sheet: this month's figures first, then what histories need.

    Returns the names of the columns that are counted in (`used`, `check`, `status`), how many figures are missing,
    and how many cannot be.
    """
    blocks = {
        "this month": list(_facts(layout)),
        "earlier months": list(earlier.earlier_lines(layout)),
        "drawn": list(earlier.drawn_histories(layout)),
    }
    others = inputs.overriding_scenarios([line.entry for lines in blocks.values() for line in lines])
    columns = ("used", "check", "status", "kept", "source", "note", "clauses", "name")
    titles = [layout.say("scenario column", title=_title(layout, place)) for place in others]
    heads = [*map(layout.say, ("figure", "unit", "typed")), *titles, *map(layout.say, columns)]
    widths = [34, 8, 18, *(16 for _ in others), 18, 26, 9, 16, 30, 30, 20, 24]
    leaf.write(0, 0, layout.say("figures title"), "title")
    leaf.write(1, 0, layout.say("figures note"), "subtitle")
    leaf.heads(HEAD_ROW, heads, widths)
    row = HEAD_ROW + 1
    for key, lines in blocks.items():
        row = _block(layout, leaf, row, key, lines, others, len(heads))
    leaf.sheet.freeze_panes(HEAD_ROW + 1, 2)
    leaf.sheet.autofilter(HEAD_ROW, 0, row - 1, len(heads) - 1)
    leaf.printed(HEAD_ROW, len(heads) - 2, row - 1)
    used = 3 + len(others)
    _colours(layout, leaf, row - 1, used)
    month = len(blocks["this month"])
    spans = {"used": (used, HEAD_ROW + 1 + month), "check": (used + 1, row - 1), "status": (used + 2, row - 1)}
    ranges = {
        key: leaf.named(layout.names.of("column", f"figures_{key}"), HEAD_ROW + 1, column, max(HEAD_ROW + 1, last))
        for key, (column, last) in spans.items()
    }
    wrong = sum(bool(current_fault(layout, line)) for lines in blocks.values() for line in lines)
    return ranges, sum(line.entry.used is None for line in blocks["this month"]), wrong


def _title(layout: WorkbookLayout, place: int) -> str:
    return layout.scenarios[place].title_in(layout.lang)


def _block(
    layout: WorkbookLayout,
    leaf: SheetWriter,
    row: int,
    key: str,
    lines: Sequence[FigureLine],
    others: Sequence[int],
    columns: int,
) -> int:
    if not lines:
        return row
    for column in range(columns):
        leaf.write(row, column, layout.say(key) if column == 0 else None, "group")
    for number, line in enumerate(lines, row + 1):
        _line(layout, leaf, number, line, others)
    return row + 1 + len(lines)


def _line(layout: WorkbookLayout, leaf: SheetWriter, row: int, line: FigureLine, others: Sequence[int]) -> None:
    entry = line.entry
    base = inputs.write(leaf, layout, row, 2, entry, others)
    leaf.write(row, 0, line.label, "text")
    after = 4 + len(others)
    leaf.write(row, 1, unit_label(entry.unit) if layout.lang == "zh" else entry.unit, "text")
    leaf.formula(row, after, *check_formula(layout, line, base), "said")
    kept = cell_address(row, after + 2)
    missing, changed = words.say("missing", layout.lang), layout.say("changed")
    same = f"IF(IFERROR({base}={kept},TRUE),{text_literal(line.status)},{text_literal(changed)})"
    remark = f"IF(ISNA({entry.name}),{text_literal(missing)},{same})"
    leaf.formula(row, after + 1, remark, missing if entry.used is None else line.status, "said")
    shape = inputs.number_format(entry.unit, layout)
    leaf.write(row, after + 2, entry.word(entry.kept), "kept", num_format=shape)
    for column, said in enumerate((line.texts[0], line.texts[1], line.clauses), after + 3):
        leaf.write(row, column, said, "quiet", text_wrap=False)
    leaf.write(row, after + 6, entry.name, "name")
    if line.texts[2]:
        leaf.sheet.write_comment(row, 0, line.texts[2], {"author": "", "x_scale": 2.5, "y_scale": 2})


def _colours(layout: WorkbookLayout, leaf: SheetWriter, last: int, used: int) -> None:
    """Missing cells are tinted and their error sign hidden; figures that were changed and doubtful ones stand out."""
    first = HEAD_ROW + 1
    changed = layout.paper.book.add_format({"bg_color": TINTS["changed"], "bold": True})
    wrong = layout.paper.book.add_format({"font_color": "#C00000", "bold": True})
    leaf.tinted(first, 2, last, used)
    status = cell_address(first, used + 2).replace(f"${first + 1}", str(first + 1))
    is_changed = f"AND({status}={text_literal(layout.say('changed'))})"
    leaf.sheet.conditional_format(
        first, 2, last, 2, {"type": "formula", "criteria": f"={is_changed}", "format": changed}
    )
    leaf.sheet.conditional_format(first, used + 1, last, used + 1, {"type": "no_blanks", "format": wrong})


def _facts(layout: WorkbookLayout) -> Iterator[FigureLine]:
    used: dict[str, list[str]] = {}
    for card in layout.cards:
        for clause in card.book.clauses.values():
            for name in dict.fromkeys(name for reading in clause.readings for name in clause.facts(reading)):
                used.setdefault(name, []).append(f"{card.book.id} {clause.id}")
    drawn = earlier.histories_drawn(layout)
    for card in layout.cards:
        for name in card.book.facts():
            if name in used and name not in drawn:
                yield _fact(layout, card.book.dictionary[name], used.pop(name))


def _fact(layout: WorkbookLayout, fact: Fact, clauses: list[str]) -> FigureLine:
    card = next(card for card in layout.cards if fact.name in card.book.facts())
    row = card.figure(fact.name) or {}
    source, note = (glosses.glossed_text(row.get(key), layout.lang) for key in ("source", "note"))
    texts = (source, note, fact.meaning_zh if layout.lang == "zh" else fact.meaning)
    folds = layout.folds(fact.name, card.city, card.month)
    entry = InputEntry(
        layout.fact(fact.name),
        row.get("value"),
        inputs.value_now(row.get("value"), folds),
        folds,
        fact.unit,
        inputs.choice_words(layout, fact),
    )
    status = words.say(row.get("status") or "supplied", layout.lang)
    return FigureLine(entry, layout.called(fact), fact, texts, words.joined_texts(clauses, layout.lang), status)
