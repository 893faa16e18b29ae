"""The workbook lives: every formula gives, worked out by LibreOffice, what the engine gives; the check can fail."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import dated_books
import jiangyin
import made_up
from analysis import rulebooks, scorecards
from analysis.problems import InputError
from analysis.reports import workbooks
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.scorecards import TOTAL
from recalculating import NEVER, formulas, recalculated, values
from reports.workbooks.worked import (
    ASSUMED,
    CITY,
    HARD,
    MONITORING,
    MONTH,
    SHEETS,
    alike,
    cards,
    changed,
    differing,
    drawn,
    edited,
    named,
    typed,
    workbook,
)
from scorecards.test_rule_periods import table
from small_books import BOOKS

# at a step, at a limit, just beside one, with a denominator of zero, with a bound far passed
KINKS = {
    "at steps": {"residents_scored": 70.0, "registered_population": 100.0, "joint_domains": 40.0, "agencies": 49.0,
                 "agencies_connected": 49.0, "blacklisted": 100.0, "blacklist_exits": 30.0, "monitoring_rank": 100.0},
    "beside steps": {"residents_scored": 69.0, "registered_population": 100.0, "joint_domains": 39.0, "agencies": 49.0,
                     "agencies_connected": 48.0, "blacklisted": 100.0, "blacklist_exits": 29.0,
                     "monitoring_rank": 101.0, "citizen_score_launched": 0.0},
    "nothing to divide by": {"market_entities": 0.0, "registered_population": 0.0, "blacklisted": 0.0,
                             "blacklist_exits": 0.0, "major_events": 0.0, "major_events_handled": 0.0,
                             "codes_total": 0.0, "codes_faulty": 0.0},
    "far beyond": {"xinyidai_loans": 9e12, "domains_recorded": 99.0, "domains_graded": 24.0, "xinyi_domains": 500.0},
}  # fmt: skip
SMALL = (
    "bonus", "caps-and-floors", "choose-two-of-three", "frame-with-blanks", "judged-by-experts", "lasting-deduction",
    "readings", "vetoes",
)  # fmt: skip
OTHER = Scenario(
    "other",
    (
        Change("xinyidai_loans", "scale", 1.5), Change("xinyi_domains", "add", 2.0),
        Change("fraud_findings", "set", 1.0),
    ),
    title_zh="改动", title="Changes",
)  # fmt: skip
READINGS = Scenario(
    "readings",
    (
        Change("17.reading", "set", "linear"), Change("7.reading", "set", "exposed"),
        Change("19.2.reading", "set", "uncapped"), Change("10.3.reading", "set", "worst-month"),
        Change("18.3.rate", "set", 0.00003), Change("19.3.each", "scale", 2.0), Change("worst_rank", "set", 90.0),
    ),
    rulebook=HARD,
)  # fmt: skip


@pytest.fixture(scope="module")
def books():
    """Workbooks of many kinds of figures, scenarios and readings."""
    facts = jiangyin.known()
    workbooks_made = {name: workbook(changed(facts, **figures)) for name, figures in KINKS.items()}
    return workbooks_made | {
        "complete": workbook(facts),
        "assumed first": workbook(facts, ASSUMED, BASELINE),
        "other first": workbook(facts, OTHER, BASELINE, ASSUMED),
        "readings first": workbook(facts, READINGS, BASELINE, books=(HARD,)),
        "nothing known": workbook(changed(facts, **{**dict.fromkeys(facts["fact"].unique()), "permits": 1.0})),
        "some missing": workbook(drawn(7, missing=0.3), ASSUMED, BASELINE),
        "in English": workbook(facts, ASSUMED, BASELINE, lang="en"),
    }


@pytest.fixture(scope="module")
def again(books):
    """Each of them worked out anew."""
    return recalculated(books)


def test_every_formula_gives_what_the_engine_gives(books, again):
    """Points, lows, highs, groups, totals, verdicts, parts and what is missing: all cells that hold a formula."""
    assert {name: found for name in books if (found := differing(books[name], again[name]))} == {}
    assert all(len(formulas(content)) > 500 for content in books.values())


@pytest.mark.parametrize("name", ["complete", "assumed first", "some missing", "nothing known"])
def test_the_cells_hold_the_engines_points_and_intervals(books, again, name):
    """Read from the engine itself, not from what the workbook was given: clause by clause, group by group."""
    facts = drawn(7, missing=0.3) if name == "some missing" else jiangyin.known()
    if name == "nothing known":
        facts = changed(facts, **{**dict.fromkeys(facts["fact"].unique()), "permits": 1.0})
    plans = [BASELINE, ASSUMED] if name in ("complete", "nothing known") else [ASSUMED, BASELINE]
    found = []
    for card in cards(facts, plans):
        short = card.book.id.partition("-")[0]
        for clause, row in card.clauses():
            if clause.kind != "test":
                cells = {part: f"{short}_{clause.id}_{part}_shown" for part in ("points", "low", "high", "possible")}
                found += compared(books[name], again[name], row, cells)
        for node in (TOTAL, *card.book.groups):
            if node != "base":
                place = TOTAL if node == TOTAL else f"group_{node}"
                cells = {part: f"{short}_{place}_{part}" for part in ("points", "low", "high", "possible")}
                found += compared(books[name], again[name], card.node(node), cells)
    assert found == []


def compared(content, again, row, cells):
    """What the engine says of a row beside what its cells hold; an open score and an open bound are words."""
    cells_read = {part: again[named(content, re.sub(r"[^A-Za-z0-9]+", "_", name))] for part, name in cells.items()}
    words = {"points": "待评定", "low": "—", "high": "—", "possible": "—"}
    wanted = {part: words[part] if row[part] is None else row[part] for part in cells}
    return [
        (cells[part], wanted[part], cells_read[part]) for part in cells if not alike(wanted[part], cells_read[part])
    ]


def test_figures_drawn_at_random_give_what_the_engine_gives():
    seeds: list[tuple[int, float]] = []

    @settings(max_examples=5, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.integers(0, 2**31), st.sampled_from([0.0, 0.1, 0.5]))
    def gather(seed, missing):
        seeds.append((seed, missing))

    gather()
    contents = {f"drawn {place}": workbook(drawn(*asked), ASSUMED, BASELINE) for place, asked in enumerate(seeds)}
    recalculations = recalculated(contents)
    assert (
        len(contents) >= 4
        and {name: found for name in contents if (found := differing(contents[name], recalculations[name]))} == {}
    )


def test_changing_lending_in_the_workbook_changes_the_total(books):
    """The sheet is typed in as an office would; it then holds what the engine gives for those figures."""
    content = books["complete"]
    other = changed(jiangyin.known(), xinyidai_loans=1e9, residents_scored=None, township_plan=0.0)
    cells = {typed(content, "xinyidai_loans"): 1e9, typed(content, "residents_scored"): None,
             typed(content, "township_plan"): "否"}  # fmt: skip
    cells_read = recalculated({"typed": edited(content, cells)})["typed"]
    wanted = values(workbook(other))
    scores = [place for place in formulas(content) if place[0] in SHEETS.values() and place[1][0] in "CDEFGHK"]
    assert [(place, wanted.get(place), cells_read.get(place)) for place in scores
            if not alike(wanted.get(place), cells_read.get(place))] == []  # fmt: skip
    total = named(content, "hard_total_low")
    assert cells_read[total] < values(content)[total] - 1


def test_the_switches_change_rules_readings_and_scenarios(books):
    """A rule value typed in, a reading chosen from the list, the other scenario."""
    content, facts = books["complete"], jiangyin.known()
    reading = named(content, "hard_17_reading_chosen")
    cells = {typed(content, "hard_18_3_rate"): 0.00003, reading: "按比例连续计分", ("总览", "B4"): "假定基准"}
    cells_read = recalculated({"switched": edited(content, cells)})["switched"]
    hard = Scenario("h", (Change("18.3.rate", "set", 0.00003), Change("17.reading", "set", "linear")))
    wanted = [
        scorecards.card(facts, rulebooks.load(HARD), CITY, MONTH, hard),
        scorecards.card(facts, rulebooks.load(MONITORING), CITY, MONTH, ASSUMED),
    ]
    for card, short in zip(wanted, ("hard", "monitoring"), strict=True):
        for part in ("low", "high"):
            cell = named(content, f"{short}_total_{part}")
            assert cells_read[cell] == pytest.approx(card.node(TOTAL)[part], abs=1e-9)


def test_what_cannot_be_is_pointed_at(books):
    """A part above its whole, and a word that is no figure, which counts as missing."""
    content = books["complete"]
    cells = {typed(content, "residents_scored"): 9e9, typed(content, "xinyidai_loans"): "许多"}
    cells_read = recalculated({"wrong": edited(content, cells)})["wrong"]
    said = [value for (sheet, _), value in cells_read.items() if sheet == "指标"]
    assert "大于整体“户籍人口”" in said and "不能识别，按缺报处理" in said
    assert any("改正之前，得分不能采用" in str(value) for (sheet, _), value in cells_read.items() if sheet == "总览")
    assert cells_read[named(content, "hard_18_3_points")] == "#N/A"


def test_a_wrong_formula_is_found(books):
    """Points raised by a thousandth in one formula: its cell differs, and what adds it up."""
    content = books["complete"]
    place = named(content, "hard_18_3_points")
    spoilt = edited(content, {place: f"{formulas(content)[place]}+0.001"})
    found = " ".join(differing(content, recalculated({"spoilt": spoilt})["spoilt"]))
    assert "!".join(place) in found and "!".join(named(content, "hard_total_low")) in found


def test_a_wrong_stored_value_is_found_and_only_by_a_hard_recalculation(books):
    content = books["complete"]
    place = named(content, "hard_18_3_points")
    spoilt = stored(content, *place, "1.5")
    assert values(spoilt)[place] == 1.5
    both = {mode: recalculated({"spoilt": spoilt}, mode)["spoilt"] for mode in (0, NEVER)}
    assert [found.partition(":")[0] for found in differing(spoilt, both[0])] == ["!".join(place)]
    assert differing(spoilt, both[NEVER]) == []


def stored(content, sheet, cell, value):
    """The workbook with another stored result in one cell, its formula as it was."""
    order = openpyxl.load_workbook(io.BytesIO(content)).sheetnames.index(sheet) + 1
    name, whole = f"xl/worksheets/sheet{order}.xml", io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        for item in old.namelist():
            part = old.read(item)
            if item == name:
                part, count = re.subn(
                    rf'(<c r="{cell}"[^>]*><f>[^<]*</f><v>)[^<]*'.encode(), rf"\g<1>{value}".encode(), part
                )
                assert count == 1
            new.writestr(item, part)
    return whole.getvalue()


def test_equal_cards_give_equal_bytes(books):
    assert workbook(jiangyin.known()) == books["complete"]


def test_texts_never_become_formulas_or_links():
    """Of the figures' sources and notes; every formula is one that the workbook itself writes."""
    evil = ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://x")', "http://x.example", "<b>x</b>", '"&A1&"', "\t=1"]
    facts = jiangyin.known()
    texts = [evil[place % len(evil)] for place in range(facts.height)]
    content = workbook(facts.with_columns(source=pl.Series(texts), note=pl.Series(texts[::-1])))
    plain = workbook(jiangyin.known())
    assert formulas(content).keys() == formulas(plain).keys() and formulas(content) == formulas(plain)
    texts_kept = set(values(content).values())
    assert {"=1+1", "+1", "-1", "@SUM(1)", "http://x.example", "<b>x</b>"} <= texts_kept
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert not any(b"hyperlink" in packed.read(name).lower() for name in packed.namelist() if "sheet" in name
                       and name.endswith(".rels"))  # fmt: skip


