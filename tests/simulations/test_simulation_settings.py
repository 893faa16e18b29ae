"""The parameters of a made-up city."""

from __future__ import annotations

import pytest

from analysis.problems import InputError
from analysis.registers import REGISTERS
from analysis.simulations.simulation_settings import city_settings, register_words


def test_every_register_has_its_files_and_words():
    assert set(city_settings()["files"]) == set(REGISTERS)
    assert set(register_words()) >= set(REGISTERS)


def test_a_parameter_without_a_note_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "simulation.toml").write_text("[codes]\ngrowth = { is = 0.1 }\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"codes\.growth"):
        city_settings()


def test_a_missing_table_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    with pytest.raises(InputError, match=r"simulation\.toml"):
        city_settings()
