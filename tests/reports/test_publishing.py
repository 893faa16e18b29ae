"""A report folder is there whole or not at all: after kills, on a full disk, beside other things."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.reports import publishing
from analysis.reports.failures import ReportError
from analysis.reports.workplaces import work_place

MANIFEST = b'{"format": "city-credit-report/1"}'
NEW = {"index.html": b"new", "notebooks/a.ipynb": b"{}", "manifest.json": MANIFEST}

KILLED = """
import os, signal, sys
sys.modules["rfc3987_syntax"] = None  # only to start faster
from pathlib import Path
from analysis.reports import publishing
renamed, die_at = os.rename, int(sys.argv[2])
def rename(*paths):
    rename.calls += 1
    if rename.calls == die_at:
        os.kill(os.getpid(), signal.SIGKILL)
    renamed(*paths)
rename.calls = 0
os.rename = rename
target = Path(sys.argv[1])
with publishing.working_folder(target) as work:
    files = {"index.html": b"newer", "manifest.json": b'{"format": "city-credit-report/1"}'}
    publishing.publish_files(files, work, target)
os.kill(os.getpid(), signal.SIGKILL)
"""

SMALL = """
import resource, sys
sys.modules["rfc3987_syntax"] = None  # only to start faster
from pathlib import Path
from analysis.reports import ReportError, publishing
target = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    with publishing.working_folder(target) as work:
        publishing.publish_files({"index.html": b"x" * 100_000}, work, target)
except ReportError as error:
    print(error)
"""


@pytest.fixture(params=["reports", "elsewhere"])
def target(request, tmp_path, monkeypatch):
    """A report's own place in the project, or one somewhere else."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path / request.param / "320281" / "2021-03"


def published(target, files=None):
    with publishing.working_folder(target) as work:
        return publishing.publish_files(files or NEW, work, target)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(target):
    """What stands beside a report; the lock of one elsewhere is always there."""
    names = sorted(path.name for path in target.parent.iterdir())
    assert (".2021-03.lock" in names) == ("elsewhere" in target.parts)
    return [name for name in names if name != ".2021-03.lock"]


def test_the_files_and_nothing_else_are_there(target):
    assert published(target) == target
    assert files(target) == NEW
    assert beside(target) == ["2021-03"]
    assert target.stat().st_mode & 0o777 == 0o755


def test_a_new_report_replaces_the_old_one_whole(target):
    published(target, {**NEW, "old.txt": b"gone"})
    published(target)
    assert files(target) == NEW


@pytest.mark.parametrize(("die_at", "found"), [(1, b"new"), (2, None), (3, b"newer")])
def test_a_kill_at_any_rename_is_healed(target, die_at, found):
    published(target)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(target), str(die_at)], timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert (target / "index.html").read_bytes() == found if found else not target.exists()
    with publishing.working_folder(target):
        assert (target / "index.html").read_bytes() == (found or b"new")
    assert beside(target) == ["2021-03"]


def test_what_dead_runs_left_is_cleared_and_nothing_else(target):
    dead, alive = (work_place(target.with_name(month)) for month in ("2021-03", "2021-04"))
    for place in (dead, alive):
        place.with_name(f"{place.name}.run-left").mkdir(parents=True)
    published(target)
    left = {path.name for path in dead.parent.iterdir() if ".run-" in path.name}
    assert left == {f"{alive.name}.run-left"}


@pytest.mark.parametrize("die_at", [1, 2, 3])
def test_a_first_run_that_is_killed_leaves_nothing_among_the_reports(tmp_path, monkeypatch, die_at):
    """Nothing half-made, no folder of the city, hidden or not: the report is there whole or there is nothing."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    reports, target = tmp_path / "reports", tmp_path / "reports" / "320281" / "2021-03"
    reports.mkdir()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(target), str(die_at)], timeout=60)
    assert ended.returncode == -signal.SIGKILL
    whole = {"320281/2021-03/index.html": b"newer", "320281/2021-03/manifest.json": MANIFEST}
    assert files(reports) == (whole if die_at == 3 else {})
    assert [path.name for path in reports.iterdir()] == (["320281"] if die_at == 3 else [])
    published(target)
    assert files(target) == NEW


def test_two_first_reports_of_a_city_at_once_are_both_published(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    first, second = (tmp_path / "reports" / "320281" / month for month in ("2021-02", "2021-03"))
    rename = os.rename

    def meanwhile(old, new):
        if Path(new) == tmp_path / "reports" and not second.exists():
            monkeypatch.setattr(os, "rename", rename)
            published(second)
        rename(old, new)

    monkeypatch.setattr(os, "rename", meanwhile)
    published(first)
    assert files(first) == files(second) == NEW


def test_when_the_second_rename_fails_the_old_report_is_put_back(target, monkeypatch):
    published(target)
    rename = os.rename

    def failing(old, new):
        if Path(old).name == "report":
            raise OSError(errno.EIO, "Input/output error", str(new))
        rename(old, new)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(ReportError, match="Input/output error"):
        published(target, {"index.html": b"newer"})
    assert files(target) == NEW


def test_a_full_disk_is_said_and_the_old_report_stays(target, monkeypatch):
    published(target)

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportError, match="The disk is full: make room and try again"):
        published(target, {"index.html": b"newer"})
    assert files(target) == NEW
    assert beside(target) == ["2021-03"]


def test_a_file_that_may_not_grow_is_said_too(target):
    published(target)
    ended = subprocess.run([sys.executable, "-c", SMALL, str(target)], capture_output=True, text=True, timeout=60)
    assert "larger than is allowed here" in ended.stdout, ended.stderr
    assert files(target) == NEW


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ReportError, match="file/reports"):
        published(tmp_path / "file" / "reports" / "2021-03")


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_not_a_report_is_never_replaced(target, tmp_path, kind):
    target.parent.mkdir(parents=True)
    if kind == "file":
        target.write_text("mine", "utf-8")
    else:
        (tmp_path / "else").mkdir()
        (tmp_path / "else" / "mine.txt").write_text("mine", "utf-8")
        (tmp_path / "else").rename(target) if kind == "folder" else target.symlink_to(tmp_path / "else")
    with pytest.raises(ReportError, match="something else here"):
        published(target)
    assert (target if kind == "file" else target / "mine.txt").read_text("utf-8") == "mine"


def test_an_empty_folder_may_be_filled(target):
    target.mkdir(parents=True)
    published(target)
    assert files(target) == NEW
