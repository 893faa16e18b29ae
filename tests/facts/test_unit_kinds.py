"""The kinds of units and the words that mean them."""

from __future__ import annotations

import pytest

import small_units
from analysis import facts
from analysis.problems import InputError


def test_a_project_without_the_file_has_cities_only(home):
    assert facts.unit_kinds() == {} and facts.kind_of_word("城市") == facts.CITY
    assert facts.kind_of_word("镇") is None


def test_every_word_of_a_table_means_its_kind(home):
    small_units.build(home)
    meant = {"镇": "town", "街道": "town", "乡镇": "town", "园区": "park", "部门": "department", "Town": "town",
             "企业集团": "enterprise", "区": "county", "城市": "city", "省": None}  # fmt: skip
    assert {word: facts.kind_of_word(word) for word in meant} == meant


def test_no_two_kinds_share_a_number_or_a_word():
    kinds = facts.unit_kinds().values()
    words = [word for kind in kinds for word in {kind.zh, *kind.words}]
    assert len({kind.number for kind in kinds}) == len(kinds) and len(words) == len(set(words))


def test_a_kind_that_cannot_be_is_refused(home):
    small_units.build(home)
    path = home / "params" / "unit_kinds.toml"
    path.write_text(
        '[town]\nnumber = 0\nzh = "镇"\nen = "Towns"\nwords = []\nendings = []\nbeginnings = []\ncodes = ["nine"]\n',
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        facts.unit_kinds()
    assert "number" in str(caught.value) and "nine" in str(caught.value)


def ranked_with(home, kind, other):
    """The project's kinds, one of them ranked with another."""
    path = home / "params" / "unit_kinds.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(f'league  = "{kind}"', f'league  = "{other}"'), "utf-8")


def test_each_shipped_kind_says_with_whom_it_is_ranked_and_stands_apart(home):
    small_units.build(home)
    text = (home / "params" / "unit_kinds.toml").read_text("utf-8")
    for name, kind in facts.unit_kinds().items():
        assert f'league  = "{name}"' in text and [each.name for each in facts.leagued_kinds(name)] == [name]
        assert kind.league == name


def test_parks_may_be_ranked_with_towns(home):
    small_units.build(home)
    ranked_with(home, "park", "town")
    for kind in ("park", "town"):
        assert [each.name for each in facts.leagued_kinds(kind)] == ["town", "park"]
    leagues = {row["name"]: row["league"] for row in facts.listed_units()}
    assert leagues["高新技术产业开发区"] == "3202810200" and leagues["市财政局"] == "3202810400"


@pytest.mark.parametrize("other", ["village", "enterprise"])
def test_a_kind_is_ranked_with_one_that_stands_apart_only(home, other):
    small_units.build(home)
    ranked_with(home, "enterprise", "town")
    ranked_with(home, "park", other)
    with pytest.raises(InputError, match="park 的 league"):
        facts.unit_kinds()
