"""What is true of a made-up city at a month's end, told from its story and not from its registers (真值).

Nothing here reads a file or calls what measures: the figures are counted on the tables of the story itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis import calendars
from analysis.facts.measured import registry
from analysis.simulations.scenes import RegisterStory, Scene, WorkingDays

SCHEMA = pl.Schema({"city": pl.String, "month": pl.String, "fact": pl.String, "value": pl.Float64, "records": pl.Int64})
MARKET = ("company", "enterprise", "cooperative", "household")
ENTERPRISES = ("company", "enterprise")
FEN_A_YUAN = 100

Figure = tuple[str, float | None, int | None]


@dataclass(frozen=True, eq=False)
class MonthEnd:
    """A month's end: its days, the first day of the window that ends there, and whether that window was simulated."""

    first: date
    end: date
    start: date
    complete: bool
    days: WorkingDays


def true_facts(scene: Scene, stories: Mapping[str, RegisterStory]) -> pl.DataFrame:
    """Every fact of every month: `city, month, fact, value, records`; null where the window began before the story."""
    length, days = int(registry.measuring_values()["window_months"]), WorkingDays(scene.worked)
    rows = {name: story.rows for name, story in stories.items()}
    figures = []
    for place, month in enumerate(scene.months):
        window = calendars.MonthWindow(month, length)
        at = MonthEnd(calendars.month_start(month), window.last, window.first, place + 1 >= length, days)
        figures += [(scene.city, month, *figure) for figure in _figures(rows, at)]
    return pl.DataFrame(figures, schema=SCHEMA, orient="row").sort("month", "fact")


