"""The what-if page in a real browser: from a slider's move to the page laid out anew, and how large the file is."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

import browsing
import what_if_pages
from analysis import rulebooks
from analysis.questions.starting_points import StartingPoint
from bench import measuring
from bench.scoring import Say
from bench.tables import Aim, Table, duration, number

BOOKS = ("hard-2019", "monitoring-2021")
CASES, MOVES, SEED = 500, 12, 11
SLOWEST, LARGEST = 0.016, 2**20
"""Seconds that a move may take, a sixtieth of a second; and bytes of the file."""
MOVED = """moves => [...document.querySelectorAll('.lever input[type=range]')].map(slider => {
  const times = [];
  for (let move = 0; move < moves; move++) {
    slider.value = move % 2 ? slider.min : slider.max;
    const began = performance.now();
    slider.dispatchEvent(new Event('input'));
    document.body.offsetHeight;
    times.push((performance.now() - began) / 1000);
  }
  return times.sort((left, right) => left - right)[Math.floor(moves / 2)];
})"""
TITLE = "试算网页 · The what-if page"
HEADINGS = (
    "滑块\nsliders",
    "规则集\nrulebook",
    "一次拖动（中位数）\na move, median",
    "最慢的滑块\nslowest slider",
    "文件\nfile",
)
NOTES = (
    "由移动滑块到全页重算、重排完毕；各滑块取多次拖动的中位数。",
    "From a slider's move to the whole page reckoned and laid out anew; of each slider the median of its moves.",
)


def faults(count: int = CASES) -> list[str]:
    """Where the page and the engine differ over random cases."""
    return browsing.apart(_faults, measuring.sized(count, 20))


@contextmanager
def opened(here: StartingPoint) -> Iterator[tuple[Page, Path]]:
    """The page in a browser of its own, and its file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        browsing.chromium() as browser,
        what_if_pages.opened_page(browser, here, Path(folder)) as page,
    ):
        yield page, Path(folder) / "page.html"


def _faults(count: int) -> list[str]:
    book = rulebooks.load(BOOKS[0])
    here = what_if_pages.city_of(book, SEED)
    with opened(here) as (page, _):
        return what_if_pages.compared(book, page, SEED, count)


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    say(TITLE)
    measured = {name: browsing.apart(_measured, name, max(2, measuring.sized(MOVES, 2))) for name in BOOKS}
    rows = [
        (number(len(took)), name, duration(statistics.median(took)), duration(max(took)), kilobytes(size))
        for name, (took, size) in measured.items()
    ]
    slowest, largest = (
        max(part) for part in zip(*((max(took), size) for took, size in measured.values()), strict=True)
    )
    sliders = max(len(took) for took, _ in measured.values())
    aims = [
        Aim(sliders, "个滑块 sliders: 最慢 slowest", slowest, slowest, most=SLOWEST, text=duration),
        Aim(sliders, "个滑块 sliders: 文件 the file", slowest, largest, most=LARGEST, text=kilobytes),
    ]
    yield Table(TITLE, HEADINGS, rows, NOTES, aims)


def kilobytes(size: float) -> str:
    """Bytes in thousands of 1,024."""
    return f"{size / 2**10:,.0f} KB"


def _measured(name: str, moves: int) -> tuple[list[float], int]:
    """For each slider the seconds of a move, everything unfolded; and the bytes of the file."""
    here = what_if_pages.city_of(rulebooks.load(name), SEED, missing=0)
    with opened(here) as (page, path):
        page.evaluate("document.querySelectorAll('details').forEach(part => (part.open = true))")
        return page.evaluate(MOVED, moves), path.stat().st_size
