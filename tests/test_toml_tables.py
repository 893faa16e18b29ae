"""TOML files are read table by table; each fault says where it stands, and none ends the reading."""

from __future__ import annotations

import pytest

from analysis import toml_tables
from analysis.problems import Problems
from analysis.toml_tables import read_listed_tables, read_toml_table


def table(folder, text):
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    return read_toml_table(path, problems), problems


def test_every_fault_is_gathered_with_the_place_it_stands_in(tmp_path):
    read, problems = table(tmp_path, "name = 1\nshare = inf\n[part]\nkind = 'scores'")
    part = read.part("part", read.values["part"])
    assert (read.text("name"), read.number("share"), read.number("none")) == ("", None, None)
    assert part.choice("kind", ("score", "test")) == "scores"
    read.only({"name", "part"})
    places = [problem.where.rpartition("table.toml")[2] for problem in problems.found]
    assert places == ["", "", ", part", ""]
    assert "Did you mean 'score'" in problems.found[2].en and "'share' is not known here" in problems.found[3].en


@pytest.mark.parametrize(("text", "count"), [("[[row]]\n[[row]]", 2), ("", 0), ("[row]", 0)])
def test_listed_tables_are_numbered_from_one(tmp_path, text, count):
    read, problems = table(tmp_path, text)
    places = read_listed_tables(read, "row", lambda row: row.where.rpartition(", ")[2])
    assert places == [f"row {number}" for number in range(1, count + 1)]
    assert len(problems.found) == (text == "[row]")


def test_a_file_that_cannot_be_read_or_is_too_long_is_said(tmp_path, monkeypatch):
    assert table(tmp_path, "name = ")[0] is None
    monkeypatch.setattr(toml_tables, "LONGEST_FILE", 5)
    read, problems = table(tmp_path, "name = 1")
    assert read is None and "> 5 bytes" in problems.found[0].en
