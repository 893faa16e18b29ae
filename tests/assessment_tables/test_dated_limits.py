"""A limit that changes from a day on: the text of a cell says it all, and a line that is none is told."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.assessment_tables import dated_limits

LIMITS = [
    {"is": 10, "unit": "point", "source": "clause"},
    {"is": -7.5, "unit": "point", "source": "第3条｜附件\\二\n续", "zh": "最低"},
    {"unit": "point", "dated": [{"is": 8, "source": "first"}]},
    {
        "unit": "point",
        "zh": "封｜顶",
        "dated": [
            {"until": date(2020, 6, 30), "is": 8, "source": "a\\"},
            {"from": date(2020, 7, 1), "none": True, "source": "b｜\\n"},
            {"from": date(2021, 1, 1), "until": date(2021, 12, 31), "is": 0.1, "source": "第一行\n第二行"},
        ],
    },
]


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_comes_back_as_it_was(limit):
    told: list[str] = []
    assert dated_limits.read_limit_cell(dated_limits.limit_cell(limit), lambda zh, en: told.append(zh)) == limit
    assert not told


def test_a_dated_limit_reads_as_an_office_would_write_it():
    assert dated_limits.limit_cell(LIMITS[3]).splitlines()[0] == "名称｜封\\｜顶"
    assert dated_limits.limit_cell(LIMITS[2]) == "自｜｜至｜｜8｜first"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("自｜2021-13-01｜至｜｜8｜x", "写法有误"),
        ("自｜2021-01-01｜8｜x", "写法有误"),
        ("自｜2021-01-01｜到｜｜8｜x", "写法有误"),
        ("自｜｜至｜｜八｜x", "“八”不是数"),
        ("十分｜x", "“十分”不是数"),
    ],
)
def test_a_line_that_is_no_limit_is_told(text, said):
    told: list[tuple[str, str]] = []
    dated_limits.read_limit_cell(text, lambda *both: told.append(both))
    assert len(told) == 1 and said in told[0][0] and told[0][1]
