"""Formulas written for readers: in names, with the numbers put in, in Chinese and English, as LaTeX."""

import pytest

from analysis.formulas import formula_latex, formula_text, number_text, parse_formula, substituted_formula
from analysis.formulas.notation import deciding_part

ITEM_17 = parse_formula("when(launched and share > half, min(most, first + each * steps(share, half, step)), 0)")
VALUES = {"launched": 1.0, "half": 0.5, "most": 4.0, "first": 1.5, "each": 0.5, "step": 0.1}
LABELS = {"share": "占比", "half": "起步比例", "most": "最高分", "first": "起步分", "each": "每档加分", "step": "每档"}


def test_item_17_at_70_percent_reads_as_a_clerk_would_write_it():
    assert substituted_formula(ITEM_17, VALUES | {"share": 0.7}) == "1.5 + 0.5 × 2"


def test_of_min_only_what_binds_is_written():
    assert substituted_formula(ITEM_17, VALUES | {"share": 1.0, "most": 3.0}) == "3"
    assert (
        substituted_formula(parse_formula("max(0, most - each * k)"), {"most": 4.0, "each": 0.5, "k": 3.0})
        == "4 − 0.5 × 3"
    )
    assert substituted_formula(parse_formula("max(0, most - each * k)"), {"most": 4.0, "each": 0.5, "k": 9.0}) == "0"


def test_where_the_sum_just_reaches_the_cap_the_sum_is_written():
    assert substituted_formula(ITEM_17, VALUES | {"share": 1.0}) == "1.5 + 0.5 × 5"


def test_of_when_only_the_branch_taken_is_written():
    assert substituted_formula(ITEM_17, VALUES | {"share": 0.4}) == "0"


def test_where_the_choice_is_missing_the_whole_formula_is_written_and_says_so():
    assert substituted_formula(ITEM_17, VALUES | {"share": None}, "en") == (
        "if 1 and missing > 0.5 then min(4, 1.5 + 0.5 × (whole steps of 0.1 by which missing exceeds 0.5)), else 0"
    )
    assert "缺失" in substituted_formula(ITEM_17, VALUES | {"share": None})


def test_the_formula_in_names_in_both_languages():
    assert formula_text(ITEM_17, LABELS | {"launched": "已开展"}) == (
        "若 已开展 且 占比 > 起步比例，则 取小（最高分，"
        "起步分 + 每档加分 × （占比 超出 起步比例 的部分每满 每档 计一档））；否则 0"
    )
    assert formula_text(parse_formula("when(not a or b >= c, min(a, b), max(b, c))"), {}, "en") == (
        "if not a or b ≥ c then min(a, b), else max(b, c)"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a - (b - c)", "a − (b − c)"),
        ("a - b - c", "a − b − c"),
        ("a - (b + c)", "a − (b + c)"),
        ("(a + b) * c", "(a + b) × c"),
        ("a + b * c", "a + b × c"),
        ("a / (b * c)", "a ÷ (b × c)"),
        ("a / b / c", "a ÷ b ÷ c"),
        ("a / (b / c)", "a ÷ (b ÷ c)"),
        ("-(a + b)", "−(a + b)"),
        ("a and (b or c)", "a and (b or c)"),
        ("not (a and b)", "not (a and b)"),
        ("a * when(b, c, d)", "a × (if b then c, else d)"),
        ("a != b", "a ≠ b"),
    ],
)
def test_brackets_stand_where_the_order_needs_them(text, written):
    assert formula_text(parse_formula(text), {}, "en") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2.5, "2.5"),
        (4.0, "4"),
        (0.1 + 0.2, "0.3"),
        (24 * 0.1, "2.4"),
        (0.00002, "0.00002"),
        (20_000_000_000.0, "20,000,000,000"),
        (1_234_567_890_123.0, "1,234,567,890,123"),
        (123_456_789_012.34, "123,456,789,012.34"),
        (999_999_999_999_999.0, "999,999,999,999,999"),
        (-20.0, "-20"),
        (-0.0, "0"),
        (0.99999375, "0.99999375"),
        (1 / 3, "0.333333333333"),
        (None, "missing"),
        (True, "yes"),
        (False, "no"),
    ],
)
def test_numbers_are_written_whole_never_in_powers_of_ten(value, written):
    assert number_text(value, "en") == written


def test_missing_and_truths_in_chinese():
    assert [number_text(value) for value in (None, True, False)] == ["缺失", "是", "否"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a / b", r"\frac{\text{a}}{\text{b}}"),
        ("a * (b + c)", r"\text{a} \times \left(\text{b} + \text{c}\right)"),
        ("a - b * c", r"\text{a} - \text{b} \times \text{c}"),
        ("a - (b - c)", r"\text{a} - \left(\text{b} - \text{c}\right)"),
        ("a * -b", r"\text{a} \times \left(-\text{b}\right)"),
        ("min(a, 1)", r"\min\left(\text{a}, 1\right)"),
        ("a >= b and not c", r"\text{a} \ge \text{b} \land \lnot \text{c}"),
        ("steps(a, b, c)", r"\left\lfloor\frac{\text{a} - \text{b}}{\text{c}}\right\rfloor"),
        ("when(a, b, 0)", r"\begin{cases}\text{b} & \text{a}\\ 0 & \text{otherwise}\end{cases}"),
    ],
)
def test_latex(text, written):
    assert formula_latex(parse_formula(text), {}) == written


def test_latex_takes_labels_and_keeps_their_signs_from_being_commands():
    assert formula_latex(parse_formula("a"), {"a": r"50%_x & {y} \z"}) == r"\text{50\%\_x \& \{y\} \textbackslash{}z}"


def test_latex_brackets_are_balanced_for_every_clause_formula():
    from analysis import rulebooks

    for book in map(rulebooks.load, rulebooks.rulebook_ids()):
        for clause in book.clauses.values():
            for reading in clause.readings:
                for tree in clause.trees(reading):
                    written = formula_latex(tree, {})
                    assert written.count("{") == written.count("}")
                    assert written.count(r"\left") == written.count(r"\right")


def test_what_is_taken_gives_the_same_value_as_the_whole():
    from analysis.formulas import evaluate

    for share in (0.4, 0.5, 0.55, 0.7, 0.93, 1.0):
        names = VALUES | {"share": share}
        assert evaluate(deciding_part(ITEM_17, names), names) == evaluate(ITEM_17, names)


def test_only_the_parts_that_decide_are_written():
    tree = parse_formula("(league == county and rank <= places) or (league == capital and not summoned)")
    values = {"league": 3.0, "county": 3.0, "capital": 1.0, "rank": 42.0, "places": 100.0, "summoned": None}
    assert (
        substituted_formula(tree, values, shown={"league": "县级市", "county": "县级市"})
        == "县级市 = 县级市 且 42 ≤ 100"
    )
    assert substituted_formula(parse_formula("a and b > c"), {"a": True, "b": 0.4, "c": 0.5}) == "0.4 > 0.5"
