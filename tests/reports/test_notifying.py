"""The user's command: given the record as JSON, started without a shell, and never able to change a run."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from shlex import quote

import pytest

from analysis.reports import notifying, run_records
from analysis.reports.run_records import Ending


@pytest.fixture(scope="module")
def record():
    return run_records.ended_record("report", ["江阴"], ["2021-03"], Ending(0, True), datetime.now(UTC), [], [])


def python(code, *more):
    return " ".join(quote(part) for part in (sys.executable, "-c", code, *more))


def test_it_is_given_one_json_document(record, tmp_path):
    command = python("import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())", str(tmp_path / "said"))
    assert notifying.notify(command, record) is None
    said = json.loads((tmp_path / "said").read_text("utf-8"))
    assert said["command"] == "report" and said["status"] == "success" and said["exit_code"] == 0
    assert said["cities"] == [{"code": "320281", "name": "江阴市"}] and said["months"] == ["2021-03"]
    assert said["problems"] == 0 and datetime.fromisoformat(said["started"]) <= datetime.fromisoformat(said["ended"])


def test_no_shell_reads_it(record, tmp_path):
    command = python("import sys; open(sys.argv[1], 'w').write(sys.argv[2])", str(tmp_path / "said")) + " $(id);`id`"
    assert notifying.notify(command, record) is None
    assert (tmp_path / "said").read_text() == "$(id);`id`"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (python("import sys; sys.exit('拒收')"), "以退出码 1 结束：拒收"),
        (python("raise SystemExit(7)"), "以退出码 7 结束"),
        ("/nowhere/at-all", "无法启动"),
        ("'unclosed", "无法启动"),
    ],
)
def test_its_failure_is_a_warning(record, command, said):
    warning = notifying.notify(command, record)
    assert said in warning.zh and "运行结果不受影响" in warning.zh and warning.where == "--notify"


def test_it_need_not_read_and_what_it_prints_is_dropped(record, capfd):
    assert notifying.notify(python("print('noise')"), record) is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_one_that_hangs_is_ended_with_what_it_started(record, tmp_path):
    code = (
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time, sys; time.sleep(3); "
        "open(sys.argv[1], chr(119)).close()', sys.argv[1]]); time.sleep(60)"
    )
    began = time.monotonic()
    warning = notifying.notify(python(code, str(tmp_path / "late")), record, seconds=1)
    assert "1 秒内没有结束" in warning.zh and time.monotonic() - began < 25
    time.sleep(3.5)
    assert not (tmp_path / "late").exists()
