"""Many cities' reports: the project's run against papermill called in a loop on the same notebooks."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill

from analysis import simulations
from analysis.reports import RULEBOOKS, SCENARIOS, batch, making
from analysis.reports.request import request
from analysis.reports.running import Job
from analysis.reports.slots import Asked
from bench.scoring import Say
from bench.tables import Aim, Table, duration, times

ROOT = Path(__file__).resolve().parents[2]
MONTH, LAST, CORES = "2021-03", "2021-04-25", 2
OURS, LOOP = "scorecard run --jobs 2", "papermill，逐个调用 in a loop"
MANY, FEW, CHECKED, WANTED = 40, 2, 3, 5
"""Cities that the project makes; cities of the loop, whose time is in proportion to their number; notebooks compared;
and how many times as many reports a minute are wanted."""
TITLE = "批量报告 · Reports of many cities"
HEADINGS = ("城市\ncities", "方法\nway", "用时\ntime", "每分钟份数\nreports a minute", "处理器秒/份\nCPU s a report",
            "是循环的几倍\ntimes the loop")  # fmt: skip
NOTES = (
    "同样的笔记本都经 papermill 执行，输出相同；循环只执行笔记本，本项目另核对、成页、存档。",
    "The same notebooks through papermill with the same outputs; the loop only executes them, the project also proves,",
    "publishes and files them.",
)
WAYS = ("text/plain", "text/html", "application/vnd.plotly.v1+json", "text/markdown")


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and of the processors, for so many cities."""

    cities: int
    wall: float
    cpu: float

    @property
    def a_minute(self) -> float:
        return 60 * self.cities / self.wall


@contextmanager
def home(cities: int) -> Iterator[tuple[str, ...]]:
    """Within, a project of its own with the figures of some made-up cities; given are their codes."""
    before = os.environ.get("CITY_CREDIT_HOME")
    with tempfile.TemporaryDirectory() as made:
        for name in ("params", "notebooks"):
            shutil.copytree(ROOT / name, Path(made) / name)
        (Path(made) / "data").mkdir()
        for table in ("cities.csv", "divisions.csv"):
            shutil.copy(ROOT / "data" / table, Path(made) / "data" / table)
        os.environ["CITY_CREDIT_HOME"] = made
        try:
            yield simulations.simulate_nation(cities, MONTH, 1, 1).cities
        finally:
            os.environ.pop("CITY_CREDIT_HOME")
            os.environ.update({} if before is None else {"CITY_CREDIT_HOME": before})


def faults(most: int = CHECKED) -> list[str]:
    """Where the loop's outputs are not those of the published notebooks; of the first so many."""
    with home(1) as cities, tempfile.TemporaryDirectory() as place:
        loop(cities, Path(place), most)
        ran(cities)
        published = Path(os.environ["CITY_CREDIT_HOME"]) / "reports" / cities[0] / MONTH / "notebooks"
        names = [job.name for job in _jobs(cities[0])[:most]]
        return [
            f"{LOOP}: {name}"
            for name in names
            if _outputs(Path(place) / f"{cities[0]}-{name}.ipynb") != _outputs(published / f"{name}.ipynb")
        ]


def _outputs(path: Path) -> list[object]:
    """What each cell shows, warnings apart."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    shown = [output for cell in cells for output in cell.outputs if output.get("name") != "stderr"]
    return [{way: output.get("data", {}).get(way) for way in WAYS} | {"text": output.get("text")} for output in shown]


def loop(cities: tuple[str, ...], place: Path, most: int | None = None) -> None:
    """Papermill as one would call it: notebook after notebook, city after city."""
    for city in cities:
        for job in _jobs(city)[:most]:
            papermill.execute_notebook(
                job.path, place / f"{city}-{job.name}.ipynb", dict(job.parameters), kernel_name="python3",
                progress_bar=False,
            )  # fmt: skip


def _jobs(city: str) -> list[Job]:
    asked = request(city, MONTH, RULEBOOKS, SCENARIOS, "zh", None)
    return making.jobs(asked, making.cards_of(asked))


def ran(cities: tuple[str, ...]) -> None:
    """The project's run: every report proved, published and filed."""
    asked = Asked(RULEBOOKS, SCENARIOS, "zh", ("html",), 600, 1, LAST, True)
    ended = batch.run([(city, MONTH) for city in cities], asked, CORES)
    assert all(one.good for one in ended), ended


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    with home(MANY) as cities, tempfile.TemporaryDirectory() as place:
        say(f"{TITLE}, {LOOP}, {FEW}")
        plain = _taken(lambda: loop(cities[:FEW], Path(place)), FEW)
        say(f"{TITLE}, {OURS}, {MANY}")
        ours = _taken(lambda: ran(cities), MANY)
    ratio = ours.a_minute / plain.a_minute
    aim = Aim(f"{MANY} 个城市 cities: {LOOP}", ours.wall, ratio, least=WANTED)
    rows = [_row(LOOP, plain, ""), _row(OURS, ours, times(ratio))]
    yield Table(TITLE, HEADINGS, rows, NOTES, [aim])


def _row(way: str, taken: Taken, ratio: str) -> tuple[str, ...]:
    return (
        f"{taken.cities}", way, duration(taken.wall), f"{taken.a_minute:.1f}", f"{taken.cpu / taken.cities:.1f}", ratio
    )  # fmt: skip


def _taken(run: Callable[[], None], cities: int) -> Taken:
    before, began = _processors(), time.perf_counter()
    run()
    return Taken(cities, time.perf_counter() - began, _processors() - before)


def _processors() -> float:
    """Seconds of this process and of all that it started and that have ended."""
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in each)
