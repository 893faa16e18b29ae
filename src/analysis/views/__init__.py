"""Views: a card in, a table, chart or text out, in Chinese or English (展示)."""

from analysis.views import changed, charts, leagues, national, planned, shelved, tables
from analysis.views.briefs import brief
from analysis.views.closing import closing, mark
from analysis.views.gaps import assumptions, doubts, missing
from analysis.views.sections import cards, each, section
from analysis.views.sheets import Passage, Several, Style, Table, stylesheet
from analysis.views.sources import estimated, figures, responsible
from analysis.views.standing import changes, scenarios
from analysis.views.tables import clauses, lost, totals, verdict, vetoes
from analysis.views.waterfalls import waterfall
from analysis.views.workings import working

__all__ = [
    "Passage",
    "Several",
    "Style",
    "Table",
    "assumptions",
    "brief",
    "cards",
    "changed",
    "changes",
    "charts",
    "clauses",
    "closing",
    "doubts",
    "each",
    "estimated",
    "figures",
    "leagues",
    "lost",
    "mark",
    "missing",
    "national",
    "planned",
    "responsible",
    "scenarios",
    "section",
    "shelved",
    "stylesheet",
    "tables",
    "totals",
    "verdict",
    "vetoes",
    "waterfall",
    "working",
]
