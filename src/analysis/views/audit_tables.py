"""Tables of an audit: the figures that deserve a second look, and those not delivered (自查表)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.facts import Fact
from analysis.formulas import formula_text
from analysis.questions import audit
from analysis.questions.audit import rule_file
from analysis.rulebooks import Clause, Rulebook
from analysis.views import words
from analysis.views.department_names import department_title
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import amount_text, joined_texts, percent_text, rounded_text, say

SEVERITY_TONES = {"high": "bad", "medium": "assumed", "low": "quiet"}
LEAST_CHANCE = 0.0001
NAMED, FEW = 6, 3


def findings_table(result: audit.Audit, books: Sequence[Rulebook], lang: str = "zh") -> Table:
    """The figures that deserve a second look, gravest first: where they stand, why, what to check, what it may be."""
    facts = {name: fact for book in books for name, fact in book.dictionary.items()}
    findings = result.findings.filter(pl.col("kind") != "missing")
    heads = table_columns(
        say("severity", lang), (say("audit figures", lang), "name"), say("audit why", lang), say("audit check", lang),
        say("audit clauses", lang), say("audit price", lang),
    )  # fmt: skip
    rows = tuple(_row(row, facts, books, lang) for row in findings.iter_rows(named=True))
    notes = (*([say("audit note", lang)] if rows else []), *_scope(result, lang), fabrication_cost(result, lang))
    return Table(
        _title(result, findings.height, lang), heads, rows, lang, notes=notes, empty=say("audit nothing", lang)
    )


def _title(result: audit.Audit, count: int, lang: str) -> str:
    cities, months = (result.months[key].unique(maintain_order=True).to_list() for key in ("city", "month"))
    named_cities = joined_texts((words.city_title(city, lang) for city in cities), lang)
    shown = words.month_title(months[0], lang) if len(months) == 1 else f"{months[0]}–{months[-1]}"
    return say("audit title", lang, city=named_cities, month=shown, count=count)


def _scope(result: audit.Audit, lang: str) -> list[str]:
    earlier, least = int(result.months["earlier"].max() or 0), int(audit.audit_rules().values["jump_changes"]) + 1  # type: ignore[arg-type]
    sentences = [say("audit compared", lang, figures=f"{result.months['figures'].sum():,}", earlier=earlier)]
    return sentences + ([say("audit few", lang, least=least)] if earlier < least else [])


def fabrication_cost(result: audit.Audit, lang: str) -> str:
    """What a fabricated figure costs once it is found, as its clause has it."""
    cost = result.cost
    parts = {"each": f"{cost.each:g}", "months": cost.months, "whole": f"{cost.each * cost.months:g}"}
    book = rulebooks.load(cost.rulebook).title_in(lang)
    return say("audit cost", lang, book=book, clause=cost.clause, **parts)


def _row(row: dict[str, Any], facts: Mapping[str, Fact], books: Sequence[Rulebook], lang: str) -> tuple[str, ...]:
    check, innocent = _checks(row, lang)
    return (
        TonedText(say(f"severity {row['severity']}", lang), SEVERITY_TONES[row["severity"]]),
        _figures(row, facts, lang),
        _why(row, facts, lang),
        say("audit innocent", lang, check=check, innocent=innocent),
        _clauses({name.removesuffix(rule_file.BEFORE) for name in row["facts"]}, books, lang),
        say("audit lost", lang, points=f"{row['cost']:g}"),
    )


def _clauses(facts: set[str], books: Sequence[Rulebook], lang: str) -> str:
    """The clauses that judge some figures, by rulebook."""
    clause_ids = {
        book.id: [clause.id for clause in book.clauses.values() if facts & _facts_of(clause)] for book in books
    }
    lists = (
        say("clauses of", lang, book=name, clauses=joined_texts(ids, lang)) for name, ids in clause_ids.items() if ids
    )
    return joined_texts(lists, lang, "semicolon")


def _facts_of(clause: Clause) -> set[str]:
    return {name for reading in clause.readings for name in clause.facts(reading)}


def _figures(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    places = row["places"] or [""] * len(row["facts"])
    figures = [_figure(*figure, facts, lang) for figure in zip(row["facts"], row["values"], places, strict=True)]
    first = joined_texts(figures[:NAMED], lang, "semicolon")
    return first if len(figures) <= NAMED else say("and others", lang, names=first, count=len(figures))


def _figure(name: str, value: float, place: str, facts: Mapping[str, Fact], lang: str) -> str:
    shown = (
        f"{audited_figure(name, facts, lang)} {amount_text(value, facts[name.removesuffix(rule_file.BEFORE)], lang)}"
    )
    return say("bracketed", lang, text=shown, inner=place) if place else shown


def audited_figure(name: str, facts: Mapping[str, Fact], lang: str) -> str:
    """A figure by its name; one of an earlier month says so."""
    fact = facts[name.removesuffix(rule_file.BEFORE)]
    plain = fact.zh if lang == "zh" else fact.en
    return say("figure before", lang, name=plain) if name.endswith(rule_file.BEFORE) else plain


def finding_figures(row: dict[str, Any], books: Sequence[Rulebook], lang: str) -> str:
    """The figures of a finding by name; of many, the first few."""
    facts = {name: fact for book in books for name, fact in book.dictionary.items()}
    names = [audited_figure(name, facts, lang) for name in row["facts"]]
    first = joined_texts(names[:FEW], lang)
    return first if len(names) <= FEW else say("and others", lang, names=first, count=len(names))


def finding_reason(row: dict[str, Any], books: Sequence[Rulebook], lang: str) -> str:
    """Why a finding's figures deserve a second look."""
    return _why(row, {name: fact for book in books for name, fact in book.dictionary.items()}, lang)