def test_no_function_is_newer_than_excel_2007(books):
    """Newer ones are marked by a prefix, arrays by braces; neither runs everywhere."""
    formula_texts = [text for content in books.values() for text in formulas(content).values()]
    words = {
        word for text in formula_texts for word in re.findall(r"([A-Z][A-Z0-9.]+)\(", re.sub(r'"[^"]*"', "", text))
    }
    allowed = {"ABS", "AND", "CHOOSE", "COUNT", "COUNTIF", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISNA",
               "ISNUMBER", "LARGE", "MATCH", "MAX", "MIN", "NA", "NOT", "OR", "ROW", "SUMPRODUCT"}  # fmt: skip
    assert words <= allowed


def test_caps_floors_best_of_bonus_and_blanks_work_out_too():
    """The small rulebooks, each with all figures and with some missing."""
    contents = {}
    for name in SMALL:
        book = rulebooks.load(BOOKS / name)
        for missing in (0.0, 0.4):
            cities = made_up.cities(book, 1, 5, missing).with_columns(city=pl.lit(CITY))
            facts = changed(made_up.long(cities), permits=1.0)
            card = scorecards.card(facts, book, CITY, MONTH)
            contents[f"{name} {missing}"] = workbooks.workbook_bytes(card)
    again = recalculated(contents)
    assert {name: found for name in contents if (found := differing(contents[name], again[name]))} == {}


