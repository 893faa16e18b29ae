"""Scenarios from TOML files and from the short texts of the command line."""

import tomllib

import polars as pl
import pytest
from hypothesis import given, settings, strategies

import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.problems import InputError
from analysis.scenarios import (
    BASELINE,
    Change,
    Scenario,
    ScenarioBase,
    canonical_scenario,
    load,
    load_all,
    parse_scenarios,
    save,
    scenario_names,
    scenario_toml,
)
from analysis.scenarios.changes import changes_frame, check_changes

HARD = rulebooks.load("hard-2019")
MONITORING = rulebooks.load("monitoring-2021")

PLAN = """\
title = "Plan"
title_zh = "方案"
author = "Somebody"
about = "More residents."
about_zh = "更多居民。"
rulebook = "hard-2019"

[[change]]
target = "residents_scored"
how = "scale"
amount = 1.1
unit = "share"
city = "320281"
month = "2021-03"
mark = "assumed"
note = "one tenth more"
note_zh = "多一成"

[[change]]
target = "17.reading"
how = "set"
amount = "linear"
"""
REFUSED = [
    ("set", "residents_scored", "Write name=value."),
    ("set", "=3", "Write name=value."),
    ("set", "residents_scored=", "Write name=value."),
    ("set", "residents_scord=1", "Did you mean 'residents_scored'?"),
    ("set", "户籍人囗=1", "Did you mean '户籍人口'?"),
    ("set", "residents_scored=many", "many"),
    ("set", "residents_scored=*", "Give a number."),
    ("set", "residents_scored=*%", "It is not a number"),
    ("set", "residents_scored=+--3万", "cannot be negative"),
    ("set", "residents_scored=-3万", "cannot be negative"),
    ("set", "residents_scored=nan", "nan"),
    ("set", "17.target=1e999", "1e999"),
    ("reading", "17", "Write name=value."),
    ("reading", "17=liner", "Clause 17 has no reading 'liner'. Did you mean 'linear'?"),
    ("reading", "21=linear", "There is no clause '21'."),
    ("reading", "16=linear", "Clause 16 has no reading 'linear'."),
    ("reading", "19=cap", "has no reading 'cap'"),
]
BOOK = rulebooks.load("hard-2019")
SOME = settings(max_examples=60, deadline=None, derandomize=True, database=None)
TEXT = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = TEXT.filter(str.strip)
NUMBERS = strategies.floats(allow_nan=False, allow_infinity=False) | strategies.integers(-(2**60), 2**60).map(float)
CHANGES = strategies.builds(
    Change, target=NAMES, how=strategies.sampled_from(["set", "add"]), amount=NUMBERS | NAMES,
    city=strategies.sampled_from([None, "320281", "320583"]),
    month=strategies.sampled_from([None, "2021-03"]), mark=TEXT, note=TEXT, note_zh=TEXT,
)  # fmt: skip
SCENARIOS = strategies.builds(
    Scenario, name=NAMES, changes=strategies.lists(CHANGES, max_size=4).map(tuple), title=TEXT, title_zh=TEXT,
    author=TEXT, about=TEXT, about_zh=TEXT, rulebook=strategies.none() | NAMES,
    base=strategies.none() | strategies.builds(ScenarioBase, city=TEXT, month=TEXT, facts=TEXT),
)  # fmt: skip
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


def written(folder, text):
    path = folder / "plan.toml"
    path.write_text(text, "utf-8")
    return path


def refused(folder, text):
    """Everything that is wrong with a scenario's file: the end of its place, and the words."""
    with pytest.raises(InputError) as error:
        load(written(folder, text))
    return [(problem.where.rpartition("plan.toml")[2], problem.en) for problem in error.value.problems]


def test_a_file_is_read_once_and_anew_when_it_changes(tmp_path):
    plan = load(written(tmp_path, PLAN))
    assert load(tmp_path / "plan.toml") is plan
    assert load(written(tmp_path, PLAN.replace("1.1", "1.25"))).changes[0].amount == 1.25


