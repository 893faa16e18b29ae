"""Modules import only downwards, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from house.sources import Module, modules, refuse

LAYERS = (
    ("problems", "paths", "text_normalisation"),
    ("contracts", "identifiers", "calendars", "file_checks", "toml_tables"),
    ("registers",),
    ("facts",),
    ("formulas", "simulations"),
    ("rulebooks",),
    ("scenarios", "departments"),
    ("scorecards", "workplans"),
    ("questions",),
    ("views",),
    ("documents",),
    ("reports", "training"),
    ("cli",),
)
LAYER = {noun: layer for layer, nouns in enumerate(LAYERS) for noun in nouns}

# The commands are loaded only when the command line runs; they take their exit codes from beside `main`.
LATE = {("analysis.cli", "analysis.cli.commands")}


def test_every_noun_has_its_layer():
    held = modules().values()
    refuse({one.noun for one in held if one.noun and one.noun not in LAYER}, "These stand in no layer:")


def test_imports_go_only_downwards():
    found = (f"{one.name} imports {two.name}" for one, two in _imports() if not _may_import(one, two))
    refuse(found, "These import upwards or sideways:")


def test_no_module_imports_itself_by_way_of_others():
    below: dict[str, set[str]] = {}
    for one, two in _imports():
        if (one.name, two.name) not in LATE:
            below.setdefault(one.name, set()).add(two.name)
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        refuse([" → ".join(reversed(error.args[1]))], "These import each other in a circle:")


def test_an_import_held_excused_is_still_there():
    refuse([], "", {" → ".join(pair) for pair in LATE - {(one.name, two.name) for one, two in _imports()}})


def _may_import(one: Module, two: Module) -> bool:
    if one.noun == two.noun or not one.noun:
        return True
    return not two.noun or LAYER.get(two.noun, len(LAYERS)) < LAYER.get(one.noun, len(LAYERS))


def _imports() -> Iterator[tuple[Module, Module]]:
    """Which module imports which, inside functions too; not what only the types speak of."""
    held = modules()
    for module in held.values():
        typed = {id(node) for block in ast.walk(module.tree) if _for_types(block) for node in ast.walk(block)}
        nodes = [node for node in ast.walk(module.tree) if id(node) not in typed]
        for name in sorted({name for node in nodes for name in _named(node, module, held)} - {module.name}):
            yield module, held[name]


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _named(node: ast.AST, module: Module, held: dict[str, Module]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names if one.name in held)
    elif isinstance(node, ast.ImportFrom):
        source = _source(node, module)
        full = (f"{source}.{one.name}" for one in node.names)
        yield from (name if name in held else source for name in full if source in held)


def _source(node: ast.ImportFrom, module: Module) -> str:
    """The module an import speaks of, also where it is written with dots."""
    whole = module.name.split(".") + (["__init__"] if module.path.stem == "__init__" else [])
    above = whole[: len(whole) - node.level] if node.level else []
    return ".".join([*above, *filter(None, [node.module])])
