"""Every way to the facts of penalties that the bench measures gives the same figures; its registers are as it says."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from analysis.problems import InputError, Problem
from bench import big, measuring, registers
from bench.big import Size

STARTED: list[subprocess.Popen] = []


def test_a_way_that_differs_is_named(monkeypatch):
    other = pl.DataFrame({"city": [100000]})
    monkeypatch.setattr(registers.measuring, "apart", lambda _, way, size: other.clear() if "DuckDB" in way else other)
    (fault,) = registers.faults()
    assert registers.DUCK in fault


def test_every_fact_of_the_made_up_registers_is_measured():
    """What comes to nothing would say nothing of the ways."""
    with big.home(big.FEW):
        facts = registers.whole(big.FEW).filter(pl.col("status") == "measured")
    assert facts["city"].n_unique() == big.FEW.cities
    assert set(registers._names()) - set(facts["fact"]) == {
        name for name in registers._names() if name.startswith("disclosure")
    }, "these wait for permits too"
    assert facts.filter(pl.col("value") == 0).is_empty()


@pytest.mark.parametrize("register", big.MONTHS)
def test_the_registers_have_the_rows_that_are_listed(register):
    with big.home(big.FEW):
        rows = big.scan(register, big.FEW).select(pl.len()).collect().item()
    delivered = big.delivered(big.FEW).filter(pl.col("register") == register)
    assert rows == getattr(big.FEW, register) == delivered["used"].sum()


def test_a_share_has_fewer_cities_with_as_many_rows_each():
    assert big.FULL.share(0.1) == Size(400_000, 400_000, 40_000, 6)
    assert big.FULL.share(1) == big.FULL


def test_the_memory_of_a_process_that_was_started_counts_too():
    few, many = (measuring.apart(_started, size).peak for size in (1, 60_000_000))
    assert 50_000_000 < many - few < 80_000_000


def _started(size: int) -> measuring.Memory:
    return measuring.remembered(lambda: None, lambda _: _holding(size))


def _holding(size: int) -> None:
    """Start a process that holds so many bytes until this one ends."""
    asked = [sys.executable, "-c", f"block = b'x' * {size}; print('ready', flush=True); input()"]
    STARTED.append(subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    STARTED[-1].stdout.readline()


def test_a_fault_met_in_a_process_of_its_own_is_raised_here_as_it_was():
    with pytest.raises(InputError, match="Correct it") as raised:
        measuring.apart(_refused, "penalties.csv")
    assert raised.value.problems == (Problem("penalties.csv", "请更正。", "Correct it."),)


def _refused(where: str) -> None:
    raise InputError([Problem(where, "请更正。", "Correct it.")])
