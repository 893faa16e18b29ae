"""A small rulebook whose rules change at the turn of 2021: a value, a formula, a clause that is new, one that goes."""

from __future__ import annotations

from pathlib import Path

from analysis import rulebooks
from analysis.rulebooks import Rulebook

RULEBOOK = """\
title = "A dated rulebook"
title_zh = "分期规则集"
edition = "1"
about = "For tests."
about_zh = "供测试。"
source = { title = "None", zh = "无" }
from = 2020-01-01
until = 2022-12-31

[[group]]
id = "main"
title = "Main"
title_zh = "主要"
"""

HEAD = """\
title = "{title}"
title_zh = "{title}"
text = "{text}"
kind = "score"
group = "main"
provenance = "text"
responsible = []
supplier = []
possible = "most"
"""

VALUED = (
    HEAD.format(title="联合奖惩领域", text="每个领域得1分，自2021年起得2分，最高10分。")
    + """points = "min(most, each * joint_domains)"
[value]
most = { is = 10, unit = "point", zh = "满分", source = "clause" }
[value.each]
unit = "point/domain"
zh = "每个"
[[value.each.dated]]
is = 1
source = "first"
[[value.each.dated]]
from = 2021-01-01
is = 2
source = "second"

[[example]]
given = { joint_domains = 3 }
points = 6
[[example]]
on = 2020-06-30
given = { joint_domains = 3 }
points = 3
"""
)


def _version(text: str, points: str, dates: str) -> str:
    return (
        HEAD.format(title="宣传活动", text=text).replace('possible = "most"', f'possible = "most"\n{dates}')
        + f"""points = "{points}"
[value]
most = {{ is = 5, unit = "point", zh = "满分", source = "clause" }}
each = {{ is = 1, unit = "point/activity", zh = "每次", source = "clause" }}
"""
    )


OLD = _version("每次得1分。", "min(most, each * campaign_activities)", "until = 2020-12-31")
NEW = _version(
    "多于2次的每次得1分。", "min(most, each * max(0, campaign_activities - two))", "from = 2021-01-01"
).replace("each =", 'two = { is = 2, unit = "activity", zh = "起点", source = "clause" }\neach =')
ADDED = (
    HEAD.format(title="容缺受理", text="每个部门得1分。").replace(
        'possible = "most"', 'possible = "most"\nfrom = 2021-01-01'
    )
    + """points = "min(most, each * approval_departments_tolerant)"
[value]
most = { is = 3, unit = "point", zh = "满分", source = "clause" }
each = { is = 1, unit = "point/department", zh = "每个", source = "clause" }
"""
)
CAPPED = (
    RULEBOOK
    + """\
[group.cap]
unit = "point"
zh = "封顶"
[[group.cap.dated]]
is = 8
source = "first"
[[group.cap.dated]]
from = 2021-01-01
is = 6
source = "second"
"""
)
FILES = {"1": VALUED, "2": OLD, "2_new": NEW, "3": ADDED}


def write(folder: Path, rulebook: str = RULEBOOK, **files: str) -> Path:
    """The rulebook in a folder, some files replaced or left out (empty)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rulebook.toml").write_text(rulebook, "utf-8")
    for name, text in {**FILES, **{name.removeprefix("clause_"): text for name, text in files.items()}}.items():
        if text:
            (folder / f"{name}_slug.toml").write_text(text, "utf-8")
    return folder


def loaded(folder: Path, **files: str) -> Rulebook:
    """The rulebook itself."""
    return rulebooks.load(write(folder, **files))
