"""Other ways to the same points, to measure against: a plain loop over cases, and vectorised pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.formulas import evaluate
from analysis.rulebooks import Rulebook, clause_limit
from analysis.rulebooks.clauses import TESTED

SUMS = ("points", "low", "high")


def loop(cases: list[dict[str, Any]], book: Rulebook) -> list[dict[str, Any]]:
    """Case by case and clause by clause: each formula worked out on one row of plain numbers."""
    clauses = [_prepared(clause) for clause in book.clauses.values()]
    return [_totals(case, clauses) for case in cases]


def _prepared(clause):
    part = "met" if clause.kind == TESTED else "points"
    values = {name: limit.amount for name, limit in clause.values.items()}
    facts = [name for name in clause.speaks_of() if name not in values]
    return clause.id, part, clause.reading().whole(part), values, facts, clause_limit(clause, "possible")


def _totals(case, clauses):
    outcomes = [
        (part, evaluate(tree, values | {fact: case[fact] for fact in facts}), most)
        for _, part, tree, values, facts, most in clauses
    ]
    scored = [(points, most) for part, points, most in outcomes if part == "points"]
    tests = [met for part, met, _ in outcomes if part == "met"]
    reckoned = [points for points, _ in scored if points is not None]
    return {
        "passes": False if False in tests else None if None in tests else True,
        "points": sum(reckoned) if len(reckoned) == len(scored) else None,
        "low": sum(reckoned),
        "high": sum(most if points is None else points for points, most in scored),
    }


def pandas_points(frame: pd.DataFrame, book: Rulebook) -> pd.DataFrame:
    """Every clause of hard-2019 over all cases at once: points as numbers, tests as 1, 0 or missing."""
    limits = {
        name: {key: limit.amount for key, limit in clause.values.items()} for name, clause in book.clauses.items()
    }
    return pd.DataFrame(_tests(frame, limits) | _scores(frame, limits))


def pandas_totals(frame: pd.DataFrame, book: Rulebook) -> pd.DataFrame:
    """The totals of hard-2019 over all cases at once."""
    outcomes = pandas_points(frame, book)
    tests = outcomes[[clause.id for clause in book.of_kind(TESTED)]]
    points = outcomes[[clause.id for clause in book.of_kind("score")]]
    most = pd.Series({name: clause_limit(book.clauses[name], "possible") for name in points})
    passes = tests.min(axis=1).mask(tests.isna().any(axis=1) & (tests.min(axis=1) != 0))
    return pd.DataFrame(
        {
            "passes": passes,
            "points": points.sum(axis=1, skipna=False),
            "low": points.sum(axis=1),
            "high": points.fillna(most).sum(axis=1),
        }
    )


SLACK = 1e-9


def _share(frame, part, whole):
    return frame[part] / frame[whole].where(frame[whole] != 0)


def _reaches(share, limit, empty=None):
    """1 where a share reaches its limit, 0 where it does not, missing where it is; `empty` where nothing is due."""
    met = (share >= limit - SLACK).astype("float64").where(share.notna())
    return met if empty is None else met.mask(empty, 1.0)


def _due(frame, limits, clause, part, whole, limit):
    return _reaches(_share(frame, part, whole), limits[clause][limit], frame[whole] == 0)


def _tests(frame, limits):
    faulty = _share(frame, "codes_faulty", "codes_total")
    low = (faulty < limits["2"]["limit"] - SLACK).astype("float64").where(faulty.notna())
    return {
        "1": _due(frame, limits, "1", "codes_converted", "codes_legacy", "all"),
        "2": low.mask(frame["codes_total"] == 0, 1.0),
        "3": _due(frame, limits, "3", "gov_breaches_resolved", "gov_breaches", "all"),
        "4": _due(frame, limits, "4", "service_halls_connected", "service_halls", "all"),
        "5": _item_5(frame, limits["5"]["all"]),
        "6": _due(frame, limits, "6", "poor_credit_reports", "poor_credit_entities", "target"),
        "7": _due(frame, limits, "7", "blacklist_exits", "blacklisted", "target"),
        "8": _due(frame, limits, "8", "blacklisted_trained", "blacklisted", "target"),
        "9.1": _due(frame, limits, "9.1", "entities_pledged", "market_entities", "target"),
        "9.2": _reaches(frame["notified_items"], limits["9.2"]["listed"]),
        "9.3": _due(frame, limits, "9.3", "approval_items_tolerant", "approval_items", "all"),
        "9.4": _due(frame, limits, "9.4", "blacklisted_pledged", "blacklisted", "all"),
        "10.1": _due(frame, limits, "10.1", "counties_monitored", "counties", "all"),
        "10.2": frame["township_plan"],
        "10.3": _item_10_3(frame, limits["10.3"]),
    }


def _item_5(frame, every):
    permits = _reaches(frame["permits_reported"], every * frame["permits"]).where(frame["permits"].notna())
    penalties = _reaches(frame["penalties_reported"], every * frame["penalties"]).where(frame["penalties"].notna())
    both = (permits * penalties).mask((permits == 0) | (penalties == 0), 0.0)
    return both.mask((frame["permits"] == 0) & (frame["penalties"] == 0), 1.0)


def _item_10_3(frame, limits):
    league, rank = frame["league"], frame["monitoring_rank"]
    met = (1 - frame["summoned"]).where(league == limits["capital"])
    for name in ("prefecture", "county"):
        high = (rank <= limits[f"{name}_rank"] + SLACK).astype("float64").where(rank.notna())
        met = met.mask(league == limits[name], high)
    failed = (
        (frame["summoned"] == 1) & (rank > limits["prefecture_rank"] + SLACK) & (rank > limits["county_rank"] + SLACK)
    )
    return met.mask(league.isna() & failed, 0.0)


def _scores(frame, limits):
    def capped(clause, amount_of):
        return amount_of.clip(upper=limits[clause]["most"])

    def each(clause, fact, most="most"):
        return (limits[clause]["each"] * frame[fact]).clip(upper=limits[clause][most])

    def listed(clause, fact):
        return limits[clause]["each"] * frame[fact].clip(upper=limits[clause]["catalogue"])

    def flagged(clause, fact):
        return limits[clause]["most"] * frame[fact]

    agencies = limits["13"]
    unconnected = frame["agencies"] - frame["agencies_connected"]
    enough = frame["campaign_activities"]
    local = frame["rectified_domains_local"].clip(upper=limits["20.2"]["substitutes"])
    counted = (frame["rectified_domains"] + local).clip(upper=limits["20.2"]["target"])
    return {
        "11": limits["11"]["most"] * (frame["joint_domains"] / limits["11"]["national"]).clip(upper=1),
        "12": capped("12", limits["12"]["factor"] * _share(frame, "unit_breach_records_linked", "unit_breach_records")),
        "13": (agencies["most"] - agencies["each"] * unconnected).clip(lower=0).mask(frame["agencies"] == 0, 0.0),
        "14.1": capped("14.1", limits["14.1"]["factor"] * _share(frame, "notices_published", "legal_entities")),
        "14.2": capped("14.2", limits["14.2"]["factor"] * _share(frame, "site_visits_daily", "registered_population")),
        "15": capped("15", limits["15"]["factor"] * _share(frame, "joint_cases", "listed_entities")),
        "16": each("16", "joint_domains_automated"),
        "17": _item_17(frame, limits["17"]),
        "18.1": each("18.1", "xinyi_domains"),
        "18.2": capped(
            "18.2", limits["18.2"]["factor"] * _share(frame, "approval_departments_tolerant", "approval_departments")
        ),
        "18.3": capped("18.3", limits["18.3"]["rate"] * _share(frame, "xinyidai_loans", "market_entities")),
        "19.1": flagged("19.1", "civil_servant_files"),
        "19.2": listed("19.2", "domains_recorded"),
        "19.3": listed("19.3", "domains_published"),
        "19.4": listed("19.4", "domains_listed"),
        "19.5": listed("19.5", "domains_graded"),
        "19.6": flagged("19.6", "judicial_files"),
        "19.7": flagged("19.7", "judicial_openness"),
        "19.8": flagged("19.8", "judicial_lists"),
        "20.1": (limits["20.1"]["most"] * (enough >= limits["20.1"]["enough"])).where(enough.notna()),
        "20.2": (limits["20.2"]["each"] * counted).clip(upper=limits["20.2"]["most"]),
    }


def _item_17(frame, limits):
    share = _share(frame, "residents_scored", "registered_population")
    steps = ((share - limits["half"]) / limits["step"] + SLACK) // 1
    points = (limits["first"] + limits["each"] * steps).clip(upper=limits["most"])
    launched = frame["citizen_score_launched"]
    earned = points.where(share > limits["half"] + SLACK, 0.0).where(share.notna()).mask(launched == 0, 0.0)
    return earned.where(launched.notna() | (share <= limits["half"] + SLACK))
