"""The cells of one file: true values under the file's headings, spelt as its office does (单元格)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.registers import AMOUNT, CHOICE, CODE, COUNT, DATE, FLAG, Register
from analysis.simulations import cell_spelling
from analysis.simulations.delivery_styles import BESIDE, OWN, STRANGE, FileStyle
from analysis.simulations.people import simulated_people
from analysis.simulations.planted_rows import NO_UNIT, TORN
from analysis.simulations.scenes import Scene
from analysis.simulations.simulation_settings import register_words

NIL_RETURN = "零报告"
WIDENED = (CODE, DATE, AMOUNT, COUNT)
REMARKS = ("按月报送", "按月报送，已核对", "见附件\n第二页")


@dataclass(frozen=True, eq=False)
class DeliveryFile:
    """One file of a register's delivery of a month, with the random numbers that its cells are spelt by."""

    scene: Scene
    register: Register
    month: str
    style: FileStyle
    draw: np.random.Generator

    @property
    def typed(self) -> bool:
        """Whether the file keeps days as days; then nothing is misspelt."""
        return self.style.format == "parquet"

    @property
    def share(self) -> float:
        """The share of cells written in another way than the plain one."""
        return 0.0 if self.typed else self.scene.faults["spellings"]

    def kind(self, name: str) -> str:
        """The kind of a register's column; empty for what is none."""
        return next((column.kind for column in self.register.columns if column.name == name), "")


def cell_frame(file: DeliveryFile, rows: pl.DataFrame) -> pl.DataFrame:
    """The cells under their headings: text, but for the days of a file that keeps them as such."""
    rows = rows.with_columns(simulated_people(file.scene, file.draw, rows.height))
    if BESIDE in file.style.units.values():
        amount, unit = cell_spelling.money_texts_and_units(rows["amount"], file.share, file.draw)
        rows = rows.with_columns(amount.alias("amount beside"), unit.alias("amount_unit"))
    columns = [
        _with_planted_faults(_cells(file, rows, name), rows, name).alias(heading)
        for heading, name in file.style.columns.items()
    ]
    cells = pl.DataFrame(columns)
    return cells if cells.height else _nil_return(cells)


def _nil_return(cells: pl.DataFrame) -> pl.DataFrame:
    """The word that there are no records below the first heading: headings alone would say nothing."""
    first, *others = cells.columns
    return pl.DataFrame([{first: NIL_RETURN}], schema=dict.fromkeys([first, *others], pl.String))


def _with_planted_faults(cells: pl.Series, rows: pl.DataFrame, name: str) -> pl.Series:
    """The cells, spoilt where a planted row says so."""
    if name == "amount_unit":
        return cells.zip_with(rows["outcome"] != NO_UNIT, pl.Series([""]))
    spoilt = (rows["wound"] == name).fill_null(False)
    return cells.cast(pl.String).zip_with(~spoilt, rows["bad"]) if spoilt.any() else cells


def _cells(file: DeliveryFile, rows: pl.DataFrame, name: str) -> pl.Series:
    if file.typed:
        return rows[name] if file.kind(name) == DATE else _spelt(file, rows, name)
    faults, open_to = file.scene.faults, file.kind(name) in WIDENED or name in ("record", "identity")
    return cell_spelling.noisy_texts(_spelt(file, rows, name), faults["wide"] * open_to, faults["blanks"], file.draw)


def _spelt(file: DeliveryFile, rows: pl.DataFrame, name: str) -> pl.Series:
    kind, mixed = file.kind(name), bool(file.scene.faults["spellings"])
    if kind == DATE:
        return cell_spelling.date_texts(rows[name], file.share, file.draw)
    if kind == AMOUNT:
        return _money(file, rows, name)
    if kind == COUNT:
        return cell_spelling.count_texts(rows[name], file.share, file.draw)
    if kind == FLAG:
        return cell_spelling.flag_texts(rows[name], mixed, file.draw)
    if kind == CHOICE:
        words = register_words()[file.register.name]["choices"][name]
        return cell_spelling.choice_texts(rows[name], words, mixed, file.draw)
    return _as_it_is(file, rows, name)


def _money(file: DeliveryFile, rows: pl.DataFrame, name: str) -> pl.Series:
    unit = file.style.units[name]
    if unit == BESIDE:
        return rows["amount beside"]
    if unit == OWN:
        return cell_spelling.money_texts_with_unit(rows[name], file.share, file.draw)
    return cell_spelling.money_texts(rows[name], unit, file.share, file.draw)


def _as_it_is(file: DeliveryFile, rows: pl.DataFrame, name: str) -> pl.Series:
    """Texts; the row's number; remarks, of one line where a row is torn; nothing where the story holds nothing."""
    if name == "number":
        return pl.int_range(1, rows.height + 1, eager=True).cast(pl.String)
    if name in ("remark", STRANGE):
        places = file.draw.integers(0, len(REMARKS), rows.height) * (~rows["outcome"].is_in(TORN)).to_numpy()
        return pl.Series(REMARKS).gather(pl.Series(places, dtype=pl.UInt32))
    return rows[name] if name in rows.columns else pl.Series([None] * rows.height, dtype=pl.String)
