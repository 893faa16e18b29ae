"""One report asked of a run: made, left as it is, waited for, or its fault told; never raised."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

import small_projects
from analysis import reports
from analysis.problems import Problem
from analysis.reports import batch_worker, publishing
from analysis.reports.batch_worker import FAILED, KEPT, MADE, REFUSED, BatchSettings
from analysis.reports.kernels import notebook_runs
from analysis.reports.request import checked_request
from analysis.reports.workplaces import work_place
from small_projects import CITY, MONTH

ASKED = BatchSettings(("small",), ("baseline",), "zh", ("html",), 120, 2, "2021-04-25", False)


@pytest.fixture
def ready(project):
    return small_projects.cities(project, CITY)


@pytest.fixture
def published(monkeypatch):
    """Which reports were published: by a stand-in that only puts a manifest there."""
    places = []

    def publish(city, month, *given, **settings):
        places.append((city, month))
        place = checked_request(city, month, ["small"], ["baseline"], "zh", None).output
        with publishing.working_folder(place) as work:
            publishing.publish_files({"manifest.json": b'{"format": "city-credit-report/1"}'}, work, place)

    monkeypatch.setattr(reports, "publish", publish)
    return places


def report_made(city=CITY, asked=ASKED, told=lambda *_: None):
    return batch_worker.make_report(city, MONTH, asked, notebook_runs.ColdRun, told)


def test_made_then_left_as_it_is(ready):
    heard = []
    assert report_made(told=lambda *said: heard.append(said)).how == MADE
    assert ("notebook", "overview", 2, 2) in heard or ("notebook", "small.section", 2, 2) in heard
    assert report_made().how == KEPT
    assert report_made(asked=replace(ASKED, afresh=True)).how == MADE


def test_where_there_are_no_figures_it_is_refused(ready):
    ended = report_made("320282")
    assert ended.how == REFUSED and not ended.good and "320282" in ended.problems[0].where


def test_what_nobody_foresaw_is_told_and_not_raised(ready, monkeypatch):
    monkeypatch.setattr(reports, "publish", lambda *given, **settings: 1 / 0)
    ended = report_made()
    assert ended.how == FAILED and "ZeroDivisionError" in ended.problems[0].en


def test_a_failed_report_names_its_faults(ready, monkeypatch):
    fault = Problem("here", "坏了", "broken")

    def publish(*given, **settings):
        raise reports.ReportError([fault])

    monkeypatch.setattr(reports, "publish", publish)
    assert report_made() == batch_worker.Outcome(CITY, MONTH, FAILED, (fault,))


def test_what_a_killed_run_left_is_mended(ready, published):
    """Its folder of work is cleared away; a report that it had put aside is put back, and found to be current."""
    place = checked_request(CITY, MONTH, ["small"], ["baseline"], "zh", None).output
    report_made()
    work = work_place(place)
    work.with_name(f"{work.name}.run-dead").mkdir()
    place.rename(work.with_name(f"{work.name}.old"))
    report_made()
    assert sorted(path.name for path in place.parent.iterdir()) == [f".{MONTH}.done", MONTH]
    assert [path.name for path in work.parent.iterdir()] == [f"{work.name}.lock"]


def test_one_that_another_is_making_is_waited_for(ready, published):
    """Told by name; once it is free it is looked at again, and made as it is not current."""
    place = checked_request(CITY, MONTH, ["small"], ["baseline"], "zh", None).output
    taken, messages = threading.Event(), []

    def hold():
        with publishing.working_folder(place):
            taken.set()
            time.sleep(2)

    other = threading.Thread(target=hold)
    other.start()
    taken.wait(10)
    began = time.monotonic()
    assert report_made(told=lambda *said: messages.append(said)).how == MADE
    other.join()
    assert time.monotonic() - began > 1 and published[-1] == (CITY, MONTH)
    assert messages[0][0] == "waiting" and "另一个进程" in messages[0][1]


def test_a_run_for_the_page_keeps_the_formats_published(ready):
    """Published with Word first; the run of the page alone finds it current, and makes Word again where it is not."""
    with_word = BatchSettings(("small",), ("baseline",), "zh", ("docx",), 120, 2, "2021-04-25", False)
    assert report_made(asked=with_word).how == MADE
    word = ready.home / "reports" / CITY / MONTH / "report.docx"
    before = word.read_bytes()
    assert report_made().how == KEPT and word.read_bytes() == before
    path = ready.home / "data" / "facts" / CITY / f"{MONTH}.csv"
    path.write_text(f"city,month,fact,value\n{CITY},{MONTH},joint_domains,3\n", "utf-8")
    assert report_made().how == MADE and word.read_bytes() != before


def test_a_run_with_the_annex_makes_it_where_there_is_none_and_keeps_it(ready):
    """The page alone is not current for a run with the annex; the annex published, the page alone is."""
    assert report_made().how == MADE
    assert report_made(asked=replace(ASKED, annex=True)).how == MADE
    papers = ready.home / "reports" / CITY / MONTH / "papers.html"
    before = papers.read_bytes()
    assert report_made().how == KEPT and papers.read_bytes() == before
