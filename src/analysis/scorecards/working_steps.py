"""How a clause came to its points: formula, numbers put in, result (计算过程)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.formulas import (
    Node,
    dimensions,
    evaluate,
    formula_latex,
    formula_text,
    language,
    number_text,
    substituted_formula,
)
from analysis.rulebooks import DEFAULT, Clause, Reading, Rulebook, clauses
from analysis.scenarios import Cases
from analysis.scorecards import applicability_workings, field_workings

VERDICT_WORDS: dict[str, dict[str, str]] = {
    "zh": {"true": "达标", "false": "未达标", "short": "，尚差 {}", "over": "，超出 {}", "points": "{} 个百分点"},
    "en": {
        "true": "met",
        "false": "not met",
        "short": ", {} short",
        "over": ", {} over",
        "points": "{} percentage points",
    },
}
"""How a test's outcome is said, and by how much it is missed."""
HUNDRED = 100
DISTANCE_WORDS = {"ge": "short", "gt": "short", "le": "over", "lt": "over"}


@dataclass(frozen=True)
class Working:
    """One clause at one case: the formula with names, its steps with numbers put in, and LaTeX.

    `steps`: each a text such as `1.5 + 0.5 × 2 = 2.5`. `empty`: what was said of a zero denominator, where it was met.
    """

    clause: Clause
    reading: Reading
    formula: str
    target: str
    latex: str
    steps: tuple[str, ...]
    outcome: language.FormulaValue
    met: bool | None
    empty: str
    facts: Mapping[str, language.FormulaValue]


def clause_calculation(
    clause: Clause, book: Rulebook, cases: Cases, row: Mapping[str, Any], lang: str = "zh"
) -> Working:
    """The working of a clause at one row of the cases' frame, in Chinese (`zh`) or English (`en`)."""
    reading = clause.reading(row.get(f"{clause.id}.reading") or cases.readings.get(f"{clause.id}.reading", DEFAULT))
    names = _names(clause, book, cases, row, reading) | field_workings.compared_values(clause, cases, row, reading)
    labels = formula_labels(clause, book, reading, lang)
    part = "met" if clause.kind == clauses.TESTED else "points"
    tree = getattr(reading, part)
    outcome, left_open = field_workings.settled_outcome(clause, cases, row, reading, part, names)
    empty = _zero_denominator_note(reading, names, lang)
    words = _choices(clause, book, names, lang)
    shares = _shares(clause, book, reading)
    steps = () if tree is None else _steps(reading, tree, names, labels, words, shares, outcome, lang)
    met, _ = field_workings.settled_outcome(clause, cases, row, reading, "met", names)
    said = (labels, words, lang)
    applied = applicability_workings.applied_working(clause, book, cases, row, names, said, reading)
    fields = field_workings.field_line(clause, cases, row, reading, lang, applied.applies)
    steps = (empty,) if empty else (*fields, *field_workings.open_line(left_open, lang), *steps)
    return Working(
        clause=clause,
        reading=reading,
        formula=formula_text(tree, labels, lang) + applicability_workings.rule_text(reading, labels, lang)
        if tree
        else "",
        target=formula_text(reading.met, labels, lang) if reading.met and part == "points" else "",
        latex=formula_latex(tree, labels) if tree else "",
        steps=(*applied.before, *(fields if applied.applies is False else steps), *applied.after),
        outcome=outcome,
        met=met,  # type: ignore[arg-type]
        empty=empty,
        facts={name: names[name] for name in clause.speaks_of(reading.name) if name not in clause.values},
    )


def formula_labels(clause: Clause, book: Rulebook, reading: Reading, lang: str) -> dict[str, str]:
    """What each name of the clause's formulas is called: Chinese names, or the plain names in English."""
    facts = {name: fact.zh if lang == "zh" else fact.en for name, fact in book.dictionary.items()}
    own: dict[str, clauses.RuleValue | clauses.History | clauses.Let] = {
        **clause.values,
        **clause.histories,
        **reading.lets,
    }
    return facts | {name: value.zh if lang == "zh" else name.replace("_", " ") for name, value in own.items()}


def _names(
    clause: Clause, book: Rulebook, cases: Cases, row: Mapping[str, Any], reading: Reading
) -> dict[str, language.FormulaValue]:
    wanted = {*clause.speaks_of(reading.name), *clause.values}
    targets = {name: f"{clause.id}.{name}" if name in clause.values else name for name in wanted}
    figures = {name: row.get(target, cases.literals.get(target)) for name, target in targets.items()}
    return {
        name: bool(value) if _is_flag(name, clause, book) and value is not None else value
        for name, value in figures.items()
    }


def _is_flag(name: str, clause: Clause, book: Rulebook) -> bool:
    if name in clause.histories:
        return clause.histories[name].how == "any"
    return name in book.dictionary and book.dictionary[name].unit == "flag"


def _choices(clause: Clause, book: Rulebook, names: Mapping[str, language.FormulaValue], lang: str) -> dict[str, str]:
    """Choices by their names: a fact's as the dictionary has them, a rule value's as the clause calls it."""
    facts = {name: book.dictionary[name].choices for name in names if name in book.dictionary}
    codes = {name: int(names[name] or -1) for name in facts}
    chosen = {name: choices[codes[name]] for name, choices in facts.items() if codes[name] in choices}
    own = {name: value.zh for name, value in clause.values.items() if value.unit == "choice"}
    return chosen | own if lang == "zh" else {}


