"""`scorecard rulebooks new|todo|confirm|export`: from an office's own table to a rulebook, and back (考核表)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, rulebooks
from analysis.cli.answers import Format, FormatOption, OutputOption, give_frame, headed_table, rendered
from analysis.cli.options import Language, LanguageOption, writing
from analysis.rulebooks import Rulebook
from analysis.views import words

BookArgument = Annotated[
    str, typer.Argument(metavar="ID", help="规则集，如 我的细则。 The rulebook.", autocompletion=rulebooks.rulebook_ids)
]

STEPS = {
    "todo": "scorecard rulebooks todo {book}",
    "open": "scorecard app --rulebook {book} --workshop",
    "proposed": "scorecard rulebooks confirm {book}",
    "unset": "scorecard rulebooks export {book} --to {book}.xlsx",
    "units": "scorecard departments --city 城市 --template 责任单位.xlsx",
    "template": "scorecard template --rulebook {book} 待填.xlsx",
    "score": "scorecard score 待填.xlsx --rulebook {book}",
}
"""The command that does a kind of work."""


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="新规则集的名称，如 我的细则。 Its name.")],
    table: Annotated[
        Path, typer.Option("--from", metavar="FILE", help="考核表（.xlsx、.docx、.csv）。\n\nThe table it is made of.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="换掉同名的；原来的移到 .replaced。\n\nReplace it; the old is kept.")
    ] = False,
    lang: LanguageOption = Language.ZH,
) -> None:
    """由考核表建规则集，提议公式。 A rulebook of an office's own table.

    表里要有“分值”，和“考核内容”“评分标准”或各级指标；合并的格、每页重复的表头、小计都认得。认不出写法的项目公式待定，只计区间。

    [bold]例 Examples[/bold]

    scorecard rulebooks new 我的细则 --from 考核表.docx

    scorecard rulebooks new 我的细则 --from 我的细则.xlsx --replace
    """
    from analysis import assessment_tables  # only a rulebook that is made needs it

    book, remarks = assessment_tables.new_rulebook(name, table, replace=replace)
    facts.tell_remarks(remarks)
    typer.echo(_made(book, assessment_tables.open_work(book), lang))


def _made(book: Rulebook, work: pl.DataFrame, lang: str) -> str:
    """What was made, and what to do next."""
    counts = {kind: work.filter(work=kind).height for kind in ("proposed", "open")}
    said = words.say("rulebook made", lang, book=book.id, title=book.title_in(lang), count=len(book.clauses), **counts)
    kinds = ("todo", *work["work"].unique(maintain_order=True), "template", "score")
    return "\n".join([said, words.say("rulebook next", lang), *_next_steps(book.id, kinds, lang)])


def _next_steps(book: str, kinds: Iterable[str], lang: str) -> list[str]:
    """The command that does each kind of work, and what it does."""
    return [f"  {STEPS[kind].format(book=book)}    # {words.say(f'to do {kind}', lang)}" for kind in kinds]


def todo(
    name: BookArgument,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """列出规则集的待办：写公式、确认提议、填取值、登记单位。 What is still to be done.

    [bold]例 Example[/bold]

    scorecard rulebooks todo 我的细则
    """
    from analysis import assessment_tables  # as above

    book = rulebooks.load(name)
    work = assessment_tables.open_work(book)
    give_frame(_in_language(work, lang), _todo_text(book, work, lang), form, output)


def _in_language(work: pl.DataFrame, lang: str) -> pl.DataFrame:
    title = "title_zh" if lang == "zh" else "title"
    return work.select("clause", pl.col(title).alias("title"), "possible", "work", pl.col(lang).alias("said"))


def _todo_text(book: Rulebook, work: pl.DataFrame, lang: str) -> str:
    if work.is_empty():
        return words.say("work none", lang)
    table = headed_table(("clause id", "title", "possible", "work", "work said"), lang)
    for row in _in_language(work, lang).iter_rows(named=True):
        most = "" if row["possible"] is None else words.maximum_text(row["possible"], lang)
        table.add_row(row["clause"], row["title"], most, words.say(f"work {row['work']}", lang), row["said"])
    steps = _next_steps(book.id, work["work"].unique(maintain_order=True), lang)
    said = [words.say("work title", lang, book=book.id, count=work.height), rendered(table)]
    return "\n".join([*said, words.say("rulebook next", lang), *steps])


def confirm(
    name: BookArgument,
    clauses: Annotated[
        list[str] | None, typer.Argument(metavar="[CLAUSE…]", help="条款编号；不写即全部。 Clauses; else all.")
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """确认提议的公式，此后按本单位自己的公式计。 Confirm proposed formulas.

    [bold]例 Examples[/bold]

    scorecard rulebooks confirm 我的细则 3 5

    scorecard rulebooks confirm 我的细则
    """
    from analysis import assessment_tables  # as above

    done = assessment_tables.confirm_proposals(name, clauses or ())
    listed = words.say("comma", lang).join(done)
    typer.echo(words.say("rulebook confirmed", lang, count=len(done), clauses=listed))


def export(
    name: BookArgument,
    target: Annotated[Path, typer.Option("--to", metavar="OUT.xlsx", help="要写的工作簿。 The workbook to write.")],
    lang: LanguageOption = Language.ZH,
) -> None:
    """导出成同样形状的工作簿，改好可读回。 A rulebook as a workbook.

    [bold]例 Example[/bold]

    scorecard rulebooks export 我的细则 --to 我的细则.xlsx
    """
    from analysis import assessment_tables  # as above

    with writing(target):
        book = assessment_tables.export_rulebook(name, target)
    typer.echo(words.say("rulebook exported", lang, path=str(target), count=len(book.clauses)))
