"""The rules of forecasts are read with every fault at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.problems import InputError
from analysis.questions.forecasting import forecast_rules

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "params").mkdir()
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return shutil.copy(ROOT / "params" / "forecast.toml", tmp_path / "params")


def test_under_twelve_months_there_is_no_forecast():
    rules = forecast_rules()
    assert (rules.least, rules.ahead, rules.covered) == (12, 6, 0.9)
    assert rules.coefficients[0] == (1.0, 0.0, 1.0) and all(trend == 0 for _, trend, _ in rules.coefficients[:5])


def test_every_fault_is_said_at_once(place):
    text = Path(place).read_text("utf-8")
    changed = text.replace("is = 12, unit", "is = -1, unit").replace('is = 0.9, unit = "share"', 'is = 2, unit = ""')
    Path(place).write_text(changed.replace("[0.1, 0.3]", "[7]"), "utf-8")
    with pytest.raises(InputError) as refused:
        forecast_rules()
    said = str(refused.value)
    assert "大于0" in said and "0 与 1 之间" in said and "unit" in said and "不大于1" in said


def test_a_missing_file_is_named(place):
    Path(place).unlink()
    with pytest.raises(InputError, match="forecast"):
        forecast_rules()
