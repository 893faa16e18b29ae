"""The table for spreadsheets: numbers stay numbers, texts never become formulas, missing stays empty."""

from __future__ import annotations

import csv
import io

import pytest

from analysis.reports import making, scorecard
from analysis.reports.request import checked_request


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""), (True, "true"), (False, "false"), (2.5, "2.5"), (-3.0, "-3"), (0.1 + 0.2, "0.3"),
        (["a", "b"], "a;b"), ([], ""), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
        ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), (["=a", "b"], "'=a;b"), ("a=1", "a=1"),
    ],
)  # fmt: skip
def test_a_cell(value, shown):
    assert scorecard.csv_cell(value) == shown


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_row_a_clause_and_scenario(project):
    asked = project.asked()
    [row] = rows(scorecard.scorecard_csv(making.scored_cards(asked), "zh"))
    assert list(row) == list(scorecard.HEADINGS.values())
    assert (row["情景 scenario"], row["规则集 rulebook"], row["条款 clause"]) == ("baseline", "small", "1")
    assert (row["得分 points"], row["满分 possible"], row["达到目标 met"]) == ("4", "5", "true")
    assert row["名称 title"] == "联合奖惩领域"


def test_what_is_missing_is_empty_and_never_nought(project):
    file = project.home / "data" / "facts" / "320281" / "2021-03.csv"
    file.write_text("city,month,fact,value\n320281,2021-03,joint_domains,\n", "utf-8")
    [row] = rows(scorecard.scorecard_csv(making.scored_cards(project.asked()), "en"))
    assert (row["得分 points"], row["最低可能 low"], row["最高可能 high"]) == ("", "0", "5")
    assert (row["达到目标 met"], row["缺少 missing"]) == ("", "joint_domains")
    assert row["名称 title"] == "Joint domains"


def test_a_title_like_a_formula_stays_a_text(project):
    clause = project.home / "params" / "rulebooks" / "small" / "1_slug.toml"
    clause.write_text(clause.read_text("utf-8").replace("联合奖惩领域", "=HYPERLINK(1)"), "utf-8")
    asked = checked_request("320281", "2021-03", ["small"], ["baseline"], "zh", None)
    [row] = rows(scorecard.scorecard_csv(making.scored_cards(asked), "zh"))
    assert row["名称 title"] == "'=HYPERLINK(1)"
