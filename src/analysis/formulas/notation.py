"""A formula written out for readers: with names, with the numbers put in, as LaTeX (公式书写)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from analysis.formulas.language import FIELD_WORDS, FORMULA_WORDS, FormulaValue, Node, as_truth, evaluate

SHOWN_DIGITS, DECIMALS = 12, 2
"""How many digits are shown of a number, and how many of those, at least, after the point of a large one."""

_RANKS = {"or": 1, "and": 2, "not": 3, "add": 5, "sub": 5, "mul": 6, "div": 6, "neg": 7}
_SIGNS = {
    "add": " + ",
    "sub": " − ",
    "mul": " × ",
    "div": " ÷ ",
    "lt": " < ",
    "le": " ≤ ",
    "gt": " > ",
    "ge": " ≥ ",
    "eq": " = ",
    "ne": " ≠ ",
}
_WORDS = {
    "zh": {"and": " 且 ", "or": " 或 ", "not": "非 ", "min": "取小", "max": "取大", "when": "若 {}，则 {}；否则 {}",
           "steps": "（{} 超出 {} 的部分每满 {} 计一档）", "missing": "缺失", "true": "是", "false": "否",
           "highest": "各单位（{}）的最高值", "lowest": "各单位（{}）的最低值", "mean": "各单位（{}）的平均值",
           "quantile": "各单位（{}）的 {} 分位数", "place": "（{}）由高到低的名次",
           "standing": "（{}）在各单位最低值与最高值之间的位置"},
    "en": {"and": " and ", "or": " or ", "not": "not ", "min": "min", "max": "max", "when": "if {} then {}, else {}",
           "steps": "(whole steps of {2} by which {0} exceeds {1})",
           "missing": "missing", "true": "yes", "false": "no",
           "highest": "the highest of all units' ({})", "lowest": "the lowest of all units' ({})",
           "mean": "the mean of all units' ({})", "quantile": "the {1} quantile of all units' ({0})",
           "place": "the place from the top by ({})",
           "standing": "where ({}) stands between the lowest and the highest"},
}  # fmt: skip
_LATEX = {"lt": "<", "le": r"\le", "gt": ">", "ge": r"\ge", "eq": "=", "ne": r"\ne", "and": r"\land", "or": r"\lor"}


def number_text(value: FormulaValue, lang: str = "zh") -> str:
    """A number as it is, with thousands separators, neither rounded nor in powers of ten; a truth as yes or no."""
    if value is None:
        return _WORDS[lang]["missing"]
    if isinstance(value, bool):
        return _WORDS[lang]["true" if value else "false"]
    digits = max(SHOWN_DIGITS, len(f"{abs(value):.0f}") + DECIMALS)
    exact = Decimal(repr(float(f"{value:.{digits}g}") + 0.0))
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def formula_text(tree: Node, labels: Mapping[str, str], lang: str = "zh") -> str:
    """The formula with each name replaced by its label, in Chinese (`zh`) or English (`en`) words."""
    return _text(tree, lambda name: labels.get(name, name), lang, 0)


def substituted_formula(
    tree: Node, values: Mapping[str, FormulaValue], lang: str = "zh", shown: Mapping[str, str] | None = None
) -> str:
    """The formula with the numbers put in: only the branch taken, and only what binds or decides.

    `shown` gives texts for values that are better read as words, such as a choice's name.
    """
    words = shown or {}
    return _text(deciding_part(tree, values), lambda name: words.get(name) or number_text(values[name], lang), lang, 0)


def deciding_part(tree: Node, values: Mapping[str, FormulaValue]) -> Node:
    """The part of the formula that decides at these values; the whole where a choice is missing."""
    if tree.op == "when":
        condition = as_truth(evaluate(tree.args[0], values))
        return tree if condition is None else deciding_part(tree.args[1 if condition else 2], values)
    if tree.op in ("min", "max"):
        return _binding(tree, values)
    if tree.op in ("and", "or"):
        return _deciding(tree, values)
    if tree.op == "steps" or tree.op in FIELD_WORDS:
        return Node("number", value=evaluate(tree, values))
    return Node(tree.op, tuple(deciding_part(arg, values) for arg in tree.args), tree.value)


def _deciding(tree: Node, values: Mapping[str, FormulaValue]) -> Node:
    """Of a true `or` the first true part, of a false `and` the false ones; else the whole."""
    decided = tree.op == "or"
    parts = [arg for arg in tree.args if as_truth(evaluate(arg, values)) is decided]
    kept = parts[:1] if tree.op == "or" else parts
    if not kept:
        return Node(tree.op, tuple(deciding_part(arg, values) for arg in tree.args))
    return (
        deciding_part(kept[0], values)
        if len(kept) == 1
        else Node(tree.op, tuple(deciding_part(arg, values) for arg in kept))
    )


def _binding(tree: Node, values: Mapping[str, FormulaValue]) -> Node:
    reached = evaluate(tree, values)
    if reached is None:
        return tree
    rich = sorted(tree.args, key=lambda arg: -len(arg.names))
    return deciding_part(next(arg for arg in rich if evaluate(arg, values) == reached), values)


def _text(tree, label, lang, rank) -> str:  # type: ignore[no-untyped-def]
    if tree.op == "name":
        return label(str(tree.value))
    if tree.op == "number":
        return number_text(tree.value, lang)
    if tree.op in FORMULA_WORDS:
        return _call(tree, label, lang, rank)
    own = _RANKS.get(tree.op, 4)
    text = _operation(tree, label, lang, own)
    return _wrapped(text, lang) if own < rank else text


def _operation(tree, label, lang, own) -> str:  # type: ignore[no-untyped-def]
    if tree.op in ("not", "neg"):
        sign = _WORDS[lang]["not"] if tree.op == "not" else "−"
        return sign + _text(tree.args[0], label, lang, own + 1)
    sign = _SIGNS.get(tree.op) or _WORDS[lang][tree.op]
    first, *rest = tree.args
    tight = 1 if tree.op in ("sub", "div") else 0
    return sign.join([_text(first, label, lang, own), *(_text(arg, label, lang, own + tight) for arg in rest)])


def _call(tree, label, lang, rank) -> str:  # type: ignore[no-untyped-def]
    parts = [_text(arg, label, lang, 0) for arg in tree.args]
    word = _WORDS[lang][tree.op]
    if tree.op in ("min", "max"):
        return f"{word}（{'，'.join(parts)}）" if lang == "zh" else f"{word}({', '.join(parts)})"
    text = word.format(*parts)
    return _wrapped(text, lang) if rank and tree.op == "when" else text


def _wrapped(text: str, lang: str) -> str:
    return f"（{text}）" if lang == "zh" else f"({text})"


def formula_latex(tree: Node, labels: Mapping[str, str]) -> str:
    r"""The formula as LaTeX mathematics, names as `\text{…}`."""
    if tree.op == "name":
        return rf"\text{{{_escaped(labels.get(str(tree.value), str(tree.value)))}}}"
    if tree.op == "number":
        return number_text(tree.value)  # type: ignore[arg-type]
    return _latex_call(tree, [formula_latex(arg, labels) for arg in tree.args])


def _latex_call(tree: Node, parts: list[str]) -> str:
    op = tree.op
    if op == "div":
        return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
    if op in ("min", "max"):
        return rf"\{op}\left({', '.join(parts)}\right)"
    if op == "steps":
        return rf"\left\lfloor\frac{{{parts[0]} - {parts[1]}}}{{{parts[2]}}}\right\rfloor"
    if op in FIELD_WORDS:
        return rf"\operatorname{{{op}}}\left({', '.join(parts)}\right)"
    if op == "when":
        return rf"\begin{{cases}}{parts[1]} & {parts[0]}\\ {parts[2]} & \text{{otherwise}}\end{{cases}}"
    if op in ("neg", "not"):
        return (r"-" if op == "neg" else r"\lnot ") + _bracketed(tree.args[0], parts[0])
    sign = {"add": "+", "sub": "-", "mul": r"\times", **_LATEX}[op]
    operands = zip(tree.args, parts, strict=True)
    return f" {sign} ".join(_latex_operand(tree, place, arg, part) for place, (arg, part) in enumerate(operands))


def _latex_operand(tree: Node, place: int, arg: Node, part: str) -> str:
    own, outer = _RANKS.get(arg.op, 4), _RANKS.get(tree.op, 4)
    taken_off = place and tree.op == "sub" and own == outer
    return _bracketed(arg, part) if own < outer or taken_off or (place and arg.op == "neg") else part


def _bracketed(arg: Node, part: str) -> str:
    return part if arg.op in ("name", "number", "div", *FORMULA_WORDS.keys() - {"when"}) else rf"\left({part}\right)"


def _escaped(text: str) -> str:
    plain = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(plain.get(sign, f"\\{sign}" if sign in "&%$#_{}" else sign) for sign in text)
