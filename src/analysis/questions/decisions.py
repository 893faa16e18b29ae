"""The month's decision: what fails and by how much, who acts, what pays most, what is not known (本月研判).

All that a brief of two pages says, as frames; nothing is worded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from analysis import scorecards
from analysis.calendars import months_back
from analysis.facts import long_facts
from analysis.paths import root
from analysis.problems import InputError, Problems
from analysis.questions import audit, change, duties, early_warnings, league, plan, shortfalls
from analysis.questions.audit import Audit
from analysis.questions.change import ScoreChange
from analysis.questions.due import DueCounts, due_counts
from analysis.questions.duties import Duties
from analysis.questions.plan import Plan
from analysis.questions.planning import PlanDemand
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName
from analysis.scorecards import Card
from analysis.toml_tables import TomlTable, read_toml_table

VALUES = (
    "near", "steps", "owed", "figures", "findings", "trend", "least", "history", "warn", "warnings",
)  # fmt: skip
DUE = "due"
"""A value that may be left out: matters that fall due are then not counted."""
PLACE, NEXT, NEXT_PLACE = "place", "next", -1.0
"""The goal of a place in the league; `next` stands among the numbers as one that is none."""
GOAL = ("reach", "pass", PLACE)
"""What the next steps are to come to; a file without them asks for nothing."""
SECONDS = 5.0
"""How long a plan may be sought for a brief."""


@dataclass(frozen=True, eq=False)
class MonthDecision:
    """What a city's month asks to be decided.

    `duties`: cards, owners, steps and figures owed. `moved`: by rulebook, why the total moved since the month before,
    and `before` that month's points by node; none where no month can be compared. `trend`: the months whose total can
    be compared and is certain, `rulebook, month, points, low, high`, the month's own last; none where they are few.
    `lacking`, `margins`: `shortfalls.SHORTFALLS` with `rulebook` and `units`, the codes of the departments that answer
    for the test; margins only as near as `near` says. `unsettled`: the failed tests of which another condition lacks
    data, `shortfalls.OPEN` with `rulebook` and `units`. `plans`: by rulebook the cheapest set of steps that comes to
    the goal of `params/brief.toml`, where there is one and it is proven; `places`: by rulebook the place in the
    league that this gains while the others stand still, where a place is the goal. `steps`: the steps that pay most:
    `rulebook, scenario, lever, next, step, pays, open, units`. `undecided`: clauses that lack data, `rulebook, clause,
    kind, missing`. `audit`: what deserves a second look; none of a month without any figure. `warnings`:
    `early_warnings.WARNINGS` with `units`, the tests met now that may well fail next month; none where the history is
    short. `due`: how many matters fall due, where registers of the month were delivered.
    """

    duties: Duties
    moved: Mapping[str, ScoreChange]
    before: Mapping[str, Mapping[str, float | None]]
    trend: pl.DataFrame
    lacking: pl.DataFrame
    unsettled: pl.DataFrame
    margins: pl.DataFrame
    steps: pl.DataFrame
    plans: Mapping[str, Plan]
    places: Mapping[str, int]
    undecided: pl.DataFrame
    audit: Audit | None
    values: Mapping[str, float]
    warnings: pl.DataFrame
    due: DueCounts | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards, a rulebook each."""
        return self.duties.cards


def month_decision(
    facts: Any,
    books: Sequence[RulebookName],
    city: str,
    month: str,
    scenarios: ScenarioName | Sequence[ScenarioName] = (BASELINE,),
) -> MonthDecision:
    """What a city and month asks to be decided, by FACTS that hold earlier months too.

    Raises `InputError` where the facts hold no such city-month.

    >>> from analysis import facts
    >>> from analysis.questions import decisions
    >>> figures = facts.up_to("江阴", "2021-03")
    >>> month = decisions.month_decision(figures, ["hard-2019"], "江阴", "2021-03")
    >>> month.lacking.filter(clause="3")["change"].item()
    2.0
    """
    frame = long_facts(facts)
    return decision_of([scorecards.card(frame, book, city, month, scenarios) for book in books], frame)


