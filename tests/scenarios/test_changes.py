"""What a scenario is: a named list of changes, checked against the rulebook it is used with."""

import polars as pl
import pytest

import towns
from analysis import rulebooks
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario, change_targets, for_city, stack_scenarios
from analysis.scenarios.changes import changes_frame, check_changes, history_names, scenario_order, window_targets

HARD = rulebooks.load("hard-2019")
MONITORING = rulebooks.load("monitoring-2021")
BOOK = rulebooks.load("hard-2019")


def changing(name, *changes):
    return Scenario(name, tuple(Change(*change) for change in changes))


FIRST = changing("first", ("xinyi_domains", "set", 4))
SECOND = changing("second", ("xinyi_domains", "scale", 2), ("19.2.reading", "set", "cap-20"))


def refused(book, *changes):
    """What is said of each change that can't be made."""
    with pytest.raises(InputError) as error:
        check_changes(changes_frame(changing("trial", *changes)), book)
    return {problem.where: problem.en for problem in error.value.problems}


def test_the_baseline_has_no_changes():
    assert (BASELINE.name, BASELINE.changes, BASELINE.rulebook) == ("baseline", (), None)


def test_a_stack_makes_all_changes_in_order_under_a_name_of_its_own():
    both = stack_scenarios([FIRST, SECOND])
    assert both.changes == FIRST.changes + SECOND.changes
    assert stack_scenarios([SECOND, FIRST]).changes == SECOND.changes + FIRST.changes
    assert (both.name, stack_scenarios([FIRST, SECOND], "plan").name) == ("first + second", "plan")


def test_a_stack_is_titled_by_its_parts():
    titled = Scenario("a", title="Plan", title_zh="方案")
    both = stack_scenarios([titled, FIRST])
    assert (both.title_in("zh"), both.title_in("en")) == ("方案 + first", "Plan + first")


def test_a_stack_of_nothing_is_the_baseline():
    assert (stack_scenarios([]).name, stack_scenarios([]).changes, stack_scenarios([BASELINE]).changes) == (
        "baseline",
        (),
        (),
    )


@pytest.mark.parametrize(("rulebook", "fits"), [(None, True), ("hard-2019", True), ("monitoring-2021", False)])
def test_a_scenario_may_be_meant_for_one_rulebook_only(rulebook, fits):
    assert Scenario("one", rulebook=rulebook).fits(HARD) is fits


def test_changes_as_a_frame_number_the_steps_of_each_scenario():
    frame = (
        changes_frame([FIRST, BASELINE, SECOND]).select("scenario", "step", "target", "how", "amount", "choice").rows()
    )
    assert frame == [
        ("first", 0, "xinyi_domains", "set", 4.0, None),
        ("second", 0, "xinyi_domains", "scale", 2.0, None),
        ("second", 1, "19.2.reading", "set", None, "cap-20"),
    ]


def test_scenarios_stay_in_the_order_given_those_without_changes_too():
    listed = [SECOND, BASELINE, FIRST]
    assert scenario_order(listed, changes_frame(listed)).to_list() == ["second", "baseline", "first"]
    assert scenario_order(changes_frame(listed), changes_frame(listed)).to_list() == ["second", "first"]


def test_every_name_borne_twice_is_refused():
    with pytest.raises(InputError) as error:
        changes_frame([FIRST, SECOND, FIRST, BASELINE, SECOND])
    assert [problem.where for problem in error.value.problems] == ["scenario first", "scenario second"]


def test_a_frame_of_changes_is_checked_like_any_other():
    rows = {"scenario": ["a", "a"], "step": [0, 0], "target": ["permits"] * 2, "how": ["set"] * 2, "amount": [1.0, 2.0]}
    with pytest.raises(InputError, match="1 rows repeat a key"):
        changes_frame(pl.DataFrame(rows))
    with pytest.raises(InputError, match="NaN or infinite"):
        changes_frame(pl.DataFrame(rows | {"step": [0, 1], "amount": [1.0, float("nan")]}))


def test_every_fault_of_the_changes_is_told_at_once():
    assert refused(
        HARD,
        ("residents_scord", "set", 1),
        ("permits", "double", 2),
        ("17.reading", "set", "liner"),
        ("17.target", "set", "high"),
        ("10.3.months", "set", 6),
        ("18.1.reading", "set", "default"),
        ("xinyi_domains", "set", 3),
    ) == {
        "scenario, residents_scord": (
            "This is no fact, value or reading of rulebook hard-2019. Did you mean 'residents_scored'?"
        ),
        "scenario, permits": "'double' must be set, add or scale.",
        "scenario, 17.reading": (
            "There is no reading 'liner'. Did you mean 'linear'? Known: default, linear, strict-target."
        ),
        "scenario, 17.target": "'high' is not a number.",
        "scenario, 10.3.months": "The length of a window can't be changed in a scenario.",
        "scenario, 18.1.reading": (
            "This is no fact, value or reading of rulebook hard-2019. Did you mean '18.3.reading'?"
        ),
    }


