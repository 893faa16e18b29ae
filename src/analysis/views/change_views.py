"""Tables and sentences of a change: what moved the total, tests that turn, clauses, corrected figures (变动表)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

from analysis.questions import change, corrections
from analysis.rulebooks import DEFAULT, Rulebook
from analysis.scenarios import BASELINE, changes, rule_changes
from analysis.scorecards import card_versions
from analysis.views import rule_dates
from analysis.views.amounts import clause_title, target_amount
from analysis.views.amounts import target_title as target_named
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.glosses import glossed_text
from analysis.views.view_objects import Passage, Table, TonedText, table_columns, view_sequence
from analysis.views.words import (
    amount_text,
    city_title,
    floor_notes,
    interval_text,
    joined_texts,
    month_title,
    rounded_text,
    say,
    total_span,
)

Printed = dict[str, dict[str, float]]
DriverKey = tuple[str, ...]
HUNDRED = 100
MOST_NAMED = 3


def change_finding(result: change.ScoreChange, book: Rulebook, lang: str = "zh") -> str:
    """The change in one line: from which total to which, and what it chiefly comes from."""
    ends = {"earlier": change_end(result.earlier, result, lang), "later": change_end(result.later, result, lang)}
    totals = {"before": total_span(result.before, lang), "after": total_span(result.after, lang)}
    text = say("change title", lang, city=city_title(result.city, lang), **ends, **totals)
    if result.sure:
        moved = printed_total_change(result, change.LOW)
        text += say("change by", lang, change=signed_points(moved, lang))
    if result.drivers.is_empty():
        return text + say("change none", lang)
    first, book = result.drivers.row(0, named=True), rule_dates.rules_of_both(result, book)
    finding = driver_effect(first, printed_shares(result), result, lang)
    return text + say("change chief", lang, name=driver_title(first, book, lang), change=finding)


def change_end(end: change.ChangeEnd, result: change.ScoreChange, lang: str) -> str:
    """An end of a change: its month, and the day or scenario where that is what differs."""
    text = month_title(end.month, lang)
    if (result.earlier.as_of, result.later.as_of) != ("", ""):
        return say("end known" if end.as_of else "end now", lang, month=text, day=known_day(end.as_of, lang))
    if result.earlier.month != result.later.month or end.scenario is BASELINE:
        return text
    return say("end scenario", lang, month=text, scenario=end.scenario.title_in(lang))


def known_day(as_of: str, lang: str) -> str:
    """A day as of which something is known, and which version of that day."""
    day, place = card_versions.split_version(as_of)
    return day if place is None else say("version of day", lang, day=day, place=place)


def printed_shares(result: change.ScoreChange) -> Printed:
    """Each driver's shares of the ends, rounded so that they add up; by driver, then end."""
    printed: Printed = {}
    for part, shares in result.shares.items():
        moving = {name: share for name, share in shares.items() if share}
        for name, points in rounded_shares(moving, result.before[part], result.after[part]).items():
            printed.setdefault(name[0], {})[part] = points
    return printed


def rounded_shares(shares: Mapping[DriverKey, Fraction], before: float, after: float) -> dict[DriverKey, float]:
    """Shares at two decimals, by largest remainder: their sum is the difference of the totals at two decimals.

    None is off by more than a hundredth, but where the totals' own rounding leaves one too many for all.
    """
    whole = {key: floor(share * HUNDRED) for key, share in shares.items()}
    over = {key: shares[key] * HUNDRED - whole[key] for key in shares}
    left = _hundredths(after) - _hundredths(before) - sum(whole.values())
    ranked = sorted(shares, key=lambda key: over[key], reverse=left >= 0)
    for turn in range(abs(left) if ranked else 0):
        whole[ranked[turn % len(ranked)]] += 1 if left > 0 else -1
    return {key: share / HUNDRED for key, share in whole.items()}


def _hundredths(amount: float) -> int:
    """An amount in hundredths, half away from zero, as totals are printed."""
    return int((Decimal(f"{amount:.12g}") * HUNDRED).quantize(Decimal(1), ROUND_HALF_UP))


