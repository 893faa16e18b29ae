"""Whether a clause holds together: names, units, examples (条款核对)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from analysis.facts import Fact
from analysis.formulas import TOLERANCE, FormulaError, Node, dimensions, evaluate, number_text
from analysis.problems import Problems, did_you_mean
from analysis.rulebooks import field_checks
from analysis.rulebooks.applicability import INAPPLICABLE
from analysis.rulebooks.clauses import MISSING, Clause, Example, Reading, is_reserved
from analysis.rulebooks.field_checks import CLAUSE_LIMITS

POINT = dimensions.Unit((("point", 1),))


def check_clause(clause: Clause, dictionary: Mapping[str, Fact], problems: Problems) -> None:
    """Report every fault of the clause: unknown names, units that don't work out, examples that don't hold."""
    before = len(problems.found)
    _check_names(clause, dictionary, problems)
    _check_histories(clause, dictionary, problems)
    if any(is_circular(reading) for reading in clause.readings.values()):
        return
    field_checks.check_field(clause, problems)
    if len(problems.found) > before:
        return
    _check_units(clause, dictionary, problems)
    if len(problems.found) == before:
        for place, example in enumerate(clause.examples, start=1):
            _check_example(clause, place, example, dictionary, problems)


def reading_formulas(reading: Reading) -> Iterator[tuple[str, Node]]:
    """The reading's formulas as written, each with the name of its place."""
    place = "" if reading.name == "default" else f"reading {reading.name}, "
    for let in reading.lets.values():
        yield f"{place}let.{let.name}", let.tree
    for part in ("points", "met", "possible", "least", "applies"):
        if (tree := getattr(reading, part)) is not None:
            yield place + part, tree
    if reading.empty:
        yield f"{place}empty.when", reading.empty.when
        if reading.empty.points:
            yield f"{place}empty.points", reading.empty.points


def _check_names(clause: Clause, dictionary: Mapping[str, Fact], problems: Problems) -> None:
    for reading in clause.readings.values():
        for place, tree in reading_formulas(reading):
            names = _readable_names(clause, reading, place, dictionary)
            for name in [name for name in tree.names if name not in names]:
                _report_strange(f"{clause.file}, {place}", name, names, reading, problems)
    for name in _taken_twice(clause, dictionary):
        problems.report(clause.file, f"名称“{name}”已另有含义。", f"The name '{name}' already means something else.")


def _readable_names(clause: Clause, reading: Reading, place: str, dictionary: Mapping[str, Fact]) -> dict[str, object]:
    """What a formula may speak of: a limit only of values, a let also of facts and of the lets above it."""
    part = place.rpartition(", ")[2]
    if part in CLAUSE_LIMITS:
        return {**clause.values}
    lets = list(reading.lets)
    above = lets[: lets.index(part[len("let.") :])] if part.startswith("let.") else lets
    return {**dictionary, **clause.values, **clause.histories, **{name: reading.lets[name] for name in above}}


def _report_strange(where: str, name: str, names: Mapping[str, object], reading: Reading, problems: Problems) -> None:
    """Report a name that may not stand here: a part of the formula that leads in a circle, one below, or no name."""
    if name not in reading.lets or ", let." not in where:
        _report_unknown(where, name, names, problems)
        return
    own = where.rpartition(", let.")[2]
    if circle := _circle(own, name, reading):
        ring = " → ".join(circle)
        zh = f"“{own}”要先算“{name}”，绕回来又要先算“{own}”（{ring}），成了循环，算不出来；请改掉其中一个。"
        problems.report(where, zh, f"'{own}' needs '{name}', which needs '{own}' again ({ring}): change one of them.")
    else:
        zh = f"“{name}”写在“{own}”的下面；先用到的请写在上面。"
        problems.report(where, zh, f"'{name}' stands below '{own}', which needs it: put it above.")


def is_circular(reading: Reading) -> bool:
    """Whether a named part of a reading's formulas needs itself, by whatever way: it can be put in nowhere."""
    needs = [(own, name) for own, let in reading.lets.items() for name in let.tree.names if name in reading.lets]
    return any(_circle(own, name, reading) for own, name in needs)


def _circle(own: str, name: str, reading: Reading) -> tuple[str, ...]:
    """The way from a part of a formula through those that it needs back to itself; empty where there is none."""
    ways: list[tuple[str, ...]] = [(own, name)]
    seen = {name}
    for way in ways:
        if way[-1] == own:
            return way
        needed = [each for each in reading.lets[way[-1]].tree.names if each in reading.lets and each not in seen]
        seen |= {*needed}
        ways += [(*way, each) for each in needed]
    return ()


def _report_unknown(where: str, name: str, names: Mapping[str, object], problems: Problems) -> None:
    zh, en = did_you_mean(name, names)
    problems.report(
        where,
        f"“{name}”不是此处可用的指标、规则值或公式用词。{zh}改正之前该条款无法计分。",
        f"'{name}' is no fact, value or word that may stand here. {en} "
        "The clause cannot be scored until this is mended.",
    )


def _taken_twice(clause: Clause, dictionary: Mapping[str, Fact]) -> list[str]:
    """Names that already mean something else; a history alone may bear a fact's name: its figure stands in for it."""
    lets = dict.fromkeys(name for reading in clause.readings.values() for name in reading.lets)
    own = [*clause.values, *clause.histories, *lets]
    foreign = [name for name in own if name in dictionary and name not in clause.histories]
    return list(dict.fromkeys([name for name in own if is_reserved(name) or own.count(name) > 1] + foreign))


