"""Every command has help with an example."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("command", ["score", "explain", "validate", "template", "report", "rulebooks show"])
def test_help_has_an_example(scorecard, command):
    ran = scorecard(*command.split(), "--help")
    assert ran.code == 0 and f"scorecard {command}" in ran.out


def test_without_a_command_the_commands_are_listed(scorecard):
    ran = scorecard("--help")
    assert ran.code == 0 and "validate" in ran.out and "rulebooks" in ran.out


@pytest.mark.parametrize("command", ["score", "explain", "validate", "template", "report", "rulebooks", ""])
def test_help_loses_no_word_on_a_narrow_terminal(scorecard, command, monkeypatch):
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 80)
    told = scorecard(*command.split(), "--help").out
    assert "…" not in told.replace("FACTS…", "")