def printed_total_change(result: change.ScoreChange, part: str) -> float:
    """By how much an end of the total moves, as the difference of what is printed."""
    return sum(shares.get(part, 0.0) for shares in printed_shares(result).values())


def signed_points(points: float | None, lang: str) -> str:
    """Points at two decimals with their sign; a dash where there is no end."""
    if points is None:
        return say("not there", lang)
    return f"{'-' if round(points, 2) < 0 else '+'}{rounded_text(abs(points))}"


def drivers_table(result: change.ScoreChange, book: Rulebook, lang: str = "zh") -> Table:
    """What moved the total, most first, and all together; for an interval the two ends apart."""
    printed, titled = printed_shares(result), change_title(result, book, lang)
    sources = rule_dates.source_shares(result, printed, lang)
    notes = (*rule_dates.rule_share(result, book, lang), *sources, *change_notes(result, lang))
    book = rule_dates.rules_of_both(result, book)
    parts = (change.LOW,) if result.sure else change.PARTS
    rows = [
        (driver_title(row, book, lang), *_ends(row, book, lang),
         *(signed_points(printed[row["driver"]].get(part, 0.0) if part in result.shares else None,
         lang) for part in parts),
         joined_texts(row["clauses"], lang) if row["clauses"] else "")
        for row in result.drivers.iter_rows(named=True)
    ]  # fmt: skip
    if rows:
        totals = (
            signed_points(printed_total_change(result, part) if part in result.shares else None, lang) for part in parts
        )
        summed = (TonedText(text, "strong") for text in totals)
        rows.append((TonedText(say("all together", lang), "strong"), "", "", *summed, ""))
    keys = ("total moved",) if result.sure else ("low moved", "high moved")
    heads = table_columns(
        (say("reason", lang), "name"), (say("from", lang), "number"), (say("to become", lang), "number"),
        *((say(key, lang), "number") for key in keys), say("clauses", lang),
    )  # fmt: skip
    return Table(titled, heads, tuple(rows), lang, notes=notes, empty=say("nothing moved", lang))


def change_title(result: change.ScoreChange, book: Rulebook, lang: str) -> str:
    """The finding, and the scenario it holds under."""
    return change_finding(result, book, lang) + common_scenario(result, lang)


def common_scenario(result: change.ScoreChange, lang: str) -> str:
    """The scenario both ends stand under, where it changes something."""
    scenario = result.later.scenario
    if result.earlier.month == result.later.month or scenario.name == BASELINE.name:
        return ""
    return say("change under", lang, scenario=scenario.title_in(lang))


def each_change(
    view: Callable[..., Any], results: Sequence[change.ScoreChange], book: Rulebook, lang: str = "zh"
) -> Any:
    """A view of each change, one after another."""
    return view_sequence([view(result, book, lang) for result in results])


def change_notes(result: change.ScoreChange, lang: str) -> tuple[str, ...]:
    """How the shares are to be read."""
    keys = ["order free", *(() if result.sure else ("two ends",)), "made to add up"]
    idle = [say("idle note", lang, count=len(result.idle))] if result.idle else []
    floor = floor_notes((result.before["low"], result.after["low"]), lang)
    return (*(say(key, lang) for key in keys), *floor, *idle) if not result.drivers.is_empty() else (*floor, *idle)


def driver_title(row: Mapping[str, Any], book: Rulebook, lang: str) -> str:
    """A driver by its name."""
    if (row["driver"],) == change.ALL:
        return say("formulas or program", lang)
    names = [_named(name, book, lang) for name in row["names"]]
    if len(names) == 1:
        return names[0]
    return say("several", lang, names=joined_texts(names[:MOST_NAMED], lang), count=len(names))


