"""Clause by clause: text, formula, numbers put in, points, target, missing, assumed, responsible (逐条计算)."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.rulebooks import Clause
from analysis.rulebooks.clauses import DEDUCTED, TESTED
from analysis.scenarios import Scenario
from analysis.scorecards import Card, Working
from analysis.views import gaps, results, sources
from analysis.views.results import Row, label, named_value
from analysis.views.sections import Part, beside, chosen, heading
from analysis.views.sheets import Table, Toned, columns, rendered
from analysis.views.words import maximum, say, set_to, shortened

Line = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Block:
    """One clause laid open: its text, and lines of a heading with what is said under it."""

    id: str
    title: str
    result: str
    text: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: Table

    def __str__(self) -> str:
        said = [f"  {head}：{line}" for head, lines in self.lines for line in lines]
        return "\n".join([f"{self.id} {self.title} — {self.result}", *(f"  {line}" for line in self.text), *said])


@dataclass(frozen=True)
class Blocks:
    """Clauses laid open, one after another."""

    blocks: tuple[Block, ...]
    lang: str

    @property
    def language(self) -> str:
        return "zh-CN" if self.lang == "zh" else "en"

    def _repr_html_(self) -> str:
        return rendered("working.html", blocks=self.blocks, language=self.language)

    def __repr__(self) -> str:
        return "\n\n".join(str(block) for block in self.blocks)


def working(card: Card, group: Part = None, lang: str = "zh", clause: str | None = None) -> Blocks:
    """How each clause of a group (or one clause) came to its points."""
    held = [pair for pair in chosen(card, group) if clause in (None, pair[0].id)]
    return Blocks(tuple(block(card, one, row, lang) for one, row in held), lang)


def block(card: Card, clause: Clause, row: Row, lang: str) -> Block:
    """One clause laid open."""
    done = card.working(clause.id, lang)
    lines = [
        (say("formula", lang), (done.formula, say("formula mark", lang, mark=say(f"mark {row['provenance']}", lang)))),
        (say("values", lang), values(card, clause, lang)),
        (say("numbers", lang), tuple(map(shortened, done.steps))),
        (say("earned" if clause.kind != TESTED else "outcome", lang), _outcome(card, clause, row, lang)),
        (say("target", lang), _target(card, clause, row, done, lang)),
        *[(heading(other, lang), _other(card, clause, row, other, lang)) for other in beside(card)],
        (say("waiting", lang), _waiting(card, row, lang)),
        (say("assumed", lang), _assumed(card, clause, row, lang)),
        (say("responsible", lang), (sources.units(clause.responsible, lang, shared=True),)),
        (say("supplier", lang), (sources.units(clause.supplier, lang),)),
    ]
    said = tuple((head, told) for head, told in lines if told)
    return Block(
        clause.id, clause.title_in(lang), _result(row, lang), tuple(clause.text.splitlines()), said,
        _figures(card, clause, row, lang),
    )  # fmt: skip


def values(card: Card, clause: Clause, lang: str) -> tuple[str, ...]:
    """The numbers of the rule that its formulas speak of, as the card has them."""
    return tuple(
        f"{named_value(clause, name, lang)} = {set_to(card.value(f'{clause.id}.{name}'), value.unit, lang)}"
        for name, value in clause.values.items()
        if name in clause.speaks_of(results.row_of(card, clause)["reading"])
    )


def _result(row: Row, lang: str) -> str:
    if row["kind"] == TESTED:
        return results.outcome(row, lang)
    text = results.cell(row, lang)
    if row["kind"] == DEDUCTED:
        return text
    return Toned(f"{text} / {maximum(row['possible'], lang)}", getattr(text, "tone", ""))


def _outcome(card: Card, clause: Clause, row: Row, lang: str) -> tuple[str, ...]:
    if clause.kind == TESTED:
        return (results.outcome(row, lang),)
    if clause.kind == DEDUCTED:
        return (say("deducted line", lang, points=results.cell(row, lang)),)
    text = say("outcome line", lang, points=results.cell(row, lang), possible=maximum(row["possible"], lang))
    return (text if row["points"] is not None else Toned(text, "missing"),)


def _target(card: Card, clause: Clause, row: Row, done: Working, lang: str) -> tuple[str, ...]:
    if clause.kind != "score":
        return ()
    if not done.target:
        return (Toned(say("no target", lang), "quiet"),)
    met = results.target(card, clause, row, lang)
    first = Toned(say("target line", lang, target=done.target, met=met.removesuffix(" ◐")), getattr(met, "tone", ""))
    part = results.part_text(card, clause, row, lang)
    return (first, Toned(part, "strong")) if part else (first,)


def _other(card: Card, clause: Clause, own: Row, other: Scenario, lang: str) -> tuple[str, ...]:
    """The clause under another scenario; nothing where that changes nothing for it."""
    row, done = results.row_of(card, clause, other.name), card.working(clause.id, lang, other.name)
    if {**row, "scenario": own["scenario"]} == own and done.steps == card.working(clause.id, lang).steps:
        return ()
    return tuple(Toned(text, "assumed") for text in (*map(shortened, done.steps), *_outcome(card, clause, row, lang)))


def _waiting(card: Card, row: Row, lang: str) -> tuple[str, ...]:
    return tuple(
        Toned(say("bracketed", lang, text=label(card, name, lang), inner=gaps.reason(card, name, lang)), "missing")
        for name in row["missing"]
    )


def _assumed(card: Card, clause: Clause, row: Row, lang: str) -> tuple[str, ...]:
    return tuple(f"［{mark}］{text}" for _, mark, text in gaps.said_of(card, clause, row, lang))


def _figures(card: Card, clause: Clause, row: Row, lang: str) -> Table:
    facts = [card.book.dictionary[name] for name in clause.facts(row["reading"])]
    held = [sources.figure(card, fact, [clause], lang)[:5] for fact in facts]
    heads = columns(
        (say("figure", lang), "name"), (say("value", lang), "number"), (say("status", lang), "mark"),
        say("source", lang), say("remark", lang),
    )  # fmt: skip
    return Table(say("facts", lang), heads, tuple(held), lang, kind="small")
