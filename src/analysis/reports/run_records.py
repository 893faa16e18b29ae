"""What each run of a command did: when, for which cities and months, how it ended, where its reports lie (运行记录).

reports/.runs/<time>-<process>.json, one a run. Texts hold no personal numbers.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis import facts
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem
from analysis.reports import manifest
from analysis.text_normalisation import masked_numbers, quoted_value

FORMAT = "city-credit-run/1"
SUCCESS, PARTIAL, FAILED, INTERRUPTED = "success", "partial", "failed", "interrupted"
GOOD = ("made", "kept")
SENTENCES = 50
"""How many problems a record holds in words; all are counted."""


@dataclass(frozen=True)
class Ending:
    """How a run ended: its exit code, whether it did all that it was asked for, and whether it was broken off."""

    code: int
    passed: bool
    interrupted: bool = False


@dataclass(frozen=True)
class RunReport:
    """One product of a run: its city (code; empty for a circular), month, how it went, its folder, files and log.

    `how`: made, kept, failed or refused. `folder` and `log` as they lie in the project; empty where there is none.
    """

    city: str
    month: str
    how: str
    folder: str = ""
    files: tuple[str, ...] = ()
    log: str = ""


@dataclass(frozen=True)
class RunRecord:
    """A run: its command, cities and months, how it ended, and what it made.

    `status`: success; partial, where some reports stand and others failed; failed; interrupted. `problems`: how many.
    `sentences`: the first of them, `where, zh, en`. `shard`: 3/20 where it was one part of many.
    `started`, `ended`: moments in local time, with the offset.
    """

    command: str
    cities: tuple[Mapping[str, str], ...]
    months: tuple[str, ...]
    status: str
    exit_code: int
    started: str
    ended: str
    reports: tuple[RunReport, ...] = ()
    problems: int = 0
    sentences: tuple[Mapping[str, str], ...] = ()
    shard: str = ""

    @property
    def seconds(self) -> int:
        """How long it took."""
        span = datetime.fromisoformat(self.ended) - datetime.fromisoformat(self.started)
        return max(0, round(span.total_seconds()))

    def document(self) -> dict[str, Any]:
        """The record as plain data, as it is kept and handed to the user's command."""
        return {"format": FORMAT, **asdict(self)}


def ended_record(
    command: str,
    cities: Sequence[str],
    months: Sequence[str],
    ending: Ending,
    started: datetime,
    reports: Sequence[RunReport],
    problems: Sequence[Problem],
    shard: str = "",
) -> RunRecord:
    """The record of a run that ends now; cities by code or name, each once."""
    month = months[-1] if months else None
    return RunRecord(
        command, tuple(named_city(city, month) for city in dict.fromkeys(cities)),
        tuple(quoted_value(name) for name in months), _status(ending, reports), ending.code,
        manifest.time_stamp(started), manifest.time_stamp(datetime.now(UTC)), tuple(reports),
        len(problems), tuple(_sentence(problem) for problem in problems[:SENTENCES]), shard,
    )  # fmt: skip


def _status(ending: Ending, reports: Sequence[RunReport]) -> str:
    if ending.interrupted:
        return INTERRUPTED
    if ending.passed:
        return SUCCESS
    return PARTIAL if any(report.how in GOOD for report in reports) else FAILED


def named_city(city: str, month: str | None = None) -> dict[str, str]:
    """A city's code and name; what was asked for as its name, where it is not known."""
    try:
        code = facts.code_of(city, month)
        return {"code": code, "name": facts.name_of(code)}
    except (InputError, ValueError):
        return {"code": "", "name": quoted_value(city)}


def _sentence(problem: Problem) -> dict[str, str]:
    parts = {"where": problem.where, "zh": problem.zh, "en": problem.en}
    return {name: masked_numbers(text) for name, text in parts.items()}


def product_of(city: str, month: str, folder: Path) -> RunReport:
    """A product just published, with the files that stand in its folder itself."""
    listed = manifest.json_object(folder / manifest.NAME).get("published")
    names = tuple(name for name in listed if "/" not in name) if isinstance(listed, dict) else ()
    return RunReport(city, month, "made", display_path(folder), names)


def records_folder() -> Path:
    """Where the records lie."""
    return root() / "reports" / ".runs"


def save_record(record: RunRecord) -> Path:
    """Keep a record, whole or not at all."""
    moment = datetime.fromisoformat(record.started).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    place = records_folder() / f"{moment}-{os.getpid()}-{secrets.token_hex(3)}.json"
    return replace_file(place, manifest.sorted_json(record.document()))


def load_records() -> list[RunRecord]:
    """Every record that can be read, and every other product's manifest as a run of its own; the newest first."""
    contents = (manifest.json_object(path) for path in records_folder().glob("*.json"))
    records = [record for content in contents if (record := _record(content)) is not None]
    recorded = {report.folder for record in records for report in record.reports}
    records += [record for folder, record in _published() if folder not in recorded]
    return sorted(records, key=lambda record: (datetime.fromisoformat(record.started), record.command), reverse=True)


def _published() -> Iterator[tuple[str, RunRecord]]:
    """Products whose making no record tells of: by their manifests."""
    for path in sorted((root() / "reports").glob(f"*/*/{manifest.NAME}")):
        content, folder = manifest.json_object(path), display_path(path.parent)
        given, span = content.get("parameters"), content.get("period")
        if manifest.is_report(path) and isinstance(given, dict) and isinstance(span, dict):
            city, month = str(given.get("city") or ""), str(span.get("month"))
            product = product_of(city, month, path.parent)
            cities = [{"code": city, "name": city}] if city else []
            record = _record({
                "command": "bulletin" if "bulletin" in given else "report", "cities": cities, "months": [month],
                "status": SUCCESS, "exit_code": 0, "started": content.get("started"), "ended": content.get("ended"),
                "reports": [asdict(product)], "problems": 0, "sentences": [], "format": FORMAT,
            })  # fmt: skip
            if record is not None:
                yield folder, record


def _record(content: Mapping[str, Any]) -> RunRecord | None:
    """A record of its plain data; None where that is none."""
    if content.get("format") != FORMAT:
        return None
    try:
        reports = tuple(
            RunReport(**{**report, "files": tuple(report.get("files", ()))}) for report in content["reports"]
        )
        parts = {name: value for name, value in content.items() if name not in ("format", "reports")}
        lists = {name: tuple(parts[name]) for name in ("cities", "months", "sentences")}
        record = RunRecord(**{**parts, **lists, "reports": reports})
        return record if record.seconds >= 0 else None
    except (KeyError, TypeError, ValueError):
        return None
