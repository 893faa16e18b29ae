"""Tables of a plan's curve: its corners with the price of a point, and what each test takes (代价曲线表)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.questions import plan_curves
from analysis.questions.planning import STEPS
from analysis.rulebooks import Rulebook, clauses
from analysis.views.amounts import clause_title, points_gain, target_amount, target_title
from analysis.views.plan_tables import plan_notes
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import floored_points, joined_texts, say, unit_amount

MOST, CLOSE, YUAN, CENTS = 3, 1e-6, "yuan", 2
"""How many figures of a stretch are named; how near a total is to the goal's."""


def curve_tables(result: plan_curves.PlanCurve, book: Rulebook, lang: str = "zh") -> list[Table]:
    """The corners, and what each test takes."""
    tests = [vetoes_table(result, book, lang)] if book.of_kind(clauses.TESTED) else []
    return [curve_table(result, book, lang), *tests]


def curve_title(result: plan_curves.PlanCurve, lang: str) -> str:
    """What all points within reach take, and what a point costs on the cheapest and the dearest stretch."""
    points = result.points
    if points.height < 2:
        return say("curve flat", lang, before=_total(points, 0)) if points.height else say("curve none", lang)
    shown = shown_points(result, lang).filter("corner")
    prices = (shown["spent"].diff() / shown["total"].diff()).drop_nulls()
    said = {"before": _total(points, 0), "after": _total(points, -1), "what": spent_word(result, lang)}
    said |= {key: spent_text(price, result, lang) for key, price in (("least", prices.min()), ("most", prices.max()))}
    return say("curve found", lang, spent=spent_text(points["spent"][-1], result, lang), **said)


def _total(points: pl.DataFrame, place: int) -> str:
    return floored_points(points["total"][place])


def spent_word(result: plan_curves.PlanCurve, lang: str) -> str:
    """What is spent: cost, effort or figures moved."""
    if result.goal.least == STEPS:
        return say("curve figures", lang)
    return say("plan cost" if result.priced else "plan effort", lang)


def spent_text(amount: Any, result: plan_curves.PlanCurve, lang: str) -> str:
    """So much of it, in words."""
    if result.goal.least == STEPS:
        return points_gain(amount, lang) if amount % 1 else say("curve count", lang, count=int(amount))
    return unit_amount(round(amount, CENTS), YUAN, lang) if result.priced else points_gain(amount, lang)


def shown_points(result: plan_curves.PlanCurve, lang: str) -> pl.DataFrame:
    """The corners and the goal's own total; of those that are printed alike the last."""
    points = result.points
    wanted = pl.lit(result.goal.reach, dtype=pl.Float64)
    own = points.filter(~pl.col("corner"), (pl.col("total") >= wanted - CLOSE).fill_null(False)).head(1)
    own = own.filter((pl.col("total") - wanted).abs() < 1.0)
    shown = pl.concat([result.corners, own]).sort("point")
    texts = [(_total(shown, at), spent_text(shown["spent"][at], result, lang)) for at in range(shown.height)]
    return shown.filter([at + 1 == len(texts) or text != texts[at + 1] for at, text in enumerate(texts)])


def curve_table(result: plan_curves.PlanCurve, book: Rulebook, lang: str = "zh") -> Table:
    """The corners: total, what it takes at least, what a point cost on the way, what is moved, which tests turn."""
    shown = shown_points(result, lang)
    least = say("curve least", lang, what=spent_word(result, lang))
    heads = table_columns(
        (say("total", lang), "number"), (least, "number"), (say("curve price", lang), "number"),
        (say("curve figures", lang), "number"), say("curve moves", lang), say("curve verdicts", lang),
    )  # fmt: skip
    corners = shown.filter("corner")["point"]
    rows = [_row(row, max(corners.filter(corners < row["point"]), default=None), result, book, lang)
            for row in shown.iter_rows(named=True)]  # fmt: skip
    return Table(curve_title(result, lang), heads, tuple(rows), lang, notes=_notes(result, book, lang))


def _row(
    row: Mapping[str, Any], before: int | None, result: plan_curves.PlanCurve, book: Rulebook, lang: str
) -> tuple[str, ...]:
    price = say("not there", lang) if before is None else _price(row, before, result, lang)
    return (
        _named(row, lang), spent_text(row["spent"], result, lang), price, str(row["figures"]),
        _moves(row["point"], before, result, book, lang), _verdicts(row["point"], before, result, lang),
    )  # fmt: skip


def _named(row: Mapping[str, Any], lang: str) -> str:
    """The total; that it is the goal's, where it is no corner."""
    total = floored_points(row["total"])
    return (
        total
        if row["corner"]
        else TonedText(say("bracketed", lang, text=total, inner=say("plan goal", lang)), "strong")
    )


