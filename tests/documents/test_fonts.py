"""Fonts by their part: those of the standard first, free ones where they are missing."""

from __future__ import annotations

import pytest

from analysis.documents import fonts
from analysis.problems import InputError


def test_the_fonts_of_the_standard_are_asked_for_first(monkeypatch):
    here = {"FZXiaoBiaoSong-B05S", "FangSong_GB2312", "SimHei", "KaiTi_GB2312", "SimSun", "Noto Serif CJK SC"}
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset(here))
    first = {part: names[0] for part, names in fonts.font_families("zh").items()}
    assert first == {
        "title": "FZXiaoBiaoSong-B05S", "body": "FangSong_GB2312", "black": "SimHei", "script": "KaiTi_GB2312",
        "table": "SimSun",
    }  # fmt: skip


def test_free_fonts_stand_in(monkeypatch):
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({"Noto Sans CJK SC", "Libertinus Serif"}))
    assert all(names == ["Noto Sans CJK SC", "Libertinus Serif"] for names in fonts.font_families("zh").values())
    assert fonts.font_families("en")["body"][0] == "Libertinus Serif"


def test_without_any_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(InputError, match="No Chinese font was found"):
        fonts.require_fonts()


def test_this_machine_has_what_the_tests_need():
    """`make test` installs fonts-noto-cjk."""
    assert "Noto Serif CJK SC" in fonts.installed_families()
