"""Results as files in a shared folder, one an answer: two people writing at once lose nothing (作答记录)."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analysis.paths import replace_file, root
from analysis.problems import InputError, Problem
from analysis.training import trainees
from analysis.training.exercises import CheckedAnswer, Exercise

LARGEST, MOST, LONGEST = 10_000, 50_000, 60
"""Bytes of one file, files of a folder, characters of a text: beyond these nothing is read."""
PRIVATE = 1_000_000
"""A number as large as this is not kept: somebody may have typed a telephone number."""
SUFFIX = ".json"
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "trainee": pl.String, "lesson": pl.String, "task": pl.Int64, "book": pl.String, "clause": pl.String,
    "ask": pl.String, "seed": pl.Int64, "attempt": pl.Int64, "outcome": pl.String,
    "mistakes": pl.List(pl.String), "value": pl.Float64,
}  # fmt: skip
OUTCOMES = ("right", "mistake", "other")
TEXTS = ("lesson", "book", "clause", "ask")


@dataclass(frozen=True)
class AnswerRecord:
    """One answer: whose (a pseudonym), to which exercise, how often tried before, and what it was; never more."""

    trainee: str
    lesson: str
    task: int
    book: str
    clause: str
    ask: str
    seed: int
    attempt: int
    outcome: str
    mistakes: tuple[str, ...]
    value: float | None


@dataclass(frozen=True, eq=False)
class FolderRecords:
    """A folder's results: `frame`, a row an answer; `faults`, the files that are none and were left out."""

    frame: pl.DataFrame
    faults: tuple[Problem, ...]


def training_folder(named: str = "") -> Path:
    """The shared folder: the one named, else `data/training`."""
    return Path(named) if named else root() / "data" / "training"


def answer_record(
    trainee: str, lesson: str, task: int, exercise: Exercise, checked: CheckedAnswer, attempt: int
) -> AnswerRecord:
    """The result of an answer to a lesson's exercise."""
    keys = tuple(mistake.key for mistake in checked.mistakes)
    value = None if checked.value is None or abs(checked.value) >= PRIVATE else checked.value
    return AnswerRecord(
        trainees.pseudonym(trainee), lesson, task, exercise.book, exercise.clause, exercise.ask, exercise.seed,
        attempt, checked.outcome, keys, value,
    )  # fmt: skip


def save(record: AnswerRecord, place: Path) -> Path:
    """Write a result as a file of its own, whole or not at all; no file is ever written over."""
    name = f"{trainees.file_prefix(record.trainee)}-{uuid.uuid4().hex}{SUFFIX}"
    return replace_file(place / name, json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode())


def load(place: Path) -> FolderRecords:
    """Every result of a folder, by trainee, lesson, task and attempt; what is no result is told and left out."""
    faults: list[Problem] = []
    rows = [row for path in _files(place, faults) if (row := _read(path, faults)) is not None]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return FolderRecords(frame.sort("trainee", "lesson", "task", "attempt", maintain_order=True), tuple(faults))


def _files(place: Path, faults: list[Problem]) -> Iterator[Path]:
    paths = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else []
    if len(paths) > MOST:
        zh, en = f"文件超过 {MOST} 个；请把往期的移走。", f"More than {MOST} files; move those of earlier classes away."
        raise InputError([Problem(place.name, zh, en)])
    for path in paths:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            faults.append(unreadable_file(path))
        else:
            yield path


def _read(path: Path, faults: list[Problem]) -> tuple[Any, ...] | None:
    try:
        return _row(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        faults.append(unreadable_file(path))
        return None


def _row(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of a result, each of its kind. Raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    if set(row) != set(SCHEMA) or row["outcome"] not in OUTCOMES:
        raise ValueError(row)
    if not all(isinstance(row[name], str) and len(row[name]) <= LONGEST for name in TEXTS):
        raise TypeError(row)
    whole = [row[name] for name in ("task", "seed", "attempt")]
    listed, value = row["mistakes"], row["value"]
    if not all(type(number) is int and 0 <= number < 2**62 for number in whole):
        raise TypeError(row)
    if not isinstance(listed, list) or not all(isinstance(key, str) and len(key) <= LONGEST for key in listed):
        raise TypeError(row)
    number = None if value is None else float(value)
    if number is not None and not math.isfinite(number):
        raise ValueError(row)
    trainee = trainees.pseudonym(row["trainee"])
    return tuple({**row, "trainee": trainee, "value": number}[name] for name in SCHEMA)


def unreadable_file(path: Path) -> Problem:
    """A file that is none of ours, by the harmless signs of its name: it may hold anything."""
    kept = "".join(sign for sign in path.name if sign.isascii() and (sign.isalnum() or sign in "-."))[:LONGEST]
    return Problem(kept or "?", "不是本课的记录，未计入。", "This is no record of the class; it is left out.")
