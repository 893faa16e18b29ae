"""Every command that prints a table gives it as JSON and CSV too, and keeps to the terminal's width."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

from analysis.cli import answers
from analysis.cli.commands import COMMANDS, loaded
from analysis.paths import root
from analysis.views import view_objects
from analysis.views.text_layout import text_width

# What a command prints instead of a table.
NO_TABLE = {
    "explain": "a clause's working, line by line",
    "validate": "a sentence",
    "template": "a workbook",
    "store": "a sentence",
    "simulate": "registers",
    "report": "a report's folder",
    "sign": "a sentence",
    "run": "a line a report",
    "departments": "workbook and pages",
    "workbook": "a workbook",
    "what-if-page": "a web page",
    "app": "a web page",
    "class": "web pages",
    "scenario show": "a scenario's file",
    "scenario save": "a scenario's file",
    "rulebooks new": "a rulebook's folder",
    "rulebooks confirm": "a sentence",
    "rulebooks export": "a workbook",
}

PLACE = ("--city", "江阴", "--month", "2021-03")
BOOK = ("--rulebook", "hard-2019")
LOANS = ("--lever", "信易贷放款金额")
ASKED = {
    "score": ("score", *PLACE, *BOOK),
    "compare": ("compare", *PLACE, *BOOK, "--set", "xinyi_domains=+1"),
    "sweep": ("sweep", *PLACE, *BOOK, *LOANS),
    "levers": ("levers", *PLACE, *BOOK),
    "goal": ("goal", *PLACE, *BOOK, *LOANS, "--reach", "18.3:满分"),
    "plan": ("plan", *PLACE, *BOOK, "--reach", 36),
    "tournament": ("tournament", *PLACE, *BOOK, "--set", "xinyi_domains=+1"),
    "readings": ("readings", *PLACE, *BOOK),
    "uncertainty": ("uncertainty", *PLACE, *BOOK, "--spread", "xinyidai_loans=10亿~20亿", "--draws", 50, "--sobol", 0),
    "change": ("change", "--city", "江阴", "--to", "2021-03", *BOOK),
    "history": ("history", "--city", "江阴"),
    "audit": ("audit", *PLACE),
    "league": ("league", "--month", "2021-03", *BOOK, "--city", "江阴"),
    "workplan": ("workplan", *PLACE),
    "signatures": ("signatures", *PLACE),
    "forecast": ("forecast", *PLACE),
    "bulletin": ("bulletin", "--month", "2021-03", "--format", "table"),
    "rolloff": ("rolloff", *PLACE, *BOOK),
    "rulebooks todo": ("rulebooks", "todo", "hard-2019"),
    "board": ("board",),
    "rulebooks": ("rulebooks",),
    "rulebooks show": ("rulebooks", "show", "hard-2019"),
    "rulebooks show clause": ("rulebooks", "show", "hard-2019", "17"),
}
# Asked where there is something to show: registers (test_measure.py, test_trace.py, test_due.py, test_repairs.py), kept
# cards (test_change.py), a signed folder (test_verify.py), runs (test_runs.py), two rulebooks (test_rulebook_diff.py).
ELSEWHERE = {"diff", "due", "measure", "repairs", "rulebooks diff", "runs", "trace", "units", "verify"}
FIGURES = root() / "data" / "facts" / "320281"
SHARED = ("sweep", "levers", "goal", "readings", "compare", "uncertainty")


def leaves():
    """Every command by its words, those under another too."""
    for name in COMMANDS:
        command = loaded(name)
        under = getattr(command, "commands", {})
        if not under or command.invoke_without_command:
            yield name, command
        yield from ((f"{name} {each}", inner) for each, inner in under.items())


def options(command):
    return {option for param in command.params for option in param.opts}


def test_every_command_that_prints_a_table_takes_a_format():
    without = {name for name, command in leaves() if "--format" not in options(command)}
    assert without == NO_TABLE.keys()


def test_all_of_them_are_asked_here_or_where_said():
    assert {name for name, command in leaves()} - NO_TABLE.keys() - ELSEWHERE == ASKED.keys() - {
        "rulebooks show clause"
    }


@pytest.mark.parametrize("name", ASKED)
def test_the_answer_is_json_and_csv(scorecard, name):
    ran = scorecard(*ASKED[name], "--format", "json")
    assert ran.code == 0 and isinstance(json.loads(ran.out), dict | list)
    ran = scorecard(*ASKED[name], "--format", "csv")
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert ran.code == 0 and rows and {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("name", ASKED)
def test_tables_keep_to_the_terminals_width_where_they_are_piped(scorecard, monkeypatch, name):
    monkeypatch.setattr(answers, "rendered", lambda table, made=answers.rendered: marked(made(table)))
    for module in ("score", "rulebooks", "measure", "trace"):
        monkeypatch.setattr(f"analysis.cli.{module}.rendered", answers.rendered)
    monkeypatch.setenv("COLUMNS", "72")
    lines = [line for line in scorecard(*ASKED[name]).out.splitlines() if line.startswith(MARK)]
    assert all(text_width(line.removeprefix(MARK).rstrip()) <= 72 for line in lines)
    nothing = ("history", "board", "rulebooks todo", "signatures", "rulebooks show clause", "forecast")
    assert lines or name in nothing


MARK = "\x02"


def marked(text):
    return "\n".join(f"{MARK}{line}" for line in text.splitlines())


def test_the_width_is_that_of_the_terminal_that_any_stream_leads_to(monkeypatch):
    """A pipe has no width; the terminal that messages still go to has."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def size_of(number):
        if number == 2:
            return answers.os.terminal_size((97, 40))
        raise OSError

    streams = [type("Stream", (), {"fileno": lambda self, number=number: number})() for number in range(3)]
    for number, name in enumerate(("__stdin__", "__stdout__", "__stderr__")):
        monkeypatch.setattr(answers.sys, name, streams[number])
    monkeypatch.setattr(answers.os, "get_terminal_size", size_of)
    assert answers.terminal_width() == 97
    monkeypatch.setattr(answers.os, "get_terminal_size", lambda number: (_ for _ in ()).throw(OSError()))
    assert answers.terminal_width() == answers.NO_TERMINAL


