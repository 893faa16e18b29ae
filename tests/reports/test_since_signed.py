"""What changed since a month was signed: read off what a test changes; without a signature, nothing is made up."""

from __future__ import annotations

import shutil

import pytest

from analysis import signatures
from analysis.reports import since_signed
from signed_folders import CITY, CONTENT, MONTH, signed_folder, written


@pytest.fixture
def place(project, tmp_path, monkeypatch):
    """A signed folder in its own place; no card was ever kept behind it."""
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))
    folder = signed_folder(project.home / "reports" / CITY / MONTH)
    signatures.adopt_signature(folder, CITY, MONTH)
    return folder


def test_a_month_never_signed_has_nothing_to_compare(project):
    told = since_signed.since_signed(CITY, MONTH)
    assert (told.kept, told.files, told.inputs, dict(told.corrections), told.faults) == ((), (), (), {}, ())
    assert told.record()["state"] is None


def test_files_that_differ_are_named_with_how(place):
    written(place, {"index.html": b"other", "new.txt": b"x"})
    (place / "scorecard.csv").unlink()
    found = {problem.where.rpartition(", ")[2]: problem.zh for problem in since_signed.since_signed(CITY, MONTH).files}
    assert found.keys() == {"index.html", "new.txt", "scorecard.csv"}
    assert f"{len(CONTENT['index.html'])} 字节，现为 5" in found["index.html"] and "添加" in found["new.txt"]


def test_a_folder_that_is_gone_is_said(place):
    shutil.rmtree(place)
    (problem,) = since_signed.since_signed(CITY, MONTH).files
    assert "没有这个文件夹" in problem.zh


def test_inputs_are_compared_by_their_hashes(place):
    """The statement of this test names a hash that no file has: figures and program differ."""
    project = place.parents[2]
    shutil.copy(project / "params" / "facts.toml", project / "params" / "glosses.toml")
    written(project / "notebooks", {"overview.ipynb": b"{}", "section.ipynb": b"{}"})
    found = {problem.where: problem.zh for problem in since_signed.since_signed(CITY, MONTH).inputs}
    assert found[f"data/facts/{CITY}/{MONTH}.csv"] == "数据有变动。" and found["src/analysis"] == "程序有变动。"
    assert found["notebooks/overview.ipynb"] == "笔记本是新添的。"


def test_a_kept_card_that_is_gone_is_said(place):
    told = since_signed.since_signed(CITY, MONTH)
    assert any("评分卡已损坏或不在了" in fault.zh for fault in told.faults) and dict(told.corrections) == {}
