"""Many cities' reports, side by side in processes of their own: what fails stops no other (批量运行)."""

from __future__ import annotations

import multiprocessing
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import connection
from pathlib import Path
from typing import Any

from analysis.facts import CITY, code_of, kind_of, month_paths
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems
from analysis.reports import batch_worker
from analysis.reports.batch_worker import FAILED, BatchSettings, Outcome

ALL = "all"
TRIES = 2
ENDING = 10
LARGEST = 1_000_000
SEPARATORS = re.compile("[,，、;；]")

Work = tuple[str, str]
Each = Callable[[str, Work, Any], None]
"""Told of each step: `begun`, `notebook`, `waiting`, `again`, `ended`, with the city and month, and more."""


@dataclass
class _Slot:
    process: Any
    pipe: connection.Connection
    work: Work | None = None


def city_months(named: str, months: Sequence[str], kind: str = CITY) -> list[Work]:
    """The cities and months meant, month by month: `all` that have figures, or every month of the cities of a file.

    `kind`: of which units, where `all` are meant.

    A file has a code or name at the beginning of each line (the rest of a CSV line is not looked at); `#` begins a
    remark. Raises `InputError` with every line that names no city, and where there is none.
    """
    meant = _with_figures(months, kind) if named == ALL else _every(_listed(Path(named), months[-1]), months)
    if not meant:
        zh, en = "没有城市可运行。", "There is no city to run."
        raise InputError([Problem("--cities", zh, en)])
    return meant


def named_cities(named: str, month: str) -> list[str] | None:
    """The cities meant: None for `all`, those of a file, or names between commas."""
    if named == ALL:
        return None
    if _is_file(named):
        return _listed(Path(named), month)
    return [name.strip() for name in SEPARATORS.split(named) if name.strip()]


def _is_file(named: str) -> bool:
    """Whether a file is meant; many names together are longer than any file's name may be."""
    with suppress(OSError):
        return Path(named).is_file()
    return False


def make_reports(
    wanted: Sequence[Work], asked: BatchSettings, jobs: int, each: Each = lambda *_: None
) -> list[Outcome]:
    """Make the report of every city and month, `jobs` at once; how each went, in the order given.

    What fails is tried once more at the end, in a process of its own making where the first was lost. Everything told
    goes to the city's log too, `reports/.logs/<month>/<code>.log`. Raises nothing for a city that fails.
    """
    waiting, tries, ended = deque(dict.fromkeys(wanted)), dict[Work, int](), dict[Work, Outcome]()
    step = _logged(each)
    with _slots(min(jobs, len(waiting)), asked) as slots:
        while waiting or any(slot.work for slot in slots):
            for slot in slots:
                if slot.work is None and waiting:
                    _hand(slot, waiting.popleft(), step)
            for slot, work, said in _heard(slots, asked):
                if not isinstance(said, Outcome):
                    step(said[0], work, said[1:])
                    continue
                slot.work = None
                _take(said, waiting, tries, ended, step)
    return [ended[work] for work in dict.fromkeys(wanted)]


def _hand(slot: _Slot, work: Work, step: Each) -> None:
    slot.work = work
    step("begun", work, ())
    slot.pipe.send(work)


def _take(said: Outcome, waiting: deque[Work], tries: dict[Work, int], ended: dict[Work, Outcome], step: Each) -> None:
    """A report that ended: done with, or to be tried again."""
    work = (said.city, said.month)
    tries[work] = tries.get(work, 0) + 1
    if said.how == FAILED and tries[work] < TRIES:
        step("again", work, said)
        waiting.append(work)
        return
    ended[work] = said
    step("ended", work, said)


def _heard(slots: list[_Slot], asked: BatchSettings) -> Iterator[tuple[_Slot, Work, Any]]:
    """What the busy processes say, and that one of them was lost with its report."""
    busy = [(slot, slot.work) for slot in slots if slot.work]
    speaking = connection.wait([slot.pipe for slot, _ in busy])
    for slot, work in [(slot, work) for slot, work in busy if slot.pipe in speaking]:
        try:
            yield slot, work, slot.pipe.recv()
        except (EOFError, OSError):
            slot.process, slot.pipe = _new(asked)
            yield slot, work, Outcome(*work, FAILED, (_lost(work),))


def _lost(work: Work) -> Problem:
    zh, en = "运行进程被终止（例如内存不足）。", "The process was killed (for instance for lack of memory)."
    return Problem(" ".join(work), zh, en)


@contextmanager
def _slots(count: int, asked: BatchSettings) -> Iterator[list[_Slot]]:
    slots = [_Slot(*_new(asked)) for _ in range(count)]
    try:
        yield slots
    finally:
        for slot in slots:
            slot.pipe.close()
            if slot.work:
                slot.process.terminate()
        for slot in slots:
            slot.process.join(ENDING)
            slot.process.kill()


def _new(asked: BatchSettings) -> tuple[Any, connection.Connection]:
    """A process that makes reports, and the pipe to it; nothing of this process's state goes with it."""
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe()
    process = fresh.Process(target=batch_worker.serve_orders, args=(there, asked), daemon=True)
    process.start()
    there.close()
    return process, here


def _logged(each: Each) -> Each:
    """What is told, written down for each city as well."""

    def step(what: str, work: Work, more: Any) -> None:
        path = log_path(*work)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).astimezone().isoformat(timespec='seconds')} {_line(what, more)}\n")
        each(what, work, more)

    return step


def log_path(city: str, month: str) -> Path:
    """Where the log of a city's month lies."""
    return root() / "reports" / ".logs" / month / f"{city}.log"


def _line(what: str, more: Any) -> str:
    if not isinstance(more, Outcome):
        return " ".join(map(str, (what, *more)))
    faults = (f"\n  {problem.where}\n    {problem.zh}\n    {problem.en}" for problem in more.problems)
    return f"{what} {more.how}{''.join(faults)}"


def _every(codes: Sequence[str], months: Sequence[str]) -> list[Work]:
    return [(code, month) for month in months for code in codes]


def _with_figures(months: Sequence[str], kind: str) -> list[Work]:
    places = (path.name for path in (root() / "data" / "facts").glob("*") if path.is_dir())
    folders = sorted(name for name in places if kind_of(name) == kind)
    return [(code, month) for code, month in _every(folders, months) if month_paths(code, month)]


def _listed(file: Path, month: str) -> list[str]:
    try:
        text = file.read_bytes()[:LARGEST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        zh = "不是“all”，也不是可读的文件（UTF-8，一行一个城市）。"
        en = "This is neither 'all' nor a file that can be read (UTF-8, a city a line)."
        raise InputError([Problem(f"--cities {display_path(file)}", zh, en)]) from None
    named = [(number, line.split(",")[0].partition("#")[0].strip()) for number, line in enumerate(text.splitlines(), 1)]
    problems, codes = Problems(), []
    for number, name in [(number, name) for number, name in named if name and not (number == 1 and name == "code")]:
        try:
            codes.append(code_of(name, month))
        except InputError as error:
            zh, en = error.problems[0].zh, error.problems[0].en
            problems.report(f"{display_path(file)}, 第 {number} 行 line {number}", zh, en)
    problems.raise_any()
    return list(dict.fromkeys(codes))
