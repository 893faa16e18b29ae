"""What a scenario is: changes to facts, rule values and readings (情景与改动)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from analysis.calendars import month_or_none
from analysis.catalogue import text_in
from analysis.contracts import CHANGES
from analysis.facts import SHARES, city_candidates, code_of, dictionary, fact_lookup, unit_factor, unit_label
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import Rulebook
from analysis.scenarios import group_targets
from analysis.scenarios.peer_benchmarks import PeerBenchmark
from analysis.text_normalisation import folded, quoted_value

SET, ADD, SCALE = "set", "add", "scale"
CHANGE_KINDS = (SET, ADD, SCALE)
READING = "reading"
UNWORDED_UNITS = ("", "1", "share")
YUAN, SHARE = "yuan", "share"


@dataclass(frozen=True)
class Change:
    """One change: a target (`fact`, `<clause>.<value>` or `<clause>.reading`), how, and how much.

    `amount` is a number, in `unit` (`亿元`, `%`) or without one in the target's own; or a reading's name. A scenario
    holds it in the target's own. `city` and `month` narrow where it holds.
    `mark` is `assumed` for a working figure that no source gives.
    """

    target: str
    how: str
    amount: float | str
    unit: str = ""
    city: str | None = None
    month: str | None = None
    mark: str = ""
    note: str = ""
    note_zh: str = ""


@dataclass(frozen=True)
class ScenarioBase:
    """The facts a scenario was made on: city, month, and the hash that `scenario_base` gives."""

    city: str
    month: str
    facts: str


@dataclass(frozen=True)
class Scenario:
    """A named list of changes, made in order; the baseline has none. `rulebook` names the only one it is for.
    `benchmarks` fill rule values that nothing sets from what peers reach.

    Amounts with a unit are turned into the target's own. Raises `InputError` where a unit does not fit its target.
    """

    name: str
    changes: tuple[Change, ...] = ()
    title: str = ""
    title_zh: str = ""
    author: str = ""
    about: str = ""
    about_zh: str = ""
    rulebook: str | None = None
    base: ScenarioBase | None = None
    benchmarks: tuple[PeerBenchmark, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", tuple(_in_program_terms(change) for change in self.changes))

    def __repr__(self) -> str:
        """Its name and how many changes it makes: short enough for a signature."""
        changes = f", {len(self.changes)} changes" if self.changes else ""
        return f"Scenario({self.name!r}{changes})"

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title) or self.name

    def fits(self, book: Rulebook) -> bool:
        """Whether it is meant for this rulebook."""
        return self.rulebook in (None, book.id)


def _in_program_terms(change: Change) -> Change:
    """The change with target, place and amount as the program has them: 信易贷放款金额, 江阴, 30 亿元."""
    target = change.target if change.target.isascii() else _fact_name(change.target)
    city, month = change.city, change.month and (month_or_none(change.month) or change.month)
    city = code_of(city, month) if city and not city.isascii() and city_candidates(city) else city
    amount, unit = in_own_unit(target, change.how, change.amount, change.unit)
    own = replace(change, target=target, city=city, month=month, amount=amount, unit=unit)
    return change if own == change else own


def _fact_name(target: str) -> str:
    fact = fact_lookup(dictionary()).get(folded(target))
    return fact.name if fact else target


BASELINE = Scenario("baseline", title="Baseline: nothing changed", title_zh="基准：不作任何改动")


def stack_scenarios(scenarios: Iterable[Scenario], name: str | None = None) -> Scenario:
    """One scenario that makes the changes of all, in order."""
    parts = tuple(scenarios)
    joined = " + ".join(part.name for part in parts)
    return replace(
        BASELINE,
        name=name or joined or BASELINE.name,
        changes=tuple(change for part in parts for change in part.changes),
        benchmarks=tuple(benchmark for part in parts for benchmark in part.benchmarks),
        title=" + ".join(part.title_in("en") for part in parts),
        title_zh=" + ".join(part.title_in("zh") for part in parts),
    )


def for_city(scenario: Scenario, city: str, book: Rulebook) -> Scenario:
    """The scenario as a what-if of one unit (code): where a rulebook compares units, the figures of others stand still.

    Rule values and readings change for all; what names a city itself stays as it is.
    """
    if not book.is_relative or not any(_of_any_city(change, book) for change in scenario.changes):
        return scenario
    own = (replace(change, city=city) if _of_any_city(change, book) else change for change in scenario.changes)
    return replace(scenario, changes=tuple(own))


def _of_any_city(change: Change, book: Rulebook) -> bool:
    return change.city is None and change.target in {*book.dictionary, *history_names(book)}


def changes_frame(scenarios: Scenario | Sequence[Scenario] | Any) -> pl.DataFrame:
    """The CHANGES frame of some scenarios; a frame (polars or pandas) is checked and passed on.

    Raises `InputError` where two scenarios bear one name.
    """
    listed = [scenarios] if isinstance(scenarios, Scenario) else scenarios
    if not isinstance(listed, Sequence):
        return CHANGES.take(listed)
    _refuse_twice([scenario.name for scenario in listed])
    rows = [_change_row(scenario, step, change) for scenario in listed for step, change in enumerate(scenario.changes)]
    return pl.DataFrame(rows, schema=CHANGES.columns, orient="row")


def _refuse_twice(names: list[str]) -> None:
    problems = Problems()
    for name in dict.fromkeys(name for name, count in Counter(names).items() if count > 1):
        problems.report(f"scenario {name}", "有两个同名情景；请改名。", "Two scenarios bear this name; rename one.")
    problems.raise_any()


def scenario_order(scenarios: Scenario | Sequence[Scenario] | Any, changes: pl.DataFrame) -> pl.Series:
    """The scenarios' names in the order given."""
    listed = [scenarios] if isinstance(scenarios, Scenario) else scenarios
    named = [scenario.name for scenario in listed] if isinstance(listed, Sequence) else changes["scenario"]
    return pl.Series("scenario", named, dtype=pl.String).unique(maintain_order=True)


