"""The project's set-up says the same thing in every file, and the locks are whole and name no host."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-spark.lock")
SPARK = "spark"

# Names that conda-forge gives to another thing than PyPI does.
FROM_CONDA = {"playwright-python": "playwright", "python-duckdb": "duckdb"}
# Asked for beside the packages of PyPI: what they run on.
BENEATH = {"pip", "openjdk"}
PLATFORMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def bounds(requirements):
    """Names and bounds of requirement lines."""
    parsed = [Requirement(line) for line in requirements]
    assert len({canonicalize_name(each.name) for each in parsed}) == len(parsed), "a name stands twice"
    return {canonicalize_name(each.name): each.specifier for each in parsed}


def extra(name):
    return bounds(PROJECT["project"]["optional-dependencies"][name])


def runtime():
    return bounds(PROJECT["project"]["dependencies"])


def declared():
    """Everything the project asks for by name: runtime, every extra and the build backend."""
    extras = PROJECT["project"]["optional-dependencies"]
    groups = PROJECT["dependency-groups"]
    lines = [line for part in (*extras.values(), *groups.values()) for line in part]
    return bounds([*PROJECT["project"]["dependencies"], *lines])


def conda():
    """The list of environment.yml under PyPI's names, and its pip lines."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    pip_lines = [line for part in environment["dependencies"] if isinstance(part, dict) for line in part["pip"]]
    found = bounds(lines)
    assert not set(found) & set(FROM_CONDA.values()), "on conda-forge this name is another package"
    return environment, {FROM_CONDA.get(name, name): bound for name, bound in found.items()}, pip_lines


def entries(lock):
    """A lock as (requirement, hashes), refusing every line that is something else."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        found.append((Requirement(requirement), hashes))
    return found


def pinned(requirement):
    (only,) = requirement.specifier
    assert only.operator == "==" and not only.version.endswith("*"), f"{requirement} is not pinned"
    return only.version


def test_every_dependency_is_bounded_on_both_sides():
    loose = [name for name, bound in declared().items() if {limit.operator for limit in bound} != {">=", "<"}]
    assert not loose


def test_conda_has_the_same_names_and_bounds():
    environment, found, pip_lines = conda()
    assert environment["name"] == PROJECT["project"]["name"]
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert found.pop("python") == SpecifierSet(PROJECT["project"]["requires-python"])
    beneath = {name for name in BENEATH if found.pop(name, None) is not None}
    assert beneath == BENEATH
    *by_pip, project = pip_lines
    assert project == "-e ."
    assert not set(bounds(by_pip)) & set(found), "asked for twice"
    assert found | bounds(by_pip) == declared()


def test_the_backend_of_the_build_is_the_locked_one():
    assert bounds(PROJECT["build-system"]["requires"]) == bounds(PROJECT["dependency-groups"]["build"])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert not re.findall(r"[a-z+]+://\S*", text)
    assert not re.findall(r"\b[\w-]+\.(?:org|com|net|io|cn|dev)\b", text)
    assert not re.findall(r"--(?!hash=)[\w-]+", text)
    assert " @ " not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_hashes(lock):
    found = entries(lock)
    assert len(found) > 1
    for requirement, hashes in found:
        pinned(requirement)
        assert not requirement.url and not requirement.extras
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement
        assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_lock_serves_every_platform_within_the_bounds(platform, python):
    """Marker by marker: each declared name is pinned exactly once in both locks, inside its bounds."""
    system, os_name = PLATFORMS[platform]
    machine = {
        "sys_platform": platform,
        "platform_system": system,
        "os_name": os_name,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions = {}
    for requirement, _ in (entry for lock in LOCKS for entry in entries(lock)):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            name = canonicalize_name(requirement.name)
            assert name not in versions, f"{name} is pinned twice"
            versions[name] = pinned(requirement)
    outside = {
        name: versions.get(name)
        for name, bound in declared().items()
        if name not in versions or not bound.contains(versions[name], prereleases=True)
    }
    assert not outside


def test_what_a_report_needs_is_free_of_spark():
    """Only the extra brings Spark, which is large, and its lock holds nothing else of the project's."""
    asked = {canonicalize_name(requirement.name) for requirement, _ in entries(LOCKS[1])} & set(declared())
    assert asked == set(extra(SPARK))
    assert not set(extra(SPARK)) & set(runtime())


def test_the_code_imports_only_what_is_declared():
    given_by = packages_distributions()
    allowed = set(runtime()) | set(extra(SPARK))
    strangers = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names}:
                if top in sys.stdlib_module_names or top == "analysis":
                    continue
                if not allowed & {canonicalize_name(name) for name in given_by.get(top, [top])}:
                    strangers.add(f"{path.relative_to(ROOT)}: {top}")
    assert not strangers


def run_make(folder, *words, **changed):
    # The make that runs the tests tells its children about itself; these are to start afresh.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *words], cwd=folder, env=environment | changed, capture_output=True, text=True, timeout=120
    )


def test_make_alone_lists_the_commands():
    shown = run_make(ROOT)
    assert shown.returncode == 0, shown.stderr
    for command in ("report", "registers", "pictures", "test", "lab", "bench", "lint", "setup"):
        assert re.search(rf"^ *make {command} +\S", shown.stdout, flags=re.MULTILINE), command


def test_an_old_python_is_named_and_nothing_is_made(tmp_path):
    project, old = tmp_path / "project", tmp_path / "old"
    project.mkdir()
    old.mkdir()
    for name in ("Makefile", *LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, project)
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        script = old / name
        script.write_text(
            '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\n'
            f"exec '{sys.executable}' -c 'import sys; sys.version_info = (3, 9); exec(sys.argv[1])' \"$2\"\n"
        )
        script.chmod(0o755)
    shown = run_make(project, "setup", PATH=f"{old}{os.pathsep}{os.environ['PATH']}")
    assert shown.returncode != 0
    assert "Python 3.9.2" in shown.stderr and "3.11" in shown.stderr
    assert not (project / ".venv").exists()


def test_ci_runs_what_people_run():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").splitlines()[-1] == "exec make test"
