"""Cards, clauses and workings as text for the terminal (终端文本)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from analysis import rulebooks
from analysis.facts import name_of
from analysis.formulas import latex, named, number
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import Clause, Rulebook
from analysis.scorecards import Card
from analysis.scorecards.working import labelled
from analysis.views.words import interval, points_text, say

CARD = ("city", "month", "scenario", "passes", "points", "low", "high", "possible")
CLAUSE = ("clause", "kind", "title", "points", "low", "high", "possible", "met", "bound", "reading", "missing")


def having(clause: str) -> list[str]:
    """The rulebooks that have a clause of this id to score."""
    books = [rulebooks.load(name) for name in rulebooks.names()]
    found = [book.id for book in books if clause in book.clauses and not book.clauses[clause].blank]
    if not found:
        must_have(books[0], clause)
    return found


def must_have(book: Rulebook, clause: str) -> None:
    """Raise `InputError`, with the near id, where the rulebook has no such clause."""
    if clause not in book.clauses:
        zh, en = did_you_mean(clause, book.clauses)
        known = "、".join(book.clauses)
        raise InputError(
            [Problem(f"{book.id}, {clause}", f"没有此条款。{zh}现有：{known}。", f"There is no such clause. {en} Known: {known}.")]
        )


def titled(book: Rulebook, points: pl.DataFrame, lang: str) -> pl.DataFrame:
    """POINTS with each clause's title."""
    titles = pl.DataFrame(
        [(clause.id, clause.title_in(lang)) for clause in book.clauses.values()],
        schema={"clause": pl.String, "title": pl.String},
        orient="row",
    )
    return points.join(titles, on="clause", how="left", maintain_order="left")


def json_text(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str) -> str:
    """The cards as JSON: numbers unrounded, absent values null."""
    keys = ["scenario", "city", "month"]
    held = titled(book, points, lang).partition_by(keys, as_dict=True, maintain_order=True)
    cards = [
        {"rulebook": book.id, **{key: total[key] for key in CARD}, "clauses": held[_key(total)].select(CLAUSE).to_dicts()}
        for total in totals.to_dicts()
    ]
    return json.dumps({"cards": cards}, ensure_ascii=False, indent=2, allow_nan=False)


def _key(total: dict[str, Any]) -> tuple[str, str, str]:
    return total["scenario"], total["city"], total["month"]