def expanded_changes(changes: Iterable[Change], book: Rulebook) -> tuple[Change, ...]:
    """The changes, those of whole groups as changes of each rule value that they move, in the rulebook's order.

    Raises `InputError` for a group's weight that is set or added to instead of scaled.
    """
    return tuple(part for change in changes for part in _expanded(change, book))


def _expanded(change: Change, book: Rulebook) -> Iterator[Change]:
    if change.target.rpartition(".")[0] not in book.groups:
        yield change
        return
    weighed = change.target.endswith(f".{group_targets.GROUP_WEIGHT}")
    if weighed and (change.how != SCALE or isinstance(change.amount, str) or change.amount <= 0):
        zh = f"分组权重只能按大于0的倍数改动，如 {change.target}=*0.9（降10%）。"
        en = f"A group's weight is changed by a factor above 0 only, such as {change.target}=*0.9 (10 % less)."
        raise InputError([Problem(f"scenario, {change.target}", zh, en)])
    for target, power in group_targets.moved_values(change.target, book).items():
        yield replace(change, target=target, amount=float(change.amount) ** power if weighed else change.amount)


def _change_row(scenario: Scenario, step: int, change: Change) -> tuple[Any, ...]:
    worded = isinstance(change.amount, str)
    amount, choice = (None, change.amount) if worded else (change.amount, None)
    return (
        scenario.name, step, change.target, change.how, amount, choice, change.city, change.month, change.note,
        change.unit,
    )  # fmt: skip


def check_changes(changes: pl.DataFrame, book: Rulebook) -> None:
    """Raise `InputError` naming every target that the rulebook does not have, with the near name, and empty amounts."""
    if changes.is_empty():
        return
    problems = Problems()
    named = changes.select("target", "how", "choice").unique(maintain_order=True)
    for target, how, choice in named.iter_rows():
        _check_target(target, how, choice, book, problems)
    _check_units(changes, book, problems)
    unsaid = changes.filter(pl.col("amount").is_null() & pl.col("choice").is_null())
    for target in unsaid["target"].unique(maintain_order=True):
        problems.report(f"scenario, {target}", "没有写改动的数值。", "The change has no amount.")
    problems.raise_any()


def _check_target(target: str, how: str, choice: str | None, book: Rulebook, problems: Problems) -> None:
    where = f"scenario, {target}"
    targets = change_targets(book)
    if target not in targets:
        zh, en = near_target(target, book)
        problems.report(
            where,
            f"不是规则集 {book.id} 的指标、规则值或读法。{zh}",
            f"This is no fact, value or reading of rulebook {book.id}. {en}".rstrip(),
        )
    elif how not in CHANGE_KINDS:
        problems.report(where, f"“{how}”应为 set、add 或 scale。", f"'{how}' must be set, add or scale.")
    elif target.endswith(f".{READING}"):
        _check_reading(target, choice, book, where, problems)
    elif choice is not None:
        problems.report(where, f"“{choice}”不是数值。", f"'{choice}' is not a number.")
    elif target in window_targets(book):
        problems.report(where, "时段长度不能在情景中改动。", "The length of a window can't be changed in a scenario.")


def _check_units(changes: pl.DataFrame, book: Rulebook, problems: Problems) -> None:
    """A unit that is named must be the target's own; a factor has none."""
    if "unit" not in changes.columns:
        return
    for target, how, unit in changes.select("target", "how", "unit").unique(maintain_order=True).iter_rows():
        wanted = target_unit(target, book)
        if unit and wanted and (unit not in UNWORDED_UNITS if how == SCALE else unit != wanted):
            zh, en = f"单位“{unit}”不对，应为 {wanted}。", f"The unit is '{unit}'; expected {wanted}."
            problems.report(f"scenario, {target}", zh, en)


