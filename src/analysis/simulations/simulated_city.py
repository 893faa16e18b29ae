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
from analysis.calendars import parse_month
from analysis.facts import code_of, name_of
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem
from analysis.registers import MADE_UP, REGISTERS
from analysis.simulations import disclosure_stories, event_stories, list_stories, office_stories
from analysis.simulations.bodies import Parties, code_story, simulated_bodies
from analysis.simulations.delivery_files import delivery_bytes
from analysis.simulations.delivery_styles import file_numbers, file_styles
from analysis.simulations.fault_rates import parse_fault_rates as understood
from analysis.simulations.planted_rows import with_planted_rows
from analysis.simulations.scenes import RegisterStory, Scene, month_delivery
from analysis.simulations.simulation_settings import city_settings
from analysis.simulations.truths import true_facts

TRUTH, TRUTH_ROWS, SIMULATION_FILES = "truth.csv", "truth_rows.csv", "simulation.json"
MADE_UP_NOTE = "虚构数据，不代表任何真实城市、单位或个人。 Made up: no real city, body or person."
TRUE_ROWS_SCHEMA = pl.Schema(
    {"city": pl.String, "month": pl.String, "register": pl.String, "outcome": pl.String, "rows": pl.Int64}
)
SMALLEST = 200
"""Below so many entities some registers would stay without a record."""


@dataclass(frozen=True)
class SimulatedCity:
    """What was written: where, how many files and bytes, the true figures and the outcome of every row."""

    folder: Path
    files: int
    size: int
    truth: pl.DataFrame
    rows: pl.DataFrame


def simulate(
    city: str, month: str, months: int, entities: int, seed: int, faults: str = "usual",
    folder: Path | None = None, each: Callable[[str], None] = lambda _: None,
) -> SimulatedCity:  # fmt: skip
    """Write the registers of a made-up city, and `truth.csv`, `truth_rows.csv`, `simulation.json` beside them.

    `month`: the last of so many `months`. `entities`: codes on the register then. `faults`: what is planted, see
    `faults`. `folder`: under which `<city>/<month>/` are written; by default `data/registers/`. `each` is called with
    each month. The same arguments give the same bytes. Raises `InputError`: an unknown city, month or fault, numbers
    out of range, or a folder that holds registers which are not made up.
    """
    scene = build_scene(city, month, months, entities, seed, faults)
    place = (folder or root() / "data" / "registers") / scene.city
    _cleared(place, scene)
    stories = register_stories(scene)
    written = {month: _month(scene, stories, place / month, month, each) for month in scene.months}
    outcomes = pl.DataFrame(
        [row for rows, _ in written.values() for row in rows], schema=TRUE_ROWS_SCHEMA, orient="row"
    )
    true = true_facts(scene, stories)
    files = [file for _, paths in written.values() for file in paths]
    for name, frame in ((TRUTH, true), (TRUTH_ROWS, outcomes)):
        files.append(replace_file(place / name, _csv(frame)))
    replace_file(place / SIMULATION_FILES, _simulation_json(scene))
    replace_file(place / MADE_UP, f"{MADE_UP_NOTE}\n".encode())
    return SimulatedCity(place, len(files), sum(file.stat().st_size for file in files), true, outcomes)


def build_scene(city: str, month: str, months: int, entities: int, seed: int, faults: str) -> Scene:
    """The scene that these arguments set. Raises `InputError` for those that set none."""
    last = parse_month(month)
    code = code_of(city, last)
    _in_range(months, entities, seed)
    calendar = calendars.load()
    listed = calendars.months_back(last, months)
    scene = Scene(
        code, name_of(code, last), listed, entities, seed, understood(faults), city_settings(), calendar.table()
    )
    calendar.require(range(scene.first.year, scene.last.year + 1))
    return scene


def _in_range(months: int, entities: int, seed: int) -> None:
    wrong = {"--months": months < 1, "--entities": entities < SMALLEST, "--seed": seed < 0}
    least = {"--months": 1, "--entities": SMALLEST, "--seed": 0}
    bounds = {name: (f"须不小于 {bound}。", f"At least {bound}.") for name, bound in least.items()}
    problems = [Problem(name, *bounds[name]) for name, bad in wrong.items() if bad]
    if problems:
        raise InputError(problems)


def _cleared(place: Path, scene: Scene) -> None:
    """Take away what an earlier simulation wrote there. Raises `InputError` where anything else stands."""
    folders = [path for path in place.glob("*") if path.is_dir()] if place.is_dir() else []
    if folders and not (place / MADE_UP).is_file():
        zh = "此处有不是模拟得来的台账，未改动；请换一个文件夹，或先移走。"
        en = "Registers that no simulation made stand here; nothing was touched. Choose another folder or move them."
        raise InputError([Problem(display_path(place), zh, en)])
    for path in folders:
        shutil.rmtree(path)


def _simulation_json(scene: Scene) -> bytes:
    said = {
        "synthetic": True,
        "note": MADE_UP_NOTE,
        "city": scene.city, "months": list(scene.months), "entities": scene.entities, "seed": scene.seed,
        "faults": {kind: amount for kind, amount in scene.faults.items() if amount},
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_csv(buffer)
    return buffer.getvalue()


def register_stories(scene: Scene) -> Mapping[str, RegisterStory]:
    """The story of every register, each row with the file it is delivered in."""
    rows = simulated_bodies(scene)
    parties = Parties(rows)
    listed = list_stories.list_story(scene, parties)
    stories = [
        code_story(scene, rows),
        *(disclosure_stories.disclosure_story(scene, parties, name) for name in disclosure_stories.DISCLOSED),
        listed,
        *(tell(scene, parties, listed) for tell in list_stories.STORIES),
        *(tell(scene, parties) for tell in event_stories.STORIES),
        *(tell(scene) for tell in office_stories.STORIES),
    ]
    return {story.name: _in_files(scene, story) for story in stories}


def _in_files(scene: Scene, story: RegisterStory) -> RegisterStory:
    rows = story.rows.with_columns(file_numbers(scene, story.name, story.rows.height))
    return RegisterStory(story.name, rows, story.begins, story.kind, story.later, story.finish)


def _month(
    scene: Scene, stories: Mapping[str, RegisterStory], place: Path, month: str, each: Callable[[str], None]
) -> tuple[list[tuple[str, str, str, str, int]], list[Path]]:
    """One month's registers written, those of which a story is told; the outcomes of their rows, and the files."""
    each(month)
    outcomes, files = [], []
    for name, register in ((name, register) for name, register in REGISTERS.items() if name in stories):
        looks = file_styles(scene, register, month)
        rows = with_planted_rows(scene, register, month, month_delivery(stories[name], month), looks)
        for part, style in looks.items():
            own = rows.filter(pl.col("part") == part)
            files.append(replace_file(place / style.file, delivery_bytes(scene, register, month, style, own)))
        outcomes += [(scene.city, month, name, *outcome) for outcome in _outcomes(rows)]
    return outcomes, files


def _outcomes(rows: pl.DataFrame) -> Iterator[tuple[str, int]]:
    counted = rows.group_by("outcome").len().sort("outcome")
    yield "read", rows.height
    yield from counted.iter_rows()
