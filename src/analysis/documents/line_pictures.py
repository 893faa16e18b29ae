"""Charts of lines over months as SVG, drawn without a browser: the lines and bands of the notebook (曲线图片)."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.documents import fonts
from analysis.documents.bar_pictures import in_svg, svg_text
from analysis.documents.pdf import compile_template
from analysis.views import chart_contents, text_layout

WIDTH, HIGH, LEFT, RIGHT, SIZE, LEAD = 760.0, 250.0, 52.0, 20.0, 13.0, 19.0
HEAD, FOOT, SIDE = 12.0, 64.0, 26.0
"""Above the title, below the axis for months and legend, and how long a legend's stroke is."""
TICKS, ROOM, CENTRE, MARK, SHARP = 5, 0.06, 0.35, 3.5, 160.0
DASHES = {"dash": "8 5", "dot": "2 4", None: ""}


def lines_svg(charts: Sequence[chart_contents.Chart], families: Sequence[str]) -> str:
    """The charts one below the other; equal charts give equal text. `families`: the fonts to ask for."""
    tops, top = [], 0.0
    for chart in charts:
        tops.append(top)
        top += _LinePicture(chart, top).height
    body = "".join(part for chart, at in zip(charts, tops, strict=True) for part in _LinePicture(chart, at).parts())
    asked = html.escape(", ".join(families))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {in_svg(WIDTH)} {in_svg(top)}" '
        f'width="{in_svg(WIDTH)}" '
        f'height="{in_svg(top)}" font-family="{asked}" font-size="{in_svg(SIZE)}" fill="{chart_contents.INK}">'
        f'<rect width="{in_svg(WIDTH)}" height="{in_svg(top)}" fill="#FFFFFF"/>{body}</svg>'
    )


def write_lines(charts: Sequence[chart_contents.Chart], lang: str, form: str) -> bytes:
    """The charts as a picture, `svg` or `png`. Raises `InputError` where a PNG lacks a Chinese font."""
    drawn = lines_svg(charts, fonts.font_families(lang)["black"])
    if form == "svg":
        return drawn.encode()
    height = sum(_LinePicture(chart, 0.0).height for chart in charts)
    return compile_template("picture.typ", {"svg": drawn, "width": WIDTH, "height": height}, "png", ppi=SHARP)


@dataclass(frozen=True)
class _LinePicture:
    """One chart of the picture: its lines, and how far down it begins."""

    chart: chart_contents.Chart
    top: float

    @property
    def title(self) -> list[str]:
        return text_layout.wrapped_lines(self.chart.title)

    @property
    def traces(self) -> list[Any]:
        return list(self.chart.figure.data)

    @property
    def months(self) -> list[str]:
        return list(self.chart.figure.layout.xaxis.categoryarray or dict.fromkeys(self.traces[0].x))

    @property
    def height(self) -> float:
        return HEAD + LEAD * len(self.title) + HIGH + FOOT

    @property
    def ends(self) -> tuple[float, float]:
        """The least and greatest of what is drawn, with a little room."""
        figures = [value for trace in self.traces for value in trace.y if value is not None] or [0.0]
        room = ROOM * (max(figures) - min(figures)) or 1.0
        return min(figures) - room, max(figures) + room

    @property
    def floor(self) -> float:
        return self.top + HEAD + LEAD * len(self.title) + HIGH

    def x(self, month: str) -> float:
        step = (WIDTH - LEFT - RIGHT) / max(len(self.months), 1)
        return LEFT + step * (self.months.index(month) + 1 / 2)

    def y(self, value: float) -> float:
        low, high = self.ends
        return self.floor - HIGH * (value - low) / (high - low)

    def parts(self) -> Iterator[str]:
        """What is drawn: title, grid, months, bands, lines, legend."""
        for number, line in enumerate(self.title, 1):
            yield svg_text(LEFT, self.top + HEAD + LEAD * number - LEAD / 2, line, "start")
        yield from self._grid()
        for trace in sorted(self.traces, key=lambda trace: trace.fill != "toself"):
            yield from self._trace(trace)
        yield from self._legend()

    def _grid(self) -> Iterator[str]:
        low, high = self.ends
        for number in range(TICKS + 1):
            value = low + (high - low) * number / TICKS
            yield _stroke([(LEFT, self.y(value)), (WIDTH - RIGHT, self.y(value))], chart_contents.LINE, "", 1.0)
            yield svg_text(LEFT - MARK, self.y(value) + CENTRE * SIZE, f"{value:.1f}", "end")
        every = max(1, -(-len(self.months) // 12))
        for month in self.months[::every]:
            yield svg_text(self.x(month), self.floor + LEAD, month, "middle")

    def _trace(self, trace: Any) -> Iterator[str]:
        points = [(self.x(month), self.y(value)) for month, value in zip(trace.x, trace.y, strict=True)
                  if value is not None]  # fmt: skip
        if trace.fill == "toself":
            yield f'<polygon points="{_points(points)}" fill="{trace.fillcolor}"/>'
            return
        yield _stroke(points, trace.line.color, DASHES.get(trace.line.dash, ""), trace.line.width)
        if "markers" in trace.mode:
            inner = "#FFFFFF" if trace.marker.symbol == "circle-open" else trace.line.color
            for x, y in points:
                at = f'cx="{in_svg(x)}" cy="{in_svg(y)}"'
                yield f'<circle {at} r="{MARK}" fill="{inner}" stroke="{trace.line.color}"/>'

    def _legend(self) -> Iterator[str]:
        x, y = LEFT, self.floor + 2.0 * LEAD + MARK
        for trace in self.traces:
            name = html.unescape(trace.name)
            band = trace.fill == "toself"
            ends = [(x, y - CENTRE * SIZE), (x + SIDE, y - CENTRE * SIZE)]
            yield _stroke(ends, trace.fillcolor if band else trace.line.color,
                          "" if band else DASHES.get(trace.line.dash, ""), LEAD / 2 if band else 2.0)  # fmt: skip
            yield svg_text(x + SIDE + MARK, y, name, "start")
            x += SIDE + text_layout.text_width(name) * SIZE / 2 + SIDE


def _stroke(points: Sequence[tuple[float, float]], colour: str, dash: str, wide: float) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" stroke-width="{in_svg(wide)}"{dashed}/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{in_svg(x)},{in_svg(y)}" for x, y in points)
