"""`scorecard simulate`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import typer

from analysis.cli.simulate import simulate

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--city",
    "江阴",
    "--month",
    "2021-03",
    "--months",
    "1",
    "--entities",
    "300",
    "--seed",
    "1",
    "--faults",
    "none",
]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "params", tmp_path / "params")
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("registers", "encoded", "facts"))
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    app = typer.Typer()
    app.command()(simulate)

    def ran(*more):
        monkeypatch.setattr(sys, "argv", ["simulate", *ARGUMENTS, *more])
        app(standalone_mode=False)
        return capsys.readouterr()

    return ran


def test_it_says_what_it_wrote_and_where(run, tmp_path):
    ran = run()
    assert "data/registers/320281" in ran.out and "虚构" in ran.out and "2021-03" in ran.err
    assert (tmp_path / "data" / "registers" / "320281" / "truth.csv").is_file()


def test_in_english_too(run):
    assert "made up" in run("--lang", "en").out


def test_many_cities_as_figures_only(tmp_path, monkeypatch, capsys, run):
    app = typer.Typer()
    app.command()(simulate)

    def ran(*given):
        monkeypatch.setattr(sys, "argv", ["simulate", "--month", "2021-03", "--months", "2", *given])
        app(standalone_mode=False)
        return capsys.readouterr()

    assert "3 个城市、2 个月，共 6 个文件" in ran("--cities", "3", "--figures-only").out
    assert len(list((tmp_path / "data" / "facts").rglob("*.parquet"))) == 6
    for given in (["--cities", "3"], ["--figures-only"], ["--cities", "x", "--figures-only"]):
        with pytest.raises(typer.BadParameter):
            ran(*given)
