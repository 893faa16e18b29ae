"""Many cities at once: who fails stops nobody, is tried once more, and is told of at the end."""

from __future__ import annotations

import sys

import pytest

import small_projects
from analysis.problems import InputError
from analysis.reports import batch
from analysis.reports.batch_worker import FAILED, MADE, REFUSED, BatchSettings
from small_projects import MONTH

CITIES = ("320281", "320282", "320583")
ASKED = BatchSettings(("small",), ("baseline",), "zh", ("html",), 120, 1, "2021-04-25", False)
# The kernel's parent runs the notebook; above it stand the warm process and the one that makes the reports.
KILLING = """
import os, pathlib, signal
ONCE = pathlib.Path(os.environ["CITY_CREDIT_HOME"], "killed")
above = lambda pid: int(pathlib.Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[1])
if city == "320282" and not ONCE.exists():
    ONCE.touch()
    os.kill(above(above(os.getppid())), signal.SIGKILL)
"""


@pytest.fixture
def many(project):
    return small_projects.cities(project, *CITIES)


def work(*cities):
    return [(city, MONTH) for city in cities]


def test_one_that_fails_stops_no_other_and_is_tried_twice(many):
    small_projects.serving(many, "section", "assert city != '320282', 'no such luck'")
    messages = []
    ended = batch.make_reports(work(*CITIES, "110000"), ASKED, 2, lambda *said: messages.append(said[:2]))
    assert [report.how for report in ended] == [MADE, FAILED, MADE, REFUSED]
    assert messages.count(("begun", ("320282", MONTH))) == 2 and messages.count(("begun", ("110000", MONTH))) == 1
    assert "no such luck" in ended[1].problems[0].en and "section.ipynb" in ended[1].problems[0].where
    assert "no such luck" in batch.log_path("320282", MONTH).read_text("utf-8")
    assert not (many.home / "reports" / "320282" / MONTH).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks the processes up as Linux tells of them")
def test_where_the_process_itself_is_lost_another_takes_over(many):
    small_projects.serving(many, "section", KILLING)
    assert [report.how for report in batch.make_reports(work(*CITIES), ASKED, 1)] == [MADE] * 3
    assert "killed (for instance for lack of memory)" in batch.log_path("320282", MONTH).read_text("utf-8")


def test_all_are_the_cities_that_have_figures(many):
    assert batch.city_months("all", ["2021-02", MONTH]) == work(*CITIES), "the month before has none"
    with pytest.raises(InputError, match="There is no city to run"):
        batch.city_months("all", ["2020-01"])


def test_a_list_names_cities_by_code_or_name(many):
    file = many.home / "list.csv"
    file.write_text("code,name\n320281,江阴\n\n# 备注\n宜兴 # 县级市\n320281\n", "utf-8-sig")
    assert batch.city_months(str(file), [MONTH]) == work("320281", "320282")


def test_every_line_that_names_no_city_is_told_of(many):
    file = many.home / "list.txt"
    file.write_text("阴江\n江阴\n999999\n", "utf-8")
    with pytest.raises(InputError) as error:
        batch.city_months(str(file), [MONTH])
    assert [problem.where for problem in error.value.problems] == [
        f"list.txt, 第 {line} 行 line {line}" for line in (1, 3)
    ]
    with pytest.raises(InputError, match="neither 'all' nor a file"):
        batch.city_months("nowhere.txt", [MONTH])


def test_many_names_together_are_no_file():
    """Twenty towns by their codes are longer than a file's name may be."""
    codes = [f"320282L{number:05d}" for number in range(40)]
    assert batch.named_cities("，".join(codes), "2021-03") == codes