def test_a_file_becomes_a_scenario_named_after_it(tmp_path):
    scenario = load(written(tmp_path, PLAN))
    assert (scenario.name, scenario.title, scenario.title_zh, scenario.author) == ("plan", "Plan", "方案", "Somebody")
    assert (scenario.about, scenario.about_zh, scenario.rulebook) == ("More residents.", "更多居民。", "hard-2019")
    assert scenario.changes == (
        Change(
            "residents_scored", "scale", 1.1, "share", "320281", "2021-03", "assumed", "one tenth more", "多一成"
        ),
        Change("17.reading", "set", "linear"),
    )  # fmt: skip


def test_the_path_may_be_a_text(tmp_path):
    assert load(str(written(tmp_path, PLAN))) == load(tmp_path / "plan.toml")


def test_the_baseline_needs_no_file():
    assert load("baseline") is BASELINE


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_of_the_project_fits_its_rulebook(name):
    scenario = load(name)
    check_changes(changes_frame(scenario), rulebooks.load(scenario.rulebook))
    assert scenario.title and scenario.title_zh and scenario.about and scenario.about_zh


def test_the_assumed_benchmarks_set_every_unset_value_and_say_so():
    scenario = load("assumed-benchmarks")
    assert sorted(change.target for change in scenario.changes) == sorted(MONITORING.unset())
    assert {(change.mark, change.how) for change in scenario.changes} == {("assumed", "set")}
    assert all(change.note and change.note_zh for change in scenario.changes)


def test_the_assumed_benchmarks_are_in_the_units_of_the_rules():
    units = {f"{c.id}.{v.name}": v.unit for c in MONITORING.clauses.values() for v in c.values.values()}
    assert [change.target for change in load("assumed-benchmarks").changes if change.unit != units[change.target]] == []


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    text = """
titel = "Plan"
[[change]]
target = "permits"
how = "double"
amount = 2
[[change]]
how = "set"
amount = 2
[[change]]
target = "permits"
how = "set"
[[change]]
target = "permits"
how = "set"
amount = true
[[change]]
target = "permits"
how = "set"
amount = inf
[[change]]
target = "permits"
how = "set"
amount = 1
mont = "2021-03"
"""
    needs = "It needs target, how (set, add, scale) and amount."
    assert refused(tmp_path, text) == [
        *((f", change {place}", needs) for place in (1, 2, 3, 4, 5)),
        (", change 6", "'mont' is not known here. Did you mean 'month'?"),
        ("", "'titel' is not known here. Did you mean 'title'?"),
    ]


def test_one_change_may_stand_as_a_table_and_none_is_no_fault(tmp_path):
    assert len(load(written(tmp_path, '[change]\ntarget = "permits"\nhow = "add"\namount = 1\n')).changes) == 1
    assert load(written(tmp_path, 'title = "Nothing"\n')).changes == ()
    assert "It needs target" in refused(tmp_path, "change = [1]\n")[0][1]


@pytest.mark.parametrize("text", ["title = ", "title = 'a'\ntitle = 'b'\n"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, text):
    assert "This scenario can't be read" in refused(tmp_path, text)[0][1]


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "plan.toml").write_bytes('title_zh = "方案"\n'.encode("gb18030"))
    with pytest.raises(InputError, match="This scenario can't be read"):
        load(tmp_path / "plan.toml")


def test_an_unknown_name_is_refused_with_the_near_one():
    with pytest.raises(InputError, match=r"No such file.*Did you mean 'assumed-benchmarks'\?"):
        load("asumed-benchmark")


def test_all_unknown_names_are_told_at_once():
    assert [scenario.name for scenario in load_all(["assumed-benchmarks", "baseline"])] == [
        "assumed-benchmarks",
        "baseline",
    ]
    with pytest.raises(InputError) as error:
        load_all(["one", "baseline", "two"])
    assert [problem.where.rpartition("/")[2] for problem in error.value.problems] == ["one.toml", "two.toml"]


