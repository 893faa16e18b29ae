"""Units through a formula: whether what it gives is points, or a truth (单位核对)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce

from analysis.formulas.language import COMPARISONS, FIELD_WORDS, FormulaError, Node

DIMENSIONLESS = frozenset({"share", "flag"})


@dataclass(frozen=True)
class Unit:
    """A product of powers of base units; `any` fits every unit (the number 0), `truth` is no amount at all."""

    powers: tuple[tuple[str, int], ...] = ()
    kind: str = "amount"

    def __str__(self) -> str:
        if self.kind != "amount":
            return self.kind
        above = "*".join(base for base, power in self.powers for _ in range(power))
        below = "".join(f"/{base}" for base, power in self.powers for _ in range(-power))
        return (above or ("1" if below else "share")) + below

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The unit of a product (`sign` 1) or a quotient (`sign` -1)."""
        if "any" in (self.kind, other.kind):
            return ANY
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) + sign * power
        return Unit(tuple(sorted((base, power) for base, power in powers.items() if power)))

    def fits(self, other: Unit) -> bool:
        return "any" in (self.kind, other.kind) or self == other


ANY = Unit(kind="any")
TRUTH = Unit(kind="truth")
NUMBER = Unit()


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit:
    """The unit written as `point*entity/yuan`: after each `/` one base unit below the line."""
    above, *below = text.split("/")
    signed = [(base, 1) for base in above.split("*")] + [(base, -1) for part in below for base in part.split("*")]
    return reduce(_add_base, [pair for pair in signed if pair[0] not in DIMENSIONLESS | {"1"}], NUMBER)


def _add_base(unit: Unit, signed: tuple[str, int]) -> Unit:
    base, sign = signed
    if not base.isidentifier():
        raise FormulaError(f"单位写法有误：“{base}”", f"'{base}' is not a unit.")
    return unit.times(Unit(((base, 1),)), sign)


def unit_of_formula(tree: Node, names: Mapping[str, Unit]) -> Unit:
    """The unit the tree gives. Raises `FormulaError` where sides that are added or compared differ."""
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number":
        return ANY if tree.value == 0 else NUMBER
    args = [unit_of_formula(arg, names) for arg in tree.args]
    if tree.op in ("and", "or", "not"):
        return _truths(args)
    if tree.op == "when":
        _truths(args[:1])
        return _alike(args[1:])
    return _of_field(tree.op, args) if tree.op in FIELD_WORDS else _amounts(tree.op, args)


def _of_field(op: str, args: list[Unit]) -> Unit:
    """The best, the mean and the like have the unit of what is compared; a place and a standing have none."""
    _amounts("add", args[:1])
    if len(args) > 1 and not args[1].fits(NUMBER):
        raise FormulaError(
            f"{op} 的第二个参数应为比例，实为 {args[1]}。",
            f"The second operand of {op} must be a share, not {args[1]}.",
        )
    return NUMBER if op in ("place", "standing") else args[0]


def _amounts(op: str, args: list[Unit]) -> Unit:
    if TRUTH in args:
        raise FormulaError(
            "判断结果不能参与加减乘除；请用 when(…)。", "A truth can't be reckoned with; use when(condition, a, b)."
        )
    if op in ("mul", "div"):
        return args[0].times(args[1], 1 if op == "mul" else -1)
    if op == "steps":
        _alike(args)
        return NUMBER
    return TRUTH if op in COMPARISONS and _alike(args) else _alike(args)


def _alike(args: list[Unit]) -> Unit:
    units = [unit for unit in args if unit.kind != "any"]
    odd = next((unit for unit in units if unit != units[0]), None)
    if odd:
        raise FormulaError(
            f"单位不一致：{units[0]} 与 {odd} 不能相加减或相比较。",
            f"The units differ: {units[0]} and {odd} can't be added or compared.",
        )
    return units[0] if units else ANY


def _truths(args: list[Unit]) -> Unit:
    wrong = next((unit for unit in args if unit.kind != "truth" and unit != NUMBER), None)
    if wrong:
        raise FormulaError(
            f"条件应为判断或是否类指标，实为 {wrong}。", f"A condition must be a comparison or a flag, not {wrong}."
        )
    return TRUTH
