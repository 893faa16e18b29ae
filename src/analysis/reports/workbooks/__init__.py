"""The scorecard as a workbook whose every score is a formula (活的工作簿)."""

from analysis.reports.workbooks.content import content
from analysis.reports.workbooks.plan import fitting

__all__ = ["content", "fitting"]
