"""Draws the frozen scorecards anew, to be looked through as a diff: `python tests/scorecards/frozen/redraw.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis import facts, rulebooks, scenarios, scorecards

CITY, MONTH = "320281", "2021-03"
CARDS = {
    "hard-2019": ("hard-2019", "baseline"),
    "monitoring-2021": ("monitoring-2021", "baseline"),
    "monitoring-2021.assumed-benchmarks": ("monitoring-2021", "assumed-benchmarks"),
}
PARTS = ("points", "low", "high", "possible", "met", "bound", "reading", "missing")


def drawn(name: str) -> str:
    """The sample city's card as text: a line a clause, then a line a group, unrounded; empty is not known."""
    book, scenario = CARDS[name]
    card = scorecards.card(facts.up_to(CITY, MONTH), rulebooks.load(book), CITY, MONTH, scenarios.load_all([scenario]))
    return "\n".join([",".join(("clause", *PARTS)), *_lines(card), ""])


def _lines(card: scorecards.Card) -> Iterator[str]:
    for row in card.points.iter_rows(named=True):
        yield _line(row["clause"], row | {"missing": " ".join(row["missing"])})
    for row in card.nodes.iter_rows(named=True):
        yield _line(row["node"], row | {"met": card.total()["passes"] if row["level"] == 0 else None})


def _line(name: str, row: dict[str, object]) -> str:
    parts = [row.get(part) for part in PARTS]
    return ",".join([name, *("" if part is None else str(part) for part in parts)])


if __name__ == "__main__":
    for card_name in CARDS:
        (Path(__file__).parent / f"{card_name}.csv").write_text(drawn(card_name), "utf-8")
