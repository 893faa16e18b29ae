"""Small rulebooks for tests: the folders under `rulebooks/books`, and one to be spoilt line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import rulebooks
from analysis.problems import InputError, Problem

BOOKS = Path(__file__).parent / "rulebooks" / "books"

RULEBOOK = """\
title = "A small rulebook"
title_zh = "小规则集"
edition = "1"
about = "For tests."
about_zh = "供测试。"
source = { title = "None", zh = "无" }

[[group]]
id = "main"
title = "Main"
title_zh = "主要"
possible = 5
"""

CLAUSE = """\
title = "Joint domains"
title_zh = "联合奖惩领域"
text = "每个领域得1分，最高5分。"
kind = "score"
group = "main"
provenance = "text"
responsible = []
supplier = []
possible = "most"
points = "min(most, each * joint_domains)"
met = "joint_domains >= target"

[value]
most = { is = 5, unit = "point", zh = "满分", source = "clause" }
each = { is = 1, unit = "point/domain", zh = "每个", source = "clause" }
target = { is = 3, unit = "domain", zh = "目标", source = "clause" }

[[example]]
given = { joint_domains = 4 }
points = 4
met = true
"""


def written(folder: Path, rulebook: str = RULEBOOK, **clauses: str) -> Path:
    """The folder with a rulebook in it; each clause under its id."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rulebook.toml").write_text(rulebook, "utf-8")
    for name, text in (clauses or {"1": CLAUSE}).items():
        (folder / f"{name}_slug.toml").write_text(text, "utf-8")
    return folder


def spoilt(text: str, old: str, new: str) -> str:
    """The text with one line of it changed."""
    assert text.count(old) == 1, f"{old!r} does not stand once in the text"
    return text.replace(old, new)


def faults(folder: Path) -> list[Problem]:
    """Everything the load finds wrong with a rulebook."""
    with pytest.raises(InputError) as refused:
        rulebooks.load(folder)
    return list(refused.value.problems)
