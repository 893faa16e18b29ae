"""The parameters of a made-up city."""

from __future__ import annotations

import pytest

from analysis.problems import InputError
from analysis.registers import REGISTERS
from analysis.simulations.settings import faults_usual, notes, settings, words


def test_every_register_has_its_files_and_words():
    assert set(settings()["files"]) == set(REGISTERS)
    assert set(words()) >= set(REGISTERS)


def test_every_kind_of_fault_says_what_it_is():
    assert notes().keys() == faults_usual().keys() and all(notes().values())


def test_a_parameter_without_a_note_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "simulation.toml").write_text("[codes]\ngrowth = { is = 0.1 }\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"codes\.growth"):
        settings()


def test_a_missing_table_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    with pytest.raises(InputError, match=r"simulation\.toml"):
        settings()
