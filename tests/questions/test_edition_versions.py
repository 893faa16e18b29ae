"""Every version is compared that a clause, a value or a limit had from time to time, with its dates."""

from __future__ import annotations

from datetime import date

import dated_books
from analysis.questions import editions

EARLIER = (None, date(2020, 12, 31))
"""When the first rules of the dated rulebook are in force."""


def planted(tmp_path, rulebook=dated_books.RULEBOOK, **files):
    """What is found between the dated rulebook and one with some files edited."""
    before = dated_books.write(tmp_path / "before")
    return editions.edition_changes(before, dated_books.write(tmp_path / "after", rulebook, **files)).rows()


def test_a_date_alone_that_is_another_is_found(tmp_path):
    moved = {"clause_2": dated_books.OLD.replace("2020-12-31", "2020-06-30"),
             "clause_2_new": dated_books.NEW.replace("2021-01-01", "2020-07-01")}  # fmt: skip
    before, after = ("… – 2020-12-31; 2021-01-01 – …", "… – 2020-06-30; 2020-07-01 – …")
    assert planted(tmp_path, **moved) == [("dates", "2", "2", "", before, after, None, None)]


def test_the_day_from_which_a_new_clause_is_in_force_is_found(tmp_path):
    found = planted(tmp_path, clause_3=dated_books.ADDED.replace("2021-01-01", "2021-04-01"))
    assert found == [("dates", "3", "3", "", "2021-01-01 – …", "2021-04-01 – …", None, None)]


def test_the_day_from_which_a_value_is_another_is_found(tmp_path):
    text = dated_books.VALUED.replace("from = 2021-01-01", "from = 2021-03-01")
    [row] = planted(tmp_path, clause_1=text)
    assert row[:4] == ("dates", "1", "1", "each") and row[5] == "… – 2021-02-28; 2021-03-01 – …"


def test_a_value_that_is_another_in_an_earlier_time_only_is_found(tmp_path):
    found = planted(
        tmp_path, clause_1=dated_books.VALUED.replace("is = 1\n", "is = 0.5\n").replace("points = 3", "points = 1.5")
    )
    assert found == [("value", "1", "1", "each", "1", "0.5", *EARLIER)]


def test_an_earlier_version_that_reads_otherwise_is_found(tmp_path):
    found = planted(tmp_path, clause_2=dated_books.OLD.replace("每次得1分。", "每次得1分；"))
    assert found == [("text", "2", "2", "", "每次得1分。", "每次得1分[-。-]{+；+}", *EARLIER)]


def test_an_earlier_version_that_is_no_longer_told_is_found(tmp_path):
    rows = planted(tmp_path, clause_2="", clause_2_new=dated_books.NEW.replace("from = 2021-01-01", ""))
    assert ("text", "2", "2", "", "每次得1分。", "", *EARLIER) in rows
    assert {row[0] for row in rows} == {"dates", "text"}


def test_when_the_rulebook_itself_is_in_force_is_compared(tmp_path):
    found = planted(tmp_path, dated_books.RULEBOOK.replace("2022-12-31", "2023-12-31"))
    assert found == [("dates", "total", "total", "", "2020-01-01 – 2022-12-31", "2020-01-01 – 2023-12-31", None, None)]


def test_a_groups_cap_of_an_earlier_time_is_compared(tmp_path):
    before = dated_books.write(tmp_path / "before", dated_books.CAPPED)
    after = dated_books.write(tmp_path / "after", dated_books.CAPPED.replace("is = 8", "is = 9"))
    assert editions.edition_changes(before, after).rows() == [("group", "main", "main", "cap", "8", "9", *EARLIER)]


def test_of_one_time_its_own_rules_alone_are_compared(tmp_path):
    before = dated_books.loaded(tmp_path / "before")
    after = dated_books.loaded(
        tmp_path / "after",
        clause_1=dated_books.VALUED.replace("is = 2\n", "is = 3\n").replace("points = 6", "points = 9"),
    )
    assert editions.edition_changes(before.at("2020-06"), after.at("2020-06")).is_empty()
    assert [row[:6] for row in editions.edition_changes(before.at("2021-06"), after).rows()] == [
        ("value", "1", "1", "each", "2", "3")
    ]
