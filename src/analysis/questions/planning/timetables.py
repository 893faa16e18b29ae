"""A plan's months as variables: what is done of each figure in each month, and what it comes to then (逐月变量)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.questions.lever_lattice import NOISE
from analysis.questions.planning.base_courses import MONTHLY, ROLLING, STANDING, BaseCourses
from analysis.questions.planning.card_rows import CardRows
from analysis.questions.planning.month_standings import MonthStanding, month_name
from analysis.questions.planning.plan_paces import PaceLine
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.planning.programme import Linear, Programme, summed
from analysis.rulebooks import Rulebook

NO_PACE = PaceLine("")
Ends = tuple[int, int]
Levers = Mapping[str, Mapping[str, PlannedLever]]


@dataclass(frozen=True)
class MonthWork:
    """The steps up and down that are taken in a month, as terms of the programme."""

    month: str
    up: Linear
    down: Linear

    @property
    def net(self) -> Linear:
        return self.up.plus(self.down, -1.0)

    @property
    def both(self) -> Linear:
        return self.up.plus(self.down)


@dataclass
class Timetable:
    """What is done of each lever in each month ahead, and the rows that keep it to what a month allows.

    `levers`: by month, then by name, as the month stands without the plan. `ends`: by name, the steps beyond which
    nothing is gained. `judged`: the months whose cards are asked. `work`: by name, what is done month by month.
    `spare`: by name, steps that stand from the beginning, kept at 0 unless one asks what would be if the pace were no
    limit. `counts`: by name and month, the steps that count then; of a lever that every month leaves as free, in the
    judged months alone, so that the solver may take its months together.
    """

    programme: Programme
    courses: BaseCourses
    levers: Levers
    ends: Mapping[str, Ends]
    judged: Sequence[str]
    work: dict[str, tuple[MonthWork, ...]] = field(default_factory=dict)
    spare: dict[str, MonthWork] = field(default_factory=dict)
    counts: dict[tuple[str, str], Linear] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            self.work[name] = tuple(
                self._work(name, month) for month in self.courses.months if self._works(name, month)
            )
            self.spare[name] = MonthWork("", *self._pair(name, math.inf))
            free = self._free(name)
            for place, month in enumerate(self.courses.months):
                if month in self.judged or not free:
                    self._count(name, place, month)
        for month in self.courses.months:
            self._parts_within_wholes(month)

    @property
    def names(self) -> tuple[str, ...]:
        """The levers, in the rulebook's order."""
        return tuple(self.ends)

    def pace(self, name: str) -> PaceLine:
        """The pace of a lever; without a line of its own none."""
        return self.courses.paces.get(name, NO_PACE)

    def counted_from(self, name: str, month: str) -> int:
        """The place of the month from which work counts."""
        return self.courses.months.index(month) + self.pace(name).delay

    def lasting(self, name: str) -> float:
        """For how many months work counts."""
        return {ROLLING: float(self.courses.window), MONTHLY: 1.0}.get(self.courses.courses[name].kind, math.inf)

    def limited(self, name: str) -> bool:
        """Whether time limits a lever at all: a pace of its own, or a window that must first roll off."""
        return name in self.courses.paces or self.courses.courses[name].kind == ROLLING

    def lever(self, name: str, month: str) -> PlannedLever:
        """A lever in a month: between which steps it lies, and the term that counts them."""
        lever = self.levers[month][name]
        return replace(lever, natural=self._natural(name, month), moves=self.counts[name, month])

    def taken(self, name: str) -> Linear:
        """All steps that are taken of a lever, either way."""
        return summed([*(work.both for work in self.work[name]), self.spare[name].both])

    def stretch(self, name: str) -> int:
        """How many steps lie between a lever's ends."""
        return self.ends[name][1] - self.ends[name][0]

    def _free(self, name: str) -> bool:
        """Whether a lever is bounded alike in all months, and nothing else looks at what it is on the way."""
        book, naturals = self.courses.here.book, {own[name].natural for own in self.levers.values()}
        tied = {book.dictionary[other].within for other in self.ends} | drawn_facts(book)
        alone = name not in tied and book.dictionary[name].within not in self.ends
        rolls = self.courses.courses[name].kind != STANDING
        return len(naturals) == 1 and alone and not (rolls and (self.ends[name][0] or self._rolls_within()))

    def _rolls_within(self) -> bool:
        return len(self.courses.months) > self.courses.window

    def counting(self, name: str, month: str) -> Linear:
        """The steps that count in a month, as the sum of the work that does."""
        return summed(
            [*(work.net for work in self._counting(name, self.courses.months.index(month))), self.spare[name].net]
        )

    def _works(self, name: str, month: str) -> bool:
        """Whether work in a month is allowed and comes to count before the end."""
        return self.pace(name).works(month) and self.counted_from(name, month) < len(self.courses.months)

    def _work(self, name: str, month: str) -> MonthWork:
        pace, step = self.pace(name), self._step(name)
        most = math.inf if pace.most is None else math.floor(round(pace.most / step, NOISE))
        work = MonthWork(month, *self._pair(name, most))
        if pace.least:
            self._at_least(work, math.ceil(round(pace.least / step, NOISE)), min(most, self.stretch(name)))
        return work

    def _pair(self, name: str, most: float) -> tuple[Linear, Linear]:
        high = float(min(most, self.stretch(name)))
        up, down = (self.programme.variable(0.0, high, whole=True) for _ in range(2))
        return up, down

    def _at_least(self, work: MonthWork, least: int, most: float) -> None:
        """Nothing in a month, or at least so many steps, one way."""
        ways = [self.programme.binary() for _ in range(2)]
        for term, way in zip((work.up, work.down), ways, strict=True):
            self.programme.keep(term.plus(way, -float(least)), low=0.0)
            self.programme.keep(term.plus(way, -float(most)), high=0.0)
        self.programme.keep(summed(ways), high=1.0)

    def _step(self, name: str) -> float:
        return next(levers[name].step for levers in self.levers.values())

    def _natural(self, name: str, month: str) -> Ends:
        (first, last), natural = self.ends[name], self.levers[month][name].natural
        return max(first, natural[0]), min(last, natural[1])

    def _counting(self, name: str, place: int) -> list[MonthWork]:
        """The work that counts in a month."""
        lasting = self.lasting(name)
        return [work for work in self.work[name] if 0 <= place - self.counted_from(name, work.month) < lasting]

    def _count(self, name: str, place: int, month: str) -> None:
        counting = self._counting(name, place)
        natural = self._natural(name, month)
        count = self.programme.variable(*map(float, natural), whole=True)
        self.counts[name, month] = count
        self.programme.keep(self.counting(name, month).plus(count, -1.0), 0.0, 0.0)
        if self.courses.courses[name].kind == ROLLING and counting:
            self._only_what_arises(name, place, counting)

    def _only_what_arises(self, name: str, place: int, counting: Sequence[MonthWork]) -> None:
        """Records that stand already roll off by themselves; less can only come of what arises from now on."""
        arisen = self.courses.courses[name].arisen[place] / self._step(name)
        most = float(math.floor(round(arisen, NOISE)))
        self.programme.keep(summed(work.down for work in counting), high=most)

    def _parts_within_wholes(self, month: str) -> None:
        for name in self.names:
            within = self.courses.here.book.dictionary[name].within
            if within and within in self.ends:
                part, whole = self.lever(name, month).term, self.lever(within, month).term
                self.programme.keep(part.plus(whole, -1.0), high=0.0)


