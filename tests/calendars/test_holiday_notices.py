"""The table of holidays: an office adds a year by editing it; every fault in it is told where it stands."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from analysis import calendars
from analysis.problems import InputError

TABLE = Path(__file__).resolve().parents[2] / "params" / "calendar.csv"
CALENDAR = calendars.load(TABLE)
LAST = date(CALENDAR.years[-1], 12, 31)
HEAD = "date,kind,name"
# A whole year in its smallest form: the days the law has off, and nothing shifted.
OF_2022 = ("2022,notice,one", "2022-10-03,holiday,国庆节")


@pytest.fixture
def table(tmp_path):
    """Writes a table of the given rows under the usual headings."""

    def write(*rows, head=HEAD, encoding="utf-8"):
        path = tmp_path / "calendar.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
        return path

    return write


def faults(path):
    with pytest.raises(InputError) as caught:
        calendars.load(path)
    return caught.value.problems


def test_an_office_adds_a_year_by_editing_the_table(table):
    """Next year's notice, the Saturday of the December before included; saved by a spreadsheet in GBK."""
    year = LAST.year + 1
    weekdays = [day for md in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)) if (day := date(year, *md)).weekday() < 5]
    saturday = LAST - timedelta((LAST.weekday() - 5) % 7)
    added = [
        f"{year},notice,通知",
        f"{saturday:%Y}/12/{saturday.day},workday,元旦",
        *[f"{day.year}/{day.month}/{day.day},holiday,节日" for day in weekdays],
        ",,",
    ]
    path = table(*TABLE.read_text("utf-8-sig").splitlines()[1:], *added, encoding="gbk")
    longer = calendars.load(path)
    longer.require([year])
    counted = pl.select(longer.working_days_between(pl.lit(saturday - timedelta(1)), pl.lit(saturday))).item()
    assert counted == 1
    with pytest.raises(InputError, match=str(year)):
        CALENDAR.require([year])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["2022-10-04,holidays,国庆节"], "Did you mean 'holiday'?"),
        (["2022-10-32,holiday,国庆节"], "'2022-10-32' is no date"),
        (["2022-10,holiday,国庆节"], "'2022-10' is no date"),
        (["2022-10-04,notice,one"], "'2022-10-04' is no year"),
        (["2022-10-04,holiday"], "three cells"),
        (["2022-10-04,holiday,"], "three cells"),
        (["2022-10-04,holiday,a", "2022/10/4,holiday,a"], "more than once"),
        (["2022-10-01,holiday,国庆节"], "off anyway"),
        (["2022-02-09,workday,春节"], "worked anyway"),
        (["2202-10-04,holiday,国庆节"], "no date"),
        (["2072-10-04,holiday,国庆节"], "2072 has no notice row"),
        (["2024,notice,two"], "2023 is missing"),
        (["2023,notice,two"], "2023-05-01 is off by law"),
    ],
)
def test_a_fault_in_the_table_is_told_where_it_stands(table, rows, said):
    problems = faults(table(*OF_2022, *rows))
    assert any(said in problem.en for problem in problems)
    assert all("calendar.csv" in problem.where and problem.zh for problem in problems)


def test_all_faults_of_the_table_are_told_at_once(table):
    problems = faults(table(*OF_2022, "2022-13-01,holiday,a", "2022-10-04,off,b", "2022-10-01,holiday,c"))
    assert [problem.where[-5:] for problem in problems] == ["row 4", "row 5", "row 6"]


@pytest.mark.parametrize(
    ("head", "rows"),
    [("date,kind", []), ("日期,类别,名称", []), (HEAD, []), (HEAD, ["2022-10-04,holiday,a"]), ("", [])],
)
def test_a_table_without_its_headings_or_any_year_is_refused(table, head, rows):
    assert len(faults(table(*rows, head=head))) == 1


def test_a_table_that_is_not_there_is_refused(tmp_path):
    (problem,) = faults(tmp_path / "calendar.csv")
    assert "cannot be read" in problem.en


def test_the_project_s_own_table_is_read_by_default(table, monkeypatch, tmp_path):
    assert calendars.load().years == CALENDAR.years
    (tmp_path / "params").mkdir()
    table(*OF_2022).rename(tmp_path / "params" / "calendar.csv")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    assert list(calendars.load().years) == [2022]


def test_each_notice_of_the_table_stands_in_the_description():
    """Sources are told to people and to the program alike."""
    notices = [line.split(",")[2] for line in TABLE.read_text("utf-8-sig").splitlines() if ",notice," in line]
    described = TABLE.with_suffix(".md").read_text("utf-8")
    assert len(notices) >= 15
    assert [notice for notice in notices if notice not in described] == []
