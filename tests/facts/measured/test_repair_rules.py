"""The documents of repair periods: the periods as the texts print them, and every fault of a file at once."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from analysis.facts.measured.repair_rules import COUNTING, load_repair_rules
from analysis.paths import root
from analysis.problems import InputError

PRINTED = {
    "2019-527": (date(2019, 7, 1), {"general": (3, 12), "serious": (6, 36), "specific": (None, 36)}),
    "2023-58": (date(2023, 5, 1), {"ordinary": (3, 36), "named_fields": (12, 36)}),
    "2025-22": (date(2025, 6, 22), {"minor": (None, 3), "general": (3, 12), "serious": (12, 36)}),
    "2026-36": (date(2026, 4, 1), {"minor": (None, 3), "general": (3, 12), "serious": (12, 36)}),
}
"""From which day, and by class the shortest and the longest period in months."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "params" / "repair"
    shutil.copytree(root() / "params" / "repair", place)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return place


def changed(folder, name, old, new):
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def test_the_periods_are_those_printed():
    rules = load_repair_rules().rules
    read = {
        rule.id: (rule.first, {own.id: (own.shortest, own.longest) for own in rule.classes.values()}) for rule in rules
    }
    assert read == PRINTED
    assert all(rule.source and rule.text and rule.unread for rule in rules)


def test_order_58_ends_the_day_before_order_36():
    rules = {rule.id: rule for rule in load_repair_rules().rules}
    assert rules["2023-58"].last == date(2026, 3, 31) and rules["2026-36"].last == date.max


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("2026-36.toml", "# 完 end", "", "没有写完整"),
        ("2026-36.toml", "longest  = 3\n", "longest  = 3.5\n", "正整数"),
        ("2026-36.toml", "longest  = 12\n", "longest  = 2\n", "长于"),
        ("2026-36.toml", 'asked    = "duties_done"', 'asked    = "dutys_done"', "duties_done"),
        ("2026-36.toml", "from     = 2026-04-01", 'from     = "四月"', "应为日期"),
        ("2026-36.toml", "from     =", "form     =", "form"),
        ("2026-36.toml", 'class    = "general"', 'class    = "large"', "large"),
        ("2026-36.toml", '"lists.serious"]', '"permits"]', "permits"),
        ("2023-58.toml", "until    = 2026-03-31", "until    = 2022-03-31", "早于"),
        ("2025-22.toml", 'number   = "', "number   = ＂", "中文标点"),
        (COUNTING, 'month_end        = "last"', 'month_end        = "next"', "last"),
    ],
)
def test_a_fault_is_said(folder, name, old, new, said):
    changed(folder, name, old, new)
    with pytest.raises(InputError, match=said):
        load_repair_rules()


def test_faults_of_all_files_are_said_at_once(folder):
    changed(folder, "2019-527.toml", "longest  = 12", "longest  = 0")
    changed(folder, "2026-36.toml", "# 完 end", "")
    (folder / COUNTING).unlink()
    with pytest.raises(InputError) as said:
        load_repair_rules()
    assert {problem.where.partition(",")[0].rpartition("/")[2] for problem in said.value.problems} == {
        "2019-527.toml", "2026-36.toml", COUNTING,
    }  # fmt: skip


def test_an_empty_folder_is_said(folder):
    for path in folder.glob("2*.toml"):
        path.unlink()
    with pytest.raises(InputError, match="没有公示与修复期限的文件"):
        load_repair_rules()
