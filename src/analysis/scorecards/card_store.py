"""The store of published cards: files that are added, never changed, each checked by its hash (评分卡存档).

`data/scorecards/<city>/<month>/<kind>.<day known>.<number>.<hash>.json`; only this module knows it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.calendars import MONTH
from analysis.facts import has_code_shape
from analysis.paths import LockHeldError, display_path, file_lock, replace_file, root
from analysis.problems import InputError, Problem

CARD_FORMAT = "city-credit-scorecard/1"
CARD, FACTS = KINDS = ("card", "facts")
STORED_NAME = re.compile(r"(card|facts)\.(\d{4}-\d{2}-\d{2})\.(\d{4})\.([0-9a-f]{16})\.json")
SHA256_IN_NAME = 16
"""How much of a hash stands in a file's name."""
LARGEST_CARD = 20 * 1024 * 1024
PATIENCE = 300.0
"""Seconds that a writer waits for another one of the same city and month."""


@dataclass(frozen=True, order=True)
class StoredFile:
    """One file of the store: when it was known, its number among those of that day, and what it holds.

    `content` is None where the file is damaged; `fault` then says so.
    """

    known_on: str
    number: int
    kind: str
    city: str
    month: str
    sha256: str
    content: Mapping[str, Any] | None = None
    fault: Problem | None = None


def scorecards_folder() -> Path:
    """Where the cards are kept."""
    return root() / "data" / "scorecards"


def stored_cities() -> tuple[str, ...]:
    """The codes of the cities of which something is kept."""
    return tuple(
        sorted(path.name for path in scorecards_folder().glob("*") if has_code_shape(path.name) and path.is_dir())
    )


def stored_months(city: str) -> tuple[str, ...]:
    """The months of a city of which something is kept, in order."""
    found = (path.name for path in (scorecards_folder() / city).glob("*") if path.is_dir())
    return tuple(sorted(name for name in found if MONTH.fullmatch(name)))


def stored_files(city: str, month: str, kind: str) -> tuple[StoredFile, ...]:
    """All that is kept of a city and month, by the day it was known, then as it was filed.

    A damaged file stands among them with its fault; files of which not even the name tells what they are come first.
    """
    seen = sorted((scorecards_folder() / city / month).glob("*"))
    found = [_stored_file(path) for path in seen if path.name[0] != "." and path.is_file()]
    return tuple(sorted(file for file in found if file.kind in (kind, "")))


def store_content(
    city: str, month: str, kind: str, known_on: str, content: Mapping[str, Any], same: Callable[[StoredFile], bool]
) -> StoredFile:
    """Keep what is held as known on a day, unless the newest that is `same` in kind and known by then holds just that.

    Gives back what is kept. Nothing that was kept is changed or taken away. Raises `InputError` where another process
    is writing the same city and month for long.
    """
    sha256 = json_sha256(content)
    with _only_writer(city, month) as place:
        there = [file for file in stored_files(city, month, kind) if file.known_on <= known_on and same(file)]
        if there and there[-1].sha256 == sha256 and there[-1].content is not None:
            return there[-1]
        number = 1 + max(
            (file.number for file in stored_files(city, month, kind) if file.known_on == known_on), default=0
        )
        envelope = {"format": CARD_FORMAT, "kind": kind, "known_on": known_on, "sha256": sha256, "held": content}
        replace_file(place / f"{kind}.{known_on}.{number:04d}.{sha256[:SHA256_IN_NAME]}.json", canonical_json(envelope))
    return StoredFile(known_on, number, kind, city, month, sha256, content)


def canonical_json(content: Any) -> bytes:
    """JSON in one fixed form: keys sorted, no blanks, UTF-8, one line."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def json_sha256(content: Any) -> str:
    """The SHA-256 of what is held, in hexadecimal."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


@contextmanager
def _only_writer(city: str, month: str) -> Iterator[Path]:
    """The folder of a city and month with its lock held, and what killed writers left half-written cleared away."""
    place = scorecards_folder() / city / month
    if not (has_code_shape(city) and MONTH.fullmatch(month)):
        zh, en = "城市应为代码，月份如 2021-03。", "The city must be a code, the month as 2021-03."
        raise InputError([Problem(f"{city} {month}", zh, en)])
    try:
        place.mkdir(parents=True, exist_ok=True)
        with file_lock(place.with_name(f".{month}.lock"), PATIENCE):
            for left in place.glob(".*"):
                left.unlink(missing_ok=True)
            yield place
    except LockHeldError as error:
        zh = f"另一个进程（pid {error.holder}）正在存档这个月的评分卡；请等它结束后再试。"
        en = f"Another process (pid {error.holder}) is filing this month's cards: try again when it has ended."
        raise InputError([Problem(display_path(place), zh, en)]) from None


def _stored_file(path: Path) -> StoredFile:
    """A file of the store, with its fault where it is damaged."""
    city, month, hit = path.parents[1].name, path.parent.name, STORED_NAME.fullmatch(path.name)
    if not hit:
        zh, en = "不是存档文件的名称；请移走。", "This is no name of a kept file: move it away."
        return StoredFile("", 0, "", city, month, "", None, Problem(display_path(path), zh, en))
    kind, known_on, number, short = hit.groups()
    envelope = _read_envelope(path)
    named = {"city": city, "month": month, "kind": kind, "known_on": known_on, "short": short}
    if envelope and named == {**_names(envelope), "short": envelope["sha256"][:SHA256_IN_NAME]}:
        return StoredFile(known_on, int(number), kind, city, month, envelope["sha256"], envelope["held"])
    return StoredFile(known_on, int(number), kind, city, month, short, None, _damaged(path))


def _read_envelope(path: Path) -> dict[str, Any] | None:
    """What the file tells, where each of its bytes is as it was written; else None."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_CARD else b""
        envelope = json.loads(content)
        whole = (
            canonical_json(envelope) == content
            and envelope["format"] == CARD_FORMAT
            and json_sha256(envelope["held"]) == envelope["sha256"]
        )
        return envelope if whole and _names(envelope) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _names(envelope: Mapping[str, Any]) -> dict[str, str]:
    """What a file says of itself."""
    return {
        "city": envelope["held"]["city"],
        "month": envelope["held"]["month"],
        "kind": envelope["kind"],
        "known_on": envelope["known_on"],
    }


def _damaged(path: Path) -> Problem:
    return Problem(
        display_path(path),
        "存档文件已损坏（内容与校验值不符），未采用；请从备份恢复，或移到别处。其余存档照常可用。",
        "This kept file is damaged (it does not agree with its hash) and is not used: restore it from a backup, or "
        "move it away. All other files can be used.",
    )
