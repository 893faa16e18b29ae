"""Progress: a line for each notebook where there is no terminal, or whatever the caller wants."""

from __future__ import annotations

from pathlib import Path

from analysis.reports.kernels import Job
from analysis.reports.watching import shown_progress

JOB = Job("overview", Path("overview.ipynb"), {}, "")


def test_a_line_a_notebook_where_there_is_no_terminal(capsys):
    with shown_progress(2, None) as progress:
        progress(JOB, False)
        progress(JOB, True)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "1/2 overview\n")


def test_a_caller_is_told_of_starts_and_ends():
    seen = []
    with shown_progress(2, lambda *said: seen.append(said)) as progress:
        progress(JOB, False)
        progress(JOB, True)
    assert seen == [("overview", 0, 2), ("overview", 1, 2)]


def test_a_bar_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with shown_progress(1, None) as progress:
        progress(JOB, False)
        progress(JOB, True)
    assert capsys.readouterr().out == ""
