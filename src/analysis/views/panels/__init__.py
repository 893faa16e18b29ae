"""The what-if panel, its state that works without a front end, and the workshop of rulebooks (试算面板、规则工坊)."""

from __future__ import annotations

from analysis.catalogue import checked_language
from analysis.views.panels.panel_widget import Panel
from analysis.views.panels.state import State
from analysis.views.panels.workshop_texts import work_table
from analysis.views.panels.workshop_widget import Workshop

__all__ = ["Panel", "State", "Workshop", "panel", "work_table", "workshop"]


def panel(state: State, lang: str = "zh") -> Panel:
    """The panel of a state, in Chinese or English."""
    return Panel(state, checked_language(lang))


def workshop(rulebook: str, lang: str = "zh", clause: str = "") -> Workshop:
    """The workshop of a rulebook, opened at a clause or at the first with work to do."""
    return Workshop(rulebook, checked_language(lang), clause)
