"""A chart as PNG, for programs that show no SVG (图片)."""

from __future__ import annotations

from analysis.documents import bar_pictures, fonts
from analysis.documents.contents import DocumentChart
from analysis.documents.layout import UPRIGHT
from analysis.documents.pdf import compile_template

CHART_WIDTH = UPRIGHT  # points, that of the page's text
SHARP = 220.0  # points to an inch


def chart_png(chart: DocumentChart, lang: str) -> bytes:
    """The chart as wide as the page's text; equal charts and fonts give equal bytes.

    Raises `InputError` where the machine has no Chinese font.
    """
    drawn = bar_pictures.bars_svg(chart.bars, fonts.font_families(lang)["black"])
    sizes = {"width": CHART_WIDTH, "height": chart_height(chart)}
    return compile_template("picture.typ", {"svg": drawn, **sizes}, "png", ppi=SHARP)


def chart_height(chart: DocumentChart) -> float:
    """How high the chart is in points, as wide as the page's text."""
    return CHART_WIDTH * bar_pictures.picture_height(chart.bars) / bar_pictures.WIDTH
