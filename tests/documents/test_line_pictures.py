"""Charts of lines as pictures: every line, band and month of the chart, without a browser."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest
from lxml import etree

from analysis.documents import fonts, line_pictures
from analysis.views.chart_contents import Chart

SPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def chart():
    months = ["2021-03", "2021-04", "2021-05"]
    band = go.Scatter(name="区间", x=[*months, *reversed(months)], y=[3, 4, 5, 1, 2, 3], fill="toself",
                      fillcolor="rgba(1,2,3,0.2)", mode="lines")  # fmt: skip
    line = go.Scatter(name="预测 &lt;", x=months, y=[3, 3, None], mode="lines+markers",
                      marker={"symbol": "circle-open"}, line={"color": "#9C1F6E", "width": 2, "dash": "dash"},
                      )  # fmt: skip
    return Chart("总分\n两行", go.Figure([line, band], {"xaxis": {"categoryarray": months}}))


def drawn(*charts):
    return etree.fromstring(line_pictures.lines_svg(charts, ["Noto Sans CJK SC"]).encode())


def test_every_line_band_and_month_is_drawn(chart):
    tree = drawn(chart)
    texts = [node.text for node in tree.iter(f"{SPACE}text")]
    assert {"总分", "两行", "2021-03", "2021-04", "2021-05", "区间", "预测 <"} <= set(texts)
    [band] = tree.iter(f"{SPACE}polygon")
    assert len(band.get("points").split()) == 6 and band.get("fill") == "rgba(1,2,3,0.2)"
    dashed = [node for node in tree.iter(f"{SPACE}polyline") if node.get("stroke-dasharray")]
    assert len(dashed) == 2 and len(dashed[0].get("points").split()) == 2, (
        "the line, without what is missing, and its legend"
    )


def test_higher_is_higher_and_later_is_to_the_right(chart):
    [band] = drawn(chart).iter(f"{SPACE}polygon")
    points = [tuple(map(float, point.split(","))) for point in band.get("points").split()]
    assert points[0][0] < points[1][0] < points[2][0] and points[0][1] > points[1][1] > points[2][1]


def test_charts_stand_one_below_the_other(chart):
    assert float(drawn(chart, chart).get("height")) == pytest.approx(2 * float(drawn(chart).get("height")))


def test_equal_charts_are_equal_bytes(chart):
    for form in ("svg", "png"):
        first = line_pictures.write_lines([chart], "zh", form)
        assert first == line_pictures.write_lines([chart], "zh", form)
        assert first.startswith(b"<svg" if form == "svg" else b"\x89PNG")
    assert fonts.font_families("zh")["black"]
