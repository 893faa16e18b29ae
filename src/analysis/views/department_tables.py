"""Tables of a department's duties: its clauses with what is lost, next steps, figures missing (部门任务表)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.departments import city_departments, load_departments
from analysis.questions import duties
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import Scenario
from analysis.scorecards import Card
from analysis.views import words
from analysis.views.amounts import clause_title, points_gain, target_amount, target_change
from analysis.views.amounts import target_title as fact_named
from analysis.views.department_names import department_title
from analysis.views.result_texts import NEGLIGIBLE, test_outcome
from analysis.views.sections import rests_on_assumptions, scenarios_beside
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import amount_text, joined_texts, maximum_text, rounded_text, say

SHARERS = 1
OWED = 12


def departments_overview(result: duties.Duties, lang: str = "zh") -> Table:
    """Each department in a row: its clauses, how many lose points and how many points, steps, figures missing."""
    others = _others(result)
    rows = tuple(_counted(result.of(unit), others, lang) for unit in result.units)
    heads = table_columns(
        (say("unit", lang), "name"), *((say(key, lang), "number") for key in ("clauses", "losing", "lost so")),
        *((say("lost under", lang, title=scenario.title_in(lang)), "number") for scenario in others),
        (say("next step", lang), "number"), (say("figures missing", lang), "number"),
    )  # fmt: skip
    count = len([unit for unit in result.units if unit])
    title = say(
        "duties overview",
        lang,
        city=words.city_title(result.city, lang),
        month=words.month_title(result.month, lang),
        count=count,
    )
    return Table(title, heads, rows, lang, notes=department_notes(result, lang))


def _others(result: duties.Duties) -> list[Scenario]:
    """The scenarios shown beside, each once."""
    return list({scenario.name: scenario for card in result.cards for scenario in scenarios_beside(card)}.values())


def _counted(own: duties.Duties, others: list[Scenario], lang: str) -> tuple[str, ...]:
    sums = [_summed(own, {scenario.name}, lang) for scenario in others]
    return (
        department_title(own.units[0], own.city, lang),
        str(own.clauses.select("rulebook", "clause").n_unique()),
        str(_losing(own)),
        _summed(own, {card.scenario.name for card in own.cards}, lang),
        *(
            TonedText(text, "assumed") if rests_on_assumptions(scenario) else text
            for scenario, text in zip(others, sums, strict=True)
        ),
        str(own.steps.height),
        str(own.missing.height),
    )


def _losing(own: duties.Duties) -> int:
    """How many clauses lose points, or may, as the facts stand."""
    base = own.clauses.filter(pl.col("scenario") == own.cards[0].scenario.name)
    return base.filter(pl.col("at_most") > NEGLIGIBLE).height


def _summed(own: duties.Duties, scenarios: set[str], lang: str) -> str:
    """The points lost over a department's clauses, rulebook by rulebook; an interval where some are not known."""
    clauses = own.clauses.filter(pl.col("scenario").is_in(scenarios), pl.col("at_most").is_not_null())
    texts = [
        (name, words.interval_text(float(rows["lost"].fill_null(0.0).sum()), float(rows["at_most"].sum()), lang))
        for (name,), rows in clauses.partition_by("rulebook", as_dict=True, maintain_order=True).items()
    ]
    if len(texts) > 1:
        return joined_texts(
            (say("clauses of", lang, book=name, clauses=text) for name, text in texts), lang, "semicolon"
        )
    return texts[0][1] if texts else say("not there", lang)


def department_clauses(result: duties.Duties, unit: str, lang: str = "zh", most: int | None = None) -> Table:
    """A department's clauses, vetoes that fail or are open first, then the greatest loss: points, loss, who shares it.

    `most`: how many are shown, as on one page; those left out are counted, of several sharers one is named.
    """
    own = result.of(unit)
    ranked = [row for card in result.cards for row in _ranked(card, own)]
    ranked.sort(key=lambda ranking: (_urgency(ranking[0]), -max(ranking[1])))
    others = _others(result)
    few = SHARERS if most else None
    rows = tuple(_clause(card, row, others, own, lang, few) for card, (row, _) in _with_cards(result, ranked[:most]))
    heads = table_columns(
        (say("clause id", lang), "name"), (say("earned", lang), "number"), (say("possible", lang), "number"),
        (say("lost so", lang), "number"),
        *((say("lost under", lang, title=scenario.title_in(lang)), "number") for scenario in others),
        say("shared by", lang),
    )  # fmt: skip
    left = len(ranked) - len(rows)
    more = (say("others more", lang, count=left),) if left else ()
    return Table(say("duties clauses", lang), heads, rows, lang, notes=more, empty=say("nothing lost", lang))


