"""Formulas: the closed language clauses are written in (公式)."""

from analysis.formulas.compiler import expression, missing_inputs
from analysis.formulas.language import TOLERANCE, FormulaError, Node, evaluate, parse_formula
from analysis.formulas.notation import formula_latex, formula_text, number_text, substituted_formula

__all__ = [
    "TOLERANCE",
    "FormulaError",
    "Node",
    "evaluate",
    "expression",
    "formula_latex",
    "formula_text",
    "missing_inputs",
    "number_text",
    "parse_formula",
    "substituted_formula",
]
