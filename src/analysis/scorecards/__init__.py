"""Scorecards: facts judged by clauses, for many cities, months and scenarios at once (评分卡)."""

from analysis.scorecards.cards import Card, card
from analysis.scorecards.filing import Filed, file, history, latest, window
from analysis.scorecards.groups import TOTAL
from analysis.scorecards.past import faults, known
from analysis.scorecards.scoring import judged, score, total, tree, wide
from analysis.scorecards.working import Working, working

__all__ = [
    "TOTAL",
    "Card",
    "Filed",
    "Working",
    "card",
    "faults",
    "file",
    "history",
    "judged",
    "known",
    "latest",
    "score",
    "total",
    "tree",
    "wide",
    "window",
    "working",
]
