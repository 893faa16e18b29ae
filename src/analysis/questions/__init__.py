"""Questions: what people ask of facts and scores (提问).

`questions.<TAB>` lists them, one module a question; `questions.verbs()` says what each answers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

VERBS = (
    "audit.audit", "aims.aim_of", "bulletins.month_bulletin", "change.between_months", "change.under_scenarios",
    "compare.side_by_side", "corrections.between_days", "coverage.by_fact", "decisions.month_decision", "due.due",
    "duties.duties", "edition_effects.edition_effects", "editions.edition_changes", "forecast.forecast", "goal.seek",
    "league.standings",
    "league.peer_scores", "levers.board", "plan.best", "plan_alternatives.alternatives", "plan_calendar.by_when",
    "plan_curves.curve", "plan_sensitivity.price_turns", "progress.progress", "readings.every", "repairs.repair_dates",
    "research.elasticity", "research.panel_rows", "research.spread", "robust_plans.robust", "rolloff.certain_leavings",
    "rolloff.roll_off", "shortfalls.shortfalls", "sweep.across",
    "sweep.along", "tournament.play", "uncertainty.propagate",
)  # fmt: skip
"""What users call, by module; what each answers stands in the catalogue."""
ROOMS = tuple(dict.fromkeys(verb.partition(".")[0] for verb in VERBS))


def verbs(lang: str = "zh") -> pl.DataFrame:
    """The questions and what each answers: `verb, answers`; `help(questions.goal.seek)` says how it is called.

    >>> from analysis import questions
    >>> questions.verbs("en").filter(verb="goal.seek").item(0, "answers")
    'How far must one figure go to reach a wanted total or full marks of a clause?'
    """
    import polars as pl  # loaded by what is asked, not by the list of names

    from analysis.catalogue import view_phrase  # as above

    rows = [(verb, view_phrase(f"verb {verb}", lang)) for verb in VERBS]
    return pl.DataFrame(rows, schema={"verb": pl.String, "answers": pl.String}, orient="row")


def __getattr__(name: str) -> Any:
    if name in ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted((*ROOMS, "verbs"))
