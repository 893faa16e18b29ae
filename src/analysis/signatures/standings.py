"""A month's standing: draft, reviewed or filed, by whom, and what was signed before (月报状态)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.signatures.roles import Role
from analysis.signatures.signature_store import LARGEST_SIGNED, KeptSignature, kept_signatures
from analysis.signatures.statements import DRAFT, FILED, FOLDER, STATEMENT, Statement, content_sha256, parse_statement

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Standing:
    """The state of a report. `roles`: the posts that signed, by state, in order. `earlier`: the state of the newest
    signature of the month that is of another report than this; empty where there is none.
    """

    state: str = DRAFT
    roles: tuple[tuple[str, Role], ...] = ()
    earlier: str = ""


def month_standing(city: str, month: str, folder: Path) -> Standing:
    """The standing of a city's month (code), by its kept signatures and the folder as it is published.

    A report belongs to a signature where its manifest, which names every file, is the one that was signed; a signature
    taken away from the folder changes nothing. Whether each file is as signed is for `verify_month` to say.
    """
    last = newest_signature(city, month)
    if last is None or last.statement is None:
        return Standing()
    return _signed(last.statement) if is_report_of(last.statement, folder) else Standing(earlier=last.state)


def newest_signature(city: str, month: str) -> KeptSignature | None:
    """The newest kept signature of a month that can be read."""
    whole = [each for each in kept_signatures(city, month) if each.statement is not None]
    return whole[-1] if whole else None


def folder_standing(folder: Path) -> Standing:
    """The standing of a report elsewhere, by the signature that lies in its folder."""
    content = _small(folder / FOLDER / STATEMENT)
    statement = parse_statement(content) if content else None
    return _signed(statement) if statement is not None and is_report_of(statement, folder) else Standing()


def is_filed_without_folder(city: str, month: str, folder: Path) -> bool:
    """Whether a month was filed last, and its published folder is gone."""
    last = newest_signature(city, month)
    return last is not None and last.state == FILED and not (folder / MANIFEST).is_file()


def _signed(statement: Statement) -> Standing:
    return Standing(statement.state, tuple(sorted(statement.roles.items(), key=lambda item: item[0] == FILED)))


def is_report_of(statement: Statement, folder: Path) -> bool:
    """Whether a folder holds the report of a statement, going by its manifest."""
    manifest, signed = _small(folder / MANIFEST), statement.files.get(MANIFEST)
    return manifest is not None and signed is not None and content_sha256(manifest) == signed.sha256


def _small(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST_SIGNED else None
    except OSError:
        return None
