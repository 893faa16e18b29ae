"""A report that still is what a run would make is known as such; any change of what it rests on is noticed."""

from __future__ import annotations

import json

import pytest

import small_projects
from analysis import reports
from analysis.reports import resuming
from analysis.reports.request import checked_request
from analysis.scorecards import archive
from small_projects import CITY, MONTH


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A project with one report, and the request it answers."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(home))
        project = small_projects.cities(small_projects.build(home), CITY)
        reports.publish(CITY, MONTH, ["small"], ["baseline"], timeout=120, known_on="2021-04-25")
        yield project


def asked(**settings):
    return checked_request(CITY, MONTH, ["small"], ["baseline"], settings.get("lang", "zh"), None)


def test_just_published_it_is_current(published):
    assert resuming.current_cards(asked())["known_on"] == "2021-04-25"


@pytest.mark.parametrize(
    "changed",
    [
        f"data/facts/{CITY}/{MONTH}.csv", "data/cities.csv", "params/facts.toml", "params/rulebooks/small/1_slug.toml",
        "notebooks/section.ipynb", f"reports/{CITY}/{MONTH}/index.html", f"reports/{CITY}/{MONTH}/scorecard.csv",
    ],
)  # fmt: skip
def test_whatever_has_changed_is_noticed(published, changed):
    """An input, or a published file that is no longer as it was written."""
    file = published.home / changed
    before = file.read_bytes()
    try:
        file.write_bytes(before + (b"\n# a note\n" if file.suffix == ".toml" else b"\n"))
        assert resuming.current_cards(asked()) is None
    finally:
        file.write_bytes(before)
    assert resuming.current_cards(asked())


def test_other_parameters_want_another_report(published):
    assert resuming.current_cards(asked(lang="en")) is None


def test_a_month_before_that_comes_in_late_is_noticed(published):
    late = published.home / "data" / "facts" / CITY / "2021-02.csv"
    late.write_text(f"city,month,fact,value\n{CITY},2021-02,joint_domains,1\n", "utf-8")
    assert resuming.current_cards(asked()) is None
    late.unlink()


def test_a_torn_manifest_is_none(published):
    file = published.home / "reports" / CITY / MONTH / "manifest.json"
    before = file.read_bytes()
    for torn in (b"", before[: len(before) // 2], b"[]", json.dumps({"published": 1}).encode()):
        file.write_bytes(torn)
        assert resuming.current_cards(asked()) is None
    file.write_bytes(before)


def test_what_was_published_but_not_kept_is_kept_afterwards(published):
    """As where a run died between the two: the day is that of the report."""
    kept = sorted((published.home / "data" / "scorecards").rglob("*.json*"))
    assert kept
    for file in kept:
        file.unlink()
    resuming.file_cards(asked(), resuming.current_cards(asked()))
    assert [card.known_on for card in archive.archived_cards(CITY, MONTH)] == ["2021-04-25"]
    for file in sorted((published.home / "data" / "scorecards").rglob("*.json*")):
        file.unlink()
    resuming.file_cards(asked(), resuming.current_cards(asked()))
    assert archive.archived_cards(CITY, MONTH) == (), "noted as done: it is not looked at again"
