"""Every command on the figures an office begins with: none, one or five, of one rulebook only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from analysis import rulebooks
from analysis.cli.commands import COMMANDS
from analysis.views import panels

ROOT = Path(__file__).resolve().parents[2]
CITY, MONTH, BEFORE = "320281", "2021-03", "2021-02"
LEVERS = {"hard-2019": "xinyi_domains", "monitoring-2021": "arrears"}
GIVEN = {
    "no rows": "",
    "one missing": "codes_total,",
    "one of hard-2019": "xinyi_domains,11",
    "one of monitoring-2021": "arrears,5",
    "one of both": "codes_total,1000",
    "five of hard-2019": "xinyi_domains,11 market_entities,200000 joint_domains,4 residents_scored,70 league,2",
    "five of monitoring-2021": "arrears,5 arrears_cleared,4 enterprises,1000 objection_days,3 serious_entities,2",
}
PLACE = "--city 江阴 --month 2021-03"
ASKED = {
    "score": "{file} {book}",
    "explain": "{file} {book} --clause {clause}",
    "compare": "{file} {book} --scenario tried.toml",
    "sweep": "{file} {book} --lever {lever}",
    "levers": "{file} {book}",
    "goal": "{file} {book} --lever {lever} --reach 1",
    "plan": "{file} {book} --reach 1",
    "readings": "{file} {book}",
    "tournament": f"{{file}} --month {MONTH} {{book}} --set {{lever}}=7",
    "uncertainty": "{file} {book} --spread {lever}=6~9 --draws 200",
    "change": f"--city 江阴 --from {BEFORE} --to {MONTH} {{book}}",
    "diff": f"{PLACE} --as-of 2021-04-25 {{book}}",
    "history": "--city 江阴 {book}",
    "validate": "{file}",
    "audit": "{file}",
    "template": f"{{name}}.xlsx {PLACE} {{book}}",
    "simulate": f"--month {MONTH} --months 1 --figures-only --cities 2",
    "measure": PLACE,
    "trace": f"--fact codes_total {PLACE}",
    "due": "--city 江阴 --on 2021-04-06 {book}",
    "repairs": "--city 江阴 --on 2021-04-06",
    "forecast": f"{PLACE} {{book}}",
    "runs": "",
    "sign": f"{PLACE} --as reviewed --role 审核人",
    "signatures": PLACE,
    "verify": PLACE,
    "bulletin": f"--month {MONTH} {{book}}",
    "league": f"--month {MONTH} {{book}}",
    "departments": f"{PLACE} {{book}}",
    "workplan": PLACE,
    "workbook": f"book.xlsx {PLACE} {{book}}",
    "what-if-page": f"page.html {PLACE} {{book}}",
    "rolloff": f"{PLACE} {{book}}",
    "units": "",
    "store": "{file}",
    "board": "--folder answers",
    "scenario": "save {book} --set {lever}=7 other.toml",
    "rulebooks": "show {id}",
}
"""The words of each command. Those of `app` and `class` open a page that never ends, `report` and `run` make one."""
SCENARIO = """title = "Tried"
title_zh = "试"
[[change]]
target = "codes_total"
how = "set"
amount = 1200
unit = "code"
"""
PAGES, REPORTS = {"app", "class"}, {"report", "run"}
NOT_OF_FIGURES = {
    "sign",
    "signatures",
    "verify",
    "runs",
    "template",
    "simulate",
    "board",
    "scenario",
    "rulebooks",
    "diff",
    "history",
    "measure",
    "trace",
    "due",
    "repairs",
    "units",
    "store",
}
"""Not asked of figures, or of what few figures do not bring: kept cards and registers."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where every test finds its project: what is read of a place is not read again while its files are the same."""
    return tmp_path_factory.mktemp("few") / "project"


@pytest.fixture
def home(address, monkeypatch):
    """An empty folder there, whatever an earlier test left in it."""
    shutil.rmtree(address, ignore_errors=True)
    address.mkdir()
    monkeypatch.setenv("CITY_CREDIT_HOME", str(address))
    monkeypatch.chdir(address)
    return address


