"""Tables of doubt: what is missing, what is assumed (缺报数据与假定)."""

from __future__ import annotations

from analysis.rulebooks import DEFAULT, Clause
from analysis.scorecards import Card
from analysis.views.amounts import numbered_title
from analysis.views.links import clause_link, clause_links
from analysis.views.result_texts import Row, find_history, is_field, is_unset, name_label, points_cell, test_outcome
from analysis.views.scenario_tables import change_text
from analysis.views.sections import Part, section_clauses
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import joined_texts, say

Said = tuple[str, str]
NAMED = 3


def missing(card: Card, lang: str = "zh", group: Part = None, benchmarks: bool = True) -> Table:
    """Every figure and benchmark waited for, why, and the clauses that stay open with their intervals.

    `benchmarks` False gathers the benchmarks in one row.
    """
    waiting: dict[str, list[tuple[Clause, Row]]] = {}
    for clause, row in section_clauses(card, group):
        for name in row["missing"]:
            waiting.setdefault(name, []).append((clause, row))
    open_values = [name for name in waiting if is_unset(card, name)]
    rows: list[tuple[str, ...]] = [
        (name_label(card, name, lang), TonedText(missing_reason(card, name, lang), "missing"), _open(pairs, lang))
        for name, pairs in waiting.items()
        if benchmarks or name not in open_values
    ]
    rows += [] if benchmarks or not open_values else [_together(card, open_values, waiting, lang)]
    rows += _blank(card, [clause for clause, _ in section_clauses(card, group) if clause.blank], lang)
    heads = table_columns((say("what", lang), "name"), (say("kind", lang), "mark"), say("clauses", lang))
    blank = sum(clause.blank for clause, _ in section_clauses(card, group))
    titled = say("missing title", lang, count=len(waiting) + blank)
    return Table(titled, heads, tuple(rows), lang, empty=say("nothing missing", lang))


def missing_reason(card: Card, name: str, lang: str) -> str:
    """Why a name keeps a clause open: not delivered, no benchmark, earlier months, a denominator of zero."""
    if is_unset(card, name):
        return say("benchmark", lang)
    if is_field(card, name):
        return say("field open", lang)
    if find_history(card, name):
        return _earlier(card.unknown_months(name), lang)
    return say("not delivered" if card.value(name) is None else "zero", lang)


def _earlier(months: tuple[str, ...], lang: str) -> str:
    """Which months are missing; of many, the first and the last."""
    if len(months) <= NAMED:
        return say("earlier", lang, months=joined_texts(months, lang))
    return say("earlier many", lang, first=months[0], last=months[-1], count=len(months))


def _together(card: Card, names: list[str], waiting: dict[str, list[tuple[Clause, Row]]], lang: str) -> tuple[str, ...]:
    ids = dict.fromkeys(clause.id for name in names for clause, _ in waiting[name])
    said = say("benchmarks", lang, count=len(names))
    return said, TonedText(say("benchmark", lang), "missing"), clause_links(card, ids, lang)


def _blank(card: Card, clauses: list[Clause], lang: str) -> list[tuple[str, ...]]:
    said = say("blanks", lang, count=len(clauses))
    why = TonedText(say("blank", lang), "missing")
    return [(said, why, clause_links(card, [clause.id for clause in clauses], lang))] if clauses else []


def _open(pairs: list[tuple[Clause, Row]], lang: str) -> str:
    each = [(numbered_title(clause, lang), _so_far(row, lang)) for clause, row in pairs]
    return joined_texts([f"{title} {text}" for title, text in each], lang, "semicolon")


def _so_far(row: Row, lang: str) -> str:
    return test_outcome(row, lang) if row["kind"] == "test" else points_cell(row, lang)


def assumptions(card: Card, lang: str = "zh", group: Part = None) -> Table:
    """All that is assumed or noted, clause by clause, with its mark."""
    rows = [
        (clause_link(card, clause), clause.title_in(lang), TonedText(mark, _tone(kind)), text)
        for clause, row in section_clauses(card, group)
        for kind, mark, text in clause_remarks(card, clause, row, lang)
    ]
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("mark", lang), "mark"), say("said", lang)
    )
    return Table(say("assumptions title", lang), heads, tuple(rows), lang, empty=say("nothing assumed", lang))


def doubts(card: Card, lang: str = "zh", group: Part = None) -> Table:
    """How many clauses carry each kind of assumption or note, and which."""
    kinds: dict[str, list[str]] = {}
    for clause, row in section_clauses(card, group):
        for kind in dict.fromkeys(kind for kind, _, _ in clause_remarks(card, clause, row, lang)):
            kinds.setdefault(kind, []).append(clause.id)
    rows = [
        (TonedText(say(f"mark {kind}", lang), _tone(kind)), str(len(ids)), clause_links(card, ids, lang))
        for kind, ids in sorted(kinds.items())
    ]
    heads = table_columns((say("mark", lang), "mark"), (say("count", lang), "number"), say("clauses", lang))
    return Table(say("doubts title", lang), heads, tuple(rows), lang, empty=say("nothing assumed", lang))


def clause_remarks(card: Card, clause: Clause, row: Row, lang: str) -> list[tuple[str, str, str]]:
    """Kind, mark and text of each assumption or note of a clause: notes, readings, unset values, what took effect."""
    found = [(note.mark, note.zh if lang == "zh" else note.en) for note in clause.notes]
    found += _reading(clause, row, lang) + _empty(card, clause, lang)
    found += _unset(card, clause, row, lang) + _set(card, clause, lang)
    return [(kind, say(f"mark {kind}", lang), text) for kind, text in found]


def _reading(clause: Clause, row: Row, lang: str) -> list[Said]:
    if row["reading"] == DEFAULT:
        return []
    reading = clause.reading(row["reading"])
    why = reading.why_zh if lang == "zh" else reading.why
    return [("reading", say("reading said", lang, name=reading.name, zh=reading.zh, why=why))]


def _empty(card: Card, clause: Clause, lang: str) -> list[Said]:
    text = card.working(clause.id, lang).empty
    return [("empty", text)] if text else []


def _unset(card: Card, clause: Clause, row: Row, lang: str) -> list[Said]:
    values = [name for name in row["missing"] if is_unset(card, name)]
    return [("unset", say("unset said", lang, name=name_label(card, name, lang))) for name in values]


def _set(card: Card, clause: Clause, lang: str) -> list[Said]:
    own = {f"{clause.id}.{name}" for name in (*clause.values, "reading")} | set(clause.facts())
    return [
        ("set", say("set said", lang, name=name_label(card, change.target, lang), amount=change_text(card, change,
        lang),
                    note=change.note_zh if lang == "zh" else change.note))
        for change in card.scenario.changes
        if change.target in own
    ]  # fmt: skip


def _tone(kind: str) -> str:
    return {"assumed": "assumed", "proposed": "assumed", "unset": "missing", "set": "assumed", "empty": "assumed"}.get(
        kind, "quiet"
    )
