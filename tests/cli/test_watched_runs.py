"""What is told of a run: on success and failure, once, by the exit code that the run has anyway."""

from __future__ import annotations

import json
import sys
from shlex import quote

import pytest

import nations
from analysis import reports
from analysis.problems import Problem

MONTH = ("--month", "2021-03")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path / "home")))
    nations.simulated(["江阴", "宜兴"], months=2)
    return tmp_path / "home"


@pytest.fixture
def listening(tmp_path):
    """A command that adds what it is told to a file, and what was told so far."""
    code = "import sys; open(sys.argv[1], 'a', encoding='utf-8').write(sys.stdin.buffer.read().decode('utf-8'))"
    command = " ".join(quote(part) for part in (sys.executable, "-c", code, str(tmp_path / "said")))
    return command, lambda: [json.loads(line) for line in (tmp_path / "said").read_text("utf-8").splitlines()]


def test_a_success_is_told_once_with_its_files(scorecard, home, listening):
    command, heard = listening
    ran = scorecard("bulletin", *MONTH, "--formats", "html", "--notify", command)
    [said] = heard()
    assert ran.code == said["exit_code"] == 0 and said["status"] == "success" and said["command"] == "bulletin"
    assert {city["name"] for city in said["cities"]} == {"江阴市", "宜兴市"} and said["project"] == str(home)
    [made] = said["reports"]
    assert made["folder"] == "reports/bulletins/2021-03-hard-2019" and "bulletin.html" in made["files"]


def test_a_refusal_is_told_with_its_sentences(scorecard, home, listening):
    command, heard = listening
    ran = scorecard("report", "--city", "江阳", *MONTH, "--notify", command)
    [said] = heard()
    assert ran.code == said["exit_code"] == 1 and said["status"] == "failed" and said["problems"] == 1
    assert "江阴" in said["sentences"][0]["zh"] and said["reports"] == []


def test_a_failed_report_is_told(scorecard, home, listening, monkeypatch):
    def fails(*_asked, **_more):
        raise reports.ReportError([Problem("notebooks/overview.ipynb", "出错。", "It failed.")])

    command, heard = listening
    monkeypatch.setattr(reports, "publish", fails)
    ran = scorecard("report", "--city", "江阴", *MONTH, "--notify", command)
    [said] = heard()
    assert ran.code == said["exit_code"] == 3 and said["sentences"][0]["en"] == "It failed."


def test_a_batch_that_is_asked_wrongly_is_told(scorecard, home, listening):
    command, heard = listening
    ran = scorecard("run", *MONTH, "--cities", "nowhere.txt", "--notify", command)
    [said] = heard()
    assert ran.code == said["exit_code"] == 1 and said["command"] == "run" and said["months"] == ["2021-03"]


@pytest.mark.parametrize("command", ["/nowhere/at-all", f"{quote(sys.executable)} -c 'raise SystemExit(9)'"])
def test_a_command_that_fails_is_a_warning_and_changes_nothing(scorecard, home, command):
    ran = scorecard("bulletin", *MONTH, "--formats", "html", "--notify", command)
    assert ran.code == 0 and "通报已发布" in ran.out and "运行结果不受影响" in ran.err
    assert (home / "reports" / "bulletins" / "2021-03-hard-2019" / "bulletin.html").is_file()


def test_the_environment_may_name_the_command(scorecard, home, listening, monkeypatch):
    command, heard = listening
    monkeypatch.setenv("CITY_CREDIT_NOTIFY", command)
    scorecard("bulletin", *MONTH, "--formats", "html")
    assert len(heard()) == 1


def test_a_place_that_takes_no_record_is_a_warning(scorecard, home):
    (home / "reports").mkdir()
    (home / "reports" / ".runs").write_text("in the way")
    ran = scorecard("bulletin", *MONTH, "--formats", "html")
    assert ran.code == 0 and "通报已发布" in ran.out and ".runs" in ran.err


def test_only_shown_it_is_no_run(scorecard, home):
    scorecard("bulletin", *MONTH, "--format", "json")
    assert not (home / "reports" / ".runs").exists()
