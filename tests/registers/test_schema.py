"""What the registers are: keys, dates and types that fit together."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.registers import REGISTERS
from analysis.registers.schema import DATE, FLOW, KEPT, TYPES, UNIT


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_a_register_is_sound_in_itself(register):
    names = [column.name for column in register.columns]
    assert len(set(names)) == len(names)
    assert set(register.key) <= set(names)
    assert register.dated is None or register.column(register.dated).required
    assert register.kind != FLOW or register.dated
    for column in register.columns:
        assert column.kind == UNIT or column.kind in TYPES
        if column.after:
            assert {column.kind, register.column(column.after).kind} == {DATE}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_what_names_a_party_beside_its_code_is_never_kept(register):
    """The authority that decided is kept: it is an office, and must be told what falls due."""
    kept = set(register.schema())
    assert set(KEPT) <= kept
    assert not kept & {"party_name", "authority_code", "lender", "subject", "course", "amount_unit"}


def test_an_empty_delivery_has_every_column_with_its_type():
    for register in REGISTERS.values():
        empty = pl.DataFrame(
            schema=register.schema() | {column.name: TYPES[column.kind] for column in register.columns}
        )
        assert register.derive(empty).select(register.schema().keys()).cast(register.schema()).height == 0
