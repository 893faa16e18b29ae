"""The same rules as an OpenFisca system, in an environment of its own that is thrown away: measured, never needed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from analysis.rulebooks import Rulebook
from bench import written

WANTED, PATIENCE = "OpenFisca-Core>=43,<47", 300
"""The package, and how many seconds it may take to install."""
DATE, PERIOD = "2019-01-01", "2021-03"
SYSTEM = """
import sys
import numpy
from numpy import floor, maximum, minimum, where
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

numpy.seterr(all="ignore")  # `where` works out both branches, also where one divides by zero
City = build_entity(key="city", plural="cities", label="A city-month", is_person=True)

"""
VARIABLE = """
class {name}(Variable):
    value_type = {kind}
    entity = City
    definition_period = MONTH
    label = "{label}"
"""
FORMULA = """
    def formula(city, period, parameters):
        values = parameters(period)
        return {formula}

"""
ANSWERING = """
system = TaxBenefitSystem([City])
system.parameters = ParameterNode("", data=VALUES)
system.add_variables(*(globals()[name] for name in (*FACTS, *CLAUSES)))
for variable in system.variables.values():
    if variable.value_type is float:
        variable.dtype = numpy.float64  # as it comes, OpenFisca counts in single precision
facts = dict(numpy.load(sys.argv[1]))
count = len(next(iter(facts.values())))


def answered(names):
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    for name, figures in facts.items():
        simulation.set_input(name, PERIOD, figures)
    return {name: simulation.calculate(name, PERIOD) for name in names}


for asked in sys.stdin:
    path = asked.strip()
    found = answered(["passes", "points"] if not path else CLAUSES)
    if path:
        numpy.savez(path, **found)
    print("done", flush=True)
"""


@dataclass(frozen=True)
class Running:
    """A process with a rule system and its cases in memory."""

    process: subprocess.Popen[str]

    def totals(self) -> None:
        """Have `passes` and `points` of all cases worked out anew."""
        self._ask("")

    def outcomes(self, book: Rulebook, path: Path) -> pl.DataFrame:
        """What it finds for each clause, and `passes` and `points`; truths as 1 and 0; by way of a file."""
        self._ask(str(path))
        with np.load(path) as arrays:
            found = {name: arrays[_name(name)].astype(float) for name in (*book.clauses, "passes", "points")}
        return pl.DataFrame(found)

    def _ask(self, line: str) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        if self.process.stdout.readline().strip() != "done":
            raise RuntimeError("OpenFisca stopped; its own message stands above")


def absent() -> str:
    """Why there is no OpenFisca; empty where it could be installed."""
    return _installed()[1]


def system(book: Rulebook) -> str:
    """The rule system's text: a variable a fact and a clause, the clauses' values as parameters."""
    rules = written.rules(book)
    facts = sorted({fact for rule in rules for fact in rule.facts})
    read = {rule.id: f'city("{_name(rule.id)}", period)' for rule in rules}
    tests, scored = ([read[rule.id] for rule in rules if rule.test is kind] for kind in (True, False))
    variables = {_name(rule.id): (rule.test, _formula(rule)) for rule in rules}
    variables |= {"passes": (True, " & ".join(tests)), "points": (False, " + ".join(scored))}
    values = {
        _name(rule.id): {name: _dated(amount) for name, amount in rule.values.items()} for rule in rules if rule.values
    }
    constants = f"FACTS, CLAUSES, VALUES, PERIOD = {facts!r}, {list(variables)!r}, {values!r}, {PERIOD!r}\n"
    classes = [*map(_fact, facts), *(_clause(name, *parts) for name, parts in variables.items())]
    return "".join([SYSTEM, *classes, constants, ANSWERING])


def _fact(name: str) -> str:
    return VARIABLE.format(name=name, kind="float", label="A figure delivered")


def _clause(name: str, test: bool, formula: str) -> str:
    kind, label = ("bool", "Whether a test is met") if test else ("float", "Points of a clause")
    return VARIABLE.format(name=name, kind=kind, label=label) + FORMULA.format(formula=formula)


def _name(clause: str) -> str:
    """A clause's name as a variable: `17` becomes `item_17`."""
    return f"item_{clause.replace('.', '_')}" if clause[0].isdigit() else clause


def _formula(rule: written.Rule) -> str:
    facts = {name: f'city("{name}", period)' for name in rule.facts}
    values = {name: f"values.{_name(rule.id)}.{name}" for name in rule.values}
    return rule.formula(facts | values, written.NUMPY)


def _dated(amount: float | None) -> dict[str, dict[str, dict[str, float | None]]]:
    return {"values": {DATE: {"value": amount}}}


@contextmanager
def running(facts: pl.DataFrame, book: Rulebook) -> Iterator[Running]:
    """Within, OpenFisca runs in a process of its own with the facts as its cases; only where it is not `absent`."""
    used = {fact for rule in written.rules(book) for fact in rule.facts}
    with tempfile.TemporaryDirectory() as folder:
        rules, cases = Path(folder) / "rules.py", Path(folder) / "cases.npz"
        rules.write_text(system(book), "utf-8")
        np.savez(cases, **{name: facts[name].to_numpy() for name in sorted(used)})
        command = [_installed()[0], str(rules), str(cases)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield Running(process)
        finally:
            process.communicate()


@lru_cache(maxsize=1)
def _installed() -> tuple[str, str]:
    """The Python of a new environment with OpenFisca alone, which goes when this process ends; or why there is none."""
    folder = _folder().name
    python = str(Path(folder) / "bin" / "python")
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True, timeout=PATIENCE)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", WANTED]
        subprocess.run(install, check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return python, "装不上 OpenFisca，此项不测。OpenFisca could not be installed, so it is not measured."
    return python, ""


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="city-credit-openfisca-")
