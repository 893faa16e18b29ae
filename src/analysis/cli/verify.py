"""`scorecard verify`: whether a report's folder, or a copy of it, is what was signed (核验)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import facts, signatures
from analysis.calendars import parse_month
from analysis.cli import BAD_INPUT
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import Language, LanguageOption
from analysis.problems import InputError, Problem
from analysis.signatures import Verification
from analysis.views import signature_tables

EITHER = Problem(
    "PATH, --city, --month",
    "请写报告文件夹，或写 --city 和 --month，二者取一。",
    "Name a folder, or --city and --month: one of the two.",
)


def verify(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="报告文件夹，或它的副本、ZIP 压缩包。\n\nA report's folder, a copy, or a ZIP.",
            show_default=False,
        ),
    ] = None,
    city: Annotated[str | None, typer.Option("--city", help="城市代码或名称。\n\nThe city, code or name.")] = None,
    month: Annotated[str | None, typer.Option("--month", help="月份，如 2021-03。 The month.")] = None,
    key: Annotated[
        str,
        typer.Option("--key", metavar="KEY", help="须是这把密钥签的：公钥文件或指纹。\n\nPublic key, or fingerprint."),
    ] = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """核验报告是不是签署的那一份。 Whether a report is as signed.

    不用网络。一个字节不同，文件增减、改名，签名或密钥被调换，都会逐项指出。退出码：0 相符，1 不符或没有签名。

    Every changed byte, added, missing or renamed file, and a swapped signature or key is named. Exit 0 only if genuine.

    [bold]例 Examples[/bold]

    scorecard verify --city 江阴 --month 2021-03

    scorecard verify 收到的报告.zip --key 信用办.pub
    """
    pin = signatures.parse_pin(key) if key else ""
    found = _found(path, city, month, pin)
    rows = signature_tables.fault_frame(found)
    answer(signature_tables.verification_record(found, lang), rows, [], form, output, _text(found, bool(pin), lang))
    if not found.genuine:
        raise typer.Exit(BAD_INPUT)


def _found(path: Path | None, city: str | None, month: str | None, pin: str) -> Verification:
    if path is not None and city is None and month is None:
        return signatures.verify_copy(path, pin)
    if path is not None or city is None or month is None:
        raise InputError([EITHER])
    from analysis.reports import request

    when = parse_month(month)
    code = facts.code_of(city, when)
    return signatures.verify_month(code, when, request.own_place(code, when), pin)


def _text(found: Verification, pinned: bool, lang: str) -> str:
    return "\n".join(signature_tables.verification_texts(found, pinned, lang))
