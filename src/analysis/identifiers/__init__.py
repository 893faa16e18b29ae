"""Identifiers: unified social credit codes checked, repaired and made; duplicates; personal numbers (主体代码)."""

from analysis.identifiers.business_registrations import is_business_registration
from analysis.identifiers.check_characters import check_character, inner_check_digit
from analysis.identifiers.check_expressions import fault_mask_expression
from analysis.identifiers.check_failures import (
    FAILURES,
    CodeFailure,
    failure_bit,
    failure_names,
    failure_wording,
    passing_masks,
)
from analysis.identifiers.check_kernel import fault_mask, fault_masks
from analysis.identifiers.code_repairs import suggested_repair
from analysis.identifiers.duplicates import shared_keys
from analysis.identifiers.genuine_codes import load_genuine_codes
from analysis.identifiers.personal_numbers import is_personal_number
from analysis.identifiers.standards import CODE_ALPHABET, code_standard, division_codes, unknown_division_is_faulty

__all__ = [
    "CODE_ALPHABET",
    "FAILURES",
    "CodeFailure",
    "check_character",
    "code_standard",
    "division_codes",
    "failure_bit",
    "failure_names",
    "failure_wording",
    "fault_mask",
    "fault_mask_expression",
    "fault_masks",
    "inner_check_digit",
    "is_business_registration",
    "is_personal_number",
    "load_genuine_codes",
    "passing_masks",
    "shared_keys",
    "suggested_repair",
    "unknown_division_is_faulty",
]
