"""Charts drawn without a browser: as long as their figures, with every text, alike each time."""

from __future__ import annotations

import re

from lxml import etree

from analysis.documents.bar_pictures import EDGE, WIDTH, bars_svg, picture_height
from analysis.views.chart_contents import Bar, Bars, Layer
from documents import samples

SPACE = {"svg": "http://www.w3.org/2000/svg"}


def drawn(bars: Bars) -> etree._Element:
    return etree.fromstring(bars_svg(bars).encode())


def texts(bars: Bars) -> list[str]:
    return ["".join(node.itertext()) for node in drawn(bars).iterfind(".//svg:text", SPACE)]


def test_every_label_figure_and_name_stands_in_the_picture():
    shown = texts(samples.BARS)
    for bar in samples.BARS.bars:
        assert bar.label in shown and bar.text in shown
    assert {"得分", "暂不能评定", "未得", "参考测算", "分"} <= set(shown)


def test_bars_are_as_long_as_their_parts():
    """4 points in all over the whole width: 1 and 3 stand as one to three."""
    bars = Bars((Bar("甲", "1", (1.0, 3.0)),), (Layer("得", "#000000"), Layer("余", "#111111")), (), "分", "zh")
    first, second = [float(node.get("width")) for node in drawn(bars).iterfind("svg:rect", SPACE)][:2]
    assert abs(second / first - 3) < 0.01 and first + second < WIDTH - 2 * EDGE + 0.01


def test_a_deduction_reaches_left_of_nothing():
    nothing = next(
        float(re.match(r"M([\d.]+),0 V", node.get("d"))[1])
        for node in drawn(samples.BARS).iterfind("svg:path", SPACE)
        if node.get("stroke") == "#1F2933"
    )
    rects = [
        (float(node.get("x")), float(node.get("width"))) for node in drawn(samples.BARS).iterfind("svg:rect", SPACE)
    ]
    left = [rect for rect in rects if rect[0] < nothing - 0.01 and rect[1] > 20]
    assert len(left) == 1 and abs(left[0][0] + left[0][1] - nothing) < 0.02


def test_a_hostile_label_stays_a_text():
    bars = Bars((Bar("<script>&", '"1"', (1.0,)),), (Layer("'>", "#000000"),), (), "分", "zh")
    assert {"<script>&", '"1"', "'>"} <= set(texts(bars))


def test_long_labels_are_broken_and_the_picture_grows():
    layers = (Layer("得", "#000000"),)
    short, long = (Bars((Bar(label, "1", (1.0,)),), layers, (), "分", "zh") for label in ("短", "长" * 90))
    assert picture_height(long) > picture_height(short)
    assert "".join(texts(long)).count("长") == 90


def test_a_chart_without_points_is_drawn_too():
    bars = Bars((Bar("甲", "0.00", (0.0,)),), (Layer("得", "#000000"),), (), "分", "zh")
    assert "0.00" in texts(bars)
