"""From an office's own table of assessment to a rulebook, and back (考核表与规则集)."""

from analysis.assessment_tables.clause_editing import OpenedClause, check_form, open_clause, save_form
from analysis.assessment_tables.clause_parts import ClauseForm
from analysis.assessment_tables.drafts import confirm_proposals
from analysis.assessment_tables.open_work import open_work, unknown_units
from analysis.assessment_tables.rulebook_workbooks import export_rulebook
from analysis.assessment_tables.table_drafts import new_rulebook
from analysis.assessment_tables.trial_rows import Trial, trial_names, try_clause

__all__ = [
    "ClauseForm",
    "OpenedClause",
    "Trial",
    "check_form",
    "confirm_proposals",
    "export_rulebook",
    "new_rulebook",
    "open_clause",
    "open_work",
    "save_form",
    "trial_names",
    "try_clause",
    "unknown_units",
]