def _named(name: str, book: Rulebook, lang: str) -> str:
    if name.rpartition(".")[0] in book.groups:
        return rule_dates.limit_title(name, book, lang)
    if name.endswith(f".{changes.READING}"):
        return say("reading named", lang, clause=name.removesuffix(f".{changes.READING}"))
    if name.endswith(f".{rule_changes.FIELD}"):
        return say("others named", lang, clause=name.removesuffix(f".{rule_changes.FIELD}"))
    if name.endswith(f".{rule_changes.RULE}"):
        return say("rule named", lang, clause=name.removesuffix(f".{rule_changes.RULE}"))
    drawn = [clause.histories[name].zh for clause in book.clauses.values() if name in clause.histories]
    return drawn[0] if drawn and lang == "zh" else target_named(name, book, lang)


def _ends(row: Mapping[str, Any], book: Rulebook, lang: str) -> tuple[str, ...]:
    if row["before_reading"]:
        clause = book.clauses[row["driver"].removesuffix(f".{changes.READING}")]
        before, after = (clause.readings[row[key]] for key in ("before_reading", "after_reading"))
        return _reading(before, lang), _reading(after, lang)
    if len(row["names"]) > 1 or (row["driver"],) == change.ALL or row["kind"] in (change.RULED, change.OTHERS):
        return "", ""
    if row["kind"] == change.LIMITED:
        return tuple(rule_dates.limit_text(row[key], lang) for key in ("before", "after"))
    fact = book.dictionary.get(row["driver"])
    short = tuple(amount_text(row[key], fact, lang) for key in ("before", "after")) if fact else ("", "")
    exact = tuple(target_amount(row[key], row["driver"], book, lang) for key in ("before", "after"))
    return exact if short[0] == short[1] else short


def _reading(reading: Any, lang: str) -> str:
    if reading.name == DEFAULT:
        return say("default reading", lang)
    return reading.zh if lang == "zh" and reading.zh else reading.name


def driver_effect(row: Mapping[str, Any], printed: Printed, result: change.ScoreChange, lang: str) -> str:
    """What a driver does to the total: one change, or one for each end."""
    shares = printed[row["driver"]]
    low, high = (signed_points(shares.get(part, 0.0), lang) for part in change.PARTS)
    if result.sure:
        return low
    if change.HIGH not in result.shares:
        return say("moved least", lang, low=low)
    return say("moved ends", lang, low=low, high=high)


def driver_sentences(result: change.ScoreChange, book: Rulebook, lang: str = "zh") -> Passage:
    """One sentence for each driver, most first."""
    printed = printed_shares(result)
    seen = [row for row in result.drivers.iter_rows(named=True) if any(printed[row["driver"]].values())]
    said = [driver_sentence(row, printed, result, book, lang) for row in seen]
    tiny = result.drivers.height - len(seen)
    said += [say("tiny note", lang, count=tiny)] if tiny else []
    title = say("sentences title", lang) + common_scenario(result, lang)
    return Passage(title, tuple(said) or (say("nothing moved", lang),), lang)


def driver_sentence(
    row: Mapping[str, Any], printed: Printed, result: change.ScoreChange, book: Rulebook, lang: str
) -> str:
    """A driver in a sentence: what it was, what it is, what that does to the total and in which clauses."""
    since = rule_dates.since_text(row["driver"], result, book, lang) if _is_rule(row, result, book) else ""
    book = rule_dates.rules_of_both(result, book)
    before, after = _ends(row, book, lang)
    moved = driver_effect(row, printed, result, lang)
    moved = say("moved total", lang, change=moved) if result.sure else moved
    clauses = say("in clauses", lang, clauses=joined_texts(row["clauses"], lang)) if row["clauses"] else ""
    found = say("found in", lang, months=joined_texts(row["found"], lang)) if row["found"] else ""
    parts = {
        "name": driver_title(row, book, lang),
        "found": found,
        "before": before,
        "after": after,
        "moved": moved,
        "clauses": clauses,
        "since": since,
    }
    return say("sentence", lang, text=say(_way(row, result, book, since), lang, **parts))


def _is_rule(row: Mapping[str, Any], result: change.ScoreChange, book: Rulebook) -> bool:
    """Whether a driver is a rule that changed between the months."""
    return row["kind"] in (change.RULED, change.LIMITED) or (
        row["kind"] == change.VALUE and rule_dates.crosses_rules(result, book)
    )


