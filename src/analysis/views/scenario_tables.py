"""Which scenarios a card stands on, and what they change (情景与改动)."""

from __future__ import annotations

from analysis.scenarios import Change, Scenario
from analysis.scorecards import Card
from analysis.views.result_texts import name_label
from analysis.views.sections import Part, scenario_heading, scenarios_beside, section_clauses, section_facts
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import rule_value_text, say, unit_amount


def change_text(card: Card, change: Change, lang: str) -> str:
    """What a change does, in words."""
    return say(f"how {change.how}", lang, amount=_amount(card, change, lang))


def _amount(card: Card, change: Change, lang: str) -> str:
    if isinstance(change.amount, str):
        return change.amount
    if change.how == "scale":
        return rule_value_text(change.amount, "1", lang)
    fact = card.book.dictionary.get(change.target)
    return (
        unit_amount(change.amount, fact.unit, lang)
        if fact
        else rule_value_text(change.amount, _unit(card, change), lang)
    )


def _unit(card: Card, change: Change) -> str:
    clause, _, value = change.target.rpartition(".")
    return card.book.clauses[clause].values[value].unit


def scenarios(card: Card, lang: str = "zh") -> Table:
    """Which scenario the card stands on, which are shown beside, how much they change and what they are."""
    rows = [
        (scenario.title_in(lang), say("own scenario" if scenario is card.scenario else "side scenario", lang),
         str(len(scenario.changes)), (scenario.about_zh if lang == "zh" else scenario.about) or say("no change", lang))
        for scenario in card.scenarios
    ]  # fmt: skip
    heads = table_columns(
        (say("scenario", lang), "name"), (say("role", lang), "mark"), (say("changes", lang), "number"),
        say("about", lang),
    )  # fmt: skip
    return Table(say("scenarios title", lang), heads, tuple(rows), lang)


def changes(card: Card, lang: str = "zh", group: Part = None) -> Table:
    """What the scenarios of the card change (within a group); every working figure is marked."""
    rows = _scenario(card, card.scenario, say("own scenario", lang), lang, group)
    for other in scenarios_beside(card):
        rows += _scenario(card, other, say("side scenario", lang), lang, group)
    heads = table_columns(
        (say("scenario", lang), "name"), (say("item", lang), "name"), (say("change", lang), "mark"),
        (say("mark", lang), "mark"), say("remark", lang),
    )  # fmt: skip
    notes = tuple(say("beside note", lang, title=scenario_heading(other, lang)) for other in scenarios_beside(card))
    return Table(say("changes title", lang), heads, tuple(rows), lang, notes=notes)


def _scenario(card: Card, scenario: Scenario, role: str, lang: str, group: Part) -> list[tuple[str, ...]]:
    title = say("bracketed", lang, text=scenario.title_in(lang), inner=role)
    changes = [change for change in scenario.changes if concerns_group(card, change, group)]
    dash = say("not there", lang)
    if not changes:
        return [(title, dash, say("no change", lang), dash, dash)]
    return [
        (title, name_label(card, change.target, lang), change_text(card, change, lang), _mark(change, lang),
         change.note_zh if lang == "zh" else change.note)
        for change in changes
    ]  # fmt: skip


def concerns_group(card: Card, change: Change, group: Part) -> bool:
    """Whether a change concerns a clause or a fact of the group."""
    clauses = {clause.id for clause, _ in section_clauses(card, group)}
    return change.target.rpartition(".")[0] in clauses or change.target in section_facts(card, group)


def _mark(change: Change, lang: str) -> str:
    if not change.mark:
        return say("not there", lang)
    return TonedText(say(f"mark {change.mark}", lang), "assumed" if change.mark == "assumed" else "quiet")
