"""A list of towns with figures, and a small rulebook of two clauses, one of which compares them."""

from __future__ import annotations

import shutil
from pathlib import Path

import small_units

ROOT = Path(__file__).resolve().parents[1]
BOOK = "towns"
MONTH, BEFORE = "2021-03", "2021-02"
EVENTS = {"华士镇": (4, 2), "新桥镇": (8, 8), "澄江街道": (2, 9), "周庄镇": (6, 1)}
"""Publicity events of each town, in the month and in the month before."""
LIST = (
    "320281107,华士镇,,Huashi,镇,,,,,,",
    "320281109,新桥镇,,,镇,,,,,,",
    "320281001,澄江街道,,,街道,,,,,,",
    "320281108,周庄镇,,,镇,,,,,,",
    "320281L00013,市财政局,,,部门,,,,,,",
)
HEAD = """\
title = "Assessment of towns"
title_zh = "镇街考核"
edition = "2021"
about = "For tests."
about_zh = "供测试。"
source = { title = "None", zh = "无" }

[[group]]
id = "work"
title = "Work"
title_zh = "工作"
"""
COMPARED = """\
title = "Publicity"
title_zh = "诚信宣传"
text = "占最好的比例"
kind = "score"
group = "work"
provenance = "local"
responsible = []
supplier = []
possible = "most"
field = { of = "league", fewest = "enough" }
points = "most * publicity_events / highest(publicity_events)"

[value]
most = { is = 10, unit = "point", zh = "满分", source = "clause" }
enough = { is = 2, unit = "entity", zh = "可比", source = "clause" }
"""
PLAIN = """\
title = "Permits"
title_zh = "行政许可"
text = "每少一条扣一分"
kind = "score"
group = "work"
provenance = "local"
responsible = []
supplier = []
possible = "most"
points = "max(0, most - each * (permits - permits_reported))"

[value]
most = { is = 5, unit = "point", zh = "满分", source = "clause" }
each = { is = 1, unit = "point/record", zh = "每条扣", source = "clause" }
"""


def build(home: Path) -> Path:
    """A project with params, codes, the list and the rulebook, but no figures; gives back a table of them all."""
    shutil.copytree(ROOT / "params", home / "params", dirs_exist_ok=True)
    small_units.build(home, *LIST)
    folder = home / "params" / "rulebooks" / BOOK
    folder.mkdir()
    for name, text in {"rulebook": HEAD, "1_publicity": COMPARED, "2_permits": PLAIN}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return table(home / "figures.csv")


def table(path: Path) -> Path:
    """One table with every town's figures of both months; a department's among them."""
    lines = ["城市,月份,指标,数值,单位"]
    for name, events in EVENTS.items():
        for month, count in zip((MONTH, BEFORE), events, strict=True):
            lines += [f"{name},{month},诚信宣传活动次数,{count},起", f"{name},{month},行政许可信息数,20,条"]
            lines += [f"{name},{month},已上报行政许可信息数,18,条"]
    lines += [f"市财政局,{MONTH},诚信宣传活动次数,99,起"]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path