def _ranked(card: Card, own: duties.Duties) -> list[tuple[dict[str, Any], tuple[float, float]]]:
    """The department's rows of a card's own scenario, with what may be lost there and under the last one."""
    clauses = own.clauses.filter(pl.col("rulebook") == card.book.id)
    last = clauses.filter(pl.col("scenario") == card.scenarios[-1].name)
    worst = dict(last.select("clause", pl.col("at_most").fill_null(0.0)).iter_rows())
    first = clauses.filter(pl.col("scenario") == card.scenario.name)
    return [(row, (worst[row["clause"]], 0.0)) for row in first.iter_rows(named=True)]


def _urgency(row: dict[str, Any]) -> int:
    """Vetoes that fail first, then those that are open; those that pass last."""
    tested = row["kind"] == clauses_rulebook.TESTED
    return {False: 0, None: 1, True: 3}[row["met"]] if tested else 2


def _with_cards(result: duties.Duties, ranked: list[Any]) -> list[tuple[Card, Any]]:
    cards = {card.book.id: card for card in result.cards}
    return [(cards[rows[0]["rulebook"]], rows) for rows in ranked]


def _clause(
    card: Card, row: dict[str, Any], others: list[Scenario], own: duties.Duties, lang: str, few: int | None
) -> tuple[str, ...]:
    test = row["kind"] == clauses_rulebook.TESTED
    earned = test_outcome(row, lang) if test else words.earned_text(row, lang)
    under = [_under(card, row, scenario, own, lang) for scenario in others]
    return (
        clause_title(row["clause"], card.book, lang),
        earned if row["points"] is not None or test else TonedText(earned, "missing"),
        say("not there", lang) if test else maximum_text(row["possible"], lang),
        _loss(row, lang),
        *under,
        say("duty open", lang) if row["unassigned"] else _sharers(row["shared"], own.city, lang, few),
    )


def _sharers(units: list[str], city: str, lang: str, few: int | None = None) -> str:
    """With whom something is shared: all, or of many the first few and how many there are, by the shorter name."""
    if not units:
        return say("alone", lang)
    named = load_departments(city)
    names = [named[unit].en if few and lang == "en" else department_title(unit, city, lang) for unit in units]
    return _some(names, few or len(units), lang)


def _loss(row: dict[str, Any], lang: str) -> str:
    if row["at_most"] is None:
        return say("not there", lang)
    if row["lost"] is None:
        return TonedText(say("at most lost", lang, points=rounded_text(row["at_most"])), "missing")
    return rounded_text(row["lost"])


def _under(card: Card, row: dict[str, Any], scenario: Scenario, own: duties.Duties, lang: str) -> str:
    if not scenario.fits(card.book):
        return say("not there", lang)
    keys = (pl.col("rulebook") == card.book.id, pl.col("clause") == row["clause"], pl.col("scenario") == scenario.name)
    text = _loss(own.clauses.filter(keys).row(0, named=True), lang)
    return TonedText(text, "assumed") if rests_on_assumptions(scenario) else text


def department_steps(result: duties.Duties, unit: str, lang: str = "zh", most: int | None = None) -> Table:
    """What a department can do next, vetoes first: the lever, its next step, what that pays, what is open beyond it.

    `most`: how many are shown, as on one page, without their clauses; those left out are counted in a note.
    """
    own, owed = result.of(unit).steps, result.of(unit).missing
    heads = table_columns(
        (say("lever", lang), "name"), *((say(key, lang), "number") for key in ("now", "next step", "pays", "open")),
        (say("clauses", lang), "name"),
    )[: -1 if most else None]  # fmt: skip
    steps = own.head(most or own.height).iter_rows(named=True)
    rows = tuple(_step(row, result, lang)[: len(heads)] for row in steps)
    more = (say("others more", lang, count=own.height - len(rows)),) if len(rows) < own.height else ()
    nothing = say("duties no steps" if owed.is_empty() else "duties deliver first", lang)
    return Table(say("duties steps", lang), heads, rows, lang, notes=more, empty=nothing)


def _step(row: dict[str, Any], result: duties.Duties, lang: str) -> tuple[str, ...]:
    book, lever = result.books()[row["rulebook"]], row["lever"]
    sure = row["veto"] or row["scenario"] not in _assumed(result)
    pays = say("passes veto", lang) if row["veto"] else points_gain(row["pays"], lang)
    open_ = points_gain(row["open"], lang)
    return (
        fact_named(lever, book, lang),
        amount_text(row["now"], book.dictionary[lever], lang),
        _change(row, result, lang),
        pays if sure else TonedText(pays, "assumed"),
        open_ if sure else TonedText(open_, "assumed"),
        joined_texts((clause_title(clause, book, lang) for clause in row["clauses"]), lang, "semicolon"),
    )