@pytest.fixture(params=GIVEN)
def given(request, home):
    """A project whose one city has so many figures in two months."""
    return project(home, request.param)


def project(home: Path, name: str) -> str:
    for part in ("params", "notebooks", "data/cities.csv", "data/divisions.csv", "data/training", "data/workplans"):
        (home / part).parent.mkdir(parents=True, exist_ok=True)
        os.symlink(ROOT / part, home / part)
    folder = home / "data" / "facts" / CITY
    folder.mkdir(parents=True)
    for month in (BEFORE, MONTH):
        rows = [f"{CITY},{month},{figure}\n" for figure in GIVEN[name].split()]
        (folder / f"{month}.csv").write_text("city,month,fact,value\n" + "".join(rows), "utf-8")
    (home / "tried.toml").write_text(SCENARIO, "utf-8")
    return name


def words(command: str, book: str) -> list[str]:
    put = {
        "file": f"data/facts/{CITY}/{MONTH}.csv", "book": f"--rulebook {book}", "lever": LEVERS[book], "id": book,
        "name": book, "clause": "17" if book == "hard-2019" else "10",
    }  # fmt: skip
    return [command, *ASKED[command].format(**put).split()]


def test_no_command_is_left_out():
    assert set(ASKED) | PAGES | REPORTS == set(COMMANDS)


@pytest.mark.parametrize("book", LEVERS)
@pytest.mark.parametrize("command", ASKED)
def test_every_command_answers_or_says_what_is_lacking(scorecard, given, command, book):
    ran = scorecard(*words(command, book))
    answered = given != "no rows"
    wanted = {0} if answered and command not in NOT_OF_FIGURES else {0, 1}
    wanted |= {5} if command in ("goal", "plan") else set()  # what cannot be reached has a code of its own
    assert ran.code in wanted, f"{given}, {' '.join(words(command, book))}\n{ran.out}{ran.err}"
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [command for command in ASKED if command not in NOT_OF_FIGURES])
def test_every_command_says_how_the_files_were_read_and_each_once(scorecard, home, command):
    project(home, "five of hard-2019")
    for month in (BEFORE, MONTH):
        with (home / "data" / "facts" / CITY / f"{month}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{CITY},{month},agencies,1 200\n")
    ran = scorecard(*words(command, "hard-2019"))
    said = [line for line in ran.err.splitlines() if "数字中间有空格" in line]
    assert len(said) == len(set(said)) and any(MONTH in line for line in said), ran.err


@pytest.mark.parametrize("book", LEVERS)
def test_the_panel_opens(given, book):
    if given == "no rows":
        pytest.skip("nothing to open with; the commands say so")
    assert panels.State("江阴", MONTH, book, "baseline").card().book.id == book


@pytest.mark.parametrize("name", ["one of hard-2019", "five of monitoring-2021"])
def test_a_report_of_both_rulebooks_is_published(scorecard, home, name):
    project(home, name)
    ran = scorecard("report", *PLACE.split(), "--formats", "html,docx,xlsx")
    assert (ran.code, (home / "reports" / CITY / MONTH / "report.docx").is_file()) == (0, True), ran.err


def test_a_report_of_no_figures_is_refused_in_a_sentence(scorecard, home):
    project(home, "no rows")
    ran = scorecard("report", *PLACE.split())
    assert ran.code == 1 and "只有表头" in ran.err and not (home / "reports" / CITY / MONTH).exists()


@pytest.mark.parametrize("book", LEVERS)
def test_a_run_of_one_rulebook_is_published_without_naming_scenarios(scorecard, home, book):
    project(home, f"one of {book}")
    ran = scorecard("run", "--cities", "all", "--month", MONTH, "--rulebook", book, "--jobs", "1")
    assert ran.code == 0, ran.out + ran.err
    assert rulebooks.load(book).title_zh in (home / "reports" / CITY / MONTH / "index.html").read_text("utf-8")
