"""A spreadsheet with a row a case and the clauses as formulas, recalculated by LibreOffice without its window."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import polars as pl
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from analysis.rulebooks import Rulebook
from bench import written

PROGRAM, LONGEST = "soffice", 300
"""The program, and how many seconds it may take."""
ALWAYS, NEVER = 0, 1
"""LibreOffice's words for whether the formulas of a workbook are worked out anew when it is opened."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item>
</oor:items>
"""


def absent() -> str:
    """Why there is no LibreOffice here; empty where there is."""
    package = "apt-get install libreoffice-calc-nogui"
    reason = f"没有 LibreOffice，此项不测。LibreOffice is not here, so it is not measured: {package}"
    return "" if shutil.which(PROGRAM) else reason


def write(facts: pl.DataFrame, book: Rulebook, path: Path) -> None:
    """A workbook: the facts' columns, then a formula a clause, then `passes` and `points`; none worked out yet."""
    places = {name: f"{xl_col_to_name(place)}{{row}}" for place, name in enumerate(facts.columns)}
    formulas = _formulas(book, places)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("cases")
        sheet.write_row(0, 0, [*facts.columns, *formulas])
        for row, case in enumerate(facts.iter_rows(), start=1):
            sheet.write_row(row, 0, case)
            for place, formula in enumerate(formulas.values(), start=len(case)):
                sheet.write_formula(row, place, formula.replace("{row}", str(row + 1)))


def _formulas(book: Rulebook, places: dict[str, str]) -> dict[str, str]:
    rules = written.rules(book)
    cells = {rule.id: f"{xl_col_to_name(len(places) + place)}{{row}}" for place, rule in enumerate(rules)}
    cases = {rule.id: "=" + _formula(rule, places) for rule in rules}
    tests, scored = ([cells[rule.id] for rule in rules if rule.test is kind] for kind in (True, False))
    return cases | {"passes": f"=AND({','.join(tests)})", "points": f"={'+'.join(scored)}"}


def _formula(rule: written.Rule, places: dict[str, str]) -> str:
    return rule.formula(places | {name: repr(amount) for name, amount in rule.values.items()}, written.SHEET)


def recalculate(path: Path, folder: Path, mode: int = ALWAYS) -> Path:
    """Open the workbook in LibreOffice, with a profile of its own within the folder, and save it there again."""
    home, saved = folder / f"profile-{mode}", folder / f"saved-{mode}"
    (home / "user").mkdir(parents=True, exist_ok=True)
    (home / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(mode=mode), "utf-8")
    command = [PROGRAM, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(saved), str(path)],
        check=True, capture_output=True, timeout=LONGEST, env={**os.environ, "HOME": str(home)},
    )  # fmt: skip
    return saved / path.name


def facts(path: Path, names: list[str]) -> pl.DataFrame:
    """The facts of a workbook, text and numbers as they stand in its cells."""
    return _read(path, names)


def outcomes(path: Path, book: Rulebook) -> pl.DataFrame:
    """What a saved workbook holds for each clause, and `passes` and `points`; truths as 1 and 0."""
    return _read(path, [*book.clauses, "passes", "points"]).select(pl.all().cast(pl.Float64))


def _read(path: Path, names: list[str]) -> pl.DataFrame:
    heads, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return pl.DataFrame(rows, schema=heads, orient="row", infer_schema_length=None).select(names)
