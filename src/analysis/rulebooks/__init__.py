"""Rulebooks: other people's documents, held as clauses (规则集)."""

from analysis.rulebooks.checking import amount, example_names, same
from analysis.rulebooks.clauses import DEFAULT, Clause, Group, Reading, Rulebook, Value
from analysis.rulebooks.editions import load, names, possible

__all__ = [
    "DEFAULT",
    "Clause",
    "Group",
    "Reading",
    "Rulebook",
    "Value",
    "amount",
    "example_names",
    "load",
    "names",
    "possible",
    "same",
]
