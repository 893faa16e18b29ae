"""The scorecard as a workbook whose every score is a formula (活的工作簿)."""

from analysis.reports.workbooks.content import content

__all__ = ["content"]
