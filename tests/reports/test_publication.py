"""A report from parameters to folder: complete, equal when made again, replaced whole."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

import pytest

from analysis import reports
from analysis.reports.kernels import Job
from analysis.reports.publication import shown_progress

TIMED = "manifest.json"


def publish(**settings):
    return reports.publish("江阴", "2021-03", ["small"], ["baseline"], timeout=120, **settings)


def test_made_twice_it_is_equal_but_for_its_times(sound):
    folder = publish()
    first = sound.files(folder)
    assert set(first) == {
        "index.html", "scorecard.csv", "manifest.json", "notebooks/overview.ipynb", "notebooks/small.section.ipynb",
    }  # fmt: skip
    manifest = json.loads(first[TIMED])
    assert manifest["published"] == {
        name: hashlib.sha256(content).hexdigest() for name, content in first.items() if name != TIMED
    }
    (sound.home / "else").mkdir()
    second = sound.files(publish(output=sound.home / "else", jobs=1))
    assert {name for name in first if first[name] != second[name]} <= {TIMED}
    page = first["index.html"].decode()
    assert "江阴市社会信用体系建设评分报告 2021-03" in page and 'data-chart="chart-1"' in page
    assert "px.bar" not in page and "【完】" not in page and str(sound.home) not in page


def test_of_two_at_once_one_is_refused_and_one_published(sound):
    started, refused = threading.Event(), []

    def progress(name, done, count):
        if not started.is_set():
            started.set()
            with pytest.raises(reports.ReportError) as error:
                publish(output=sound.home / "reports" / "320281" / "2021-03")
            refused.append(str(error.value))

    folder = publish(progress=progress)
    assert "is making this report: try again when it has ended" in refused[0]
    assert (folder / "index.html").is_file()


def test_inputs_that_change_meanwhile_are_noticed(sound):
    earlier = sound.earlier()
    before = sound.files(earlier)

    def progress(name, done, count):
        if done == count:
            with (sound.home / "params" / "facts.toml").open("a", encoding="utf-8") as file:
                file.write("# a note\n")

    with pytest.raises(reports.ReportError, match=r"The inputs changed while the report was being made \(tables\)"):
        publish(progress=progress)
    assert sound.files(earlier) == before


def test_faulty_parameters_leave_everything_as_it_was(sound):
    earlier = sound.earlier()
    before = sound.files(earlier)
    with pytest.raises(reports.ReportError):
        reports.publish("320281", "2021-03", ["smal"], ["baseline"])
    assert sound.files(earlier) == before


def test_a_report_made_again_keeps_the_formats_that_are_published(sound):
    """An office publishes PDF, Word and Excel once; the page alone, asked for later, must not take them away."""
    folder = publish(formats=["pdf,docx,xlsx"])
    kept = {"report.html", "report.pdf", "report.docx", "report.xlsx"}
    before = sound.files(folder)
    figures = sound.home / "data" / "facts" / "320281" / "2021-03.csv"
    figures.write_text(figures.read_text("utf-8").replace("joint_domains,4", "joint_domains,3"), "utf-8")
    for name in ("overview", "section"):
        sound.notebook(name, "1 + 1")
    after = sound.files(publish())
    assert kept <= set(after)
    assert all(after[name] != before[name] for name in kept), "made again from the figures of today"
    assert kept <= set(json.loads(after[TIMED])["published"])
    assert all(f'href="{name}"' in after["index.html"].decode() for name in kept)


def test_an_annex_once_published_is_made_again_with_the_rest(sound):
    folder = publish(formats=["pdf"], annex=True)
    papers = {"papers.html", "papers.pdf"}
    first = sound.files(folder)
    assert {name for name in first if name.startswith("papers")} == papers <= set(json.loads(first[TIMED])["published"])
    assert all(f'href="{name}"' in first["index.html"].decode() for name in papers)
    figures = sound.home / "data" / "facts" / "320281" / "2021-03.csv"
    figures.write_text(figures.read_text("utf-8").replace("joint_domains,4", "joint_domains,3"), "utf-8")
    for name in ("overview", "section"):
        sound.notebook(name, "1 + 1")
    (folder / "papers.html").unlink()
    after = sound.files(publish())
    assert "papers.html" not in after and after["papers.pdf"] != first["papers.pdf"]
    assert "papers.pdf" in json.loads(after[TIMED])["published"]


def test_the_annex_alone_brings_the_brief_beside_the_page(sound):
    files = sound.files(publish(annex=True))
    assert {name for name in files if name.startswith(("report", "papers"))} == {"report.html", "papers.html"}


def test_a_format_whose_file_was_deleted_is_not_made_again(sound):
    folder = publish(formats=["docx"])
    for name in ("report.docx", "report.html"):
        (folder / name).unlink()
    assert {name for name in sound.files(publish()) if name.startswith("report.")} == set()


def test_what_an_office_laid_beside_the_report_stays(sound):
    folder = publish()
    (folder / "盖章扫描件.pdf").write_bytes(b"signed")
    again = sound.files(publish())
    assert again["盖章扫描件.pdf"] == b"signed" and "盖章扫描件.pdf" not in json.loads(again[TIMED])["published"]


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
