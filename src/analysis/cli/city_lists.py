"""Lists of many cities as files, one a city, for the office alone; what stands is not made again (多城清单文件)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl
import typer

from analysis.cli import answers
from analysis.cli.options import Language, writing
from analysis.paths import replace_file, root

PLACES = ("data/registers/{city}", "data/facts/{city}", "params")
"""What a city's list is made from."""
TOLD = {
    Language.ZH: "{folder}：新写 {written} 个城市的清单，{left} 个已是最新，{absent} 个没有台账。限内部使用。",
    Language.EN: "{folder}: {written} lists written, {left} stood already, {absent} cities have no registers. "
    "For the office alone.",
}


class CityLists:
    """A folder with a CSV of each city, and beside it what that was made from: a killed run goes on from there."""

    def __init__(self, folder: Path, question: Sequence[object]) -> None:
        self.folder, self.question, self.written = folder, question, 0

    def open_cities(self, cities: Sequence[str]) -> list[str]:
        """The cities whose list is not there, or was made from something else."""
        return [city for city in cities if self._stamp(city) != self._noted(city)]

    def write(self, city: str, records: pl.DataFrame) -> None:
        """A city's records as its own command writes them; only their owner can read them."""
        with writing(self.folder):
            replace_file(self._path(city), f"{answers.as_csv(records)}\n".encode(), private=True)
            replace_file(self._mark(city), self._stamp(city).encode(), private=True)
        self.written += 1

    def tell(self, cities: Sequence[str], delivering: Sequence[str], wanted: Sequence[str], lang: Language) -> None:
        """How many were written, stood already, or have no registers to make one from."""
        left = len(delivering) - len(wanted)
        absent = len(cities) - left - self.written
        typer.echo(TOLD[lang].format(folder=self.folder, written=self.written, left=left, absent=absent))

    def _path(self, city: str) -> Path:
        return self.folder / f"{city}.csv"

    def _mark(self, city: str) -> Path:
        return self.folder / f".{city}.done"

    def _noted(self, city: str) -> str | None:
        with suppress(OSError):
            return self._mark(city).read_text("utf-8")
        return None

    def _stamp(self, city: str) -> str:
        """A hash of the question, of what a list is made from, and of the list itself."""
        with suppress(OSError):
            own = hashlib.sha256(self._path(city).read_bytes()).hexdigest()
            parts = [*map(str, self.question), own, *_inputs(city)]
            return hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return ""


def _inputs(city: str) -> Iterator[str]:
    for place in PLACES:
        folder = root() / place.format(city=city)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            about = path.stat()
            yield f"{path.relative_to(root())} {about.st_size} {about.st_mtime_ns}"
