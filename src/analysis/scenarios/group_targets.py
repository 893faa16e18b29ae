"""What can be changed of a whole group as one: its weight, and rule values of one name in all its clauses (分组改动).

`<group>.weight` scales what its clauses give: every rule value in points, and those per point in reverse. As formulas
keep to units, the points of each clause scale by just that, but where figures that are points already judge it. What
the group itself caps or keeps at least stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.formulas import dimensions
from analysis.rulebooks import Rulebook

GROUP_WEIGHT, WEIGHT_ZH, POINT = "weight", "权重", "point"


def group_targets(book: Rulebook) -> tuple[str, ...]:
    """`<group>.weight` of each group whose clauses give points, `<group>.<value>` where several have the value."""
    return tuple(target for group in book.groups for target in _targets(book, group))


def _targets(book: Rulebook, group: str) -> Iterator[str]:
    names = [name for clause in book.under(group) for name in clause.values]
    if any(_powers(book, group)):
        yield f"{group}.{GROUP_WEIGHT}"
    yield from (f"{group}.{name}" for name in dict.fromkeys(names) if names.count(name) > 1 and name != GROUP_WEIGHT)


def named_group_target(name: str, book: Rulebook) -> str | None:
    """The target of a group by its id or Chinese title, `引导性指标.权重`; None where there is none."""
    title, _, value = name.strip().rpartition(".")
    group = next((group.id for group in book.groups.values() if title in (group.id, group.title_zh)), title)
    target = f"{group}.{GROUP_WEIGHT if value == WEIGHT_ZH else value}"
    return target if target in group_targets(book) else None


def moved_values(target: str, book: Rulebook) -> dict[str, int]:
    """The rule values that a group's target moves, each with the power of the factor by which a weight moves it."""
    group, _, name = target.rpartition(".")
    if name == GROUP_WEIGHT:
        return dict(_powers(book, group))
    return {f"{clause.id}.{name}": 1 for clause in book.under(group) if name in clause.values}


def _powers(book: Rulebook, group: str) -> Iterator[tuple[str, int]]:
    for clause in book.under(group):
        for value in clause.values.values():
            power = dict(dimensions.parse_unit(value.unit).powers).get(POINT, 0)
            if power and value.amount is not None:
                yield f"{clause.id}.{value.name}", power