def decision_of(cards: Sequence[Card], facts: Any, *, as_of: str = "") -> MonthDecision:
    """The same of cards already made, and the facts they were made of.

    `as_of`: the day by which the facts were known; the league, too, is then that of the day, and matters that fall due
    are not counted, since the registers of that day are not kept.
    """
    frame, values = long_facts(facts), brief_values()
    own = duties.duties_of(cards, frame)
    margins = _owned(shortfalls.margins, frame, own)
    nodes = {card.book.id: _nodes(frame, card) for card in own.cards}
    compared = {card.book.id: card for card in own.cards if change.month_before(card)}
    plans = list(_plans(own, frame, values, as_of))
    return MonthDecision(
        duties=own,
        moved={name: _moved(frame, card) for name, card in compared.items()},
        before={name: _before(nodes[name], card) for name, card in compared.items()},
        trend=pl.concat([_trend(nodes[card.book.id], card, values) for card in own.cards]),
        lacking=_owned(shortfalls.shortfalls, frame, own),
        unsettled=_owned(shortfalls.open_conditions, frame, own),
        margins=margins.filter((pl.col("change") / pl.col("now")).abs() <= values["near"]),
        steps=_steps(own, int(values["steps"])),
        plans={name: found for name, found, _ in plans},
        places={name: place for name, _, place in plans if place},
        undecided=pl.concat([_undecided(card) for card in own.cards]),
        audit=_audit(frame, own),
        values=values,
        warnings=_answered(early_warnings.early_warnings(frame, own.cards, values), own),
        due=due_counts(own.city, own.month, int(values[DUE])) if not as_of and DUE in values else None,
    )


def _audit(facts: pl.DataFrame, own: Duties) -> Audit | None:
    there = facts.filter(pl.col("city") == own.city, pl.col("month") == own.month, pl.col("value").is_not_null())
    return None if there.is_empty() else audit.audit(facts, list(own.books().values()), [own.month], own.city)


def _nodes(facts: pl.DataFrame, card: Card) -> pl.DataFrame:
    """Every node of every month of the city, as `scorecards.score_nodes` gives them."""
    return scorecards.score_nodes(facts.filter(pl.col("city") == card.city), card.book.whole, card.scenario)


def _before(nodes: pl.DataFrame, card: Card) -> Mapping[str, float | None]:
    then = nodes.filter(pl.col("month") == months_back(card.month, 2)[0])
    return dict(then.select("node", "points").iter_rows())


def _moved(facts: pl.DataFrame, card: Card) -> ScoreChange:
    before = months_back(card.month, 2)[0]
    return change.between_months(facts, card.book.whole, card.city, before, card.month, card.scenario)


def _trend(nodes: pl.DataFrame, card: Card, values: Mapping[str, float]) -> pl.DataFrame:
    """The totals of the months that can be compared, where there are enough of them."""
    span = months_back(card.month, int(values["trend"]))
    months = [month for month in span if change.is_comparable(card, month)]
    comparable = pl.col("month").is_in(months) & pl.col("points").is_not_null()
    certain = nodes.filter(comparable, pl.col("node") == scorecards.TOTAL).sort("month")
    rows = certain.select(pl.lit(card.book.id).alias("rulebook"), "month", "points", "low", "high")
    return rows if rows.height >= values["least"] else rows.clear()


def _owned(question: Callable[..., pl.DataFrame], facts: pl.DataFrame, own: Duties) -> pl.DataFrame:
    """What a question finds under every rulebook, each row with the departments that answer for its clause."""
    rows = pl.concat(
        question(facts, card.book, card.city, card.month, card.scenario).with_columns(
            pl.lit(card.book.id).alias("rulebook")
        )
        for card in own.cards
    )
    return _answered(rows, own)


def _answered(rows: pl.DataFrame, own: Duties) -> pl.DataFrame:
    """Rows of clauses, each with the departments that answer for its clause."""
    units = pl.col("unit").unique(maintain_order=True).alias("units")
    owners = own.clauses.group_by("rulebook", "clause", maintain_order=True).agg(units)
    return rows.join(owners, on=["rulebook", "clause"], how="left", maintain_order="left")


