"""Change: why a total moved between two states of a city, shared out among all that differs, in no order (变动原因).

The states are two months, one month as known then and as known now, or before and after a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from analysis import rulebooks, scorecards
from analysis.calendars import months_back, parse_month
from analysis.questions import coalition_games
from analysis.questions.coalition_games import Shares
from analysis.rulebooks import Clause, Rulebook, RulebookName
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import (
    BASELINE,
    Scenario,
    ScenarioName,
    changes,
    city_states,
    fitting_scenarios,
    rule_changes,
)
from analysis.scorecards import Card, clause_expressions

FACT, DELIVERED, LOST = "fact", "delivered", "lost"
BEGINS, ENDS, EARLIER = "begins", "ends", "earlier"
OTHERS = "others"
VALUE, READ, RULED, LIMITED = RULES = ("value", "reading", "rule", "limit")
TOGETHER, PROGRAM = "together", "program"
KINDS = (FACT, DELIVERED, LOST, BEGINS, ENDS, EARLIER, OTHERS, *RULES, TOGETHER, PROGRAM)
LOW, HIGH = PARTS = ("low", "high")
ALL = ("the program",)
DIGITS = 12
TOTAL = ("passes", "points", "low", "high", "possible")


@dataclass(frozen=True)
class ChangeEnd:
    """One end of a change: the month, the day as of which it is known (empty: now), and the scenario."""

    month: str
    as_of: str = ""
    scenario: Scenario = BASELINE


@dataclass(frozen=True, eq=False)
class ScoreChange:
    """Why a total moved from `earlier` to `later`.

    `before`, `after`: `passes, points, low, high, possible`. `drivers`: what moved it, most first: `driver, kind,
    names, before, after, before_reading, after_reading, found, low, high, clauses`; `low` and `high` are its shares of
    the lower and the upper end of the total, in points, alike where nothing is missing. `kind`: a fact that differs, is
    delivered anew or is lost; a history that begins, ends (`found`: the months that made it), or is drawn otherwise; a
    rule value; a reading; a clause's own rules, or a group's cap or floor, which changed between; the other units that
    a clause compares with, by their figures or by who they are; several told together; formulas or program.
    `idle`: what differs without moving the total.
    `shares`: the same shares exactly, by end and driver; they add up to the difference of the ends to the last digit.
    `clauses`: by clause and driver, `clause, driver, low, high`. `points`: clauses whose points differ, `clause,
    low_before, high_before, low, high`. `vetoes`: tests that turn, and what differs that they judge: `clause, before,
    after, names`.
    """

    rulebook: str
    city: str
    earlier: ChangeEnd
    later: ChangeEnd
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    drivers: pl.DataFrame
    idle: tuple[str, ...]
    clauses: pl.DataFrame
    points: pl.DataFrame
    vetoes: pl.DataFrame
    shares: Mapping[str, Mapping[tuple[str, ...], Fraction]]

    @property
    def sure(self) -> bool:
        """Whether both totals are one number, so that there is one share and not one for each end."""
        return self.before["points"] is not None and self.after["points"] is not None


def between_months(
    facts: Any, book: RulebookName, city: str, earlier: str, later: str, scenario: ScenarioName = BASELINE
) -> ScoreChange:
    """Why the total of a city (code or name) moved from one month to another, both under a scenario.

    Where it is the same month, the scenario is what differs. Raises `InputError` where the facts hold no such month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import change
    >>> moved = change.between_months(figures, book, "江阴", "2021-02", "2021-03")
    >>> round(moved.before["points"], 2), round(moved.after["points"], 2)
    (31.75, 33.16)
    """
    before = BASELINE if parse_month(earlier) == parse_month(later) else scenario
    return between_states(
        city_states.city_state(facts, book, city, earlier, before),
        city_states.city_state(facts, book, city, later, scenario),
    )


def under_scenarios(
    facts: Any,
    book: RulebookName,
    city: str,
    earlier: str,
    later: str,
    scenarios: ScenarioName | Sequence[ScenarioName],
) -> tuple[ScoreChange, ...]:
    """The same under each scenario that fits the rulebook and changes something, and with nothing changed."""
    fitting = fitting_scenarios(scenarios, rulebooks.load(book))
    return tuple(between_months(facts, book, city, earlier, later, scenario) for scenario in fitting)


def month_before(card: Card) -> str | None:
    """The month before, to compare with; none where that has less than half as many figures."""
    before = months_back(card.month, 2)[0]
    return before if is_comparable(card, before) else None


def is_comparable(card: Card, month: str) -> bool:
    """Whether an earlier month has at least half as many figures of the rulebook as the card's own."""
    then, now = (_figures(card, each) for each in (month, card.month))
    return card.book.judges(month) and then > 0 and 2 * then >= now