@pytest.mark.parametrize("name", SHARED)
def test_a_question_is_asked_of_files_and_of_the_kept_figures_alike(scorecard, name):
    kept = scorecard(*ASKED[name], "--format", "json")
    files = sorted(path for path in FIGURES.iterdir() if path.suffix in (".csv", ".parquet"))
    named = scorecard(name, *files, *ASKED[name][1:], "--format", "json")
    assert (kept.code, kept.err) == (named.code, named.err) == (0, "") and kept.out == named.out


@pytest.mark.parametrize("name", SHARED)
def test_the_same_options_stand_at_each_of_them(name):
    """As at `score`, but for what only cards have."""
    of_cards = {"--with-base", "--strict"}
    assert options(loaded("score")) - of_cards <= options(loaded(name))


@pytest.mark.parametrize("name", SHARED)
def test_without_files_a_place_is_needed(scorecard, name):
    ran = scorecard(name, *[word for word in ASKED[name][1:] if word not in PLACE])
    assert ran.code == 1 and "请写数据文件，或写 --city 和 --month。" in ran.err


@pytest.mark.parametrize(("reach", "code"), [("18.3:满分", 0), ("20", 0), ("90", 5), ("11:cap", 5)])
def test_a_goal_out_of_reach_has_an_exit_code_of_its_own(scorecard, reach, code):
    """Worked by hand: lending touches clause 18.3 alone, of 2 points, so that it brings neither 90 nor clause 11."""
    ran = scorecard("goal", *PLACE, *BOOK, *LOANS, "--reach", reach, "--format", "json")
    assert ran.code == code and json.loads(ran.out)["lever"]["target"] == "xinyidai_loans"
    assert "退出码为 5" in loaded("goal").help


def test_a_table_without_a_frame_is_told_as_it_is_shown():
    shown = view_objects.Table("Title", view_objects.table_columns("One", "Two"), (("a", "b"),), "en", notes=("Said.",))
    assert answers.shown_table(shown) == {"title": "Title", "rows": [{"One": "a", "Two": "b"}], "notes": ["Said."]}
    assert answers.table_frame(shown).equals(pl.DataFrame({"One": ["a"], "Two": ["b"]}))
