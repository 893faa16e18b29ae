"""The circular's parts: places, the picture, who is best, problems; never an empty table."""

from __future__ import annotations

from analysis.facts import city_table, up_to, valid_in
from analysis.questions import bulletins
from analysis.views import bulletin_parts
from analysis.views.chart_contents import Chart
from analysis.views.view_objects import Table
from views.bulletins_of import bulletin

THREE = {"320281": 5, "320282": None, "320583": 1}
BEFORE = {"320281": 4, "320282": 2, "320583": 1}


def parts(result, lang="zh"):
    return bulletin_parts.bulletin_parts(result, lang)


def test_they_come_in_the_order_of_the_paper():
    said = parts(bulletin(THREE, BEFORE))
    assert [part.title for part in said.values()] == ["总体情况", "名次与升降", "先进指标", "存在问题", "下一步工作"]


def test_a_row_has_place_total_change_and_places_gained():
    table, chart = parts(bulletin(THREE, BEFORE))["places"].views
    assert table.rows == (
        ("1", "江阴市", "5.00", "+1.00", "持平"),
        ("1–3", "宜兴市", "0.00–5.00", "未定", "未定"),
        ("2–3", "昆山市", "1.00", "+0.00", "未定"),
    )
    assert [(bar.label, bar.text, bar.parts) for bar in chart.bars.bars] == [
        ("1 江阴市", "5.00", (5, 0)), ("1–3 宜兴市", "0.00–5.00", (0, 5)), ("2–3 昆山市", "1.00", (1, 0)),
    ]  # fmt: skip
    assert chart.bars.marks[0].at == [4, 2, 1]


def test_the_picture_says_who_is_first_or_that_it_is_open():
    cases = {"first": (5, 1), "shared": (5, 5), "open": (4, None)}
    said = {
        name: bulletin_parts.places_chart(bulletin(dict(zip(("320281", "320282"), points, strict=True))), 3).title
        for name, points in cases.items()
    }
    assert said == {
        "first": "县级市：江阴市居首，5.00 分", "shared": "县级市：江阴市、宜兴市并列第一，5.00 分",
        "open": "县级市：缺报数据，第一名未定",
    }  # fmt: skip


def test_a_city_alone_is_not_ranked():
    said = parts(bulletin({"320281": 4}, {"320281": 3}))
    assert said["places"].sentences[0] == "仅 1 个单位，无从排名。" and said["places"].views == ()
    assert said["best"].sentences == ("县级市仅 1 个单位，无从比较。",)
    several = parts(bulletin({"320281": 4, "320200": 3}))
    assert several["places"].sentences[0] == "各类都仅 1 个单位，无从排名。"


def test_a_long_league_shows_its_first_and_last_and_counts_them_all():
    many = {f"{code}": place % 6 for place, code in enumerate(_many(25))}
    [table, chart] = parts(bulletin(many))["places"].views
    assert len(table.rows) == bulletin_parts.SHORT and len(chart.bars.bars) == bulletin_parts.BARS
    assert "县级市 25 个，只列名次最前和最后的，全部见 bulletin.csv。" in table.notes


def _many(count):
    return city_table().filter(valid_in("2021-03"), league=3)["code"].unique(maintain_order=True).head(count).to_list()


def test_where_no_place_is_known_a_long_table_is_not_drawn():
    said = parts(bulletin(dict.fromkeys(_many(25))))["places"]
    assert said.views == () and "县级市 25 个单位因缺报数据，名次都不能确定（1–25），不列名次表。" in said.sentences


def test_the_best_with_what_it_earns_and_its_figure():
    [table] = parts(bulletin({"320281": 4, "320282": 1, "320583": 1}))["best"].views
    [row] = table.rows
    assert row[:5] == ("第1项“联合奖惩领域”", "江阴市", "4.00", "5", "2.00") and row[5].endswith("4个")


def test_what_is_all_alike_or_open_has_its_sentence():
    assert "没有少数单位突出的" in "".join(parts(bulletin({"320281": 4, "320282": 4}))["best"].sentences)
    said = parts(bulletin({"320281": 4, "320282": 1, "320583": None}))["best"].sentences
    assert "因缺报数据，最好的单位暂不能评定的：县级市 1 项。" in said


def test_nothing_that_fails_has_its_sentence():
    assert parts(bulletin({"320281": 5, "320282": 5}))["problems"].sentences[0].startswith("没有未达标的")
    assert parts(bulletin({"320281": None}))["problems"].sentences[0].startswith("在已报的数据中")


def test_the_sample_citys_gaps_and_losses():
    figures = up_to("江阴", "2021-03")
    [table] = parts(bulletins.month_bulletin(figures, "hard-2019", "2021-03"))["problems"].views
    [row] = table.rows
    assert row[0] == "江阴市" and "整改到位率 86.67%，未达 100%，尚差 2起" in row[1] and "共 4 项" in row[1]
    assert "失 " in row[2]


def test_no_table_is_empty_whatever_is_missing():
    for now, earlier in (
        (THREE, BEFORE),
        ({"320281": None}, None),
        ({"320281": 4}, None),
        (dict.fromkeys(THREE), THREE),
    ):
        for lang in ("zh", "en"):
            for part in parts(bulletin(now, earlier), lang).values():
                assert part.sentences or part.views
                assert all(view.rows if isinstance(view, Table) else view.bars.bars for view in part.views)
                assert all(isinstance(view, Table | Chart) for view in part.views)