def _steps(own: Duties, most: int) -> pl.DataFrame:
    """The steps that pay most, each once, with all who can take it."""
    each = own.steps.group_by("rulebook", "scenario", "lever", maintain_order=True).agg(
        pl.col("next", "step", "pays", "open").first(), pl.col("unit").unique(maintain_order=True).alias("units")
    )
    return each.filter(pl.col("pays") > 0).sort("pays", "open", descending=True, maintain_order=True).head(most)


def _plans(
    own: Duties, facts: pl.DataFrame, values: Mapping[str, float], as_of: str
) -> Iterator[tuple[str, Plan, int]]:
    """For each rulebook the plan that comes to the goal, where one is asked for, found in time and proven.

    With the place in the league that it takes; 0 where none is asked for.
    """
    for card in own.cards if any(values[name] for name in GOAL) else ():
        passes = bool(values["pass"]) and bool(card.book.of_kind(clauses.TESTED))
        place, line = league_goal(card, values[PLACE], as_of) if values[PLACE] else (0, 0.0)
        goal = PlanDemand(max(values["reach"], line) or None, passes)
        if goal.reach is None and not passes:
            continue
        found = plan.best(facts, card.book, card.city, card.month, goal, card.scenario, seconds=SECONDS)
        if found.exact and found.steps.height:
            yield card.book.id, found, place


def league_goal(card: Card, wanted: float, as_of: str = "") -> tuple[int, float]:
    """A place in the league, the next better one for `NEXT_PLACE`, and the total that surely takes it; by what is kept
    of the others now, or as it was known on a day.

    Zeros where there is no such place: no league, none better, or others of whom it is not sure what they come to.
    """
    every = league.league_facts(card.book, card.city, card.month, as_of)
    others = league.standings(every, card.book, card.month, card.scenario)
    own = others.filter(pl.col("city") == card.city)
    if own.is_empty() or own["league"][0] is None:
        return 0, 0.0
    peers = others.filter(pl.col("league") == own["league"][0], pl.col("city") != card.city)["high"]
    better = int((peers > own["low"][0] + league.LEAST).sum())
    place = better if wanted == NEXT_PLACE else int(wanted) * (wanted <= better)
    try:
        line = plan.place_line(others, card.city, place) if place else 0.0
    except InputError:
        return 0, 0.0
    return (int((peers > line + league.LEAST).sum()) + 1, line) if place else (0, 0.0)


def _undecided(card: Card) -> pl.DataFrame:
    """The clauses of a card's own scenario that lack data; those that only the texts leave blank apart."""
    own = card.points.filter(pl.col("scenario") == card.scenario.name)
    tested = pl.col("kind") == clauses.TESTED
    open_ones = own.filter(pl.when(tested).then(pl.col("met").is_null()).otherwise(pl.col("points").is_null()))
    return open_ones.select(pl.lit(card.book.id).alias("rulebook"), "clause", "kind", "missing")


def brief_values() -> Mapping[str, float]:
    """The values of `params/brief.toml`; read again when it changes. Raises `InputError` with every fault at once."""
    path = root() / "params" / "brief.toml"
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=4)
def _cached(path: Path, _changed: int) -> Mapping[str, float]:
    problems = Problems()
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"value"})
    given = table.part("value", table.values.get("value", {}))
    given.only({*VALUES, *GOAL, DUE})
    wanted = [*VALUES, *(name for name in (*GOAL, DUE) if name in given.values)]
    values = {name: _value(given.part(name, given.values.get(name, {})), name) for name in wanted}
    problems.raise_any()
    return {**dict.fromkeys(GOAL, 0.0), **values}


def _value(part: TomlTable, name: str) -> float:
    part.only({"is", "unit", "zh", "source"})
    for key in ("unit", "zh", "source"):
        part.text(key)
    if name == PLACE and part.values.get("is") == NEXT:
        return NEXT_PLACE
    amount = part.number("is")
    if amount is None or amount < 0:
        part.fault("is 应为不小于0的数。", "`is` must be a number of at least 0.")
    return amount or 0.0
