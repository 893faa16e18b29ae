"""Charts of bars as SVG, drawn without a browser: the same bars, layers and diamonds as on the page (图)."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.views import chart_contents, text_layout

WIDTH, EDGE = 624.0, 4.0
SIZE, LEAD, THICK, GAP = 14.0, 17.0, 12.0, 7.0
BESIDE = 12.0  # between a bar and the texts at its sides
LABEL_LETTERS = 42  # the longest line of a label, in half letters
AXIS, FOOT = 40.0, 22.0
CENTRE = 0.35 * SIZE  # from a line's middle down to where its letters stand
STEPS = (1, 2, 5, 10)
TICKS = 6
HATCH = 5.0  # between the strokes of a hatched bar
FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimHei", "sans-serif")


def bars_svg(bars: chart_contents.Bars, families: Sequence[str] = FAMILIES) -> str:
    """The picture as SVG, `WIDTH` units wide; equal bars give equal text. `families`: the fonts to ask for."""
    picture = _Picture(bars)
    body = "".join([*picture.grid(), *picture.drawn(), *picture.axis(), *picture.legend()])
    asked = html.escape(", ".join(families))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {in_svg(WIDTH)} {in_svg(picture.height)}" '
        f'width="{in_svg(WIDTH)}" height="{in_svg(picture.height)}" font-family="{asked}" '
        f'font-size="{in_svg(SIZE)}" '
        f'fill="{chart_contents.INK}">{body}</svg>'
    )


def picture_height(bars: chart_contents.Bars) -> float:
    """How high the picture is, in the units of its width."""
    return _Picture(bars).height


@dataclass(frozen=True)
class _Picture:
    bars: chart_contents.Bars

    @property
    def ends(self) -> tuple[float, float]:
        low, high = chart_contents.axis_range(self.bars.bars, self.bars.marks)
        return low, high

    @property
    def left(self) -> float:
        """Where the bars' room begins, right of the labels."""
        return (
            EDGE
            + max((text_layout.text_width(line) for bar in self.bars.bars for line in _lines(bar)), default=0)
            * SIZE
            / 2
            + BESIDE
        )

    @property
    def right(self) -> float:
        """Where the bars' room ends, left of the figures."""
        return (
            WIDTH
            - EDGE
            - max((text_layout.text_width(bar.text) for bar in self.bars.bars), default=0) * SIZE / 2
            - BESIDE
        )

    @property
    def middles(self) -> list[float]:
        """Where each bar's middle lies; a label of several lines takes their room."""
        middles, y = [], GAP / 2
        for bar in self.bars.bars:
            high = max(THICK, LEAD * len(_lines(bar)))
            middles.append(y + high / 2)
            y += high + GAP
        return middles

    @property
    def floor(self) -> float:
        last = self.bars.bars[-1:]
        return self.middles[-1] + LEAD * len(_lines(last[0])) / 2 + GAP / 2 if last else GAP

    @property
    def height(self) -> float:
        return self.floor + AXIS + FOOT * len(self._rows())

    def x(self, value: float) -> float:
        low, high = self.ends
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def grid(self) -> Iterator[str]:
        for at in self._ticks():
            colour = chart_contents.INK if at == 0 else chart_contents.LINE
            yield f'<path d="M{in_svg(self.x(at))},0 V{in_svg(self.floor)}" stroke="{colour}" stroke-width="1"/>'

    def drawn(self) -> Iterator[str]:
        for place, (bar, middle) in enumerate(zip(self.bars.bars, self.middles, strict=True)):
            yield from self._label(bar, middle)
            yield from self._parts(bar, middle - THICK / 2)
            for marks in self.bars.marks:
                if (at := marks.at[place]) is not None:
                    yield _diamond(self.x(at), middle)

    def axis(self) -> Iterator[str]:
        for at in self._ticks():
            yield svg_text(self.x(at), self.floor + SIZE, f"{at:g}", "middle")
        yield svg_text((self.left + self.right) / 2, self.floor + 2.2 * SIZE, self.bars.axis, "middle")

    def legend(self) -> Iterator[str]:
        y = self.floor + AXIS + SIZE / 2
        for row in self._rows():
            x = EDGE
            for place, name in row:
                yield self._swatch(place, x, y)
                yield svg_text(x + 1.5 * SIZE, y + CENTRE, name, "start")
                x += _legend_width(name)
            y += FOOT

    def _label(self, bar: chart_contents.Bar, middle: float) -> Iterator[str]:
        lines = _lines(bar)
        for place, line in enumerate(lines):
            yield svg_text(EDGE, middle + CENTRE + LEAD * (place - (len(lines) - 1) / 2), line, "start")
        yield svg_text(WIDTH - EDGE, middle + CENTRE, bar.text, "end")

    def _parts(self, bar: chart_contents.Bar, top: float) -> Iterator[str]:
        right = left = bar.start
        for part, layer in zip(bar.parts, self.bars.layers, strict=True):
            begin, end = (right, right + part) if part >= 0 else (left + part, left)
            right, left = (end, left) if part >= 0 else (right, begin)
            if part:
                yield _block(self.x(begin), top, self.x(end) - self.x(begin), THICK, layer)

    def _swatch(self, place: int | None, x: float, y: float) -> str:
        if place is None:
            return _diamond(x + SIZE / 2, y)
        return _block(x, y - SIZE / 2, SIZE, SIZE, self.bars.layers[place])

    def _named(self) -> list[tuple[int | None, str]]:
        """What the legend names: the layers and diamonds that are seen."""
        seen = [any(bar.parts[place] for bar in self.bars.bars) for place in range(len(self.bars.layers))]
        named: list[tuple[int | None, str]] = [
            (place, layer.name) for place, layer in enumerate(self.bars.layers) if seen[place]
        ]
        return named + [
            (None, diamonds.name) for diamonds in self.bars.marks if any(at is not None for at in diamonds.at)
        ]

    def _rows(self) -> list[list[tuple[int | None, str]]]:
        rows: list[list[tuple[int | None, str]]] = []
        left = 0.0
        for place, name in self._named():
            need = _legend_width(name)
            if not rows or need > left:
                rows.append([])
                left = WIDTH - 2 * EDGE
            rows[-1].append((place, name))
            left -= need
        return rows

    def _ticks(self) -> list[float]:
        low, high = self.ends
        rough = (high - low) / TICKS
        power = 10 ** math.floor(math.log10(rough))
        step = next(step * power for step in STEPS if step * power >= rough * 0.999)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        return [float(f"{place * step:.10g}") for place in range(first, last + 1)]


