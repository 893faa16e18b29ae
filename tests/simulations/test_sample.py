"""The sample city's figures are what its made-up registers give: from nothing to the file that is kept."""

import re
import shutil
from pathlib import Path

import polars as pl

from analysis import facts, simulations
from analysis.facts import month

ROOT = Path(__file__).resolve().parents[2]
CITY, MONTH = "320281", "2021-03"


def arguments() -> dict[str, str]:
    """What `make registers` makes the sample's registers up with."""
    (line,) = re.findall(r"^SAMPLE := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    return dict(re.findall(r"--(\w+) (\S+)", line))


def test_the_sample_s_registers_measure_to_its_kept_figures(tmp_path, monkeypatch):
    """Byte for byte, and equal to the simulation's own truth."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "data").mkdir()
    for name in ("cities.csv", "divisions.csv"):
        shutil.copy(ROOT / "data" / name, tmp_path / "data")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    given = arguments()
    numbers = (int(given[name]) for name in ("months", "entities", "seed"))
    made = simulations.simulate(CITY, MONTH, *numbers, given["faults"])
    path = facts.save(CITY, MONTH, month.measure_month([CITY], MONTH).facts)
    assert path.read_bytes() == (ROOT / "data" / "facts" / CITY / f"{MONTH}.parquet").read_bytes()
    known = pl.read_parquet(path).select("fact", "value", "records").sort("fact")
    truth = made.truth.filter(pl.col("month") == MONTH).select("fact", "value", "records").sort("fact")
    assert known.rows() == truth.rows()
