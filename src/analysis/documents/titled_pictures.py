"""Charts of bars below each other under what they find, as one picture by itself: SVG, or PNG for Word (带标题的图)."""

from __future__ import annotations

import html
from collections.abc import Sequence

from analysis.documents import bar_pictures, fonts
from analysis.documents.pdf import compile_template
from analysis.views import chart_contents, text_layout

EDGE, GAP = 12.0, 14.0
TITLE, HEADING = 17.0, 14.0
LEADING = 1.45
"""Lines of the title and the headings, in their own size."""
SHARP = 220.0  # points to an inch
POINTS = 0.75  # points to a unit of the picture

HeadedBars = tuple[str, chart_contents.Bars]
"""A chart with what its bars are and in which unit."""


def titled_svg(
    title: str, charts: Sequence[HeadedBars], families: Sequence[str] = bar_pictures.FAMILIES
) -> tuple[str, float]:
    """The picture as SVG on white, and how high it is; equal charts give equal text."""
    y, drawn = EDGE, []
    for text, size in [(title, TITLE)]:
        lines, y = _lines(text, size, y, "bold")
        drawn += lines
    for heading, bars in charts:
        lines, y = _lines(heading, HEADING, y + GAP, "normal")
        picture = bar_pictures.bars_svg(bars, families).removeprefix("<svg ")
        drawn += [*lines, f'<svg x="{EDGE:g}" y="{y + GAP / 2:g}" {picture}']
        y += GAP / 2 + bar_pictures.picture_height(bars)
    wide, high = bar_pictures.WIDTH + 2 * EDGE, y + EDGE
    asked = html.escape(", ".join(families))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
        f'font-family="{asked}" fill="{chart_contents.INK}"><rect width="{wide:g}" height="{high:g}" fill="#FFFFFF"/>'
        f"{''.join(drawn)}</svg>"
    ), high


def _lines(text: str, size: float, top: float, weight: str) -> tuple[list[str], float]:
    """A text in lines as wide as the picture, and where the last one ends."""
    lines = text_layout.wrapped_lines(text, int(bar_pictures.WIDTH / size * 2))
    drawn = [
        f'<text x="{EDGE:g}" y="{top + size * (1 + LEADING * place):g}" font-size="{size:g}" font-weight="{weight}">'
        f"{html.escape(line)}</text>"
        for place, line in enumerate(lines)
    ]
    return drawn, top + size * LEADING * len(lines)


def titled_png(title: str, charts: Sequence[HeadedBars], lang: str) -> bytes:
    """The same as PNG. Raises `InputError` where the machine has no Chinese font."""
    drawn, high = titled_svg(title, charts, fonts.font_families(lang)["black"])
    sizes = {"width": (bar_pictures.WIDTH + 2 * EDGE) * POINTS, "height": high * POINTS}
    return compile_template("picture.typ", {"svg": drawn, **sizes}, "png", ppi=SHARP)
