"""A small list of units, and a project that has it."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLES = ("data/cities.csv", "data/divisions.csv", "params/identifiers.toml", "params/unit_kinds.toml")
HEAD = "代码,名称,简称,英文,类别,所属,组别,起,止,其他写法,备注"
UNITS = (
    "320281107,华士镇,,Huashi,镇,,1,,,,",
    "320281109,新桥镇,,Xinqiao,镇,,1,,,,",
    "320281001,澄江街道,,,街道,,2,,,,",
    "320281400,高新技术产业开发区,高新区,,园区,,,,,澄江园区,",
    "320281L00013,市财政局,,,部门,,,,,财政部门、市局（含国资办、金融办）,",
)


def build(folder: Path, *lines: str, place: str = "320281") -> Path:
    """A project with the tables of codes and a list of units; gives back the list's file."""
    for name in TABLES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return write(folder, *lines, place=place)


def write(folder: Path, *lines: str, place: str = "320281") -> Path:
    """A list of units with these lines under the usual headings."""
    path = folder / "data" / "units" / f"{place}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEAD, *(lines or UNITS), ""]), encoding="utf-8")
    return path
