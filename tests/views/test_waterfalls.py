"""A waterfall: each bar begins where the one before ended, and the last is all together."""

from __future__ import annotations

from analysis.documents import bar_pictures
from analysis.views import waterfalls
from views.asked_of import BOOK
from views.test_change_views import change_of


def shown(result, lang="zh"):
    parts = waterfalls.waterfall(result, BOOK, lang)
    return parts.parts if hasattr(parts, "parts") else (parts,)


def test_each_bar_begins_where_the_last_ended():
    """Item 17 gains 0.5, 18.1 loses 0.3: from 0 to 0.5, back to 0.2."""
    result = change_of({"residents_scored": 60, "xinyi_domains": 11}, {"residents_scored": 70, "xinyi_domains": 10})
    for chart in shown(result):
        drawn = [(bar.start, bar.text) for bar in chart.bars.bars]
        assert drawn == [(0.0, "+0.50"), (0.5, "-0.30"), (0.0, "+0.20")]
        gained, lost, total = chart.figure.data
        assert list(gained.base) == [0, 0.5, 0] and list(lost.x) == [0, -0.3, 0] and list(total.x) == [0, 0, 0.2]
        assert "<svg" in bar_pictures.bars_svg(chart.bars)


def test_an_interval_has_a_chart_for_each_end_and_a_sure_total_one():
    result = change_of({"residents_scored": 60}, {"residents_scored": 70})
    titles = [chart.title for chart in shown(result)]
    assert [title[:4] for title in titles] == ["最低分：", "最高分："]


def test_more_than_a_dozen_are_drawn_together():
    files = ("judicial_files", "judicial_openness", "civil_servant_files", "campaign_activities")
    domains = ("recorded", "published", "listed", "graded")
    many = dict.fromkeys(files, 1) | {f"domains_{name}": 5 for name in domains}
    many |= {"joint_domains": 5, "joint_domains_automated": 5, "xinyi_domains": 5, "rectified_domains": 5}
    many |= {"agencies": 10, "agencies_connected": 9, "legal_entities": 10, "notices_published": 5}
    low, _ = shown(change_of({}, many))
    assert len(low.bars.bars) == waterfalls.STEPS_SHOWN + 2 and "其余" in low.bars.bars[-2].label
