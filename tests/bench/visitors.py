"""A class at the served course, measured: real pages of one browser open, answer, leave. By hand, apart from the rest.

`.venv/bin/python tests/bench/visitors.py [PEOPLE]` (30). First as many pages are asked for at once without a
browser: what the server itself takes. Then real pages open three at a time and all stay open; their browser is on the
same machine and takes most of its time. The figures of the README are from here. Fails where a page complains, asks for
anything outside, shows another's name, or leaves a kernel running.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import class_visits
from browsing import chromium, opened, until
from class_visits import LESSON, TOKEN

PEOPLE, PATIENCE, CRASHED, TOGETHER = 30, 900_000, 3, 3
"""Milliseconds that a page may take here; how many leave without a goodbye; how many press at once."""


def main(people: int) -> None:
    """Ask for pages; open, enter a name, answer, leave; print what it took."""
    with tempfile.TemporaryDirectory() as folder, class_visits.opened_room(_room(folder, people)) as room:
        at_once(*room, people)
    with tempfile.TemporaryDirectory() as folder:
        with class_visits.opened_room(_room(folder, people)) as room, chromium() as browser:
            visit(browser, *room, people)
        print(f"results kept: {len(list(Path(folder).glob('*.json')))} of {people}")


def _room(folder: str, people: int):
    return class_visits.room(Path(folder), people)


def at_once(address: str, server: int, people: int) -> None:
    """So many pages asked for at once, whole."""
    with ThreadPoolExecutor(people) as pool:
        took = list(pool.map(lambda _: _asked(f"{address}/{LESSON}"), range(people)))
    print(f"without a browser, {people} at once: median {statistics.median(took):.1f} s, last {max(took):.1f} s a page")
    print(f"{class_visits.kernels(server)} kernels: {shown(class_visits.memory(server))}")


def _asked(address: str) -> float:
    began = time.monotonic()
    request = urllib.request.Request(address, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as answer:
        answer.read()
    return time.monotonic() - began


def visit(browser, address: str, server: int, people: int) -> None:
    """The visits in a browser."""
    said: list[str] = []
    names = [f"学员{number}" for number in range(people)]
    pages = [opened(browser, f"{address}/?token={TOKEN}", said) for _ in names]
    waited: list[float] = []
    for first in range(0, people, TOGETHER):
        waited += pressed(pages[first : first + TOGETHER])
    print(
        f"in a browser, {TOGETHER} at a time: median {statistics.median(waited):.0f} s, last {max(waited):.0f} s a page"
    )
    began = time.monotonic()
    for name, page in zip(names, pages, strict=True):
        class_visits.enter(page, address, name)
        assert "目标" in class_visits.answer(page, 1, "2")
    print(f"name and answer: {(time.monotonic() - began) / people:.2f} s a person, one after another")
    print(f"{class_visits.kernels(server)} kernels at work: {shown(class_visits.memory(server))}")
    for name, page in zip(names, pages, strict=True):
        text = page.locator("body").inner_text()
        others = [other for other in names if f"化名：{other}。" in text and other != name]
        assert f"化名：{name}。" in text and not others, "a page shows another's name"
    leave(pages, server)
    assert said == [], said


def pressed(pages) -> list[float]:
    """Some press the same lesson at once; the seconds until each has a box to answer in."""
    began, waited = time.monotonic(), []
    for page in pages:
        page.set_default_timeout(PATIENCE)
        page.get_by_role("link", name="读懂一条").click(no_wait_after=True)
    for page in pages:
        page.locator(".wb-first").first.wait_for()
        waited.append(time.monotonic() - began)
    return waited


def leave(pages, server: int) -> None:
    """All go elsewhere, but for a few whose browser is gone at once."""
    began, crashed = time.monotonic(), min(CRASHED, len(pages))
    for page in pages[crashed:]:
        page.goto("about:blank")
    until(lambda: class_visits.kernels(server) <= crashed, 120)
    print(f"kernels of {len(pages) - crashed} who left ended after {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    for page in pages[:crashed]:
        page.context.close()
    until(lambda: class_visits.kernels(server) == 0, 300)
    print(f"kernels of {crashed} whose browser was gone ended after {time.monotonic() - began:.1f} s")


def shown(sizes: dict[str, float]) -> str:
    """Memory as text."""
    return ", ".join(f"{name} {megabytes:,.0f} MB" for name, megabytes in sizes.items())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
