"""What is true of a made-up city at a month's end, told from its story and not from its registers (真值).

Nothing here reads a file or calls what measures: the figures are counted on the tables of the story itself. The window
that counts, and what counts once, are those that the dictionary of facts states, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis import calendars
from analysis.facts import dictionary, scopes
from analysis.facts.measured import MeasuringValue, measuring_values
from analysis.registers import FEN_A_YUAN
from analysis.simulations.scenes import RegisterStory, Scene, WorkingDays

SCHEMA = pl.Schema({"city": pl.String, "month": pl.String, "fact": pl.String, "value": pl.Float64, "records": pl.Int64})
MARKET = ("company", "enterprise", "cooperative", "household")
ENTERPRISES = ("company", "enterprise")
COUNTED_ONCE_BY = {"body": "name", "code": "code", "party": "party_code"}
"""The column that tells what counts once."""

Figure = tuple[str, float | None, int | None]


@dataclass(frozen=True, eq=False)
class MonthEnd:
    """A month's end: its days, the first day of the window that ends there, and whether that window was simulated."""

    first: date
    end: date
    start: date
    complete: bool
    days: WorkingDays

    def over(self, fact: str, day: str) -> pl.Expr:
        """Whether a day lies in the window that the dictionary states for a fact."""
        window = dictionary()[fact].window
        begin = {scopes.MONTH_END: date.min, scopes.MONTH: self.first}.get(window, self.start)
        return pl.col(day).is_between(begin, self.end).fill_null(False)


def true_facts(scene: Scene, stories: Mapping[str, RegisterStory]) -> pl.DataFrame:
    """Every fact of every month: `city, month, fact, value, records`; null where the window began before the story."""
    length, days = measuring_values()["window_months"].on(scene.last).number, WorkingDays(scene.worked)
    rows = {name: story.rows for name, story in stories.items()}
    figures = []
    for place, month in enumerate(scene.months):
        window = calendars.MonthWindow(month, length)
        at = MonthEnd(calendars.month_start(month), window.last, window.first, place + 1 >= length, days)
        figures += [(scene.city, month, *figure) for figure in _figures(rows, at)]
    return pl.DataFrame(figures, schema=SCHEMA, orient="row").sort("month", "fact")


