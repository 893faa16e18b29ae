"""Wordings that judge one measured figure: bands, a proportion, steps from a target (分档、比例、阶梯)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from analysis.assessment_tables import scoring_words as words
from analysis.assessment_tables.proposed_parts import POINT, SHARE, Proposal, ProposedParts, Refusal
from analysis.assessment_tables.scoring_words import PlainText, read_measure

FULL = Fraction(1)
Fragments = Sequence[PlainText]
STEPS_SAID = (
    "不足一档的不计（原文没有说）。",
    "Less than a whole step counts nothing (the text does not say).",
)
CAPPED_SAID = ("超过100%的按100%计（原文没有说）。", "Above 100% counts as 100% (the text does not say).")


@dataclass(frozen=True)
class Band:
    """From `edge` on (or above it, where `strict`) so many points; `top` where the text bounds it above."""

    edge: Fraction
    top: Fraction | None
    strict: bool
    points: Fraction


def proportion(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """Points in proportion: 得分=已归集数/应归集数×5分, or 按归集率计分."""
    quotient = _matched(words.QUOTIENT, fragments)
    share = _matched(words.SHARE, fragments)
    if len(quotient) + len(share) != 1:
        return None
    [(fragment, match)] = [*quotient, *share]
    for other in fragments:
        full = words.FULL_SHARE.match(other.text)
        if other is not fragment and not full:
            return None
        parts.limited_to(full["points"] if full and other is not fragment else None)
        parts.rests_on(other)
    parts.limited_to(match["points"])
    most = parts.most()
    return parts.proposal("proportion", f"min({most}, {most} * {_part(match, parts)})", said=CAPPED_SAID)


def _part(match: re.Match[str], parts: ProposedParts) -> str:
    if words.WORSE.search(match[0].replace("未全部", "")):
        raise Refusal("这个比例越高越差，没有说怎样折算", "the higher this share the worse")
    if match.re is words.SHARE:
        return parts.fact(match["what"].removesuffix("的比例") or "完成比例", SHARE)
    part, whole = (parts.fact(match[name], "item", parts.points()) for name in ("part", "whole"))
    return f"{part} / {whole}"


def bands(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """So many points from each edge on: 100%得2分，98%以上得1分，以下不得分."""
    if all(words.BAND.match(fragment.text) for fragment in fragments):
        raise Refusal("没有写其余情形得几分", "it does not say what is given in all other cases")
    found = [(fragment, words.BAND.match(fragment.text)) for fragment in fragments[:-1]]
    rest = words.REST.match(fragments[-1].text) if fragments else None
    if not found or not all(match for _, match in found) or not rest or not words.REST_WORDS.search(fragments[-1].text):
        return None
    matches = [match for _, match in found if match]
    unit, label = _unit(matches), _label(matches)
    steps = sorted((_band(match, parts) for match in matches), key=lambda band: -band.edge)
    _check_bands(steps, rest, parts)
    for fragment in fragments:
        parts.rests_on(fragment)
    return parts.proposal("bands", _choices(steps, rest, unit, label, parts))


def _unit(matches: Sequence[re.Match[str]]) -> str:
    signs = {match["highunit"] or match["unit"] for match in matches}
    units = {words.UNITS.get(sign or "", "") for sign in signs}
    if len(units) != 1 or "" in units:
        raise Refusal("各档的单位不明或不同", "the bands have no unit, or several")
    return units.pop()


def _label(matches: Sequence[re.Match[str]]) -> str:
    labels = {match["what"] for match in matches} - {""}
    if any(words.LESS_IS_MORE.search(label) for label in labels):
        raise Refusal("越低越好的分档", "bands in which less is better")
    if len(labels) > 1:
        raise Refusal(f"各档说的不是同一个数：{'、'.join(sorted(labels))}", "the bands speak of several figures")
    return labels.pop() if labels else ""


def _band(match: re.Match[str], parts: ProposedParts) -> Band:
    sign = match["highunit"] or match["unit"] or ""
    points = parts.points() if match["full"] else Fraction(match["points"])
    if match["high"]:
        return Band(read_measure(match["low"], sign), read_measure(match["high"], sign), False, points)
    edge = read_measure(match["edge"], sign)
    directed = match["above"] or match["lead"] not in (None, "为", "在")
    if not directed and not (words.UNITS[sign] == SHARE and edge == FULL):
        raise Refusal(f"“{match[0]}”没有说是以上还是恰好", "an edge does not say whether it is from there on")
    return Band(edge, None, bool(match["strict"]), points)


def _check_bands(steps: Sequence[Band], rest: re.Match[str], parts: ProposedParts) -> None:
    """Raise `Refusal` where the bands leave a gap, do not fall, or do not begin with all the points."""
    below = Fraction(rest["points"] or 0)
    given = [band.points for band in steps] + [below]
    if given != sorted(set(given), reverse=True):
        raise Refusal("各档的分不是逐档递减", "the points do not fall from band to band")
    parts.limited_to(str(given[0]) if given[0].denominator == 1 else str(float(given[0])))
    for upper, lower in pairwise(steps):
        if lower.top not in (None, upper.edge):
            raise Refusal("两档之间有空档或重叠", "two bands leave a gap or overlap")
    top = steps[0].top
    if top is not None and top != FULL:
        raise Refusal("最高一档有上限，超过的没有说", "above the highest band nothing is said")
    edge = read_measure(rest["edge"], rest["unit"] or "") if rest["edge"] else None
    if edge is not None and edge != steps[-1].edge:
        raise Refusal("最低一档与“以下”之间有空档", "between the lowest band and the rest is a gap")


def _choices(steps: Sequence[Band], rest: re.Match[str], unit: str, label: str, parts: ProposedParts) -> str:
    figure = parts.fact(label or ("比率" if unit == SHARE else "数量"), unit, steps[0].edge * 2)
    parts.most()
    below = Fraction(rest["points"] or 0)
    formula = parts.value("rest", below, POINT, "其余得分") if below else "0"
    names = [_band_values(band, place, unit, parts) for place, band in enumerate(steps)]
    for (edge, points), band in reversed(list(zip(names, steps, strict=True))):
        formula = f"when({figure} {'>' if band.strict else '>='} {edge}, {points}, {formula})"
    return formula


def _band_values(band: Band, place: int, unit: str, parts: ProposedParts) -> tuple[str, str]:
    edge = parts.value("edge", band.edge, unit, f"第{place + 1}档起点")
    return edge, parts.value("band", band.points, POINT, f"第{place + 1}档得分") if place else parts.most()


def steps_down(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """All points from a target on, fewer for each step short of it: 达到90%得满分，每低1个百分点扣0.5分，扣完为止."""
    target, short = _matched(words.TARGET, fragments), _matched(words.SHORT, fragments)
    others = [part for part in fragments if part not in [item for item, _ in (*target, *short)]]
    if len(target) != 1 or len(short) != 1 or not all(words.UNTIL.fullmatch(part.text) for part in others):
        return None
    [(_, aim)], [(_, less)] = target, short
    unit = _same_unit(aim, less)
    parts.limited_to(aim["points"])
    for fragment in fragments:
        parts.rests_on(fragment)
    figure, edge, size = _step_names(aim, less, unit, parts)
    each = parts.value("each", Fraction(less["points"]), POINT, "每低一档扣")
    formula = f"max(0, {parts.most()} - {each} * max(0, steps({edge}, {figure}, {size})))"
    return parts.proposal("steps", formula, said=STEPS_SAID)


def steps_up(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """Some points at a target, more for each step above it: 达到60%得1分，每多10%加0.5分，最高3分，未达到的不得分."""
    target, more = _matched(words.TARGET, fragments), _matched(words.MORE, fragments)
    taken = [item for item, _ in (*target, *more)]
    others = [part for part in fragments if part not in taken]
    rest = [match for part in others if (match := words.REST.match(part.text)) and words.REST_WORDS.search(part.text)]
    caps = [match for part in others if (match := words.CAP.fullmatch(part.text))]
    if len(target) != 1 or len(more) != 1 or len(rest) + len(caps) != len(others):
        return None
    [(_, aim)], [(_, step)] = target, more
    unit = _same_unit(aim, step)
    if len(rest) != 1 or rest[0]["points"] or not aim["points"]:
        raise Refusal("没有说达不到目标的得几分", "it does not say what is given below the target")
    if rest[0]["edge"] and read_measure(rest[0]["edge"], rest[0]["unit"] or "") != _edge(aim):
        raise Refusal("目标与“以下”之间有空档", "between the target and the rest is a gap")
    for cap in caps:
        parts.limited_to(cap["points"] or cap["sealed"] or cap["full"])
    for fragment in fragments:
        parts.rests_on(fragment)
    return _upward(aim, step, unit, parts)


def _upward(aim: re.Match[str], step: re.Match[str], unit: str, parts: ProposedParts) -> Proposal:
    figure, edge, size = _step_names(aim, step, unit, parts)
    base = parts.value("base", Fraction(aim["points"]), POINT, "达到目标得")
    each = parts.value("each", Fraction(step["points"]), POINT, "每多一档加")
    rising = f"min({parts.most()}, {base} + {each} * steps({figure}, {edge}, {size}))"
    return parts.proposal("steps", f"when({figure} >= {edge}, {rising}, 0)", said=STEPS_SAID)


def _edge(aim: re.Match[str]) -> Fraction:
    return read_measure(aim["edge"], aim["unit"] or "")


def _same_unit(aim: re.Match[str], step: re.Match[str]) -> str:
    if words.LESS_IS_MORE.search(aim["what"]):
        raise Refusal("越低越好的目标", "a target below which to stay")
    unit = words.UNITS.get(aim["unit"] or "", "")
    if not unit or words.UNITS[step["unit"]] != unit:
        raise Refusal("目标与每档的单位不同", "the target and the steps have different units")
    return unit


def _step_names(aim: re.Match[str], step: re.Match[str], unit: str, parts: ProposedParts) -> tuple[str, str, str]:
    edge = _edge(aim)
    figure = parts.fact(aim["what"] or ("完成率" if unit == SHARE else "完成数"), unit, edge * 2)
    size = parts.value("step", read_measure(step["size"], step["unit"]), unit, "每档")
    return figure, parts.value("target", edge, unit, "目标"), size


def _matched(pattern: re.Pattern[str], fragments: Fragments) -> list[tuple[PlainText, re.Match[str]]]:
    return [(fragment, match) for fragment in fragments if (match := pattern.match(fragment.text))]
