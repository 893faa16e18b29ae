"""The sentences of the month's brief: verdict and change, gaps of vetoes, what is owed, what to check (简报用语)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

import polars as pl

from analysis.departments import cities_with_departments
from analysis.facts import CITY, kind_of
from analysis.questions import change, decisions, due
from analysis.rulebooks import Rulebook, clauses
from analysis.scorecards import TOTAL, Card
from analysis.signatures import DRAFT, Standing
from analysis.views import (
    audit_tables,
    change_views,
    department_names,
    department_tables,
    due_tables,
    result_texts,
    rule_dates,
    source_tables,
)
from analysis.views.amounts import clause_title, target_amount, target_title
from analysis.views.links import LinkedText, clause_anchor
from analysis.views.sections import section_facts
from analysis.views.validities import judged_by_text
from analysis.views.words import (
    Row,
    city_title,
    joined_texts,
    maximum_text,
    month_title,
    percent_text,
    points_span,
    rounded_text,
    rule_value_text,
    say,
    total_span,
    unit_amount,
)

SHARE_PARTS = 10_000
"""Parts of a share that are printed: hundredths of a percent."""


def outcome_sentences(card: Card, moved: change.ScoreChange | None, lang: str) -> str:
    """Verdict, total, and the change since the month before, of one rulebook; that it has no figures, where so."""
    if not delivered(card):
        return say("brief nothing delivered", lang, book=card.book.title_in(lang))
    parts = [_verdict(card, lang), _total(card, lang), *_changed(card.book, moved, lang)]
    parts += judged_by_text(card.book, lang)
    if card.scenario.changes:
        parts.append(say("not baseline", lang, title=card.scenario.title_in(lang)))
    return ("" if lang == "zh" else " ").join(part for part in parts if part)


def delivered(card: Card) -> bool:
    """Whether any figure of the rulebook stands in the month."""
    present = card.facts.drop_nulls("value")["fact"]
    return not set(card.book.facts()).isdisjoint(present)


def _verdict(card: Card, lang: str) -> str:
    met = [row["met"] for clause, row in card.clauses() if clause.kind == clauses.TESTED]
    key = "none" if not met else "vetoed" if False in met else "undecided" if None in met else "passes"
    count = met.count(False) or met.count(None)
    return say(f"brief verdict {key}", lang, book=card.book.title_in(lang), count=count)


def _total(card: Card, lang: str) -> str:
    node = card.node(TOTAL)
    key = "brief points" if node["points"] is not None else "brief span"
    points = result_texts.total_points_text(node, lang, bare=True)
    said = say(key, lang, points=points, possible=_possible(card, lang))
    beneath = node["points"] is not None and node["points"] < 0
    return said + (say("floored", lang, points=points_span(node, lang)) if beneath else "")


def _possible(card: Card, lang: str) -> str:
    most = card.node(TOTAL)["possible"]
    key = "brief open maximum" if most is None else "brief unprinted" if card.book.possible is None else "brief printed"
    return say(key, lang, most=maximum_text(most, lang))


def _changed(book: Rulebook, moved: change.ScoreChange | None, lang: str) -> Iterator[str]:
    if moved is None:
        yield say("brief no month before", lang)
        return
    yield say("sentence", lang, text=_difference(book, moved, lang))
    yield from (say("sentence", lang, text=text) for text in rule_dates.rule_share(moved, book, lang))
    for key, way in (("brief turned good", True), ("brief turned bad", False)):
        turned = [row["clause"] for row in moved.vetoes.iter_rows(named=True) if row["after"] is way]
        if turned:
            yield say(key, lang, clauses=joined_texts([item_title(book, clause, lang) for clause in turned], lang))


def _difference(book: Rulebook, moved: change.ScoreChange, lang: str) -> str:
    if not moved.sure:
        return say("brief ends", lang, before=total_span(moved.before, lang))
    before = total_span(moved.before, lang)
    points = change_views.printed_total_change(moved, change.LOW)
    key = "brief level" if points == 0 else "brief up" if points > 0 else "brief down"
    text = say(key, lang, change=rounded_text(abs(points)), before=before)
    return text if points == 0 else text + _chief(book, moved, lang)


def _chief(book: Rulebook, moved: change.ScoreChange, lang: str) -> str:
    """What moved the total most in the way that it went."""
    points = change_views.printed_total_change(moved, change.LOW)
    same_way = moved.drivers.filter(pl.col("low") * points > 0)
    if same_way.is_empty():
        return ""
    first = same_way.row(0, named=True)
    effect = change_views.driver_effect(first, change_views.printed_shares(moved), moved, lang)
    return say("brief chief", lang, name=change_views.driver_title(first, book, lang), change=effect)


def standing_text(standing: Standing, lang: str) -> str:
    """The state of a published report: draft, reviewed or filed, and by which posts."""
    if standing.state != DRAFT:
        posts = [say(f"signed {state}", lang, role=role.title_in(lang)) for state, role in standing.roles]
        return say(f"standing {standing.state}", lang, by=joined_texts(posts, lang))
    return say(f"draft after {standing.earlier or 'nothing'}", lang)


def item_title(book: Rulebook, clause: str, lang: str) -> str:
    """第3项“政府失信事件整改到位率”."""
    return clause_title(clause, book, lang)


def owners_text(units: Sequence[str], city: str, lang: str) -> str:
    """Who acts in a city, by name; that the document names nobody, where it does not."""
    return joined_texts([department_names.department_title(unit, city, lang) for unit in units], lang)


def gap_text(row: Row, book: Rulebook, lang: str) -> str:
    """What one condition of a failed test lacks: 整改到位率 86.67%，未达 100%，尚差 2 起."""
    if row["lever"] is None:
        return say("gap none", lang)
    over = "" if row["change"] > 0 else " over"
    gap = unit_amount(abs(row["change"]), row["unit"], lang)
    if row["share"] is not None and row["part"] is not None:
        return say(f"gap share{over}", lang, change=gap, **_quotient(row, book, lang))
    amounts = {name: target_amount(row[name], row["lever"], book, lang) for name in ("now", "needed")}
    if row["unit"] == "flag":
        return say("gap flag", lang, lever=target_title(row["lever"], book, lang), **amounts)
    return say(f"gap amount{over}", lang, lever=target_title(row["lever"], book, lang), change=gap, **amounts)


def unsettled_texts(decision: decisions.MonthDecision, book: Rulebook, clause: str, lang: str) -> list[str]:
    """That a failed test stays open whatever is made good, where another of its conditions lacks data."""
    card = next(card for card in decision.cards if card.book.id == book.id)
    of_clause = decision.unsettled.filter(pl.col("rulebook") == book.id, pl.col("clause") == clause)
    names = [
        [result_texts.name_label(card, name, lang) for name in missing] for missing in of_clause["missing"].to_list()
    ]
    return [say("gap unsettled", lang, names=joined_texts(each, lang)) for each in names]


def _quotient(row: Row, book: Rulebook, lang: str) -> dict[str, str]:
    clause = book.clauses[row["clause"]]
    lets = {name: let for reading in clause.readings.values() for name, let in reading.lets.items()}
    part = lets[row["part"]].zh if lang == "zh" else row["part"].replace("_", " ")
    return {"part": part, "share": short_share(row["share"], row["target"]), "target": _target(row["target"], lang)}


def _target(share: float, lang: str) -> str:
    return rule_value_text(share, "share", lang)


def short_share(share: float, target: float) -> str:
    """A share in percent; one below its target is never rounded up to it: 99.999% is 99.99%."""
    text = percent_text(share)
    cut = share < target and text == percent_text(target)
    return percent_text(floor(share * SHARE_PARTS) / SHARE_PARTS) if cut else text


def near_texts(decision: decisions.MonthDecision, lang: str) -> list[str]:
    """The vetoes that are met, but by little."""
    books = decision.duties.books()
    return [
        LinkedText(
            _near(row, books[row["rulebook"]], decision.duties.city, lang),
            ((say("see working", lang), clause_anchor(row["rulebook"], row["clause"])),),
        )
        for row in decision.margins.iter_rows(named=True)
    ]


def _near(row: Row, book: Rulebook, city: str, lang: str) -> str:
    return say(
        "near veto", lang, item=item_title(book, row["clause"], lang), lever=target_title(row["lever"], book, lang),
        change=unit_amount(abs(row["change"]), row["unit"], lang),
        way=say("near down" if row["change"] < 0 else "near up", lang), owner=owners_text(row["units"], city, lang),
    )  # fmt: skip


def warning_texts(decision: decisions.MonthDecision, lang: str) -> list[str]:
    """The vetoes that are met now and may well fail next month; a chance is forecast, and marked so."""
    books = decision.duties.books()
    return [
        LinkedText(
            _warning(row, books[row["rulebook"]], decision.duties.city, lang),
            ((say("see working", lang), clause_anchor(row["rulebook"], row["clause"])),),
        )
        for row in decision.warnings.iter_rows(named=True)
    ]


def _warning(row: Row, book: Rulebook, city: str, lang: str) -> str:
    names = joined_texts([target_title(name, book, lang) for name in row["drivers"]], lang)
    return say(
        "early warning", lang, item=item_title(book, row["clause"], lang), month=month_title(row["month"], lang),
        chance=chance_text(row["fails"], row["paths"], lang), owner=owners_text(row["units"], city, lang),
        drivers=say("warning drivers", lang, names=names) if names else "",
    )  # fmt: skip


def chance_text(fails: float, paths: int, lang: str) -> str:
    """A chance as so many paths show it: none is said to be nought or certain."""
    least = 1 / (paths + 1)
    if fails == 0:
        return say("chance none", lang, least=whole_percent(least))
    if fails == 1:
        return say("chance all", lang, most=whole_percent(1 - least))
    return say("chance about", lang, chance=whole_percent(fails))


def whole_percent(share: float) -> str:
    """A share in whole percent: 8%."""
    return f"{share * 100:.0f}%"


def open_texts(decision: decisions.MonthDecision, lang: str) -> list[str]:
    """What can't be judged beside the figures owed: benchmarks nobody publishes; estimates used; units not named."""
    said = [*_others_owing(decision, lang), *(text for card in decision.cards for text in _unset(card, decision, lang))]
    guessed = {
        name
        for card in decision.cards
        for name in section_facts(card)
        if source_tables.figure_status(card, name) == "estimated"
    }
    if not said and decision.duties.missing.is_empty():
        said.append(say("nothing open", lang))
    said += _common_names(decision, lang)
    guesses = "estimated figures" if kind_of(decision.duties.city) == CITY else "estimated figures unit"
    return said + ([say(guesses, lang, count=len(guessed))] if guessed else [])


