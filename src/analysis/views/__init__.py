"""Views: a card in, a table, chart or text out, in Chinese or English (展示)."""

from analysis.views import (
    card_history,
    change_views,
    charts,
    league_charts,
    league_tables,
    result_tables,
    workplan_tables,
)
from analysis.views.briefs import brief
from analysis.views.clause_workings import working
from analysis.views.end_marks import closing, end_mark_text
from analysis.views.gap_tables import assumptions, doubts, missing
from analysis.views.result_tables import clauses, lost, totals, verdict, vetoes
from analysis.views.scenario_tables import changes, scenarios
from analysis.views.sections import cards, each, section
from analysis.views.source_tables import estimated, figures, responsible
from analysis.views.view_objects import Passage, Style, Table, ViewSequence, stylesheet
from analysis.views.waterfalls import waterfall

__all__ = [
    "Passage",
    "Style",
    "Table",
    "ViewSequence",
    "assumptions",
    "brief",
    "card_history",
    "cards",
    "change_views",
    "changes",
    "charts",
    "clauses",
    "closing",
    "doubts",
    "each",
    "end_mark_text",
    "estimated",
    "figures",
    "league_charts",
    "league_tables",
    "lost",
    "missing",
    "responsible",
    "result_tables",
    "scenarios",
    "section",
    "stylesheet",
    "totals",
    "verdict",
    "vetoes",
    "waterfall",
    "working",
    "workplan_tables",
]
