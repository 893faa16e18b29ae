"""Formulas: the closed language clauses are written in (公式)."""

from analysis.formulas.arithmetic import TOLERANCE, value
from analysis.formulas.expressions import expression
from analysis.formulas.language import FormulaError, Node, parse
from analysis.formulas.needs import needs
from analysis.formulas.writing import latex, named, number, substituted

__all__ = [
    "TOLERANCE",
    "FormulaError",
    "Node",
    "expression",
    "latex",
    "named",
    "needs",
    "number",
    "parse",
    "substituted",
    "value",
]
