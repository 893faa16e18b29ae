"""Whether a published report still is what a run would make, so that it need not be made again (续跑)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.paths import replace_file
from analysis.reports import formats, keeping, making, manifest
from analysis.reports.request import Request


def current_cards(request: Request) -> Mapping[str, Any] | None:
    """The manifest of the report in its place, where it is whole and from these very inputs; None otherwise.

    Parameters, formats, the SHA-256 of every input and the versions of what made it are compared, and every published
    file is read and compared with its own: a report damaged on the disk is made again. So is one whose notebook
    is gone: making it tells which.
    """
    published = manifest.json_object(request.output / manifest.NAME)
    if published.get("parameters") != request.parameters():
        return None
    cards = making.scored_cards(request)
    try:
        made_from = manifest.input_hashes(request, [job.path for job in making.notebook_jobs(request, cards)])
    except FileNotFoundError:
        return None
    same = published.get("inputs") == made_from and published.get("versions") == manifest.package_versions(
        (*request.formats, *request.annexes)
    )
    return published if same and _whole(request, published.get("published")) else None


def file_cards(request: Request, published: Mapping[str, Any]) -> None:
    """Make sure that the cards of a current report are kept: a run may have died between publishing and keeping.

    Raises `Unkept` where they cannot be.
    """
    if published.get("known_on") and not _noted(request):
        keeping.keep_cards(making.scored_cards(request), making.facts_of(request), published["known_on"])
    note_current(request)


def note_current(request: Request) -> None:
    """Note beside a report that it is published and its cards are kept: by the hash of its manifest."""
    replace_file(_mark(request), _hash(request).encode())


def _noted(request: Request) -> bool:
    with suppress(OSError):
        return _mark(request).read_bytes() == _hash(request).encode()
    return False


def _mark(request: Request) -> Path:
    return request.output.with_name(f".{request.output.name}.done")


def _hash(request: Request) -> str:
    return manifest.sha256((request.output / manifest.NAME).read_bytes())


def _whole(request: Request, published: Any) -> bool:
    """Whether the folder holds the files the manifest names, each as it was published; an office's own may be there."""
    if not isinstance(published, dict) or not _chosen(request, published):
        return False
    there = {name: request.output / name for name in published}
    try:
        return all(manifest.sha256(path.read_bytes()) == published[name] for name, path in there.items())
    except OSError:
        return False


def _chosen(request: Request, published: Mapping[str, Any]) -> bool:
    """Whether the formats published are those asked for, of the brief and of the working papers."""
    present = {name for name in published if name.startswith(("report.", "papers."))}
    asked = request.formats if formats.has_documents(request.formats, request.annexes) else ()
    return present == {*map(formats.file_name, asked), *map(formats.annex_name, request.annexes)}
