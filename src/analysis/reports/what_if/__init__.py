"""The what-if page: one file that scores without Python, opened from disk (试算网页)."""

from analysis.reports.what_if.page_content import what_if_html

__all__ = ["what_if_html"]
