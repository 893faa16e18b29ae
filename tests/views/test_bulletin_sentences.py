"""The circular's sentences: what is compared, what moved, and each honest word on what cannot be told."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from analysis.views import bulletin_sentences
from views.bulletins_of import bulletin

THREE = {"320281": 5, "320282": 4, "320583": 0}


def joined(texts):
    return "".join(texts)


def test_the_units_are_counted_with_the_range_of_their_totals():
    said = joined(bulletin_sentences.overall_texts(bulletin(THREE), "zh"))
    assert "对 3 个单位 2021年3月的数据评定" in said and "县级市 3 个，总分在 0.00–5.00 分之间" in said
    assert "一票否决" not in said, "the rulebook has no vetoes"


def test_open_totals_absent_and_faulty_units_are_told():
    result = bulletin({"320281": 5, "320282": None}, {"320281": 5, "320282": 1, "320583": 2})
    said = joined(bulletin_sentences.overall_texts(result, "zh", ["320582"]))
    assert "1 个单位因缺报数据" in said and "未报送本月数据、未列入的：昆山市" in said
    assert "数据有误、未列入的：张家港市" in said
    assert "各单位都缺报数据" in joined(bulletin_sentences.overall_texts(bulletin(dict.fromkeys(THREE)), "zh"))
    alone = joined(bulletin_sentences.overall_texts(bulletin({"320281": None}), "zh"))
    assert "因缺报数据，总分是可能的范围" in alone and "名次" not in alone


def test_who_moved_most_by_points_and_places():
    said = joined(bulletin_sentences.mover_texts(bulletin(THREE, {"320281": 1, "320282": 4, "320583": 2}), "zh"))
    assert "得分增加最多的是江阴市（+4.00 分）" in said and "减少最多的是昆山市（-2.00 分）" in said
    assert (
        "名次上升最多的是江阴市（升 2 位）" in said and "名次下降最多的是宜兴市（降 1 位）、昆山市（降 1 位）" in said
    )


@pytest.mark.parametrize(
    ("now", "earlier", "said"),
    [
        (THREE, None, "没有 2021年2月的数据，无从比较升降"),
        (THREE, THREE, "能比的总分都没有变化"),
        (dict.fromkeys(THREE), THREE, "因缺报数据，没有总分能比"),
        ({"320281": 4}, {"320281": 1}, "江阴市得分较 2021年2月：+3.00 分"),
        ({"320281": None}, {"320281": 1}, "江阴市因缺报数据，总分不能与 2021年2月比较"),
        (THREE, {"320281": 5, "320282": 4}, "昆山市没有 2021年2月的数据，不比升降"),
        (THREE, {"320281": 5, "320282": 4}, "县级市上月参与排名的是 2 个单位"),
    ],
)
def test_what_cannot_be_compared_has_its_sentence(now, earlier, said):
    assert said in joined(bulletin_sentences.mover_texts(bulletin(now, earlier), "zh"))


def change(low, high, points=None):
    row = {"change": points, "points": points, "points_before": 0.0, "change_low": low, "change_high": high}
    return bulletin_sentences.points_gained(row, "zh")


def test_a_change_of_an_open_total_is_told_only_as_far_as_it_is_sure():
    assert [change(1, 1, 1), change(0.5, 2), change(-2, -0.5), change(-1, 2), change(None, None)] == [
        "+1.00", "增 0.50–2.00", "减 0.50–2.00", "未定", "—",
    ]  # fmt: skip


def test_places_gained_are_a_range_where_they_are_open():
    ways = [(2, 2), (1, 3), (-1, -1), (-3, -1), (0, 0), (-1, 1), (None, None)]
    said = [bulletin_sentences.place_change({"up_low": low, "up_high": high}, "zh") for low, high in ways]
    assert said == ["升 2 位", "升 1–3 位", "降 1 位", "降 1–3 位", "持平", "未定", "—"]


def test_a_long_list_of_units_is_counted():
    assert bulletin_sentences.named_units(list("甲乙丙丁"), "zh") == "甲、乙、丙、丁"
    assert bulletin_sentences.named_units(list("甲乙丙丁戊"), "zh") == "甲、乙、丙、丁等 5 个单位"


def test_how_far_a_unit_lags():
    said = bulletin_sentences.behind_texts(bulletin({**THREE, "320200": 1}), "320583", "zh", 2)
    assert said == ["第1项“联合奖惩领域”（低 4.50 分）"]
    assert bulletin_sentences.behind_texts(bulletin({"320200": 1}), "320200", "zh", 2) == [
        "第1项“联合奖惩领域”（失 4.00 分）"
    ]


def test_a_change_is_the_difference_of_the_totals_as_they_are_printed():
    """33.16 now and 31.75 before are 1.41 apart on the page, though 33.157 and 31.754 are 1.40 apart."""
    row = {"change": 33.157273 - 31.753634, "points": 33.157273, "points_before": 31.753634}
    assert bulletin_sentences.printed_change(row) == 1.41
    assert bulletin_sentences.printed_change({**row, "change": None}) is None


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有总分能比"), ("en", "no total can be compared")])
def test_an_open_total_that_surely_rose_or_fell_is_told_and_never_called_past_comparing(lang, said):
    """The table says 减 1.00–3.00 of it: the sentence above may not say that nothing can be compared."""
    result = bulletin(dict.fromkeys(THREE), THREE)
    assert said in joined(bulletin_sentences.mover_texts(result, lang))
    ends = [pl.Series("change_low", [0.5, -3.0, -1.0]), pl.Series("change_high", [2.0, -1.0, 2.0])]
    sure = replace(result, places=result.places.with_columns(ends))
    names = [bulletin_sentences.unit_title(code, lang) for code in sure.places["city"]]
    text = joined(bulletin_sentences.mover_texts(sure, lang))
    assert said not in text and names[2] not in text
    risen, fallen = (bulletin_sentences.points_gained(row, lang) for row in sure.places.head(2).iter_rows(named=True))
    assert text.index(names[0]) < text.index(risen) < text.index(names[1]) < text.index(fallen)


def test_a_single_open_total_that_surely_fell_says_so():
    result = bulletin({"320281": None}, {"320281": 5})
    ends = [pl.Series("change_low", [-4.0]), pl.Series("change_high", [-1.0])]
    sure = replace(result, places=result.places.with_columns(ends))
    assert "较 2021年2月肯定减 1.00–4.00 分" in joined(bulletin_sentences.mover_texts(sure, "zh"))
