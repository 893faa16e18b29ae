"""Every recipe of CONTRIBUTING.md is carried out as it is written, on a copy of the project that is thrown away."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from house.test_layers import LAYERS

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SAMPLE = "data/facts/320281"
COPIED = ("src", "params", SAMPLE, "data/cities.csv", "data/divisions.csv", "data/workplans", "pyproject.toml")
TESTS = ("facts/conftest.py", "facts/measured", "small_registers.py")
RECIPES = {
    title: re.findall(r"^```\w*\n(.*?)^```", body, flags=re.MULTILINE | re.DOTALL)
    for title, body in re.findall(r"^### .*? · (.*?)\n(.*?)(?=^##)", TEXT, flags=re.MULTILINE | re.DOTALL)
}
NEW = re.compile(r"# 新文件 new file: (\S+)")
END = re.compile(r"# 加在末尾 at the end of: (\S+)")
BELOW = re.compile(r'# 加在这一行下面 below the line "(.+)" of: (\S+)')
RUN = "# 运行 run"
STARTS = {"python": "", "scorecard": " -c 'from analysis.cli import main; main()'"}


@pytest.fixture
def followed(tmp_path: Path) -> Callable[[str], list[str]]:
    """Carries out a recipe on a copy: puts its boxes where they say, then gives what each of its commands prints."""
    project = tmp_path / "project"
    for name in COPIED:
        _copy(ROOT / name, project / name)
    for name in TESTS:
        _copy(ROOT / "tests" / name, project / "tests" / name)
    for name, start in STARTS.items():
        _put(project / ".venv" / "bin" / name, f'#!/bin/sh\nexec "{sys.executable}"{start} "$@"\n').chmod(0o755)

    def follow(title: str) -> list[str]:
        *boxes, commands = RECIPES[title]
        for box in boxes:
            _apply(box, project)
        heading, *lines = commands.splitlines()
        assert boxes and heading == RUN and lines
        return [_printed(line, project) for line in lines]

    return follow


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def _apply(box: str, project: Path) -> None:
    """One box: a new file without the line that names it, an addition at a file's end, or below one line of it."""
    heading, _, text = box.partition("\n")
    if named := NEW.fullmatch(heading):
        assert not (project / named[1]).exists(), f"{named[1]} is there already"
        _put(project / named[1], text)
    elif named := END.fullmatch(heading):
        path = project / named[1]
        _put(path, f"{path.read_text('utf-8')}\n{text}")
    else:
        named = BELOW.fullmatch(heading)
        assert named, heading
        path = project / named[2]
        lines = path.read_text("utf-8").splitlines(keepends=True)
        (place,) = (number for number, line in enumerate(lines) if line.strip() == named[1])
        _put(path, "".join([*lines[: place + 1], text, *lines[place + 1 :]]))


def _printed(command: str, project: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "CITY_CREDIT_HOME"}
    environment["PYTHONPATH"] = str(project / "src")
    environment["COLUMNS"] = "200"
    ran = subprocess.run(
        ["bash", "-c", command], cwd=project, env=environment, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def test_the_rooms_stand_in_the_order_that_is_kept():
    rows = re.findall(r"^\| (\d+) \| (.*?) \|", TEXT, flags=re.MULTILINE)
    named = {int(layer): set(re.findall(r"`(\w+)`", rooms)) for layer, rooms in rows}
    assert named == {layer: set(rooms) for layer, rooms in enumerate(LAYERS)}


def test_each_recipe_has_its_test():
    tested = set(re.findall(r'followed\("(.*?)"\)', Path(__file__).read_text("utf-8")))
    assert RECIPES and set(RECIPES) == tested


def test_a_new_indicator_is_scored(followed):
    shown, explained, scored = followed("An indicator")
    assert "每年举办诚信讲座12场以上的" in shown
    assert "得分：0.70 / 1" in explained
    assert re.search(r"^ *21 +诚信讲座.*0\.70", scored, flags=re.MULTILINE)


def test_a_new_register_is_measured_to_its_figures(followed, tmp_path):
    measured, traced, tested = followed("A register")
    assert "信用服务热线" in measured
    figures = pl.read_parquet(tmp_path / "project" / "data" / "facts" / "320282" / "2021-03.parquet")
    counted = {"hotline_calls": 3.0, "hotline_calls_answered": 1.0}
    assert counted.items() <= dict(figures.select("fact", "value").iter_rows()).items()
    assert "R1" in traced and "R2" not in traced and "R3" not in traced
    assert "1 passed" in tested


def test_a_new_reading_is_chosen(followed):
    listed, scored = followed("A reading")
    assert "any-department" in listed or "有一个部门实施即得满分" in listed
    assert re.search(r"^ *18\.2 .*2\.00", scored, flags=re.MULTILINE)


def test_a_new_scenario_is_scored_beside_the_base(followed):
    shown, scored = followed("A scenario")
    assert "信易贷再放50亿元" in shown and " · more-loans\n" in scored
    assert re.findall(r"^ *18\.3 .*?(\d\.\d\d)", scored, flags=re.MULTILINE) == ["1.19", "1.69"]


def test_a_new_format_is_written(followed, tmp_path):
    followed("An output format")
    (first, *more) = sorted((tmp_path / "project" / "reports").rglob("*.md"))
    assert more and first.read_text("utf-8").startswith("# ") and "| --- |" in first.read_text("utf-8")


def test_a_new_command_is_listed_and_run(followed):
    listed, helped = followed("A command")
    assert "registered_population\t" in listed and "dictionary" in helped


def test_a_new_string_is_said_in_both_languages(followed):
    (said,) = followed("A language string")
    assert said == "迟报 3 件 3 delivered late\n"
