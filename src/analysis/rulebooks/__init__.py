"""Rulebooks: other people's documents, held as clauses (规则集)."""

from analysis.rulebooks.applicability import INAPPLICABLE, MEAN, SHARE, TOTAL
from analysis.rulebooks.clause_files import read_formula
from analysis.rulebooks.clauses import DEFAULT, Clause, Group, Reading, Rulebook, RuleValue
from analysis.rulebooks.rulebook_folders import (
    RulebookName,
    group_maximum,
    load,
    office_rulebook_ids,
    rulebook_ids,
)
from analysis.rulebooks.sharing_scopes import SharingScopes, sharing_scopes
from analysis.rulebooks.validation import clause_limit, example_inputs, matches_example

__all__ = [
    "DEFAULT",
    "INAPPLICABLE",
    "MEAN",
    "SHARE",
    "TOTAL",
    "Clause",
    "Group",
    "Reading",
    "RuleValue",
    "Rulebook",
    "RulebookName",
    "SharingScopes",
    "clause_limit",
    "example_inputs",
    "group_maximum",
    "load",
    "matches_example",
    "office_rulebook_ids",
    "read_formula",
    "rulebook_ids",
    "sharing_scopes",
]
