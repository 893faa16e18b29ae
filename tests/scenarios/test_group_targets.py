"""Changes of a whole group as one: which rule values they move, and by what."""

from __future__ import annotations

import pytest

import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.problems import InputError
from analysis.scenarios import Change, Scenario, group_targets
from published_kinds import Kind, book_of
from small_books import BOOKS

VALUES = {"most": (5, "point"), "each": (2, "point/document"), "full": (0.5, "document/point"), "goal": (3, "document")}


@pytest.fixture
def book(tmp_path):
    kinds = {str(place): Kind("一。", "min(most, each * answered)", values=VALUES) for place in (1, 2)}
    other = Kind(
        "三。",
        "min(most, each * answered)",
        values={"most": (5, "point"), "each": (1, "point/document")},
        group="minus",
    )
    return rulebooks.load(book_of(tmp_path / "book", **kinds, **{"3": other}))


def test_a_weight_moves_points_and_in_reverse_what_is_per_point(book):
    assert group_targets.moved_values("main.weight", book) == {
        "1.most": 1, "1.each": 1, "1.full": -1, "2.most": 1, "2.each": 1, "2.full": -1,
    }  # fmt: skip
    assert group_targets.moved_values("main.goal", book) == {"1.goal": 1, "2.goal": 1}


def test_targets_are_weights_and_values_that_several_clauses_have(book):
    assert group_targets.group_targets(book) == (
        "main.weight", "main.most", "main.each", "main.full", "main.goal", "minus.weight",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["main.weight", "主要.weight", "主要.权重", " main.权重 "])
def test_a_group_is_named_by_its_id_or_its_title(book, name):
    assert scenarios.parse_target(name, book) == "main.weight"


def test_one_change_stands_for_all_values_and_scores_alike(book):
    one = Scenario("one", (Change("main.weight", "scale", 0.9), Change("main.goal", "add", 1.0)))
    fitted = scenarios.fitting_scenario(one, book)
    assert {change.target: change.amount for change in fitted.changes if change.how == "scale"} == pytest.approx(
        {"1.most": 0.9, "1.each": 0.9, "1.full": 1 / 0.9, "2.most": 0.9, "2.each": 0.9, "2.full": 1 / 0.9}
    )
    facts = made_up.row(answered=1.0)
    points = [scorecards.score(facts, book, each, ("points",))["points"].to_list() for each in ("baseline", one)]
    assert points == [[2.0, 2.0, 1.0], pytest.approx([1.8, 1.8, 1.0])]


def test_a_cap_of_the_group_itself_stays():
    book = rulebooks.load(BOOKS / "caps-and-floors")
    capped = next(group for group in book.groups.values() if group.cap is not None)
    heavier = Scenario("heavier", (Change(f"{capped.id}.weight", "scale", 100.0),))
    nodes = scorecards.score_nodes(made_up.cities(book, 5, 1), book, heavier).filter(node=capped.id)
    assert nodes["high"].max() == capped.cap


@pytest.mark.parametrize(("how", "amount"), [("set", 2.0), ("add", 1.0), ("scale", 0.0), ("scale", -1.0)])
def test_a_weight_is_only_scaled(book, how, amount):
    with pytest.raises(InputError, match="by a factor above 0 only"):
        scenarios.fitting_scenario(Scenario("x", (Change("main.weight", how, amount),)), book)


def test_a_wrong_name_is_told_with_the_near_one(book):
    with pytest.raises(InputError, match=r"main\.weight"):
        scenarios.parse_target("main.wieght", book)


def test_on_the_command_line_in_percent(book):
    [scenario] = scenarios.parse_scenarios([("set", "主要.权重=*90%")], book)
    assert scenario.changes == (Change("main.weight", "scale", 0.9),)