def _figures(card: Card, month: str) -> int:
    """How many figures of the rulebook there are in a month; 0 where the files hold none of its facts at all."""
    rows = card.cases.frame.filter(pl.col("scenario") == card.scenario.name, pl.col("month") == month)
    return sum(rows[name].count() for name in card.book.facts() if name in card.cases.columns)


def between_states(
    first: city_states.CityState,
    two: city_states.CityState,
    published: Mapping[str, Any] | None = None,
    as_of: tuple[str, str] = ("", ""),
) -> ScoreChange:
    """Why the total moved from one state to another, each judged by the rules of its own time.

    `published`: the total that was published of the first; what it differs by from today's reckoning of the same is
    told apart, as formulas or program that have changed since. `as_of`: the days as of which the two are known.
    """
    players = city_states.differing_targets(first, two)
    book = rule_changes.either_rulebook(first.book, two.book)
    games = coalition_games.rulebook_games(book, players, _earlier(first, two))
    scored = _scored_mixtures(first, two, players, games)
    by_node = {part: coalition_games.game_shares(games, scored, part) for part in PARTS}
    rows = (_scored(first), _scored(two))
    before, after = ({part: row[part] for part in TOTAL} for row in rows)
    shares = _shares(games, by_node, before, after)
    if published:
        shares, before = _since(shares, before, published), dict(published)
    drivers = _drivers(shares, by_node, first, two, book)
    moving = {name for names in drivers["names"] for name in names}
    earlier, later = (ChangeEnd(end.month, day, end.scenario) for end, day in zip((first, two), as_of, strict=True))
    return ScoreChange(
        two.book.id, two.city, earlier, later, before, after, drivers,
        tuple(name for name in players if name not in moving), _clauses(by_node, book), _points(*rows, book),
        _vetoes(*rows, book, players), shares,
    )  # fmt: skip


def _shares(
    games: Sequence[coalition_games.Game], by_node: Mapping[str, Mapping[str, Shares | None]],
    before: Mapping[str, Any], after: Mapping[str, Any],
) -> dict[str, Shares]:  # fmt: skip
    """The drivers' shares of each end of the total that has one."""
    counted = [game.node for game in games if game.counts]
    totals = {part: _total(by_node[part], counted, before[part], after[part]) for part in PARTS}
    return {part: shares for part, shares in totals.items() if shares is not None}


def _earlier(first: city_states.CityState, two: city_states.CityState) -> dict[str, Clause]:
    """The clauses whose rules changed, as they were."""
    names = rule_changes.changed_clauses(first.book, two.book)
    return {name: first.book.clauses[name] for name in names if name in first.book.clauses}


def _scored_mixtures(
    first: city_states.CityState, two: city_states.CityState, players: Sequence[str],
    games: Sequence[coalition_games.Game],
) -> pl.DataFrame:  # fmt: skip
    """The nodes of the games for each coalition, in order: those of one set of old and new clauses in one pass."""
    nodes, taken = tuple(game.node for game in games), coalition_games.coalition_rows(games, players)
    changed = _changed_rules(first, two)
    if not changed:
        return scorecards.total_cases(city_states.mixed_cases(first, two, players, taken), two.book, nodes)
    places = [players.index(target) for target in changed.values()]
    patterns, which = np.unique(taken[:, places], axis=0, return_inverse=True)
    parts, rows = [], []
    for number, pattern in enumerate(patterns):
        old = [name for name, is_new in zip(changed, pattern, strict=True) if not is_new]
        own = np.flatnonzero(which.reshape(-1) == number)
        parts.append(_scored_rules(first, two, players, taken[own], old, nodes))
        rows.append(own)
    return pl.concat(parts)[np.argsort(np.concatenate(rows))] if parts else pl.DataFrame()