@dataclass
class MonthRows(CardRows):
    """The programme of a city's card in a month ahead; its levers' variables are those of the timetable."""

    def prepare(self) -> None:
        """The variables are there."""


class UsefulEnds(CardRows):
    """Only how far each lever is worth moving; nothing is put into a programme."""

    def __post_init__(self) -> None:
        return

    def _least(self, lever: PlannedLever) -> Ends:
        dictionary = self.here.book.dictionary
        if any(dictionary[name].within == lever.target for name in self.levers if name in dictionary):
            return lever.natural
        return min(0, lever.last), max(0, lever.first)


def month_levers(table: Timetable, standing: MonthStanding) -> dict[str, PlannedLever]:
    """A month's levers by their names in its formulas: those of the month itself, and of the months before."""
    own = {name: table.lever(name, standing.month) for name in table.names}
    drawn = drawn_facts(standing.book)
    before = {
        month_name(name, month): renamed(table.lever(name, month), month)
        for month in table.courses.months
        if month < standing.month
        for name in table.names
        if name in drawn
    }
    return own | before


def renamed(lever: PlannedLever, month: str) -> PlannedLever:
    """A lever of an earlier month, under its own name."""
    return replace(lever, lever=replace(lever.lever, target=month_name(lever.target, month)))


def drawn_facts(book: Rulebook) -> set[str]:
    """The facts of whose earlier months some clause speaks."""
    return {history.of for clause in book.clauses.values() for history in clause.histories.values()}


def useful_ends(
    standings: Sequence[MonthStanding], levers: Levers, courses: BaseCourses, *, every_reading: bool
) -> dict[str, Ends]:
    """By lever, the steps beyond which nothing is gained in any of some months.

    Where records roll off within the time that is planned, or a month has a least amount, a step more than needed may
    serve a later month: then only the figure itself is a limit.
    """
    names = list(next(iter(levers.values())))
    found = [_useful(standing, levers, every_reading=every_reading) for standing in standings]
    ends = {name: (min(each[name][0] for each in found), max(each[name][1] for each in found)) for name in names}
    return {name: ends[name] if _cuttable(name, courses) else _natural_ends(name, levers) for name in names}


def _cuttable(name: str, courses: BaseCourses) -> bool:
    pace = courses.paces.get(name, NO_PACE)
    rolls = courses.courses[name].kind == ROLLING and len(courses.months) > courses.window
    return not pace.least and not rolls


def _natural_ends(name: str, levers: Levers) -> Ends:
    each = [own[name].natural for own in levers.values()]
    return min(first for first, _ in each), max(last for _, last in each)


def _useful(standing: MonthStanding, levers: Levers, *, every_reading: bool) -> dict[str, Ends]:
    """The useful steps of a month's own levers, those of earlier months' figures counted in."""
    drawn = drawn_facts(standing.book)
    before = {
        month_name(name, month): (name, renamed(lever, month))
        for month, own in levers.items()
        if month < standing.month
        for name, lever in own.items()
        if name in drawn
    }
    every = {**levers[standing.month], **{tag: lever for tag, (_, lever) in before.items()}}
    useful = UsefulEnds(standing, every, every_reading=every_reading).useful_ends()
    for tag, (name, _) in before.items():
        useful[name] = min(useful[name][0], useful[tag][0]), max(useful[name][1], useful[tag][1])
    return {name: useful[name] for name in levers[standing.month]}
