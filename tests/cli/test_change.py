"""`scorecard change` and `diff` as a user runs them."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction

import pytest

import jiangyin
import towns
from analysis import facts, rulebooks, scorecards
from small_projects import ROOT

MONTHS = ("2021-02", "2021-03")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project with February and March; March was published before three domains were added to it."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "data" / "facts" / "320281").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "cities.csv", tmp_path / "data")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    write(tmp_path, "2021-02", xinyi_domains=9, joint_domains=38)
    write(tmp_path, "2021-03", xinyi_domains=10, joint_domains=38)
    figures = scorecards.facts_as_of("320281", "2021-03")
    scorecards.archive_cards(
        [scorecards.card(figures, rulebooks.load("hard-2019"), "320281", "2021-03")], figures, "2021-04-25"
    )
    write(tmp_path, "2021-03", xinyi_domains=13, joint_domains=38)
    return tmp_path


def write(home, month, **figures):
    rows = [f"320281,{month},{fact},{value}" for fact, value in figures.items()]
    path = home / "data" / "facts" / "320281" / f"{month}.csv"
    path.write_text("\n".join(["city,month,fact,value", *rows, ""]), "utf-8")


def test_change_tells_why_and_adds_up(scorecard, home):
    ran = scorecard("change", "--city", "江阴", "--from", "2021-02", "--to", "2021-03")
    assert ran.code == 0 and "由 9个 增至 13个：最低分 +1.20，最高分 +1.20（第18.1项）。" in ran.out
    ran = scorecard("change", "--city", "江阴", "--to", "2021-03", "--format", "json")
    change = json.loads(ran.out)["change"]
    assert sum(map(Fraction, change["shares"]["low"].values())) == Fraction(change["after"]["low"]) - Fraction(
        change["before"]["low"]
    )


def test_change_begins_with_what_was_corrected_since_publication(scorecard, home):
    write(home, "2021-04", xinyi_domains=13, joint_domains=38)
    ran = scorecard("change", "--city", "江阴", "--to", "2021-04")
    assert "2021年3月发布后数据或规则有更正" in ran.out and "由 10个 更正为 13个" in ran.out
    assert ran.out.index("更正为") < ran.out.index("没有变动")


def test_a_damaged_archive_is_named_and_the_change_told_all_the_same(scorecard, home):
    write(home, "2021-04", xinyi_domains=14, joint_domains=38)
    (path,) = home.rglob("card.2021-04-25*")
    path.write_bytes(b"")
    ran = scorecard("change", "--city", "江阴", "--to", "2021-04")
    assert ran.code == 0 and path.name in ran.err and "由 13个 增至 14个" in ran.out and "更正为" not in ran.out


def test_within_a_month_the_options_are_what_differs(scorecard, home):
    ran = scorecard("change", "--city", "江阴", "--from", "2021-03", "--to", "2021-03", "--set", "xinyi_domains=+2")
    assert "由 13个 增至 15个" in ran.out and "更正" not in ran.out


def test_from_files(scorecard, facts_file):
    files = [
        facts_file(f"{month}.csv", month, judicial_lists=lists) for month, lists in zip(MONTHS, (0, 1), strict=True)
    ]
    ran = scorecard("change", "--city", "江阴", "--to", "2021-03", "--facts", files[0], "--facts", files[1])
    assert "由“否”变为“是”" in ran.out and "+2.00" in ran.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2021-04", "--to", "2021-03"), "--from must not be later than --to"),
        (("--from", "2021-01", "--to", "2021-03"), "no facts of this city and month"),
        (("--to", "2021-03", "--as-of", "2021-04-01"), "Days kept: 2021-04-25"),
    ],
)
def test_what_cannot_be_told_is_said(scorecard, home, options, said):
    ran = scorecard("change", "--city", "江阴", *options)
    assert ran.code == 1 and said in ran.err


def test_score_without_files_takes_the_project_s_now_or_as_known_then(scorecard, home):
    own = ("--city", "江阴", "--month", "2021-03", "--rulebook", "hard-2019", "--format", "json")
    points = []
    for more in ((), ("--as-of", "2021-04-25")):
        (card,) = json.loads(scorecard("score", *own, *more).out)["cards"]
        points += [clause["points"] for clause in card["clauses"] if clause["clause"] == "18.1"]
    assert points == [pytest.approx(3.9), pytest.approx(3.0)]
    text = scorecard("explain", "--city", "江阴", "--month", "2021-03", "--clause", "18.1", "--as-of", "2021-04-25").out
    assert "10" in text and "3.00" in text
    assert "Name files of facts, or --city" in scorecard("score", "--rulebook", "hard-2019").err
    file = home / "data" / "facts" / "320281" / "2021-03.csv"
    assert "Files know no day" in scorecard("score", file, "--rulebook", "hard-2019", "--as-of", "2021-04-25").err


def test_diff_shows_fact_by_fact_and_clause_by_clause(scorecard, home):
    ran = scorecard("diff", "--city", "江阴", "--month", "2021-03", "--as-of", "2021-04-25")
    assert ran.code == 0 and "更正了 1 个数" in ran.out and "由 10个 更正为 13个" in ran.out
    assert "18.1" in ran.out and "2021-04-25所知" in ran.out
    ran = scorecard("diff", "--city", "江阴", "--month", "2021-03", "--as-of", "2021-04-25", "--and", "2021-05-01")
    assert "没有更正" in ran.out
    assert scorecard("diff", "--city", "江阴", "--month", jiangyin.MONTH, "--as-of", "2021-04-24").code == 1


@pytest.fixture
def town_home(tmp_path, monkeypatch):
    """A project of four towns, one clause of whose rulebook compares them."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    facts.keep_tables(facts.load(towns.build(tmp_path)), facts.dictionary())
    return tmp_path