def _changed_rules(first: city_states.CityState, two: city_states.CityState) -> dict[str, str]:
    """The clauses and the limits of groups that changed, each with what stands for it among the players."""
    clauses = rule_changes.changed_clauses(first.book, two.book)
    limits = rule_changes.changed_limits(first.book, two.book)
    return {name: rule_changes.rule_target(name) for name in clauses} | {name: name for name in limits}


def _scored_rules(
    first: city_states.CityState, two: city_states.CityState, players: Sequence[str], taken: city_states.TruthArray,
    old: Sequence[str], nodes: Sequence[str],
) -> pl.DataFrame:  # fmt: skip
    """The nodes by one set of clauses; one that is not among them gives nothing."""
    book = rule_changes.mixed_rulebook(first.book, two.book, old)
    there = tuple(node for node in nodes if node in book.clauses or node in book.groups)
    scored = scorecards.total_cases(city_states.mixed_cases(first, two, players, taken, old), book, there)
    parts = [clause_expressions.part_column(part, node) for node in nodes for part in PARTS]
    absent = [pl.lit(0.0).alias(name) for name in parts if name not in scored.columns]
    return scored.with_columns(absent).select(parts)


def _scored(end: city_states.CityState) -> dict[str, Any]:
    """A state's own totals and clauses, as any other scoring gives them."""
    return scorecards.total_cases(end.plain, end.book, tuple(end.book.clauses)).row(0, named=True)


def _total(
    by_node: Mapping[str, Shares | None], counted: Sequence[str], before: float | None, after: float | None
) -> Shares | None:
    """The drivers' shares of the total: the sums of their shares of what counts.

    The engine adds floats; the hair by which its totals differ from exact sums is shared out evenly, so that the shares
    add up to the difference of the totals themselves. None where an end has no ceiling.
    """
    shares_of_nodes = [by_node[node] for node in counted]
    if None in (before, after, *shares_of_nodes):
        return None
    names = dict.fromkeys(name for part in shares_of_nodes for name in part)  # type: ignore[union-attr]
    found = {name: sum((part.get(name, Fraction(0)) for part in shares_of_nodes), Fraction(0)) for name in names}  # type: ignore
    moving = [name for name, share in found.items() if share] or list(found)
    rest = Fraction(after) - Fraction(before) - sum(found.values())  # type: ignore[arg-type]
    return found | {name: found[name] + rest / len(moving) for name in moving}


def _since(shares: Mapping[str, Shares], before: Mapping[str, Any], published: Mapping[str, Any]) -> dict[str, Shares]:
    published_parts = {part for part in shares if published[part] is not None}
    return {part: {**shares[part], ALL: Fraction(before[part]) - Fraction(published[part])} for part in published_parts}


def _drivers(
    shares: Mapping[str, Shares],
    by_node: Mapping[str, Mapping[str, Shares | None]],
    first: city_states.CityState,
    two: city_states.CityState,
    book: Rulebook,
) -> pl.DataFrame:
    names = dict.fromkeys(name for part in shares.values() for name, share in part.items() if share)
    rows = [
        {
            "driver": name[0],
            "kind": driver_kind(name, first, two),
            "names": list(name),
            **_amounts(name, first, two),
            "found": list((two if two.values.get(name[0]) else first).found.get(name[0], ())),
            **{part: float(shares[part][name]) if part in shares else None for part in PARTS},
            "clauses": _moved(name, by_node, book),
        }
        for name in names
    ]
    frame = pl.DataFrame(rows, schema=_DRIVERS)
    size = pl.max_horizontal(pl.col(PARTS).abs())
    return frame.sort(size.round(DIGITS), "driver", descending=[True, False], nulls_last=True)


_DRIVERS: dict[str, pl.DataType | type[pl.DataType]] = {
    "driver": pl.String, "kind": pl.String, "names": pl.List(pl.String), "before": pl.Float64, "after": pl.Float64,
    "before_reading": pl.String, "after_reading": pl.String, "found": pl.List(pl.String),
    "low": pl.Float64, "high": pl.Float64, "clauses": pl.List(pl.String),
}  # fmt: skip


