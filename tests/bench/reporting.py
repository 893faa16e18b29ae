"""Many cities' reports: the project's run against papermill called in a loop on the same notebooks."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill

from analysis import simulations
from analysis.reports import RULEBOOKS, batch, making
from analysis.reports.batch_worker import BatchSettings
from analysis.reports.kernels import Job
from analysis.reports.request import checked_request
from bench import measuring
from bench.scoring import Say
from bench.tables import Aim, Table, duration, times

ROOT = Path(__file__).resolve().parents[2]
MONTH, LAST, CORES = "2021-03", "2021-04-25", 2
OURS, LOOP = "scorecard run --jobs 2", "papermill，逐个调用 in a loop"
MANY, SAMPLED, FASTER = 40, 2, 5
"""Cities that the project makes; notebooks of the loop at a toy size; how many times its speed is wanted."""
TITLE = "批量报告 · Reports of many cities"
HEADINGS = ("城市\ncities", "方法\nway", "用时\ntime", "每分钟份数\nreports a minute", "处理器秒/份\nCPU s a report",
            "是循环的几倍\ntimes the loop")  # fmt: skip
NOTES = (
    "同样的笔记本都经 papermill 执行，输出相同（逐本核对）；循环只执行一城的笔记本，本项目另核对、成页、存档。",
    "The same notebooks through papermill with the same outputs, each compared; the loop only executes those of one",
    "city, the project also proves, publishes and files them.",
)
WAYS = ("text/plain", "text/html", "application/vnd.plotly.v1+json", "text/markdown")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of the processors, for so many reports."""

    reports: float
    wall: float
    cpu: float

    @property
    def a_minute(self) -> float:
        return 60 * self.reports / self.wall


@contextmanager
def home(cities: int) -> Iterator[tuple[str, ...]]:
    """Within, a project of its own with the figures of some made-up cities; given are their codes."""
    before = os.environ.get("CITY_CREDIT_HOME")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("params", "notebooks"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        (Path(folder) / "data").mkdir()
        for table in ("cities.csv", "divisions.csv"):
            shutil.copy(ROOT / "data" / table, Path(folder) / "data" / table)
        os.environ["CITY_CREDIT_HOME"] = folder
        try:
            yield simulations.simulate_nation(cities, MONTH, 1, 1).cities
        finally:
            os.environ.pop("CITY_CREDIT_HOME")
            os.environ.update({} if before is None else {"CITY_CREDIT_HOME": before})


def faults() -> list[str]:
    """None: outputs are compared once both ways have made them, as making them takes minutes."""
    return []


def differing(city: str, place: Path, jobs: Sequence[Job]) -> list[str]:
    """Where the loop's outputs are not those of the published notebooks."""
    published = Path(os.environ["CITY_CREDIT_HOME"]) / "reports" / city / MONTH / "notebooks"
    pairs = {job.name: (place / f"{job.name}.ipynb", published / f"{job.name}.ipynb") for job in jobs}
    return [f"{LOOP}: {name}" for name, (ours, theirs) in pairs.items() if _outputs(ours) != _outputs(theirs)]


def _outputs(path: Path) -> list[object]:
    """What each cell shows, warnings apart."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    shown = [output for cell in cells for output in cell.outputs if output.get("name") != "stderr"]
    return [{way: output.get("data", {}).get(way) for way in WAYS} | {"text": output.get("text")} for output in shown]


def loop(jobs: Sequence[Job], place: Path) -> None:
    """Papermill as one would call it: notebook after notebook."""
    for job in jobs:
        papermill.execute_notebook(
            job.path, place / f"{job.name}.ipynb", dict(job.parameters), kernel_name="python3", progress_bar=False
        )


def jobs_of(city: str) -> list[Job]:
    """The notebooks of a city's report."""
    asked = checked_request(city, MONTH, RULEBOOKS, None, "zh", None)
    return making.notebook_jobs(asked, making.scored_cards(asked))


def ran(cities: tuple[str, ...]) -> None:
    """The project's run: every report proved, published and filed."""
    asked = BatchSettings(RULEBOOKS, None, "zh", ("html",), 600, 1, LAST, True)
    ended = batch.make_reports([(city, MONTH) for city in cities], asked, CORES)
    if lost := [report for report in ended if not report.good]:
        raise RuntimeError(f"reports failed: {lost}")


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    count = measuring.sized(MANY)
    with home(count) as cities, tempfile.TemporaryDirectory() as place:
        jobs = jobs_of(cities[0])
        looped = jobs[: len(jobs) if count == MANY else SAMPLED]
        say(f"{TITLE}, {LOOP}, {len(looped)} 本 notebooks")
        plain = _spent(lambda: loop(looped, Path(place)), len(looped) / len(jobs))
        say(f"{TITLE}, {OURS}, {count}")
        ours = _spent(lambda: ran(cities), count)
        if found := differing(cities[0], Path(place), looped):
            raise RuntimeError(f"the ways differ: {found}")
    ratio = ours.a_minute / plain.a_minute
    aim = Aim(count, f"个城市的报告 cities' reports: {LOOP}", ours.wall, ratio, least=FASTER)
    yield Table(TITLE, HEADINGS, [_row(LOOP, plain, ""), _row(OURS, ours, times(ratio))], NOTES, [aim])


def _row(way: str, spent: Spent, ratio: str) -> tuple[str, ...]:
    return (
        f"{spent.reports:g}", way, duration(spent.wall), f"{spent.a_minute:.1f}", f"{spent.cpu / spent.reports:.1f}",
        ratio,
    )  # fmt: skip


def _spent(run: Callable[[], None], reports: float) -> Spent:
    before = _processors()
    wall, _ = measuring.timed(run)
    return Spent(reports, wall, _processors() - before)


def _processors() -> float:
    """Seconds of this process and of all that it started and that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
