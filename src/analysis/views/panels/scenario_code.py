"""A scenario as lines of Python and as a command line, to be copied; and back from its file (写法)."""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from analysis import scenarios
from analysis.facts import READERS
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.scenarios import Change, Scenario
from analysis.scenarios import changes as changes_scenario
from analysis.views.panels.session_data import Selection

SIGNS = {changes_scenario.ADD: "+", changes_scenario.SCALE: "*"}
CHANGE_FIELDS = ("unit", "city", "month", "mark", "note", "note_zh")
SAVED = "what-if.toml"
HEAD, NUMBERED = re.compile(r"\s*\[\[\s*change\s*\]\]"), re.compile(r", change (\d+)$")
TARGET = re.compile(r"""\s*target\s*=\s*["'](.+?)["']""")
"""Where a change begins in a scenario file, how its faults name it, and what it changes."""
LARGEST_FILE = 1_000_000
"""The largest scenario file that is read, in bytes."""


def python_code(place: Selection, scenario: Scenario) -> str:
    """Lines that score the same; run in the project's environment."""
    changes = [f"        {_change(change)}," for change in scenario.changes]
    arguments = [f'    "{scenario.name}",', *(["    (", *changes, "    ),"] if changes else [])]
    return "\n".join(
        [
            "from analysis import facts, rulebooks, scorecards",
            "from analysis.scenarios import Change, Scenario",
            "",
            f"figures = facts.up_to({place.city!r}, {place.month!r})",
            f"book = rulebooks.load({place.rulebook!r})",
            "scenario = Scenario(",
            *arguments,
            ")",
            f"card = scorecards.card(figures, book, {place.city!r}, {place.month!r}, scenario)",
            "card.total()",
        ]
    )


def _change(change: Change) -> str:
    beside = [f", {key}={value!r}" for key in CHANGE_FIELDS if (value := getattr(change, key))]
    return f"Change({change.target!r}, {change.how!r}, {change.amount!r}{''.join(beside)})"


def command_line(place: Selection, base: Scenario, own: tuple[Change, ...]) -> str:
    """One command line that scores the same. What cannot be written in it is taken from the saved scenario file."""
    files = [] if base.benchmarks else figure_files(place)  # peers are read from the project, not from a file
    words = ["scorecard", "score", *files, "--rulebook", place.rulebook]
    words += ["--city", place.city, "--month", place.month]
    return " ".join(map(shlex.quote, [*words, *_options(base, own)]))


def _options(base: Scenario, own: tuple[Change, ...]) -> list[str]:
    if not all(map(_plain, own)):
        return ["--scenario", SAVED]
    first = ["--scenario", base.name] if base.changes or base.benchmarks else []
    return [*first, *(word for change in own for word in _option(change))]


def _plain(change: Change) -> bool:
    """Whether a change can be written in a command line: it holds everywhere."""
    return change.city is None and change.month is None


def _option(change: Change) -> tuple[str, str]:
    clause, _, part = change.target.rpartition(".")
    if part == changes_scenario.READING:
        return "--reading", f"{clause}={change.amount}"
    return "--set", f"{change.target}={SIGNS.get(change.how, '')}{_number(change.amount)}"


def _number(amount: float | str) -> str:
    """A number as it can be read back to the last bit: digits alone, no exponent."""
    text = format(Decimal(repr(float(amount))), "f")
    return text.removesuffix(".0")


def figure_files(place: Selection) -> list[str]:
    """The files of figures a place stands on, as the project's users name them."""
    folder = root() / "data" / "facts" / place.city
    paths = sorted(path for path in folder.glob("*") if _counts(path, place.month))
    return [display_path(path) for path in paths]


def _counts(path: Path, month: str) -> bool:
    return path.suffix.casefold() in READERS and path.name[0] not in ".~" and path.stem <= month


def parse_scenario_file(content: bytes, name: str) -> Scenario:
    """A scenario from a file's content, read as any scenario file is."""
    if len(content) > LARGEST_FILE:
        zh, en = f"文件超过 {LARGEST_FILE:,} 字节。", f"The file is larger than {LARGEST_FILE:,} bytes."
        raise InputError([Problem(name, zh, en)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / SAVED
        path.write_bytes(content)
        try:
            return scenarios.load(path)
        except InputError as error:
            found = [replace(problem, where=problem.where.replace(str(path), name)) for problem in error.problems]
            raise InputError(with_lines(found, content, name)) from None


def with_lines(problems: Sequence[Problem], content: bytes, name: str) -> list[Problem]:
    """The faults found in a scenario file, each with the line of the change that it speaks of."""
    lines = content.decode("utf-8", "replace").splitlines()
    return [_with_line(problem, lines, name) for problem in problems]


def _with_line(problem: Problem, lines: Sequence[str], name: str) -> Problem:
    listed, place = NUMBERED.search(problem.where), _line(problem, lines)
    if place is None:
        return problem
    rest = [] if listed else [part for part in problem.where.split(", ") if part not in (name, "scenario")]
    return replace(problem, where=f"{name}, {' '.join([f'第 {place} 行 line {place}', *rest])}")


def _line(problem: Problem, lines: Sequence[str]) -> int | None:
    """The line where the change begins that a fault numbers, or where its target stands; none where it has none."""
    if listed := NUMBERED.search(problem.where):
        heads = [number for number, line in enumerate(lines, start=1) if HEAD.match(line)]
        return dict(enumerate(heads, start=1)).get(int(listed[1]))
    targets = [(number, target[1]) for number, line in enumerate(lines, start=1) if (target := TARGET.match(line))]
    spoken = re.split(r"[ ,]+", problem.where)
    return next((number for number, target in reversed(targets) if target in spoken), None)
