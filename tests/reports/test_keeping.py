"""A published report leaves its cards behind; made again as known then, it is the same report."""

from __future__ import annotations

import json

import pytest

from analysis import reports, scorecards
from analysis.reports import keeping
from small_projects import OF_OVERVIEW, OF_SECTION

DAY = "2021-04-25"
CARD = """\
from analysis import rulebooks, scorecards, views
card = scorecards.card(scorecards.facts_as_of(city, month, as_of), rulebooks.load("small"), city, month)
"""


def publish(**settings):
    return reports.publish("江阴", "2021-03", ["small"], ["baseline"], timeout=120, **settings)


@pytest.fixture
def dated(project):
    """The project with notebooks that know of days, as its own do."""
    for name, asked in (("overview", OF_OVERVIEW), ("section", OF_SECTION)):
        project.notebook(name, CARD, f'views.closing(card, "{name}")', parameters=f'{asked}as_of = ""\n', end=False)
    return project


def kept(home):
    return sorted(path.name for path in (home / "data" / "scorecards").rglob("*.json"))


def test_published_it_is_kept_once_and_made_again_as_known_then(dated):
    now = publish(known_on=DAY)
    first = kept(dated.home)
    assert [name.partition(".2")[0] for name in first] == ["card", "facts"]
    assert json.loads((now / "manifest.json").read_bytes())["known_on"] == DAY
    publish(known_on=DAY)
    assert kept(dated.home) == first
    facts = dated.home / "data" / "facts" / "320281" / "2021-03.csv"
    facts.write_text("city,month,fact,value\n320281,2021-03,joint_domains,5\n", "utf-8")
    publish(known_on="2021-06-01")
    assert len(kept(dated.home)) == 4
    before = dated.files(now)
    then = publish(as_of="2021-05-01")
    assert then.name == "2021-03-as-of-2021-05-01" and dated.files(now) == before and len(kept(dated.home)) == 4
    page, table = ((then / name).read_text("utf-8") for name in ("index.html", "scorecard.csv"))
    assert "2021-05-01 当时所知" in page and ",4," in table
    assert list(json.loads((then / "manifest.json").read_bytes())["inputs"]["facts"]) == [f"2021-03@{DAY}"]


def test_elsewhere_it_is_a_copy_and_not_kept_unless_asked(sound, tmp_path):
    publish(output=tmp_path / "copy")
    assert not kept(sound.home)
    publish(output=tmp_path / "copy", keep=True, known_on=DAY)
    assert [card.known_on for card in scorecards.history("320281")] == [DAY]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"known_on": "soon"}, "is not a day"),
        ({"known_on": "2021-02-28"}, "can't be known before it began"),
        ({"as_of": "2021-13-01"}, "is not a day"),
        ({"as_of": DAY, "keep": True}, "are not kept"),
        ({"as_of": DAY}, "Days kept: none"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(sound, settings, told):
    with pytest.raises(reports.ReportError, match=told):
        publish(**settings)
    assert not (sound.home / "reports" / "320281" / "2021-03").exists()


def test_a_store_that_takes_no_file_is_told_and_the_report_stays(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping.scorecards, "archive_cards", full)
    with pytest.raises(reports.Unkept, match="The report is published, but its cards are not kept"):
        keeping.keep_cards([], None, DAY)
    keeping.keep_cards([], None, None)
