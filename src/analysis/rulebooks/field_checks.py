"""Whether a clause that compares units says with whom, and its examples with the others' figures (比较范围核对)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.formulas import FormulaError, Node, evaluate, fixed_fields, language
from analysis.problems import Problems
from analysis.rulebooks.clauses import LEAGUE, Clause, Example

CLAUSE_LIMITS = ("possible", "least")
FEWEST_UNITS = 2
NO_SHARE = FormulaError("分位应为 0 至 1 的规则值。", "The share of a quantile must be a rule value from 0 to 1.")


def check_field(clause: Clause, problems: Problems) -> None:
    """Report a comparison without a field, a field without a comparison, and a comparison of comparisons."""
    before = len(problems.found)
    for name, reading in clause.readings.items():
        for part in CLAUSE_LIMITS:
            if getattr(reading, part) is not None and getattr(reading, part).field_nodes:
                _report(
                    clause,
                    f"满分、最低分（{part}）不能取决于其他单位。",
                    f"{part} cannot depend on other units.",
                    problems,
                )
        for tree in clause.trees(name):
            _check_words(clause, tree, problems)
    if len(problems.found) == before:
        _check_stated(clause, problems)


def _check_words(clause: Clause, tree: Node, problems: Problems) -> None:
    try:
        language.refuse_nested_fields(tree)
        for node in tree.field_nodes:
            _check_share(clause, node)
    except FormulaError as error:
        _report(clause, error.zh, error.en, problems)


def _check_share(clause: Clause, node: Node) -> None:
    """A quantile's share is one number for the whole field: a rule value, 0 or 1."""
    if node.op != "quantile":
        return
    amounts = {name: value.amount for name, value in clause.values.items()}
    if any(name not in amounts for name in node.args[1].names):
        raise NO_SHARE
    share = evaluate(node.args[1], amounts)
    if share is not None and not 0 <= share <= 1:
        raise NO_SHARE


def _check_stated(clause: Clause, problems: Problems) -> None:
    words = "、".join(dict.fromkeys(node.op for name in clause.readings for node in clause.compared(name)))
    if words and clause.field is None:
        zh = f"用了与其他单位比较的词（{words}），却没有说与谁比；"
        zh += f'请写 field = {{ of = "{LEAGUE}" }}（同组）或 "all"（全部单位）。'
        en = f'It compares units ({words}) but does not say which: write field = {{ of = "{LEAGUE}" }}, or "all".'
        _report(clause, zh, en, problems)
    if clause.field and not words:
        zh, en = "写了比较范围（field），公式中却没有比较。", "It names a field, but no formula compares units."
        _report(clause, zh, en, problems)
    if clause.field and clause.field.fewest:
        _check_fewest(clause, clause.field.fewest, problems)


def _check_fewest(clause: Clause, name: str, problems: Problems) -> None:
    value = clause.values.get(name)
    if value is None or value.amount is None or value.amount % 1 or value.amount < FEWEST_UNITS:
        zh = f"fewest 应指向不小于 {FEWEST_UNITS} 的整数规则值：少于这么多单位时不作比较。"
        en = f"fewest must name a whole rule value of {FEWEST_UNITS} or more: with fewer units nothing is compared."
        _report(clause, zh, en, problems)


def _report(clause: Clause, zh: str, en: str, problems: Problems) -> None:
    if all(found.zh != zh for found in problems.found if found.where == clause.file):
        problems.report(clause.file, zh, en)


def example_words(
    clause: Clause, example: Example, names: Mapping[str, language.FormulaValue]
) -> dict[str, language.FormulaValue]:
    """What the words that look at the field come to in an example: for itself and the other units it gives."""
    return {node.code: _example_word(clause, example, node, names) for node in clause.compared(example.reading)}


def _example_word(
    clause: Clause, example: Example, node: Node, names: Mapping[str, language.FormulaValue]
) -> language.FormulaValue:
    values = {name: value for name, value in names.items() if name in clause.values}
    units = [dict.fromkeys(node.names) | dict(other) | values for other in example.field]
    figures = [evaluate(node.args[0], unit) for unit in units]
    others = [float(figure) for figure in figures if figure is not None]
    if len(others) + 1 < _fewest(clause):
        return None
    share = evaluate(node.args[1], names) if len(node.args) > 1 else 0.0
    return None if share is None else evaluate(fixed_fields.fixed_field_formula(node, others, share), names)


def _fewest(clause: Clause) -> float:
    named = clause.values.get(clause.field.fewest) if clause.field else None
    return max(float(FEWEST_UNITS), (named.amount if named else None) or FEWEST_UNITS)
