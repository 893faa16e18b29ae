"""A class of made-up trainees: their answers and plans in a folder, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from analysis import training
from analysis.scenarios import Change, Scenario
from analysis.training.course import course_lessons
from analysis.training.random_draws import RandomDraws

NAMES = ("海棠", "丁香", "石榴", "银杏", "芦苇", "白鹭", "青松", "云雀", "木槿", "山茶", "紫藤", "麦穗")
LEVERS = {
    "xinyi_domains": (14, 20), "joint_domains_automated": (12, 20), "joint_domains": (30, 40),
    "agencies_connected": (46, 47),
}  # fmt: skip


def attend(folder: Path, city: str, month: str, names=NAMES, seed: int = 1) -> None:
    """Everyone works through the lessons: often right at once, sometimes after a mistake; some stop early."""
    for place, name in enumerate(names):
        chance = RandomDraws("class", seed, name)
        for part in list(course_lessons().values())[: 6 - place % 4]:
            lesson = training.lesson(part.name, city, month, name, str(folder))
            for number in range(1, len(part.tasks) + 1):
                work(lesson, number, chance)
            if part.plan is not None and place % 6:
                lesson.submit(plan(chance))


def work(lesson, number: int, chance: RandomDraws) -> None:
    """Half of all answers are wrong at first in a known way; most then get it right."""
    exercise = lesson.exercise(number)
    if exercise.wrong and chance.shares(1)[0] < 0.5:
        outcome = chance.choice([outcome for _, outcome in exercise.wrong])
        lesson.check(number, spoken(exercise, outcome))
    if chance.shares(1)[0] < 0.9:
        lesson.check(number, exercise.answer())


def spoken(exercise, outcome):
    """An outcome as it would be typed."""
    if outcome is None:
        return "未知"
    return exercise.choices[int(outcome)] if exercise.choices else outcome


def plan(chance: RandomDraws) -> Scenario:
    """Two or three levers moved, each somewhere between its bounds."""
    chosen = [list(LEVERS)[at] for at in chance.shares(len(LEVERS)).argsort()[: 2 + int(chance.below(2, 1)[0])]]
    amounts = {
        name: LEVERS[name][0] + int(chance.below(LEVERS[name][1] - LEVERS[name][0] + 1, 1)[0]) for name in chosen
    }
    return Scenario("plan", tuple(Change(name, "set", float(amount)) for name, amount in amounts.items()))
