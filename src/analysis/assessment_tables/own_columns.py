"""The further columns of a workbook written here: formulas, values, the rest, to a cell and back (公式和取值)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from analysis.assessment_tables.table_columns import KIND_WORDS, PROVENANCE_WORDS
from analysis.assessment_tables.toml_texts import toml_fragment
from analysis.facts import MEASURES
from analysis.problems import did_you_mean
from analysis.text_normalisation import folded, narrow_text, quoted_value

BAR, UNSET = "｜", "未设"
NAMED = (
    "applies", "inapplicable", "field", "let", "empty", "history", "reading", "note", "example", "blank", "judged",
    "from", "until", "text", "responsible", "supplier",
)  # fmt: skip
WRITTEN = ("text", "responsible", "supplier")
"""What has columns of its own, and stands here only where those would not bring it back."""
DATED = "dated"
FORMULAS = {"formula": "points", "met": "met", "possible": "possible", "least": "least"}
OWN = (*FORMULAS, "values", "provenance", "rest", "kind")
"""The columns that say how a row is scored: where none is filled, a formula is proposed."""
BASES = {part for unit in MEASURES for part in re.split(r"[*/]", unit)} | {"month", "1"}
AMOUNT = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?%?")
BARS, BROKEN, ESCAPED = re.compile("[｜|]"), re.compile(r"(?<!\\)[｜|]"), re.compile(r"\\([｜|])")
USUAL_SOURCE, FEWEST_PARTS = "clause", 4
UNIT_WORDS = {
    "分": "point", "比例": "share", "率": "share", "是否": "flag", "是/否": "flag", "个": "item", "项": "item",
    "件": "event", "次": "event", "起": "event", "场": "event", "条": "record", "家": "entity", "户": "entity",
    "人": "person", "份": "document", "篇": "document", "名": "rank", "位": "rank", "天": "day", "日": "day",
    "元": "yuan",
}  # fmt: skip
"""The measure words that an office writes, each with the unit it usually counts in."""
Report = Callable[[str, str, str], None]
"""Takes the column and what is wrong in it, in Chinese and English."""
Table = dict[str, Any]


def exact_amount(amount: float) -> str:
    """A number as a cell has it, all its digits kept."""
    return str(int(amount)) if float(amount).is_integer() and abs(amount) < 1e15 else repr(float(amount))


def values_text(values: Mapping[str, Mapping[str, Any]]) -> str:
    """The values of a clause, a line each: name｜number｜unit｜what it is｜source｜low｜high."""
    return "\n".join(_value_line(name, value) for name, value in values.items())


def _value_line(name: str, value: Mapping[str, Any]) -> str:
    amount = UNSET if value.get("unset") else exact_amount(value["is"])
    bounds = [exact_amount(value[end]) if end in value else "" for end in ("low", "high")]
    parts = [name, amount, *(value[key] for key in ("unit", "zh", "source")), *bounds]
    return BAR.join(BARS.sub(lambda bar: f"\\{bar[0]}", part) for part in parts).rstrip(BAR)


def read_values(text: str, report: Report) -> Table:
    """The values of a cell; lines that are none are reported."""
    found: Table = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = line_parts(line)
        if value := _value(parts, line, report):
            if parts[0] in found:
                report("values", f"“{parts[0]}”写了两次。", f"'{parts[0]}' stands twice.")
            found[parts[0]] = value
    return found


def line_parts(line: str) -> list[str]:
    """The parts of a line between its bars, wide or narrow; a bar behind a backslash parts nothing."""
    return [ESCAPED.sub(r"\1", part).strip() for part in BROKEN.split(line)]


def written_unit(text: str) -> str:
    """The unit that a measure word means, parts of a rate too: 分/名 -> point/rank; others as they are written."""
    plain = narrow_text(text)
    return UNIT_WORDS.get(plain) or "/".join(UNIT_WORDS.get(part, part) for part in plain.split("/"))


def _value(parts: list[str], line: str, report: Report) -> Table | None:
    if len(parts) < FEWEST_PARTS or not parts[0].isidentifier():
        zh = f"“{quoted_value(line)}”不完整；每行写作 名称｜数值｜单位｜含义｜出处（可不写），如 most｜4｜分｜满分。"
        report("values", zh, f"'{quoted_value(line)}' is not whole: name｜number｜unit｜what it is｜source.")
        return None
    _, amount, word, zh, source, *bounds = [*parts, ""]
    unit = written_unit(word)
    check_unit(unit, "values", report)
    number = {"unset": True} if amount == UNSET else {"is": _number(amount, "values", report)}
    ends = {key: _number(end, "values", report) for key, end in zip(("low", "high"), bounds, strict=False) if end}
    return {**number, "unit": unit, "zh": zh, "source": source or USUAL_SOURCE, **ends}


def _number(text: str, column: str, report: Report) -> float:
    plain = narrow_text(text)
    if AMOUNT.fullmatch(plain):
        return float(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)
    report(column, f"“{quoted_value(text)}”不是数。", f"'{quoted_value(text)}' is no number.")
    return 0.0


def check_unit(unit: str, column: str, report: Report) -> None:
    """Report a unit that is none of those facts are counted in, with the nearest one."""
    for base in re.split(r"[*/]", unit):
        if base not in BASES:
            zh, en = did_you_mean(base, BASES)
            listed = "、".join(sorted(BASES - {"1"}))
            words = "、".join(UNIT_WORDS)
            said = quoted_value(base)
            report(
                column,
                f"不认识单位“{said}”。{zh}可用：{words}；或 {listed}。",
                f"'{said}' is no unit. {en} Known: {listed}.",
            )


def own_cells(clause: Mapping[str, Any], lost: Collection[str] = ()) -> dict[str, str]:
    """The further columns of a clause; `lost`: what the usual columns would not bring back."""
    values = clause.get("value", {})
    rest = {key: clause[key] for key in NAMED if key in clause and (key not in WRITTEN or key in lost)}
    dated = {name: value for name, value in values.items() if DATED in value or _is_broken(value)}
    formulas = {column: _formula_text(clause[key]) for column, key in FORMULAS.items() if key in clause}
    return {
        "kind": KIND_WORDS[clause["kind"]],
        **formulas,
        "values": values_text({name: value for name, value in values.items() if name not in dated}),
        "provenance": PROVENANCE_WORDS[clause["provenance"]],
        "rest": toml_fragment(rest | ({"value": dated} if dated else {})),
    }


def _is_broken(value: Mapping[str, Any]) -> bool:
    """Whether a text of a value does not fit into one line, or not between bars."""
    texts = [str(value[key]) for key in ("unit", "zh", "source")]
    return any("\n" in text or text.endswith("\\") or text != text.strip() for text in texts)


def _formula_text(formula: str | float) -> str:
    return formula if isinstance(formula, str) else exact_amount(formula)


def read_own_cells(cells: Mapping[str, str], report: Report) -> Table:
    """The tables that further columns say: kind, provenance, formulas, values and the rest."""
    values, rest = read_values(cells.get("values", ""), report), _rest(cells.get("rest", ""), report)
    values |= rest.pop("value", {})
    return {
        "kind": _word(cells.get("kind") or KIND_WORDS["score"], KIND_WORDS, "kind", report),
        "provenance": _word(
            cells.get("provenance") or PROVENANCE_WORDS["local"], PROVENANCE_WORDS, "provenance", report
        ),
        **{key: _formula(cells[column]) for column, key in FORMULAS.items() if cells.get(column)},
        **({"value": values} if values else {}),
        **rest,
    }


def _formula(text: str) -> str | float:
    return float(text) if AMOUNT.fullmatch(text) and not text.endswith("%") else text


def _word(text: str, meant: Mapping[str, str], column: str, report: Report) -> str:
    for name, word in meant.items():
        if folded(text) in (name, folded(word)):
            return name
    listed = "、".join(meant.values())
    report(column, f"“{quoted_value(text)}”应为 {listed} 之一。", f"'{quoted_value(text)}' must be one of {listed}.")
    return next(iter(meant))


def _rest(text: str, report: Report) -> Table:
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        report("rest", f"这一格写法有误（{error}）；不改动的请照原样保留。", f"This cell cannot be read ({error}).")
        return {}
    for key in sorted(found.keys() - {*NAMED, "value"}):
        report("rest", f"不认识“{quoted_value(key)}”。", f"'{quoted_value(key)}' is not known here.")
    return {key: found[key] for key in found if key in (*NAMED, "value")}


def filled_columns(cells: Mapping[str, str]) -> Iterator[str]:
    """The further columns that are filled."""
    return (column for column in OWN if cells.get(column))
