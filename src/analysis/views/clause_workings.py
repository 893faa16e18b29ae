"""Clause by clause: text, formula, numbers put in, points, target, missing, assumed, responsible (逐条计算)."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.catalogue import TAGS
from analysis.departments import city_departments, responsible_departments
from analysis.rulebooks import Clause, clauses
from analysis.scenarios import Scenario
from analysis.scorecards import Card, Working
from analysis.views import gap_tables, result_texts, source_tables
from analysis.views.amounts import numbered_title
from analysis.views.glosses import glossed_lines, glossed_names
from analysis.views.links import LinkedText, clause_anchor, points_anchor
from analysis.views.result_texts import Row, name_label, rule_value_title
from analysis.views.sections import Part, group_notebook, scenario_heading, scenarios_beside, section_clauses
from analysis.views.view_objects import Table, TonedText, table_columns, view_html
from analysis.views.words import maximum_text, rule_value_text, say, shortened_working

Line = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class ClauseWorking:
    """One clause laid open: its text, and lines of a heading with what is said under it.

    `anchor`: what links of a page call it; `heading`: its number and title; `units`: who answers for it.
    `back`: leads to the table of its section's points.
    `state`: `failed` (a test not met), `open` (it lacks data), `lost` (less than possible) or `whole`.
    """

    id: str
    title: str
    result: str
    text: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: Table
    state: str = "whole"
    anchor: str = ""
    heading: str = ""
    units: tuple[str, ...] = ()
    back: str = ""

    def __str__(self) -> str:
        said = [f"  {head}：{line}" for head, lines in self.lines for line in lines]
        return "\n".join([f"{self.heading} — {self.result}", *(f"  {line}" for line in self.text), *said])


@dataclass(frozen=True)
class ClauseWorkings:
    """Clauses laid open, one after another."""

    blocks: tuple[ClauseWorking, ...]
    lang: str

    @property
    def language(self) -> str:
        return TAGS[self.lang]

    def _repr_html_(self) -> str:
        return view_html("working.html", blocks=self.blocks, language=self.language)

    def __repr__(self) -> str:
        return "\n\n".join(str(block) for block in self.blocks)


def working(card: Card, group: Part = None, lang: str = "zh", clause: str | None = None) -> ClauseWorkings:
    """How each clause of a group (or one clause) came to its points.

    >>> from analysis import facts, rulebooks, scorecards, views
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> views.working(card, clause="5")
    第5项“行政许可和行政处罚信息上报公示” — 未通过
    ...
      代入数值：162,917 ≥ 100% × 166,073 且 64,828 ≥ 100% × 66,180 → 未达标，尚差 3,156，尚差 1,352
    ...
    """
    pairs = [pair for pair in section_clauses(card, group) if clause in (None, pair[0].id)]
    return ClauseWorkings(tuple(clause_working(card, shown, row, lang) for shown, row in pairs), lang)


def clause_working(card: Card, clause: Clause, row: Row, lang: str) -> ClauseWorking:
    """One clause laid open."""
    done = card.working(clause.id, lang)
    lines = [
        (say("formula", lang), (done.formula, say("formula mark", lang, mark=say(f"mark {row['provenance']}", lang)))),
        (say("values", lang), rule_values_texts(card, clause, lang)),
        (say("numbers", lang), tuple(map(shortened_working, done.steps))),
        (say("earned" if clause.kind != clauses.TESTED else "outcome", lang), _outcome(card, clause, row, lang)),
        (say("target", lang), _target(card, clause, row, done, lang)),
        *[(scenario_heading(other, lang), _other(card, clause, row, other, lang)) for other in scenarios_beside(card)],
        (say("waiting", lang), _waiting(card, row, lang)),
        (say("assumed", lang), _assumed(card, clause, row, lang)),
        (say("responsible", lang), (source_tables.responsible_names(card, clause, lang, shared=True),)),
        (say("supplier", lang), (source_tables.unit_names(glossed_names(clause.supplier, lang), lang),)),
    ]
    said = tuple((head, text) for head, text in lines if text)
    return ClauseWorking(
        clause.id, clause.title_in(lang), _result(row, lang), glossed_lines(clause.text, lang), said,
        _figures(card, clause, row, lang), clause_state(row), clause_anchor(card.book.id, clause.id),
        numbered_title(clause, lang),
        _answering(card, clause, lang), _back(card, clause, lang),
    )  # fmt: skip


def _back(card: Card, clause: Clause, lang: str) -> LinkedText:
    key = "tests title" if clause.kind == clauses.TESTED else "clauses title"
    return LinkedText("", ((say(key, lang), points_anchor(card.book.id, group_notebook(card, clause.group))),))


def _answering(card: Card, clause: Clause, lang: str) -> tuple[str, ...]:
    """Who is asked for a clause: those named, for a veto without a name the leader of the work."""
    named = responsible_departments(card.book, clause, card.city)
    lead = () if named or clause.kind != clauses.TESTED else (city_departments(card.city).lead(),)
    return tuple(unit.name(lang) for unit in (*named, *lead))


def clause_state(row: Row) -> str:
    """What a reader looks for in a clause: `failed`, `open`, `lost` or `whole`."""
    if row["kind"] == clauses.TESTED:
        return {True: "whole", False: "failed", None: "open"}[row["met"]]
    if row["points"] is None:
        return "open"
    most = 0.0 if row["kind"] == clauses.DEDUCTED else row["possible"]
    return "lost" if most is not None and row["points"] < most - result_texts.NEGLIGIBLE else "whole"


def rule_values_texts(card: Card, clause: Clause, lang: str) -> tuple[str, ...]:
    """The numbers of the rule that its formulas speak of, as the card has them."""
    return tuple(
        f"{rule_value_title(clause, name, lang)} = "
        f"{rule_value_text(card.value(f'{clause.id}.{name}'), value.unit, lang)}"
        for name, value in clause.values.items()
        if name in clause.speaks_of(result_texts.clause_row(card, clause)["reading"])
    )


def _result(row: Row, lang: str) -> str:
    if row["kind"] == clauses.TESTED:
        return result_texts.test_outcome(row, lang)
    text = result_texts.points_cell(row, lang)
    if row["kind"] == clauses.DEDUCTED:
        return text
    return TonedText(f"{text} / {maximum_text(row['possible'], lang)}", getattr(text, "tone", ""))


def _outcome(card: Card, clause: Clause, row: Row, lang: str) -> tuple[str, ...]:
    if clause.kind == clauses.TESTED:
        return (result_texts.test_outcome(row, lang),)
    if clause.kind == clauses.DEDUCTED:
        return (say("deducted line", lang, points=result_texts.points_cell(row, lang)),)
    text = say(
        "outcome line", lang, points=result_texts.points_cell(row, lang), possible=maximum_text(row["possible"], lang)
    )
    return (text if row["points"] is not None else TonedText(text, "missing"),)


def _target(card: Card, clause: Clause, row: Row, done: Working, lang: str) -> tuple[str, ...]:
    if clause.kind != "score":
        return ()
    if not done.target:
        return (TonedText(say("no target", lang), "quiet"),)
    met = result_texts.target_text(card, clause, row, lang)
    first = TonedText(
        say("target line", lang, target=done.target, met=met.removesuffix(" ◐")), getattr(met, "tone", "")
    )
    part = result_texts.part_pay_text(card, clause, row, lang)
    return (first, TonedText(part, "strong")) if part else (first,)


def _other(card: Card, clause: Clause, own: Row, other: Scenario, lang: str) -> tuple[str, ...]:
    """The clause under another scenario; nothing where that changes nothing for it."""
    row, done = result_texts.clause_row(card, clause, other.name), card.working(clause.id, lang, other.name)
    if {**row, "scenario": own["scenario"]} == own and done.steps == card.working(clause.id, lang).steps:
        return ()
    return tuple(
        TonedText(text, "assumed") for text in (*map(shortened_working, done.steps), *_outcome(card, clause, row, lang))
    )


def _waiting(card: Card, row: Row, lang: str) -> tuple[str, ...]:
    return tuple(
        TonedText(
            say(
                "bracketed", lang, text=name_label(card, name, lang), inner=gap_tables.missing_reason(card, name, lang)
            ),
            "missing",
        )
        for name in row["missing"]
    )


def _assumed(card: Card, clause: Clause, row: Row, lang: str) -> tuple[str, ...]:
    return tuple(f"［{mark}］{text}" for _, mark, text in gap_tables.clause_remarks(card, clause, row, lang))


def _figures(card: Card, clause: Clause, row: Row, lang: str) -> Table:
    facts = [card.book.dictionary[name] for name in clause.facts(row["reading"])]
    rows = [source_tables.figure_row(card, fact, [clause], lang)[:5] for fact in facts]
    heads = table_columns(
        (say("figure", lang), "name"), (say("value", lang), "number"), (say("status", lang), "mark"),
        say("source", lang), say("remark", lang),
    )  # fmt: skip
    return Table(say("facts", lang), heads, tuple(rows), lang, kind="small")
