"""`scorecard bulletin`: the month's circular on many units, as an office sends it round (月度通报)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli import SOME_FAILED, error_text
from analysis.cli.answers import Format, as_csv, as_json, as_text
from analysis.cli.options import (
    KindOption,
    Language,
    LanguageOption,
    LeagueOption,
    RequiredMonthOption,
    RulebookOption,
    ScenarioOption,
    wanted_kind,
)
from analysis.cli.subjects import say_problems, say_remade
from analysis.cli.watched_runs import NotifyOption, RunNotes, watched_run
from analysis.facts import CITY
from analysis.questions import bulletins
from analysis.views import bulletin_parts, view_objects

if TYPE_CHECKING:
    from analysis.reports import circulars


def bulletin(
    month: RequiredMonthOption,
    rulebook: RulebookOption = "hard-2019",
    scenario: ScenarioOption = "baseline",
    group: LeagueOption = None,
    kind: KindOption = CITY,
    cities: Annotated[
        str,
        typer.Option(
            "--cities",
            metavar="all|FILE|NAMES",
            help="all：有数据的全部城市；一行一个城市的文件；或以逗号分隔的名称。\n\nAll, a list, or names.",
        ),
    ] = "all",
    formats: Annotated[
        str, typer.Option("--formats", help="html、pdf、docx、xlsx，逗号分隔。\n\nFormats, by commas.")
    ] = "docx,pdf",
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="写入的文件夹。 The folder.")] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="只显示内容，不发布文件。 Only show it, in this form; nothing is published."),
    ] = None,
    notify: NotifyOption = "",
    lang: LanguageOption = Language.ZH,
) -> None:
    """月度通报：名次升降、先进指标、问题和下一步，一至三页。 The month's circular.

    名次只在所比的单位中排；缺报数据的，名次写作可能的范围。没有写 --format 的，写到 reports/bulletins/。

    [bold]例 Examples[/bold]

    scorecard bulletin --month 2021-03 --league 3

    scorecard bulletin --month 2021-03 --cities 江阴,宜兴,昆山 --formats docx,pdf,html

    scorecard bulletin --month 2021-03 --kind 镇 --rulebook monitoring-2021

    scorecard bulletin --month 2021-03 --format json
    """
    if form is not None:
        typer.echo(
            _shown(_loaded(month, rulebook, scenario, group, kind, cities, lang, output, formats)[1], form, lang)
        )
        return
    with watched_run("bulletin", [], [month], notify, lang) as notes:
        asked, loaded = _loaded(month, rulebook, scenario, group, kind, cities, lang, output, formats)
        notes.cities += loaded.result.places["city"].to_list()
        notes.problems += loaded.faults
        _publish(notes, asked, loaded)


def _loaded(
    month: str, rulebook: str, scenario: str, group: int | None, kind: str, cities: str, lang: Language,
    output: Path | None, formats: str,
) -> tuple[circulars.BulletinRequest, circulars.LoadedBulletin]:  # fmt: skip
    from analysis.reports import batch, circulars

    chosen = batch.named_cities(cities, month)
    asked = circulars.checked_bulletin(
        month, rulebook, scenario, group, chosen, lang.value, output, [formats], wanted_kind(kind)
    )
    loaded = circulars.load_bulletin(asked)
    say_problems(loaded.faults, lang)
    return asked, loaded


def _publish(notes: RunNotes, asked: circulars.BulletinRequest, loaded: circulars.LoadedBulletin) -> None:
    from analysis.reports import Refused, ReportError, circulars, run_records

    before = circulars.bulletin_formats(asked.output)
    try:
        folder = circulars.publish_bulletin(asked, loaded)
    except Refused:
        raise
    except ReportError as error:
        notes.problems += error.problems
        typer.echo(error_text(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    notes.reports.append(run_records.product_of("", asked.month, folder))
    typer.echo(f"通报已发布：{folder}\nThe circular is published.")
    say_remade(name for name in before if name not in asked.formats)


def _shown(loaded: circulars.LoadedBulletin, form: Format, lang: Language) -> str:
    """The circular's parts as text, all of it as JSON, or a unit a row as CSV."""
    if form == Format.CSV:
        return as_csv(bulletins.unit_rows(loaded.result))
    parts = bulletin_parts.bulletin_parts(loaded.result, lang, loaded.excluded)
    if form == Format.TABLE:
        title = bulletin_parts.bulletin_title(loaded.result, lang)
        return "\n\n".join([title, *(_text(part) for part in parts.values())])
    said = {name: {"title": part.title, "sentences": part.sentences} for name, part in parts.items()}
    return as_json({"parts": said, "excluded": loaded.excluded, "bulletin": loaded.result})


def _text(part: bulletin_parts.BulletinPart) -> str:
    tables = [view for view in part.views if isinstance(view, view_objects.Table)]
    return "\n".join([part.title, *part.sentences, *([as_text(tables)] if tables else [])])
