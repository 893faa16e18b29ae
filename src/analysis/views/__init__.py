"""Views: a card in, a table, chart or text out, in Chinese or English (展示).

A name is looked up in its module when it is first asked for: a word or a table needs no chart, and so no plotly.
"""

from importlib import import_module
from typing import Any

from analysis.views.end_marks import closing, end_mark_text

_MODULES = ("changed", "charts", "leagues", "national", "planned", "shelved", "tables")
_PLACES = {
    "Passage": "sheets",
    "Several": "sheets",
    "Style": "sheets",
    "Table": "sheets",
    "assumptions": "gaps",
    "brief": "briefs",
    "cards": "sections",
    "changes": "standing",
    "clauses": "tables",
    "doubts": "gaps",
    "each": "sections",
    "estimated": "sources",
    "figures": "sources",
    "lost": "tables",
    "missing": "gaps",
    "responsible": "sources",
    "scenarios": "standing",
    "section": "sections",
    "stylesheet": "sheets",
    "totals": "tables",
    "verdict": "tables",
    "vetoes": "tables",
    "waterfall": "waterfalls",
    "working": "workings",
}
__all__ = ["closing", "end_mark_text", *_MODULES, *_PLACES]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
