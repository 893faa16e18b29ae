"""A scenario written out: one canonical form, read back as the same; files, texts and Python give the same."""

from __future__ import annotations

import tomllib

import polars as pl
import pytest
from hypothesis import given, settings, strategies

import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.scenarios import (
    Change,
    Scenario,
    ScenarioBase,
    canonical_scenario,
    load,
    parse_scenarios,
    save,
    scenario_toml,
)

BOOK = rulebooks.load("hard-2019")
SOME = settings(max_examples=60, deadline=None, derandomize=True, database=None)
TEXT = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = TEXT.filter(str.strip)
NUMBERS = strategies.floats(allow_nan=False, allow_infinity=False) | strategies.integers(-(2**60), 2**60).map(float)
CHANGES = strategies.builds(
    Change, target=NAMES, how=strategies.sampled_from(["set", "add"]), amount=NUMBERS | NAMES,
    city=strategies.none() | NAMES, month=strategies.none() | NAMES, mark=TEXT, note=TEXT, note_zh=TEXT,
)  # fmt: skip
SCENARIOS = strategies.builds(
    Scenario, name=NAMES, changes=strategies.lists(CHANGES, max_size=4).map(tuple), title=TEXT, title_zh=TEXT,
    author=TEXT, about=TEXT, about_zh=TEXT, rulebook=strategies.none() | NAMES,
    base=strategies.none() | strategies.builds(ScenarioBase, city=TEXT, month=TEXT, facts=TEXT),
)  # fmt: skip


@SOME
@given(scenario=SCENARIOS)
def test_what_is_loaded_is_what_was_saved(tmp_path_factory, scenario):
    path = save(scenario, tmp_path_factory.mktemp("saved") / "plan.toml")
    assert load(path) == scenario
    assert save(load(path), path).read_text("utf-8") == scenario_toml(scenario, "plan")


@pytest.mark.parametrize("name", scenarios.scenario_names())
def test_the_projects_scenarios_are_read_back_as_they_are(tmp_path, name):
    assert load(save(load(name), tmp_path / f"{name}.toml")) == load(name)


def test_the_form_is_short_and_in_one_order():
    plan = Scenario("plan", (Change("xinyidai_loans", "add", 30, "亿元", note="more"),), title="Plan")
    assert scenario_toml(plan, "plan") == (
        'title = "Plan"\n\n[[change]]\ntarget = "xinyidai_loans"\nhow = "add"\n'
        'amount = 3000000000\nunit = "yuan"\nnote = "more"\n'
    )
    assert tomllib.loads(scenario_toml(plan))["name"] == "plan"


DOORS = {
    "lending": ("xinyidai_loans=+30亿", {"target": "xinyidai_loans", "how": "add", "amount": 30, "unit": "亿元"}),
    "by name": ("信易贷放款金额=200亿元", {"target": "xinyidai_loans", "how": "set", "amount": 200, "unit": "亿元"}),
    "residents": (
        "residents_scored=70万人",
        {"target": "residents_scored", "how": "set", "amount": 70, "unit": "万人"},
    ),
    "factor": ("xinyi_domains=*150%", {"target": "xinyi_domains", "how": "scale", "amount": 150, "unit": "%"}),
    "share": ("17.target=65%", {"target": "17.target", "how": "set", "amount": 65, "unit": "%"}),
    "plain": ("17.each=0.4", {"target": "17.each", "how": "set", "amount": 0.4, "unit": "point"}),
    "switch": ("township_plan=否", {"target": "township_plan", "how": "set", "amount": 0}),
}


@pytest.mark.parametrize(("text", "told"), DOORS.values(), ids=DOORS)
def test_file_text_and_python_are_the_same_scenario_and_the_same_card(tmp_path, text, told):
    lines = "\n".join(f"{key} = {value!r}" for key, value in told.items())
    (tmp_path / "door.toml").write_text(f"[[change]]\n{lines}\n".replace("'", '"'), "utf-8")
    held = [
        load(tmp_path / "door.toml"),
        parse_scenarios([("set", text)], BOOK)[0],
        Scenario("door", (Change(**told),)),
    ]
    same = [canonical_scenario(one, BOOK).changes for one in held]
    assert same[0] == same[1] == same[2]
    facts = made_up.row(xinyidai_loans=1e9, market_entities=2e5, residents_scored=6e5, registered_population=1e6,
                        xinyi_domains=4.0, citizen_score_launched=1.0, township_plan=1.0)  # fmt: skip
    cards = [scorecards.score(facts, BOOK, one).drop("scenario") for one in held]
    assert cards[0].equals(cards[1]) and cards[1].equals(cards[2])


@SOME
@given(amount=strategies.decimals(0, 2000, places=2))
def test_any_amount_of_money_is_the_same_by_every_door(amount):
    by_text = parse_scenarios([("set", f"xinyidai_loans={amount}亿元")], BOOK)[0]
    by_python = Scenario("one", (Change("xinyidai_loans", "set", float(amount), "亿元"),))
    assert canonical_scenario(by_text, BOOK).changes == canonical_scenario(by_python, BOOK).changes
    grid = pl.DataFrame({"scenario": ["one"], "xinyidai_loans": [by_python.changes[0].amount]})
    facts = made_up.row(xinyidai_loans=1e9, market_entities=2e5)
    assert scorecards.total(facts, BOOK, grid).equals(scorecards.total(facts, BOOK, by_python))
