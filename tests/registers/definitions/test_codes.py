"""What the code check and the search for duplicates find of each body's code."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import identifiers
from analysis.registers.definitions.codes import SEVERAL, SHARED
from small_registers import code, read, table, written

CHECK = identifiers.failure_bit("check_character")


@pytest.fixture
def faults(tmp_path):
    """The faults of bodies, each a code and a name: `faults((code(1), "甲"))`."""

    def of(*bodies, **more):
        plain = {"kind": "企业法人", "status": "存续"}
        rows = [{"code": body_code, "name": name, **plain, **more} for body_code, name in bodies]
        return read("codes", written(tmp_path / "codes.csv", table(rows))).rows["faults"].to_list()

    return of


def wrong(number: int) -> str:
    return code(number)[:-1] + ("0" if code(number)[-1] != "0" else "1")


def test_a_sound_code_of_one_body_has_no_fault(faults):
    assert faults((code(1), "甲"), (code(2), "乙")) == [0, 0]


def test_what_fails_the_check_is_named(faults):
    assert faults((wrong(1), "甲"), (code(2)[:-1], "乙")) == [CHECK, identifiers.failure_bit("length")]


def test_one_code_of_several_bodies_and_one_body_of_several_codes(faults):
    assert faults((code(1), "甲"), (code(1), "乙"), (code(2), "丙"), (code(3), "丙")) == [SHARED] * 2 + [SEVERAL] * 2


def test_a_body_named_twice_with_one_code_is_one_record(faults):
    assert faults((code(1), "甲"), (code(1), "甲")) == [0]


def test_all_faults_of_a_code_are_kept_together(faults):
    assert faults((wrong(1), "甲"), (wrong(1), "乙")) == [CHECK + SHARED] * 2


def test_a_code_confirmed_in_the_register_passes_the_check_but_not_the_search(faults):
    assert faults((wrong(1), "甲"), genuine="是") == [0]
    assert faults((wrong(1), "甲"), (wrong(1), "乙"), genuine="是") == [SHARED] * 2
    assert faults((wrong(1), "甲"), genuine="否") == [CHECK]


def test_a_code_on_the_list_of_confirmed_ones_passes_too(faults, monkeypatch):
    monkeypatch.setattr(identifiers, "load_genuine_codes", lambda: pl.Series("code", [wrong(1)]))
    assert faults((wrong(1), "甲"), (wrong(2), "乙")) == [0, CHECK]


def test_codes_of_digits_with_one_e_are_different_codes(faults):
    """Read as numbers, they would all be infinite and equal."""
    assert SHARED not in faults(("9132028147931E7458", "甲"), ("9132028147931E7459", "乙"))
