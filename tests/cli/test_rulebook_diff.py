"""`scorecard rulebooks diff`: tables, JSON, CSV and the picture; a picture without facts is refused."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest
from typer.testing import CliRunner

import dated_books
from analysis.cli.rulebooks import app
from analysis.problems import InputError
from made_up import MONTH
from published_kinds import Kind, book_of

TOTAL = dated_books.RULEBOOK + "\n[total]\npossible = POINTS\n"
VALUES = {"most": (4, "point"), "each": (0.5, "point/document")}


@pytest.fixture
def books(tmp_path):
    texts = {"1": "每个得分，最高4分。", "2": "按台账核算计分。"}
    kinds = {name: Kind(text, "min(most, each * answered)", values=VALUES) for name, text in texts.items()}
    less = Kind(texts["1"], "min(most, each * answered)", values=VALUES | {"each": (0.2, "point/document")})
    return str(book_of(tmp_path / "before", **kinds)), str(book_of(tmp_path / "after", **{**kinds, "1": less}))


@pytest.fixture
def figures(tmp_path):
    facts = pl.DataFrame(
        {"city": ["320281", "320282"], "month": [MONTH] * 2, "fact": ["answered"] * 2, "value": [3, 20]}
    )
    facts.write_csv(tmp_path / "facts.csv")
    return ["--facts", str(tmp_path / "facts.csv")]


def run(*args):
    result = CliRunner().invoke(app, ["diff", *args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_what_changed_and_what_it_does_stand_in_two_tables(books, figures):
    said = run(*books, *figures)
    assert "2 处不同" not in said and "1 处不同" in said and "0.2" in said
    assert "江阴市" in said and "宜兴市" not in run(*books) and "第1条 -0.90" in said


def test_json_holds_changes_totals_and_shares(books, figures):
    found = json.loads(run(*books, *figures, "--format", "json"))
    assert found["changes"][0]["what"] == "value" and found["totals"][0]["low"] == pytest.approx(-0.9)
    assert {row["clause"] for row in found["shares"]} == {"1"}


def test_a_csv_holds_the_shares_or_without_facts_the_changes(books, figures):
    assert run(*books, "--format", "csv").startswith("what,clause,later")
    assert run(*books, *figures, "--format", "csv").startswith("city,month,clause,low,high")


def test_the_picture_is_drawn_and_needs_facts(books, figures, tmp_path):
    run(*books, *figures, "--picture", str(tmp_path / "effect.svg"))
    drawn = (tmp_path / "effect.svg").read_text("utf-8")
    assert "江阴市" in drawn
    assert "2 个单位月份中 0 个升、1 个降、1 个不变" in "".join(re.findall(r">([^<>]+)</text>", drawn))
    run(*books, *figures, "--picture", str(tmp_path / "effect.png"))
    assert (tmp_path / "effect.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="--facts"):
        run(*books, "--picture", str(tmp_path / "none.svg"))


def test_a_rulebook_is_compared_with_itself_at_two_months(tmp_path):
    folder = dated_books.write(tmp_path / "dated")
    changes = json.loads(run(f"{folder}@2020-12", f"{folder}@2021-01", "--format", "json"))["changes"]
    assert {(row["clause"] or row["later"], row["what"]) for row in changes} >= {
        ("1", "value"), ("2", "formula"), ("2", "text"), ("3", "added"),
    }  # fmt: skip
    assert "2020-01-01 至 2020-12-31" in run(f"{folder}@2020-12", f"{folder}@2021-01")
    with pytest.raises(InputError, match="2019-12"):
        run(f"{folder}@2019-12", str(folder))


def test_a_day_alone_and_the_total_of_an_edition_are_told_in_words(tmp_path):
    before = dated_books.write(tmp_path / "before", TOTAL.replace("POINTS", "15"), clause_3="")
    first = dated_books.VALUED.replace("is = 1\n", "is = 0.5\n").replace("points = 3", "points = 1.5")
    later = TOTAL.replace("POINTS", "17").replace("2022-12-31", "2023-12-31")
    after = dated_books.write(
        tmp_path / "after", later, clause_1=first.replace("most = { is = 10", "most = { is = 12"), clause_3=""
    )
    said = run(str(before), str(after))
    assert "5 处不同" in said and "（至 2020-12-31）" in said and "总分" in said and "规则集" in said
    assert "施行期" in said and "2020-01-01 – 2023-12-31" in said and "规则值" in said