def test_cards_of_two_months_are_refused():
    facts = jiangyin.known()
    two_cards = [scorecards.card(facts, rulebooks.load(HARD), CITY, month) for month in (MONTH, "2021-02")]
    with pytest.raises(InputError, match="one city and month"):
        workbooks.workbook_bytes(two_cards)


def test_a_scenario_that_changes_shared_facts_for_one_rulebook_is_refused():
    plan = Scenario("one", (Change("xinyidai_loans", "set", 1.0),), rulebook=HARD)
    with pytest.raises(InputError, match="xinyidai_loans"):
        workbook(jiangyin.known(), BASELINE, plan)
    assert workbook(jiangyin.known(), BASELINE, plan, books=(HARD,))


@pytest.mark.parametrize(("month", "points", "each"), [("2020-12", 7, 1), ("2021-01", 10, 2)])
def test_a_dated_rulebook_stands_as_it_was_in_the_month(tmp_path, month, points, each):
    """By hand: 3 × 1 + 4 in December; 3 × 2 + 2 + 2 in January."""
    rows = table(("2020-12", "2021-01"), [CITY])
    card = scorecards.card(rows, dated_books.loaded(tmp_path / "dated"), CITY, month)
    content = workbooks.workbook_bytes([card], "zh")
    again = recalculated({"dated": content})["dated"]
    assert again[named(content, "dated_1_each")] == each and again[named(content, "dated_total_low")] == points
