"""A chart as PNG: as wide as the page's text, as high as its bars, the same each time."""

from __future__ import annotations

import io

from PIL import Image

from analysis.documents import DocumentChart, bar_pictures, chart_png
from analysis.views.chart_contents import Bar, Bars, Layer

BARS = Bars((Bar("甲", "1.00", (1.0,)), Bar("乙", "2.00", (2.0,))), (Layer("得分", "#0072B2"),), (), "分", "zh")
CHART = DocumentChart("得分", BARS)


def test_its_size_is_that_of_the_drawing():
    picture = Image.open(io.BytesIO(chart_png.chart_png(CHART, "zh")))
    drawn = bar_pictures.picture_height(BARS) / bar_pictures.WIDTH
    assert abs(picture.height / picture.width - drawn) < 0.01
    assert abs(picture.width - 156 / 25.4 * chart_png.SHARP) < 2


def test_equal_charts_give_equal_bytes():
    assert chart_png.chart_png(CHART, "zh") == chart_png.chart_png(CHART, "zh")


def test_bars_are_seen():
    picture = Image.open(io.BytesIO(chart_png.chart_png(CHART, "zh"))).convert("RGB")
    assert (0, 114, 178) in {colour for _, colour in picture.getcolors(maxcolors=picture.width * picture.height)}
