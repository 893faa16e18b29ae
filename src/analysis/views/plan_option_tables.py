"""Tables of a plan's alternatives, and of how wrong each price may be before the plan changes (备选与费用敏感性表)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.facts import unit_label
from analysis.questions import plan_alternatives, plan_sensitivity
from analysis.questions.planning import FIXED, POINTS, STEPS
from analysis.rulebooks import Rulebook
from analysis.views.amounts import points_gain, target_amount, target_title
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.plan_tables import plan_notes, plan_tables
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import floored_points, joined_texts, percent_text, rounded_text, say, unit_amount

YUAN, CENTS, NAMED, TIE = "yuan", 2, 4, 5e-5
"""How many figures of a plan that takes over are named; from what share on a price is off at all, as printed."""


def alternatives_tables(result: plan_alternatives.PlanAlternatives, book: Rulebook, lang: str = "zh") -> list[Table]:
    """The best plan as always, then the other ways; why there is none where the goal is out of reach."""
    others = [alternatives_table(result, book, lang)] if result.best.possible else []
    return [*plan_tables(result.best, book, lang), *others]


def alternatives_table(result: plan_alternatives.PlanAlternatives, book: Rulebook, lang: str = "zh") -> Table:
    """Each way: what is spent, how much more than on the best, the total, what it leaves alone and moves instead."""
    priced = result.best.priced
    heads = table_columns(
        (say("ways plan", lang), "name"), (say("plan cost" if priced else "plan effort", lang), "number"),
        (say("ways more", lang), "number"), (say("total", lang), "number"), (say("curve figures", lang), "number"),
        (say("verdict", lang), "mark"), say("ways without", lang), say("ways instead", lang),
    )  # fmt: skip
    rows = [_way(row, result, book, lang) for row in result.ways.iter_rows(named=True)]
    note = "ways all note" if result.all_found else "ways some note"
    notes = (say(note, lang, count=len(result.others)), *plan_notes(result.best, book, lang))
    return Table(alternatives_title(result, lang), heads, tuple(rows), lang, notes=notes)


def alternatives_title(result: plan_alternatives.PlanAlternatives, lang: str) -> str:
    """How many other ways there are within so much of the best; else how far off the nearest is."""
    within, nearest = percent_text(result.within), result.nearest
    if result.others:
        return say("ways title", lang, within=within, count=len(result.others))
    if nearest is None or result.best.goal.least == STEPS or not result.best.cost:
        return say("ways none", lang, within=within)
    if result.best.goal.least == POINTS:
        return say("ways nearest points", lang, within=within, total=floored_points(nearest.judged))
    more = (nearest.cost or 0.0) / result.best.cost - 1.0
    return say("ways nearest", lang, within=within, more=percent_text(more))


def _way(
    row: Mapping[str, Any], result: plan_alternatives.PlanAlternatives, book: Rulebook, lang: str
) -> tuple[str, ...]:
    name = say("ways number", lang, count=row["plan"]) if row["plan"] else say("ways best", lang)
    name = name if result.others or not row["plan"] else say("ways beyond", lang)
    without, instead = ([target_title(each, book, lang) for each in row[key]] for key in ("without", "instead"))
    moved = joined_texts(instead, lang) if instead else say("ways other numbers" if without else "not there", lang)
    return (
        name, _amount(row["spent"], result.best.priced, lang),
        say("not there", lang) if row["more"] is None or not row["plan"] else percent_text(row["more"]),
        floored_points(row["total"]), str(row["figures"]), toned_outcome(row["passes"], lang, CHANGED_VERDICTS),
        joined_texts(without, lang) if without else say("not there", lang), moved,
    )  # fmt: skip


def _amount(amount: float | None, priced: bool, lang: str) -> str:
    return unit_amount(amount or 0.0, YUAN, lang) if priced else points_gain(amount, lang)


def sensitivity_tables(result: plan_sensitivity.PlanSensitivity, book: Rulebook, lang: str = "zh") -> list[Table]:
    """The best plan as always, then where each price turns it."""
    turns = [prices_table(result, book, lang)] if result.best.possible else []
    return [*plan_tables(result.best, book, lang), *turns]


def prices_table(result: plan_sensitivity.PlanSensitivity, book: Rulebook, lang: str = "zh") -> Table:
    """Each price beyond which the plan changes: when, into what, and what is reckoned now; the nearest first."""
    rows = [row for price in result.prices.iter_rows(named=True) for row in _turns(price, result, book, lang)]
    still = result.prices.filter(pl.col("low").is_null(), pl.col("high").is_null()).height
    rows.sort(key=lambda row: row[0])
    heads = table_columns(say("prices turn", lang), say("prices change", lang), (say("prices now", lang), "number"))
    notes = [
        say("prices note", lang),
        *([say("prices others", lang, count=still)] if still else []),
        *([] if result.best.priced else [say("plan effort note", lang)]),
    ]
    empty = say("prices still", lang)
    return Table(prices_title(result, book, lang), heads, tuple(row[1:] for row in rows), lang, tuple(notes), empty)


def prices_title(result: plan_sensitivity.PlanSensitivity, book: Rulebook, lang: str) -> str:
    """The price that is nearest to turning the plan."""
    if not result.best.possible:
        return say("prices impossible", lang)
    turns = [turn for price in result.prices.iter_rows(named=True) for turn in _turns(price, result, book, lang)]
    return say("prices nearest", lang, turn=min(turns)[1]) if turns else say("prices still", lang)


def _turns(
    price: Mapping[str, Any], result: plan_sensitivity.PlanSensitivity, book: Rulebook, lang: str
) -> list[tuple[float, str, str, str]]:
    """How far off a price turns the plan, when, into what, and what is reckoned now; either way."""
    ways = (("high", "up", "prices above"), ("low", "down", "prices below"))
    return [
        (abs(price[off] or 0.0), _when(price, end, off, key, result, book, lang),
         _then(price, end, result, book, lang), _reckoned(price, price["price"], result, lang))
        for end, off, key in ways if price[end] is not None
    ]  # fmt: skip


def _when(
    price: Mapping[str, Any], end: str, off: str, key: str, result: plan_sensitivity.PlanSensitivity, book: Rulebook,
    lang: str,
) -> str:  # fmt: skip
    share = price[off] or 0.0
    by = say("prices tie", lang) if abs(share) < TIE else f"{'+' if share > 0 else ''}{percent_text(share)}"
    what = "prices fixed" if price["what"] == FIXED else "prices each" if result.best.priced else "prices effort"
    said = {"lever": target_title(price["fact"], book, lang), "what": say(what, lang), "by": by}
    return say(key, lang, price=_reckoned(price, price[end], result, lang), **said)


def _reckoned(price: Mapping[str, Any], amount: float, result: plan_sensitivity.PlanSensitivity, lang: str) -> str:
    """A price with its unit; without a table of costs how many times the effort that is reckoned."""
    if not result.best.priced:
        return say("prices times", lang, times=rounded_text(amount / price["price"]))
    if price["what"] == FIXED:
        return unit_amount(round(amount, CENTS), YUAN, lang)
    scale = _per(price["unit"])
    unit = unit_label(price["unit"]) if lang == "zh" else price["unit"]
    named = unit_amount(scale, YUAN, lang) if price["unit"] == YUAN else unit
    return say("prices each of", lang, price=unit_amount(round(amount * scale, CENTS), YUAN, lang), unit=named)


def _per(unit: str) -> float:
    """For how many units a price is said: money for each 10,000 yuan."""
    return 1e4 if unit == YUAN else 1.0


def _then(
    price: Mapping[str, Any], end: str, result: plan_sensitivity.PlanSensitivity, book: Rulebook, lang: str
) -> str:
    if end == "high" and price["over_budget"]:
        return say("prices budget", lang)
    same = [pl.col("price_of") == price["fact"], pl.col("what") == price["what"], pl.col("way") == end]
    changes = [
        say("curve move", lang, lever=target_title(row["fact"], book, lang),
            before=target_amount(row["planned"], row["fact"], book, lang),
            after=target_amount(row["to"], row["fact"], book, lang))
        for row in result.then.filter(same).iter_rows(named=True)
    ]  # fmt: skip
    more = [say("curve more", lang, count=len(changes) - NAMED)] if len(changes) > NAMED else []
    return say("prices then", lang, changes=joined_texts([*changes[:NAMED], *more], lang, "semicolon"))
