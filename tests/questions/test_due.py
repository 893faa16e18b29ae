"""What falls due and what it costs to leave it: the truth is a second scoring with the figures moved by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import small_registers
from analysis import scorecards
from analysis.problems import InputError
from analysis.questions import due
from small_registers import CITY, code, delivered, through

ON = date(2021, 4, 6)
HEADS = (
    "record",
    "party_name",
    "party_code",
    "subject",
    "category",
    "authority",
    "decided_on",
    "reported_on",
    "concealed",
)
FIGURES = {"permits": 10, "permits_reported": 8, "penalties": 4, "penalties_reported": 4}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


def permit(record, decided, reported=""):
    return {
        "record": record, "party_name": "某公司", "party_code": code(1), "subject": "某事", "category": "普通",
        "authority": "某局", "decided_on": decided, "reported_on": reported, "concealed": "否",
    }  # fmt: skip


@pytest.fixture
def two_unreported(home):
    """Two permits not reported, of ten; figures of the month typed in."""
    rows = [permit("R1", "2021-03-24"), permit("R2", "2021-03-30")]
    through(home, "permits", *rows, dated="decided_on", heads=HEADS)
    through(home, "penalties", dated="decided_on", heads=HEADS)
    write(home, **FIGURES)
    return home


def write(home, **figures):
    folder = home / "data" / "facts" / CITY
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{CITY},2021-03,{fact},{value}" for fact, value in figures.items()]
    (folder / "2021-03.csv").write_text("\n".join(["city,month,fact,value", *lines, ""]), "utf-8")


def frame(**figures):
    return pl.DataFrame(
        [{"city": CITY, "month": "2021-03", "fact": name, "value": float(value)} for name, value in figures.items()]
    )


def whole(board, matter, book):
    return board.stakes.filter(matter=matter, rulebook=book).filter(pl.col("group").is_null()).row(0, named=True)


def test_all_done_passes_the_veto_that_one_alone_does_not(two_unreported):
    """Clause 5 wants every permit and penalty reported: 8 of 10 today; both done make it 10 of 10."""
    board = due.due("江阴", ON, 10, ["hard-2019"])
    assert whole(board, "permit_report", "hard-2019")["passes"] == ["5"]
    single = board.stakes.filter(pl.col("group").is_not_null(), matter="permit_report")
    assert single["passes"].to_list() == [[]] * single.height and single.height == 2
    met = scorecards.score(frame(**FIGURES | {"permits_reported": 10}), "hard-2019").filter(clause="5")["met"].item()
    assert met is True


def test_points_at_stake_equal_a_second_scoring(home):
    """Two faulty codes of four are corrected: what a second scoring with both corrected gives more."""
    wrong = [code(number)[:-1] + ("0" if code(number)[-1] != "0" else "1") for number in (1, 2)]
    plain = {"kind": "企业法人", "status": "存续", "corrected_on": ""}
    delivered(home, "codes", *({"code": own, "name": f"某{place}"} | plain for place, own in enumerate(wrong)))
    figures = {"codes_total": 1000, "codes_faulty": 4, "codes_faulty_corrected": 2}
    write(home, **figures)
    board = due.due(CITY, ON, 10, ["monitoring-2021"], ["baseline", "assumed-benchmarks"])
    moved = [frame(**figures | {"codes_faulty_corrected": count}) for count in (2, 4)]
    low = [scorecards.total(each, "monitoring-2021", "assumed-benchmarks")["low"].item() for each in moved]
    stake = whole(board, "code_correction", "monitoring-2021")
    assert stake["records"] == 2 and stake["points"] == pytest.approx(low[1] - low[0], abs=1e-12) and low[1] > low[0]


def test_a_clause_whose_benchmark_is_open_is_said_to_be_unknown(two_unreported):
    stake = whole(due.due(CITY, ON, 10, ["monitoring-2021"]), "permit_report", "monitoring-2021")
    assert stake["points"] == 0 and "4" in stake["unknown"]


def test_without_figures_the_list_stands_and_nothing_is_said_to_be_at_stake(home):
    delivered(home, "permits", permit("R1", "2021-03-24"))
    board = due.due("江阴市", ON, 10, ["hard-2019"])
    assert board.base is None and board.stakes.is_empty() and board.records["record"].to_list() == ["R1"]
    assert board.summary.row(0) == ("permit_report", 1, 0, 0, 0, None)


def test_the_summary_counts_each_state_and_the_next_deadline(two_unreported):
    board = due.due(CITY, ON, 10, [])
    assert board.summary.row(0) == ("permit_report", 1, 1, 0, 0, date(2021, 4, 9))
    assert board.records["state"].to_list() == ["due", "overdue"]


def test_a_figure_far_ahead_is_later(two_unreported):
    assert due.due(CITY, date(2021, 3, 31), 2, []).summary.row(0) == ("permit_report", 0, 1, 1, 0, date(2021, 4, 2))


def test_a_department_has_its_own_part(two_unreported):
    board = due.due(CITY, ON, 10, ["hard-2019"])
    (unit,) = board.records["unit"].unique().to_list()
    assert board.of(unit).height == 2 and board.of("no such").is_empty()


@pytest.mark.parametrize("name", ["江阴", "江阴市", "Jiangyin", "320281"])
def test_a_city_by_any_of_its_names(two_unreported, name):
    assert due.due(name, ON, 10).records.height == 2


def test_what_nobody_bears_is_refused(two_unreported):
    with pytest.raises(InputError, match="江阳"):
        due.due("江阳", ON, 10)
    with pytest.raises(InputError, match="hard-2018"):
        due.due(CITY, ON, 10, ["hard-2018"])


def test_the_counts_of_the_brief_are_those_of_the_list(two_unreported):
    """On 31 March: R1 of the 24th is due on 2 April, R2 of the 30th on 9 April; nothing is overdue yet."""
    counts, board = due.due_counts(CITY, "2021-03", 10), due.due(CITY, date(2021, 3, 31), 10)
    assert (counts.overdue, counts.due) == (0, 2) == tuple(board.summary.select(pl.col("overdue", "due").sum()).row(0))
    assert counts.is_told and not counts.whole


def test_without_registers_of_the_month_nothing_is_counted(home):
    assert due.due_counts(CITY, "2021-03", 10) is None


def test_where_the_calendar_ends_it_is_said_that_nothing_can_be_told(home):
    through(home, "permits", permit("R1", "2021-03-24"), dated="decided_on", heads=HEADS)
    (home / "data" / "registers" / CITY / "2031-03").mkdir()
    (home / "data" / "registers" / CITY / "2021-03" / "permits.csv").rename(
        home / "data" / "registers" / CITY / "2031-03" / "permits.csv"
    )
    assert due.due_counts(CITY, "2031-03", 10).is_told is False
