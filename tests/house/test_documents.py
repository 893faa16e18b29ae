"""What the documents promise is there: commands, targets, a reason for each decision."""

from __future__ import annotations

import re

import pytest
import typer

from analysis.cli.commands import LazyGroup, app, loaded
from house.sources import ROOT, refuse, shown

README = (ROOT / "README.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PARTS = {"decision": re.compile(r"决定|Decision|处理|定了什么"), "reason": re.compile(r"理由|Why|为什么")}


def test_each_decision_says_what_and_why():
    assert DECISIONS
    decisions = [(path, path.read_text("utf-8")) for path in DECISIONS]
    bare = [
        f"{shown(path)}: no {part}"
        for path, text in decisions
        for part, found in PARTS.items()
        if not found.search(text)
    ]
    refuse(bare, "A decision without:")


def test_the_commands_of_the_readme_are_there():
    written = re.findall(r"\bscorecard +([^\n`#|]+)", README)
    assert written
    refuse((fault for line in written for fault in _faults(line.split())), "The README names what is not there:")


def test_the_targets_of_the_readme_are_there():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE))
    assert named
    refuse(named - targets, "No such target in the Makefile:")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_the_places_that_a_guide_names_are_there(name):
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"`((?:src|tests|params|docs|notebooks)/[\w./-]*)`", text))
    assert named
    refuse((place for place in named if not (ROOT / place).exists()), f"{name} names what is not there:")


def _faults(words: list[str]) -> list[str]:
    """What a command line of the README names in vain: a verb, or an option of the verb."""
    command = typer.main.get_command(app)
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return [f"scorecard {words[0]}"]
        name = words.pop(0)
        command = loaded(name) if isinstance(command, LazyGroup) else command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return [f"{command.name} {word}" for word in words if word.startswith("--") and word not in options]
