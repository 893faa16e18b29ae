"""The command run as a user runs it, in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.cli import main
from analysis.reports import serving


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide wherever the tests are run."""
    monkeypatch.setenv("COLUMNS", "140")


@pytest.fixture
def scorecard(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*args: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["scorecard", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def facts_file(tmp_path: Path) -> Callable[..., Path]:
    """A CSV of facts of Jiangyin, March 2021: `facts_file(residents_scored=70, …)`."""

    def write(name: str = "facts.csv", month: str = "2021-03", city: str = "320281", **figures: object) -> Path:
        path = tmp_path / name
        rows = [f"{city},{month},{fact},{value}" for fact, value in figures.items()]
        path.write_text("\n".join(["city,month,fact,value", *rows, ""]), encoding="utf-8")
        return path

    return write


class _Ended:
    """A server that ended at once."""

    def wait(self) -> int:
        return 0


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be served."""
    calls: list[Any] = []

    @contextmanager
    def served(service: Any) -> Iterator[_Ended]:
        calls.append(service)
        yield _Ended()

    monkeypatch.setattr(serving, "running_server", served)
    return calls