def _figures(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    yield from _codes(rows["codes"], at)
    for flow in (_disclosure(rows, at), _loans(rows["loans"], at)):
        yield from flow if at.complete else ((fact, None, None) for fact, _, _ in flow)
    yield from _lists(rows, at)
    yield from _pledges(rows["pledges"], rows["codes"], at)
    yield from _records(rows, at)
    yield from _timed(rows, at)
    yield from _offices(rows, at)


def _count(fact: str, rows: pl.DataFrame) -> Figure:
    return fact, float(rows.height), rows.height


def _different(fact: str, rows: pl.DataFrame, column: str) -> Figure:
    present = rows.drop_nulls(column)
    return fact, float(present[column].n_unique()), present.height


def _sum(fact: str, rows: pl.DataFrame, column: str) -> Figure:
    return fact, int(rows[column].sum()) / FEN_A_YUAN, rows.height


def _mean(fact: str, total: int, number: int) -> Figure:
    return (fact, total / number, number) if number else (fact, None, None)


def _by(column: str, day: date) -> pl.Expr:
    """Whether something had happened by a day."""
    return (pl.col(column) <= day).fill_null(False)


def _operating(codes: pl.DataFrame, at: MonthEnd) -> pl.DataFrame:
    return codes.filter(_by("registered_on", at.end) & ~_by("closed_on", at.end))


def _codes(codes: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    registered, live = codes.filter(_by("registered_on", at.end)), _operating(codes, at)
    faulty = registered.filter(pl.col("broken") | pl.col("doubled"))
    legacy = registered.filter(pl.col("legacy").is_not_null())
    yield _count("codes_total", registered)
    yield _different("codes_faulty", faulty, "name")
    yield _different("codes_faulty_corrected", faulty.filter(_by("corrected_on", at.end)), "name")
    yield _count("codes_legacy", legacy)
    yield _count("codes_converted", legacy.filter(_by("converted_on", at.end)))
    yield _different("market_entities", live.filter(pl.col("kind").is_in(MARKET)), "code")
    yield _different("legal_entities", live.filter(pl.col("kind") != "household"), "code")
    for fact in ("enterprises", "registered_enterprises"):
        yield _different(fact, live.filter(pl.col("kind").is_in(ENTERPRISES)), "code")
    yield _different("legal_enterprises", live.filter(pl.col("kind") == "company"), "code")


def _disclosure(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> list[Figure]:
    figures, both = [], []
    for name in ("permits", "penalties"):
        decided = rows[name].filter(pl.col("decided_on").is_between(at.start, at.end))
        figures += [_count(name, decided), _count(f"{name}_reported", decided.filter(_by("reported_on", at.end)))]
        both.append(decided.select("decided_on", "reported_on", "lateness", "compliant"))
    return figures + _told_late(pl.concat(both), at)


def _told_late(decided: pl.DataFrame, at: MonthEnd) -> list[Figure]:
    """What was reported how: the lateness is the story's own, not counted from days."""
    reported, silent = decided.filter(_by("reported_on", at.end)), decided.filter(~_by("reported_on", at.end))
    hidden = (silent["lateness"] == "concealed").fill_null(False)
    overdue = at.days.passed(silent["decided_on"], at.end) >= int(registry.measuring_values()["disclosure_deadline"])
    return [
        _count("disclosure_records", reported),
        _count("disclosure_compliant", reported.filter("compliant")),
        _count("disclosure_concealed", silent.filter(hidden)),
        _count("disclosure_omitted", silent.filter(overdue & ~hidden)),
        _count("disclosure_late", reported.filter(pl.col("lateness").is_in(["late", "concealed"]))),
    ]


def _loans(loans: pl.DataFrame, at: MonthEnd) -> list[Figure]:
    granted = loans.filter(pl.col("granted_on").is_between(at.start, at.end))
    return [
        _sum("xinyidai_loans", granted, "amount"),
        _sum("xinyidai_loans_platform", granted.filter("platform"), "amount"),
        _sum("xinyidai_loans_offplatform", granted.filter(~pl.col("platform")), "amount"),
    ]


def _lists(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    codes = _operating(rows["codes"], at)["code"].implode()
    entered = rows["lists"].filter(_by("entered_on", at.end))
    stands = entered.filter(~_by("exited_on", at.end))
    live = stands.filter(pl.col("party_code").is_in(codes))
    black, poor = live.filter(pl.col("kind") == "black"), live.filter(pl.col("kind").is_in(["black", "poor"]))
    left = entered.filter(pl.col("exited_on").is_between(at.start, at.end).fill_null(False))
    serious = pl.col("kind") == "serious"
    found = {
        "blacklisted": black,
        "blacklist_exits": left.filter((pl.col("kind") == "black") & (pl.col("exit_reason") == "rectified")),
        "poor_credit_entities": poor,
        "poor_credit_reports": _also(poor, rows["reports"].filter(_by("submitted_on", at.end))),
        "blacklisted_trained": _also(black, rows["training"].filter(_by("trained_on", at.end))),
        "blacklisted_pledged": _also(black, rows["pledges"].filter(pl.col("kind") == "repair", _by("made_on", at.end))),
        "listed_entities": live.filter(pl.col("kind").is_in(["red", "black"])),
        "serious_entities": stands.filter(serious),
        "serious_exits_12m": left.filter(serious),
        "serious_exposed_12m": entered.filter(serious & ~(pl.col("exited_on") < at.start).fill_null(False)),
        "trusted_enterprises": stands.filter(pl.col("kind").is_in(["taxpayer", "customs"])),
    }
    for fact, bodies in found.items():
        yield _different(fact, bodies, "party_code")


def _also(bodies: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return bodies.filter(pl.col("party_code").is_in(others["party_code"].implode()))


def _pledges(pledges: pl.DataFrame, codes: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    market = _operating(codes, at).filter(pl.col("kind").is_in(MARKET))["code"].implode()
    own = pledges.filter(pl.col("kind").is_in(["voluntary", "industry"]) & _by("made_on", at.end))
    yield _different("entities_pledged", own.filter(pl.col("party_code").is_in(market)), "party_code")
    yield _count("pledges_reported", pledges.filter(pl.col("reported_on").is_between(at.start, at.end)))


def _records(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    reports = rows["reports"].filter(pl.col("submitted_on").is_between(at.start, at.end))
    cases = rows["cases"].filter(pl.col("decided_on").is_between(at.start, at.end) & pl.col("valid"))
    breaches = rows["breaches"].filter(pl.col("recorded_on").is_between(at.start, at.end))
    government, unit = breaches.filter(pl.col("kind") == "government"), breaches.filter(pl.col("kind") == "unit")
    yield _different("report_domains", reports, "domain")
    yield _count("joint_cases", cases)
    yield _different("punishment_domains", cases.filter(pl.col("kind") == "punishment"), "domain")
    yield _count("gov_breaches", government)
    yield _count("gov_breaches_resolved", government.filter(_by("resolved_on", at.end)))
    yield _count("unit_breach_records", unit)
    yield _count("unit_breach_records_linked", unit.filter("linked"))
    events = rows["events"].filter(pl.col("occurred_on").is_between(at.start, at.end))
    for field in ("government", "commerce", "society", "justice"):
        met = (pl.col("severity") == "serious") & (pl.col("field") == field)
        yield _count(f"serious_events_{field}", events.filter(met))
    major = events.filter(pl.col("severity") == "major")
    yield _count("major_events", major)
    yield _count("major_events_handled", major.filter(_by("handled_on", at.end)))


def _timed(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    objections = rows["objections"].filter(pl.col("accepted_on").is_between(at.start, at.end))
    ended = objections.filter(_by("finished_on", at.end))
    yield _count("objections_valid", ended.filter("valid"))
    days = ended["finished_on"].cast(pl.Int32) - ended["accepted_on"].cast(pl.Int32)
    yield _mean("objection_days", int(days.sum()), len(days))
    yield from _repairs(rows["repairs"].filter(pl.col("accepted_on").is_between(at.start, at.end)), at)
    visits = rows["visits"].filter(pl.col("day").is_between(at.first, at.end))
    yield _mean("site_visits_daily", int(visits["visits"].sum()), visits.height)


def _repairs(reviews: pl.DataFrame, at: MonthEnd) -> Iterator[Figure]:
    """Overdue by the days the story gave each review, or still open though the deadline has passed."""
    deadline, done = (
        int(registry.measuring_values()["repair_deadline"]),
        reviews.select(_by("reviewed_on", at.end)).to_series(),
    )
    late = reviews["waited"] > deadline
    over = at.days.passed(reviews["accepted_on"], at.end) >= deadline
    yield _count("repair_reviews", reviews)
    yield _count("repair_reviews_overdue", reviews.filter((done & late) | (~done & over)))


def _offices(rows: Mapping[str, pl.DataFrame], at: MonthEnd) -> Iterator[Figure]:
    items, approval = rows["items"], rows["items"].filter("approval")
    pledgeable, tolerant = items.filter(_by("pledgeable since", at.end)), approval.filter(_by("tolerant since", at.end))
    yield _count("approval_items", approval)
    yield _count("approval_items_tolerant", tolerant)
    yield _count("notified_items", items.filter(_by("notified since", at.end)))
    yield _count("pledge_items", pledgeable)
    yield _count("pledge_items_applied", pledgeable.filter(_by("pledged since", at.end)))
    yield _different("approval_departments", approval, "department")
    yield _different("approval_departments_tolerant", tolerant, "department")
    agencies, utilities = rows["agencies"], rows["agencies"].drop_nulls("sector")
    sharing = _by("connected_on", at.end) & _by("collected_on", at.end)
    yield _count("agencies", agencies)
    yield _count("agencies_connected", agencies.filter(sharing))
    yield _different("utility_sectors", utilities, "sector")
    yield _different("utility_sectors_collected", utilities.filter(sharing), "sector")
    for register, facts, day in (
        ("halls", ("service_halls", "service_halls_connected"), "connected_on"),
        ("counties", ("counties", "counties_monitored"), "monitored_on"),
    ):
        yield _count(facts[0], rows[register])
        yield _count(facts[1], rows[register].filter(_by(day, at.end)))
