"""Scenarios: what is changed before anything is scored (情景)."""

from analysis.scenarios.cases import KEYS, Cases, cases, wide
from analysis.scenarios.changes import BASELINE, Change, Scenario, stack, targets
from analysis.scenarios.files import load, named, names, of_texts

__all__ = [
    "BASELINE",
    "KEYS",
    "Cases",
    "Change",
    "Scenario",
    "cases",
    "load",
    "named",
    "names",
    "of_texts",
    "stack",
    "targets",
    "wide",
]
