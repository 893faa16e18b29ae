"""`scorecard units`: the towns, parks, departments and others that are assessed beside cities (单位名单)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts
from analysis.cli.answers import Format, FormatOption, OutputOption, as_csv, as_json, as_text, give
from analysis.cli.options import CityOption, Language, LanguageOption, wanted_kind, writing
from analysis.file_checks import refuse_existing
from analysis.paths import display_path, replace_file
from analysis.problems import InputError, Problem
from analysis.views import unit_views

SHOWN = ("code", "name", "short", "english", "kind", "group", "parent", "parent_name", "valid_from", "valid_to", "also",
         "note", "list")  # fmt: skip


def units(
    city: CityOption = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="只列这类单位；读入时为没写类别的。\n\nOf this kind only.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OUT.xlsx", help="写一张待填的单位名单。\n\nA list to fill in."),
    ] = None,
    filled: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="读入填好的名单（XLSX、CSV），存为本市的。\n\nTake a list in."),
    ] = None,
    checked: Annotated[
        Path | None,
        typer.Option("--check", metavar="FILE", help="只检查一张名单，不存。\n\nOnly check a list; nothing is kept."),
    ] = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """被评单位名单：镇、园区、部门等。 Units beside cities.

    [bold]例 Examples[/bold]

    scorecard units --city 江阴

    scorecard units --city 江阴 --kind 镇 --format csv

    scorecard units --city 江阴 --template 单位名单.xlsx

    scorecard units --city 江阴 --from 单位名单.xlsx

    scorecard units --city 江阴 --from 各镇街.xlsx --kind 镇
    """
    place = facts.code_of(city) if city else None
    of_kind = None if kind is None else wanted_kind(kind)
    if template is not None:
        _write_template(template, _needed(place))
    if checked is not None:
        _say_count("名单可用", "The list is sound", facts.read_units(checked, _needed(place), True, of_kind or ""))
    if filled is not None:
        taken = facts.read_units(filled, _needed(place), True, of_kind or "")
        path = facts.keep_units(_needed(place), taken)
        _say_count(f"已存为 {display_path(path)}", "Kept", taken)
    if template is None and checked is None and filled is None:
        give(_listed(place, of_kind, form, lang), output)


def _needed(place: str | None) -> str:
    if place is None:
        zh = "请用 --city 写明是哪个市、县的名单。"
        raise InputError([Problem("--city", zh, "Say with --city whose list it is.")])
    return place


def _write_template(template: Path, place: str) -> None:
    if template.suffix.casefold() != ".xlsx":
        zh, en = "模板是 Excel 工作簿，文件名须以 .xlsx 结尾。", "The template is a workbook: end its name in .xlsx."
        raise InputError([Problem(str(template), zh, en)])
    refuse_existing(template)
    with writing(template):
        replace_file(template, facts.unit_template(place))
    typer.echo(f"已写入 {template}。填好后用 --from 读入。 Written; take it in with --from when it is filled.")


def _say_count(zh: str, en: str, taken: tuple[facts.Unit, ...]) -> None:
    kinds = facts.unit_kinds()
    counts = [
        (kinds[name], sum(row["kind"] == name for row in taken)) for name in dict.fromkeys(row["kind"] for row in taken)
    ]
    counted = "、".join(f"{kind.zh} {count} 个" for kind, count in counts)
    counted_en = ", ".join(f"{kind.en.lower()} {count}" for kind, count in counts)
    typer.echo(f"{zh}：{counted}。\n{en}: {counted_en}.")


def _listed(place: str | None, kind: str | None, form: Format, lang: str) -> str:
    """The units of one list or of all; faults of kept lists are said first, and end the command."""
    faults = facts.unit_list_faults()
    if faults:
        raise InputError(faults)
    rows = [row for row in facts.listed_units() if place in (None, row["list"]) and kind in (None, row["kind"])]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(SHOWN, pl.String))
    if form == Format.JSON:
        return as_json({"units": frame})
    return as_csv(frame) if form == Format.CSV else as_text([unit_views.units_table(rows, lang)])
