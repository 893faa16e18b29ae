"""Reports: one city and month, from its figures to a published folder (报告)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.reports.failures import Refused, ReportError, Unkept
from analysis.reports.kernels import Start, run_starter
from analysis.reports.kernels.notebook_process import SLOW

__all__ = ["Refused", "ReportError", "Unkept", "publish"]

RULEBOOKS = ("hard-2019", "monitoring-2021")
FORMATS = ("html",)

sys.modules.setdefault(SLOW, None)  # type: ignore[arg-type]


def publish(
    city: str,
    month: str,
    rulebooks: Sequence[str] = RULEBOOKS,
    scenarios: Sequence[str] | None = None,
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
    annex: bool = False,
    correct: bool = False,
) -> Path:
    """Make and publish the report of a city (code or name) and month; gives back its folder.

    The folder, `reports/<code>/<month>/` unless `output` names another, holds `index.html`, `scorecard.csv`,
    `notebooks/*.ipynb` as executed, and `manifest.json`; where more than the page is asked for, also
    `report.html`, `report.pdf` … with the brief, and with `annex` the working papers, `papers.pdf` … It is replaced
    whole or not at all.
    `scenarios`: by default the baseline and the assumed benchmarks, where these are of one of the rulebooks.
    `formats`: `html` (always), `pdf`, `docx`, `xlsx`.
    `timeout`: seconds for one notebook. `jobs`: notebooks run at once.
    `as_of`: make it from what was known on that day; its folder is then `<month>-as-of-<day>`, and it is not kept.
    `known_on`: the day since when its facts are known, by default today; with that its cards are kept in
    `data/scorecards/`. `keep`: whether they are; by default where the report stands in its own place.
    `progress(notebook, done, all)` is called as notebooks start and end, in place of the bar on the terminal.
    `start`: how a notebook's run is started (`kernels.run_notebooks`).
    `correct`: publish anew even where the month is filed; it is then a draft again, and the filed report stays kept.
    Raises `ReportError` with every fault found, in Chinese and English (`Refused` where nothing was run);
    the earlier report then stays as it was.
    """
    with run_starter(start) as begin:
        # Imported while the warm process does its own imports: together they take half of a small report's time.
        from analysis.reports.publication import Publication
        from analysis.reports.request import checked_request

        asked = checked_request(city, month, rulebooks, scenarios, lang, output, formats, as_of, annex)
        return Publication(max(1, timeout), max(1, jobs), progress, begin).publish(asked, known_on, keep, correct)
