"""A limit of a group or the total as the text of one cell and back, also one that changes from a day on (分期的限额).

One amount is points｜source｜what it is called. Of several each has its line, 自｜2021-01-01｜至｜｜10｜出处, with its
days left empty where they are not written; above them, where it has one, a line with what the limit is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from analysis.assessment_tables.own_columns import BAR, exact_amount
from analysis.text_normalisation import quoted_value

DATED, NONE = "dated", "不设"
FROM, UNTIL, CALLED = "自", "至", "名称"
PART = re.compile(rf"((?:\\.|[^\\{BAR}])*)(?:{BAR}|$)")
SIGNS = {"\\": "\\\\", BAR: f"\\{BAR}", "\n": "\\n"}
MEANT = {"n": "\n"}
Report = Callable[[str, str], None]
"""Takes what is wrong in the cell, in Chinese and English."""
Table = dict[str, Any]


def limit_cell(limit: Mapping[str, Any]) -> str:
    """The cell of a limit."""
    called = [str(limit["zh"])] if "zh" in limit else []
    if DATED not in limit:
        return _barred([exact_amount(limit["is"]), str(limit["source"]), *called])
    lines = [[CALLED, *called]] if called else []
    return "\n".join(_barred(line) for line in [*lines, *map(_time, limit[DATED])])


def _time(time: Mapping[str, Any]) -> list[str]:
    since, until = (time[key].isoformat() if key in time else "" for key in ("from", "until"))
    return [FROM, since, UNTIL, until, NONE if time.get("none") else exact_amount(time["is"]), str(time["source"])]


def _barred(parts: Sequence[str]) -> str:
    return BAR.join("".join(SIGNS.get(sign, sign) for sign in part) for part in parts)


def _parts(line: str) -> list[str]:
    """The parts of a line between bars, as they were before they were put together."""
    found = [part[1] for part in PART.finditer(line)][: line.replace(f"\\{BAR}", "").count(BAR) + 1]
    return [re.sub(r"\\(.)", lambda sign: MEANT.get(sign[1], sign[1]), part) for part in found]


def changes_by_day(text: str) -> bool:
    """Whether a cell has a limit that changes from a day on, rather than one amount."""
    return text.startswith((f"{CALLED}{BAR}", f"{FROM}{BAR}"))


def read_limit_cell(text: str, report: Report) -> Table:
    """The limit of a cell; what cannot be read is reported."""
    lines = [_parts(line) for line in filter(None, text.splitlines())]
    called = next(({"zh": parts[1]} for parts in lines if parts[0] == CALLED and len(parts) > 1), {})
    if not changes_by_day(text):
        amount, *more = lines[0] if lines else [""]
        source, *name = more or [""]
        return {"is": _number(amount, report), "unit": "point", "source": source, **({"zh": name[0]} if name else {})}
    times = [_read_time(parts, report) for parts in lines if parts[0] != CALLED]
    return {"unit": "point", **called, DATED: [time for time in times if time]}


def _number(text: str, report: Report) -> float:
    try:
        return float(text)
    except ValueError:
        report(f"“{quoted_value(text)}”不是数。", f"'{quoted_value(text)}' is no number.")
        return 0.0


def _read_time(parts: Sequence[str], report: Report) -> Table:
    line = BAR.join(parts)
    try:
        _, since, until, end, amount, source = parts
        days = {key: date.fromisoformat(day.strip()) for key, day in (("from", since), ("until", end)) if day.strip()}
    except ValueError:
        until = ""
    if until != UNTIL:
        zh = f"“{quoted_value(line)}”写法有误；每期一行：自｜2021-01-01｜至｜2021-12-31｜10｜出处，没有起止日的留空。"
        report(zh, f"'{quoted_value(line)}' is no limit of a time: 自｜from｜至｜until｜points｜source.")
        return {}
    limit: Table = {"none": True} if amount.strip() == NONE else {"is": _number(amount, report)}
    return {**limit, "source": source, **days}
