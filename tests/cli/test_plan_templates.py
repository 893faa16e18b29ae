"""`scorecard plan --costs-template`, `--paces-template`: written together, or neither."""

from __future__ import annotations

PLACE = ("--city", "江阴", "--month", "2021-03", "--rulebook", "hard-2019")


def test_both_tables_are_written_and_taken_back_without_a_change(scorecard, tmp_path):
    costs, paces = tmp_path / "费用.xlsx", tmp_path / "进度.xlsx"
    ran = scorecard("plan", *PLACE, "--costs-template", costs, "--paces-template", paces)
    assert ran.code == 0 and "39 项" in ran.out and costs.is_file() and paces.is_file()
    words = ("--reach", "36", "--by", "2021-06", "--format", "json")
    with_table = scorecard("plan", *PLACE, *words, "--paces", paces)
    assert with_table.code == 0 and with_table.out == scorecard("plan", *PLACE, *words).out


def test_where_one_cannot_be_written_neither_is(scorecard, tmp_path):
    costs, paces = tmp_path / "费用.xlsx", tmp_path / "进度.csv"
    ran = scorecard("plan", *PLACE, "--costs-template", costs, "--paces-template", paces)
    assert ran.code != 0 and ".xlsx" in ran.err and not costs.exists()
    costs.write_bytes(b"own")
    ran = scorecard("plan", *PLACE, "--costs-template", costs)
    assert ran.code != 0 and costs.read_bytes() == b"own"
