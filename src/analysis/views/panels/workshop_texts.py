"""What the workshop shows: a clause's text, its formula in words, faults, what a trial comes to (规则工坊展示)."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from analysis.assessment_tables import OpenedClause, Trial, open_work
from analysis.catalogue import panel_phrase as phrase
from analysis.facts import Fact, unit_label
from analysis.problems import Problem
from analysis.rulebooks import Clause, Rulebook, RulebookName, clauses
from analysis.scorecards import Working
from analysis.views import result_texts
from analysis.views.panels.widget_layout import paragraph_html
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import earned_text, joined_texts, maximum_text, rule_value_text, say, shortened_working

MOST_RANKED = 12
"""How many faults are listed."""


def clause_html(opened: OpenedClause, lang: str) -> str:
    """The clause's text word for word, and what is noted of it."""
    notes = "".join(paragraph_html(note.zh if lang == "zh" else note.en, "quiet") for note in opened.clause.notes)
    shipped = "" if opened.writable else paragraph_html(phrase("workshop shipped", lang), "missing")
    return f'<p class="wb-clausetext">{html.escape(opened.clause.text)}</p>{notes}{shipped}'


def clause_option(clause: Clause, lang: str) -> str:
    """A clause in the menu: its number, title and whether its formula is settled."""
    state = "open" if clause.blank else "proposed" if clause.provenance == "proposed" else "settled"
    return phrase(
        "workshop option",
        lang,
        id=clause.id,
        title=clause.title_in(lang),
        state=phrase(f"workshop state {state}", lang),
    )


def faults_html(problems: Sequence[Problem], lang: str) -> str:
    """Every fault at once, by the part that it is in; or that there is none."""
    if not problems:
        return paragraph_html(phrase("workshop sound", lang), "good")
    said = (
        phrase("workshop fault", lang, where=problem.where, text=problem.zh if lang == "zh" else problem.en)
        for problem in problems[:MOST_RANKED]
    )
    listed = "".join(f"<li>{html.escape(text)}</li>" for text in said)
    head = paragraph_html(phrase("workshop faults", lang, count=len(problems)), "bad")
    return f'{head}<ul class="wb-faults">{listed}</ul>{paragraph_html(phrase("workshop stale", lang), "quiet")}'


def words_html(lang: str) -> str:
    """How common kinds of scoring are written."""
    return f'<p class="wb-clausetext">{html.escape(phrase("workshop words said", lang).strip())}</p>'


def reading_html(book: Rulebook, clause: Clause, working: Working, lang: str) -> str:
    """The formula in words, its target, and the rule's numbers with their units."""
    if not working.formula:
        return paragraph_html(phrase("workshop nothing", lang), "missing")
    tested = clause.kind == clauses.TESTED
    lines = [phrase("workshop test reads" if tested else "workshop reads", lang, formula=working.formula)]
    lines += [phrase("workshop test reads", lang, formula=working.target)] if working.target else []
    lines += [
        phrase(
            "workshop value", lang, name=value.name, zh=value.zh, amount=rule_value_text(value.amount, value.unit, lang)
        )
        for value in clause.values.values()
    ]
    return "".join(f'<p class="wb-reads">{html.escape(line)}</p>' for line in lines)


def figure_label(fact: Fact, lang: str) -> str:
    """What a box for a figure is called."""
    called, unit = (fact.zh, unit_label(fact.unit)) if lang == "zh" else (fact.en, fact.unit)
    return phrase("workshop figure", lang, label=called, unit=unit) if unit else called


def trial_html(book: Rulebook, trial: Trial, lang: str) -> str:
    """What the unit gets, how, and what is waited for."""
    row = trial.row
    if trial.working.clause.kind == clauses.TESTED:
        first = result_texts.test_outcome({**row}, lang)
    else:
        most = f" / {maximum_text(row['possible'], lang)}" if row["possible"] else ""
        first = phrase("workshop result", lang, points=f"{earned_text(row, lang)}{most}")
    steps = [shortened_working(step) for step in trial.working.steps]
    waits = [phrase("workshop waits", lang, names=_names(book, row["missing"], lang))] if row["missing"] else []
    return paragraph_html(str(first), "wb-finding") + "".join(
        paragraph_html(line, kind) for kind, lines in (("", steps), ("missing", waits), ("bad", _said(trial, lang)))
        for line in lines
    )  # fmt: skip


def _names(book: Rulebook, names: Iterable[str], lang: str) -> str:
    facts = {name: fact.zh if lang == "zh" else fact.en for name, fact in book.dictionary.items()}
    others = phrase("workshop other units", lang)
    return joined_texts([others if name.endswith(".field") else facts.get(name, name) for name in names], lang)


def _said(trial: Trial, lang: str) -> list[str]:
    return [
        phrase("workshop fault", lang, where=problem.where, text=problem.zh if lang == "zh" else problem.en)
        for problem in trial.problems[:MOST_RANKED]
    ]


def work_table(rulebook: RulebookName, lang: str = "zh") -> Table:
    """What is still to be done on a rulebook: formulas to write, proposals to confirm, values and units to enter."""
    keys = (("clause id", "name"), ("title", "name"), ("work", "mark"), ("work said", "name"))
    title = "title_zh" if lang == "zh" else "title"
    rows = [
        (row["clause"], row[title], say(f"work {row['work']}", lang), row[lang])
        for row in open_work(rulebook).rows(named=True)
    ]
    heads = table_columns(*((say(key, lang), kind) for key, kind in keys))
    return Table(phrase("workshop work", lang), heads, tuple(rows), lang, empty=say("work none", lang))


def ranking_table(trial: Trial, lang: str) -> Table:
    """The units of the trial, best first; those whose points are open last."""
    heads = table_columns(
        (phrase("workshop place", lang), "number"), (phrase("workshop unit", lang), "name"),
        (phrase("workshop earned", lang), "number"),
    )  # fmt: skip
    rows = [
        (say("not there", lang) if row["place"] is None else str(row["place"]), row["unit"],
         earned_text({**row, "possible": 1.0}, lang))
        for row in trial.ranking.rows(named=True)
    ]  # fmt: skip
    return Table(phrase("workshop ranking", lang), heads, tuple(rows), lang, kind="small")