def _figures(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    yield from _codes(rows["codes"], at)
    for flow in (_disclosure(rows, at), _loans(rows["loans"], at), _visits(rows["visits"], at)):
        yield from flow if at.complete else ((fact, None, None) for fact, _, _ in flow)
    yield from _lists(rows, at)
    yield from _pledges(rows["pledges"], rows["codes"], at)
    yield from _records(rows, at)
    yield from _timed(rows, at)
    yield from _offices(rows, at)


def _count(fact: str, rows: pl.DataFrame, column: str = "") -> Figure:
    """How many there are, by what the dictionary says counts once; `column` where another one tells it."""
    counted = dictionary()[fact].counted
    if counted == scopes.RECORD:
        return fact, float(rows.height), rows.height
    present = rows.drop_nulls(column or COUNTED_ONCE_BY[counted])
    return fact, float(present[column or COUNTED_ONCE_BY[counted]].n_unique()), present.height


def _sum(fact: str, rows: pl.DataFrame, column: str) -> Figure:
    return fact, int(rows[column].sum()) / FEN_A_YUAN, rows.height


def _mean(fact: str, total: int, number: int) -> Figure:
    return (fact, total / number, number) if number else (fact, None, None)


def _happened_by(column: str, day: date) -> pl.Expr:
    """Whether something had happened by a day."""
    return (pl.col(column) <= day).fill_null(False)


def _operating(codes: pl.DataFrame, at: MonthEnd) -> pl.DataFrame:
    return codes.filter(_happened_by("registered_on", at.end) & ~_happened_by("closed_on", at.end))


def _codes(codes: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    registered, live = codes.filter(_happened_by("registered_on", at.end)), _operating(codes, at)
    faulty = registered.filter(pl.col("broken") | pl.col("doubled"))
    legacy = registered.filter(pl.col("legacy").is_not_null())
    yield _count("codes_total", registered)
    yield _count("codes_faulty", faulty)
    yield _count("codes_faulty_corrected", faulty.filter(_happened_by("corrected_on", at.end)))
    yield _count("codes_legacy", legacy, "legacy")
    yield _count("codes_converted", legacy.filter(_happened_by("converted_on", at.end)), "legacy")
    yield _count("market_entities", live.filter(pl.col("kind").is_in(MARKET)))
    yield _count("legal_entities", live.filter(pl.col("kind") != "household"))
    for fact in ("enterprises", "registered_enterprises"):
        yield _count(fact, live.filter(pl.col("kind").is_in(ENTERPRISES)))
    yield _count("legal_enterprises", live.filter(pl.col("kind") == "company"))


def _disclosure(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> list[Figure]:
    columns = ("decided_on", "reported_on", "lateness", "compliant")
    both = pl.concat(rows[name].select(columns) for name in ("permits", "penalties"))
    figures = []
    for name in ("permits", "penalties"):
        decided = {fact: rows[name].filter(at.over(fact, "decided_on")) for fact in (name, f"{name}_reported")}
        reported = decided[f"{name}_reported"].filter(_happened_by("reported_on", at.end))
        figures += [_count(name, decided[name]), _count(f"{name}_reported", reported)]
    return figures + _lateness_figures(both, at)


def _lateness_figures(both: pl.DataFrame, at: MonthEnd) -> list[Figure]:
    """What was reported how: the lateness is the story's own, not counted from days."""
    reported, hidden = _happened_by("reported_on", at.end), (pl.col("lateness") == "concealed").fill_null(False)
    deadline = measuring_values()["disclosure_deadline"]
    passed = at.days.passed(both["decided_on"], at.end) >= _days(deadline, both["decided_on"])
    true = {
        "disclosure_records": reported,
        "disclosure_compliant": reported & pl.col("compliant"),
        "disclosure_concealed": ~reported & hidden,
        "disclosure_omitted": ~reported & ~hidden & pl.lit(passed),
        "disclosure_late": reported & pl.col("lateness").is_in(["late", "concealed"]),
    }
    return [_count(fact, both.filter(at.over(fact, "decided_on") & met)) for fact, met in true.items()]


def _loans(loans: pl.DataFrame, at: MonthEnd) -> list[Figure]:
    true = {
        "xinyidai_loans": pl.lit(True),
        "xinyidai_loans_platform": pl.col("platform"),
        "xinyidai_loans_offplatform": ~pl.col("platform"),
    }
    return [_sum(fact, loans.filter(at.over(fact, "granted_on") & met), "amount") for fact, met in true.items()]


def _visits(visits: pl.DataFrame, at: MonthEnd) -> list[Figure]:
    own = visits.filter(at.over("site_visits_daily", "day"))
    return [_mean("site_visits_daily", int(own["visits"].sum()), own.height)]


def _lists(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    entered = rows["lists"].filter(_happened_by("entered_on", at.end))
    stands = entered.filter(~_happened_by("exited_on", at.end))
    live = _with_body_names(stands, _operating(rows["codes"], at))
    black, poor = live.filter(pl.col("kind") == "black"), live.filter(pl.col("kind").is_in(["black", "poor"]))
    serious, rectified = pl.col("kind") == "serious", pl.col("exit_reason") == "rectified"
    found = {
        "blacklisted": black,
        "blacklist_exits": entered.filter(
            (pl.col("kind") == "black") & rectified & at.over("blacklist_exits", "exited_on")
        ),
        "poor_credit_entities": poor,
        "poor_credit_reports": _bodies_among(poor, rows["reports"].filter(_happened_by("submitted_on", at.end))),
        "blacklisted_trained": _bodies_among(black, rows["training"].filter(_happened_by("trained_on", at.end))),
        "blacklisted_pledged": _bodies_among(
            black, rows["pledges"].filter(pl.col("kind") == "repair", _happened_by("made_on", at.end))
        ),
        "listed_entities": live.filter(pl.col("kind").is_in(["red", "black"])),
        "serious_entities": stands.filter(serious),
        "serious_exits_12m": entered.filter(serious & at.over("serious_exits_12m", "exited_on")),
        "serious_exposed_12m": entered.filter(serious & ~(pl.col("exited_on") < at.start).fill_null(False)),
        "trusted_enterprises": stands.filter(pl.col("kind").is_in(["taxpayer", "customs"])),
    }
    for fact, bodies in found.items():
        yield _count(fact, bodies)


def _with_body_names(entries: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """The entries of bodies that some codes name, each with the body's name."""
    bodies = codes.group_by("code").agg(pl.col("name").min())
    return entries.join(bodies, left_on="party_code", right_on="code")


def _bodies_among(bodies: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return bodies.filter(pl.col("party_code").is_in(others["party_code"].implode()))


def _pledges(pledges: pl.DataFrame, codes: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    market = _operating(codes, at).filter(pl.col("kind").is_in(MARKET))
    own = pledges.filter(pl.col("kind").is_in(["voluntary", "industry"]) & at.over("entities_pledged", "made_on"))
    yield _count("entities_pledged", _with_body_names(own, market))
    yield _count("pledges_reported", pledges.filter(at.over("pledges_reported", "reported_on")))


def _records(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    reports, cases = rows["reports"].filter(at.over("report_domains", "submitted_on")), rows["cases"].filter("valid")
    punished = cases.filter((pl.col("kind") == "punishment") & at.over("punishment_domains", "decided_on"))
    yield _count("report_domains", reports, "domain")
    yield _count("joint_cases", cases.filter(at.over("joint_cases", "decided_on")))
    yield _count("punishment_domains", punished, "domain")
    resolved, linked = _happened_by("resolved_on", at.end), pl.col("linked").fill_null(False)
    breaches = {"gov_breaches": ("government", resolved), "unit_breach_records": ("unit", linked)}
    for fact, (kind, done) in breaches.items():
        part = "gov_breaches_resolved" if kind == "government" else "unit_breach_records_linked"
        own = rows["breaches"].filter(pl.col("kind") == kind)
        yield _count(fact, own.filter(at.over(fact, "recorded_on")))
        yield _count(part, own.filter(at.over(part, "recorded_on")).filter(done))
    yield from _events(rows["events"], at)


def _events(events: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    for field in ("government", "commerce", "society", "justice"):
        met, fact = (pl.col("severity") == "serious") & (pl.col("field") == field), f"serious_events_{field}"
        yield _count(fact, events.filter(met & at.over(fact, "occurred_on")))
    major = events.filter(pl.col("severity") == "major")
    yield _count("major_events", major.filter(at.over("major_events", "occurred_on")))
    handled = major.filter(_happened_by("handled_on", at.end))
    yield _count("major_events_handled", handled.filter(at.over("major_events_handled", "occurred_on")))


def _timed(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    ended = rows["objections"].filter(_happened_by("finished_on", at.end))
    yield _count("objections_valid", ended.filter(at.over("objections_valid", "accepted_on")).filter("valid"))
    own = ended.filter(at.over("objection_days", "accepted_on"))
    days = own["finished_on"].cast(pl.Int32) - own["accepted_on"].cast(pl.Int32)
    yield _mean("objection_days", int(days.sum()), len(days))
    yield from _repairs(rows["repairs"].filter(at.over("repair_reviews", "accepted_on")), at)


def _repairs(reviews: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    """Overdue by the days the story gave each review, or still open though the deadline has passed.

    Each by the clock in force when it was accepted: the days from the application ahead of it count where that is it.
    """
    value, accepted = measuring_values()["repair_deadline"], reviews["accepted_on"]
    applied = pl.Series([value.on(day).clock == "applied_on" for day in accepted], dtype=pl.Boolean)
    start = reviews["applied_on"].zip_with(applied, accepted) if applied.any() else accepted
    ahead = pl.Series(at.days.so_far(accepted) - at.days.so_far(start))
    done, days = reviews.select(_happened_by("reviewed_on", at.end)).to_series(), _days(value, accepted)
    late, over = reviews["waited"] + ahead > days, at.days.passed(start, at.end) >= days
    yield _count("repair_reviews", reviews)
    yield _count("repair_reviews_overdue", reviews.filter((done & late) | (~done & over)))


def _days(value: MeasuringValue, starts: pl.Series) -> pl.Series:
    """How many days there are for each start, by the value in force on it."""
    return pl.Series([value.on(day).number for day in starts], dtype=pl.Int64)


def _offices(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    items, approval = rows["items"], rows["items"].filter("approval")
    pledgeable, tolerant = (
        items.filter(_happened_by("pledgeable since", at.end)),
        approval.filter(_happened_by("tolerant since", at.end)),
    )
    yield _count("approval_items", approval)
    yield _count("approval_items_tolerant", tolerant)
    yield _count("notified_items", items.filter(_happened_by("notified since", at.end)))
    yield _count("pledge_items", pledgeable)
    yield _count("pledge_items_applied", pledgeable.filter(_happened_by("pledged since", at.end)))
    yield _count("approval_departments", approval, "department")
    yield _count("approval_departments_tolerant", tolerant, "department")
    agencies, utilities = rows["agencies"], rows["agencies"].drop_nulls("sector")
    sharing = _happened_by("connected_on", at.end) & _happened_by("collected_on", at.end)
    yield _count("agencies", agencies)
    yield _count("agencies_connected", agencies.filter(sharing))
    yield _count("utility_sectors", utilities, "sector")
    yield _count("utility_sectors_collected", utilities.filter(_happened_by("collected_on", at.end)), "sector")
    for register, facts, day in (
        ("halls", ("service_halls", "service_halls_connected"), "connected_on"),
        ("counties", ("counties", "counties_monitored"), "monitored_on"),
    ):
        yield _count(facts[0], rows[register])
        yield _count(facts[1], rows[register].filter(_happened_by(day, at.end)))