def _change(row: dict[str, Any], result: duties.Duties, lang: str) -> str:
    book = result.books()[row["rulebook"]]
    if row["step"] is None:
        return target_amount(row["next"], row["lever"], book, lang)
    return target_change(row["step"], row["lever"], book, lang)


def _assumed(result: duties.Duties) -> set[str]:
    return {scenario.name for card in result.cards for scenario in card.scenarios if rests_on_assumptions(scenario)}


def department_missing(result: duties.Duties, unit: str, lang: str = "zh") -> Table:
    """The figures that a department still owes, and the clauses that wait for them."""
    own = result.of(unit).missing
    rows = tuple(
        (_fact(row["fact"], result, lang), joined_texts(row["clauses"], lang),
         _sharers(row["shared"], result.city, lang))
        for row in own.iter_rows(named=True)
    )  # fmt: skip
    heads = table_columns((say("what", lang), "name"), say("clauses", lang), say("shared by", lang))
    title = say("duties missing", lang, count=own.height)
    return Table(title, heads, rows, lang, empty=say("duties none missing", lang))


def _fact(name: str, result: duties.Duties, lang: str) -> str:
    fact = next(book.dictionary[name] for book in result.books().values() if name in book.dictionary)
    return fact.zh if lang == "zh" else fact.en


def owed_figures(result: duties.Duties, unit: str, lang: str = "zh", most: int = OWED) -> str:
    """The figures that a department still owes, by name, in one line; the first few of many. Empty where none."""
    names = owed_names(result, unit, lang, most)
    return say("owed named", lang, names=names) if names else ""


def owed_names(result: duties.Duties, unit: str, lang: str = "zh", most: int = OWED, counted: bool = True) -> str:
    """The names of the figures that a department still owes, the first few of many; empty where none.

    `counted`: whether it is said how many there are, where they are many.
    """
    names = [_fact(name, result, lang) for name in result.of(unit).missing["fact"]]
    return _some(names, most, lang, "and others" if counted else "and others uncounted") if names else ""


def department_summary(result: duties.Duties, unit: str, lang: str = "zh") -> str:
    """A department's month in one sentence: what it loses, what to do first, what it owes."""
    own = result.of(unit)
    if own.clauses.is_empty():
        return say("duty none", lang)
    count, losing = own.clauses.select("rulebook", "clause").n_unique(), _losing(own)
    sentence = _vetoes(own, lang) + (say("duty lost", lang, count=losing) if losing else say("duty nothing lost", lang))
    return say(
        "duties brief",
        lang,
        clauses=count,
        lost=sentence,
        steps=_first(own, result, lang),
        missing=_owed(own, lang),
    )


def _vetoes(own: duties.Duties, lang: str) -> str:
    """How many vetoes fail and how many are open, as the facts stand; nothing where all pass."""
    base = own.clauses.filter(pl.col("scenario") == own.cards[0].scenario.name)
    met = base.filter(pl.col("kind") == clauses_rulebook.TESTED)["met"].to_list()
    counts = {"duty failed": met.count(False), "duty undecided": met.count(None)}
    return "".join(say(key, lang, count=count) for key, count in counts.items() if count)


def _first(own: duties.Duties, result: duties.Duties, lang: str) -> str:
    if own.steps.is_empty():
        return say("duty no step" if own.missing.is_empty() else "duty deliver first", lang)
    row = own.steps.sort("veto", "pays", descending=True, maintain_order=True).row(0, named=True)
    lever = fact_named(row["lever"], result.books()[row["rulebook"]], lang)
    if row["veto"]:
        return say("duty veto step", lang, lever=lever, change=_change(row, result, lang))
    return say("duty step", lang, lever=lever, change=_change(row, result, lang), gain=points_gain(row["pays"], lang))


def _owed(own: duties.Duties, lang: str) -> str:
    count = own.missing.height
    return say("duty missing", lang, count=count) if count else say("duty all there", lang)


def _some(names: list[str], most: int, lang: str, key: str = "and others") -> str:
    """The names, or the first few and how many there are."""
    first = joined_texts(names[:most], lang)
    return first if len(names) <= most else say(key, lang, names=first, count=len(names))


def department_notes(result: duties.Duties, lang: str, unit: str | None = None) -> tuple[str, ...]:
    """How to read a department's points: shared ones are not split; what rests on assumed benchmarks."""
    department = load_departments(result.city).get(unit) if unit else None
    group = [say("duties group note", lang)] if department is not None and department.open else []
    if unit is not None and result.of(unit).clauses.is_empty():
        return tuple(group)
    stood = [
        say("duties assumed note", lang, title=scenario.title_in(lang))
        for scenario in _others(result)
        if rests_on_assumptions(scenario)
    ]
    roles = () if city_departments(result.city).own else (say("duties roles note", lang),)
    return (*group, say("duties shared note", lang), *stood, *roles)