def change_of(kind, text, book=HARD):
    """The one change of a text."""
    (scenario,) = parse_scenarios([(kind, text)], book)
    (change,) = scenario.changes
    assert scenario.name == text
    return change.target, change.how, change.amount


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("residents_scored=70", ("residents_scored", "set", 70.0)),
        ("residents_scored = 70", ("residents_scored", "set", 70.0)),
        ("residents_scored=+5", ("residents_scored", "add", 5.0)),
        ("residents_scored=+-5", ("residents_scored", "add", -5.0)),
        ("residents_scored=*1.1", ("residents_scored", "scale", 1.1)),
        ("residents_scored=*110%", ("residents_scored", "scale", 1.1)),
        ("residents_scored=1,200", ("residents_scored", "set", 1200.0)),
        ("信易贷放款金额=200亿", ("xinyidai_loans", "set", 2e10)),
        ("residents_scored=*95％", ("residents_scored", "scale", 0.95)),
        ("信易贷放款金额=+3万", ("xinyidai_loans", "add", 30000.0)),
        ("信易贷放款金额=+-3亿", ("xinyidai_loans", "add", -3e8)),
        ("township_plan=是", ("township_plan", "set", 1.0)),
        ("17.target=80%", ("17.target", "set", 0.8)),
        ("17.target=.8", ("17.target", "set", 0.8)),
        ("18.3.rate=*0.5", ("18.3.rate", "scale", 0.5)),
        ("18.3.rate=1e-5", ("18.3.rate", "set", 1e-5)),
        ("worst_rank=120", ("worst_rank", "set", 120.0)),
    ],
)
def test_a_figure_or_rule_value_is_set_added_to_or_scaled(text, change):
    target, how, amount = change_of("set", text)
    assert (target, how, amount) == (*change[:2], pytest.approx(change[2], rel=1e-15))


def test_a_reading_of_an_item_reaches_every_clause_of_it_that_has_it():
    (scenario,) = parse_scenarios([("reading", "19=cap-20")], HARD)
    assert [(change.target, change.amount) for change in scenario.changes] == [
        (f"19.{part}.reading", "cap-20") for part in (2, 3, 4, 5)
    ]
    assert change_of("reading", "17 = linear") == ("17.reading", "set", "linear")
    assert change_of("reading", "18=ten-thousand-yuan") == ("18.3.reading", "set", "ten-thousand-yuan")


def test_texts_become_scenarios_in_the_order_given(tmp_path):
    path = str(written(tmp_path, PLAN))
    read = parse_scenarios([("set", "permits=1"), ("scenario", path), ("reading", "17=linear")], HARD)
    assert [scenario.name for scenario in read] == ["permits=1", "plan", "17=linear"]
    both = scenarios.stack_scenarios(read)
    assert [change.target for change in both.changes] == ["permits", "residents_scored", "17.reading", "17.reading"]


def test_a_scenario_of_another_rulebook_is_refused():
    with pytest.raises(InputError, match="for rulebook monitoring-2021; it can't be used with hard-2019"):
        parse_scenarios([("scenario", "assumed-benchmarks")], HARD)
    assert parse_scenarios([("scenario", "assumed-benchmarks")], MONITORING) == [load("assumed-benchmarks")]


@pytest.mark.parametrize(("kind", "text", "words"), REFUSED)
def test_a_text_that_cannot_be_understood_is_refused_with_what_is_wrong(kind, text, words):
    with pytest.raises(InputError) as error:
        parse_scenarios([(kind, text)], HARD)
    assert words in error.value.problems[0].en


def test_every_text_that_cannot_be_understood_is_told_at_once():
    with pytest.raises(InputError) as error:
        parse_scenarios([(kind, text) for kind, text, _ in REFUSED], HARD)
    assert len(error.value.problems) == len(set(error.value.problems)) >= len(REFUSED) - 1


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


@pytest.mark.parametrize(("text", "change"), DOORS.values(), ids=DOORS)
def test_file_text_and_python_are_the_same_scenario_and_the_same_card(tmp_path, text, change):
    lines = "\n".join(f"{key} = {value!r}" for key, value in change.items())
    (tmp_path / "door.toml").write_text(f"[[change]]\n{lines}\n".replace("'", '"'), "utf-8")
    plans = [
        load(tmp_path / "door.toml"),
        parse_scenarios([("set", text)], BOOK)[0],
        Scenario("door", (Change(**change),)),
    ]
    same = [canonical_scenario(plan, BOOK).changes for plan in plans]
    assert same[0] == same[1] == same[2]
    facts = made_up.row(xinyidai_loans=1e9, market_entities=2e5, residents_scored=6e5, registered_population=1e6,
                        xinyi_domains=4.0, citizen_score_launched=1.0, township_plan=1.0)  # fmt: skip
    cards = [scorecards.score(facts, BOOK, plan).drop("scenario") for plan in plans]
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
