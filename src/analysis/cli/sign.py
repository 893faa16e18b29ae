"""`scorecard sign`: a published month signed as reviewed or filed (审核与归档)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import signatures
from analysis.cli import SOME_FAILED, error_text
from analysis.cli.options import Language, LanguageOption, RequiredCityOption, RequiredMonthOption
from analysis.paths import display_path
from analysis.views import signature_tables


def sign(
    city: RequiredCityOption,
    month: RequiredMonthOption,
    state: Annotated[
        str, typer.Option("--as", metavar="STATE", help="reviewed（已审核）或 filed（已归档）。 The state.")
    ],
    role: Annotated[
        str,
        typer.Option("--role", metavar="POST", help="签署的岗位，如 审核人；不写姓名。\n\nThe post, no name."),
    ],
    lang: LanguageOption = Language.ZH,
) -> None:
    """签署已发布的月报：已审核、已归档。 Sign a published month as reviewed or filed.

    先把新的状态写进报告，再对每个文件签名；数字不变。签名和公钥在报告文件夹的 signature/ 里。

    The state is put on the page first, then every file is signed; no number changes.

    [bold]例 Examples[/bold]

    scorecard sign --city 江阴 --month 2021-03 --as reviewed --role 审核人

    scorecard sign --city 江阴 --month 2021-03 --as filed --role 归档人
    """
    from analysis import reports
    from analysis.reports import signing

    try:
        folder = signing.sign_month(city, month, state, role)
    except reports.Refused:
        raise
    except reports.ReportError as error:
        typer.echo(error_text(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    typer.echo(signature_tables.signed_text(signatures.folder_standing(folder), display_path(folder), lang))
    typer.echo(signature_tables.key_text(signatures.own_fingerprint(), signatures.public_path(), lang))
