"""The end mark of a section."""

from __future__ import annotations

import hashlib
import json
import re

from analysis import views
from analysis.scenarios import BASELINE


def test_the_mark_is_the_whole_text_and_can_be_worked_out(card_of):
    card = card_of(scenarios=(BASELINE,))
    rows = card.points.filter(card.points["clause"] == "3").rows(named=True)
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sha = hashlib.sha256(text.encode()).hexdigest()[:12]
    assert repr(views.closing(card, "deductions")) == f"【完】deductions · small · 320281 · 2021-03 · {sha}"
    assert views.end_mark_text(card, "deductions") == repr(views.closing(card, "deductions"))


def test_other_points_give_another_mark_only_for_their_own_section(card_of):
    first, other = card_of(), card_of(security_incidents=1)
    assert views.end_mark_text(first, "deductions") != views.end_mark_text(other, "deductions")
    assert views.end_mark_text(first, "leading_items") == views.end_mark_text(other, "leading_items")


def test_an_overview_covers_every_card(card_of):
    cards = [card_of(), card_of(security_incidents=1)]
    said = r"【完】overview · small\+small · 320281 · 2021-03 · [0-9a-f]{12}"
    assert re.fullmatch(said, views.end_mark_text(cards, "overview"))
    assert views.end_mark_text(cards, "overview") != views.end_mark_text(cards[::-1], "overview")