def _common_names(decision: decisions.MonthDecision, lang: str) -> list[str]:
    """That units stand under names of anywhere, where the city has not told its own."""
    city = decision.duties.city
    own = city in cities_with_departments() or kind_of(city) != CITY
    return [] if own else [say("common departments", lang, city=city_title(city, lang))]


def owed_rows(decision: decisions.MonthDecision, lang: str) -> Iterator[tuple[str, str, str]]:
    """Those who owe most figures, in the departments' order: who, how many, and the first of them."""
    missing, most = decision.duties.missing, int(decision.values["figures"])
    owing = missing.group_by("unit", maintain_order=True).len().with_row_index("place")
    first = owing.sort("len", descending=True, maintain_order=True).head(int(decision.values["owed"])).sort("place")
    for unit, count in first.select("unit", "len").iter_rows():
        department = department_names.department_title(unit, decision.duties.city, lang)
        yield department, str(count), department_tables.owed_names(decision.duties, unit, lang, most, counted=False)


def _others_owing(decision: decisions.MonthDecision, lang: str) -> Iterator[str]:
    """How many more owe figures, and how many are missing in all."""
    missing = decision.duties.missing
    others = missing["unit"].n_unique() - int(decision.values["owed"])
    if others > 0:
        key = "owed more" if kind_of(decision.duties.city) == CITY else "owed more unit"
        yield say(key, lang, units=others, count=missing["fact"].n_unique())


