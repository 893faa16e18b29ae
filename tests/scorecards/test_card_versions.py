"""The versions of one day: named, counted, and refused where there is none."""

from __future__ import annotations

import pytest

import made_up
from analysis import rulebooks, scorecards
from analysis.problems import InputError
from analysis.scorecards import card_store, card_versions

CITY, MONTH, DAY = "320281", "2021-03", "2021-04-25"


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Three versions of one day and one of the next."""
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    book = rulebooks.load("hard-2019")
    for domains, day in ((1, DAY), (2, DAY), (3, DAY), (4, "2021-04-26")):
        facts = made_up.long(made_up.row(joint_domains=domains))
        scorecards.archive_cards([scorecards.card(facts, book, CITY, MONTH)], facts, day)
    return scorecards.history(CITY)


def test_each_has_a_name_of_its_own_and_a_single_one_is_called_by_its_day(kept):
    assert [card_versions.version_name(card) for card in kept] == [f"{DAY}#1", f"{DAY}#2", f"{DAY}#3", "2021-04-26"]


def test_a_name_finds_its_card(kept):
    asked = (CITY, MONTH, "hard-2019", "baseline")
    assert card_versions.versioned_card(*asked, f"{DAY}#2") is not None
    assert card_versions.versioned_card(*asked, f"{DAY}#2").number == kept[1].number
    for wrong in (f"{DAY}#0", f"{DAY}#4", "2021-04-24#1"):
        with pytest.raises(InputError, match="versions were kept on"):
            card_versions.versioned_card(*asked, wrong)


@pytest.mark.parametrize(
    ("written", "read"),
    [(f"{DAY}#2", f"{DAY}#2"), ("2021年4月25日 第2版", f"{DAY}#2"), (f"{DAY} # 02", f"{DAY}#2"), (DAY, DAY)],
)
def test_as_people_write_it(written, read):
    assert card_versions.parse_version(written, "--as-of") == read


def test_no_day_is_refused():
    with pytest.raises(InputError):
        card_versions.parse_version("昨天#1", "--as-of")
