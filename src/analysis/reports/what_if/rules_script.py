"""A rulebook's clauses and groups as JavaScript, for a city and month while all other units stand still (规则脚本)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.formulas import Node, script_formulas
from analysis.questions import starting_points
from analysis.rulebooks import DEFAULT, Clause, Group, Reading, clauses
from analysis.scenarios import FieldWord, grids, other_units
from analysis.scorecards import TOTAL, clause_expressions, groups

FIGURES = "v"
"""What the page calls the figures and rule values."""


def rules_script(here: starting_points.StartingPoint) -> str:
    """`rules`: for each clause and each of its readings the functions `points`, `met`, `possible`, `least`.

    Each takes the figures and rule values by name. `rests` and `floors` name what the two limits depend on;
    `alters`: whether the reading can give other points than the default one.
    """
    parts = (f"{json.dumps(name)}: {_clause(here, clause)}" for name, clause in here.book.clauses.items())
    # every comparison is a call, so that a `<` stands in names alone: there it could end the script
    return ("const rules = {\n" + ",\n".join(parts) + "\n};\n").replace("<", "\\u003c")


def _clause(here: starting_points.StartingPoint, clause: Clause) -> str:
    names = formula_names(here, clause)
    readings = (
        f"{json.dumps(name, ensure_ascii=False)}: {_reading(clause, reading, names)}"
        for name, reading in clause.readings.items()
    )
    return "{" + ", ".join(readings) + "}"


def _reading(clause: Clause, reading: Reading, names: Mapping[str, str]) -> str:
    tested = clause.kind == clauses.TESTED
    trees = {
        "points": None if tested else reading.whole("points"), "met": reading.whole("met"),
        "possible": reading.possible, "least": reading.least,
    }  # fmt: skip
    functions = [f"{part}: {_function(tree, names)}" for part, tree in trees.items()]
    spoken = {
        "rests": [clause_expressions.qualified_name(clause, name) for name in _spoken(reading.possible)],
        "floors": [clause_expressions.qualified_name(clause, name) for name in _spoken(reading.least)],
        "alters": reading.possible != clause.reading(DEFAULT).possible,
    }
    return "{" + ", ".join([*functions, *(f"{key}: {json.dumps(said)}" for key, said in spoken.items())]) + "}"


def _spoken(tree: Node | None) -> tuple[str, ...]:
    return tree.names if tree else ()


def _function(tree: Node | None, names: Mapping[str, str]) -> str:
    return f"{FIGURES} => {script_formulas.SCRIPT_MISSING if tree is None else _expression(tree, names)}"


def _expression(tree: Node, names: Mapping[str, str]) -> str:
    return script_formulas.script_formula(tree, names)


def formula_names(here: starting_points.StartingPoint, clause: Clause) -> dict[str, str]:
    """What each name of the clause's formulas, and each of its words that look at the field, is on the page."""
    spoken = {name: None for reading in clause.readings for name in clause.speaks_of(reading)}
    names = {name: _figure(here, clause, name) for name in [*spoken, *clause.values]}
    words = dict.fromkeys(node for reading in clause.readings for node in clause.compared(reading))
    return names | {node.code: _word(here, FieldWord(clause, node), names) for node in words}


def _figure(here: starting_points.StartingPoint, clause: Clause, name: str) -> str:
    if name not in clause.histories:
        return f"{FIGURES}[{json.dumps(clause_expressions.qualified_name(clause, name))}]"
    if name in here.cases.fixed:
        return script_formulas.script_number(here.values.get(name))
    history = clause.histories[name]
    before = grids.earlier_figures(here.cases, clause, history, here.city, here.month)
    supplied = script_formulas.script_number(grids.supplied_history(here.cases, name, here.city, here.month))
    months = ", ".join(map(script_formulas.script_number, before))
    return f'history("{history.how}", {FIGURES}[{json.dumps(history.of)}], [{months}], {supplied})'


def _word(here: starting_points.StartingPoint, word: FieldWord, names: Mapping[str, str]) -> str:
    found = still_word(here, word)
    return script_formulas.SCRIPT_MISSING if found is None else _expression(found, names)


def still_word(here: starting_points.StartingPoint, word: FieldWord) -> Node | None:
    """What a word comes to while all other units stand still; None where it cannot be known for certain."""
    found = other_units.fixed_word(here.cases, word, here.book, (here.city, here.month), here.values)
    return found.low if found is not None and found.sure else None


def compared_clauses(here: starting_points.StartingPoint) -> dict[str, bool]:
    """The clauses that compare units; true where all their words stand on the page, false where some are left out."""
    found = {name: list(_words(clause)) for name, clause in here.book.clauses.items() if clause.is_relative}
    return {name: all(still_word(here, word) is not None for word in words) for name, words in found.items()}


def _words(clause: Clause) -> Iterator[FieldWord]:
    for reading in clause.readings:
        yield from (FieldWord(clause, node) for node in clause.compared(reading))


def field_values(clause: Clause) -> frozenset[str]:
    """The rule values that say with whom it is compared or at which quantile: on the page they stand still."""
    shares = {name for word in _words(clause) for arg in word.node.args[1:] for name in arg.names}
    return frozenset(shares | ({clause.field.fewest} if clause.field and clause.field.fewest else set()))


def node_rows(here: starting_points.StartingPoint) -> list[dict[str, Any]]:
    """The groups and the total, the deepest first, each with what is added up in it and how it is held."""
    return [_node(here, node) for level in groups.nodes_by_depth(here.book) for node in level]


def _node(here: starting_points.StartingPoint, node: str) -> dict[str, Any]:
    book, group = here.book, here.book.groups.get(node)
    below, own = groups.direct_children(book, node)
    stated = book.possible if group is None else group.cap if group.cap is not None else group.possible
    under = book.under(node) if group else tuple(book.clauses.values())
    return {
        "id": node,
        "groups": [child.id for child in below],
        "clauses": [clause.id for clause in own],
        "under": [clause.id for clause in under],
        "stated": stated,
        **_limits(group),
        "bonus": group is not None and group.bonus,
        "open": _has_bonus(here, node),
        "tests": any(clause.group == node for clause in book.of_kind(clauses.TESTED)),
        "total": node == TOTAL,
    }


def _limits(group: Group | None) -> dict[str, Any]:
    if group is None:
        return {"cap": None, "least": None, "choose": None}
    return {"cap": group.cap, "least": group.least, "choose": group.choose}


def _has_bonus(here: starting_points.StartingPoint, node: str) -> bool:
    """Whether points may pass what is possible: a bonus group lies in it."""
    tree = here.book.groups.items()
    return any(group.bonus and (node == TOTAL or node in here.book.path(name)) for name, group in tree)
