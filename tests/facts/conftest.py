"""Small files of figures, written by the test that reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import small_registers
from analysis import facts
from analysis.problems import InputError, Problem

HEAD = "城市,月份,指标,数值,单位,来源,备注,状态\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Writes a CSV of the given lines under the usual headings."""

    def write(*lines: str, name: str = "figures.csv", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def faults() -> Callable[..., tuple[Problem, ...]]:
    """The problems that loading the given files raises; fails where they load."""

    def of(*paths: Path | str) -> tuple[Problem, ...]:
        with pytest.raises(InputError) as caught:
            facts.load(*paths)
        return caught.value.problems

    return of


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder that the package takes for its own."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without data, but with every table that measuring looks into."""
    return small_registers.build(tmp_path_factory.mktemp("city"))


@pytest.fixture
def city(tables: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That project, as it was before any test delivered to it or set a rule of it otherwise."""
    small_registers.restore(tables)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tables))
    return tables
