"""A public name means one thing in the whole package, and every name says what it holds."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from house.sources import FUNCTION, Module, modules, refuse

# Verbs that mean the same wherever they stand; the module's name says of what.
VERBS = {"load", "save", "read", "write", "check", "main"}

# A command is called as its user types it, also where the verb behind it bears the same name.
COMMANDS = "cli"

# A register's definition and its facts bear the register's name; a command's module bears the command's.
MIRRORED = {"analysis.registers.definitions", "analysis.facts.measured", "analysis.cli"}

# Words that would fit anything.
EMPTY = {"held", "one", "told", "made", "known"}


def test_a_public_name_stands_in_one_module_only():
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules().values():
        if module.noun != COMMANDS:
            for name in _public(module):
                places[name].append(module.name)
    found = (f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1 and name not in VERBS)
    refuse(found, "One name for two things; say what each gives back:")


def test_no_two_modules_bear_one_name():
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules().values():
        if module.path.stem != "__init__" and module.name.rpartition(".")[0] not in MIRRORED:
            places[module.path.stem].append(module.name)
    found = (f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1)
    refuse(found, "These modules share a name:")


def _public(module: Module) -> Iterator[str]:
    kinds = (*FUNCTION, ast.ClassDef)
    named = (node.name for node in module.tree.body if isinstance(node, kinds) and not node.name.startswith("_"))
    return iter(dict.fromkeys(named))


def test_no_name_says_nothing_of_what_it_holds():
    """A frame, a clause, a row, a path: whoever reads a name knows what it is."""
    found = (
        f"{module.name}, line {line}: {name}"
        for module in modules().values()
        for name, line in _bound(module)
        if name in EMPTY
    )
    refuse(found, "Say what it holds:")


def _bound(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, (*FUNCTION, ast.ClassDef)):
            yield node.name, node.lineno