def keep(names, day):
    """Keep the cards of some towns as of a day."""
    book = rulebooks.load(towns.BOOK)
    for name in names:
        for month in (towns.BEFORE, towns.MONTH):
            figures = scorecards.card_facts(book, name, month)
            scorecards.archive_cards([scorecards.card(figures, book, facts.code_of(name, month), month)], figures, day)


def shares_of(ran):
    return {row["driver"]: row["low"] for row in json.loads(ran.out)["change"]["drivers"]}


def test_what_other_towns_moved_is_told_apart(scorecard, town_home):
    """By hand: 2 of the best 9, then 4 of the best 8; alone 4 of 9 and 2 of 8, on the mean of both orders."""
    asked = ("change", "--city", "华士", "--to", towns.MONTH, "--rulebook", towns.BOOK)
    own = ((10 * 4 / 9 - 10 * 2 / 9) + (10 * 4 / 8 - 10 * 2 / 8)) / 2
    others = ((10 * 2 / 8 - 10 * 2 / 9) + (10 * 4 / 8 - 10 * 4 / 9)) / 2
    assert shares_of(scorecard(*asked, "--format", "json")) == pytest.approx(
        {"publicity_events": own, "1.field": others}
    )
    ran = scorecard(*asked)
    assert ran.code == 0 and "第1项参评范围内的其他单位有变化：总分 +0.42" in ran.out and "暂不能评定" not in ran.err
    assert "Other units compared in clause 1 changed" in scorecard(*asked, "--lang", "en").out


def test_as_of_a_day_others_are_compared_as_they_were_kept(scorecard, town_home, monkeypatch):
    asked = ("change", "--city", "华士", "--to", towns.MONTH, "--rulebook", towns.BOOK)
    now = shares_of(scorecard(*asked, "--format", "json"))
    keep(towns.EVENTS, "2021-04-25")
    monkeypatch.setitem(towns.EVENTS, "新桥镇", (80, 8))
    facts.keep_tables(facts.load(towns.table(town_home / "later.csv")), facts.dictionary(), replace=True)
    then = scorecard(*asked, "--format", "json", "--as-of", "2021-04-25")
    assert shares_of(then) == pytest.approx(now) and "存档" not in then.err
    assert shares_of(scorecard(*asked, "--format", "json")) != pytest.approx(now)


def test_others_of_whom_nothing_was_kept_are_told_of_with_what_to_do(scorecard, town_home):
    keep(["华士镇"], "2021-04-25")
    ran = scorecard("change", "--city", "华士", "--to", towns.MONTH, "--rulebook", towns.BOOK, "--as-of", "2021-04-25")
    assert ran.code == 0 and "3 个单位没有存档" in ran.err and "--known-on" in ran.err
