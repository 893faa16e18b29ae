"""Modules import only downwards, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from house.sources import Module, modules, refuse

LAYERS = (
    ("problems", "text_normalisation"),
    ("paths",),
    ("file_checks", "toml_tables"),
    ("catalogue", "contracts", "identifiers", "calendars", "hidden_cells"),
    ("registers",),
    ("facts",),
    ("formulas", "simulations"),
    ("rulebooks",),
    ("scenarios", "departments"),
    ("scorecards", "signatures", "workplans"),
    ("questions", "assessment_tables"),
    ("views",),
    ("documents",),
    ("reports", "training"),
    ("cli",),
)
LAYER = {noun: layer for layer, nouns in enumerate(LAYERS) for noun in nouns}

# The commands are loaded only when the command line runs; they take their exit codes from beside `main`.
LATE = {("analysis.cli", "analysis.cli.commands")}


def test_every_noun_has_its_layer():
    every = modules().values()
    refuse({module.noun for module in every if module.noun and module.noun not in LAYER}, "These stand in no layer:")


def test_imports_go_only_downwards():
    found = (f"{upper.name} imports {two.name}" for upper, two in _imports() if not _may_import(upper, two))
    refuse(found, "These import upwards or sideways:")


def test_no_module_imports_itself_by_way_of_others():
    below: dict[str, set[str]] = {}
    for upper, two in _imports():
        if (upper.name, two.name) not in LATE:
            below.setdefault(upper.name, set()).add(two.name)
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        refuse([" → ".join(reversed(error.args[1]))], "These import each other in a circle:")


def test_an_import_held_excused_is_still_there():
    refuse([], "", {" → ".join(pair) for pair in LATE - {(upper.name, two.name) for upper, two in _imports()}})


def _may_import(upper: Module, two: Module) -> bool:
    if upper.noun == two.noun or not upper.noun:
        return True
    return not two.noun or LAYER.get(two.noun, len(LAYERS)) < LAYER.get(upper.noun, len(LAYERS))


@lru_cache(maxsize=1)
def _imports() -> tuple[tuple[Module, Module], ...]:
    """Which module imports which: inside functions too, and where only types speak of it."""
    every = modules()
    named = {
        module.name: {name for node in ast.walk(module.tree) for name in _named(node, module, every)}
        for module in every.values()
    }
    return tuple((every[upper], every[name]) for upper, names in named.items() for name in sorted(names - {upper}))


def _named(node: ast.AST, module: Module, every: dict[str, Module]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in every)
    elif isinstance(node, ast.ImportFrom):
        source = _source(node, module)
        full = (f"{source}.{alias.name}" for alias in node.names)
        yield from (name if name in every else source for name in full if source in every)


def _source(node: ast.ImportFrom, module: Module) -> str:
    """The module an import speaks of, also where it is written with dots."""
    whole = module.name.split(".") + (["__init__"] if module.path.stem == "__init__" else [])
    above = whole[: len(whole) - node.level] if node.level else []
    return ".".join([*above, *filter(None, [node.module])])
