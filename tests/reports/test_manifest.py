"""The manifest: what a report was made from, by hash, and the only times in it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from analysis.reports import manifest


def test_the_inputs_are_named_with_their_hashes(project):
    folder = project.home / "data" / "facts" / "320281"
    (folder / "2021-02.csv").write_text("city,month,fact,value\n", "utf-8")
    (folder / "2021-04.csv").write_text("later", "utf-8")
    (folder / "notes.csv").write_text("not a month", "utf-8")
    hashes = manifest.input_hashes(project.asked(), [])
    assert list(hashes["facts"]) == ["data/facts/320281/2021-02.csv", "data/facts/320281/2021-03.csv"]
    month = folder / "2021-03.csv"
    assert hashes["facts"]["data/facts/320281/2021-03.csv"] == hashlib.sha256(month.read_bytes()).hexdigest()
    assert list(hashes["tables"]) == [
        "data/cities.csv", "params/facts.toml", "params/departments.toml", "params/audit.toml", "params/brief.toml",
    ]  # fmt: skip
    assert list(hashes["rulebooks"]) == ["small"]
    assert len(hashes["code"]) == 64


def test_a_changed_input_changes_its_hash(project):
    before = manifest.input_hashes(project.asked(), [])
    with (project.home / "params" / "facts.toml").open("a", encoding="utf-8") as file:
        file.write("# one line more\n")
    after = manifest.input_hashes(project.asked(), [])
    assert before["tables"] != after["tables"] and before["facts"] == after["facts"]


def test_it_says_what_is_published_with_which_versions_and_when(project):
    started = datetime(2021, 4, 1, 8, 30, tzinfo=UTC)
    manifest_read = json.loads(
        manifest.manifest_json(project.asked(), {}, {"index.html": b"a"}, {"overview": ["w"]}, started)
    )
    assert manifest_read["format"] == "city-credit-report/1"
    assert manifest_read["published"] == {"index.html": hashlib.sha256(b"a").hexdigest()}
    assert manifest_read["parameters"]["city"] == "320281"
    assert {"python", "polars", "papermill", "plotly"} <= manifest_read["versions"].keys()
    assert manifest_read["warnings"] == {"overview": ["w"]}
    assert datetime.fromisoformat(manifest_read["started"]) == started
    assert datetime.fromisoformat(manifest_read["ended"]).tzinfo is not None


def test_equal_content_has_one_form():
    assert manifest.sorted_json({"b": "市", "a": [1]}) == '{\n  "a": [\n    1\n  ],\n  "b": "市"\n}\n'.encode()


@pytest.mark.parametrize(
    ("month", "last"), [("2021-02", "2021-02-28"), ("2024-02", "2024-02-29"), ("2021-12", "2021-12-31")]
)
def test_the_period_is_the_whole_month(month, last):
    assert manifest.month_period(month) == {"month": month, "from": f"{month}-01", "to": last}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other/1"}', "\udcff"])
def test_another_file_is_no_manifest_of_ours(tmp_path, text):
    (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert not manifest.is_report(tmp_path / "manifest.json")
    assert not manifest.is_report(tmp_path / "none.json")
