"""What is still to be done on a rulebook: formulas to write, proposals to confirm, values and units to enter (待办)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis.departments import city_departments
from analysis.facts import kind_of_word
from analysis.rulebooks import Clause, Rulebook, RulebookName, clause_limit, load
from analysis.text_normalisation import folded

EACH = "各"
OPEN, PROPOSED, UNSET, UNITS = "open", "proposed", "unset", "units"
WORK = {
    "clause": pl.String,
    "title_zh": pl.String,
    "title": pl.String,
    "possible": pl.Float64,
    "work": pl.String,
    "zh": pl.String,
    "en": pl.String,
}


def open_work(rulebook: RulebookName) -> pl.DataFrame:
    """What is to be done, one row each: `clause, title_zh, title, possible, work, zh, en`, in the rulebook's order.

    Units that are not known come last, each once, with the clauses that name it and no clause of its own.

    `work`: open (no formula yet), proposed (a formula to be confirmed), unset (a value that no source gives), units
    (an office's own document names a unit that the table of departments does not have). `zh`, `en`: why, or what.
    """
    book = load(rulebook)
    rows = [row for clause in book.clauses.values() for row in _work(book, clause)]
    rows += _strange(book)
    return pl.DataFrame(rows, schema=WORK, orient="row")


def _work(book: Rulebook, clause: Clause) -> Iterator[tuple[Any, ...]]:
    said = [note for note in clause.notes if note.mark == PROPOSED]
    zh, en = " ".join(note.zh for note in said), " ".join(note.en for note in said)
    if clause.blank:
        yield (*_head(clause), OPEN, zh, en)
    elif clause.provenance == PROPOSED:
        yield (*_head(clause), PROPOSED, zh, en)
    for value in clause.values.values():
        if value.amount is None:
            yield (*_head(clause), UNSET, value.zh, f"{clause.id}.{value.name}")


def _strange(book: Rulebook) -> list[tuple[Any, ...]]:
    """The units that are not in the table of departments, a row each, with the clauses that name them.

    A kind of unit as a whole (各镇、街道) is no unit to be entered: each is judged on its own clause.
    """
    named: dict[str, list[str]] = {}
    for clause in book.clauses.values():
        for name in [name for name in unknown_units(book, clause) if not _is_kind(name)]:
            named.setdefault(name, []).append(clause.id)
    return [
        ("", "", "", None, UNITS, f"{name}（第{'、'.join(ids)}项）", f"{name} ({', '.join(ids)})")
        for name, ids in named.items()
    ]


def _is_kind(name: str) -> bool:
    return kind_of_word(folded(name).removeprefix(EACH)) is not None


def _head(clause: Clause) -> tuple[Any, ...]:
    most = clause_limit(clause, "possible") if clause.kind == "score" else None
    return clause.id, clause.title_zh, clause.title, most


def unknown_units(book: Rulebook, clause: Clause) -> list[str]:
    """The units that an office's own document prints for a clause and the table of departments does not have."""
    spellings = city_departments().spellings if book.own else {}
    return [name for name in clause.responsible if book.own and folded(name) not in spellings]
