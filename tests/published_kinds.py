"""Clauses in the kinds that published county assessments use, each written from its wording, as small rulebooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from small_books import written

HEAD = """\
title = "Kinds of scoring"
title_zh = "计分方式"
edition = "1"
about = "For tests."
about_zh = "供测试。"
source = { title = "None", zh = "无" }
"""

GROUPS = {
    "main": 'id = "main"\ntitle = "Main"\ntitle_zh = "主要"',
    "bonus": 'id = "bonus"\ntitle = "Bonus"\ntitle_zh = "加分项"\nbonus = true\n'
    'cap = { is = 10, unit = "point", source = "text" }',
    "minus": 'id = "minus"\ntitle = "Minus"\ntitle_zh = "扣分项"',
}

FACTS = {
    "answered": "document", "found": "case", "done": "case", "cases": "case", "rate": "share", "late": "day",
    "sound": "flag", "prizes": "item", "loans": "yuan", "marks": "point",
}  # fmt: skip
"""Figures of a county's register, with their units."""
WHOLES = {"done": "cases"}


@dataclass(frozen=True)
class Kind:
    """A clause: its wording, formula, values (amount and unit) and what more its file holds."""

    text: str
    points: str = ""
    met: str = ""
    kind: str = "score"
    group: str = "main"
    values: dict[str, tuple[float, str]] = field(default_factory=dict)
    more: str = ""
    lets: dict[str, str] = field(default_factory=dict)
    title: str = "条款"

    def toml(self) -> str:
        """The clause's file."""
        lines = [f'title = "Clause"\ntitle_zh = "{self.title}"\ntext = "{self.text}"\nkind = "{self.kind}"']
        lines += [f'group = "{self.group}"\nprovenance = "text"\nresponsible = []\nsupplier = []']
        lines += ['possible = "most"'] if self.kind == "score" else []
        lines += [f'{part} = "{getattr(self, part)}"' for part in ("points", "met") if getattr(self, part)]
        lines += [
            self.more,
            "[let]",
            *(f'{name} = {{ is = "{is_}", zh = "{name}" }}' for name, is_ in self.lets.items()),
        ]
        lines += ["[value]"] + [
            f'{name} = {{ is = {amount}, unit = "{unit}", zh = "{name}", source = "text" }}'
            for name, (amount, unit) in self.values.items()
        ]
        return "\n".join(lines) + "\n"


def book_of(folder: Path, groups: dict[str, str] | None = None, **clauses: Kind) -> Path:
    """A rulebook's folder with these clauses, over the figures of `FACTS`."""
    used = {clause.group for clause in clauses.values()}
    tables = [f"\n[[group]]\n{text}\n" for name, text in (GROUPS | (groups or {})).items() if name in used]
    path = written(folder, HEAD + "".join(tables), **{name: clause.toml() for name, clause in clauses.items()})
    (path / "facts.toml").write_text("".join(map(_fact, FACTS)), "utf-8")
    return path


def _fact(name: str) -> str:
    nature = "state" if FACTS[name] == "flag" else "stock"
    within = f'within = "{WHOLES[name]}"\n' if name in WHOLES else ""
    return (
        f'[{name}]\nzh = "指标{name}"\nen = "{name}"\nunit = "{FACTS[name]}"\nnature = "{nature}"\n{within}'
        f'meaning = "m"\nmeaning_zh = "定义"\nlow = 0\nhigh = 1000\nclauses = []\n\n'
    )
