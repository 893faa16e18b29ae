"""Names say what a thing is; what is public says it in a docstring and in types; some words stay out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from house.sources import FUNCTION, Module, modules, refuse, shown, texts

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
RUN_TEXT = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "joblib", "yaml"}
PRINTING = {"cli"}

# A bar's plain counterpart: a line on the error stream for each notebook.
PRINTS = {"analysis.reports.watching"}


def test_no_module_has_an_empty_name():
    paths = [path for place in ("src", "tests") for path in texts(place)]
    empty = (shown(path) for path in paths if EMPTY_NAMES & {path.stem, *path.parent.parts})
    refuse(empty, "These names say nothing of what is inside:")


def test_what_is_public_has_a_docstring():
    """Modules, classes and functions; a method may speak by its name."""
    bare = [one.name for one in modules().values() if not ast.get_docstring(one.tree)]
    held = ((one, node) for one in modules().values() for node in _public(one.tree))
    bare += [f"{one.name}: {node.name}" for one, node in held if not ast.get_docstring(node)]
    refuse(bare, "No docstring:")


def test_what_is_public_has_types():
    untyped = (f"{one.name}: {node.name}" for one in modules().values() for node in _callable(one) if not _typed(node))
    refuse(untyped, "Arguments or result without a type:")


def test_no_text_is_run_and_nothing_unsafe_is_read():
    called = ((one.name, node.func.id) for one in modules().values() for node in _calls(one))
    found = [f"{name}: {word}" for name, word in called if word in RUN_TEXT]
    found += [f"{one.name}: {name}" for one in modules().values() for name in _imported(one) & UNSAFE]
    found += [f"{one.name}: pickle" for one in modules().values() if "_pickle" in one.text]
    refuse(found, "These run a text as a program, or read files that can:")


def test_only_the_command_line_prints():
    held = (one for one in modules().values() if one.noun not in PRINTING)
    printing = (one.name for one in held if any(node.func.id == "print" for node in _calls(one)))
    refuse(printing, "These print:", PRINTS)


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX)\b")
    refuse((shown(path) for path in texts("src") if later.search(path.read_text("utf-8"))), "Left for later:")


def _public(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    kinds = (*FUNCTION, ast.ClassDef)
    return (node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_"))


def _callable(module: Module) -> Iterator[ast.FunctionDef]:
    for node in _public(module.tree):
        inner = _public(node) if isinstance(node, ast.ClassDef) else [node]
        yield from (one for one in inner if isinstance(one, FUNCTION))


def _typed(made: ast.FunctionDef) -> bool:
    given = [*made.args.posonlyargs, *made.args.args, *made.args.kwonlyargs]
    return made.returns is not None and all(one.annotation for one in given if one.arg not in ("self", "cls"))


def _calls(module: Module) -> Iterator[ast.Call]:
    nodes = ast.walk(module.tree)
    return (node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))


def _imported(module: Module) -> set[str]:
    nodes = list(ast.walk(module.tree))
    plain = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    return {
        name.partition(".")[0]
        for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }
