"""From an office's own table of assessment to a rulebook, and back (考核表与规则集)."""

from analysis.assessment_tables.drafts import confirm_proposals
from analysis.assessment_tables.open_work import open_work, unknown_units
from analysis.assessment_tables.rulebook_workbooks import export_rulebook
from analysis.assessment_tables.table_drafts import new_rulebook

__all__ = ["confirm_proposals", "export_rulebook", "new_rulebook", "open_work", "unknown_units"]
