"""Amounts in the units people write, made amounts in the target's own unit, exactly (改动单位)."""

from __future__ import annotations

from decimal import Decimal

from analysis.facts import dictionary
from analysis.facts.units import SHARES, unit_factor, unit_label
from analysis.problems import InputError, Problem

PLAIN = ("", "1", "share")
YUAN, SHARE = "yuan", "share"


def in_own_unit(target: str, how: str, amount: float | str, unit: str) -> tuple[float | str, str]:
    """An amount and its unit as the target has them: 30 亿元 of 信易贷 is 3000000000 yuan, 70 % is 0.7.

    Without a unit the amount is in the target's own already. A factor (`scale`) has no unit, or is in percent.
    What only a rulebook can tell, such as `point/domain`, is left as it is and checked against it.
    Raises `InputError` where the unit does not fit.
    """
    if isinstance(amount, str) or not unit:
        return amount, unit
    if how == "scale":
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
    if unit in PLAIN:
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
