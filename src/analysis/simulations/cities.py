"""A made-up city's registers written month by month, with the truth about them (虚构城市)."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis import calendars
from analysis.facts.cities import code_of, name_of
from analysis.facts.months import the_month
from analysis.places import replace, root, shown
from analysis.problems import InputError, Problem
from analysis.registers import REGISTERS
from analysis.registers.delivery import MADE_UP
from analysis.simulations import disclosure, happenings, offices, standing
from analysis.simulations.bodies import Parties, bodies, codes
from analysis.simulations.faults import faults as understood
from analysis.simulations.planting import planted
from analysis.simulations.scenes import Scene, Story, delivered
from analysis.simulations.settings import settings
from analysis.simulations.styles import parts, styles
from analysis.simulations.truths import truth
from analysis.simulations.writing import written

TRUTH, TRUTH_ROWS, MADE = "truth.csv", "truth_rows.csv", "simulation.json"
NOTE = "虚构数据，不代表任何真实城市、单位或个人。 Made up: no real city, body or person."
ROWS = pl.Schema({"city": pl.String, "month": pl.String, "register": pl.String, "outcome": pl.String, "rows": pl.Int64})
SMALLEST = 200
"""Below so many entities some registers would stay without a record."""


@dataclass(frozen=True)
class Simulated:
    """What was written: where, how many files and bytes, the true figures and the outcome of every row."""

    folder: Path
    files: int
    size: int
    truth: pl.DataFrame
    rows: pl.DataFrame


def simulate(
    city: str, month: str, months: int, entities: int, seed: int, faults: str = "usual",
    folder: Path | None = None, each: Callable[[str], None] = lambda _: None,
) -> Simulated:  # fmt: skip
    """Write the registers of a made-up city, and `truth.csv`, `truth_rows.csv`, `simulation.json` beside them.

    `month`: the last of so many `months`. `entities`: codes on the register then. `faults`: what is planted, see
    `faults`. `folder`: under which `<city>/<month>/` are written; by default `data/registers/`. `each` is called with
    each month. The same arguments give the same bytes. Raises `InputError`: an unknown city, month or fault, numbers
    out of range, or a folder that holds registers which are not made up.
    """
    scene = staged(city, month, months, entities, seed, faults)
    place = (folder or root() / "data" / "registers") / scene.city
    _cleared(place, scene)
    told_of = stories(scene)
    told = {month: _month(scene, told_of, place / month, month, each) for month in scene.months}
    outcomes = pl.DataFrame([row for rows, _ in told.values() for row in rows], schema=ROWS, orient="row")
    true = truth(scene, told_of)
    files = [file for _, written_files in told.values() for file in written_files]
    for name, frame in ((TRUTH, true), (TRUTH_ROWS, outcomes)):
        files.append(replace(place / name, _csv(frame)))
    replace(place / MADE, _made(scene))
    replace(place / MADE_UP, f"{NOTE}\n".encode())
    return Simulated(place, len(files), sum(file.stat().st_size for file in files), true, outcomes)


def staged(city: str, month: str, months: int, entities: int, seed: int, faults: str) -> Scene:
    """The scene that these arguments set. Raises `InputError` for those that set none."""
    last = the_month(month)
    code = code_of(city, last)
    _in_range(months, entities, seed)
    calendar = calendars.load()
    listed = calendars.months_back(last, months)
    made = Scene(code, name_of(code, last), listed, entities, seed, understood(faults), settings(), calendar.table())
    calendar.require(range(made.first.year, made.last.year + 1))
    return made


def _in_range(months: int, entities: int, seed: int) -> None:
    wrong = {"--months": months < 1, "--entities": entities < SMALLEST, "--seed": seed < 0}
    least = {"--months": 1, "--entities": SMALLEST, "--seed": 0}
    told = {name: (f"须不小于 {bound}。", f"At least {bound}.") for name, bound in least.items()}
    problems = [Problem(name, *told[name]) for name, bad in wrong.items() if bad]
    if problems:
        raise InputError(problems)


def _cleared(place: Path, scene: Scene) -> None:
    """Take away what an earlier simulation wrote there. Raises `InputError` where anything else stands."""
    held = [path for path in place.glob("*") if path.is_dir()] if place.is_dir() else []
    if held and not (place / MADE_UP).is_file():
        zh = "此处有不是模拟得来的登记簿，未改动；请换一个文件夹，或先移走。"
        en = "Registers that no simulation made stand here; nothing was touched. Choose another folder or move them."
        raise InputError([Problem(shown(place), zh, en)])
    for path in held:
        shutil.rmtree(path)


def _made(scene: Scene) -> bytes:
    said = {
        "synthetic": True,
        "note": NOTE,
        "city": scene.city, "months": list(scene.months), "entities": scene.entities, "seed": scene.seed,
        "faults": {kind: amount for kind, amount in scene.faults.items() if amount},
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_csv(buffer)
    return buffer.getvalue()


def stories(scene: Scene) -> Mapping[str, Story]:
    """The story of every register, each row with the file it is delivered in."""
    rows = bodies(scene)
    parties = Parties(rows)
    listed = standing.lists(scene, parties)
    told = [
        codes(scene, rows),
        *(disclosure.disclosed(scene, parties, name) for name in ("permits", "penalties")),
        listed,
        *(tell(scene, parties, listed) for tell in (standing.reports, standing.training, standing.pledges)),
        *(tell(scene, parties) for tell in (happenings.loans, happenings.cases, happenings.breaches)),
        *(tell(scene, parties) for tell in (happenings.events, happenings.objections, happenings.repairs)),
        *(tell(scene) for tell in (offices.visits, offices.items, offices.agencies, offices.halls, offices.counties)),
    ]
    return {story.name: _parted(scene, story) for story in told}


def _parted(scene: Scene, story: Story) -> Story:
    rows = story.rows.with_columns(parts(scene, story.name, story.rows.height))
    return Story(story.name, rows, story.begins, story.kind, story.later, story.finish)


def _month(
    scene: Scene, told_of: Mapping[str, Story], place: Path, month: str, each: Callable[[str], None]
) -> tuple[list[tuple[str, str, str, str, int]], list[Path]]:
    """One month's registers written; the outcomes of their rows, and the files."""
    each(month)
    outcomes, files = [], []
    for name, register in REGISTERS.items():
        looks = styles(scene, register, month)
        rows = planted(scene, register, month, delivered(told_of[name], month), looks)
        for part, style in looks.items():
            own = rows.filter(pl.col("part") == part)
            files.append(replace(place / style.file, written(scene, register, month, style, own)))
        outcomes += [(scene.city, month, name, *told) for told in _outcomes(rows)]
    return outcomes, files


def _outcomes(rows: pl.DataFrame) -> Iterator[tuple[str, int]]:
    counted = rows.group_by("outcome").len().sort("outcome")
    yield "read", rows.height
    yield from counted.iter_rows()
