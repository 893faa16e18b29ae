"""Where the sources ask the catalogue for phrases: which keys, with which parts, in which room's name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from house.sources import Module, modules

SPEAKERS = {
    ("analysis.catalogue", "view_phrase"): "views",
    ("analysis.views.words", "say"): "views",
    ("analysis.catalogue", "panel_phrase"): "panel",
    ("analysis.catalogue", "training_phrase"): "training",
    ("analysis.catalogue", "workbook_phrase"): "workbook",
    ("analysis.catalogue", "document_phrase"): "document",
    ("analysis.catalogue", "report_phrase"): "report",
    ("analysis.catalogue", "page_phrase"): "page",
}
WORKBOOKS, BY_LAYOUT = "analysis.reports.workbooks", ("layout.say", "self.layout.say")


@dataclass(frozen=True)
class Call:
    """One call for a phrase. `keys`: what is written as its key; `composed`: a pattern of what is put together."""

    module: str
    room: str
    line: int
    keys: tuple[str, ...]
    composed: str
    parts: frozenset[str]
    spread: bool

    def place(self, key: str) -> str:
        """The call as a reader finds it."""
        return f"{self.module}, line {self.line}: {key}"


@cache
def calls() -> list[Call]:
    """Every call of the package that asks for a phrase."""
    return [call for module in _modules().values() for call in _calls(module)]


def written(names: set[str]) -> set[str]:
    """Every text that stands in these modules, docstrings apart: keys are passed on from there."""
    return {text for name in names for text in _texts(_modules()[name].tree)}


_modules = cache(modules)


def _calls(module: Module) -> Iterator[Call]:
    speakers = dict(_speakers(module))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in speakers:
            room, key = speakers[ast.unparse(node.func)], node.args[0]
            parts = frozenset(word.arg for word in node.keywords if word.arg)
            spread = any(word.arg is None for word in node.keywords)
            yield Call(module.name, room, node.lineno, tuple(_keys(key)), _composed(key), parts, spread)


def _speakers(module: Module) -> Iterator[tuple[str, str]]:
    """The functions of the module that give phrases, as it calls them, and the room of each."""
    froms = [node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom)]
    for source, name in ((node.module, name) for node in froms for name in node.names):
        if (source, name.name) in SPEAKERS:
            yield name.asname or name.name, SPEAKERS[source, name.name]
        for (place, verb), room in SPEAKERS.items():
            if place == f"{source}.{name.name}":
                yield f"{name.asname or name.name}.{verb}", room
    own = ((name, room) for (source, name), room in SPEAKERS.items() if source == module.name)
    yield from own
    if module.name.startswith(WORKBOOKS):
        yield from ((name, "workbook") for name in BY_LAYOUT)


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_keys(node.body), *_keys(node.orelse))


def _composed(node: ast.expr) -> str:
    """A pattern of the keys that an f-string or a sum of texts can become; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_pattern, node.values))
    return f"{_pattern(node.left)}{_pattern(node.right)}" if isinstance(node, ast.BinOp) else ""


def _pattern(node: ast.expr) -> str:
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else ".+"


def _texts(tree: ast.Module) -> Iterator[str]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return (node.value for node in constants if isinstance(node.value, str))
