"""`scorecard app`: the what-if panel as a web page (试算服务)."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from analysis import rulebooks
from analysis.calendars import parse_month
from analysis.cli.options import HostOption, IdleOption, Language, LanguageOption, PortOption, TokenOption


def app(
    city: Annotated[str, typer.Option("--city", help="打开时的城市。 The city it opens with.")] = "江阴",
    month: Annotated[str, typer.Option("--month", help="打开时的月份。 The month.")] = "2021-03",
    rulebook: Annotated[str, typer.Option("--rulebook", help="打开时的规则集。 The rulebook.")] = "hard-2019",
    scenario: Annotated[str, typer.Option("--scenario", help="起始情景。 The scenario.")] = "baseline",
    host: HostOption = "127.0.0.1",
    port: PortOption = 8866,
    token: TokenOption = True,
    visitors: Annotated[int, typer.Option("--visitors", min=1, help="同时使用的人数上限。 How many at once.")] = 8,
    idle: IdleOption = 60,
    workshop: Annotated[
        bool,
        typer.Option("--workshop", help="打开规则集工坊：写公式、试算、确认。\n\nThe rulebook's workshop instead."),
    ] = False,
    lang: LanguageOption = Language.ZH,
) -> None:
    """打开试算面板的网页，不显示代码；各使用者分别试算，互不影响。 The what-if panel as a web page, without code.

    [bold]例 Examples[/bold]

    scorecard app

    scorecard app --host 0.0.0.0 --port 8080 --visitors 20

    scorecard app --rulebook 我的细则 --workshop
    """
    from analysis.reports import serving, workshop_page

    door, seconds = serving.new_token() if token else "", idle * 60
    service: serving.Service
    if workshop:
        book, said = rulebooks.load(rulebook), ("规则集工坊", "The workshop")
        service = workshop_page.WorkshopService(
            city, month, book.id, scenario, lang.value, host, port, door, visitors, seconds
        )
    else:
        place, said = _place(city, month, rulebook, scenario), ("试算面板", "The panel")
        service = serving.Service(*place, rulebook, scenario, lang.value, host, port, door, visitors, seconds)
    with suppress(KeyboardInterrupt), serving.stop_on_signals(), serving.running_server(service) as process:
        typer.echo(f"{said[0]}：{service.address}\n{said[1]} is open there. Ctrl-C 结束 ends it.")
        process.wait()


def _place(city: str, month: str, rulebook: str, scenario: str) -> tuple[str, str]:
    """The code and month that the panel opens with."""
    from analysis.views import panels

    place = panels.State(city, parse_month(month), rulebook, scenario).now.place
    return place.city, place.month
