"""Charts of bars as SVG, drawn without a browser: the same bars, layers and diamonds as on the page (图)."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.views.drawing import INK, LINE, MARKED, Bar, Bars, Layer, ends
from analysis.views.lettering import width, wrapped

WIDTH, EDGE = 624.0, 12.0
SIZE, SMALL, LEAD = 15.0, 13.5, 20.0
ABOVE, THICK, GAP = 5.0, 15.0, 11.0
AXIS, FOOT = 40.0, 23.0
STEPS = (1, 2, 5, 10)
TICKS = 6
STROKES = "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2"
FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimHei", "sans-serif")


def svg(bars: Bars, families: Sequence[str] = FAMILIES) -> str:
    """The picture as SVG, `WIDTH` units wide; equal bars give equal text. `families`: the fonts to ask for."""
    made = _Picture(bars)
    body = "".join([*made.patterns(), *made.grid(), *made.drawn(), *made.axis(), *made.legend()])
    asked = html.escape(", ".join(families))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_at(WIDTH)} {_at(made.height)}" '
        f'width="{_at(WIDTH)}" height="{_at(made.height)}" font-family="{asked}" font-size="{_at(SIZE)}" '
        f'fill="{INK}">{body}</svg>'
    )


def height(bars: Bars) -> float:
    """How high the picture is, in the units of its width."""
    return _Picture(bars).height


@dataclass(frozen=True)
class _Picture:
    bars: Bars

    @property
    def ends(self) -> tuple[float, float]:
        low, high = ends(self.bars.bars, self.bars.marks)
        return low, high

    @property
    def tops(self) -> list[float]:
        """Where each bar begins, its label above it."""
        tops, y = [], 0.0
        for bar in self.bars.bars:
            y += LEAD * len(_lines(bar)) + ABOVE
            tops.append(y)
            y += THICK + GAP
        return tops

    @property
    def floor(self) -> float:
        return self.tops[-1] + THICK + GAP if self.bars.bars else GAP

    @property
    def height(self) -> float:
        return self.floor + AXIS + FOOT * len(self._rows())

    def x(self, value: float) -> float:
        low, high = self.ends
        return EDGE + (value - low) / (high - low) * (WIDTH - 2 * EDGE)

    def patterns(self) -> Iterator[str]:
        yield "<defs>"
        for layer in self.bars.layers:
            if layer.hatched:
                yield f'<pattern id="{_hatch(layer)}" width="6" height="6" patternUnits="userSpaceOnUse">'
                yield '<rect width="6" height="6" fill="#FFFFFF"/>'
                yield f'<path d="{STROKES}" stroke="{layer.colour}" stroke-width="1.6"/></pattern>'
        yield "</defs>"

    def grid(self) -> Iterator[str]:
        for at in self._ticks():
            colour = INK if at == 0 else LINE
            yield f'<path d="M{_at(self.x(at))},0 V{_at(self.floor)}" stroke="{colour}" stroke-width="1"/>'

    def drawn(self) -> Iterator[str]:
        for place, (bar, top) in enumerate(zip(self.bars.bars, self.tops, strict=True)):
            yield from self._label(bar, top)
            yield from self._parts(bar, top)
            for marks in self.bars.marks:
                if marks.at[place] is not None:
                    yield _diamond(self.x(marks.at[place]), top + THICK / 2)

    def axis(self) -> Iterator[str]:
        for at in self._ticks():
            yield _text(self.x(at), self.floor + SMALL, f"{at:g}", "middle", SMALL)
        yield _text(WIDTH / 2, self.floor + 2.2 * SMALL, self.bars.axis, "middle", SMALL)

    def legend(self) -> Iterator[str]:
        y = self.floor + AXIS + SMALL / 2
        for row in self._rows():
            x = EDGE
            for place, name in row:
                yield self._swatch(place, x, y)
                yield _text(x + 1.5 * SIZE, y + 0.35 * SMALL, name, "start", SMALL)
                x += _legend_width(name)
            y += FOOT

    def _label(self, bar: Bar, top: float) -> Iterator[str]:
        lines = _lines(bar)
        for place, line in enumerate(lines):
            yield _text(EDGE, top - ABOVE - LEAD * (len(lines) - 1 - place), line, "start", SIZE)
        yield _text(WIDTH - EDGE, top - ABOVE, bar.text, "end", SIZE)

    def _parts(self, bar: Bar, top: float) -> Iterator[str]:
        right = left = 0.0
        for part, layer in zip(bar.parts, self.bars.layers, strict=True):
            begin, end = (right, right + part) if part >= 0 else (left + part, left)
            right, left = (end, left) if part >= 0 else (right, begin)
            if part:
                yield _rect(self.x(begin), top, self.x(end) - self.x(begin), THICK, _fill(layer))

    def _swatch(self, place: int | None, x: float, y: float) -> str:
        if place is None:
            return _diamond(x + SIZE / 2, y)
        return _rect(x, y - SIZE / 2, SIZE, SIZE, _fill(self.bars.layers[place]))

    def _named(self) -> list[tuple[int | None, str]]:
        """What the legend names: the layers and diamonds that are seen."""
        seen = [any(bar.parts[place] for bar in self.bars.bars) for place in range(len(self.bars.layers))]
        named: list[tuple[int | None, str]] = [
            (place, layer.name) for place, layer in enumerate(self.bars.layers) if seen[place]
        ]
        return named + [(None, held.name) for held in self.bars.marks if any(at is not None for at in held.at)]

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
        step = next(one * power for one in STEPS if one * power >= rough * 0.999)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        return [float(f"{place * step:.10g}") for place in range(first, last + 1)]


def _lines(bar: Bar) -> list[str]:
    """The label in lines that leave the figure free."""
    letters = (WIDTH - 2 * EDGE) / (SIZE / 2)
    return wrapped(bar.label, max(10, int(letters - width(bar.text) - 2)))


def _legend_width(name: str) -> float:
    return 1.5 * SIZE + width(name) * SMALL / 2 + 1.5 * SIZE


def _hatch(layer: Layer) -> str:
    return f"hatch-{layer.colour.strip('#')}"


def _fill(layer: Layer) -> str:
    if not layer.hatched:
        return f'fill="{layer.colour}"'
    return f'fill="url(#{_hatch(layer)})" stroke="{layer.colour}" stroke-width="0.8"'


def _rect(x: float, y: float, wide: float, high: float, fill: str) -> str:
    return f'<rect x="{_at(x)}" y="{_at(y)}" width="{_at(wide)}" height="{_at(high)}" {fill}/>'


def _diamond(x: float, y: float) -> str:
    path = f"M{_at(x)},{_at(y - 7)} l7,7 l-7,7 l-7,-7 z"
    return f'<path d="{path}" fill="{MARKED}" stroke="#FFFFFF" stroke-width="1"/>'


def _text(x: float, y: float, text: str, anchor: str, size: float) -> str:
    held = html.escape(text)
    return f'<text x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}" font-size="{_at(size)}">{held}</text>'


def _at(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
