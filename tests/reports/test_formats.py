"""The formats of a report: chosen by name, made of one document, replaced with the report or not at all."""

from __future__ import annotations

import hashlib
import json

import pytest

from analysis import reports
from analysis.documents import Document, Paragraph
from analysis.problems import InputError, Problem
from analysis.reports import formats
from recalculating import names

BRIEF = Document("题", (Paragraph("段"),))
PAPERS = Document("底稿", (Paragraph("逐条"),))
CONTENT = formats.FormatContent(BRIEF, PAPERS, [], "zh")


def test_the_page_is_always_made():
    assert formats.chosen_formats(["html"]) == formats.chosen_formats([]) == ("html",)
    assert not formats.has_documents(["html"]) and formats.has_documents(["html", "pdf"])
    assert formats.has_documents(["html"], ["html"])


def test_an_unknown_format_is_named_before_anything_runs(project):
    earlier = project.earlier()
    before = project.files(earlier)
    with pytest.raises(reports.Refused, match="Did you mean 'html'"):
        reports.publish("江阴", "2021-03", ["small"], ["baseline"], formats=["htm"])
    assert project.files(earlier) == before


def test_what_a_format_lacks_is_told_before_anything_runs(monkeypatch):
    def lacking() -> None:
        raise InputError([Problem("fonts 字体", "缺。", "Missing.")])

    monkeypatch.setattr("analysis.documents.writers.NEEDS", {"html": (lacking,)})
    with pytest.raises(InputError):
        formats.chosen_formats(["html"])


def test_each_format_is_a_file_of_the_same_document():
    files = formats.document_files(CONTENT, ["html"])
    assert set(files) == {"report.html"} and "段" in files["report.html"].decode()


def test_the_annex_is_a_file_of_its_own_and_the_workbook_needs_none():
    assert formats.annex_formats(["html", "pdf", "xlsx"]) == ("html", "pdf")
    files = formats.document_files(CONTENT, ["html"], ["html"])
    assert set(files) == {"report.html", "papers.html"}
    assert "逐条" in files["papers.html"].decode() and "逐条" not in files["report.html"].decode()


def test_what_was_published_and_not_asked_for_is_named(tmp_path):
    for name in ("report.html", "report.pdf", "report.docx", "papers.pdf"):
        (tmp_path / name).touch()
    assert formats.published_annexes(tmp_path) == ("pdf",)
    assert formats.remade_formats(tmp_path, ["docx"]) == ("pdf", "papers.pdf")
    assert formats.remade_formats(tmp_path, ["docx"], annex=True) == ("pdf",)


def test_every_format_is_published_with_its_hash_and_equal_when_made_again(sound):
    asked = {"timeout": 120, "formats": ["pdf,docx,xlsx"]}
    first = sound.files(reports.publish("江阴", "2021-03", ["small"], ["baseline"], **asked))
    names_wanted = {"report.html", "report.pdf", "report.docx", "report.xlsx"}
    assert names_wanted <= set(first)
    listed = json.loads(first["manifest.json"])["published"]
    assert all(listed[name] == hashlib.sha256(first[name]).hexdigest() for name in names_wanted)
    assert all(f'href="{name}"' in first["index.html"].decode() for name in names_wanted)
    assert any(name.endswith("total_low") for name in names(first["report.xlsx"])), (
        "the scores of the workbook are formulas"
    )
    again = sound.files(reports.publish("江阴", "2021-03", ["small"], ["baseline"], **asked))
    assert [name for name in names_wanted if first[name] != again[name]] == []


def test_a_writer_that_fails_leaves_the_earlier_report(sound, monkeypatch):
    def fails(*_asked: object) -> bytes:
        raise RuntimeError("broken")

    earlier = sound.earlier()
    before = sound.files(earlier)
    monkeypatch.setattr(formats, "WRITERS", {**formats.WRITERS, "odt": fails})
    with pytest.raises(RuntimeError, match="broken"):
        reports.publish("江阴", "2021-03", ["small"], ["baseline"], timeout=120, formats=["html,odt"])
    assert sound.files(earlier) == before