def test_a_reading_is_chosen_by_name_not_by_number():
    assert "There is no reading 'None'" in refused(HARD, ("17.reading", "set", 1))["scenario, 17.reading"]


def test_a_change_without_an_amount_is_refused():
    rows = {"scenario": ["a"], "step": [0], "target": ["permits"], "how": ["set"], "amount": [None]}
    with pytest.raises(InputError, match="The change has no amount"):
        check_changes(changes_frame(pl.DataFrame(rows)), HARD)


def test_whatever_a_rulebook_names_can_be_changed():
    targets = change_targets(HARD)
    assert len(targets) == len(set(targets))
    assert {"permits", "17.target", "18.3.rate", "17.reading", "worst_rank"} <= set(targets)
    assert not {"16.reading", "17.share", "14.target"} & set(targets)


def test_histories_and_the_length_of_their_windows_are_known():
    assert history_names(MONITORING) == ("fraud_in_force",)
    assert (window_targets(MONITORING), window_targets(HARD)) == ({"40.1.months"}, {"10.3.months"})


def own(target, how, amount, unit):
    (change,) = Scenario("one", (Change(target, how, amount, unit),)).changes
    return change.amount, change.unit


@pytest.mark.parametrize(
    ("target", "amount", "unit", "amount_and_unit"),
    [
        ("xinyidai_loans", 30, "亿元", (3_000_000_000, "yuan")), ("xinyidai_loans", 1.1, "万元", (11_000, "yuan")),
        ("xinyidai_loans", 12.34, "元", (12.34, "yuan")), ("residents_scored", 78.73, "万人", (787_300, "person")),
        ("17.target", 70, "%", (0.7, "share")), ("18.3.rate", 0.003, "%", (0.00003, "share")),
        ("17.each", 0.5, "point", (0.5, "point")), ("17.reading", "linear", "", ("linear", "")),
        ("residents_scored", 3, "", (3, "")),
    ],
)  # fmt: skip
def test_amounts_come_in_the_targets_own_unit_without_noise(target, amount, unit, amount_and_unit):
    assert own(target, "set", amount, unit) == amount_and_unit


def test_a_factor_is_plain_or_in_percent():
    assert own("residents_scored", "scale", 110, "%") == (1.1, "share")
    assert own("residents_scored", "scale", 1.1, "share") == (1.1, "share")
    with pytest.raises(InputError, match="A factor has no unit"):
        own("residents_scored", "scale", 2, "万人")


@pytest.mark.parametrize(
    ("target", "unit"), [("xinyidai_loans", "万人"), ("residents_scored", "元"), ("residents_scored", "%")]
)
def test_a_unit_that_does_not_fit_a_fact_is_refused(target, unit):
    with pytest.raises(InputError, match="does not fit; expected"):
        own(target, "set", 1, unit)


@pytest.mark.parametrize(("target", "unit"), [("17.each", "share"), ("18.3.rate", "yuan"), ("17.target", "point")])
def test_a_unit_that_does_not_fit_a_rule_value_is_refused_by_its_rulebook(target, unit):
    with pytest.raises(InputError, match="The unit is"):
        check_changes(changes_frame(Scenario("one", (Change(target, "set", 1, unit),))), BOOK)


def test_changes_as_a_frame_are_held_to_their_unit_too():
    frame = changes_frame(Scenario("one", (Change("17.each", "set", 1, "point"),)))
    check_changes(frame, BOOK)
    with pytest.raises(InputError, match="expected point"):
        check_changes(frame.with_columns(unit=frame["unit"].replace("point", "share")), BOOK)


def test_a_what_if_of_one_unit_narrows_figures_and_leaves_rule_values_for_all(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    towns.build(tmp_path)
    book, plain = rulebooks.load(towns.BOOK), rulebooks.load("hard-2019")
    asked = Scenario(
        "more", (Change("permits", "add", 1), Change("1.most", "set", 9), Change("permits", "set", 2, city="320282"))
    )
    assert [change.city for change in for_city(asked, "320281107", book).changes] == ["320281107", None, "320282"]
    assert for_city(asked, "320281107", plain) is asked, "nobody is compared there"
