"""Working days follow the official notices day by day; a year no one has entered is refused, never guessed."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import chinese_calendar
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import calendars
from analysis.calendars import MonthWindow, month_end, month_start, months_back, parse_day
from analysis.problems import InputError

TABLE = Path(__file__).resolve().parents[1] / "params" / "calendar.csv"
CALENDAR = calendars.load(TABLE)
FIRST, LAST = date(CALENDAR.years[0], 1, 1), date(CALENDAR.years[-1], 12, 31)
CONFIRMED = max(chinese_calendar.holidays).year
is_workday = lru_cache(maxsize=None)(chinese_calendar.is_workday)

DAYS = st.dates(FIRST, min(LAST, date(CONFIRMED, 12, 31)))
START, END = pl.col("start"), pl.col("end")
HEAD = "date,kind,name"
# A whole year in its smallest form: the days the law has off, and nothing shifted.
OF_2022 = ("2022,notice,one", "2022-10-03,holiday,国庆节")


def frame(*pairs):
    return pl.DataFrame(list(pairs), schema={"start": pl.Date, "end": pl.Date}, orient="row")


def between(*pairs):
    """Working days of each pair of days, counted at once."""
    return frame(*pairs).select(days=CALENDAR.working_days_between(START, END))["days"].to_list()


def deadlines(days, *starts):
    rows = frame(*[(start, None) for start in starts])
    return rows.select(last=CALENDAR.deadline(START, days))["last"].to_list()


def naive(start, end):
    """The same count, one day after the other, by another source of holidays."""
    if end < start:
        return -naive(end, start)
    return sum(is_workday(start + timedelta(n)) for n in range(1, (end - start).days + 1))


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


def test_every_day_of_every_year_agrees_with_another_source():
    """Worked or off, each day as the chinesecalendar package has it, for the years that package knows."""
    confirmed = CALENDAR.table().filter(pl.col("day").dt.year() <= CONFIRMED)
    works = confirmed["worked"].diff().fill_null(confirmed["worked"][0]).to_list()
    assert works == [int(is_workday(day)) for day in confirmed["day"]]
    assert set(range(2015, 2027)) <= set(CALENDAR.years)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((2021, 3, 1), (2021, 3, 1), 0),
        ((2021, 3, 1), (2021, 3, 2), 1),
        ((2021, 3, 5), (2021, 3, 7), 0),  # a plain weekend
        ((2021, 3, 5), (2021, 3, 8), 1),
        ((2021, 3, 8), (2021, 3, 5), -1),  # the end before the start
        ((2021, 2, 5), (2021, 2, 7), 1),  # Sunday, worked for the Spring Festival
        ((2021, 2, 5), (2021, 2, 10), 4),
        ((2021, 2, 5), (2021, 2, 17), 4),  # the festival counts nothing
        ((2021, 2, 5), (2021, 2, 19), 6),
        ((2021, 2, 5), (2021, 2, 20), 7),  # Saturday, worked: the seventh day
        ((2021, 2, 5), (2021, 2, 22), 8),
        ((2021, 9, 30), (2021, 10, 8), 1),  # National Day
        ((2021, 9, 25), (2021, 9, 26), 1),  # Sunday, worked before it
        ((2021, 10, 8), (2021, 10, 9), 1),  # Saturday, worked after it
        ((2020, 1, 23), (2020, 2, 2), 0),  # the Spring Festival as prolonged
        ((2020, 1, 31), (2020, 2, 1), 0),  # once to be worked, then off after all
        ((2020, 1, 23), (2020, 2, 3), 1),
        ((2018, 12, 28), (2019, 1, 1), 1),  # New Year of 2019 shifted a Saturday of 2018
        ((2024, 2, 8), (2024, 2, 9), 1),  # New Year's Eve of 2024: rest recommended, not given
    ],
)
def test_known_cases(start, end, days):
    assert between((date(*start), date(*end))) == [days]


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ((2021, 2, 5), 7, (2021, 2, 20)),
        ((2021, 2, 5), 1, (2021, 2, 7)),
        ((2021, 2, 6), 1, (2021, 2, 7)),  # decided on a day of rest
        ((2021, 2, 11), 1, (2021, 2, 18)),
        ((2021, 3, 6), 0, (2021, 3, 6)),
        ((2015, 1, 1), 1, (2015, 1, 4)),  # the first working day there is
        ((2026, 12, 30), 1, (2026, 12, 31)),
    ],
)
def test_the_deadline_is_the_last_working_day_in_time(start, days, last):
    assert deadlines(days, date(*start)) == [date(*last)]


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5))
def test_counting_at_once_equals_counting_one_by_one(pairs):
    assert between(*pairs) == [naive(*pair) for pair in pairs]


@settings(deadline=None)
@given(DAYS, DAYS, DAYS)
def test_days_between_add_up(first, middle, last):
    before, after, whole, back = between((first, middle), (middle, last), (first, last), (last, first))
    assert before + after == whole == -back


@settings(deadline=None)
@given(DAYS, DAYS, DAYS)
def test_a_later_end_never_has_fewer_days(start, first, second):
    earlier, later = between((start, min(first, second)), (start, max(first, second)))
    assert earlier <= later


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_the_deadline_is_worked_and_just_so_many_days_off(start, days):
    (last,) = deadlines(days, start)
    if last is None:
        assert between((start, LAST))[0] < days
    else:
        assert between((start, last), (start, last - timedelta(1))) == [days, days - 1]


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_the_latest_start_is_the_last_whose_days_have_all_passed(end, days):
    start = CALENDAR.latest_start(end, days)
    if start is None:
        assert between((FIRST, end))[0] < days
    else:
        passed, next_day = between((start, end), (start + timedelta(1), end))
        assert next_day < days <= passed


def test_missing_days_stay_missing():
    day = date(2021, 3, 1)
    assert between((None, day), (day, None), (None, None)) == [None, None, None]
    assert deadlines(7, None) == deadlines(0, None) == deadlines(pl.lit(None, pl.Int32), day) == [None]
    assert deadlines(-1, day) == [None]


def test_days_outside_the_known_years_are_missing_not_guessed():
    inside, before, after = date(2021, 3, 1), FIRST - timedelta(1), LAST + timedelta(1)
    assert between((before, inside), (inside, after), (after, inside), (inside, before)) == [None] * 4
    assert deadlines(1, before, after, LAST) == [None, None, None]
    assert deadlines(0, before, after, LAST) == [None, None, LAST]


def test_unknown_years_are_refused_all_at_once():
    CALENDAR.require([2015, 2021, None])
    CALENDAR.require(pl.Series([date(2021, 3, 1), None]).dt.year())
    with pytest.raises(InputError) as caught:
        CALENDAR.require([2099, 2021, 2014, 2099, None])
    problems = caught.value.problems
    assert ["2014" in problem.zh and "2014" in problem.en for problem in problems] == [True, False]
    assert ["2099" in problem.zh and "2099" in problem.en for problem in problems] == [False, True]
    assert all(problem.where == "params/calendar.csv" for problem in problems)


def test_counts_are_the_same_lazily_by_group_and_with_times_of_day():
    rows = frame(
        (date(2021, 2, 5), date(2021, 2, 20)), (date(2021, 3, 1), None), (date(2021, 9, 30), date(2021, 10, 8))
    )
    days = CALENDAR.working_days_between(START, END)
    assert rows.lazy().filter(days > 5).collect(engine="streaming").height == 1
    grouped = rows.with_columns(city=pl.Series(["a", "b", "a"])).group_by("city", maintain_order=True)
    assert grouped.agg(days=days)["days"].to_list() == [[7, 1], [None]]
    noon = rows.with_columns(pl.all().cast(pl.Datetime) + pl.duration(hours=12))
    assert noon.select(days=days)["days"].to_list() == [7, None, 1]
    assert rows.clear().select(days=days).schema == {"days": pl.Int32}


def test_without_holidays_every_weekday_is_worked():
    """2021 began on a Friday: the first known day can itself be a working day."""
    plain = calendars.WorkingCalendar(range(2021, 2022), frozenset(), frozenset())
    assert plain.table()["worked"][0] == 1
    rows = frame((date(2021, 1, 1), date(2021, 1, 8)))
    assert rows.select(plain.deadline(START, 5)).item() == date(2021, 1, 8)
    assert rows.select(plain.working_days_between(START, END)).item() == 5


def test_days_allowed_may_differ_by_row():
    rows = frame((date(2021, 2, 5), None), (date(2021, 2, 5), None)).with_columns(allowed=pl.Series([7, 1]))
    last = rows.select(last=CALENDAR.deadline(START, pl.col("allowed")))["last"].to_list()
    assert last == [date(2021, 2, 20), date(2021, 2, 7)]


def test_joining_the_table_twice_counts_the_same():
    """The way open to other engines."""
    rows = frame((date(2021, 2, 5), date(2021, 2, 20)), (date(2020, 1, 23), date(2020, 2, 3)), (date(2021, 3, 8), None))
    worked = CALENDAR.table()
    assert worked.schema == {"day": pl.Date, "worked": pl.Int32}
    assert worked["day"].to_list() == [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    joined = rows.join(worked, left_on="start", right_on="day", how="left", maintain_order="left").join(
        worked, left_on="end", right_on="day", how="left", maintain_order="left", suffix="_end"
    )
    counted = joined.select(pl.col("worked_end") - pl.col("worked")).to_series().to_list()
    assert counted == rows.select(days=CALENDAR.working_days_between(START, END))["days"].to_list()


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
    counted = frame((saturday - timedelta(1), saturday)).select(longer.working_days_between(START, END)).item()
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


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2021-03", (2021, 3, 1), (2021, 3, 31)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2021-12", (2021, 12, 1), (2021, 12, 31)),
    ],
)
def test_a_month_has_its_first_and_last_day(month, first, last):
    assert (month_start(month), month_end(month)) == (date(*first), date(*last))


def test_months_back_end_with_the_month_itself():
    assert months_back("2021-03", 1) == ("2021-03",)
    assert months_back("2021-02", 3) == ("2020-12", "2021-01", "2021-02")
    twelve = months_back("2021-03", 12)
    assert (len(twelve), twelve[0], twelve[-1]) == (12, "2020-04", "2021-03")


@pytest.mark.parametrize(
    ("month", "n"), [("2021-03", 0), ("2021-03", -1), ("2021-13", 1), ("2021-3", 1), ("202103", 1)]
)
def test_no_window_is_made_of_a_text_that_is_no_month(month, n):
    with pytest.raises(ValueError):
        months_back(month, n)


def test_a_window_holds_its_first_and_last_day():
    year = MonthWindow("2021-03")
    assert (year.first, year.last, year.months) == (date(2020, 4, 1), date(2021, 3, 31), months_back("2021-03", 12))
    days = [date(2020, 3, 31), date(2020, 4, 1), date(2021, 3, 31), date(2021, 4, 1), None]
    inside = pl.DataFrame({"day": days}).select(held=year.holds(pl.col("day")))["held"].to_list()
    assert inside == [False, True, True, False, None]
    assert pl.select(year.holds(pl.datetime(2021, 3, 31, 23))).item()


@pytest.mark.parametrize("text", ["2021-04-05", "2021/4/5", "20210405", "2021年4月5日", " ２０２１-04-05 "])
def test_a_day_is_read_as_people_write_it(text):
    assert parse_day(text, "day") == "2021-04-05"


@pytest.mark.parametrize("text", ["2021-02-30", "2021-04", "5.4.2021", "soon", ""])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(InputError, match="is not a day; write it as 2021-04-25"):
        parse_day(text, "day")
