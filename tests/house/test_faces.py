"""Rooms speak to each other through their faces: what is public is exported, what is inside stays inside."""

from __future__ import annotations

import ast

from house.sources import Module, modules, refuse


def test_no_import_reaches_past_a_face():
    """From another room: the room's own names and public modules, or those of a package within it."""
    every = modules()
    found = (
        f"{module.name}: from {node.module} import {', '.join(alias.name for alias in node.names)}"
        for module in every.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and _reaches_inside(module, node, every)
    )
    refuse(found, "Export it in the room's __init__, or import the module through it:")


def test_what_a_face_offers_is_there():
    faces = (module for module in modules().values() if module.path.stem == "__init__")
    doubled = (f"{face.name}: {name}" for face in faces for name in _twice(face))
    refuse(doubled, "Named twice in __all__:")


def _reaches_inside(module: Module, node: ast.ImportFrom, every: dict[str, Module]) -> bool:
    source = every.get(node.module or "")
    if source is None or source.noun in ("", module.noun):
        return False
    return len(source.parts) > 1 and source.path.stem != "__init__"


def _twice(face: Module) -> set[str]:
    offered = [
        item.value
        for node in face.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for item in ast.walk(node.value)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    return {name for name in offered if offered.count(name) > 1}
