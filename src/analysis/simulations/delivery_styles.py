"""How a file of a register is written: its format, its name, its headings (文件样式)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.registers import Register
from analysis.simulations.scenes import Scene
from analysis.simulations.simulation_settings import register_words

DELIMITED = ("csv", "bom", "gb18030")
ENDINGS = {"csv": ".csv", "bom": ".csv", "gb18030": ".csv", "xlsx": ".xlsx", "parquet": ".parquet"}
PERSONAL = {
    "person": ("法定代表人", "负责人", "经办人", "联系人"),
    "person_number": ("身份证号", "法定代表人证件号码"),
    "phone": ("联系电话", "手机", "电话"),
}
OWN, BESIDE = "own", "beside"
"""Amounts with their unit in the same cell, or in a cell of its own."""

IDENTITY, NUMBER, REMARK = "证件号码", "序号", "备注"
STRANGE, STRANGE_HEADING = "strange", "街道意见"


@dataclass(frozen=True)
class FileStyle:
    """A file's name, format, and columns: heading to what stands below it; `units`: how amounts are written."""

    file: str
    format: str
    columns: Mapping[str, str]
    units: Mapping[str, str]
    titled: bool = False
    merged: bool = False

    @property
    def delimited(self) -> bool:
        return self.format in DELIMITED


def file_styles(scene: Scene, register: Register, month: str) -> Mapping[int, FileStyle]:
    """The files of a register's delivery of a month, by number; formats and headings take turns over the months."""
    turn = scene.months.index(month)
    parts = scene.settings["files"][register.name]
    return {
        part: _style(scene, register, month, part, turn, settings["formats"]) for part, settings in enumerate(parts)
    }


def _style(scene: Scene, register: Register, month: str, part: int, turn: int, formats: list[str]) -> FileStyle:
    draw = scene.draw("style", register.name, month, str(part))
    form = formats[turn % len(formats)]
    starts = [register_words()[register.name]["zh"], *register_words()[register.name]["files"]]
    tail = f"_{part + 1}" if part else ""
    file = f"{starts[(turn + part) % len(starts)]}_{month.replace('-', '')}{tail}{ENDINGS[form]}"
    columns, units = _headings(scene, register, turn + part, draw)
    luck = draw.random(3)
    if luck[0] < scene.faults["strange"]:
        columns = {**columns, STRANGE_HEADING: STRANGE}
    return FileStyle(file, form, columns, units, luck[1] < scene.faults["titles"], luck[2] < scene.faults["merged"])


def _headings(
    scene: Scene, register: Register, turn: int, draw: np.random.Generator
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What stands below each heading, and how each amount is written."""
    fixed = scene.settings["styles"].get(register.name)
    headings = fixed[turn % len(fixed)] if fixed else _office_headings(register, turn, draw)
    parted = {heading: name.partition(":") for heading, name in headings.items()}
    hidden = () if scene.faults["personal"] else PERSONAL
    shown = {heading: name for heading, (name, _, _) in parted.items() if name not in hidden}
    return shown, {name: unit for name, _, unit in parted.values() if unit}


def _office_headings(register: Register, turn: int, draw: np.random.Generator) -> Mapping[str, str]:
    """Headings that offices use, by turns; a number before and persons' columns behind."""
    words = register_words()[register.name]["headings"]
    own = {words[column.name][turn % len(words[column.name])]: column.name for column in register.columns}
    extra = {texts[int(draw.integers(0, len(texts)))]: name for name, texts in PERSONAL.items()}
    identity = {IDENTITY: "identity"} if {"code", "party_code"} & set(own.values()) else {}
    return {NUMBER: "number", **own, **extra, **identity, REMARK: "remark"}


def file_numbers(scene: Scene, register: str, count: int) -> pl.Series:
    """In which file each record of a register stands: the same in every month."""
    shares = np.cumsum([settings["share"] for settings in scene.settings["files"][register]])
    luck = scene.draw("parts", register).random(count) * shares[-1]
    return pl.Series("part", np.searchsorted(shares, luck, side="right").astype(np.int64))