def _checks(row: dict[str, Any], lang: str) -> tuple[str, str]:
    """What to check, and what may excuse it."""
    for identity in audit.audit_rules().identities:
        if row["kind"] == "identity" and identity.id == row["rule"]:
            return (identity.check, identity.innocent) if lang == "zh" else (identity.check_en, identity.innocent_en)
    kind = "within" if row["kind"] == "identity" else row["kind"]
    return say(f"check {kind}", lang), say(f"innocent {kind}", lang)


def _why(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    return _WHY[row["kind"]](row, facts, lang)


def _identity(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    for identity in audit.audit_rules().identities:
        if identity.id == row["rule"]:
            names = {
                **{name: audited_figure(name, facts, lang) for name in row["facts"]},
                "near": percent_text(audit.audit_rules().values["near"]),
            }
            holds = formula_text(identity.holds, names, lang)
            return say("why identity", lang, why=identity.zh if lang == "zh" else identity.en, holds=holds)
    return say("why within", lang)


def _slip(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    slip = next((slip for slip in audit.audit_rules().slips if f"{slip.times:.0f}" == row["rule"]), None)
    if slip is None:
        return say("why money", lang)
    way = "times up" if row["size"] > 1 else "times down"
    times = say(way, lang, times=f"{slip.times:,.0f}")
    expected = amount_text(row["expected"], facts[row["facts"][0]], lang)
    unit = slip.zh if lang == "zh" else slip.en
    return say("why slip", lang, since=row["since"], times=times, unit=unit, expected=expected)


def _jump(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    expected = amount_text(float(f"{row['expected']:.3g}"), facts[row["facts"][0]], lang)
    return say("why jump", lang, expected=expected, since=row["since"], size=f"{row['size']:.0f}")


def _round(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    digit = next(test for test in audit.audit_rules().digits if str(test.of) == row["rule"])
    few = row["size"] < LEAST_CHANCE
    shared, share = ("less than", LEAST_CHANCE) if few else ("just share", row["size"])
    chance = say(shared, lang, share=percent_text(share))
    parts = {"all": round(row["expected"] / digit.share), "round": len(row["facts"]), "ending": digit.zh}
    return say("why round", lang, **parts, expected=rounded_text(row["expected"], 1), chance=chance)


def _still(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    return say("why still", lang, months=f"{row['size']:.0f}", since=row["since"])


def _copied(row: dict[str, Any], facts: Mapping[str, Fact], lang: str) -> str:
    return say("why copied", lang, share=percent_text(row["size"]), since=row["since"], count=len(row["facts"]))


_WHY = {"identity": _identity, "slip": _slip, "jump": _jump, "round": _round, "still": _still, "copied": _copied}


def undelivered_figures(
    result: audit.Audit, books: Sequence[Rulebook], lang: str = "zh", on: date | None = None
) -> Table:
    """The figures not delivered, by the department that owes them; `on`: the day by which lateness is told."""
    facts = {name: fact for book in books for name, fact in book.dictionary.items()}
    findings = result.findings.filter(pl.col("kind") == "missing")
    several = result.months["month"].n_unique() > 1
    rows = tuple(_owed(row, facts, several, lang) for row in findings.iter_rows(named=True))
    heads = table_columns(
        *((say("months", lang),) if several else ()), (say("unit", lang), "name"), (say("count", lang), "number"),
        say("which figures", lang), say("last had", lang),
    )  # fmt: skip
    count, units = findings["facts"].explode().n_unique() if findings.height else 0, findings["unit"].n_unique()
    notes = (
        say("owed note", lang),
        *(
            lateness_text(city, month, on, lang)
            for city, month in result.months.select("city", "month").unique().sort("city", "month").iter_rows()
        ),
    )
    title = say("owed title", lang, count=count, units=units)
    return Table(title, heads, rows, lang, notes=notes if rows else (), empty=say("owed nothing", lang))


def _owed(row: dict[str, Any], facts: Mapping[str, Fact], several: bool, lang: str) -> tuple[str, ...]:
    unit = department_title(row["unit"], row["city"], lang)
    return (
        *((row["month"],) if several else ()),
        unit if row["unit"] else TonedText(unit, "quiet"),
        f"{row['size']:.0f}",
        joined_texts((audited_figure(name, facts, lang) for name in row["facts"]), lang),
        row["since"] or TonedText(say("never had", lang), "quiet"),
    )


def lateness_text(city: str, month: str, on: date | None, lang: str) -> str:
    """When a city's figures of a month are due, and how late they are on a day; or that the city has set no day."""
    day = audit.delivery_due(month, city)
    if day is None:
        return say("owed no day", lang, city=words.city_title(city, lang))
    sentence = say("owed due", lang, month=month, due=day.isoformat())
    if on is None:
        return sentence
    days = (on - day).days
    late = say("owed late", lang, on=on, days=days) if days > 0 else say("owed early", lang, on=on)
    return f"{sentence}{late}"


def audit_summary(result: audit.Audit, files: str, lang: str = "zh") -> str:
    """One sentence on what an audit found, and how to see it."""
    findings = result.findings.filter(pl.col("kind") != "missing")
    grave = findings.filter(pl.col("severity") == "high").height
    return say("audit brief", lang, count=findings.height, high=grave, files=files)
