"""What a rulebook is: its clauses, groups and facts, and the times in which its rules are in force (规则集)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as data_field
from functools import cached_property
from types import MappingProxyType

from analysis.calendars import month_end, parse_month
from analysis.catalogue import text_in
from analysis.facts import Fact
from analysis.problems import InputError, Problem
from analysis.rulebooks import applicability
from analysis.rulebooks.clauses import Clause
from analysis.rulebooks.validity import ALWAYS, DatedAmount, Validity


@dataclass(frozen=True)
class Group:
    """A node of the rulebook's tree: what lies under it is added, within its cap and floor.

    `choose` counts only the best so many; a `bonus` group adds points but nothing to what is possible. `dated`: what
    `possible`, `cap` and `least` were and are, where they change from a day on; they are then those of one time.
    """

    id: str
    title: str
    title_zh: str
    parent: str
    possible: float | None = None
    cap: float | None = None
    least: float | None = None
    choose: int | None = None
    bonus: bool = False
    notebook: str | None = None
    dated: Mapping[str, tuple[DatedAmount, ...]] = data_field(default_factory=dict)

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """An edition: its clauses in order, its groups, and the facts it speaks of. Equal only to itself.

    `own`: an office's own document, which may name units that the table of departments does not have. `shared_over`:
    over what the points of clauses that do not apply are shared out, their `group` or the `total`. `example`: one to
    learn from and to copy, by which nobody is assessed: no figures are owed for it. `validity`: while it is in force.
    `periods`: where its rules are not the same throughout, or it is not always in force, the rules of each time as a
    rulebook without `periods`, earliest first; its own clauses are then the newest. `origin`: the rulebook that such a
    time is of. `dated_possible`: what `possible` was and is, where it changes from a day on.
    """

    id: str
    title: str
    title_zh: str
    edition: str
    about: str
    about_zh: str
    source: Mapping[str, str]
    possible: float | None
    groups: Mapping[str, Group]
    clauses: Mapping[str, Clause]
    dictionary: Mapping[str, Fact]
    sha256: str = data_field(default="", repr=False)
    own: bool = False
    shared_over: str = applicability.GROUP
    example: bool = False
    validity: Validity = ALWAYS
    periods: tuple[Rulebook, ...] = data_field(default=(), repr=False)
    origin: Rulebook | None = data_field(default=None, repr=False)
    dated_possible: tuple[DatedAmount, ...] = data_field(default=(), repr=False)

    def __repr__(self) -> str:
        """Its id and size, not its whole text."""
        return f"Rulebook({self.id!r}, {len(self.clauses)} clauses)"

    @property
    def whole(self) -> Rulebook:
        """The rulebook that these rules are one time of; itself where nothing is dated."""
        return self.origin or self

    @property
    def newest(self) -> Rulebook:
        """The newest rules alone, to be asked of any month."""
        return self.periods[-1] if self.periods else self

    def judges(self, month: str) -> bool:
        """Whether the rulebook was in force at a month's end."""
        return not self.whole.periods or self.whole.period_of(month) is not None

    def at(self, month: str) -> Rulebook:
        """The rules by which a month is judged: those in force on its last day; itself where nothing is dated.

        Raises `InputError` where the rulebook was not in force then.
        """
        if not self.periods:
            return self
        found = self.period_of(parse_month(month))
        if found is None:
            raise InputError([self.outside(month)])
        return found

    def period_of(self, month: str) -> Rulebook | None:
        """The rules in force on the last day of a month; None where none are."""
        day = month_end(month)
        return next((period for period in self.periods if period.validity.covers(day)), None)

    def outside(self, *months: str) -> Problem:
        """What is said of months that the rulebook does not judge."""
        since, until = self.validity.since, self.validity.until
        zh = "、".join([f"自 {since} 起施行"] * bool(since) + [f"施行到 {until} 为止"] * bool(until))
        en = " ".join([f"from {since}"] * bool(since) + [f"until {until}"] * bool(until))
        listed = "、".join(months)
        return Problem(
            f"rulebook {self.id}, {listed}",
            f"规则集 {self.id} {zh}；{listed} 月末它不在施行期内，没有用它评判。请换用当月有效的规则集。",
            f"Rulebook {self.id} is in force {en}; it does not judge months that end outside. Use the one in force.",
        )

    def facts(self) -> tuple[str, ...]:
        """Every fact that some reading of some clause judges, in the dictionary's order."""
        return self._facts

    @cached_property
    def _facts(self) -> tuple[str, ...]:
        used = {
            fact for clause in self.clauses.values() for reading in clause.readings for fact in clause.facts(reading)
        }
        return tuple(name for name in self.dictionary if name in used)

    @cached_property
    def is_relative(self) -> bool:
        """Whether some clause compares units, so that each needs the whole field."""
        return any(clause.is_relative for clause in self.clauses.values())

    def under(self, group: str) -> tuple[Clause, ...]:
        """The clauses of a group and of the groups below it."""
        return self._under.get(group, ())

    @cached_property
    def _under(self) -> Mapping[str, tuple[Clause, ...]]:
        # Asked for thousands of times while a plan is built: a look-up, not a walk up from each clause.
        paths = {name: self.path(name) for name in dict.fromkeys(clause.group for clause in self.clauses.values())}
        return {
            group: tuple(clause for clause in self.clauses.values() if group in paths[clause.group])
            for group in dict.fromkeys(above for path in paths.values() for above in path)
        }

    def path(self, group: str) -> tuple[str, ...]:
        """The group and those above it, from the top down."""
        above = self.groups[group].parent
        return (*self.path(above), group) if above else (group,)

    def of_kind(self, kind: str) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses.values() if clause.kind == kind)

    def amounts(self) -> Mapping[str, float | None]:
        """Every rule value as a scenario target, `<clause>.<value>`, with its amount; None where it is unset."""
        return self._amounts

    @cached_property
    def _amounts(self) -> Mapping[str, float | None]:
        values = [(clause.id, value) for clause in self.clauses.values() for value in clause.values.values()]
        return MappingProxyType({f"{clause}.{value.name}": value.amount for clause, value in values})

    def unset(self) -> tuple[str, ...]:
        """Values that no source gives, as scenario targets: `<clause>.<value>`."""
        return tuple(name for name, amount in self.amounts().items() if amount is None)

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title)

    def with_values(self, clause: str, **amounts: float | None) -> Rulebook:
        """The rulebook with some of a clause's values set."""
        old = self.clauses[clause]
        values = {name: replace(value, amount=amounts.get(name, value.amount)) for name, value in old.values.items()}
        return replace(self, clauses={**self.clauses, clause: replace(old, values=values)}, periods=(), origin=None)
