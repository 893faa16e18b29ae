"""Training: exercises made from the rules themselves, lessons, and the class board (培训)."""

from analysis.training.clauses import exercise
from analysis.training.exercises import Checked, Exercise
from analysis.training.lessons import Lesson, lesson

__all__ = ["Checked", "Exercise", "Lesson", "exercise", "lesson"]