def _shares(clause: Clause, book: Rulebook, reading: Reading) -> frozenset[str]:
    """Names that stand for a share of something, which readers know as a percentage."""
    texts = {name: fact.unit for name, fact in book.dictionary.items()}
    texts |= {name: value.unit for name, value in clause.values.items()}
    units = {name: dimensions.parse_unit(text) for name, text in texts.items()}
    units |= {history.name: units[history.of] for history in clause.histories.values()}
    for let in reading.lets.values():
        units[let.name] = dimensions.unit_of_formula(let.tree, units)
    quotients = {let.name for let in reading.lets.values() if let.tree.op == "div"}
    plain = {name for name in quotients if units[name] == dimensions.NUMBER}
    return frozenset(plain | {name for name, text in texts.items() if text == "share"})


def _zero_denominator_note(reading: Reading, names: Mapping[str, language.FormulaValue], lang: str) -> str:
    if reading.empty is None or evaluate(clauses.inline_lets(reading.empty.when, reading.lets), names) is not True:
        return ""
    return reading.empty.zh if lang == "zh" else reading.empty.en


def _steps(
    reading: Reading,
    tree: Any,
    names: Mapping[str, language.FormulaValue],
    labels: Mapping[str, str],
    words: Mapping[str, str],
    shares: frozenset[str],
    outcome: language.FormulaValue,
    lang: str,
) -> tuple[str, ...]:
    figures, lines = dict(names), []
    for let in reading.lets.values():
        figures[let.name] = evaluate(let.tree, figures)
        if let.name in _spoken(tree, reading):
            written = substituted_formula(let.tree, figures, lang, {**_percentages(figures, shares), **words})
            shown = _percentages(figures, shares & {let.name}).get(let.name, number_text(figures[let.name], lang))
            lines.append(f"{labels[let.name]} = {written} = {shown}")
    result = number_text(outcome, lang) if not isinstance(outcome, bool) else _verdict(tree, figures, shares, lang)
    return (*lines, _final_step(tree, figures, {**_percentages(figures, shares), **words}, result, lang))


def _percentages(figures: Mapping[str, language.FormulaValue], shares: frozenset[str]) -> dict[str, str]:
    """Shares in percent, neither rounded nor cut."""
    reached = {name: figures[name] for name in shares if figures.get(name) is not None}
    return {name: f"{number_text(HUNDRED * value)}%" for name, value in reached.items()}  # type: ignore[operator]


def _verdict(tree: Node, figures: Mapping[str, language.FormulaValue], shares: frozenset[str], lang: str) -> str:
    """Whether a test is met; where it is not, by how much each of its comparisons is missed."""
    words = VERDICT_WORDS[lang]
    if evaluate(tree, figures) is not False:
        return words["true"]
    parts = [part for part in (tree.args if tree.op == "and" else (tree,)) if part.op in DISTANCE_WORDS]
    missed = (_distance_to_target(part, figures, shares, words) for part in parts if evaluate(part, figures) is False)
    return words["false"] + "".join(text for text in missed if text)


def _distance_to_target(
    part: Node, figures: Mapping[str, language.FormulaValue], shares: frozenset[str], words: Mapping[str, str]
) -> str:
    reached, asked = (evaluate(arg, figures) for arg in part.args)
    if reached is None or asked is None or reached == asked:
        return ""
    lone = [arg for arg in part.args if arg.op == "name" and arg.value in shares]
    distance = abs(asked - reached) * (HUNDRED if lone else 1)
    text = number_text(distance)
    return words[DISTANCE_WORDS[part.op]].format(words["points"].format(text) if lone else text)


def _final_step(
    tree: Node, figures: Mapping[str, language.FormulaValue], words: Mapping[str, str], result: str, lang: str
) -> str:
    """The formula itself with the numbers put in; where conditions alone decide, the conditions."""
    last = substituted_formula(tree, figures, lang, words)
    is_result = last.replace("−", "-") == result
    if not is_result and tree.op not in language.TRUTHS:
        return f"{last} = {result}"
    if is_result and tree.op == "when":
        last, is_result = ("；" if lang == "zh" else "; ").join(_conditions(tree, figures, words, lang)), False
    return result if is_result else f"{last} → {result}"


def _conditions(
    tree: Node, figures: Mapping[str, language.FormulaValue], words: Mapping[str, str], lang: str
) -> Iterator[str]:
    """Each condition on the way to the branch taken, with whether it holds."""
    while tree.op == "when":
        condition, then, otherwise = tree.args
        met = language.as_truth(evaluate(condition, figures))
        written, outcome = substituted_formula(condition, figures, lang, words), number_text(met, lang)
        yield outcome if written == outcome else f"{written}{'：' if lang == 'zh' else ': '}{outcome}"
        tree = then if met else otherwise


def _spoken(tree: Any, reading: Reading) -> set[str]:
    """The lets a formula speaks of, and those they speak of in turn."""
    spoken: set[str] = set()
    waiting = [name for name in tree.names if name in reading.lets]
    while waiting:
        name = waiting.pop()
        spoken.add(name)
        waiting += [inner for inner in reading.lets[name].tree.names if inner in reading.lets and inner not in spoken]
    return spoken


def case_row(cases: Cases, scenario: str, city: str, month: str) -> dict[str, Any]:
    """The one row of the cases' frame for a scenario, city and month."""
    return cases.row(scenario, city, month)
