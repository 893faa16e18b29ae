"""A picture by itself: what it finds as its title, charts below each other on white, as SVG and as PNG."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree

from PIL import Image

from analysis.documents import titled_pictures
from analysis.views.chart_contents import EARNED, LOST, Bar, Bars, Layer

SVG = "{http://www.w3.org/2000/svg}"
LAYERS = (Layer("升", EARNED), Layer("降", LOST))
CHARTS = [
    (heading, Bars((Bar("江阴市", "+1.00", (1.0, 0.0)), Bar("宜兴市", "-2.00", (0.0, -2.0))), LAYERS, (), "分", "zh"))
    for heading in ("各条（分）", "各市（分）")
]
TITLE = "换版以后一个升、一个降，" * 8


def test_title_headings_and_charts_stand_below_each_other_without_touching():
    drawn, high = titled_pictures.titled_svg(TITLE, CHARTS)
    tree = ElementTree.fromstring(drawn)
    lines = tree.findall(f"{SVG}text")
    assert "".join(line.text for line in lines[:-2]) == TITLE and [line.text for line in lines[-2:]] == [
        heading for heading, _ in CHARTS
    ]
    places = [(float(svg.get("y")), float(svg.get("height"))) for svg in tree.findall(f"{SVG}svg")]
    assert places[0][0] + places[0][1] < float(lines[-1].get("y")) - titled_pictures.HEADING
    assert float(lines[-2].get("y")) < places[0][0] and places[1][0] + places[1][1] <= high
    assert tree.find(f"{SVG}rect").get("fill") == "#FFFFFF"


def test_a_png_has_the_shape_of_the_svg_and_equal_charts_give_equal_bytes():
    _, high = titled_pictures.titled_svg(TITLE, CHARTS)
    drawn = titled_pictures.titled_png(TITLE, CHARTS, "zh")
    image = Image.open(io.BytesIO(drawn))
    assert abs(image.height / image.width - high / 648) < 0.01 and image.getpixel((2, 2))[:3] == (255, 255, 255)
    assert drawn == titled_pictures.titled_png(TITLE, CHARTS, "zh")
