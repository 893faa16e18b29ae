"""A project whose figures stay as they are, for the what-if panel: rulebooks, scenarios, notebook, three months."""

from __future__ import annotations

import shutil
from pathlib import Path

import jiangyin

ROOT = Path(__file__).resolve().parents[1]
CITY, MONTH, LOANS = jiangyin.CITY, jiangyin.MONTH, "xinyidai_loans"
COPIED = ("params", "data/cities.csv", "data/divisions.csv", "notebooks/what_if.ipynb", "notebooks/training")


def built(home: Path) -> Path:
    """The project in an empty folder."""
    for name in COPIED:
        source, target = ROOT / name, home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    folder = home / "data" / "facts" / CITY
    folder.mkdir(parents=True)
    head, *rows = jiangyin.FILE.read_text("utf-8").splitlines()
    for month in sorted({row.split(",")[1] for row in rows}):
        kept = [row for row in rows if row.split(",")[1] == month]
        (folder / f"{month}.csv").write_text("\n".join([head, *kept, ""]), "utf-8")
    return home
