"""Scorecards: facts judged by clauses, for many cities, months and scenarios at once (评分卡)."""

from analysis.rulebooks import TOTAL
from analysis.scorecards.applicability_workings import shared_factors
from analysis.scorecards.archive import ArchivedCard, archive_cards, history, latest_card, lookback_months
from analysis.scorecards.as_of import damaged_months, facts_as_of, others_as_of
from analysis.scorecards.card_facts import card_facts, known_facts, published_facts
from analysis.scorecards.city_card import Card, card
from analysis.scorecards.scoring import score, score_cases, score_nodes, total, total_cases
from analysis.scorecards.working_steps import Working, clause_calculation

__all__ = [
    "TOTAL",
    "ArchivedCard",
    "Card",
    "Working",
    "archive_cards",
    "card",
    "card_facts",
    "clause_calculation",
    "damaged_months",
    "facts_as_of",
    "history",
    "known_facts",
    "latest_card",
    "lookback_months",
    "others_as_of",
    "published_facts",
    "score",
    "score_cases",
    "score_nodes",
    "shared_factors",
    "total",
    "total_cases",
]
