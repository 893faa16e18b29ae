"""A formula in a spreadsheet means what it means in the engine, missing figures included; LibreOffice is asked."""

from __future__ import annotations

import io
import math

import pytest
import xlsxwriter
from hypothesis import Phase, given, settings

from analysis.formulas import evaluate, parse_formula
from analysis.formulas.spreadsheet_formulas import LONGEST_SPREADSHEET_FORMULA, spreadsheet_formula
from formulas.random_formulas import FLAGS, NUMBERS, at_an_edge, numbers, row, truths
from recalculating import recalculated

NAMES = dict.fromkeys((*NUMBERS, *FLAGS)).keys()
MISSING = "#N/A"
DIGITS = 12


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("min(most, rate * each)", "MIN(most,rate*each)"),
        ("max(0, most * (1 - share / limit))", "MAX(0,most*(1-share/limit))"),
        ("a - (b - c)", "a-(b-c)"),
        ("a - b - c", "a-b-c"),
        ("a / (b * c)", "a/(b*c)"),
        ("a + (b + c)", "a+(b+c)"),
        ("-(a + b)", "-(a+b)"),
        ("share >= target", "share>=target-1E-9"),
        ("share > half", "share>half+1E-9"),
        ("share < limit", "share<limit-1E-9"),
        ("share <= limit", "share<=limit+1E-9"),
        ("a == 0", "ABS(a-0)<=1E-9"),
        ("a != b + c", "ABS(a-(b+c))>1E-9"),
        ("steps(share, half, step)", "INT((share-half)/step+1E-9)"),
        ("steps(a, b + c, d)", "INT((a-(b+c))/d+1E-9)"),
        ("when(p, a, 0)", "IF(p,a,0)"),
        ("not p", "NOT(p)"),
        ("p and q", "IF(AND(IFERROR(p,TRUE),IFERROR(q,TRUE)),AND(p,q),FALSE)"),
        ("p or q", "IF(OR(IFERROR(p,FALSE),IFERROR(q,FALSE)),TRUE,OR(p,q))"),
    ],
)
def test_a_formula_reads_as_the_clause_does(text, written):
    tree = parse_formula(text)
    assert spreadsheet_formula(tree, {name: name for name in tree.names}) == written


def test_names_are_put_in():
    assert (
        spreadsheet_formula(parse_formula("rate * loans"), {"rate": "hard_18_3_rate", "loans": "$B$7"})
        == "hard_18_3_rate*$B$7"
    )


def asked(cases):
    """Each tree with its figures, a row each, as LibreOffice works them out."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        for number, (tree, figures) in enumerate(cases):
            cells = {name: f"${chr(ord('B') + place)}${number + 1}" for place, name in enumerate(NAMES)}
            for place, name in enumerate(NAMES, 1):
                figure = figures[name]
                if figure is None:
                    sheet.write_formula(number, place, "=NA()", None, MISSING)
                else:
                    sheet.write_number(number, place, figure)
            sheet.write_formula(number, 0, f"={spreadsheet_formula(tree, cells)}", None, "stale")
    cells_read = recalculated({"book": whole.getvalue()})["book"]
    return [cells_read.get(("S", f"A{number}")) for number in range(1, len(cases) + 1)]


def agrees(answer, reached):
    if reached is None:
        return isinstance(answer, str) and answer.startswith("#")
    return not isinstance(answer, str) and math.isclose(float(answer), float(reached), rel_tol=1e-9, abs_tol=1e-9)


def test_what_is_missing_stays_missing():
    """`MIN` passes over words and `IF` takes blanks for 0: a city without data would get full marks."""
    texts = {
        "min(a, b)": None, "max(a, b)": None, "a + b": None, "when(a > 0, 1, 0)": None, "when(b > 0, b, a)": 4.0,
        "a >= b": None, "a == b": None, "not a": None, "b / (b - b)": None, "steps(b, 0, b - b)": None,
        "p and q": None, "p or q": True, "(b < 1) and q": False,
    }  # fmt: skip
    figures = {"a": None, "b": 4.0, "c": 0.0, "d": 0.0, "p": 1.0, "q": None}
    answers = asked([(parse_formula(text), figures) for text in texts])
    assert [text for text, answer in zip(texts, answers, strict=True) if not agrees(answer, texts[text])] == []


def test_steps_and_limits_do_not_slip():
    """0.7 is two whole steps of 0.1 above 0.5, 49 of 49 is all, 0.1 + 0.2 is 0.3."""
    figures = {"a": 0.7, "b": 0.5, "c": 0.1, "d": 49.0, "p": 1.0, "q": 0.0}
    texts = {"steps(a, b, c)": 2.0, "d / d >= 1": True, "a - b > c + c": False, "c + c + c == a - b + c": True}
    answers = asked([(parse_formula(text), figures) for text in texts])
    assert [text for text, answer in zip(texts, answers, strict=True) if not agrees(answer, texts[text])] == []


def test_any_formula_gives_what_the_engine_gives():
    """Several hundred formulas drawn at random, gathered into one workbook."""
    drawn = []

    @settings(max_examples=600, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(numbers | truths, row)
    def gather(tree, figures):
        if sound(tree, figures):
            drawn.append((tree, figures))

    gather()
    answers = zip(drawn, asked(drawn), strict=True)
    wrong = [
        (tree, figures, answer) for (tree, figures), answer in answers if not agrees(answer, evaluate(tree, figures))
    ]
    assert len(drawn) > 400 and wrong == []


def sound(tree, figures):
    """Short enough for a cell, not decided by last bits, and no difference that only noise keeps from zero."""
    names = {name: f"$B${place}" for place, name in enumerate(NAMES, 1000)}
    noisy = (node for node in tree.walk() if node.op in ("add", "sub") and noise(node, figures))
    return (
        len(spreadsheet_formula(tree, names)) < LONGEST_SPREADSHEET_FORMULA
        and not at_an_edge(tree, figures)
        and not any(noisy)
    )


def noise(node, figures):
    """Spreadsheets take a difference of last bits for 0, which an engine that divides by it does not."""
    parts = [evaluate(arg, figures) for arg in node.args]
    if None in parts:
        return False
    whole = abs(evaluate(node, figures))
    return 0 < whole < max(map(abs, parts)) * 10**-DIGITS
