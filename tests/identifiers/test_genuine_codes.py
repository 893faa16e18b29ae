"""The list of codes confirmed genuine."""

from __future__ import annotations

import pytest

from analysis import identifiers
from analysis.problems import InputError


def test_the_list_is_read(tmp_path):
    path = tmp_path / "genuine.csv"
    path.write_text("code,note\n91350211M0000XUF46,核实\n 91350211M0000XUF46,again\n,empty\n", encoding="utf-8")
    assert identifiers.load_genuine_codes(path).to_list() == ["91350211M0000XUF46"]


def test_no_list_is_an_empty_list(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    assert identifiers.load_genuine_codes().to_list() == []


@pytest.mark.parametrize("content", ["codes\n91350211M0000XUF46\n", "", None])
def test_a_list_that_cannot_be_read_is_refused(tmp_path, content):
    path = tmp_path / "genuine.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        identifiers.load_genuine_codes(path)
    assert "genuine.csv" in str(caught.value)
