"""The figures of every city of a month at once, for leagues (全部城市数据)."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from analysis.calendars import MONTH, month_or_none, parse_month
from analysis.contracts import FACTS
from analysis.facts.cities import kind_of
from analysis.facts.dictionary import Fact
from analysis.facts.figure_files import FROM, CityMonth, file_origin, load_city_months, stored_frame
from analysis.facts.plausibility import check
from analysis.facts.sheets import READERS
from analysis.facts.unit_kinds import CITY, leagued_kinds
from analysis.paths import root
from analysis.problems import Problem, Problems


@dataclass(frozen=True, eq=False)
class AllCityFacts:
    """FACTS of all cities that have figures of the month, and what is wrong with the cities left out."""

    facts: pl.DataFrame
    faults: tuple[Problem, ...]
    left_out: tuple[str, ...]


def all_cities(
    month: str,
    months: Sequence[str] = (),
    dictionary: Mapping[str, Fact] | None = None,
    kinds: Collection[str] = (CITY,),
) -> AllCityFacts:
    """FACTS of every city with figures of a month, and of the other `months` where it has them.

    `kinds`: which units, where it is not cities: `town`, `park`, `department` … or several of them; with each come the
    kinds that are ranked together with it.

    Files that the workbench wrote are read together as frames; those that people filled in are read line by line, as
    `up_to` does. A city with a fault is left out whole and its faults are told; the others go on.
    """
    wanted = parse_month(month)
    files_by_month = _files({wanted, *map(parse_month, months)}, kinds)
    there = {city for city, when in files_by_month if when == wanted}
    kept = {key: files for key, files in files_by_month.items() if key[0] in there}
    plain = [files[0] for files in kept.values() if len(files) == 1 and file_origin(files[0])]
    frame = _together(plain, dictionary)
    if frame is None:
        plain, frame = [], pl.DataFrame(schema=FACTS.columns)
    filled = {key: files for key, files in kept.items() if files[0] not in set(plain)}
    return _joined(frame, filled, dictionary)


def _files(months: set[str], kinds: Collection[str]) -> Mapping[CityMonth, list[Path]]:
    """The files of each unit's months, of units of these kinds."""
    found: dict[CityMonth, list[Path]] = {}
    folder = root() / "data" / "facts"
    together = {*kinds, *(each.name for kind in kinds for each in leagued_kinds(kind))}
    units = [name for name in sorted(os.listdir(folder)) if kind_of(name) in together] if folder.is_dir() else []
    for path in (path for name in units for path in sorted((folder / name).glob("*.*"))):
        named = MONTH.fullmatch(path.stem) and month_or_none(path.stem) and path.suffix.casefold() in READERS
        if named and path.stem in months and path.is_file():
            found.setdefault((path.parent.name, path.stem), []).append(path)
    return found


def _together(files: Sequence[Path], dictionary: Mapping[str, Fact] | None) -> pl.DataFrame | None:
    """The figures of files the workbench wrote; None where any of them is not what it should be."""
    frame = stored_frame(files) if files else None
    if frame is None:
        return None
    figures = Problems().absorb(partial(FACTS.take, frame))
    sound = figures is not None and _in_place(figures, frame) and not check(figures, dictionary).found
    return figures if sound else None


def _in_place(figures: pl.DataFrame, frame: pl.DataFrame) -> bool:
    """Whether every figure stands in the file of its city and month."""
    places = frame.select(pl.col(FROM).str.extract(r"([^/\\]+)[/\\][^/\\]+$").alias("folder"),
                          pl.col(FROM).str.extract(r"([^/\\]+)\.parquet$").alias("stem"))  # fmt: skip
    return bool(((figures["city"] == places["folder"]) & (figures["month"] == places["stem"])).all())


def _joined(
    frame: pl.DataFrame, filled: Mapping[CityMonth, Sequence[Path]], dictionary: Mapping[str, Fact] | None
) -> AllCityFacts:
    """The frame with the figures of the other files, city by city."""
    parts, faults, out = [frame], Problems(), dict[str, None]()
    for city in dict.fromkeys(city for city, _ in filled):
        files: dict[Path | str, CityMonth | None] = {
            path: key for key, paths in filled.items() if key[0] == city for path in paths
        }
        read = faults.absorb(partial(load_city_months, files, dictionary))
        if read is None:
            out[city] = None
        else:
            parts.append(read)
    whole = pl.concat(parts).filter(~pl.col("city").is_in(list(out))).sort("city", "month", maintain_order=True)
    return AllCityFacts(whole, tuple(dict.fromkeys(faults.found)), tuple(out))
