"""Names that every spreadsheet takes, each given to one thing."""

from __future__ import annotations

import pytest

from analysis.reports.workbooks.names import CellNames, safe_name, short_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hard_18.3_rate", "hard_18_3_rate"), ("27-30", "n_27_30"), ("A1", "n_A1"), ("xfd104", "n_xfd104"),
        ("R1C1", "n_R1C1"), ("r", "n_r"), ("true", "n_true"), ("指标", "n"), ("permits", "permits"),
    ],
)  # fmt: skip
def test_a_name_is_no_cell_no_number_and_plain(text, name):
    assert safe_name(text) == name


def test_a_thing_keeps_its_name_and_no_two_share_one():
    names = CellNames()
    first = names.of("value", "hard", "9.1", "low")
    assert names.of("value", "hard", "9.1", "low") == first == "hard_9_1_low"
    assert names.of("part", "hard", "9.1", "low") == "hard_9_1_low_2"
    assert names.of("value", "hard", "9.1", "LOW") == "hard_9_1_LOW_3"


def test_rulebooks_go_by_their_first_word_where_that_tells_them_apart():
    assert short_names(["hard-2019", "monitoring-2021"]) == {"hard-2019": "hard", "monitoring-2021": "monitoring"}
    assert short_names(["hard-2019", "hard-2021"]) == {"hard-2019": "hard_2019", "hard-2021": "hard_2021"}
