"""The page of past runs: complete in itself, escaped, with links only to what is there; equal records, equal bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from analysis.problems import Problem
from analysis.reports import run_records, runs_page
from analysis.reports.run_records import Ending, RunReport

EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cities.csv").write_bytes((run_records.root() / "data" / "cities.csv").read_bytes())
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    for name in ("320281/2021-03/index.html", ".logs/2021-03/320281.log", "月 报#1/2021-03/index.html"):
        place = tmp_path / "reports" / name
        place.parent.mkdir(parents=True)
        place.write_text("x")
    return tmp_path


def report(city="320281", how="made", folder="reports/320281/2021-03", log=""):
    return RunReport(city, "2021-03", how, folder, ("index.html",), log)


def record(*reports, problems=(), code=0):
    ending = Ending(code, code == 0)
    return run_records.ended_record("run", ["江阴"], ["2021-03"], ending, datetime.now(UTC), reports, problems)


def page(*records, lang="zh"):
    return html.fromstring(runs_page.runs_html(list(records), lang))


def test_status_time_report_and_log_stand_in_a_row():
    tree = page(record(report(log="reports/.logs/2021-03/320281.log")))
    [row] = tree.xpath("//tbody/tr")
    cells = [cell.text_content().strip() for cell in row]
    assert cells[1:6] == ["0:00", "run", "江阴市 2021-03", "成功", "0"]
    assert row.xpath(".//a/@href") == ["320281/2021-03/index.html", ".logs/2021-03/320281.log"]


def test_what_is_gone_or_lies_elsewhere_is_not_linked(home):
    (home / "secret").mkdir()
    (home / "secret" / "index.html").write_text("x")
    gone = [report(folder="reports/nowhere"), report(folder="secret"), report(folder="reports/../secret")]
    assert page(record(*gone)).xpath("//a") == []


def test_addresses_are_quoted_and_relative():
    [address] = page(record(report(folder="reports/月 报#1/2021-03"))).xpath("//a/@href")
    assert address == "%E6%9C%88%20%E6%8A%A5%231/2021-03/index.html"


def test_texts_are_escaped_and_nothing_is_asked_of_other_places():
    written = runs_page.runs_html([record(report(city=EVIL), problems=[Problem(EVIL, EVIL, EVIL)], code=1)])
    tree = html.fromstring(written)
    assert tree.xpath("//script | //link | //img | //iframe") == [] and EVIL in tree.text_content()
    assert "http://" not in written and "https://" not in written and "default-src 'none'" in written


def test_failures_come_first_and_problems_unfold():
    rows = [report(), report("320282", "failed", "")]
    tree = page(record(*rows, problems=[Problem("here", "缺数据", "missing")], code=3))
    assert tree.xpath("//td[last()]//li")[0].text_content().strip().startswith("320282")
    assert tree.xpath("string(//details/ul/li)") == "here：缺数据"
    assert "部分失败" in tree.text_content()


def test_without_runs_it_says_so():
    assert "还没有运行过" in page().text_content() and page().xpath("//table") == []
    assert "Nothing has been run yet" in page(lang="en").text_content()


def test_equal_records_give_equal_bytes_and_the_page_is_replaced_whole(home):
    run_records.save_record(record(report()))
    first = runs_page.publish_runs().read_bytes()
    assert runs_page.publish_runs().read_bytes() == first
    run_records.save_record(record(report()))
    assert len(html.fromstring(runs_page.publish_runs().read_bytes().decode()).xpath("//tbody/tr")) == 2
    assert [path.name for path in (home / "reports").iterdir() if path.is_file()] == ["runs.html"]


def test_a_row_of_the_frame_counts_what_stands():
    [row] = runs_page.runs_frame([record(report(), report("320282", "failed", ""), code=3)]).to_dicts()
    assert (row["command"], row["status"], row["made"], row["exit_code"]) == ("run", "partial", 1, 3)
    assert row["reports"] == ["reports/320281/2021-03"] and row["cities"] == ["320281"]