def _lines(bar: chart_contents.Bar) -> list[str]:
    return text_layout.wrapped_lines(bar.label, LABEL_LETTERS)


def _legend_width(name: str) -> float:
    return 3 * SIZE + text_layout.text_width(name) * SIZE / 2


def _block(x: float, y: float, wide: float, high: float, layer: chart_contents.Layer) -> str:
    """A part of a bar; a hatched one is drawn stroke by stroke, since not every program knows patterns."""
    if not layer.hatched:
        return _rect(x, y, wide, high, f'fill="{layer.colour}"')
    strokes = " ".join(_strokes(x, y, wide, high))
    edge = _rect(x, y, wide, high, f'fill="#FFFFFF" stroke="{layer.colour}" stroke-width="0.8"')
    return f'{edge}<path d="{strokes}" stroke="{layer.colour}" stroke-width="1.3" fill="none"/>'


def _strokes(x: float, y: float, wide: float, high: float) -> Iterator[str]:
    """Strokes that rise to the right, cut off at the edges."""
    for place in range(1, math.ceil((wide + high) / HATCH)):
        at = place * HATCH
        left, right = max(0.0, at - high), min(wide, at)
        yield f"M{in_svg(x + left)},{in_svg(y + at - left)} L{in_svg(x + right)},{in_svg(y + at - right)}"


def _rect(x: float, y: float, wide: float, high: float, fill: str) -> str:
    return f'<rect x="{in_svg(x)}" y="{in_svg(y)}" width="{in_svg(wide)}" height="{in_svg(high)}" {fill}/>'


def _diamond(x: float, y: float) -> str:
    path = f"M{in_svg(x)},{in_svg(y - 7)} l7,7 l-7,7 l-7,-7 z"
    return f'<path d="{path}" fill="{chart_contents.MARKED}" stroke="#FFFFFF" stroke-width="1"/>'


def svg_text(x: float, y: float, text: str, anchor: str) -> str:
    """A text of a picture, anchored at its start, middle or end."""
    return f'<text x="{in_svg(x)}" y="{in_svg(y)}" text-anchor="{anchor}">{html.escape(text)}</text>'


def in_svg(value: float) -> str:
    """A length or place as short as a hundredth allows, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
