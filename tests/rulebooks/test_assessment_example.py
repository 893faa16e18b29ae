"""The example of an assessment: every item recounted from its wording, on the sample's towns; marked throughout."""

from __future__ import annotations

import csv
import math

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.facts import parse_figure
from analysis.paths import root

NAME = "assessment-example"
BOOK = rulebooks.load(NAME)
SAMPLE = root() / "data" / "examples" / f"{NAME}.csv"


def lines():
    """The rows of the sample's file."""
    return list(csv.DictReader(SAMPLE.read_text("utf-8-sig").splitlines()))


def sample():
    """The sample's towns, each with its figures as plain numbers."""
    units = {}
    for line in lines():
        figure = parse_figure(line["value"], BOOK.dictionary[line["fact"]])
        units.setdefault(line["city"], {})[line["fact"]] = float(figure)
    return units


UNITS = sample()
FRAME = pl.DataFrame([{"city": code, "month": "2021-03", **figures} for code, figures in UNITS.items()])
SCORED = scorecards.score(FRAME, BOOK)


def share(part, whole):
    return lambda unit: unit[part] / unit[whole]


def per_case(most, each, fact):
    """「1条扣0.5分，扣完为止」"""
    return lambda unit: max(0, most - each * unit[fact])


def each_capped(most, each, fact):
    """「每答复一件得0.5分，最高4分」"""
    return lambda unit: min(most, each * unit[fact])


def banded(value, *bands):
    """「100%得2分，98%以上得1分」: the first band that is reached, else nothing."""
    return lambda unit: next((points for least, points in bands if value(unit) >= least - 1e-12), 0)


def late(fact, period, step, most, each):
    """「超过的每满一档扣」"""
    return lambda unit: max(0, most - each * math.floor(max(0, unit[fact] - period) / step + 1e-9))


def others(value):
    """What each town comes to, of those that have it."""
    return [value(unit) for unit in UNITS.values() if value(unit) is not None]


def place(unit):
    return 1 + sum(other > unit["town_new_records"] for other in others(lambda each: each["town_new_records"]))


PER_ENTITY = share("town_records", "town_entities")
LOANS = share("town_loans", "town_entities")
REPAIRS = share("town_repairs_in_time", "town_repairs")
RECOUNT = {
    "1.1": lambda unit: 3 * unit["town_plan"],
    "1.2": each_capped(4, 0.5, "town_documents_answered"),
    "1.3": lambda unit: max(0, 3 - max(0, 4 - unit["town_meetings"])),
    "1.4": lambda unit: 5 * share("town_staff_trained", "town_staff")(unit),
    "2.1": per_case(2, 0.5, "town_omissions"),
    "2.2": banded(share("town_compliant", "town_checked"), (1, 2), (0.98, 1)),
    "2.3": late("town_reporting_days", 20, 5, 6, 1.5),
    "2.4": lambda unit: 5 * PER_ENTITY(unit) / max(others(PER_ENTITY)),
    "2.5": lambda unit: max(0, 5 - 0.2 * (place(unit) - 1)),
    "2.6": lambda unit: max(0, 5 * (1 - share("town_faulty", "town_records")(unit) / 0.01)),
    "3.1": lambda unit: min(6, 6 * share("town_pledges_made", "town_pledge_items")(unit) / 0.9),
    "3.2": each_capped(6, 1, "town_graded_domains"),
    "3.4": lambda unit: (
        5
        if unit["town_dishonest"] == 0
        else banded(share("town_dishonest_exited", "town_dishonest"), (0.3, 5), (0.15, 3))(unit)
    ),
    "3.5": per_case(4, 1, "town_cases_overdue"),
    "4.1": lambda unit: min(6, 6 * LOANS(unit) / (sum(others(LOANS)) / len(others(LOANS)))),
    "4.2": each_capped(5, 1, "town_scenes"),
    "4.3": lambda unit: max(0, 5 - 0.5 * max(0, 12 - unit["town_events"])),
    "5.1": late("town_objection_days", 5, 1, 5, 1),
    "5.2": lambda unit: 5 if unit["town_repairs"] == 0 else 5 * REPAIRS(unit),
    "5.3": lambda unit: {0: 5, 1: 2}.get(unit["town_incidents"], 0),
    "J1": each_capped(8, 4, "town_awards"),
    "J2": each_capped(4, 1, "town_published"),
    "J3": each_capped(4, 2, "town_instructions"),
    "J4": lambda unit: min(3, unit["town_innovation_marks"]),
    "K1": lambda unit: -3 * unit["town_serious_events"],
    "K2": lambda unit: -5 * unit["town_fabricated"],
}
"""Every item but the two whose field a town's missing figures leave open, from its wording."""


@pytest.mark.parametrize("clause", RECOUNT)
def test_an_item_gives_what_its_wording_says(clause):
    found = dict(SCORED.filter(clause=clause).select("city", "points").iter_rows())
    for code, unit in UNITS.items():
        try:
            wanted = RECOUNT[clause](unit)
        except KeyError:
            wanted = None
        assert found[code] == (None if wanted is None else pytest.approx(wanted)), code


