"""Training: exercises made from the rules themselves, lessons, and the class board (培训)."""

from analysis.training.clause_exercises import exercise
from analysis.training.exercises import CheckedAnswer, Exercise
from analysis.training.lessons import Lesson, lesson

__all__ = ["CheckedAnswer", "Exercise", "Lesson", "exercise", "lesson"]
