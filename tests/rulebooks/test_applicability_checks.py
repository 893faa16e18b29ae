"""What a clause says of units it does not apply to is refused where it cannot be carried out, all faults at once."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from inapplicable_books import book
from small_books import faults

RULES = [
    ('inapplicable = "share"', "", "须同时写明"),
    ('applies = "has_a1"', "", "须同时写明"),
    ('inapplicable = "share"', 'inapplicable = "shared"', "应为 share, mean 之一"),
    ('inapplicable = "share"', 'inapplicable = "mean"', "取谁的平均"),
    ('applies = "has_a1"', 'applies = "x_a1"', "单位应为 truth"),
    ('applies = "has_a1"', 'applies = "has_a"', "has_a"),
    ('applies = "has_a1"', 'applies = "place(x_a1) > 1"\nfield = { of = "all" }', "不能取决于与其他单位的比较"),
    ('possible = "most"', 'possible = "unbounded"', "不设上限"),
    ('possible = "most"', 'possible = "most"\nleast = "-most"', "最低分（least）须为 0"),
]


@pytest.mark.parametrize(("old", "new", "said"), RULES)
def test_what_cannot_be_carried_out_is_refused_in_words(tmp_path, old, new, said):
    folder = tmp_path / "rules"
    book(folder)
    file = folder / "a1_slug.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    found = faults(folder)
    assert any(said in problem.zh for problem in found), [problem.zh for problem in found]
    assert all(problem.en for problem in found)


def test_a_mean_of_a_comparison_is_refused(tmp_path):
    folder = tmp_path / "rules"
    book(folder, instead="mean", clauses=("a1",))
    file = folder / "a1_slug.toml"
    text = file.read_text("utf-8").replace('points = "min(most, each * x_a1)"', 'points = "most * standing(x_a1)"')
    file.write_text(text, "utf-8")
    assert any("不能再取平均" in problem.zh for problem in faults(folder))


@pytest.mark.parametrize("more", ['cap = { is = 9, unit = "point", source = "text" }', "choose = 1", "bonus = true"])
def test_points_cannot_be_shared_out_in_a_group_that_is_not_the_sum_of_its_clauses(tmp_path, more):
    folder = tmp_path / "rules"
    book(folder)
    file = folder / "rulebook.toml"
    file.write_text(file.read_text("utf-8").replace('id = "A"', f'id = "A"\n{more}'), "utf-8")
    assert any("条款 a1" in problem.zh and "按比例分摊" in problem.zh for problem in faults(folder))


def test_only_scored_clauses_say_to_whom_they_apply(tmp_path):
    folder = tmp_path / "rules"
    book(folder)
    file = folder / "d1_slug.toml"
    file.write_text('applies = "has_a1"\ninapplicable = "share"\n' + file.read_text("utf-8"), "utf-8")
    assert any("只有计分条款" in problem.zh for problem in faults(folder))


def test_an_example_may_say_that_the_clause_does_not_apply(tmp_path):
    folder = tmp_path / "rules"
    book(folder)
    file = folder / "a1_slug.toml"
    text = file.read_text("utf-8") + '\n[[example]]\ngiven = {{ has_a1 = {0} }}\npoints = "inapplicable"\n'
    file.write_text(text.replace("{0}", "0").replace("{{", "{").replace("}}", "}"), "utf-8")
    assert rulebooks.load(folder).clauses["a1"].examples[0].points == "inapplicable"
    file.write_text(file.read_text("utf-8").replace("has_a1 = 0", "has_a1 = 1"), "utf-8")
    assert any("算例不成立" in problem.zh for problem in faults(folder))


def test_the_whole_or_the_group_and_nothing_else(tmp_path):
    folder = tmp_path / "rules"
    book(folder)
    file = folder / "rulebook.toml"
    file.write_text(file.read_text("utf-8").replace('shared_over = "group"', 'shared_over = "groups"'), "utf-8")
    assert any("shared_over" in problem.zh and "group" in problem.zh for problem in faults(folder))
