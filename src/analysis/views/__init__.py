"""Views: a card in, a table, chart or text out, in Chinese or English (展示).

A name is looked up in its module when it is first asked for: a word or a table needs no chart, and so no plotly.
"""

from importlib import import_module
from typing import Any

from analysis.views.end_marks import closing, end_mark_text

_MODULES = (
    "amounts",
    "audit_tables",
    "bar_charts",
    "brief_plans",
    "brief_sentences",
    "bulletin_parts",
    "bulletin_sentences",
    "bulletin_steps",
    "calendar_charts",
    "calendar_sheets",
    "calendar_tables",
    "card_history",
    "change_views",
    "chart_contents",
    "chart_drawing",
    "charts",
    "clause_workings",
    "comparison_tables",
    "department_names",
    "department_tables",
    "due_tables",
    "due_unit_tables",
    "forecast_charts",
    "forecast_tables",
    "frame_workbooks",
    "gap_tables",
    "league_charts",
    "league_tables",
    "lever_tables",
    "line_charts",
    "links",
    "month_briefs",
    "panels",
    "plan_charts",
    "plan_curve_tables",
    "plan_option_tables",
    "plan_tables",
    "plan_templates",
    "repair_tables",
    "research_views",
    "result_tables",
    "result_texts",
    "robust_plan_tables",
    "rolloff_tables",
    "rule_dates",
    "sections",
    "signature_tables",
    "source_tables",
    "text_layout",
    "tournament_charts",
    "tournament_tables",
    "uncertainty_tables",
    "view_objects",
    "words",
    "workplan_tables",
)
_PLACES = {
    "MonthBrief": "month_briefs",
    "Passage": "view_objects",
    "Style": "view_objects",
    "Table": "view_objects",
    "ViewSequence": "view_objects",
    "assumptions": "gap_tables",
    "cards": "sections",
    "changes": "scenario_tables",
    "clauses": "result_tables",
    "doubts": "gap_tables",
    "each": "sections",
    "estimated": "source_tables",
    "figures": "source_tables",
    "lost": "result_tables",
    "missing": "gap_tables",
    "month_brief": "month_briefs",
    "responsible": "source_tables",
    "scenarios": "scenario_tables",
    "section": "sections",
    "stylesheet": "view_objects",
    "totals": "result_tables",
    "verdict": "result_tables",
    "vetoes": "result_tables",
    "waterfall": "waterfalls",
    "working": "clause_workings",
}
__all__ = ["closing", "end_mark_text", *_MODULES, *_PLACES]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
