"""A report folder put in its place whole or not at all, and mended after a run that was cut off (发布)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analysis.paths import display_path
from analysis.problems import Problem
from analysis.reports.failures import Refused, unwritable
from analysis.reports.manifest import NAME, is_report, strange_files
from analysis.reports.workplaces import existing_parent, only_writer, work_place

RUN = ".run-"


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """A fresh folder to work in, with the lock held, and what dead runs left cleared away.

    Raises `ReportError` where the target is no report of ours, is being written, or can't be written.
    """
    try:
        place = work_place(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(target):
            mend_folder(target)
            _refuse_strange(target)
            with tempfile.TemporaryDirectory(
                dir=place.parent, prefix=f"{place.name}{RUN}", ignore_cleanup_errors=True
            ) as folder:
                yield Path(folder)
    except OSError as error:
        raise unwritable(error, target) from error


def mend_folder(target: Path) -> None:
    """Put back the old report where a run died between its two renames, and clear what dead runs left."""
    place, old = work_place(target), _old(target)
    if old.exists() and not target.exists():
        os.rename(old, target)
        _flush(target.parent)
    shutil.rmtree(old, ignore_errors=True)
    for left in place.parent.glob(f"{place.name}{RUN}*"):
        shutil.rmtree(left, ignore_errors=True)


def publish_files(files: Mapping[str, bytes], work: Path, target: Path) -> Path:
    """Write the files into the working folder, flush them to disk, and put them in the target's place.

    What an office has laid beside the earlier report, such as a signed copy, is taken along.
    """
    new = work / "report"
    beside = {path.relative_to(target).as_posix(): path.read_bytes() for path in strange_files(target)}
    for name, content in {**beside, **files}.items():
        _write(new / name, content)
    for folder in [new, *(path for path in new.rglob("*") if path.is_dir())]:
        _flush(folder)
    switch_folders(new, target)
    return target


def switch_folders(new: Path, target: Path) -> None:
    """Rename the old folder away and the new one in; if that fails, the old one is put back."""
    old = _old(target)
    if target.exists():
        os.rename(target, old)
    try:
        _put(new, target)
    except BaseException:
        if old.exists():
            os.rename(old, target)
        raise
    _flush(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _put(new: Path, target: Path) -> None:
    """Rename a folder into its place, together with the folders above it that are not there yet: all or nothing."""
    above = existing_parent(target)
    first = above / target.relative_to(above).parts[0]
    if first != target:
        staged = new.with_name("staged") / target.relative_to(above)
        staged.parent.mkdir(parents=True)
        os.rename(new, staged)
        new = staged.parents[len(target.relative_to(first).parts) - 1]
    try:
        os.rename(new, first)
    except OSError:
        if first == target or not first.is_dir():
            raise
        # Another report of the city was published at the same moment and brought its folder.
        _put(staged, target)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_strange(target: Path) -> None:
    plain = target.is_dir() and not target.is_symlink()
    if not os.path.lexists(target) or (plain and (not any(target.iterdir()) or is_report(target / NAME))):
        return
    zh = "这里已有别的内容，不是本项目生成的报告；请换一个输出文件夹。"
    en = "There is something else here, not a report of this project: choose another output folder."
    raise Refused([Problem(display_path(target), zh, en)])


def _old(target: Path) -> Path:
    place = work_place(target)
    return place.with_name(f"{place.name}.old")
