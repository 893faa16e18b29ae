"""Modules and functions stay short enough to be read at one sitting."""

from __future__ import annotations

import ast
import statistics

from house.sources import functions, modules, refuse

LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 400, 40, 10


def test_no_module_is_long():
    sizes = {module.name: len(module.text.splitlines()) for module in modules().values()}
    long = (f"{name}: {size}" for name, size in sizes.items() if size > LONGEST_MODULE)
    refuse(long, f"More than {LONGEST_MODULE} lines; make a folder of it:")


def test_no_function_is_long_and_most_are_short():
    bodies = {
        f"{module.name}, {function.name}, line {function.lineno}": _lines(function)
        for module in modules().values()
        for function in functions(module)
    }
    long = (f"{name}: {size}" for name, size in bodies.items() if size > LONGEST_FUNCTION)
    refuse(long, f"Bodies of more than {LONGEST_FUNCTION} lines:")
    assert statistics.median(bodies.values()) <= MEDIAN_FUNCTION, "half of all functions are longer than that"


def _lines(function: ast.FunctionDef) -> int:
    """Lines of the body, the docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0
