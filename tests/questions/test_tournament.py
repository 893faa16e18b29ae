"""The tournament against a plain count: every combination of readings scored by itself, compared in plain Python."""

from __future__ import annotations

import itertools
import random

import polars as pl
import pytest

import jiangyin
import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.problems import InputError
from analysis.questions import reading_parts, tournament
from analysis.questions.starting_points import starting_point
from analysis.scenarios import BASELINE, Change, Scenario
from published_kinds import Kind, book_of
from small_books import BOOKS

HAIR = 1e-9
CAPPED = {"capped": 'id = "capped"\ntitle = "C"\ntitle_zh = "限"\ncap = { is = 6, unit = "point", source = "text" }',
          "best": 'id = "best"\ntitle = "B"\ntitle_zh = "优"\nchoose = 1'}  # fmt: skip
VALUES = {"most": (5, "point"), "each": (1, "point/document"), "target": (4, "document")}


def other(name, points, met=""):
    """One more reading."""
    truth = f'met = "{met}"\n' if met else ""
    return (f'[[reading]]\nname = "{name}"\nzh = "{name}"\npoints = "{points}"\n{truth}why = "w"\nwhy_zh = "因"\n'
            'provenance = "assumed"\n')  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Doubtful clauses alone, within a cap, within the best of two, a deduction, and a doubtful test."""
    folder = tmp_path_factory.mktemp("book")
    path = book_of(
        folder / "book",
        CAPPED,
        **{
            "1": Kind("一。", "min(most, each * answered)", values=VALUES),
            "2": Kind("二。", "min(most, each * answered)", values=VALUES, group="capped"),
            "3": Kind("三。", "when(answered >= target, most, 0)", values=VALUES, group="capped"),
            "4": Kind("四。", "min(most, each * answered)", values=VALUES, group="best"),
            "5": Kind("五。", "when(answered >= target, most, 0)", values=VALUES, group="best"),
            "6": Kind(
                "六。",
                "-each * answered",
                values={"each": (0.25, "point/document"), "target": (4, "document")},
                kind="deduction",
                group="minus",
            ),
            "7": Kind("七。", met="answered >= target", values={"target": (4, "document")}, kind="test"),
        },
    )
    more = {
        "1": other("all", "when(answered >= target, most, 0)"),
        "2": other("half", "min(most, each * answered) * target / (target + target)"),
        "3": other("steps", "min(most, each * answered)"), "4": other("none", "each * (answered - answered)"),
        "5": other("steps", "min(most, each * answered)"), "6": other("late", "-max(0, each * (answered - target))"),
    }  # fmt: skip
    for name, text in more.items():
        [file] = path.glob(f"{name}_*.toml")
        file.write_text(f"{file.read_text('utf-8')}\n{text}", "utf-8")
    [file] = path.glob("7_*.toml")
    reading = other("strict", "").replace('points = ""\n', 'met = "answered > target"\n')
    file.write_text(f"{file.read_text('utf-8')}\n{reading}", "utf-8")
    return rulebooks.load(path)


def cities(figures):
    return pl.DataFrame({"city": list(figures), "month": ["2021-03"] * len(figures), "answered": [*figures.values()]})


def counted(facts, book, listed, month="2021-03"):
    """Each scenario in each city under each combination of readings, scored one combination at a time."""
    doubtful = [clause for clause in book.clauses.values() if len(clause.readings) > 1]
    found = {}
    for chosen in itertools.product(*(clause.readings for clause in doubtful)):
        for scenario in listed:
            own = {change.target for change in scenario.changes}
            read = [Change(f"{clause.id}.reading", "set", name) for clause, name in zip(doubtful, chosen, strict=True)
                    if f"{clause.id}.reading" not in own]  # fmt: skip
            changed = Scenario(scenario.name, (*scenario.changes, *read))
            for row in scorecards.total(facts, book, changed).filter(month=month).iter_rows(named=True):
                found[scenario.name, row["city"], chosen] = row["low"], row["passes"]
    return found


def recount(found):
    """`each` and who beats whom, from the definitions."""
    names, places, reads = (list(dict.fromkeys(key[part] for key in found)) for part in range(3))
    each = {}
    for name, city in itertools.product(names, places):
        points = [found[name, city, read][0] for read in reads]
        verdicts = {found[name, city, read][1] for read in reads}
        regret = max(found[rival, city, read][0] - found[name, city, read][0] for rival in names for read in reads)
        passes = True if verdicts == {True} else False if verdicts == {False} else None
        each[name, city] = min(points), max(points), passes, regret <= HAIR, regret
    gaps = {(one, two): [found[one, city, read][0] - found[two, city, read][0] for city in places for read in reads]
            for one in names for two in names}  # fmt: skip
    beats = {(one, two) for (one, two), gap in gaps.items() if min(gap) >= -HAIR and max(gap) > HAIR}
    return each, beats


def agrees(played, found):
    each, beats = recount(found)
    for row in played.each.iter_rows(named=True):
        least, most, passes, wins, regret = each[row["scenario"], row["city"]]
        got = (row["least"], row["most"], row["regret"])
        assert got == pytest.approx((least, most, max(0.0, regret)), abs=1e-8), row
        assert (row["passes"], row["wins"]) == (passes, wins), row
    for name, by in played.scenarios["scenario", "dominated_by"].rows():
        assert (by, name) in beats if by else not any(loser == name for _, loser in beats)


def test_capped_and_choosing_groups_and_doubtful_tests_are_a_plain_recount(book):
    drawn = random.Random(3)
    facts = cities({f"{100000 + place}": drawn.choice([0.0, 2, 3, 4, 5, 9]) for place in range(6)})
    facts = facts.with_columns(answered=pl.when(pl.col("city") == "100004").then(None).otherwise("answered"))
    listed = [BASELINE, Scenario("more", (Change("answered", "add", 2.0),)),
              Scenario("half", (Change("answered", "scale", 0.5),)), Scenario("rule", (Change("1.each", "set", 0.5),)),
              Scenario("read", (Change("3.reading", "set", "steps"),
                                Change("7.reading", "set", "strict")))]  # fmt: skip
    listed[2] = Scenario("four", (Change("answered", "set", 4.0),))
    played = tournament.play(facts, book, "2021-03", listed)
    assert played.readings == 2**7
    agrees(played, counted(facts, book, listed))
    assert played.scenarios["wins"].sum() > 0 and None in played.each["passes"].to_list()


@pytest.mark.parametrize("name", ["readings", "caps-and-floors", "choose-two-of-three", "bonus", "vetoes"])
def test_small_rulebooks_are_a_plain_recount(name):
    book = rulebooks.load(BOOKS / name)
    facts = made_up.cities(book, 5, 2, missing=0.1)
    target = next(fact for fact in book.facts() if book.dictionary[fact].unit not in ("flag", "choice", "rank"))
    listed = [BASELINE, Scenario("none", (Change(target, "set", 0.0),))]
    if not any(book.dictionary[fact].within == target for fact in book.dictionary):
        agrees(tournament.play(facts, book, "2021-03", listed), counted(facts, book, listed))


def test_the_real_rulebook_under_all_its_combinations():
    """15,552 combinations of the sample, two scenarios, by the engine's own grid."""
    book = rulebooks.load("hard-2019")
    listed = [BASELINE, Scenario("more", (Change("xinyidai_loans", "scale", 1.5), Change("18.3.rate", "scale", 1.2)))]
    played = tournament.play(jiangyin.known(), book, "2021-03", listed)
    doubtful = [clause for clause in book.clauses.values() if len(clause.readings) > 1]
    rows = list(itertools.product(*(clause.readings for clause in doubtful)))
    grid = pl.DataFrame(rows, schema=[f"{clause.id}.reading" for clause in doubtful], orient="row")
    grid = grid.with_row_index("scenario").with_columns(pl.col("scenario").cast(pl.String))
    lows = [starting_point(jiangyin.known(), book, "江阴", "2021-03", each).score(grid)["low"] for each in listed]
    assert len(rows) == played.readings == 15552
    assert played.each["least"].to_list() == pytest.approx([low.min() for low in lows], abs=1e-8)
    assert played.each["most"].to_list() == pytest.approx([low.max() for low in lows], abs=1e-8)
    gaps = [(lows[1] - lows[0]).max(), (lows[0] - lows[1]).max()]
    assert played.each["regret"].to_list() == pytest.approx([max(0.0, gap) for gap in gaps], abs=1e-8)


