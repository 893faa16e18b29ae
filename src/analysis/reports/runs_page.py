"""The page of past runs, `reports/runs.html`: status, time, reports, log; offline, without any script (运行记录页).

It is made again after every run. Times come from the records alone, so that equal records give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from analysis.catalogue import TAGS
from analysis.catalogue import page_phrase as phrase
from analysis.paths import LockHeldError, file_lock, replace_file, root
from analysis.reports.run_records import GOOD, RunRecord, RunReport, load_records, records_folder
from analysis.views import view_objects

NAME = "runs.html"
MOST = 500
"""How many runs the page lists, the newest first."""
WAIT = 10.0
HEADS = ("started", "seconds", "command", "of", "status", "problems")
FEW = 3
MAIN = ("index.html", "bulletin.html", "bulletin.pdf", "bulletin.docx")
TONES = {"success": "good", "partial": "assumed", "failed": "bad", "interrupted": "missing"}


@dataclass(frozen=True)
class RunLink:
    """A link from the page: its text, how that report went, and the address beside the page; empty where it is gone."""

    text: str
    tone: str
    address: str
    log: str


def publish_runs(lang: str = "zh") -> Path:
    """Make the page again from all records. Raises `OSError` where it can't be written."""
    place = root() / "reports" / NAME
    records_folder().mkdir(parents=True, exist_ok=True)
    with suppress(LockHeldError), file_lock(records_folder() / ".lock", WAIT):
        replace_file(place, runs_html(load_records(), lang).encode())
    return place


def runs_html(records: Sequence[RunRecord], lang: str = "zh") -> str:
    """The page of some records; every text is escaped."""
    rows = [(record, _cells(record, lang), list(_links(record))) for record in records[:MOST]]
    heads = [
        phrase(f"run {key}", lang) for key in ("started", "seconds", "command", "of", "status", "problems", "links")
    ]
    words = {key: phrase(f"runs {key}", lang) for key in ("title", "none", "log", "all")}
    template = view_objects.template_environment(Path(__file__).parent / "templates").get_template("runs.html")
    page: str = template.render(
        rows=rows, heads=heads, words=words, language=TAGS[lang], lang=lang, style=view_objects.stylesheet(),
        tones=TONES,
    )  # fmt: skip
    return page


def _cells(record: RunRecord, lang: str) -> tuple[str, ...]:
    return (
        record.started.replace("T", " "), time_taken(record), record.command, subject_text(record, lang),
        phrase(f"status {record.status}", lang), f"{record.problems}",
    )  # fmt: skip


def time_taken(record: RunRecord) -> str:
    """Minutes and seconds: 1:05."""
    minutes, seconds = divmod(record.seconds, 60)
    return f"{minutes}:{seconds:02d}"


def subject_text(record: RunRecord, lang: str) -> str:
    """The cities, counted where there are many, and the months."""
    names, months = [city["name"] for city in record.cities], list(record.months)
    listed = phrase("run comma", lang).join(names) or phrase("run all", lang)
    named = phrase("run cities", lang, count=len(names)) if len(names) > FEW or record.shard else listed
    part = [phrase("run shard", lang, shard=record.shard)] if record.shard else []
    return " ".join([named, *months[:1], *(["–", months[-1]] if len(months) > 1 else []), *part])


def _links(record: RunRecord) -> Iterator[RunLink]:
    """The reports of a run, those that failed first, each with where it and its log lie beside the page."""
    for report in sorted(record.reports, key=lambda report: report.how in GOOD):
        text = " ".join(part for part in (report.city, report.month) if part)
        yield RunLink(text, "good" if report.how in GOOD else "bad", _address(_main(report)), _address(report.log))


def _main(report: RunReport) -> str:
    name = next((name for name in MAIN if name in report.files), "")
    return f"{report.folder}/{name}" if report.folder and name else ""


def _address(place: str) -> str:
    """A file of `reports/` as the page links it; empty for one that lies elsewhere or is gone."""
    top, path = (root() / "reports").resolve(), (root() / place).resolve()
    if not place or not path.is_relative_to(top) or not path.is_file():
        return ""
    return quote(path.relative_to(top).as_posix())


def runs_frame(records: Sequence[RunRecord]) -> pl.DataFrame:
    """A run a row, as CSV and JSON hold it."""
    schema: dict[str, Any] = {
        "started": pl.String, "ended": pl.String, "seconds": pl.Int64, "command": pl.String,
        "cities": pl.List(pl.String), "months": pl.List(pl.String), "status": pl.String, "exit_code": pl.Int64,
        "made": pl.Int64, "problems": pl.Int64, "reports": pl.List(pl.String), "logs": pl.List(pl.String),
    }  # fmt: skip
    rows = [
        (record.started, record.ended, record.seconds, record.command,
         [city["code"] or city["name"] for city in record.cities], list(record.months), record.status,
         record.exit_code, sum(report.how in GOOD for report in record.reports), record.problems,
         [report.folder for report in record.reports if report.folder],
         [report.log for report in record.reports if report.log])
        for record in records
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
