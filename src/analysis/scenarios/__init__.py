"""Scenarios: what is changed before anything is scored (情景)."""

from analysis.scenarios.bases import base_of, conflicts, remarks
from analysis.scenarios.cases import cases
from analysis.scenarios.changes import BASELINE, Base, Change, Scenario, stack, targets
from analysis.scenarios.files import amount, load, named, names, of_texts, target
from analysis.scenarios.held import KEYS, Cases
from analysis.scenarios.known import wide
from analysis.scenarios.saving import as_toml, canonical, save
from analysis.scenarios.varying import vary

__all__ = [
    "BASELINE",
    "KEYS",
    "Base",
    "Cases",
    "Change",
    "Scenario",
    "amount",
    "as_toml",
    "base_of",
    "canonical",
    "cases",
    "conflicts",
    "load",
    "named",
    "names",
    "of_texts",
    "remarks",
    "save",
    "stack",
    "target",
    "targets",
    "vary",
    "wide",
]
