"""What a working says of a clause that does not apply to every unit, and of points others leave it (适用与折算)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis.catalogue import text_in
from analysis.formulas import evaluate, formula_text, language, number_text, substituted_formula
from analysis.rulebooks import MEAN, SHARE, TOTAL, Clause, Reading, Rulebook, clauses, sharing_scopes
from analysis.scenarios import KEYS, Cases
from analysis.scorecards import shared_points
from analysis.scorecards.clause_expressions import part_column
from analysis.scorecards.scoring import compiled_rulebook, run_stages


@dataclass(frozen=True)
class AppliedWorking:
    """Lines before and after the steps of a clause; `applies`: whether it does, None where that is not known."""

    applies: bool | None
    before: tuple[str, ...]
    after: tuple[str, ...]


def rule_text(reading: Reading, labels: Mapping[str, str], lang: str) -> str:
    """To whom a clause applies and what stands instead, as it follows the formula; empty where it applies to all."""
    if reading.applies is None:
        return ""
    condition = formula_text(reading.applies, labels, lang)
    if reading.inapplicable == MEAN:
        zh, en = "不涉及的取有此项的单位的平均分", "a unit it does not apply to takes the mean of those it applies to"
    else:
        zh, en = "不涉及的不失分，分值按比例折算到其余条款", "where it does not, its points go to the other clauses"
    return text_in(lang, f"（适用条件：{condition}；{zh}）", f" (applies where {condition}; {en})")


def applied_working(
    clause: Clause,
    book: Rulebook,
    cases: Cases,
    row: Mapping[str, Any],
    names: Mapping[str, language.FormulaValue],
    said: tuple[Mapping[str, str], Mapping[str, str], str],
    reading: Reading,
) -> AppliedWorking:
    """What is said of a clause at one row; `said`: labels, texts for values, and the language."""
    whole = reading.applies_whole
    applies = True if whole is None else language.as_truth(evaluate(whole, names))
    before = _condition(reading, names, *said, applies) if reading.applies else ()
    after = () if applies is False else _shared(clause, book, cases, row, said[2])
    gone = _instead(clause, book, reading, names, said[2]) if applies is False else ()
    return AppliedWorking(applies, (*before, *gone), after)


def _condition(
    reading: Reading,
    names: Mapping[str, language.FormulaValue],
    labels: Mapping[str, str],
    words: Mapping[str, str],
    lang: str,
    applies: bool | None,
) -> tuple[str, ...]:
    assert reading.applies is not None
    figures = {**names, **_lets(reading, names)}
    written = formula_text(reading.applies, labels, lang)
    put = substituted_formula(reading.applies, figures, lang, words)
    verdict = {True: ("适用", "applies"), False: ("不涉及", "does not apply"), None: ("不详", "not known")}[applies]
    said = written if written == put else f"{written}（{put}）" if lang == "zh" else f"{written} ({put})"
    return (text_in(lang, f"适用条件：{said} → {verdict[0]}", f"applies where: {said} → {verdict[1]}"),)


def _lets(reading: Reading, names: Mapping[str, language.FormulaValue]) -> dict[str, language.FormulaValue]:
    return {
        let.name: evaluate(whole, names)
        for let in reading.lets.values()
        if {*(whole := clauses.inline_lets(let.tree, reading.lets)).names} <= names.keys() and not whole.field_nodes
    }


def _instead(
    clause: Clause, book: Rulebook, reading: Reading, names: Mapping[str, language.FormulaValue], lang: str
) -> tuple[str, ...]:
    if reading.inapplicable == SHARE:
        whole = book.shared_over == TOTAL
        over = ("全部其余条款", "all other clauses") if whole else ("本组其余条款", "the group's others")
        zh = f"本单位不涉及，不计分也不失分；分值按比例折算到{over[0]}"
        return (text_in(lang, zh, f"nothing earned or lost; its points go to {over[1]} in proportion"),)
    points = reading.whole("points")
    mean = number_text(evaluate(points, names) if points else None, lang)
    zh, en = f"本单位不涉及，取有此项的单位的平均分 = {mean}", f"the mean of the units it applies to = {mean}"
    return (text_in(lang, zh, en),)


def _shared(clause: Clause, book: Rulebook, cases: Cases, row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    """By how much the points grow, where some other clause does not apply."""
    if not sharing_scopes(book).takes_part(clause.id):
        return ()
    low, high = shared_factors(cases, book, tuple(str(row[key]) for key in KEYS))[clause.id]
    if low == high == 1.0:
        return ()
    grown = number_text(low, lang) if low == high else f"{number_text(low, lang)}–{number_text(high, lang)}"
    zh, en = (
        f"有条款不涉及本单位，其分值按比例折算：得分 × {grown}",
        f"clauses that do not apply leave points: × {grown}",
    )
    return (text_in(lang, zh, en),)


def shared_factors(cases: Cases, book: Rulebook, place: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """By how much the points of each clause grow at one row of the cases, at the least and the most; nothing for those
    that do not apply. `place`: its scenario, city and month.
    """
    found, scopes = judged_row(cases, book, place), sharing_scopes(book)
    takers = [name for name in book.clauses if scopes.takes_part(name)]
    low, high = shared_points.FACTORS
    return {name: (found[part_column(low, name)], found[part_column(high, name)]) for name in takers}


def judged_row(cases: Cases, book: Rulebook, place: tuple[str, ...]) -> dict[str, Any]:
    """One row of the cases with every column that leads to its total. `place`: its scenario, city and month."""
    own = [pl.col(key) == name for key, name in zip(KEYS, place, strict=True)]
    here = replace(cases, frame=cases.frame.filter(own))
    return run_stages(here.frame, compiled_rulebook(here, book).summed).row(0, named=True)
