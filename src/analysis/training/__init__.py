"""Training: exercises made from the rules themselves, lessons, and the class board (培训).

A name is looked up in its module when it is first asked for: who needs one part of the room loads no other.
"""

from importlib import import_module
from typing import Any

_PLACES = {
    "CheckedAnswer": "exercises",
    "Exercise": "exercises",
    "Lesson": "lessons",
    "course_lessons": "course",
    "exercise": "clause_exercises",
    "lesson": "lessons",
}
__all__ = list(_PLACES)


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
