"""How files look: names, formats and headings that offices use."""

from __future__ import annotations

import pytest

from analysis.registers import REGISTERS, register_wordings
from analysis.simulations.delivery_styles import STRANGE_HEADING, file_numbers, file_styles
from analysis.simulations.simulated_city import build_scene


@pytest.fixture(scope="module")
def long():
    return build_scene("江阴", "2021-03", 12, 300, 1, "usual,strange=0.5")


@pytest.mark.parametrize("name", REGISTERS)
def test_every_heading_is_known_but_the_one_that_is_not(long, name):
    wording = register_wordings()[name]
    for month in long.months:
        for style in file_styles(long, REGISTERS[name], month).values():
            assert {heading for heading in style.columns if not wording.meaning(heading)} <= {STRANGE_HEADING}
            meant = {wording.meaning(heading).column for heading in style.columns if wording.meaning(heading)}
            assert {column.name for column in REGISTERS[name].columns if column.required} <= meant


def test_no_two_files_of_a_month_have_one_name(long):
    for month in long.months:
        names = [style.file for register in REGISTERS.values() for style in file_styles(long, register, month).values()]
        assert len(names) == len(set(names))


def test_formats_and_headings_take_turns(long):
    styles = [file_styles(long, REGISTERS["penalties"], month)[0] for month in long.months]
    assert {style.format for style in styles} >= {"csv", "gb18030", "parquet"}
    assert {"CF_WSH", "行政处罚决定书文号", "CF_XDR_SFZ"} <= {heading for style in styles for heading in style.columns}


def test_without_personal_columns_there_are_none():
    bare = build_scene("江阴", "2021-03", 1, 300, 1, "none")
    for register in REGISTERS.values():
        for style in file_styles(bare, register, "2021-03").values():
            assert not {"person", "person_number", "phone"} & set(style.columns.values())


def test_a_record_stands_in_the_same_file_every_month(long):
    assert file_numbers(long, "codes", 500).equals(file_numbers(long, "codes", 500))
