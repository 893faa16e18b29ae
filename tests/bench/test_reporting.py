"""Reports a minute, and notebooks whose outputs are not those of the loop."""

from __future__ import annotations

from types import SimpleNamespace

import nbformat

from bench import reporting


def test_a_minute_has_so_many_reports():
    assert reporting.Spent(4, 120.0, 10.0).a_minute == 2


def test_a_notebook_with_another_output_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    published = tmp_path / "reports" / "320281" / reporting.MONTH / "notebooks"
    published.mkdir(parents=True)
    for name, text in (("same", "1"), ("other", "2")):
        _write(tmp_path / f"{name}.ipynb", "1")
        _write(published / f"{name}.ipynb", text)
    jobs = [SimpleNamespace(name=name) for name in ("same", "other")]
    assert reporting.differing("320281", tmp_path, jobs) == [f"{reporting.LOOP}: other"]


def _write(path, text):
    output = nbformat.v4.new_output("stream", text=text)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])]), path)
