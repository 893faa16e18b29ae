"""How files look: names, formats and headings that offices use."""

from __future__ import annotations

import pytest

from analysis.registers import REGISTERS, wordings
from analysis.simulations.cities import staged
from analysis.simulations.styles import STRANGE_HEADING, parts, styles


@pytest.fixture(scope="module")
def long():
    return staged("江阴", "2021-03", 12, 300, 1, "usual,strange=0.5")


@pytest.mark.parametrize("name", REGISTERS)
def test_every_heading_is_known_but_the_one_that_is_not(long, name):
    known = wordings()[name]
    for month in long.months:
        for style in styles(long, REGISTERS[name], month).values():
            assert {heading for heading in style.columns if not known.meaning(heading)} <= {STRANGE_HEADING}
            meant = {known.meaning(heading).column for heading in style.columns if known.meaning(heading)}
            assert {column.name for column in REGISTERS[name].columns if column.required} <= meant


def test_no_two_files_of_a_month_have_one_name(long):
    for month in long.months:
        names = [style.file for register in REGISTERS.values() for style in styles(long, register, month).values()]
        assert len(names) == len(set(names))


def test_formats_and_headings_take_turns(long):
    held = [styles(long, REGISTERS["penalties"], month)[0] for month in long.months]
    assert {style.format for style in held} >= {"csv", "gb18030", "parquet"}
    assert {"CF_WSH", "行政处罚决定书文号", "CF_XDR_SFZ"} <= {heading for style in held for heading in style.columns}


def test_without_personal_columns_there_are_none():
    bare = staged("江阴", "2021-03", 1, 300, 1, "none")
    for register in REGISTERS.values():
        for style in styles(bare, register, "2021-03").values():
            assert not {"person", "person_number", "phone"} & set(style.columns.values())


def test_a_record_stands_in_the_same_file_every_month(long):
    assert parts(long, "codes", 500).equals(parts(long, "codes", 500))
