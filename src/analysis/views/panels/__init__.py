"""The what-if panel, and its state that works without a front end (试算面板)."""

from __future__ import annotations

from analysis.catalogue import checked_language
from analysis.views.panels.panel_widget import Panel
from analysis.views.panels.state import State

__all__ = ["Panel", "State", "panel"]


def panel(state: State, lang: str = "zh") -> Panel:
    """The panel of a state, in Chinese or English."""
    return Panel(state, checked_language(lang))
