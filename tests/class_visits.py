"""A class at the served course: real pages of one browser, each with a person's own name and answers; their kernels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from analysis.reports import classroom, serving
from analysis.training.course import course_lessons
from browsing import free_port

TOKEN = "a-token-of-tests"
LESSON = "reading_a_clause"


def room(folder: Path, people: int, city: str = "320281", month: str = "2021-03") -> classroom.Classroom:
    """A classroom for so many people, its results in a folder."""
    lessons = tuple((name, part.zh) for name, part in course_lessons().items())
    return classroom.Classroom(
        city, month, "hard-2019", "baseline", "zh", "127.0.0.1", 0, TOKEN, people, 900, lessons, str(folder)
    )


@contextmanager
def opened_room(room: classroom.Classroom) -> Iterator[tuple[str, int]]:
    """The class being served: its address, and the server's process number."""
    own = replace(room, port=free_port())
    with serving.running_server(own) as process:
        yield f"http://127.0.0.1:{own.port}", process.pid


def enter(page, address: str, name: str) -> None:
    """Take a pseudonym; the box takes what is typed once it is left."""
    box = page.locator(".wb-desk input[type=text]")
    box.fill(name)
    box.press("Tab")
    page.locator(".wb-desk button").click()
    page.locator(".wb-desk").get_by_text(f"化名：{name}").wait_for()


def answer(page, number: int, text: str) -> str:
    """Type an answer to an exercise, press check, and give back what is said."""
    box = page.locator(".wb-ask:not(.wb-desk)").nth(number - 1)
    box.locator("input[type=text]").fill(text)
    box.locator("input[type=text]").press("Tab")
    box.locator("button.wb-first").click()
    said = box.locator(".wb-said p").first
    said.wait_for()
    return said.inner_text()


def below(pid: int) -> list[int]:
    """The processes that a process started, and those they did in turn."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    own = [child for child, parent in parents.items() if parent == pid]
    return own + [deeper for child in own for deeper in below(child)]


def kernels(server: int) -> int:
    """How many kernels live: what the kernel pool has forked."""
    return max(0, len(below(server)) - 1)


def memory(server: int) -> dict[str, float]:
    """Megabytes of the server, and of all kernels together with what they share, each page counted once."""
    return {"server": _megabytes([server]), "kernels": _megabytes(below(server))}


def _megabytes(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


assert os.name == "posix"
