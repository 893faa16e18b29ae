"""What crossing a day on which rules change does to a total, and what differs from one time to the next (规则变更)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis import rulebooks
from analysis.questions import change, editions
from analysis.rulebooks import TOTAL, Rulebook
from analysis.scenarios import rule_changes
from analysis.views import words
from analysis.views.validities import validity_text
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import joined_texts, month_title, rounded_text, say

MOST_CHANGES = 6
"""How many differences between two times are named; the rest is for the comparison of the two."""


def rules_of_both(result: change.ScoreChange, book: Rulebook) -> Rulebook:
    """The rules of a change's later month, with the clauses that only the earlier had."""
    first, later = (book.whole.at(end.month) for end in (result.earlier, result.later))
    return rule_changes.either_rulebook(first, later)


def crosses_rules(result: change.ScoreChange, book: Rulebook) -> bool:
    """Whether the two months of a change are judged by rules of different times."""
    return book.whole.at(result.earlier.month) is not book.whole.at(result.later.month)


def since_text(target: str, result: change.ScoreChange, book: Rulebook, lang: str) -> str:
    """From which day a rule has changed, where it is known."""
    since = rulebooks.in_force_since(book.whole.at(result.later.month), target)
    return say("changed since", lang, since=since) if since else say("changed meanwhile", lang)


def rule_share(result: change.ScoreChange, book: Rulebook, lang: str) -> tuple[str, ...]:
    """How much of a change is due to rules that changed between its months; nothing where they are the same."""
    if not crosses_rules(result, book):
        return ()
    ruled = result.drivers.filter(result.drivers["kind"].is_in([change.RULED, change.VALUE, change.LIMITED]))
    low, high = (_signed(float(ruled[part].sum())) for part in change.PARTS)
    parts = {
        "since": book.whole.at(result.later.month).validity.since,
        "month": month_title(result.earlier.month, lang),
    }
    if result.sure:
        return (say("rules turned", lang, change=low, **parts),)
    return (say("rules turned ends", lang, low=low, high=high, **parts),)


SOURCES = {"own": (), "others": (change.OTHERS,), "rules": change.RULES, "mixed": (change.TOGETHER, change.PROGRAM)}
"""Whose doing a change is, by the kind of what moved; what has no other is the unit's own."""


def source_shares(result: change.ScoreChange, printed: Mapping[str, Mapping[str, float]], lang: str) -> tuple[str, ...]:
    """How much of a change is its own figures', other units' and the rules', as printed; only where others moved it."""
    kinds = {name: _source(kind) for name, kind in result.drivers.select("driver", "kind").iter_rows()}
    if "others" not in kinds.values():
        return ()
    said = {part: _sources(kinds, printed, part, lang) for part in change.PARTS if part in result.shares}
    if result.sure:
        return (say("sources", lang, shares=said[change.LOW]),)
    return (say("sources ends", lang, **{part: said.get(part, say("not there", lang)) for part in change.PARTS}),)


def _source(kind: str) -> str:
    return next((name for name, own in SOURCES.items() if kind in own), "own")


def _sources(kinds: Mapping[str, str], printed: Mapping[str, Mapping[str, float]], part: str, lang: str) -> str:
    sums = {source: sum(printed[name].get(part, 0.0) for name, own in kinds.items() if own == source)
            for source in SOURCES}  # fmt: skip
    shown = [source for source in SOURCES if source != "mixed" or sums[source]]
    return joined_texts([f"{say(f'source {source}', lang)} {_signed(sums[source])}" for source in shown], lang)


def _signed(points: float) -> str:
    return f"{'-' if round(points, 2) < 0 else '+'}{rounded_text(abs(points))}"


def rule_periods_table(book: Rulebook, lang: str = "zh") -> Table | None:
    """The times of a rulebook's rules and what differs from one to the next; None where nothing is dated."""
    periods = book.whole.periods
    if not periods:
        return None
    before: Sequence[Rulebook | None] = (None, *periods[:-1])
    rows = [
        (validity_text(period.validity, lang), str(len(period.clauses)), _differences(earlier, period, lang))
        for earlier, period in zip(before, periods, strict=True)
    ]
    heads = table_columns(
        (say("rule period", lang), "name"), (say("rule period clauses", lang), "number"), say("rule period what", lang)
    )
    return Table(say("rule periods", lang, count=len(rows)), heads, tuple(rows), lang)


def _differences(earlier: Rulebook | None, period: Rulebook, lang: str) -> str:
    if earlier is None:
        return say("rule period first", lang)
    said = list(dict.fromkeys(_worded(earlier, period, lang)))
    return joined_texts(said[:MOST_CHANGES], lang, "semicolon") + ("…" if len(said) > MOST_CHANGES else "")


def _worded(earlier: Rulebook, period: Rulebook, lang: str) -> Iterator[str]:
    for row in editions.edition_changes(earlier, period).iter_rows(named=True):
        what = say("edition title changed" if row["what"] == editions.TITLE else f"edition {row['what']}", lang)
        if row["what"] == editions.UNIT and not (row["before"] and row["after"]):
            continue
        if row["what"] == editions.VALUE:
            ends = [row[end] for end in ("before", "after")]
            amounts = say("arrow", lang, before=ends[0], after=ends[1]) if all(ends) else "".join(ends)
            what = f"{what} {row['name']} {amounts}"
        if row["what"] in (editions.GROUP, editions.WHOLE):
            yield _group_difference(row, period, lang)
            continue
        yield say("rule period change", lang, clause=row["later"] or row["clause"], what=what)


def _group_difference(row: Mapping[str, Any], period: Rulebook, lang: str) -> str:
    """What differs of a group from one time to the next: its points, cap or floor."""
    ends = {end: row[end] or say("no limit", lang) for end in ("before", "after")}
    what = limit_title(f"{row['later'] or row['clause']}.{row['name']}", period, lang)
    return say("rule period limit", lang, what=what, **ends)


def limit_text(amount: float | None, lang: str) -> str:
    """A group's cap, floor or points; that there is none, where so."""
    return say("no limit", lang) if amount is None else words.rule_value_text(amount, "point", lang)


def limit_title(target: str, book: Rulebook, lang: str) -> str:
    """A group's cap, floor or points by the group's title, or the total's: `bonus.cap`."""
    group, _, key = target.rpartition(".")
    own = say("total", lang) if group == TOTAL else group
    return say(f"limit {key}", lang, group=book.groups[group].title_in(lang) if group in book.groups else own)
