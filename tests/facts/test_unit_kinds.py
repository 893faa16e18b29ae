"""Kinds of units and the words that mean them, their codes with the check of ISO 7064, MOD 11,10, and their leagues."""

from __future__ import annotations

import polars as pl
import pytest

import small_units
from analysis import facts
from analysis.facts.unit_kinds import code_form, league_number, unsound_codes, written_code
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


def remainder(digits: str) -> int:
    """The check as the standard words it for a whole number with its check digit: it must come to 1."""
    product = 10
    for digit in digits[:-1]:
        added = (product + int(digit)) % 10
        product = (10 if added == 0 else added) * 2 % 11
    return (product + int(digits[-1])) % 10


def test_the_standards_own_example_and_every_local_code_pass_the_check():
    assert remainder("07945") == 1
    codes = [facts.local_code("320281", number) for number in range(1, 300)]
    assert {remainder(code.replace("L", "")) for code in codes} == {1}
    assert not unsound_codes(codes)


def test_one_wrong_digit_of_a_local_code_is_always_found():
    code = facts.local_code("320281", 7)
    wrong = [
        f"{code[:at]}{digit}{code[at + 1 :]}" for at in (7, 8, 9, 10, 11) for digit in "0123456789" if digit != code[at]
    ]
    assert unsound_codes(wrong) == set(wrong)


@pytest.mark.parametrize(
    ("code", "form"),
    [("320281", "division6"), ("320281107", "division9"), ("11320281014033333X", "credit18"),
     ("320281L00013", "local12"), ("32028", None), ("../320281", None), ("320281l00013", None), ("", None)],
)  # fmt: skip
def test_the_form_of_a_code_is_seen_from_its_looks(code, form):
    assert code_form(code) == form and facts.has_code_shape(code) == (form is not None)


def test_codes_of_divisions_that_never_were_and_wrong_credit_codes_are_unsound():
    sound, wrong = "913202817140000025", "913202817140000026"
    assert unsound_codes(["320281107", "999999107", "999999L00013", sound, wrong]) == {
        "999999107", "999999L00013", wrong,
    }  # fmt: skip


def test_a_code_is_kept_narrow_and_in_capitals():
    assert written_code(" 320281ｌ0 0013 ") == "320281L00013"


def test_a_leagues_number_tells_list_kind_and_group(home):
    small_units.build(home)
    league = facts.unit_league(league_number("320281", 2, 1))
    assert league is not None and (league.place, league.kind.name, league.group) == ("320281", "town", 1)


def test_cities_keep_their_three_leagues_and_are_no_units():
    assert [facts.unit_league(league) for league in (1, 2, 3, None)] == [None] * 4
    numbers = pl.DataFrame({"league": [1, 3, None, 3202810201, 3202810202, 3202810400]})
    groups, fields = numbers.select(
        group=facts.league_group(pl.col("league")), field=facts.league_field(pl.col("league"))
    )
    assert groups.to_list() == [1, 3, None, 1, 2, 0]
    assert fields.to_list() == [0, 0, 0, 32028102, 32028102, 32028104]


def test_a_town_never_shares_a_league_with_a_department_nor_with_another_group(home):
    small_units.build(home)
    leagues = {row["name"]: row["league"] for row in facts.listed_units()}
    assert leagues["华士镇"] == leagues["新桥镇"] != leagues["澄江街道"]
    assert len(set(leagues.values())) == 4
