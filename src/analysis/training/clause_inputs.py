"""What an exercise on a clause shows: its text, its formula where the text has none, the figures given (题面)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.catalogue import training_phrase as phrase
from analysis.formulas import formula_text
from analysis.rulebooks import Clause, Rulebook, clause_limit, clauses
from analysis.scorecards import Working, working_steps
from analysis.views import view_objects, words


@dataclass(frozen=True, eq=False)
class ExerciseInputs:
    """What an exercise is made of: the clause, the chosen city's figures, the rule values given, the working."""

    book: Rulebook
    clause: Clause
    ask: str
    facts: pl.DataFrame
    given: Mapping[str, float]
    done: Working
    lang: str

    @property
    def month(self) -> str:
        return str(self.facts["month"].max())

    @property
    def speaks(self) -> tuple[str, ...]:
        """The names that the formula asked about speaks of."""
        tree = self.clause.reading().whole("met" if self.ask == "target" else self.part)
        return tree.names if tree else ()

    @property
    def part(self) -> str:
        return "met" if self.clause.kind == clauses.TESTED else "points"


def clause_quotes(clause: Clause, lang: str) -> tuple[str, ...]:
    """The text as it is printed, then what is noted of its words."""
    notes = (note.zh if lang == "zh" else note.en for note in clause.word_notes)
    return (*clause.text.splitlines(), *(phrase("text note", lang, text=text) for text in notes))


def given_tables(inputs: ExerciseInputs) -> tuple[view_objects.Table, ...]:
    """What is given: the figures, then the formula where the text has none."""
    return (_given(inputs), *_printed_nowhere(inputs))


def _printed_nowhere(inputs: ExerciseInputs) -> tuple[view_objects.Table, ...]:
    """The formula, with full marks, where the text of the clause does not have it: nobody could work it out else."""
    clause, lang = inputs.clause, inputs.lang
    provenance = clause.reading().provenance
    if provenance == "text":
        return ()
    rows = [(words.say("formula", lang), inputs.done.target if inputs.ask == "target" else inputs.done.formula)]
    rows += [*_parts(inputs), *rule_values(inputs), *_full_marks(inputs), *_of_nothing(inputs)]
    heads = view_objects.table_columns((phrase("name", lang), "name"), phrase("value", lang))
    mark = words.say(f"mark {provenance}", lang)
    return (view_objects.Table(phrase("not in the text", lang, mark=mark), heads, tuple(rows), lang),)


def rule_values(inputs: ExerciseInputs) -> list[tuple[str, str]]:
    """The rule values that the formula asked about speaks of, in words; those put in by the exercise too."""
    values = inputs.clause.values
    spoken = [name for name in values if name in inputs.speaks and values[name].unit != "choice"]
    return [
        (values[name].zh if inputs.lang == "zh" else name.replace("_", " "),
         words.rule_value_text(inputs.given.get(name, values[name].amount), values[name].unit, inputs.lang))
        for name in spoken
    ]  # fmt: skip


def _parts(inputs: ExerciseInputs) -> list[tuple[str, str]]:
    """What the formula calls by names of its own."""
    reading = inputs.clause.reading()
    labels = working_steps.formula_labels(inputs.clause, inputs.book, reading, inputs.lang)
    lets = [let for let in reading.lets.values() if set(let.tree.names) <= {*inputs.speaks, *reading.lets}]
    return [(labels[let.name], formula_text(let.tree, labels, inputs.lang)) for let in lets]


def _of_nothing(inputs: ExerciseInputs) -> list[tuple[str, str]]:
    """What holds where a whole is zero."""
    empty = inputs.clause.reading().empty
    return [] if empty is None else [(phrase("of nothing", inputs.lang), empty.zh if inputs.lang == "zh" else empty.en)]


def _full_marks(inputs: ExerciseInputs) -> list[tuple[str, str]]:
    most = clause_limit(inputs.clause, "possible") if inputs.clause.kind == clauses.SCORED else None
    points = words.points_text(most, inputs.lang)
    return [] if most is None else [(phrase("full marks", inputs.lang), phrase("points", inputs.lang, points=points))]


def _given(inputs: ExerciseInputs) -> view_objects.Table:
    lang = inputs.lang
    heads = view_objects.table_columns(
        (phrase("name", lang), "name"), (phrase("value", lang), "number"), phrase("meaning", lang)
    )
    return view_objects.Table(phrase("given", lang), heads, (*_figures(inputs), *_assumed(inputs)), lang)


def _figures(inputs: ExerciseInputs) -> list[tuple[str, ...]]:
    facts, lang = inputs.facts.sort("month"), inputs.lang
    rows = [(inputs.book.dictionary[name], row) for name in inputs.clause.facts() for row in facts.rows(named=True)]
    return [
        (_titled(fact, row["month"], facts.height > 1, lang), _shown(row[fact.name], fact, lang),
         fact.meaning_zh if lang == "zh" else fact.meaning)
        for fact, row in rows
    ]  # fmt: skip


def _titled(fact: Any, when: str, several: bool, lang: str) -> str:
    name = fact.zh if lang == "zh" else fact.en
    return phrase("of month", lang, name=name, month=words.month_title(when, lang)) if several else name


def _shown(figure: float | None, fact: Any, lang: str) -> str:
    return (
        view_objects.TonedText(phrase("missing", lang), "missing")
        if figure is None
        else words.amount_text(figure, fact, lang)
    )


def _assumed(inputs: ExerciseInputs) -> list[tuple[str, ...]]:
    lang, values = inputs.lang, inputs.clause.values
    return [
        (values[name].zh if lang == "zh" else name, words.rule_value_text(value, values[name].unit, lang),
         view_objects.TonedText(phrase("assumed", lang), "assumed"))
        for name, value in inputs.given.items()
        if name in inputs.speaks
    ]  # fmt: skip
