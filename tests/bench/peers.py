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
    return [_one(case, clauses) for case in cases]


def _prepared(clause):
    part = "met" if clause.kind == TESTED else "points"
    values = {name: held.amount for name, held in clause.values.items()}
    facts = [name for name in clause.speaks_of() if name not in values]
    return clause.id, part, clause.reading().whole(part), values, facts, clause_limit(clause, "possible")


def _one(case, clauses):
    outcomes = [
        (part, evaluate(tree, values | {fact: case[fact] for fact in facts}), most)
        for _, part, tree, values, facts, most in clauses
    ]
    scored = [(points, most) for part, points, most in outcomes if part == "points"]
    tests = [met for part, met, _ in outcomes if part == "met"]
    known = [points for points, _ in scored if points is not None]
    return {
        "passes": False if False in tests else None if None in tests else True,
        "points": sum(known) if len(known) == len(scored) else None,
        "low": sum(known),
        "high": sum(most if points is None else points for points, most in scored),
    }


def pandas_points(frame: pd.DataFrame, book: Rulebook) -> pd.DataFrame:
    """Every clause of hard-2019 over all cases at once: points as numbers, tests as 1, 0 or missing."""
    held = {name: {key: one.amount for key, one in clause.values.items()} for name, clause in book.clauses.items()}
    return pd.DataFrame(_tests(frame, held) | _scores(frame, held))


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


def _due(frame, held, clause, part, whole, limit):
    return _reaches(_share(frame, part, whole), held[clause][limit], frame[whole] == 0)


def _tests(frame, held):
    faulty = _share(frame, "codes_faulty", "codes_total")
    low = (faulty < held["2"]["limit"] - SLACK).astype("float64").where(faulty.notna())
    return {
        "1": _due(frame, held, "1", "codes_converted", "codes_legacy", "all"),
        "2": low.mask(frame["codes_total"] == 0, 1.0),
        "3": _due(frame, held, "3", "gov_breaches_resolved", "gov_breaches", "all"),
        "4": _due(frame, held, "4", "service_halls_connected", "service_halls", "all"),
        "5": _item_5(frame, held["5"]["all"]),
        "6": _due(frame, held, "6", "poor_credit_reports", "poor_credit_entities", "target"),
        "7": _due(frame, held, "7", "blacklist_exits", "blacklisted", "target"),
        "8": _due(frame, held, "8", "blacklisted_trained", "blacklisted", "target"),
        "9.1": _due(frame, held, "9.1", "entities_pledged", "market_entities", "target"),
        "9.2": _reaches(frame["notified_items"], held["9.2"]["listed"]),
        "9.3": _due(frame, held, "9.3", "approval_items_tolerant", "approval_items", "all"),
        "9.4": _due(frame, held, "9.4", "blacklisted_pledged", "blacklisted", "all"),
        "10.1": _due(frame, held, "10.1", "counties_monitored", "counties", "all"),
        "10.2": frame["township_plan"],
        "10.3": _item_10_3(frame, held["10.3"]),
    }


def _item_5(frame, every):
    permits = _reaches(frame["permits_reported"], every * frame["permits"]).where(frame["permits"].notna())
    penalties = _reaches(frame["penalties_reported"], every * frame["penalties"]).where(frame["penalties"].notna())
    both = (permits * penalties).mask((permits == 0) | (penalties == 0), 0.0)
    return both.mask((frame["permits"] == 0) & (frame["penalties"] == 0), 1.0)


def _item_10_3(frame, held):
    league, rank = frame["league"], frame["monitoring_rank"]
    met = (1 - frame["summoned"]).where(league == held["capital"])
    for name in ("prefecture", "county"):
        high = (rank <= held[f"{name}_rank"] + SLACK).astype("float64").where(rank.notna())
        met = met.mask(league == held[name], high)
    failed = (frame["summoned"] == 1) & (rank > held["prefecture_rank"] + SLACK) & (rank > held["county_rank"] + SLACK)
    return met.mask(league.isna() & failed, 0.0)


def _scores(frame, held):
    def capped(clause, amount_of):
        return amount_of.clip(upper=held[clause]["most"])

    def each(clause, fact, most="most"):
        return (held[clause]["each"] * frame[fact]).clip(upper=held[clause][most])

    def listed(clause, fact):
        return held[clause]["each"] * frame[fact].clip(upper=held[clause]["catalogue"])

    def flagged(clause, fact):
        return held[clause]["most"] * frame[fact]

    agencies = held["13"]
    unconnected = frame["agencies"] - frame["agencies_connected"]
    enough = frame["campaign_activities"]
    local = frame["rectified_domains_local"].clip(upper=held["20.2"]["substitutes"])
    counted = (frame["rectified_domains"] + local).clip(upper=held["20.2"]["target"])
    return {
        "11": held["11"]["most"] * (frame["joint_domains"] / held["11"]["national"]).clip(upper=1),
        "12": capped("12", held["12"]["factor"] * _share(frame, "unit_breach_records_linked", "unit_breach_records")),
        "13": (agencies["most"] - agencies["each"] * unconnected).clip(lower=0).mask(frame["agencies"] == 0, 0.0),
        "14.1": capped("14.1", held["14.1"]["factor"] * _share(frame, "notices_published", "legal_entities")),
        "14.2": capped("14.2", held["14.2"]["factor"] * _share(frame, "site_visits_daily", "registered_population")),
        "15": capped("15", held["15"]["factor"] * _share(frame, "joint_cases", "listed_entities")),
        "16": each("16", "joint_domains_automated"),
        "17": _item_17(frame, held["17"]),
        "18.1": each("18.1", "xinyi_domains"),
        "18.2": capped(
            "18.2", held["18.2"]["factor"] * _share(frame, "approval_departments_tolerant", "approval_departments")
        ),
        "18.3": capped("18.3", held["18.3"]["rate"] * _share(frame, "xinyidai_loans", "market_entities")),
        "19.1": flagged("19.1", "civil_servant_files"),
        "19.2": listed("19.2", "domains_recorded"),
        "19.3": listed("19.3", "domains_published"),
        "19.4": listed("19.4", "domains_listed"),
        "19.5": listed("19.5", "domains_graded"),
        "19.6": flagged("19.6", "judicial_files"),
        "19.7": flagged("19.7", "judicial_openness"),
        "19.8": flagged("19.8", "judicial_lists"),
        "20.1": (held["20.1"]["most"] * (enough >= held["20.1"]["enough"])).where(enough.notna()),
        "20.2": (held["20.2"]["each"] * counted).clip(upper=held["20.2"]["most"]),
    }


def _item_17(frame, held):
    share = _share(frame, "residents_scored", "registered_population")
    steps = ((share - held["half"]) / held["step"] + SLACK) // 1
    points = (held["first"] + held["each"] * steps).clip(upper=held["most"])
    launched = frame["citizen_score_launched"]
    earned = points.where(share > held["half"] + SLACK, 0.0).where(share.notna()).mask(launched == 0, 0.0)
    return earned.where(launched.notna() | (share <= held["half"] + SLACK))