def driver_kind(names: tuple[str, ...], first: city_states.CityState, two: city_states.CityState) -> str:
    """What sort of a driver it is."""
    if len(names) > 1 or names == ALL:
        return PROGRAM if names == ALL else TOGETHER
    name = names[0]
    if name.endswith(f".{changes.READING}"):
        return READ
    if name.endswith(f".{rule_changes.RULE}"):
        return RULED
    if name.endswith(f".{rule_changes.FIELD}"):
        return OTHERS
    if name in rule_changes.changed_limits(first.book, two.book):
        return LIMITED
    if name in two.book.amounts():
        return VALUE
    before, after = first.values.get(name), two.values.get(name)
    if how := _drawn(name, two.book):
        return _turned(how, before, after)
    return DELIVERED if before is None else LOST if after is None else FACT


def _drawn(name: str, book: Rulebook) -> str:
    """How a history is drawn; empty where the name is none."""
    found = (clause.histories[name].how for clause in book.clauses.values() if name in clause.histories)
    return next(found, "")


def _turned(how: str, before: float | None, after: float | None) -> str:
    """Whether something that lasts for months begins or ends; a history of amounts does neither."""
    if how != "any" or None in (before, after):
        return EARLIER
    return BEGINS if after else ENDS


def _amounts(names: tuple[str, ...], first: city_states.CityState, two: city_states.CityState) -> dict[str, Any]:
    """What a driver was and is: an amount, or a reading's name."""
    ends = {"before": first, "after": two}
    if len(names) > 1 or names == ALL:
        return {}
    if names[0].endswith(f".{changes.READING}"):
        clause = names[0].removesuffix(f".{changes.READING}")
        return {f"{key}_reading": end.reading(clause) for key, end in ends.items()}
    limited = names[0] in rule_changes.changed_limits(first.book, two.book)
    amount = rule_changes.limit_amount
    return {key: amount(end.book, names[0]) if limited else end.values.get(names[0]) for key, end in ends.items()}


def _moved(name: tuple[str, ...], by_node: Mapping[str, Mapping[str, Shares | None]], book: Rulebook) -> list[str]:
    """The clauses that a driver moves at one end or the other."""
    moved = [(node, shares) for part in by_node.values() for node, shares in part.items() if node in book.clauses]
    return list(dict.fromkeys(node for node, shares in moved if shares and shares.get(name)))


def _clauses(by_node: Mapping[str, Mapping[str, Shares | None]], book: Rulebook) -> pl.DataFrame:
    rows = [
        (node, name[0], *(_of(by_node[part][node], name) for part in PARTS))
        for node in book.clauses if node in by_node[LOW]
        for name in dict.fromkeys(name for part in PARTS for name in by_node[part][node] or {})
    ]  # fmt: skip
    schema = {"clause": pl.String, "driver": pl.String, "low": pl.Float64, "high": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.any_horizontal(pl.col(PARTS).fill_null(0) != 0))


def _of(shares: Shares | None, name: tuple[str, ...]) -> float | None:
    return None if shares is None else float(shares.get(name, Fraction(0)))


def _points(first: Mapping[str, Any], two: Mapping[str, Any], book: Rulebook) -> pl.DataFrame:
    names = [clause.id for clause in book.clauses.values() if clause.kind != clauses_rulebook.TESTED]
    rows = [(name, *(row.get(f"{part} {name}") for row in (first, two) for part in PARTS)) for name in names]
    schema = {"clause": pl.String} | dict.fromkeys(("low_before", "high_before", *PARTS), pl.Float64)
    points = pl.DataFrame(rows, schema=schema, orient="row")
    return points.filter(pl.any_horizontal(pl.col(part).ne_missing(pl.col(f"{part}_before")) for part in PARTS))


def _vetoes(first: Mapping[str, Any], two: Mapping[str, Any], book: Rulebook, players: Sequence[str]) -> pl.DataFrame:
    rows = [
        (
            clause.id,
            first.get(f"met {clause.id}"),
            two.get(f"met {clause.id}"),
            list(coalition_games.clause_players(clause, players)),
        )
        for clause in book.of_kind(clauses_rulebook.TESTED)
        if first.get(f"met {clause.id}") is not two.get(f"met {clause.id}")
    ]
    return pl.DataFrame(rows, schema=_VETOES, orient="row")


_VETOES: dict[str, pl.DataType | type[pl.DataType]] = {
    "clause": pl.String, "before": pl.Boolean, "after": pl.Boolean, "names": pl.List(pl.String),
}  # fmt: skip
