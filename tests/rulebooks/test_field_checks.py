"""A comparison without a field, in a circle or of unlike units is told; examples give the figures of the others."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from published_kinds import Kind, book_of
from small_books import faults

VALUES = {"most": (10, "point"), "enough": (3, "entity"), "q": (0.9, "share")}
FIELD = 'field = { of = "league", fewest = "enough" }'
GOOD = "most * loans / highest(loans)"


def fault(tmp_path, points, field=FIELD, values=VALUES, **more):
    (found,) = faults(book_of(tmp_path / "book", **{"1": Kind("比较。", points, values=values, more=field, **more)}))
    assert "1_slug.toml" in found.where
    return found.zh


def test_words_that_compare_need_a_field(tmp_path):
    said = fault(tmp_path, GOOD, field="")
    assert "highest" in said and 'of = "league"' in said


def test_a_field_without_a_comparison_is_told(tmp_path):
    assert "没有比较" in fault(tmp_path, "min(most, most * done / cases)")


@pytest.mark.parametrize("lets", [{}, {"best": "highest(loans)"}])
def test_a_comparison_of_comparisons_is_a_circle(tmp_path, lets):
    inner = "best" if lets else "highest(loans)"
    said = fault(tmp_path, f"most * mean(loans / {inner})", lets=lets)
    assert "循环" in said and "mean" in said and "highest" in said


def test_units_are_checked_through_what_is_compared(tmp_path):
    assert "yuan" in fault(tmp_path, "most * done / highest(loans)")
    assert "单位" in fault(tmp_path, "most * place(loans) * loans")
    assert "比例" in fault(tmp_path, "most * loans / quantile(loans, part)", values=VALUES | {"part": (0.5, "entity")})


def test_a_quantile_has_one_share_from_0_to_1_for_the_whole_field(tmp_path):
    assert "0 至 1" in fault(tmp_path, "most * loans / quantile(loans, rate)")
    assert "0 至 1" in fault(tmp_path, "most * loans / quantile(loans, q)", values=VALUES | {"q": (1.5, "share")})


def test_the_least_number_of_units_is_a_whole_value_of_two_or_more(tmp_path):
    assert "fewest" in fault(tmp_path, GOOD, values=VALUES | {"enough": (1, "entity")})
    assert "fewest" in fault(tmp_path, GOOD, field='field = { of = "all", fewest = "few" }')


def test_limits_cannot_depend_on_others_and_a_strange_field_is_refused(tmp_path):
    kind = Kind("比较。", GOOD, values=VALUES, more=FIELD + '\nleast = "most * place(q)"')
    assert any("取决于其他单位" in found.zh for found in faults(book_of(tmp_path / "limit", **{"1": kind})))
    assert "region" in fault_of_field(tmp_path, GOOD, field='field = { of = "region" }')


def fault_of_field(tmp_path, points, field):
    return faults(book_of(tmp_path / "strange", **{"1": Kind("比较。", points, values=VALUES, more=field)}))[0].zh


def example(field, points):
    return f"{FIELD}\n[[example]]\ngiven = {{ loans = 2 }}\nfield = {field}\npoints = {points}\n"


def test_examples_give_the_figures_of_the_others_and_are_checked(tmp_path):
    three = "[{ loans = 4 }, { loans = 1 }]"
    for kind in (
        example(three, 5),
        example("[{ loans = 4 }]", '"missing"'),
        example("[{ loans = 1 }, {}]", '"missing"'),
    ):
        path = book_of(tmp_path / "book", **{"1": Kind("比较。", GOOD, values=VALUES, more=kind)})
        text = (path / "1_slug.toml").read_text("utf-8")
        body, _, rest = text.partition("[[example]]")
        example_text, _, values = rest.partition("[let]")
        (path / "1_slug.toml").write_text(f"{body}[let]{values}\n[[example]]{example_text}", "utf-8")
        rulebooks.load(path)


def test_an_example_that_does_not_hold_is_told(tmp_path):
    kind = Kind("比较。", GOOD, values=VALUES, more=FIELD)
    path = book_of(tmp_path / "book", **{"1": kind})
    wrong = "\n[[example]]\ngiven = { loans = 2 }\nfield = [{ loans = 4 }, { loans = 1 }]\npoints = 6\n"
    (path / "1_slug.toml").write_text((path / "1_slug.toml").read_text("utf-8") + wrong, "utf-8")
    (found,) = faults(path)
    assert "算得 5" in found.zh