def _way(row: Mapping[str, Any], result: change.ScoreChange, book: Rulebook, since: str) -> str:
    """The sentence's form."""
    if row["kind"] == change.VALUE and since:
        return "why value dated"
    if row["kind"] != "fact":
        return f"why {row['kind']}"
    if result.earlier.month == result.later.month and result.earlier.as_of != result.later.as_of:
        return "why corrected"
    if book.dictionary[row["driver"]].unit in ("flag", "choice"):
        return "why turned"
    return "why rose" if row["after"] > row["before"] else "why fell"


def turned_tests(result: change.ScoreChange, book: Rulebook, lang: str = "zh") -> Table:
    """The tests that turn, and what differs of what they judge; the verdict first where it turns."""
    book = rule_dates.rules_of_both(result, book)
    rows: list[tuple[str, ...]] = [
        (clause_title(row["clause"], book, lang), toned_outcome(row["before"], lang), toned_outcome(row["after"], lang),
         joined_texts([_named(name, book, lang) for name in row["names"]], lang))
        for row in result.vetoes.iter_rows(named=True)
    ]  # fmt: skip
    before, after = result.before["passes"], result.after["passes"]
    if before is not after and book.of_kind("test"):
        verdicts = (toned_outcome(outcome, lang, CHANGED_VERDICTS) for outcome in (before, after))
        rows.insert(0, (TonedText(say("verdict", lang), "strong"), *verdicts, ""))
    heads = table_columns(
        (say("clause id", lang), "name"), (say("from", lang), "mark"), (say("to become", lang), "mark"),
        say("what it judges", lang),
    )  # fmt: skip
    empty = say("nothing moved" if book.of_kind("test") else "no tests", lang)
    return Table(say("vetoes turned", lang), heads, tuple(rows), lang, empty=empty)


def moved_clauses(result: change.ScoreChange, book: Rulebook, lang: str = "zh") -> Table:
    """The clauses whose points differ."""
    ends = [book.whole.at(end.month) for end in (result.earlier, result.later)]
    book = rule_dates.rules_of_both(result, book)
    rows = [
        (clause_title(row["clause"], book, lang), _interval(row, ends[0], "_before", lang), _interval(row, ends[1], "",
         lang))
        for row in result.points.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("clause id", lang), "name"), (say("from", lang), "number"), (say("to become", lang), "number")
    )
    title = say("clauses moved", lang) + common_scenario(result, lang)
    return Table(title, heads, tuple(rows), lang, empty=say("nothing moved", lang))


def _interval(row: Mapping[str, Any], rules: Rulebook, end: str, lang: str) -> str:
    """A clause's points at one end of a change; that it was not in force, where so."""
    if row["clause"] not in rules.clauses:
        return say("rule absent", lang)
    return interval_text(row[f"low{end}"], row[f"high{end}"], lang)


def correction_view(result: corrections.Correction | None, book: Rulebook, lang: str = "zh") -> Any:
    """What was corrected and what that moved; or that nothing was."""
    if result is None:
        return Passage(say("corrected since", lang), (say("corrected nothing", lang),), lang)
    return view_sequence([corrections_table(result, book, lang), drivers_table(result.change, book, lang)])


def corrections_table(result: corrections.Correction, book: Rulebook, lang: str = "zh") -> Table:
    """The figures that were corrected, fact by fact, with their sources."""
    rows = [
        (row["month"], target_named(row["fact"], book, lang), target_amount(row["before"], row["fact"], book, lang),
         target_amount(row["after"], row["fact"], book, lang),
         *(glossed_text(row[key], lang) for key in ("source_before", "source_after")))
        for row in result.facts.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("one month", lang), "id"), (say("figure", lang), "name"), (say("then", lang), "number"),
        (say("now known", lang), "number"), say("source then", lang), say("source now", lang),
    )  # fmt: skip
    titled = say("corrected facts", lang, count=len(rows))
    return Table(titled, heads, tuple(rows), lang, empty=say("corrected none", lang))
