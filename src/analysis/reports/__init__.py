"""Reports: one city and month, from its figures to a published folder (报告)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from analysis.paths import root
from analysis.problems import Problem
from analysis.reports import keeping, making, manifest, publishing, running
from analysis.reports.failures import Refused, ReportError, Unkept
from analysis.reports.request import Request, request
from analysis.reports.running import Start
from analysis.reports.watching import watched
from analysis.scorecards import Card

__all__ = ["Refused", "ReportError", "Unkept", "publish"]

RULEBOOKS = ("hard-2019", "monitoring-2021")
SCENARIOS = ("baseline", "assumed-benchmarks")
FORMATS = ("html",)


def publish(
    city: str,
    month: str,
    rulebooks: Sequence[str] = RULEBOOKS,
    scenarios: Sequence[str] = SCENARIOS,
    lang: str = "zh",
    output: Path | None = None,
    timeout: int = 600,
    jobs: int = 2,
    formats: Sequence[str] = FORMATS,
    progress: Callable[[str, int, int], None] | None = None,
    as_of: str = "",
    known_on: str | None = None,
    keep: bool | None = None,
    start: Start | None = None,
) -> Path:
    """Make and publish the report of a city (code or name) and month; gives back its folder.

    The folder, `reports/<code>/<month>/` unless `output` names another, holds `index.html`, `scorecard.csv`,
    `notebooks/*.ipynb` as executed, and `manifest.json`; where more than the page is asked for, also
    `report.html`, `report.pdf` … of one content. It is replaced whole or not at all.
    `formats`: `html` (always), `pdf`, `docx`, `xlsx`.
    `timeout`: seconds for one notebook. `jobs`: notebooks run at once.
    `as_of`: make it from what was known on that day; its folder is then `<month>-as-of-<day>`, and it is not kept.
    `known_on`: the day since when its facts are known, by default today; with that its cards are kept in
    `data/scorecards/`. `keep`: whether they are; by default where the report stands in its own place.
    `progress(notebook, done, all)` is called as notebooks start and end, in place of the bar on the terminal.
    `start`: how a notebook's run is started (`running.run`).
    Raises `ReportError` with every fault found, in Chinese and English (`Refused` where nothing was run);
    the earlier report then stays as it was.
    """
    started = datetime.now(UTC)
    asked = request(city, month, rulebooks, scenarios, lang, output, formats, as_of)
    since = keeping.since(asked, known_on, keep)
    with publishing.place(asked.output) as work:
        cards, known = making.cards_of(asked), making.known_to(asked)
        files = _made(asked, cards, work, max(1, timeout), max(1, jobs), progress, started, since, start)
        folder = publishing.publish(files, work, asked.output)
        keeping.keep(cards, known, since)
        return folder


def _made(
    asked: Request, cards: list[Card], work: Path, timeout: int, at_once: int,
    progress: Callable[[str, int, int], None] | None, started: datetime, since: str | None,
    start: Start | None,
) -> dict[str, bytes]:  # fmt: skip
    listed = making.jobs(asked, cards)
    read = making.sources(listed)
    made_from = manifest.inputs(asked, [job.path for job in listed])
    with watched(len(listed), progress) as told:
        runs = running.run(listed, work / "runs", timeout, at_once, told, start)
    kept = root() / "reports" / ".failed" / f"{asked.city}-{asked.month}"
    shutil.rmtree(kept, ignore_errors=True)
    executed = making.proved(runs, read, timeout, kept)
    _unchanged(made_from, manifest.inputs(asked, [job.path for job in listed]))
    return making.files(asked, cards, made_from, executed, started, since)


def _unchanged(before: dict, after: dict) -> None:
    changed = [kind for kind in before if before[kind] != after[kind]]
    if changed:
        zh = f"报告生成期间输入有变动（{'、'.join(changed)}），请重新生成。"
        en = f"The inputs changed while the report was being made ({', '.join(changed)}): make it again."
        raise ReportError([Problem("inputs 输入", zh, en)])