def target_unit(target: str, book: Rulebook) -> str:
    """The own unit of a fact or rule value; empty for readings and histories, and where there is no such target."""
    if target in book.dictionary:
        return book.dictionary[target].unit
    clause, _, name = target.rpartition(".")
    values = book.clauses[clause].values if clause in book.clauses else {}
    return values[name].unit if name in values else ""


def _check_reading(target: str, choice: str | None, book: Rulebook, where: str, problems: Problems) -> None:
    readings = book.clauses[target.rpartition(".")[0]].readings
    if choice not in readings:
        zh, en = did_you_mean(str(choice), readings)
        known_zh, known_en = "、".join(readings), ", ".join(readings)
        problems.report(
            where,
            f"没有读法“{choice}”。{zh}可选：{known_zh}。",
            f"There is no reading '{choice}'. {en} Known: {known_en}.",
        )


def change_targets(book: Rulebook) -> tuple[str, ...]:
    """Everything a scenario can change: facts, `<clause>.<value>`, `<clause>.reading`."""
    of_clauses = [
        f"{clause.id}.{name}"
        for clause in book.clauses.values()
        for name in (*clause.values, *((READING,) if len(clause.readings) > 1 else ()))
    ]
    return (*book.dictionary, *of_clauses, *history_names(book))


def named_target(name: Any, book: Rulebook) -> str | None:
    """The target of a name: a fact by its own or Chinese name, a rule value, a reading, or of a group; else None."""
    if name in change_targets(book):
        return str(name)
    fact = fact_lookup(book.dictionary).get(folded(str(name)))
    return fact.name if fact else group_targets.named_group_target(str(name), book)


def near_target(name: Any, book: Rulebook) -> tuple[str, str]:
    """The hint of the target most like a name, Chinese names of facts among them; as `did_you_mean` gives it."""
    targets = [*change_targets(book), *group_targets.group_targets(book)]
    return did_you_mean(str(name), [*targets, *(fact.zh for fact in book.dictionary.values())])


def parse_target(name: Any, book: Rulebook) -> str:
    """The target of a name: a fact by its own or Chinese name, or `<clause>.<value>`. Raises `InputError`."""
    target = named_target(name, book)
    if target is not None:
        return target
    zh, en = near_target(name, book)
    message = f"不是规则集 {book.id} 的指标或规则值。{zh}"
    english = f"This is not a fact or a rule value of rulebook {book.id}. {en}".rstrip()
    raise InputError([Problem(f"指标 target “{quoted_value(name)}”", message, english)])


def history_names(book: Rulebook) -> tuple[str, ...]:
    """The names drawn from earlier months, over all clauses."""
    return tuple(name for clause in book.clauses.values() for name in clause.histories)


def window_targets(book: Rulebook) -> frozenset[str]:
    """The values that say how many months a history looks back, as targets."""
    return frozenset(
        f"{clause.id}.{history.months}" for clause in book.clauses.values() for history in clause.histories.values()
    )


def in_own_unit(target: str, how: str, amount: float | str, unit: str) -> tuple[float | str, str]:
    """An amount and its unit as the target has them: 30 亿元 of 信易贷 is 3000000000 yuan, 70 % is 0.7.

    Without a unit the amount is in the target's own already. A factor (`scale`) has no unit, or is in percent.
    What only a rulebook can tell, such as `point/domain`, is left as it is and checked against it.
    Raises `InputError` where the unit does not fit.
    """
    if isinstance(amount, str) or not unit:
        return amount, unit
    if how == SCALE:
        return _scaled(target, amount, unit)
    fact = dictionary().get(target)
    if fact is None:
        return _of_rule(amount, unit)
    by = unit_factor(unit, fact.unit)
    if by is None:
        zh = f"单位“{unit}”不适合此指标；应为 {unit_label(fact.unit)}。"
        raise InputError([Problem(f"scenario, {target}", zh, f"The unit '{unit}' does not fit; expected {fact.unit}.")])
    return exact_product(amount, by), fact.unit


def _scaled(target: str, amount: float, unit: str) -> tuple[float, str]:
    if unit in UNWORDED_UNITS:
        return amount, unit
    if unit in SHARES:
        return exact_product(amount, SHARES[unit]), SHARE
    zh, en = f"倍数没有单位“{unit}”；可写 1.1 或 110 %。", f"A factor has no unit '{unit}'; write 1.1 or 110 %."
    raise InputError([Problem(f"scenario, {target}", zh, en)])


def _of_rule(amount: float, unit: str) -> tuple[float, str]:
    """A rule's value: percent and money are understood, all else is the unit as the rulebook writes it."""
    if unit in SHARES:
        return exact_product(amount, SHARES[unit]), SHARE
    money = unit_factor(unit, YUAN) if unit.endswith("元") else None
    return (amount, unit) if money is None else (exact_product(amount, money), YUAN)


def exact_product(amount: float, by: Decimal) -> float:
    """The product of the number as it is written, without the noise of float products: 0.003 % is 0.00003."""
    return float(Decimal(repr(amount)) * by)
