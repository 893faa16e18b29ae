"""Wordings that count: points for each, points off for each, done or not done, honours, vetoes (计数、有无)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from analysis.assessment_tables import scoring_words as words
from analysis.assessment_tables.proposed_parts import FLAG, POINT, Proposal, ProposedParts, Refusal
from analysis.assessment_tables.scoring_words import PlainText, read_measure

Fragments = Sequence[PlainText]
WHOLE_SAID = ("不足一个整数的不计（原文没有说）。", "Less than a whole number counts nothing (the text does not say).")
EMPTY_DEEDS = frozenset("的完成达到开展落实按要求规定及时此该项工作上述实施提供报送做进行")
"""Signs of words that say no more than that something is not done."""


@dataclass
class Terms:
    """What is added, what is taken off, what gives nothing at all, and the deeds that were named."""

    added: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    awarded: Fraction = Fraction(0)
    faultless: bool = False
    sized: bool = False
    sealed: bool = False
    most_lost: Fraction | None = None


def counted(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """Points for each and for deeds, or points off for each and for omissions; within the most and nothing."""
    terms = Terms()
    for fragment in fragments:
        if not _take(fragment, parts, terms):
            return None
        parts.rests_on(fragment)
    if terms.added and (terms.taken or terms.faultless):
        raise Refusal("既有得分又有扣分，没有说先后", "it both gives and takes points")
    if not terms.added and not terms.taken and not terms.gates:
        return None
    return _given(terms, parts) if terms.added else _left(terms, parts)


def _take(fragment: PlainText, parts: ProposedParts, terms: Terms) -> bool:
    """Put one fragment among the terms; whether all of it that speaks of points was understood."""
    rest = _limits(fragment, parts, terms)
    if not words.SCORING.search(rest.text):
        return True
    for pattern, take in TAKERS:
        if match := pattern.search(rest.text):
            before, after = rest.text[: match.start()], rest.text[match.end() :]
            return not words.SCORING.search(before + after) and take(match, before.strip(",的"), parts, terms)
    return False


def _limits(fragment: PlainText, parts: ProposedParts, terms: Terms) -> PlainText:
    """The fragment without what it says of a most and of an end, which is taken note of."""
    for match in words.LOSS_CAP.finditer(fragment.text):
        terms.most_lost = Fraction(match["points"] or match["most"])
        terms.sealed = True
    rest = fragment.without(words.LOSS_CAP)
    for match in words.CAP.finditer(rest.text):
        parts.limited_to(next(filter(None, match.groups()), None))
    rest = rest.without(words.CAP)
    terms.sealed = terms.sealed or bool(words.UNTIL.search(rest.text))
    return rest.without(words.UNTIL)


def _each(match: re.Match[str], before: str, parts: ProposedParts, terms: Terms) -> bool:
    what = match["what"] or ""
    if re.match(words.MEASURE, what):
        raise Refusal(f"“{match[0]}”里有两个计量单位", "it counts by two measures")
    if words.RELATIVE.search(what):
        raise Refusal(f"“{match[0]}”是与某个目标相比，目标没有写明", "it counts from a target that is not stated")
    lost = match["verb"][0] in "扣减"
    (terms.taken if lost else terms.added).append(_term(match, before, parts, "每个扣" if lost else "每个得"))
    return True


def _found(match: re.Match[str], before: str, parts: ProposedParts, terms: Terms) -> bool:
    """A case found: it counts each time where the text says until when, else it is not clear that it does."""
    terms.taken.append(_term(match, before, parts, "每个扣"))
    terms.sized = True
    return True


def _term(match: re.Match[str], before: str, parts: ProposedParts, title: str) -> str:
    unit, points = words.UNITS[match["unit"]], Fraction(match["points"])
    if words.TWICE.search(match["tail"]):
        raise Refusal(f"“{match[0]}”里有两个计量单位", "it counts by two measures")
    size = read_measure(match["size"], match["unit"])
    label = f"{match['what'] or ''}{match['tail']}".strip("的") or before or "数量"
    figure = parts.fact(label, unit, 2 * (parts.limit or 0) * size / points if points else 1)
    if size == 1:
        return f"{parts.value('each', points, f'{POINT}/{unit}', title)} * {figure}"
    each, step = parts.value("each", points, POINT, title), parts.value("size", size, unit, "每多少计一次")
    return f"{each} * steps({figure}, 0, {step})"


def _undone(match: re.Match[str], _before: str, parts: ProposedParts, terms: Terms) -> bool:
    """What is left undone: nothing at all is given, or points are taken; the plain reverse of a deed says no more."""
    deed = re.sub(r"^(?:未|没有|无|不|否则|反之)|的$", "", match["what"])
    said = [*terms.deeds, *([""] if terms.added else [])]
    if match["none"] and any(set(deed) <= set(done) | EMPTY_DEEDS for done in said):
        return True
    if not deed:
        return False
    figure = parts.fact(match["what"].removesuffix("的"), FLAG)
    if match["none"]:
        terms.gates.append(figure)
    else:
        if parts.limit is not None and Fraction(match["points"]) > parts.limit:
            raise Refusal("扣的分多于分值", "more is taken off than the item has")
        loss = parts.value("loss", Fraction(match["points"]), POINT, "扣")
        terms.taken.append(f"{loss} * {figure}")
    return True


def _done(match: re.Match[str], _before: str, parts: ProposedParts, terms: Terms) -> bool:
    """A deed that gives points; one that only says when nothing is taken off gives all of them anyhow."""
    what = match["what"].removesuffix("的")
    points = parts.points() if match["points"] is None else Fraction(match["points"])
    if words.FAULTLESS.search(what):
        terms.faultless = True
        return points == parts.limit
    if words.LEAST_SAID.search(what) or re.search(r"以上|以下|超过|低于|率$|[-~]", what):
        return False
    figure, award = parts.fact(what, FLAG), parts.value("award", points, POINT, "得")
    terms.added.append(f"{award} * {figure}")
    terms.deeds.append(what)
    terms.awarded += points
    return True


TAKERS = (
    (words.PER, _each),
    (words.EACH, _each),
    (words.FOUND, _found),
    (words.UNDONE, _undone),
    (words.DONE, _done),
)
"""How a fragment is taken, the surest pattern first."""


def _given(terms: Terms, parts: ProposedParts) -> Proposal:
    only_deeds = len(terms.added) == len(terms.deeds)
    if only_deeds and parts.limit is None:
        parts.limit = terms.awarded
    if only_deeds and terms.awarded != parts.points():
        zh, en = "各项得分之和不等于分值", "the deeds do not add to the points of the item"
        raise Refusal(zh, en)
    total = f"min({parts.most()}, {' + '.join(terms.added)})"
    return parts.proposal("evidence" if only_deeds else "each", _gated(total, terms), said=_said(total))


def _left(terms: Terms, parts: ProposedParts) -> Proposal:
    if terms.sized and not terms.sealed and not terms.faultless:
        raise Refusal("没有说是否每发现一个都扣", "it does not say whether each case found counts")
    total = _rest_of(terms, parts) if terms.taken else parts.most()
    return parts.proposal("off each" if terms.taken else "evidence", _gated(total, terms), said=_said(total))


def _rest_of(terms: Terms, parts: ProposedParts) -> str:
    """What is left of the most; where the words limit what is taken, no more than that is."""
    if terms.most_lost in (None, parts.points()):
        return f"max(0, {parts.most()} - {' - '.join(terms.taken)})"
    if terms.most_lost > parts.points():
        raise Refusal("最多扣的分多于分值", "more may be taken off than the item has")
    lost = parts.value("most_lost", terms.most_lost or Fraction(0), POINT, "最多扣")
    return f"{parts.most()} - min({lost}, {' + '.join(terms.taken)})"


def _gated(total: str, terms: Terms) -> str:
    for gate in terms.gates:
        total = f"when({gate}, 0, {total})"
    return total


def _said(formula: str) -> tuple[str, str]:
    return WHOLE_SAID if "steps(" in formula else ("", "")


def honours(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """Points for each honour by its level: 每获得1次国家级表彰加3分、省级加2分、市级加1分，最高5分."""
    terms, pieces = Terms(), [piece for fragment in fragments for piece in _pieces(fragment)]
    scoring = [rest for piece in pieces if words.SCORING.search((rest := _limits(piece, parts, terms)).text)]
    matches = [words.LEVEL.match(piece.text) for piece in scoring]
    found = [match for match in matches if match]
    if len(found) < len(matches) or len({match["level"] for match in found}) < max(2, len(found)):
        return None
    if not any(match["each"] or match["unit"] or match["size"] for match in found):
        raise Refusal("没有说每次都加还是只加一次", "it does not say whether each honour counts")
    for fragment in fragments:
        parts.rests_on(fragment)
    total = " + ".join(_honour(match, found[0], parts) for match in found)
    return parts.proposal("each", f"min({parts.most()}, {total})")


def _pieces(fragment: PlainText) -> list[PlainText]:
    ends = [match.start() for match in re.finditer("、", fragment.text)]
    bounds = [-1, *ends, len(fragment.text)]
    return [fragment.part(start + 1, end) for start, end in pairwise(bounds) if end > start + 1]


def _honour(match: re.Match[str], first: re.Match[str], parts: ProposedParts) -> str:
    label = f"{first['what']}{match['level']}{first['tail']}"
    points = Fraction(match["points"])
    figure = parts.fact(f"{label}次数", "event", 2 * (parts.limit or 0) / points if points else 1)
    each = parts.value("each", points, f"{POINT}/event", f"{match['level']}每次得")
    return f"{each} * {figure}"


def deducted(fragments: Fragments, parts: ProposedParts) -> Proposal | None:
    """Points off beyond the total: 每发生1起扣2分，最多扣10分."""
    terms = Terms()
    for fragment in fragments:
        if not _take(fragment, parts, terms):
            return None
        parts.rests_on(fragment)
    if terms.added or terms.gates or not terms.taken:
        return None
    parts.limited_to(None if terms.most_lost is None else str(terms.most_lost))
    if parts.limit is None:
        raise Refusal("没有写最多扣几分", "the most that is taken is not stated")
    if terms.sized and not terms.sealed and len(terms.taken) > 1:
        raise Refusal("没有说是否每发现一个都扣", "it does not say whether each case found counts")
    return parts.proposal("deduction", f"max(0 - {parts.most()}, 0 - {' - '.join(terms.taken)})", "deduction")


def vetoed(text: PlainText, parts: ProposedParts) -> Proposal | None:
    """A veto: 发生重大失信事件的，一票否决."""
    rest = text.without(words.VETOED).text.strip(",;。的:")
    if "。" in rest or ";" in rest or words.SCORING.search(rest):
        return None
    label = re.sub(r",?(?:的)?[,;。]*$", "", rest).removesuffix("的")
    parts.rests_on(text)
    if re.match(r"(?:未|没有|无|不)", label):
        return parts.proposal("veto", f"not {parts.fact(label, FLAG)}", "test")
    if words.HAPPENED.match(label):
        return parts.proposal("veto", f"{parts.fact(f'{label}（次数）', 'event')} == 0", "test")
    return None
