"""Targets by their names, and their amounts and changes as readers see them (改动项与数额)."""

from __future__ import annotations

from typing import Any

from analysis.formulas import number_text
from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import changes
from analysis.views.words import amount_text, rounded_text, rule_value_text, say, unit_amount

SMALLEST_SHOWN = 0.005
SCALES = {"zh": ("亿元", 10**8), "en": ("billion yuan", 10**9)}


def target_title(target: str, book: Rulebook, lang: str) -> str:
    """A fact by its name, a rule value by its clause and name."""
    fact = book.dictionary.get(target)
    if fact is not None:
        return fact.zh if lang == "zh" else fact.en
    clause, _, value = target.rpartition(".")
    if clause not in book.clauses or value not in book.clauses[clause].values:
        return target
    title = book.clauses[clause].values[value].zh if lang == "zh" else value.replace("_", " ")
    return say("numbered item", lang, id=clause, title=title)


def numbered_title(clause: Clause, lang: str) -> str:
    """`第17项“个人诚信分覆盖”`; quotation marks within the title become single, as print has them."""
    title = clause.title_in(lang)
    inner = title.replace("“", "‘").replace("”", "’") if lang == "zh" else title
    return say("clause", lang, id=clause.id, title=inner)


def clause_title(clause: str, book: Rulebook, lang: str) -> str:
    """The same of a clause by its id."""
    return numbered_title(book.clauses[clause], lang)


def target_amount(value: float | None, target: str, book: Rulebook, lang: str) -> str:
    """A figure of a target with its unit; money that two decimals do not give exactly is given in yuan too."""
    fact = book.dictionary.get(target)
    if value is None or fact is None:
        return (
            rule_value_text(value, changes.target_unit(target, book), lang)
            if value is not None
            else say("missing", lang)
        )
    text = amount_text(value, fact, lang)
    if fact.unit == "yuan" and not _exact(value, lang):
        return say("bracketed", lang, text=text, inner=yuan_amount(value, lang))
    return text


def _exact(value: float, lang: str) -> bool:
    hundredth = SCALES[lang][1] / 100
    return abs(value) < 10**4 or value % (hundredth if abs(value) >= SCALES[lang][1] else 100) == 0


def yuan_amount(value: float, lang: str) -> str:
    """The whole amount in yuan and fen."""
    return f"{number_text(round(value, 2), lang)}{'元' if lang == 'zh' else ' yuan'}"


def target_change(change: float | None, target: str, book: Rulebook, lang: str) -> str:
    """A change of a target with its sign and unit."""
    if change is None:
        return say("not there", lang)
    fact = book.dictionary.get(target)
    size = abs(change)
    if fact is not None and fact.unit == "flag":
        return say(
            "arrow",
            lang,
            before=say("no" if change > 0 else "yes", lang),
            after=say("yes" if change > 0 else "no", lang),
        )
    text = (
        rule_value_text(size, changes.target_unit(target, book), lang)
        if fact is None
        else unit_amount(size, fact.unit, lang)
    )
    return say("signed up" if change >= 0 else "signed down", lang, amount=text)


def points_gain(points: float | None, lang: str) -> str:
    """Points gained at two decimals; of very few, the first two digits that are not zero."""
    if points is None:
        return say("not there", lang)
    return (
        rounded_text(points)
        if abs(points) >= SMALLEST_SHOWN or points == 0
        else number_text(float(f"{points:.2g}"), lang)
    )


def points_change(points: float | None, lang: str) -> str:
    """A change of points with its sign."""
    if points is None:
        return say("not there", lang)
    return f"{'+' if points >= 0 else '-'}{points_gain(abs(points), lang)}"


def assumptions_text(result: Any, lang: str) -> str:
    """What an answer takes for granted."""
    return result.assumption[0 if lang == "zh" else 1]
