"""The tables the check reads."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import code_standard, division_codes
from analysis.identifiers.standards import CODE_ALPHABET, WEIGHTS
from analysis.problems import InputError


def test_the_standard_is_as_printed():
    assert WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    assert len(CODE_ALPHABET) == 31 and not set(CODE_ALPHABET) & set("IOSVZ")


def test_pairs_stand_in_the_alphabet():
    pairs = code_standard().pairs
    assert {"11", "54", "91", "A1", "N3", "Y1"} <= pairs and "Y2" not in pairs and "94" not in pairs
    assert all(letter in CODE_ALPHABET for pair in pairs for letter in pair)


def test_divisions_are_six_digits_with_years_in_order():
    table = division_codes()
    assert table["code"].str.contains(r"^[1-9][0-9]{5}$").all()
    assert table["code"].n_unique() > 6_900
    assert (table["valid_from"].fill_null("1980") <= table["valid_to"].fill_null("2999")).all()
    assert not table.select("code", "name", "valid_from").is_duplicated().any()


@pytest.mark.parametrize(
    ("code", "name", "valid_to"),
    [
        ("320281", "江阴市", None),
        ("320200", "无锡市", None),
        ("110103", "崇文区", "2010"),
        ("341400", "巢湖市", "2011"),
    ],
)
def test_known_divisions_have_their_years(code, name, valid_to):
    found = division_codes().filter((pl.col("code") == code) & (pl.col("name") == name))
    assert found["valid_to"].to_list() == [valid_to]


def test_every_city_is_a_division(root_cities):
    divisions = division_codes().select("code", "name", "valid_to")
    assert root_cities.join(divisions, on=["code", "name"], how="anti").is_empty()
    in_force = root_cities.filter(pl.col("valid_to").is_null()).join(divisions, on=["code", "name"])
    assert in_force["valid_to_right"].is_null().all()


@pytest.fixture
def root_cities() -> pl.DataFrame:
    from analysis.paths import root

    return pl.read_csv(root() / "data" / "cities.csv", infer_schema=False)


def test_missing_tables_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    with pytest.raises(InputError) as caught:
        code_standard()
    assert "identifiers.toml" in str(caught.value)
    with pytest.raises(InputError) as caught:
        division_codes()
    assert "divisions.csv" in str(caught.value)
