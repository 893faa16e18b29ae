"""What a module imports stands at its top; inside functions only what is optional or slow, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house.sources import Module, functions, modules, refuse

# What may be imported where it is used, by its package or room, and why.
LATE = {
    "IPython": "only a notebook shows views so, and a command never does",
    "SALib": "only the question of uncertainty needs it, and it brings scipy",
    "analysis.reports": "the machinery of notebooks: nothing of it for --help or a wrong word",
    "analysis.views.panels": "widgets: only the app and its notebook have them",
    "cryptography": "only who signs or checks needs it",
    "ipykernel": "only the process that runs notebooks has a kernel",
    "jinja2": "only pages need it",
    "jupyter_client": "only a run of notebooks starts kernels",
    "nbformat": "only the process that runs notebooks reads them",
    "numpy": "few cases are scored without it",
    "openpyxl": "only workbooks need it",
    "papermill": "only the process that runs notebooks needs it",
    "plotly": "documents take a chart's bars, and a command draws none",
    "pyarrow": "few cases are scored without it",
    "pyspark": "optional, and it starts a machine of its own",
    "python_calamine": "only the process that reads workbooks needs it",
    "rich": "only tables of a command need it",
    "scipy": "few questions need it",
    "traitlets": "only the process that runs notebooks needs it",
    "typst": "only PDF and pictures for DOCX need it",
    "xlsxwriter": "only what is written as a workbook needs it",
}


def test_imports_stand_at_the_top():
    late = ((module, node) for module in modules().values() for node in _late(module))
    found = (
        f"{module.name}, line {node.lineno}: {name}"
        for module, node in late
        for name in _imported(node)
        if not _excused(name) and not _explained(module, node)
    )
    refuse(found, "Imported inside a function without a reason beside it:")


def test_each_reason_is_still_needed():
    used = [name for module in modules().values() for node in _late(module) for name in _imported(node)]
    refuse({name for name in LATE if not any(_below(other, name) for other in used)}, "Nothing imports these late:")


def _late(module: Module) -> Iterator[ast.Import | ast.ImportFrom]:
    inner = {id(node): node for function in functions(module) for node in ast.walk(function)}
    return (node for node in inner.values() if isinstance(node, ast.Import | ast.ImportFrom))


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """In full: `from analysis import reports` as `analysis.reports`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def _excused(name: str) -> bool:
    return any(_below(name, package) for package in LATE)


def _below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _explained(module: Module, node: ast.stmt) -> bool:
    """A comment on the line itself or on the line above."""
    lines = module.text.splitlines()[node.lineno - 2 : node.lineno]
    return lines[0].lstrip().startswith("#") or "  # " in lines[1]