def test_a_weight_of_a_group_scales_its_clauses_points_and_no_other():
    book = rulebooks.load("monitoring-2021")
    facts = made_up.cities(book, 20, 5, missing=0)
    [top, *_] = [group for group in book.groups.values() if not group.parent and group.least is None]
    lighter = Scenario("lighter", (Change(f"{top.id}.weight", "scale", 0.9),))
    scored = [scorecards.score(facts, book, each, columns=("points",)) for each in (BASELINE, lighter)]
    inside = {clause.id for clause in book.under(top.id)}
    for base, moved in zip(*(frame["clause", "points"].rows() for frame in scored), strict=True):
        if base[1] is not None:
            assert moved[1] == pytest.approx(base[1] * (0.9 if base[0] in inside else 1.0), abs=1e-9), base


def test_cities_are_chosen_by_any_name_and_earlier_months_serve_histories():
    facts = jiangyin.known()
    one = tournament.play(facts, "hard-2019", "2021年3月", "baseline", ["江阴", "320281"])
    assert one.cities == ("320281",) and one.each.height == 1
    assert one.each["points"][0] == scorecards.total(facts, "hard-2019").filter(month="2021-03")["low"][0]


@pytest.mark.parametrize(("month", "chosen"), [("2020-01", None), ("2021-03", ["宜兴"]), ("2021-03", [])])
def test_what_is_not_there_is_told(month, chosen):
    with pytest.raises(InputError):
        tournament.play(jiangyin.known(), "hard-2019", month, "baseline", chosen)


def test_two_scenarios_of_one_name_are_refused():
    with pytest.raises(InputError, match="bear this name"):
        tournament.play(jiangyin.known(), "hard-2019", "2021-03", [BASELINE, BASELINE])


def test_settings_are_combined():
    made = scenarios.setting_scenarios({"信易贷放款金额": ["100亿", "+1亿"], "17.reading": ["linear"]}, "hard-2019")
    assert [[(change.how, change.amount) for change in each.changes] for each in made] == [
        [("set", 1e10), ("set", "linear")], [("add", 1e8), ("set", "linear")],
    ]  # fmt: skip
    played = tournament.play(jiangyin.known(), "hard-2019", "2021-03", made)
    assert played.names == tuple(each.name for each in made)


def test_too_many_combinations_within_a_cap_are_refused(book, monkeypatch):
    monkeypatch.setattr(reading_parts, "MOST", 3)
    with pytest.raises(InputError, match="too many combinations"):
        tournament.play(cities({"100000": 3.0}), book, "2021-03", "baseline")