def csv_text(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str) -> str:
    """POINTS as CSV, one row a clause; nothing in it begins as a spreadsheet's formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    columns = ["rulebook", "scenario", "city", "month", *CLAUSE]
    writer.writerow(columns)
    for row in titled(book, points, lang).with_columns(pl.lit(book.id).alias("rulebook")).select(columns).iter_rows():
        writer.writerow(map(_cell, row))
    return buffer.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def table_text(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str) -> str:
    """Each card as a table: verdict and total first, then clause by clause."""
    rows = titled(book, points, lang)
    return "\n".join(_card_text(book, total, rows, lang) for total in totals.to_dicts())


def _card_text(book: Rulebook, total: dict[str, Any], rows: pl.DataFrame, lang: str) -> str:
    met = (
        (pl.col("scenario") == total["scenario"])
        & (pl.col("city") == total["city"])
        & (pl.col("month") == total["month"])
    )
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for key in ("clause", "title", "points", "possible", "met", "bound", "missing"):
        table.add_column(say(key, lang), overflow="fold")
    for row in rows.filter(met).iter_rows(named=True):
        table.add_row(*_cells(row, lang))
    head = f"{name_of(total['city'])} {total['month']} · {book.title_in(lang)} · {total['scenario']}"
    return f"{head}\n{_verdict(total, lang)}\n{rendered(table)}"


def _verdict(total: dict[str, Any], lang: str) -> str:
    verdict = say({True: "passes", False: "vetoed", None: "unknown"}[total["passes"]], lang)
    reached = interval(total["points"], total["low"], total["high"], lang)
    return f"{say('verdict', lang)}：{verdict}　{say('total', lang)}：{reached}　{say('possible', lang)}：{points_text(total['possible'], lang)}"


def _cells(row: dict[str, Any], lang: str) -> list[str]:
    reached = "" if row["kind"] == "test" else interval(row["points"], row["low"], row["high"], lang)
    most = "" if row["kind"] == "test" else points_text(row["possible"], lang)
    met = "" if row["met"] is None and row["kind"] != "test" else number(row["met"], lang)
    bound = say(row["bound"], lang) if row["bound"] else ""
    return [row["clause"], row["title"], reached, most, met, bound, "、".join(row["missing"])]


def books_text(books: list[Rulebook], lang: str) -> str:
    """The rulebooks, a line each."""
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for key in ("rulebook", "title", "edition", "tests", "scores", "deductions"):
        table.add_column(say(key, lang))
    for book in books:
        counts = [str(len(book.of_kind(kind))) for kind in ("test", "score", "deduction")]
        table.add_row(book.id, book.title_in(lang), book.edition, *counts)
    return rendered(table)


def book_text(book: Rulebook, lang: str) -> str:
    """A rulebook: what it is, and its clauses."""
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for key in ("clause", "kind", "title", "possible", "provenance"):
        table.add_column(say(key, lang), overflow="fold")
    for clause in book.clauses.values():
        most = points_text(rulebooks.amount(clause, "possible"), lang) if clause.kind == "score" else ""
        table.add_row(clause.id, say(clause.kind, lang), clause.title_in(lang), most, say(clause.provenance, lang))
    source = book.source["zh" if lang == "zh" else "title"]
    about = book.about_zh if lang == "zh" else book.about
    return f"{book.title_in(lang)}（{book.id}）\n{source}\n{about}\n{rendered(table)}"


def clause_text(book: Rulebook, name: str, lang: str) -> str:
    """A clause: text, formulas, values, readings, notes, who answers for it."""
    clause = book.clauses[name]
    head = [f"{book.id} {clause.id}  {clause.title_in(lang)}", "", clause.text, ""]
    return "\n".join([*head, *_readings(book, clause, lang), *_values(clause, lang), *_notes(clause, lang)])


def _readings(book: Rulebook, clause: Clause, lang: str) -> list[str]:
    lines = []
    for reading in clause.readings.values():
        labels = labelled(clause, book, reading, lang)
        lines.append(f"[{reading.name}] {reading.zh if lang == 'zh' else reading.why} ({say(reading.provenance, lang)})")
        for part in ("points", "met"):
            if tree := getattr(reading, part):
                lines += [f"  {say(part, lang)}：{named(tree, labels, lang)}", f"  LaTeX: {latex(tree, labels)}"]
        lines += [f"    {labels[let.name]} = {named(let.tree, labels, lang)}" for let in reading.lets.values()]
        lines += [f"  {reading.why_zh}"] if reading.why_zh and lang == "zh" else []
    return lines


def _values(clause: Clause, lang: str) -> list[str]:
    lines = ["", f"{say('values', lang)}："]
    for value in clause.values.values():
        amount = say("unset", lang) if value.amount is None else number(value.amount, lang)
        lines.append(f"  {clause.id}.{value.name}  {value.zh}  {amount}  {value.unit}  [{value.source}]")
    return lines if clause.values else []


def _notes(clause: Clause, lang: str) -> list[str]:
    lines = [f"（{say(note.mark, lang)}）{note.zh if lang == 'zh' else note.en}" for note in clause.notes]
    if clause.readings["default"].empty:
        empty = clause.readings["default"].empty
        lines.append(f"（{say(empty.provenance, lang)}）{empty.zh if lang == 'zh' else empty.en}")
    units = "、".join(clause.responsible) or say("not_printed", lang)
    suppliers = "、".join(clause.supplier) or say("not_printed", lang)
    return ["", *lines, f"{say('responsible', lang)}：{units}", f"{say('supplier', lang)}：{suppliers}"]


def working_text(card: Card, name: str, lang: str) -> str:
    """A clause's working at a card: text, formula, numbers put in, points, target, what is missing."""
    made = card.working(name, lang)
    row = next(row for clause, row in card.clauses() if clause.id == name)
    reached = number(row["met"], lang) if row["kind"] == "test" else interval(row["points"], row["low"], row["high"], lang)
    lines = [
        f"{card.book.id} {name}  {made.clause.title_in(lang)}  {card.city_name()} {card.month}",
        made.clause.text,
        f"{say('formula', lang)}：{made.formula}",
        *(f"  {step}" for step in made.steps),
        f"{say('outcome', lang)}：{reached}",
    ]
    if row["kind"] == "score":
        lines[-1] += f" / {points_text(row['possible'], lang)}"
    if made.target:
        lines.append(f"{say('met', lang)}：{made.target} → {number(made.met, lang)}")
    if row["missing"]:
        lines.append(f"{say('missing', lang)}：{'、'.join(row['missing'])}")
    return "\n".join(lines) + "\n"


def rendered(table: Table) -> str:
    """A table as plain text, wide enough not to be cut when it goes to a file."""
    console = Console(file=io.StringIO(), width=140, color_system=None)
    console.print(table)
    return console.file.getvalue().rstrip()  # type: ignore[attr-defined]
