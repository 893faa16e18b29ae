"""`scorecard run`: killed half-way and run again, it ends with what an undisturbed run gives."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

import small_projects
from small_projects import MONTH

CITIES = ("320281", "320282", "320583", "330782")
SCORECARD = [sys.executable, "-c", "from analysis.cli import main; main()"]
RUN = [
    *SCORECARD, "run", "--month", MONTH, "--cities", "all", "--jobs", "2", "--rulebook", "small",
    "--scenario", "baseline", "--known-on", "2021-04-25",
]  # fmt: skip
TIMED = ("started", "ended")
RUNS = "reports/runs.html"


@pytest.fixture
def project(tmp_path, monkeypatch):
    return cities_in(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project with a run that nothing disturbed; no test changes it."""
    with pytest.MonkeyPatch.context() as patch:
        ready = cities_in(tmp_path_factory.mktemp("undisturbed"), patch)
        assert run(ready).returncode == 0
        return ready


@pytest.fixture(scope="module")
def undisturbed(whole):
    """What a run gives that nothing disturbs."""
    return results(whole)


@pytest.fixture
def finished(whole, tmp_path, monkeypatch):
    """The project with such a run, to be changed."""
    home = shutil.copytree(whole.home, tmp_path / "finished")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(home))
    return small_projects.Project(home)


def cities_in(home, patch):
    patch.setenv("CITY_CREDIT_HOME", str(home))
    return small_projects.cities(small_projects.build(home), *CITIES)


def run(project, *more):
    around = {**os.environ, "CITY_CREDIT_HOME": str(project.home)}
    return subprocess.run([*RUN, *more], env=around, capture_output=True, text=True, encoding="utf-8", timeout=300)


def results(project):
    """Every published file and kept card but the page of runs, which tells times; manifests without theirs."""
    contents = {}
    for folder in ("reports", "data/scorecards"):
        for path in (project.home / folder).rglob("*"):
            name = path.relative_to(project.home).as_posix()
            if path.is_file() and name != RUNS and not any(part.startswith(".") for part in name.split("/")):
                contents[name] = path.read_bytes()
    for name in [name for name in contents if name.endswith("manifest.json")]:
        manifest = json.loads(contents[name])
        contents[name] = {key: value for key, value in manifest.items() if key not in TIMED}
    return contents


def published(project):
    return sorted(path.parent.parent.name for path in (project.home / "reports").glob("*/*/manifest.json"))


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_killed_half_way_and_resumed_it_ends_as_if_undisturbed(project, undisturbed):
    around = {**os.environ, "CITY_CREDIT_HOME": str(project.home)}
    first = subprocess.Popen(RUN, env=around, stdout=-3, stderr=-3, start_new_session=True)
    ends = time.monotonic() + 120
    while not published(project):
        assert first.poll() is None and time.monotonic() < ends
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done = published(project)
    assert 1 <= len(done) < len(CITIES)
    assert sorted(path.name for path in (project.home / "reports").glob("[!.]*") if path.is_dir()) == done, (
        "nothing half-made is seen"
    )
    again = run(project)
    assert again.returncode == 0, again.stderr
    assert again.stdout.startswith(f"发布 {len(CITIES) - len(done)} 份，未变 {len(done)} 份，失败 0 份")
    assert published(project) == sorted(CITIES) and results(project) == undisturbed
    assert not list((project.home / ".making").glob("*.run-*")), "what the killed run left is cleared away"


def test_only_what_changed_is_made_again_and_failures_are_listed(finished):
    """One city's figures change, another's become unreadable: the exit code says that some failed."""
    for code, text in (("320282", "4"), ("320583", "many")):
        file = finished.home / "data" / "facts" / code / f"{MONTH}.csv"
        file.write_text(f"city,month,fact,value\n{code},{MONTH},joint_domains,{text}\n", "utf-8")
    before = results(finished)
    again = run(finished)
    assert again.returncode == 3
    assert "320583 昆山市 2021-03 无法运行（reports/.logs/2021-03/320583.log）" in again.stdout
    assert "发布 1 份，未变 2 份，失败 1 份" in again.stdout
    changed = {name.split("/")[1] for name, content in results(finished).items() if before.get(name) != content}
    assert changed - {"scorecards"} == {"320282"}


def test_two_runs_at_once_lose_nothing_and_make_nothing_twice(project, undisturbed):
    """Each city is locked while it is made: whoever finds it taken waits, then finds it done."""
    around = {**os.environ, "CITY_CREDIT_HOME": str(project.home)}
    two = [
        subprocess.Popen(RUN, env=around, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[0] for process in two]
    assert [process.returncode for process in two] == [0, 0]
    counts = [int(text.split(" ")[1]) for text in said]
    assert sum(counts) == len(CITIES)
    assert results(project) == undisturbed


def test_what_is_asked_wrongly_is_refused_before_anything_runs(project):
    refused = run(project, "--scenario", "nowhere")
    assert refused.returncode == 1 and "nowhere" in refused.stderr and not published(project)


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_parts_together_give_what_a_whole_run_gives(project, undisturbed):
    """Two machines with one folder, one of them killed and started again: the same files to the byte."""
    around = {**os.environ, "CITY_CREDIT_HOME": str(project.home)}
    killed = subprocess.Popen([*RUN, "--shard", "3/3"], env=around, stdout=-3, stderr=-3, start_new_session=True)
    beside = subprocess.Popen([*RUN, "--shard", "1/3"], env=around, stdout=-3, stderr=-3)
    ends = time.monotonic() + 120
    while not set(published(project)) - {"330782"}:
        assert killed.poll() is None and time.monotonic() < ends
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert beside.wait(timeout=300) == 0
    assert "330782" in published(project) and len(published(project)) < len(CITIES), "330782 alone is of part 1"
    again = run(project, "--shard", "3/3")
    assert again.returncode == 0 and results(project) == undisturbed
    shards = [json.loads(path.read_text("utf-8"))["shard"] for path in (project.home / "reports/.runs").glob("*.json")]
    assert sorted(shards) == ["1/3", "3/3"], "the killed run wrote no record"
    assert "（第 1/3 份）" in (project.home / RUNS).read_text("utf-8")


def test_a_part_without_a_city_is_done_at_once_and_says_so(project):
    empty = run(project, "--shard", "1/999999")
    assert empty.returncode == 0 and "第 1/999999 份中没有城市（全部共 4 份报告" in empty.stdout
    assert not published(project)
    wrong = run(project, "--shard", "0/2")
    assert wrong.returncode == 1 and "从 1 数起" in wrong.stderr
