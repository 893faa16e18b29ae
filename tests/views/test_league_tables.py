"""Tables of leagues: places and ranges, peers, the demanded place, movers; in both languages."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import facts, rulebooks
from analysis.problems import Problem
from analysis.questions import league
from analysis.views import league_tables

from . import league_of
from .league_of import BEFORE, MONTH


def counties(**settings):
    """The table of the county-level cities, which stand last."""
    return league_tables.places_tables(league_of.scored(), league_of.book(), MONTH, **settings).parts[-1]


def test_places_are_single_shared_or_a_range():
    """4, 4, unknown (0 to 5) and 0 points: the unknown may come first, or share the third place with the last."""
    rows = {row[1]: (row[0], row[2]) for row in counties().rows}
    assert rows == {
        "江阴市": ("1–2", "4.00"), "宜兴市": ("1–2", "4.00"), "昆山市": ("1–3", "0.00–5.00"), "义乌市": ("3–4", "0.00"),
    }  # fmt: skip
    assert counties().title == "小规则集 2021年3月：县级市排名，共 4 个城市"


def test_who_stands_alone_at_the_top_is_named():
    table = league_tables.places_tables(league_of.scored(), league_of.book(), MONTH, "en").parts[0]
    assert table.title == "A small rulebook, March 2021: Wuxi (无锡市) comes first of 1 (3.00); Prefecture-level cities"


def test_a_city_beyond_those_shown_is_shown_too():
    table = counties(most=2, city="330782")
    assert len(table.rows) == 3 and table.rows[-1][1] == "义乌市"
    assert table.rows[-1][1].tone == "strong" and "只列前 2 个，全部 4 个" in table.notes[1]


def test_peers_stand_beside_a_citys_own_points():
    """Of 4, 4, 0 to 5 and 0 the middle lies between 2 and 4; three of the four have all data."""
    peers = league.peer_scores(league_of.facts(), league_of.book(), MONTH)
    own = pl.DataFrame({"clause": ["1"], "city": ["320281"], "kind": ["score"], "points": [4.0], "low": [4.0],
                        "high": [4.0], "met": [True]})  # fmt: skip
    table = league_tables.peers_tables(peers, league_of.book(), "zh", 3, own)
    assert [column.title for column in table.columns][:4] == ["条款", "江阴市", "下四分位", "中位数"]
    [row] = table.rows
    assert row[0] == "第1项“联合奖惩领域”" and row[1] == "4.00" and row[3] == "2.00–4.00" and row[-1] == "3/4"


def stood(rank, group=3.0, code="320281"):
    hard = rulebooks.load("hard-2019")
    figures = dict.fromkeys(hard.facts()) | {"league": group, "monitoring_rank": rank}
    row = made_up.long(made_up.row(code, MONTH, **figures))
    scored = league_of.scored() if group == 3 else league.standings(
        league_of.facts(domains={code: 3}), league_of.book(), MONTH
    )  # fmt: skip
    standing = league.rank_test(row, hard, MONTH, scored)
    return league_tables.demand_tables(standing, hard, league_of.book(), code)


def test_the_official_place_and_how_far_it_is():
    table = stood(130.0)
    assert table.title == "第10.3项“城市信用状况监测预警排名”：江阴市官方名次第 130，要求前 100 名，还差 30 名"
    assert ("按本工作台总分的名次", "1–2 / 4") in table.rows
    assert ("第 100 名的总分", "此处只有 4 个同类城市，不足 100 个") in table.rows
    assert "算不出来" in table.notes[0] and "小规则集" in table.notes[0]


def test_without_an_official_place_nothing_is_decided_and_a_capital_needs_none():
    assert "没有官方名次" in stood(None).title
    assert "不看名次" in stood(5.0, 1.0, "320100").title and stood(5.0, 1.0, "320100").rows == ()


def test_the_spread_counts_and_measures_each_league():
    table = league_tables.league_spread_table(league_of.scored())
    assert [row[:3] for row in table.rows] == [("地级市", "1", "1"), ("县级市", "4", "3")]
    assert table.rows[1][4] == "2.00–4.00" and table.rows[1][6] == "0.00–5.00"


def test_movers_are_those_known_in_both_months():
    """Jiangyin 1 to 4, Yixing 5 to 4; Kunshan is unknown now, the others stay as they are."""
    table = league_tables.movers_table(league_of.moved(), (BEFORE, MONTH))
    assert [(row[0], row[2], row[3], row[4]) for row in table.rows] == [
        ("江阴市", "1.00", "4.00", "+3.00"), ("宜兴市", "5.00", "4.00", "-1.00"),
    ]  # fmt: skip
    assert table.title == "2021年2月到2021年3月：\n江阴市上升最多，+3.00 分；宜兴市下降最多，-1.00 分"
    assert "只比两个月总分都已定的 4 个城市，另有 1 个" in table.notes[0]


def test_where_nobody_moved_it_is_said():
    still = league.rank_changes(league_of.scored(), league_of.scored())
    assert (
        league_tables.movers_table(still, (BEFORE, MONTH), "en").title
        == "No city can be compared between the two months."
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cities_left_out_are_listed_with_their_fault(lang):
    everywhere = facts.AllCityFacts(league_of.facts(), (Problem("data/facts/1.csv, 3", "坏了", "broken"),), ("1",))
    assert league_tables.excluded_cities(everywhere, lang).rows == (
        ("data/facts/1.csv, 3", {"zh": "坏了", "en": "broken"}[lang]),
    )
