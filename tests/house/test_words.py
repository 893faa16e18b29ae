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

# Each may stand for anything: a name says what is held, told, made or known.
VAGUE = {"held", "known", "made", "one", "told"}
# Rooms whose names are still to be gone through; to be empty.
# A bar's plain counterpart: a line on the error stream for each notebook.
PRINTS = {"analysis.reports.publication"}


def test_no_module_has_an_empty_name():
    paths = [path for place in ("src", "tests") for path in texts(place)]
    empty = (shown(path) for path in paths if EMPTY_NAMES & {path.stem, *path.parent.parts})
    refuse(empty, "These names say nothing of what is inside:")


def test_a_name_says_what_it_holds():
    vague = {module: sorted(_bound(module.tree) & VAGUE) for module in modules().values()}
    found = {f"{module.name}: {name}" for module, names in vague.items() for name in names}
    refuse(found, "Names that say nothing:")


def test_what_is_public_has_a_docstring():
    """Modules, classes and functions; a method may speak by its name."""
    bare = [module.name for module in modules().values() if not ast.get_docstring(module.tree)]
    public = ((module, node) for module in modules().values() for node in _public(module.tree))
    bare += [f"{module.name}: {node.name}" for module, node in public if not ast.get_docstring(node)]
    refuse(bare, "No docstring:")


def test_what_is_public_has_types():
    public = ((module, node) for module in modules().values() for node in _callable(module))
    untyped = (f"{module.name}: {node.name}" for module, node in public if not _typed(node))
    refuse(untyped, "Arguments or result without a type:")


def test_no_text_is_run_and_nothing_unsafe_is_read():
    called = ((module.name, node.func.id) for module in modules().values() for node in _calls(module))
    found = [f"{name}: {word}" for name, word in called if word in RUN_TEXT]
    found += [f"{module.name}: {name}" for module in modules().values() for name in _imported(module) & UNSAFE]
    found += [f"{module.name}: pickle" for module in modules().values() if "_pickle" in module.text]
    refuse(found, "These run a text as a program, or read files that can:")


def test_only_the_command_line_prints():
    others = (module for module in modules().values() if module.noun not in PRINTING)
    printing = (module.name for module in others if any(node.func.id == "print" for node in _calls(module)))
    refuse(printing, "These print:", PRINTS)


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX)\b")
    refuse((shown(path) for path in texts("src") if later.search(path.read_text("utf-8"))), "Left for later:")


def _bound(tree: ast.AST) -> set[str]:
    """Every name that a module gives: to values, parameters, functions, classes, parts of objects, imports."""
    return {name for node in ast.walk(tree) for name in _names(node)}


def _names(node: ast.AST) -> list[str | None]:
    if isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        return [name] if isinstance(node.ctx, ast.Store) else []
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.alias):
        return [node.asname]
    return [node.name] if isinstance(node, (*FUNCTION, ast.ClassDef, ast.ExceptHandler)) else []


def _public(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    kinds = (*FUNCTION, ast.ClassDef)
    return (node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_"))


def _callable(module: Module) -> Iterator[ast.FunctionDef]:
    for node in _public(module.tree):
        inner = _public(node) if isinstance(node, ast.ClassDef) else [node]
        yield from (member for member in inner if isinstance(member, FUNCTION))


def _typed(function: ast.FunctionDef) -> bool:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    bare = [argument for argument in given if not argument.annotation and argument.arg not in ("self", "cls")]
    return function.returns is not None and not bare


def _calls(module: Module) -> Iterator[ast.Call]:
    nodes = ast.walk(module.tree)
    return (node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))


def _imported(module: Module) -> set[str]:
    nodes = list(ast.walk(module.tree))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.partition(".")[0]
        for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }
