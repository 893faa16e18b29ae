"""The command that writes the what-if page."""

from __future__ import annotations

PLACE = ("--city", "江阴", "--month", "2021-03")


def test_it_writes_a_page_in_chinese_and_the_same_again(scorecard, tmp_path):
    ran = scorecard("what-if-page", *PLACE, first := tmp_path / "江阴.html")
    assert ran.code == 0 and "已写入" in ran.out
    scorecard("what-if-page", "--city", "320281", "--month", "2021年3月", again := tmp_path / "again.html")
    assert first.read_bytes() == again.read_bytes()
    text = first.read_text("utf-8")
    assert "江阴市2021年3月试算" in text and '<html lang="zh-CN">' in text


def test_another_rulebook_from_a_scenario_in_english(scorecard, tmp_path):
    asked = ("--rulebook", "monitoring-2021", "--scenario", "assumed-benchmarks")
    ran = scorecard("what-if-page", *PLACE, *asked, "--lang", "en", target := tmp_path / "e.html")
    assert ran.code == 0 and "What if: Jiangyin" in target.read_text("utf-8")


def test_faults_are_told_and_nothing_is_written(scorecard, tmp_path):
    for city, month, name in (
        ("江阴", "2021-03", "x.csv"),
        ("江阴", "1999-01", "x.html"),
        ("无此市", "2021-03", "x.html"),
    ):
        ran = scorecard("what-if-page", "--city", city, "--month", month, tmp_path / name)
        assert ran.code == 1 and "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []
