"""The scorecard as a workbook whose every score is a formula (活的工作簿)."""

from analysis.reports.workbooks.content import workbook_bytes
from analysis.reports.workbooks.workbook_plan import check_fits_workbook

__all__ = ["check_fits_workbook", "workbook_bytes"]
