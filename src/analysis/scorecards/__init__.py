"""Scorecards: facts judged by clauses, for many cities, months and scenarios at once (评分卡)."""

from analysis.scorecards.cards import Card, card
from analysis.scorecards.groups import TOTAL
from analysis.scorecards.scoring import judged, score, total, tree, wide
from analysis.scorecards.working import Working, working

__all__ = ["TOTAL", "Card", "Working", "card", "judged", "score", "total", "tree", "wide", "working"]
