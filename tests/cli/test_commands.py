"""Every command has help with an example; showing the list loads none of them, calling one loads it alone."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from analysis.cli.commands import COMMANDS, loaded, ordered_changes

SCORECARD = [sys.executable, "-c", "import sys; sys.argv[0] = 'scorecard'; from analysis.cli import main; main()"]
BASH = """
COMP_WORDS=(scorecard sc); COMP_CWORD=1
_scorecard_completion scorecard
echo "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("command", ["score", "explain", "validate", "template", "report", "rulebooks show"])
def test_help_has_an_example(scorecard, command):
    ran = scorecard(*command.split(), "--help")
    assert ran.code == 0 and f"scorecard {command}" in ran.out


def test_without_a_command_the_commands_are_listed(scorecard):
    ran = scorecard("--help")
    assert ran.code == 0 and "validate" in ran.out and "rulebooks" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_is_the_beginning_of_the_commands_own_help(name):
    command = loaded(name)
    first = " ".join(command.help.split("\n\n")[0].split())
    assert (command.name, first) == (name, COMMANDS[name][1])


def test_a_wrong_command_is_answered_with_the_near_one(scorecard):
    ran = scorecard("scor")
    assert ran.code == 2 and "'score'" in ran.err


@pytest.mark.parametrize("command", ["score", "explain", "validate", "template", "report", "rulebooks", ""])
def test_help_loses_no_word_on_a_narrow_terminal(scorecard, command, monkeypatch):
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 80)
    text = scorecard(*command.split(), "--help").out
    assert "…" not in text.replace("FACTS…", "")


def test_the_version_is_that_of_the_installed_package(scorecard):
    ran = scorecard("--version")
    assert (ran.code, ran.out) == (0, f"scorecard {metadata.version('city-credit-workbench')}\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["sc"], {"score", "scenario"}),
        (["rulebooks", "s"], {"show"}),
        (["score", "--rulebook", "h"], {"hard-2019"}),
        (["rulebooks", "show", "mon"], {"monitoring-2019", "monitoring-2021"}),
        (["score", "--with"], {"--with-base"}),
    ],
)
def test_a_shell_is_offered_commands_options_and_rulebooks(words, offered):
    asked = {"_SCORECARD_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(["scorecard", *words])}
    asked["COMP_CWORD"] = str(len(words))
    ran = subprocess.run(SCORECARD, env=os.environ | asked, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0 and set(ran.stdout.split()) == offered


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_what_is_installed_for_bash_offers_the_commands(tmp_path):
    home = os.environ | {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    subprocess.run([*SCORECARD, "--install-completion", "bash"], env=home, capture_output=True, check=True, timeout=60)
    (script,) = (tmp_path / ".bash_completions").iterdir()
    assert script.as_posix() in (tmp_path / ".bashrc").read_text("utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ran = subprocess.run(
        ["bash", "-c", script.read_text("utf-8") + BASH], env=home | {"PATH": path}, capture_output=True, text=True
    )
    assert ran.stdout.split() == ["score", "scenario"], ran.stderr


def test_options_are_remembered_in_the_order_given():
    args = ["x.csv", "--reading", "17=linear", "--format", "json", "--set=a=1", "--scenario", "s.toml", "--set", "a=+1"]
    changes = [("reading", "17=linear"), ("set", "a=1"), ("scenario", "s.toml"), ("set", "a=+1")]
    assert ordered_changes(args) == changes


def test_what_follows_two_dashes_is_a_file_whatever_its_name():
    assert ordered_changes(["--set", "a=1", "--", "--set", "b"]) == [("set", "a=1")]
