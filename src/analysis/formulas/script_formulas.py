"""A formula as JavaScript, for pages that score without Python (公式写成网页脚本).

Each operation is a call of the function of its name in `templates/operations.js`; numbers are the same doubles and
operations stand in the same order as in the engine. What is missing is null, all the way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from analysis.formulas.language import FIELD_WORDS, Node

SCRIPT_MISSING = "null"


def script_formula(tree: Node, names: Mapping[str, str]) -> str:
    """The tree as a JavaScript expression; `names` gives each name's expression, and that of a word by its `code`.

    Gives a number, a truth, or null where the engine gives a missing value.
    """
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op in FIELD_WORDS:
        return names[tree.code]
    if tree.op == "number":
        return script_number(tree.value)  # type: ignore[arg-type]
    return f"{_FUNCTIONS.get(tree.op, tree.op)}({', '.join(script_formula(arg, names) for arg in tree.args)})"


def script_number(amount: float | None) -> str:
    """A number as JavaScript reads it back to the last digit; null where it is missing."""
    return SCRIPT_MISSING if amount is None else json.dumps(amount, allow_nan=False)


def script_operations() -> str:
    """The functions that the expressions call."""
    return (Path(__file__).parent / "templates" / "operations.js").read_text(encoding="utf-8")


_FUNCTIONS = {"and": "all", "or": "any", "min": "least", "max": "most"}
"""Operations whose name is a word of JavaScript, or says less than it might."""