def _unset(card: Card, decision: decisions.MonthDecision, lang: str) -> Iterator[str]:
    waiting = decision.undecided.filter(pl.col("rulebook") == card.book.id)
    unset = {name for names in waiting["missing"].to_list() for name in names if result_texts.is_unset(card, name)}
    waits = [
        names for names in waiting["missing"].to_list() if any(result_texts.is_unset(card, name) for name in names)
    ]
    blank = sum(card.book.clauses[clause].blank for clause in waiting["clause"])
    book = card.book.title_in(lang)
    if unset:
        yield say("unset benchmarks", lang, book=book, count=len(unset), clauses=len(waits))
    if blank:
        yield say("blank clauses", lang, book=book, count=blank)
    yield from _open_comparisons(card, waiting, lang)


def _open_comparisons(card: Card, waiting: pl.DataFrame, lang: str) -> Iterator[str]:
    """The items that others' figures leave open."""
    pairs = waiting.select("clause", "missing").iter_rows()
    compared = [item_title(card.book, clause, lang) for clause, names in pairs if f"{clause}.field" in names]
    if compared:
        yield say("open comparisons", lang, book=card.book.title_in(lang), items=joined_texts(compared, lang))


def due_texts(counts: due.DueCounts, lang: str) -> tuple[str, ...]:
    """How many matters are overdue, due and open at the month's end, and that the registers lack some, where so."""
    if not counts.is_told:
        return (say("brief due untold", lang),)
    day = due_tables.day_title(counts.on, lang)
    parts = {"day": day, "days": counts.days, "overdue": counts.overdue, "due": counts.due}
    key = "brief due" if counts.overdue or counts.due or counts.open else "brief due nothing"
    said = say(key, lang, **parts, open=counts.open)
    return (said,) if counts.whole else (said, say("brief due lacking", lang))


def trend_texts(decision: decisions.MonthDecision, lang: str) -> Iterator[str]:
    """The total of each month that can be compared, a sentence a rulebook."""
    for (name,), rows in decision.trend.partition_by("rulebook", as_dict=True, maintain_order=True).items():
        months = [
            say("trend month", lang, month=month_title(row["month"], lang), points=total_span(row, lang))
            for row in rows.iter_rows(named=True)
        ]
        book = decision.duties.books()[name].title_in(lang)
        yield say("trend", lang, book=book, count=rows.height, months=joined_texts(months, lang, "semicolon"))


def check_texts(decision: decisions.MonthDecision, lang: str) -> list[str]:
    """The gravest findings of the audit, and how many more there are."""
    if decision.audit is None:
        return [say("no figures to check", lang)]
    findings = decision.audit.findings.filter(pl.col("kind") != "missing")
    books, most = [card.book for card in decision.cards], int(decision.values["findings"])
    rows = findings.head(most).iter_rows(named=True)
    said = [
        say(
            "to check",
            lang,
            figures=audit_tables.finding_figures(row, books, lang),
            why=audit_tables.finding_reason(row, books, lang),
        )
        for row in rows
    ]
    more = findings.height - len(said)
    said += [say("checks more", lang, count=more)] if more > 0 else []
    return said or [say("nothing to check", lang)]
