"""One writer for a report; the lock ends with its holder, however it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.reports.failures import ReportError
from analysis.reports.locks import only_writer

HOLD = """
import sys, time
sys.modules["rfc3987_syntax"] = None  # only to start faster
from pathlib import Path
from analysis.reports.locks import only_writer
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
