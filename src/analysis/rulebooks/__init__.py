"""Rulebooks: other people's documents, held as clauses (规则集)."""

from analysis.rulebooks.applicability import INAPPLICABLE, MEAN, SHARE, TOTAL
from analysis.rulebooks.clause_files import read_formula
from analysis.rulebooks.clauses import DEFAULT, Clause, Reading, RuleValue
from analysis.rulebooks.dated_rules import in_force_since
from analysis.rulebooks.field_checks import FEWEST_UNITS
from analysis.rulebooks.rulebook_folders import (
    RulebookName,
    group_maximum,
    load,
    office_rulebook_ids,
    rulebook_ids,
)
from analysis.rulebooks.rulebook_types import Group, Rulebook
from analysis.rulebooks.sharing_scopes import SharingScopes, sharing_scopes
from analysis.rulebooks.validation import clause_limit, example_inputs, matches_example
from analysis.rulebooks.validity import ALWAYS, DatedAmount, Validity

__all__ = [
    "ALWAYS",
    "DEFAULT",
    "FEWEST_UNITS",
    "INAPPLICABLE",
    "MEAN",
    "SHARE",
    "TOTAL",
    "Clause",
    "DatedAmount",
    "Group",
    "Reading",
    "RuleValue",
    "Rulebook",
    "RulebookName",
    "SharingScopes",
    "Validity",
    "clause_limit",
    "example_inputs",
    "group_maximum",
    "in_force_since",
    "load",
    "matches_example",
    "office_rulebook_ids",
    "read_formula",
    "rulebook_ids",
    "sharing_scopes",
]
