"""The kept signatures of each month, added and never changed, and a copy of each report that was filed (签名存档).

`data/signatures/<city>/<month>/<number>.<state>/`: the three files of the signature, and `report.zip` of a filed one.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.paths import LockHeldError, display_path, file_lock, root
from analysis.problems import InputError, Problem
from analysis.signatures import signing_keys
from analysis.signatures.statements import (
    FILED,
    PARTS,
    SIGNATURE,
    STATEMENT,
    Statement,
    content_sha256,
    parse_statement,
)
from analysis.signatures.statements import KEY as KEY_FILE

NAME = re.compile(r"(\d{4})\.(reviewed|filed)")
REPORT = "report.zip"
PATIENCE = 300.0
LARGEST_SIGNED = 20_000_000
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class KeptSignature:
    """One signature of a month: its number and state, where it lies, and what it says; `fault` where it is damaged."""

    number: int
    state: str
    folder: Path
    statement: Statement | None = None
    sha256: str = ""
    fault: Problem | None = None


def signatures_folder() -> Path:
    """Where signatures are kept."""
    return root() / "data" / "signatures"


def kept_signatures(city: str, month: str) -> tuple[KeptSignature, ...]:
    """All signatures of a city (code) and month, the first first; damaged ones with their fault.

    Each names the one before it: where one is gone, the next says so.
    """
    found: list[KeptSignature] = []
    for path in sorted((signatures_folder() / city / month).glob("*")):
        hit = NAME.fullmatch(path.name)
        if hit and path.is_dir():
            found.append(_kept(path, int(hit[1]), hit[2], found[-1] if found else None))
    return tuple(found)


def _kept(path: Path, number: int, state: str, before: KeptSignature | None) -> KeptSignature:
    parts = _parts(path)
    statement = parse_statement(parts[STATEMENT]) if parts and _holds(parts) else None
    if parts is None or statement is None or (statement.month, statement.state) != (path.parent.name, state):
        return KeptSignature(number, state, path, fault=Problem(display_path(path), *_DAMAGED))
    sha256 = content_sha256(parts[STATEMENT])
    gap = number != (before.number if before else 0) + 1
    gap = gap or (before is not None and not before.fault and statement.previous != before.sha256)
    fault = Problem(display_path(path), *_GAP) if gap else None
    return KeptSignature(number, state, path, statement, sha256, fault)


def _parts(folder: Path) -> dict[str, bytes] | None:
    """The three files of a signature; None where one can't be read."""
    paths = {name: folder / name for name in (STATEMENT, SIGNATURE, KEY_FILE)}
    try:
        if any(path.is_symlink() or path.stat().st_size > LARGEST_SIGNED for path in paths.values()):
            return None
        return {name: path.read_bytes() for name, path in paths.items()}
    except OSError:
        return None


def _holds(parts: Mapping[str, bytes]) -> bool:
    return signing_keys.is_signature(parts[KEY_FILE], parts[SIGNATURE], parts[STATEMENT])


def trusted_keys() -> set[str]:
    """The fingerprints of the keys known here: this machine's own, and those of the kept signatures."""
    found = {signing_keys.own_fingerprint()}
    for path in signatures_folder().glob(f"*/*/*/{KEY_FILE}"):
        with suppress(OSError, ValueError):
            found.add(signing_keys.fingerprint(path.read_bytes()))
    return found - {""}


def adopt_signature(folder: Path, city: str, month: str) -> None:
    """Keep the signature that lies in a published folder, and of a filed one a copy of the whole; once.

    A run may have died between publishing and keeping: whatever comes next begins with this, so that no signature is
    lost. One that does not hold, or is of another month, is left where it is.
    """
    parts = _parts(folder / PARTS[0].partition("/")[0])
    statement = parse_statement(parts[STATEMENT]) if parts and _holds(parts) else None
    if parts is None or statement is None or (statement.city, statement.month) != (city, month):
        return
    with _only_writer(city, month) as place:
        kept = kept_signatures(city, month)
        if content_sha256(parts[STATEMENT]) in {each.sha256 for each in kept}:
            return
        number = max((each.number for each in kept), default=0) + 1
        with tempfile.TemporaryDirectory(dir=place, prefix=".new-", ignore_cleanup_errors=True) as work:
            new = Path(work) / "signature"
            _fill(new, parts, folder if statement.state == FILED else None)
            os.rename(new, place / f"{number:04d}.{statement.state}")


def _fill(new: Path, parts: Mapping[str, bytes], report: Path | None) -> None:
    new.mkdir()
    for name, content in parts.items():
        (new / name).write_bytes(content)
    if report is not None:
        _pack(report, new / REPORT)
    for path in new.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _pack(folder: Path, target: Path) -> None:
    """A folder as a ZIP archive, the same for the same files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            member = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, path.read_bytes())


@contextmanager
def _only_writer(city: str, month: str) -> Iterator[Path]:
    """The folder of a city and month with its lock held, and what killed writers left half-written cleared away."""
    place = signatures_folder() / city / month
    place.mkdir(parents=True, exist_ok=True)
    try:
        with file_lock(place.with_name(f".{month}.lock"), PATIENCE):
            for left in place.glob(".new-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield place
    except LockHeldError as error:
        zh = f"另一个进程（pid {error.holder}）正在存这个月的签名；请等它结束后再试。"
        en = f"Another process (pid {error.holder}) is keeping this month's signature: try again when it has ended."
        raise InputError([Problem(display_path(place), zh, en)]) from None


_DAMAGED = (
    "这份签名存档已损坏（内容与签名不符），未采用；请从备份恢复。",
    "This kept signature is damaged (it does not hold) and is not used: restore it from a backup.",
)
_GAP = (
    "这份签名与前一份不相接：其间有签名被移走或改动；请从备份恢复。",
    "This signature does not follow the one before it: one between them was moved or changed. Restore a backup.",
)