def _check_histories(clause: Clause, dictionary: Mapping[str, Fact], problems: Problems) -> None:
    for history in clause.histories.values():
        where = f"{clause.file}, history.{history.name}"
        if history.of not in dictionary:
            zh, en = did_you_mean(history.of, dictionary)
            problems.report(where, f"“{history.of}”不是指标。{zh}", f"'{history.of}' is not a fact. {en}".rstrip())
        months = clause.values.get(history.months)
        if months is None or months.unit != "month" or not months.amount or months.amount % 1:
            problems.report(
                where, "months 应指向单位为 month 的整数规则值。", "months must name a whole value whose unit is month."
            )


def _check_units(clause: Clause, dictionary: Mapping[str, Fact], problems: Problems) -> None:
    for reading in clause.readings.values():
        try:
            units = _units(clause, reading, dictionary)
        except FormulaError as error:
            problems.report(clause.file, error.zh, error.en)
            return
        for place, tree in reading_formulas(reading):
            _check_unit(clause, place, tree, units, problems)


def _units(clause: Clause, reading: Reading, dictionary: Mapping[str, Fact]) -> dict[str, dimensions.Unit]:
    units = {name: dimensions.parse_unit(fact.unit) for name, fact in dictionary.items()}
    units |= {name: dimensions.parse_unit(value.unit) for name, value in clause.values.items()}
    for history in clause.histories.values():
        units[history.name] = dimensions.NUMBER if history.how == "any" else units[history.of]
    for let in reading.lets.values():
        units[let.name] = dimensions.unit_of_formula(let.tree, units)
    return units


def _check_unit(
    clause: Clause, place: str, tree: Node, units: Mapping[str, dimensions.Unit], problems: Problems
) -> None:
    part = place.rpartition(", ")[2]
    try:
        unit = dimensions.unit_of_formula(tree, units)
    except FormulaError as error:
        problems.report(f"{clause.file}, {place}", error.zh, error.en)
        return
    wanted = dimensions.TRUTH if part in ("met", "empty.when", "applies") else POINT
    fits = unit.fits(wanted) or (wanted is dimensions.TRUTH and unit == dimensions.NUMBER)
    number_alone = part == "possible" and tree.op == "number"
    if not part.startswith("let.") and not fits and not number_alone:
        problems.report(
            f"{clause.file}, {place}",
            f"单位应为 {wanted}，算得 {unit}；请核对规则值的单位。",
            f"The units work out to {unit}, not to {wanted}; check the units of the values.",
        )


def _check_example(
    clause: Clause, place: int, example: Example, dictionary: Mapping[str, Fact], problems: Problems
) -> None:
    where = f"{clause.file}, example {place}"
    expected = {"given": {**dictionary, **clause.histories}, "values": clause.values, "reading": clause.readings}
    others = {name: amount for other in example.field for name, amount in other.items()}
    named = {"given": {**others, **example.given}, "values": example.values, "reading": [example.reading]}
    strange = [(name, expected[part]) for part in expected for name in named[part] if name not in expected[part]]
    for name, names in strange:
        zh, en = did_you_mean(name, names)
        problems.report(where, f"不认识“{name}”。{zh}", f"'{name}' is not known here. {en}".rstrip())
    if not strange:
        _check_outcome(clause, example, where, problems)


def _check_outcome(clause: Clause, example: Example, where: str, problems: Problems) -> None:
    names = example_inputs(clause, example)
    for part in ("points", "met"):
        wanted, tree = getattr(example, part), clause.reading(example.reading).whole(part)
        if wanted is None:
            continue
        reached = evaluate(tree, names) if tree else None
        if wanted == INAPPLICABLE:
            reached = _inapplicable(clause, example, names)
        if not matches_example(reached, wanted):
            shown = wanted if isinstance(wanted, str) else number_text(wanted, "en")
            problems.report(
                where,
                f"算例不成立：{part} 应为 {shown}，算得 {number_text(reached)}。",
                f"The example does not hold: {part} should be {shown}, the formula gives {number_text(reached, 'en')}.",
            )


def _inapplicable(clause: Clause, example: Example, names: Mapping[str, float | None]) -> bool | None:
    """Whether the clause certainly does not apply to the unit of an example; None where it does, or may."""
    applies = clause.reading(example.reading).applies_whole
    return True if applies and evaluate(applies, names) in (False, 0.0) else None


def example_inputs(clause: Clause, example: Example) -> dict[str, float | None]:
    """Every name of the example's formulas with its number; None where the example gives none."""
    values = {name: value.amount for name, value in clause.values.items()} | dict(example.values)
    names = {name: values.get(name, example.given.get(name)) for name in clause.speaks_of(example.reading)}
    return names | field_checks.example_words(clause, example, names)


def matches_example(reached: object, wanted: object) -> bool:
    """Whether an outcome is what an example says: within the tolerance, or missing where it says `missing`."""
    if wanted == INAPPLICABLE:
        return reached is True
    if wanted == MISSING or reached is None:
        return reached is None and wanted == MISSING
    return math.isclose(float(reached), float(wanted), rel_tol=TOLERANCE, abs_tol=TOLERANCE)  # type: ignore[arg-type]


def clause_limit(clause: Clause, part: str, reading: str = "default") -> float | None:
    """What `possible` or `least` comes to at the clause's own values; None where it has no bound or is unset."""
    tree = getattr(clause.reading(reading), part)
    values = {name: value.amount for name, value in clause.values.items()}
    is_known = tree is not None and values.keys() >= set(tree.names)
    return evaluate(tree, values) if is_known else None
