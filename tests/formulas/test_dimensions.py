"""Units work out through a formula, or it is refused."""

import pytest

from analysis.formulas import FormulaError, dimensions, parse_formula
from analysis.formulas.dimensions import ANY, NUMBER, TRUTH

UNITS = {
    "people": "person",
    "holders": "person",
    "firms": "entity",
    "loans": "yuan",
    "visits": "visit/day",
    "share": "share",
    "flag": "flag",
    "most": "point",
    "each": "point/entity",
    "rate": "point*entity/yuan",
}


def unit(text):
    return str(
        dimensions.unit_of_formula(
            parse_formula(text), {name: dimensions.parse_unit(unit) for name, unit in UNITS.items()}
        )
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("holders / people", "share"),
        ("each * firms", "point"),
        ("rate * loans / firms", "point"),
        ("rate * (loans / firms)", "point"),
        ("visits / people", "visit/day/person"),
        ("most * share", "point"),
        ("min(most, each * firms)", "point"),
        ("max(0, most - each * firms)", "point"),
        ("when(flag and share > 0, most, 0)", "point"),
        ("most * steps(share, share, share)", "point"),
        ("most * min(1, share)", "point"),
        ("1 - share", "share"),
        ("people > holders", "truth"),
        ("not flag", "truth"),
        ("flag == 1", "truth"),
        ("people == 0", "truth"),
        ("-most", "point"),
        ("firms / loans * loans", "entity"),
        ("share / people", "1/person"),
    ],
)
def test_units_multiply_cancel_and_carry_through(text, wanted):
    assert unit(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "people + firms",
        "most - share",
        "min(most, each)",
        "people > firms",
        "people >= 1",
        "most + 1",
        "when(flag, most, people)",
        "when(people, most, 0)",
        "people and flag",
        "(people > 0) + (firms > 0)",
        "most * (people > 0)",
        "-(people > 0)",
        "min(people > 0, flag)",
        "(people > 0) == flag",
        "steps(share, people, share)",
    ],
)
def test_what_does_not_work_out_is_refused_in_both_languages(text):
    with pytest.raises(FormulaError) as refused:
        unit(text)
    assert refused.value.zh and refused.value.en


def test_zero_fits_every_unit_and_one_only_plain_numbers():
    assert dimensions.unit_of_formula(parse_formula("0"), {}) == ANY
    assert dimensions.unit_of_formula(parse_formula("1"), {}) == NUMBER
    assert dimensions.unit_of_formula(parse_formula("0 == 0"), {}) == TRUTH


def test_units_are_read_whatever_the_order_of_their_bases():
    assert dimensions.parse_unit("point*entity/yuan") == dimensions.parse_unit("entity*point/yuan")
    assert dimensions.parse_unit("visit/day/person") == dimensions.parse_unit("visit/day*person")
    assert dimensions.parse_unit("share") == dimensions.parse_unit("flag") == dimensions.parse_unit("1") == NUMBER
    assert dimensions.parse_unit("point/share") == dimensions.parse_unit("point")


@pytest.mark.parametrize("text", ["", "point/", "10 yuan", "%", "point per entity", "*point", "万元/"])
def test_a_text_that_is_no_unit_is_refused(text):
    with pytest.raises(FormulaError):
        dimensions.parse_unit(text)
