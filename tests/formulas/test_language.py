"""The language is closed: what is on the list parses, and nothing else does."""

import warnings

import pytest

from analysis.formulas import TOLERANCE, FormulaError, Node, evaluate, parse_formula
from analysis.formulas.language import DEEPEST_NESTING, FIELD_WORDS, FORMULA_WORDS, LONGEST_FORMULA

ATTACKS = [
    "",
    " ",
    "a b",
    "a.b",
    "a.__class__",
    "().__class__.__bases__",
    "__import__('os')",
    "open(a)",
    "eval(a)",
    "abs(a)",
    "sum(a, b)",
    "round(a, b)",
    "min.__call__(a, b)",
    "(min)(a, b)(a, b)",
    "min(*a)",
    "min(a, b, key=c)",
    "min(**a)",
    "when(a, b, otherwise=c)",
    "lambda: a",
    "lambda a: a",
    "[a for a in b]",
    "{a for a in b}",
    "{a: b for a in b}",
    "(a for a in b)",
    "min(a for a in b)",
    "[a, b]",
    "(a, b)",
    "{a}",
    "{}",
    "a[0]",
    "a[0:1]",
    "f'{a}'",
    "'a'",
    '"a"',
    "b'a'",
    "'a' 'b'",
    "a := b",
    "(a := b)",
    "a = b",
    "a == b == c",
    "0 < a < 1",
    "a if b else c",
    "a ** b",
    "a // b",
    "a % b",
    "a @ b",
    "a & b",
    "a | b",
    "a ^ b",
    "a << b",
    "a >> b",
    "~a",
    "+a",
    "a is b",
    "a in b",
    "a not in b",
    "await a",
    "yield a",
    "*a",
    "a; b",
    "a\nb",
    "import os",
    "True",
    "False",
    "None",
    "...",
    "a\x00b",
    "a，b",
    "min(a，b)",
]


def leaf(name):
    return Node("name", value=name)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b", Node("add", (leaf("a"), leaf("b")))),
        ("a - b", Node("sub", (leaf("a"), leaf("b")))),
        ("a * b", Node("mul", (leaf("a"), leaf("b")))),
        ("a / b", Node("div", (leaf("a"), leaf("b")))),
        ("-a", Node("neg", (leaf("a"),))),
        ("not a", Node("not", (leaf("a"),))),
        ("a < b", Node("lt", (leaf("a"), leaf("b")))),
        ("a <= b", Node("le", (leaf("a"), leaf("b")))),
        ("a > b", Node("gt", (leaf("a"), leaf("b")))),
        ("a >= b", Node("ge", (leaf("a"), leaf("b")))),
        ("a == b", Node("eq", (leaf("a"), leaf("b")))),
        ("a != b", Node("ne", (leaf("a"), leaf("b")))),
        ("a and b and c", Node("and", (leaf("a"), leaf("b"), leaf("c")))),
        ("a or b", Node("or", (leaf("a"), leaf("b")))),
        ("min(a, b, c)", Node("min", (leaf("a"), leaf("b"), leaf("c")))),
        ("max(a, 0)", Node("max", (leaf("a"), Node("number", value=0.0)))),
        ("when(a, b, 1)", Node("when", (leaf("a"), leaf("b"), Node("number", value=1.0)))),
        ("steps(a, b, c)", Node("steps", (leaf("a"), leaf("b"), leaf("c")))),
        ("  ( a )  ", leaf("a")),
    ],
)
def test_every_construct_of_the_language_parses(text, tree):
    assert parse_formula(text) == tree


def test_products_bind_closer_than_sums_and_sums_closer_than_comparisons():
    assert parse_formula("a + b * c >= d") == parse_formula("((a + (b * c)) >= d)")
    assert parse_formula("not a > b and c") == parse_formula("(not (a > b)) and c")
    assert parse_formula("-a * b") == parse_formula("(-a) * b")


def test_names_are_listed_once_in_order_of_mention():
    assert parse_formula("when(b > a, min(a, c), b)").names == ("b", "a", "c")


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_else_parses(text):
    with pytest.raises(FormulaError) as refused:
        parse_formula(text)
    assert refused.value.zh and refused.value.en


@pytest.mark.parametrize("number", ["2", "0.5", "1e3", "1e400", "0.1", "100", "-2", "1j", "0x10", "1_0", "9" * 500])
def test_numbers_other_than_zero_and_one_belong_among_the_values(number):
    with pytest.raises(FormulaError, match=r"may not stand in a formula|not part of|not a formula"):
        parse_formula(f"a * {number}")


@pytest.mark.parametrize("number", ["0", "1", "0.0", "1.0"])
def test_zero_and_one_may_stand(number):
    assert parse_formula(number) == Node("number", value=float(number))


