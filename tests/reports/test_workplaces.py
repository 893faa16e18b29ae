"""Reports of the project are made out of sight; those that go elsewhere beside their place."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.reports import workplaces
from analysis.reports.failures import ReportError
from analysis.reports.workplaces import existing_parent, only_writer, work_place


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path


def test_a_report_of_the_project_is_not_made_among_the_reports(home):
    assert work_place(home / "reports" / "320281" / "2021-03") == home / ".making" / "320281-2021-03"


@pytest.mark.parametrize("place", ["elsewhere/2021-03", "reports"])
def test_one_that_goes_elsewhere_is_made_beside_its_place(home, place):
    target = home / place
    assert work_place(target) == target.with_name(f".{target.name}")


def test_so_is_one_where_the_projects_folder_cannot_be_written(home, monkeypatch):
    (home / ".making").write_text("", "utf-8")
    target = home / "reports" / "320281" / "2021-03"
    assert work_place(target) == target.with_name(".2021-03")


def test_so_is_one_on_another_disk(home, monkeypatch):
    monkeypatch.setattr(workplaces, "existing_parent", lambda _: type(home)("/proc"))
    target = home / "reports" / "320281" / "2021-03"
    assert work_place(target) == target.with_name(".2021-03")


def test_the_nearest_folder_above(home):
    assert existing_parent(home / "a" / "b") == home


HOLD = """
import sys, time
sys.modules["rfc3987_syntax"] = None  # only to start faster
from pathlib import Path
from analysis.reports.workplaces import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "2021-03")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_writer_is_refused_and_told_by_whom(tmp_path, holder):
    with pytest.raises(ReportError, match=f"pid {holder.pid}"), only_writer(tmp_path / "2021-03"):
        pass
    with only_writer(tmp_path / "2021-04"):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path, holder):
    holder.kill()
    holder.wait()
    with only_writer(tmp_path / "2021-03"):
        pass


def test_within_one_process_too_and_free_again_afterwards(tmp_path):
    with only_writer(tmp_path / "2021-03"), pytest.raises(ReportError), only_writer(tmp_path / "2021-03"):
        pass
    with only_writer(tmp_path / "2021-03"):
        pass
