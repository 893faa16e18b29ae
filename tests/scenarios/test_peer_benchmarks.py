"""Benchmarks of peers in a scenario's file: the levels, the formulas, what is wrong with them, and back again."""

from __future__ import annotations

import pytest

from analysis import scenarios
from analysis.problems import InputError

HEAD = 'title = "P"\ntitle_zh = "同"\nrulebook = "monitoring-2021"\n\n'
PEERS = """[peers]
usual = "high"
fewest = { is = 5, unit = "entity" }

[peers.levels]
high = { is = 0.9, unit = "share", zh = "高", en = "high" }
middle = { is = 0.5, unit = "share", zh = "中", en = "middle" }

[benchmark]
"13.full" = "quantile(xinyidai_loans_platform, level)"
"9.limit" = "highest(codes_faulty / codes_total)"
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A scenario of this text, by its name, in a project of its own."""
    folder = tmp_path / "params" / "scenarios"
    folder.mkdir(parents=True)
    monkeypatch.setattr("analysis.scenarios.scenario_files.scenarios_folder", lambda: folder)

    def write(text):
        (folder / "peers.toml").write_text(HEAD + text, "utf-8")
        return "peers"

    return write


def test_the_level_is_the_usual_one_or_the_one_after_the_name(written):
    name = written(PEERS)
    usual, chosen = scenarios.load(name), scenarios.load(f"{name}@middle")
    assert [benchmark.level for benchmark in usual.benchmarks] == [0.9, 0.9]
    assert [benchmark.level for benchmark in chosen.benchmarks] == [0.5, 0.5]
    assert (usual.name, chosen.name, chosen.benchmarks[0].level_zh) == ("peers", "peers@middle", "中")
    assert scenarios.scenario_variants() == ("peers", "peers@middle")
    assert [benchmark.at_level for benchmark in usual.benchmarks] == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "没有“midle”这一档"),
        ("quantile(xinyidai_loans_platform, level)", "xinyidai_loans_platform", "须由其他单位的数算出"),
        ("quantile(xinyidai_loans_platform, level)", "place(xinyidai_loans_platform)", "须由其他单位的数算出"),
        ("quantile(xinyidai_loans_platform, level)", "highest(", "写法有误"),
        ('fewest = { is = 5, unit = "entity" }', "", "没有“high”这一档"),
    ],
)
def test_faults_are_told_in_the_files_own_words(written, old, new, said):
    name = written(PEERS.replace(old, new) if old else PEERS)
    with pytest.raises(InputError, match=said):
        scenarios.load(f"{name}@midle" if not old else name)


def test_a_scenario_without_peers_has_no_levels(written):
    name = written('[[change]]\ntarget = "permits"\nhow = "set"\namount = 1\n')
    assert scenarios.load(name).benchmarks == ()
    with pytest.raises(InputError, match="没有“best”这一档"):
        scenarios.load(f"{name}@best")


def test_what_is_saved_is_read_back_at_the_level_chosen(written, tmp_path):
    for chosen in ("", "@middle"):
        scenario = scenarios.load(written(PEERS) + chosen)
        assert scenarios.load(scenarios.save(scenario, tmp_path / "saved.toml")) == scenario