@pytest.mark.parametrize(
    "text", ["min(a)", "min()", "max(a)", "when(a, b)", "when(a, b, c, d)", "steps(a, b)", "steps(a, b, c, d)"]
)
def test_a_word_with_too_few_or_too_many_operands_is_refused(text):
    with pytest.raises(FormulaError, match="operands"):
        parse_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "a + " * LONGEST_FORMULA + "a",
        " " * (LONGEST_FORMULA + 1),
        "(" * 900 + "a" + ")" * 900,
        "-" * 1900 + "a",
        "~" * 1900 + "a",
        "not " * 400 + "a",
        "a" + ".b" * 900,
        "a" + "[0]" * 600,
        "[" * 190 + "]" * 190,
        "min(a, " * 190 + "a" + ")" * 190,
        "a" + " + a" * (DEEPEST_NESTING + 1),
        "\ud800",
    ],
)
def test_huge_and_deep_texts_are_refused_in_words_and_never_crash(text):
    with pytest.raises(FormulaError):
        parse_formula(text)


def test_nesting_up_to_the_limit_parses():
    assert parse_formula("-" * (DEEPEST_NESTING - 1) + "a").names == ("a",)


@pytest.mark.parametrize("text", ["1or a", "0if a else b", "1is a"])
def test_what_python_only_warns_of_is_refused_and_warns_nobody(text):
    with warnings.catch_warnings(record=True) as warned, pytest.raises(FormulaError):
        parse_formula(text)
    assert not warned


def test_the_vocabulary_is_four_words_and_six_that_compare_units():
    """A new word needs two clauses that want it."""
    assert {*FORMULA_WORDS} - {*FIELD_WORDS} == {"min", "max", "when", "steps"}
    assert {*FIELD_WORDS} == {"highest", "lowest", "mean", "quantile", "place", "standing"}


def worked(text, **names):
    return evaluate(parse_formula(text), names)


@pytest.mark.parametrize(
    ("text", "names", "outcome"),
    [
        ("a + b", {"a": 1.5, "b": 2.0}, 3.5),
        ("a - b", {"a": 1.5, "b": 2.0}, -0.5),
        ("a * b", {"a": 1.5, "b": 2.0}, 3.0),
        ("a / b", {"a": 3.0, "b": 2.0}, 1.5),
        ("-a", {"a": 3.0}, -3.0),
        ("min(a, b, 1)", {"a": 3.0, "b": 2.0}, 1.0),
        ("max(a, b, 0)", {"a": 3.0, "b": 2.0}, 3.0),
        ("when(a > b, 1, 0)", {"a": 3.0, "b": 2.0}, 1.0),
        ("steps(a, b, c)", {"a": 0.7, "b": 0.5, "c": 0.1}, 2.0),
        ("steps(a, b, c)", {"a": 0.69, "b": 0.5, "c": 0.1}, 1.0),
        ("steps(a, b, c)", {"a": 0.45, "b": 0.5, "c": 0.1}, -1.0),
    ],
)
def test_each_operation(text, names, outcome):
    assert worked(text, **names) == pytest.approx(outcome, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["a + b", "a - b", "a * b", "a / b", "-a", "min(a, b)", "max(b, a)", "a > b", "b == a", "steps(a, b, b)"]
)
def test_what_is_missing_makes_the_outcome_missing(text):
    assert worked(text, a=None, b=1.0) is None


def test_a_zero_denominator_and_a_zero_step_are_missing():
    assert worked("a / b", a=1.0, b=0.0) is None
    assert worked("steps(a, b, c)", a=1.0, b=0.0, c=0.0) is None


def test_when_looks_only_at_the_branch_it_takes():
    assert worked("when(a > 0, b, 0)", a=0.0, b=None) == 0.0
    assert worked("when(a > 0, b, 0)", a=1.0, b=None) is None
    assert worked("when(a > 0, b, 0)", a=None, b=1.0) is None


def test_and_or_are_decided_by_what_is_certain():
    assert worked("a and b", a=0.0, b=None) is False
    assert worked("a and b", a=1.0, b=None) is None
    assert worked("a or b", a=1.0, b=None) is True
    assert worked("a or b", a=0.0, b=None) is None
    assert worked("not a", a=None) is None
    assert worked("a and b and c", a=None, b=None, c=0.0) is False


def test_comparisons_hold_within_the_tolerance_and_not_beyond():
    inside, outside = TOLERANCE / 2, TOLERANCE * 2
    for apart, alike in ((inside, True), (outside, False)):
        assert worked("a == b", a=1.0 + apart, b=1.0) is alike
        assert worked("a <= b", a=1.0 + apart, b=1.0) is alike
        assert worked("a >= b", a=1.0 - apart, b=1.0) is alike
        assert worked("a > b", a=1.0 + apart, b=1.0) is not alike
        assert worked("a < b", a=1.0 - apart, b=1.0) is not alike
        assert worked("a != b", a=1.0 + apart, b=1.0) is not alike


def test_an_unknown_name_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        worked("a + b", a=1.0)