@pytest.mark.parametrize("clause", ["3.3", "4.4"])
def test_a_figure_that_some_town_lacks_makes_a_true_interval_for_the_others(clause):
    """Whatever the lacking towns have, each town's points then lie in its interval."""
    lacking = [name for name in BOOK.clauses[clause].facts() if any(name not in unit for unit in UNITS.values())]
    bounds = {row["city"]: (row["low"], row["high"]) for row in SCORED.filter(clause=clause).iter_rows(named=True)}
    assert any(low < high for low, high in bounds.values())
    for guess in (0.0, 50.0, 150.0):
        filled = scorecards.score(FRAME.with_columns(pl.col(lacking).fill_null(guess)), BOOK).filter(clause=clause)
        for code, points in filled.select("city", "points").iter_rows():
            assert points is None or bounds[code][0] - 1e-9 <= points <= bounds[code][1] + 1e-9


def test_its_items_add_to_what_it_states_and_the_bonus_to_ten_at_most():
    scored = [clause for clause in BOOK.of_kind("score") if clause.group != "bonus"]
    assert sum(rulebooks.clause_limit(clause, "possible") for clause in scored) == BOOK.possible == 100
    bonus = BOOK.groups["bonus"]
    assert (bonus.bonus, bonus.cap, len(BOOK.under("bonus"))) == (True, 10, 4)
    assert 20 <= len(scored) <= 30 and len(BOOK.of_kind("test")) == 2 and len(BOOK.of_kind("deduction")) == 2


def test_the_bonus_is_cut_at_ten_and_a_veto_fails_the_town():
    most = FRAME.with_columns(town_awards=pl.lit(9.0), town_published=pl.lit(9.0), town_breaches=pl.lit(1.0))
    nodes = scorecards.score_nodes(most, BOOK).filter(node="bonus")
    assert set(nodes["points"]) == {10} and not scorecards.total(most, BOOK)["passes"].any()


def test_it_says_everywhere_that_it_is_an_example():
    assert BOOK.example and "示例" in BOOK.title_zh and "example" in BOOK.title and "示例" in BOOK.about_zh
    for clause in BOOK.clauses.values():
        assert clause.text.startswith("（示例）") and clause.provenance == "assumed", clause.id
        assert any("不是任何单位的正式条文" in note.zh for note in clause.notes), clause.id
    assert {line["source"] for line in lines()} == {"合成数据 synthetic"}


def test_no_office_owes_figures_for_it():
    assert NAME in rulebooks.rulebook_ids() and NAME not in rulebooks.office_rulebook_ids()
    assert set(rulebooks.office_rulebook_ids()) == {
        name for name in rulebooks.rulebook_ids() if not rulebooks.load(name).example
    }


def test_relative_items_are_open_where_fewer_than_five_towns_have_figures():
    few = scorecards.score(FRAME.head(4), BOOK)
    relative = [clause.id for clause in BOOK.clauses.values() if clause.is_relative and not clause.may_not_apply]
    assert relative == ["2.4", "2.5", "3.3", "4.1", "4.4"]
    assert few.filter(pl.col("clause").is_in(relative))["points"].null_count() == 4 * len(relative)


def test_a_fact_of_its_own_is_understood_by_its_chinese_name():
    named = FRAME.rename({"town_staff": BOOK.dictionary["town_staff"].zh})
    assert scorecards.total(named, BOOK).equals(scorecards.total(FRAME, BOOK))


def test_other_rulebooks_pass_over_its_facts():
    """A month's figures hold those of every rulebook: another one takes its own and is not troubled by the rest."""
    both = FRAME.with_columns(joint_domains=pl.lit(30.0))
    alone = both.select("city", "month", "joint_domains")
    assert scorecards.total(both, "hard-2019").equals(scorecards.total(alone, "hard-2019"))
    longer = both.unpivot(index=["city", "month"], variable_name="fact")
    assert scorecards.total(longer, "hard-2019").equals(scorecards.total(alone, "hard-2019"))


def test_what_does_not_concern_a_unit_takes_the_mean_of_those_it_concerns():
    """Two units with nothing to check (parks without permits, departments): by plain arithmetic."""
    unconcerned = ["320281001", "320281112"]
    changed = FRAME.with_columns(
        pl.when(pl.col("city").is_in(unconcerned)).then(0.0).otherwise(pl.col(name)).alias(name)
        for name in ("town_checked", "town_compliant")
    )
    found = dict(scorecards.score(changed, BOOK).filter(clause="2.2").select("city", "points").iter_rows())
    given = [RECOUNT["2.2"](unit) for code, unit in UNITS.items() if code not in unconcerned]
    for code, unit in UNITS.items():
        wanted = sum(given) / len(given) if code in unconcerned else RECOUNT["2.2"](unit)
        assert found[code] == pytest.approx(wanted), code
    assert len(set(given)) > 1


def test_whether_an_item_concerns_a_unit_is_not_taken_for_granted():
    unknown = FRAME.with_columns(pl.lit(None, pl.Float64).alias("town_checked"))
    rows = scorecards.score(unknown, BOOK).filter(clause="2.2")
    assert rows["points"].null_count() == rows.height and set(rows["low"]) == {0} and set(rows["high"]) == {2}
