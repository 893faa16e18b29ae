"""The shared what-if task: a trainee's plan checked and kept, one file each (方案)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis import rulebooks, scenarios, scorecards
from analysis.catalogue import training_phrase as phrase
from analysis.paths import replace_file as put
from analysis.problems import InputError, Problem, did_you_mean
from analysis.scenarios import Scenario
from analysis.training import answer_records, trainees
from analysis.training.city_exercises import ExampleCity
from analysis.training.course import SharedTask
from analysis.training.exercises import exercise_html
from analysis.views import words

SUFFIX = ".plan.toml"
HAIR = 1e-9


@dataclass(frozen=True)
class JudgedPlan:
    """What is said of a plan: whether the goal is reached; `sound`: it keeps to the task, so that it can be kept."""

    reached: bool
    message: str
    lang: str
    sound: bool = False

    def __bool__(self) -> bool:
        return self.reached

    @property
    def tone(self) -> str:
        return "good" if self.reached else "missing"

    def _repr_html_(self) -> str:
        return exercise_html("checked.html", checked=self)

    def __repr__(self) -> str:
        return self.message


def judge_plan(plan: SharedTask, scenario: Scenario, place: ExampleCity) -> JudgedPlan:
    """A plan against its task: at most so many changes, of the levers allowed, and the total it comes to.

    A plan that cannot be, such as a part above its whole, is told like any other that will not do.
    """
    lang, book = place.lang, rulebooks.load(plan.rulebook)
    targets = list(dict.fromkeys(change.target for change in scenario.changes))
    other = [name for name in targets if name not in plan.levers]
    if other:
        return JudgedPlan(
            False, phrase("plan others", lang, names=words.joined_texts(_named(other, place), lang)), lang
        )
    if len(targets) > plan.most:
        return JudgedPlan(False, phrase("plan many", lang, count=len(targets), most=plan.most), lang)
    try:
        total = scorecards.total(place.figures, book, scenario).filter(month=place.month).row(0, named=True)["low"]
    except InputError as error:
        return JudgedPlan(False, "；".join(said.zh if lang == "zh" else said.en for said in error.problems), lang)
    reached = total >= plan.goal - HAIR
    key = "plan reached" if reached else "plan short"
    return JudgedPlan(
        reached,
        phrase(key, lang, total=words.floored_points(total), goal=words.points_text(plan.goal, lang)),
        lang,
        sound=True,
    )


def _named(names: Sequence[str], place: ExampleCity) -> list[str]:
    facts = place.book.dictionary
    return [(facts[name].zh if place.lang == "zh" else facts[name].en) if name in facts else name for name in names]


def plan_scenario(plan: Any) -> Scenario:
    """The scenario of a plan: itself, or the panel's. Raises `InputError` for what is neither."""
    found = getattr(plan, "scenario", plan)
    if not isinstance(found, Scenario):
        zh, en = "请交上情景，或试算面板的 state。", "Hand in a scenario, or the panel's state."
        raise InputError([Problem("plan 方案", zh, en)])
    return found


def save(trainee: str, lesson: str, plan: SharedTask, scenario: Scenario, folder: Path) -> Path:
    """Keep a trainee's plan; a later one of the same trainee takes its place, whole or not at all."""
    name = trainees.pseudonym(trainee)
    book = rulebooks.load(plan.rulebook)
    stored = Scenario(f"{lesson} {name}", scenario.changes, author=name, rulebook=plan.rulebook)
    kept = scenarios.canonical_scenario(replace(stored), book)
    return put(folder / f"{trainees.file_prefix(name)}-{lesson}{SUFFIX}", scenarios.scenario_toml(kept).encode())


def load(folder: Path, lesson: str, plan: SharedTask) -> tuple[list[Scenario], tuple[Problem, ...]]:
    """Every trainee's plan of a lesson, named by the pseudonym; files that are none are told and left out."""
    plans: dict[str, Scenario] = {}
    faults: list[Problem] = []
    for path in sorted(folder.glob(f"*-{lesson}{SUFFIX}")) if folder.is_dir() else []:
        try:
            found = _read(path, plan)
            plans[found.name] = found
        except InputError:
            faults.append(answer_records.unreadable_file(path))
    return list(plans.values()), tuple(faults)


def _read(path: Path, plan: SharedTask) -> Scenario:
    """A plan that is fit to be scored. Raises `InputError` where it is not."""
    if path.is_symlink() or path.stat().st_size > answer_records.LARGEST:
        raise InputError([answer_records.unreadable_file(path)])
    found = scenarios.load(path)
    name = trainees.pseudonym(found.author)
    strange = [change.target for change in found.changes if change.target not in plan.levers]
    if strange or found.rulebook != plan.rulebook:
        zh, en = did_you_mean(strange[0] if strange else "", plan.levers)
        raise InputError([Problem(path.name, f"不是本题的方案。{zh}", f"This is no plan of the task. {en}")])
    return replace(found, name=name)
