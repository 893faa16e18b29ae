"""Identifiers: unified social credit codes checked, repaired and made; duplicates; personal numbers (主体代码)."""

from analysis.identifiers.confirmed import load
from analysis.identifiers.duplicates import shared
from analysis.identifiers.expressions import fault_expression
from analysis.identifiers.failures import FAILURES, Failure, bit, named, words
from analysis.identifiers.kernel import fault, faults
from analysis.identifiers.making import complete, inner_digit
from analysis.identifiers.persons import looks_personal
from analysis.identifiers.repairs import repair
from analysis.identifiers.rules import divisions, standard

__all__ = [
    "FAILURES",
    "Failure",
    "bit",
    "complete",
    "divisions",
    "fault",
    "fault_expression",
    "faults",
    "inner_digit",
    "load",
    "looks_personal",
    "named",
    "repair",
    "shared",
    "standard",
    "words",
]