def _price(row: Mapping[str, Any], before: int, result: plan_curves.PlanCurve, lang: str) -> str:
    former = result.points.row(before, named=True)
    return spent_text((row["spent"] - former["spent"]) / (row["total"] - former["total"]), result, lang)


def _figures(point: int | None, result: plan_curves.PlanCurve) -> dict[str, float]:
    """The figures of a point; today's are those of no point."""
    rows = result.steps.filter(pl.col("point") == -1 if point is None else pl.col("point") == point)
    return dict(rows.select("fact", "to").iter_rows())


def _moves(point: int, before: int | None, result: plan_curves.PlanCurve, book: Rulebook, lang: str) -> str:
    """What is moved since the row before, the first few by name."""
    former, now = _figures(before, result), _figures(point, result)
    today: dict[str, float] = dict(result.steps.select("fact", "now").iter_rows())
    moved = {
        name: (former.get(name, today[name]), now.get(name, today[name])) for name in today if name in {*former, *now}
    }
    said = [_move(name, *ends, book, lang) for name, ends in moved.items() if _shows(name, *ends, book, lang)]
    more = [say("curve more", lang, count=len(said) - MOST)] if len(said) > MOST else []
    if not said:
        return say("curve start", lang) if before is None else say("not there", lang)
    return joined_texts([*said[:MOST], *more], lang, "semicolon")


def _shows(name: str, before: float, after: float, book: Rulebook, lang: str) -> bool:
    """Whether a move is seen in what is printed."""
    return before != after and target_amount(before, name, book, lang) != target_amount(after, name, book, lang)


def _move(name: str, before: float, after: float, book: Rulebook, lang: str) -> str:
    amounts = {key: target_amount(end, name, book, lang) for key, end in (("before", before), ("after", after))}
    return say("curve move", lang, lever=target_title(name, book, lang), **amounts)


def _verdicts(point: int, before: int | None, result: plan_curves.PlanCurve, lang: str) -> str:
    """The tests that turn since the row before."""
    since = result.points.filter(pl.col("point") <= point, pl.col("point") > (-1 if before is None else before))
    falls, rises = (list(dict.fromkeys(since[name].explode().drop_nulls())) for name in ("falls", "rises"))
    fallen, risen = ([name for name in these if name not in those] for these, those in ((falls, rises), (rises, falls)))
    said = [say("curve falls", lang, clauses=joined_texts(fallen, lang))] if fallen else []
    said += [say("curve rises", lang, clauses=joined_texts(risen, lang))] if risen else []
    return joined_texts(said, lang) if said else say("not there", lang)


def _notes(result: plan_curves.PlanCurve, book: Rulebook, lang: str) -> tuple[str, ...]:
    proven = result.agrees and result.proven
    between = result.points.height - result.corners.height
    finest = say("curve finest note", lang, count=between, finest=points_gain(result.finest, lang))
    said = [say("curve corner note" if proven else "curve unproven note", lang)]
    said += [finest if result.finest else say("curve every note", lang)]
    return (*said, *([] if result.priced else [say("plan effort note", lang)]), *plan_notes(result, book, lang))


def vetoes_table(result: plan_curves.PlanCurve, book: Rulebook, lang: str = "zh") -> Table:
    """What each failed test takes by itself, the cheapest first, then all of them; and whether the curve passes it."""
    rows = [_veto(row, result, book, lang) for row in result.vetoes.iter_rows(named=True)]
    alone = say("curve alone", lang, what=spent_word(result, lang))
    heads = table_columns(
        (say("clause id", lang), "name"), (alone, "number"), (say("curve then", lang), "number"),
        say("curve along", lang),
    )  # fmt: skip
    return Table(vetoes_title(result, book, lang), heads, tuple(rows), lang)


def vetoes_title(result: plan_curves.PlanCurve, book: Rulebook, lang: str) -> str:
    """Which test falls next, and for how much."""
    if result.vetoes.is_empty():
        return say("curve vetoes none", lang)
    nearest = result.vetoes.row(0, named=True)
    if nearest["spent"] is None:
        return say("curve vetoes closed", lang)
    said = {"clause": clause_title(nearest["clause"], book, lang), "what": spent_word(result, lang)}
    return say("curve vetoes", lang, spent=spent_text(nearest["spent"], result, lang), **said)


def _veto(row: Mapping[str, Any], result: plan_curves.PlanCurve, book: Rulebook, lang: str) -> tuple[str, ...]:
    name = say("curve all tests", lang) if row["clause"] is None else clause_title(row["clause"], book, lang)
    never, out = TonedText(say("curve never", lang), "bad"), TonedText(say("curve out", lang), "bad")
    along = never if row["from_total"] is None else say("curve from", lang, total=floored_points(row["from_total"]))
    if row["spent"] is None:
        return name, out, *[say("not there", lang)] * 2
    return name, spent_text(row["spent"], result, lang), floored_points(row["total"]), along
