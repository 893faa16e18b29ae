"""A formula as a spreadsheet's formula: Excel 2010 and later, WPS, LibreOffice (公式写成电子表格公式).

What is missing is an error value (#N/A) in the cells that the names stand for, so that it stays missing through
arithmetic, comparisons, `MIN` and `MAX`; a denominator of zero is an error by itself. Truths are three-valued.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.formulas.language import TOLERANCE, Node

SPREADSHEET_MISSING = "NA()"
LONGEST_SPREADSHEET_FORMULA = 8192
"""Characters of a formula that Excel takes."""

_SLACK = f"{TOLERANCE:.0E}".replace("E-0", "E-")
_RANKS = {"gt": 1, "ge": 1, "lt": 1, "le": 1, "eq": 1, "ne": 1, "add": 2, "sub": 2, "mul": 3, "div": 3, "neg": 4}
_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_COMPARED = {"gt": (">", "+"), "ge": (">=", "-"), "lt": ("<", "-"), "le": ("<=", "+")}
_ALONE = 5


def spreadsheet_formula(tree: Node, names: Mapping[str, str]) -> str:
    """The tree as a spreadsheet's formula, without the `=`; `names` gives each name's cell or defined name.

    The cell of a missing name must hold an error, never a text or nothing: `MIN` would pass over it.
    The result is a number or a truth, an error where the engine gives a missing value; equal to the engine's
    within its tolerance. No function is newer than Excel 2007.
    """
    return _text(tree, names, 0)


def spreadsheet_and(parts: list[str]) -> str:
    """Truths joined by `and`: false as soon as one is, missing where one that could decide is."""
    if len(parts) == 1:
        return parts[0]
    guarded = ",".join(f"IFERROR({part},TRUE)" for part in parts)
    return f"IF(AND({guarded}),AND({','.join(parts)}),FALSE)"


def spreadsheet_or(parts: list[str]) -> str:
    """Truths joined by `or`: true as soon as one is, missing where one that could decide is."""
    if len(parts) == 1:
        return parts[0]
    guarded = ",".join(f"IFERROR({part},FALSE)" for part in parts)
    return f"IF(OR({guarded}),TRUE,OR({','.join(parts)}))"


def spreadsheet_number(amount: float) -> str:
    """A number as spreadsheets read it back to the last digit."""
    return repr(int(amount)) if amount == int(amount) and abs(amount) < 1 / TOLERANCE else repr(float(amount))


def _text(tree: Node, names: Mapping[str, str], rank: int) -> str:
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number" and tree.value is None:
        return SPREADSHEET_MISSING
    if tree.op == "number":
        return spreadsheet_number(float(tree.value))  # type: ignore[arg-type]
    if tree.op == "steps":
        return _steps(tree, names)
    if tree.op in _CALLS:
        return _CALLS[tree.op]([_text(arg, names, 0) for arg in tree.args])
    own = _RANKS.get(tree.op, _ALONE)
    text = _operation(tree, names, own)
    return f"({text})" if own < rank else text


def _operation(tree: Node, names: Mapping[str, str], own: int) -> str:
    if tree.op == "neg":
        return "-" + _text(tree.args[0], names, own + 1)
    if tree.op in ("eq", "ne"):
        left, right = (_text(arg, names, _RANKS["sub"] + place) for place, arg in enumerate(tree.args))
        return f"ABS({left}-{right}){'<=' if tree.op == 'eq' else '>'}{_SLACK}"
    # operands of the same rank on the right stay in brackets: floats add and multiply in the engine's order
    if tree.op in _COMPARED:
        sign, slack = _COMPARED[tree.op]
        left, right = (_text(arg, names, _RANKS["add"]) for arg in tree.args)
        return f"{left}{sign}{right}{slack}{_SLACK}"
    left, right = (_text(arg, names, own + place) for place, arg in enumerate(tree.args))
    return f"{left}{_SIGNS[tree.op]}{right}"


def _steps(tree: Node, names: Mapping[str, str]) -> str:
    x, start, step = tree.args
    whole = Node("div", (Node("sub", (x, start)), step))
    return f"INT({_text(whole, names, _RANKS['add'])}+{_SLACK})"


_CALLS: dict[str, Callable[[list[str]], str]] = {
    "min": lambda parts: f"MIN({','.join(parts)})",
    "max": lambda parts: f"MAX({','.join(parts)})",
    "when": lambda parts: f"IF({','.join(parts)})",
    "and": spreadsheet_and,
    "or": spreadsheet_or,
    "not": lambda parts: f"NOT({parts[0]})",
}
