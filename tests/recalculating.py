"""Workbooks worked out anew by LibreOffice, its stored values thrown away, for comparison with what they held."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

ALWAYS = 0
"""LibreOffice's word for: recalculate every formula on loading."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item>
</oor:items>
"""
NEVER = 1
Cells = dict[tuple[str, str], Any]


def soffice() -> str:
    """LibreOffice's program. Fails with what to install where there is none."""
    found = shutil.which("soffice")
    assert found, "LibreOffice is needed: apt-get install libreoffice-calc-nogui, or `make test`, which installs it"
    return found


def recalculated(books: Mapping[str, bytes], mode: int = ALWAYS) -> dict[str, Cells]:
    """Every cell of each workbook after a hard recalculation, by sheet and address."""
    with tempfile.TemporaryDirectory() as folder:
        home, out = Path(folder) / "home", Path(folder) / "out"
        (home / "user").mkdir(parents=True)
        (home / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(mode=mode), "utf-8")
        files = {name: Path(folder) / f"{name}.xlsx" for name in books}
        for name, path in files.items():
            path.write_bytes(books[name])
        command = [soffice(), f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "xlsx"]
        ran = subprocess.run(
            [*command, "--outdir", str(out), *map(str, files.values())],
            capture_output=True, text=True, timeout=400, env={**os.environ, "HOME": str(home)},
        )  # fmt: skip
        targets = {name: out / path.name for name, path in files.items()}
        assert all(path.exists() for path in targets.values()), f"LibreOffice made no file: {ran.stdout} {ran.stderr}"
        return {name: values(path.read_bytes()) for name, path in targets.items()}


def values(content: bytes) -> Cells:
    """The stored value of every cell that is not empty."""
    return {place: value for place, (value, _) in _cells(content, data_only=True).items()}


def formulas(content: bytes) -> dict[tuple[str, str], str]:
    """The formula of every cell that has one; a text that only begins like one is none."""
    return {place: value for place, (value, kind) in _cells(content, data_only=False).items() if kind == "f"}


@lru_cache(maxsize=64)
def names(content: bytes) -> dict[str, tuple[str, str]]:
    """The sheet and address of every defined name."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    places = {name: next(iter(defined.destinations)) for name, defined in book.defined_names.items()}
    return {name: (sheet, cell.replace("$", "")) for name, (sheet, cell) in places.items()}


@lru_cache(maxsize=64)
def _cells(content: bytes, *, data_only: bool) -> Cells:
    """The value and kind of every cell that is not empty; for reading alone, which takes half as long."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    cells = ((sheet, cell) for sheet in book for row in sheet.iter_rows() for cell in row)
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.data_type) for sheet, cell in cells if cell.value is not None
    }
