"""A formula as JavaScript means what it means in the engine, missing figures included; Chromium is asked."""

from __future__ import annotations

import json

import pytest
from hypothesis import Phase, given, settings

import browsing
from analysis.formulas import evaluate, parse_formula
from analysis.formulas.script_formulas import script_formula, script_number, script_operations
from formulas.random_formulas import FLAGS, NUMBERS, numbers, row, truths

NAMES = {name: f'v["{name}"]' for name in (*NUMBERS, *FLAGS)}


@pytest.fixture(scope="module")
def browser():
    with browsing.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def asked(browser):
    """Each tree with its figures, as the browser works them out."""
    page = browser.new_page()

    def answers(cases):
        formulas = ", ".join(f"v => {script_formula(tree, NAMES)}" for tree, _ in cases)
        rows = json.dumps([figures for _, figures in cases])
        script = f"() => {{ {script_operations()}\nreturn [{formulas}].map((made, at) => made({rows}[at])); }}"
        return page.evaluate(script)

    yield answers
    page.close()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a + b * c", 'add(v["a"], mul(v["b"], v["c"]))'),
        ("min(a, b, 1)", 'least(v["a"], v["b"], 1.0)'),
        ("when(p and not q, a, 0)", 'when(all(v["p"], not(v["q"])), v["a"], 0.0)'),
        ("steps(a, b, c)", 'steps(v["a"], v["b"], v["c"])'),
    ],
)
def test_a_formula_is_calls_in_the_order_of_the_engine(text, written):
    assert script_formula(parse_formula(text), NAMES) == written


def test_numbers_come_back_to_the_last_digit_and_what_is_missing_is_null(browser):
    page = browser.new_page()
    for amount in (0.1 + 0.2, 1e-9, 3e-5, 12345678901234.56, 2.0**70, 0.0):
        assert page.evaluate(f"{script_number(amount)}") == amount
    assert script_number(None) == "null"
    page.close()


def test_what_is_missing_stays_missing(asked):
    """In JavaScript null counts as 0 in sums, comparisons and Math.min: a city without data would get full marks."""
    texts = {
        "min(a, b)": None, "max(a, b)": None, "a + b": None, "a * b": None, "-a": None, "b - a": None,
        "when(a > 0, 1, 0)": None, "when(b > 0, b, a)": 4.0, "a >= b": None, "a == b": None, "a != b": None,
        "not a": None, "b / (b - b)": None, "steps(b, 0, b - b)": None, "steps(a, 0, b)": None,
        "p and q": None, "p or q": True, "(b < 1) and q": False, "when(q, 1, 0)": None,
    }  # fmt: skip
    figures = {"a": None, "b": 4.0, "c": 0.0, "d": 0.0, "p": 1.0, "q": None}
    reached = asked([(parse_formula(text), figures) for text in texts])
    assert dict(zip(texts, reached, strict=True)) == texts


def test_steps_and_limits_do_not_slip(asked):
    """0.7 is two whole steps of 0.1 above 0.5, 49 of 49 is all, 0.1 + 0.2 is 0.3."""
    figures = {"a": 0.7, "b": 0.5, "c": 0.1, "d": 49.0, "p": 1.0, "q": 0.0}
    texts = {"steps(a, b, c)": 2.0, "d / d >= 1": True, "a - b > c + c": False, "c + c + c == a - b + c": True}
    reached = asked([(parse_formula(text), figures) for text in texts])
    assert dict(zip(texts, reached, strict=True)) == texts


HISTORIES = {
    ("any", (0.0, (0.0, None), None)): None, ("any", (1.0, (0.0, None), None)): 1, ("any", (0.0, (0.0,), None)): 0,
    ("any", (None, (0.0,), 1.0)): 1.0, ("any", (None, (2.0,), None)): 1, ("sum", (1.0, (2.0, 3.5), None)): 6.5,
    ("sum", (1.0, (None,), 9.0)): 9.0, ("max", (1.0, (4.0, 2.0), None)): 4.0, ("min", (3.0, (4.0, 2.0), 1.0)): 2.0,
    ("max", (None, (4.0,), None)): None,
}  # fmt: skip


def test_a_figure_of_several_months_is_unknown_where_a_month_could_decide(browser):
    page = browser.new_page()
    for (how, given_), wanted in HISTORIES.items():
        call = f"history({json.dumps(how)}, {', '.join(map(json.dumps, given_))})"
        assert page.evaluate(f"() => {{ {script_operations()}\nreturn {call}; }}") == wanted, (how, given_)
    page.close()


def test_any_formula_gives_what_the_engine_gives(asked):
    """Random formulas: the same doubles, as the operations and their order are the same."""
    drawn = []

    @settings(max_examples=1500, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(numbers | truths, row)
    def gather(tree, figures):
        drawn.append((tree, figures))

    gather()
    wrong = [
        (tree.code, figures, answer)
        for (tree, figures), answer in zip(drawn, asked(drawn), strict=True)
        if evaluate(tree, figures) != answer or (evaluate(tree, figures) is None) != (answer is None)
    ]
    assert len(drawn) > 1000 and wrong == []
