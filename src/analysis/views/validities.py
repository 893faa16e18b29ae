"""From when to when rules are in force, in words (施行期)."""

from __future__ import annotations

from analysis.rulebooks import Rulebook, Validity
from analysis.scorecards import ArchivedCard
from analysis.views.words import say


def validity_text(validity: Validity, lang: str) -> str:
    """From when to when something is in force."""
    since, until = validity.since, validity.until
    key = "between" if since and until else "since" if since else "until" if until else "always"
    return say(f"validity {key}", lang, since=since, until=until)


def judged_by_text(book: Rulebook, lang: str) -> tuple[str, ...]:
    """By which rules a card is judged; nothing where the rulebook has no dates."""
    if not book.validity.is_dated:
        return ()
    return (say("judged by", lang, validity=validity_text(book.validity, lang)),)


def kept_period_text(card: ArchivedCard, lang: str) -> str:
    """From when to when the rules of a kept card were in force; empty where they had no dates."""
    if not card.period:
        return ""
    since, until = card.period
    key = "between" if since and until else "since" if since else "until"
    return say(f"validity {key}", lang, since=since, until=until)
