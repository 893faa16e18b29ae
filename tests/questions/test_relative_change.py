"""Why a total moved under clauses that compare units: shares against every order of a plain recount, field by field."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations

import polars as pl
import pytest

import dated_books
from analysis import rulebooks, scorecards
from analysis.questions import change
from published_kinds import Kind, book_of

UNIT, BEFORE, AFTER = "320281", "2021-02", "2021-03"
OTHERS = ("320205", "320206", "320213", "320214", "320282")
VALUES = {"most": (10, "point"), "each": (0.1, "point"), "q": (0.5, "share"), "enough": (3, "entity")}
FORMULAS = (
    "most * loans / highest(loans)", "most * standing(loans)", "most * standing(-loans)",
    "max(0, most - each * (place(loans) - 1))", "min(most, most * loans / mean(loans))",
    "min(most, most * loans / quantile(loans, q))", "most * (done / cases) / highest(done / cases)",
    "max(0, most - each * (place(done / cases) - 1))", "min(most, each * answered)",
)  # fmt: skip
FACTS = ("loans", "done", "cases", "answered")


def small_book(folder, formulas):
    more = 'field = { of = "all", fewest = "enough" }'
    kinds = {
        str(number): Kind("比较。", formula, values=VALUES, more=more if "answered" not in formula else "")
        for number, formula in enumerate(formulas, 1)
    }
    values = VALUES | {"each": (0.1, "point/document")}
    kinds = {name: kind if kind.more else Kind("不比较。", kind.points, values=values) for name, kind in kinds.items()}
    return rulebooks.load(book_of(folder, **kinds))


def drawn_field(drawn, month):
    """Figures of up to six units: small, so that ties are common; some of others' missing, some of one's own."""
    rows = []
    for unit in (UNIT, *drawn.sample(OTHERS, drawn.randint(1, len(OTHERS)))):
        cases = drawn.choice([2.0, 4.0, 4.0])
        own = {"loans": drawn.choice([1.0, 2.0, 2.0, 5.0, 8.5]), "done": drawn.choice([0.0, 1.0, 2.0]), "cases": cases}
        own |= {"answered": drawn.choice([1.0, 3.0])}
        lost = [name for name in own if drawn.random() < (0.2 if unit != UNIT else 0.05)]
        rows.append({"city": unit, "month": month, **own, **dict.fromkeys(lost)})
    return pl.DataFrame(rows, schema={"city": pl.String, "month": pl.String, **dict.fromkeys(FACTS, pl.Float64)})


def of(rows, unit):
    return rows.filter(city=unit).row(0, named=True)


def recounted(book, ends, players):
    """Each player's share of either end, by the mean over all orders; every coalition scored from a whole frame."""
    kept = {}

    def worth(taken):
        key = frozenset(taken)
        if key not in kept:
            kept[key] = mixture(book, ends, key)
        return kept[key]

    orders = list(permutations(players))
    shares = {part: dict.fromkeys(players, 0.0) for part in ("low", "high")}
    for order in orders:
        for place, name in enumerate(order):
            before, after = worth(order[:place]), worth(order[: place + 1])
            for part in shares:
                shares[part][name] += (after[part] - before[part]) / len(orders)
    return shares


def mixture(book, ends, taken):
    """The clauses' points added up, each seen in its own field."""
    own = {name: of(ends[name in taken], UNIT)[name] for name in FACTS}
    total = {"low": 0.0, "high": 0.0}
    for clause in book.clauses:
        field = ends[f"{clause}.field" in taken]
        month = field["month"][0]
        mine = pl.DataFrame([{"city": UNIT, "month": month, **own}], schema=field.schema)
        rows = pl.concat([mine, field.filter(pl.col("city") != UNIT)])
        scored = scorecards.score(rows, book).filter(city=UNIT, clause=clause).row(0, named=True)
        total = {part: total[part] + scored[part] for part in total}
    return total


@pytest.mark.parametrize("seed", range(60))
def test_shares_are_those_of_a_plain_recount_over_all_orders(tmp_path, seed):
    drawn = random.Random(seed)
    book = small_book(tmp_path / "book", drawn.sample(FORMULAS, 2))
    ends = [drawn_field(drawn, month) for month in (BEFORE, AFTER)]
    found = change.between_months(pl.concat(ends), book, UNIT, BEFORE, AFTER)
    judged = [name for name in FACTS if name in book.facts()]
    players = [name for name in judged if of(ends[0], UNIT)[name] != of(ends[1], UNIT)[name]]
    players += [f"{clause.id}.field" for clause in book.clauses.values() if clause.is_relative]
    expected = recounted(book, ends, players)
    for part, shares in expected.items():
        ours = {name[0]: float(share) for name, share in found.shares[part].items()}
        assert {name: ours.get(name, 0.0) for name in players} == pytest.approx(shares, abs=1e-9), part
        assert set(ours) <= set(players)


@pytest.mark.parametrize("seed", range(12))
def test_shares_add_up_to_the_last_digit_and_ends_are_the_totals(tmp_path, seed):
    drawn = random.Random(1000 + seed)
    book = small_book(tmp_path / "book", drawn.sample(FORMULAS, 5))
    facts = pl.concat([drawn_field(drawn, month) for month in (BEFORE, AFTER)])
    found = change.between_months(facts, book, UNIT, BEFORE, AFTER)
    totals = scorecards.total(facts, book).filter(city=UNIT).sort("month")
    for part in ("low", "high"):
        first, last = totals[part].to_list()
        assert (found.before[part], found.after[part]) == (first, last)
        assert sum(found.shares[part].values()) == Fraction(last) - Fraction(first)


def test_where_only_others_moved_all_is_theirs(tmp_path):
    """By hand: 4 of the best 8 is 5 of 10; then 4 of the best 16 is 2.5."""
    book = small_book(tmp_path / "book", [FORMULAS[0]])
    rows = [(UNIT, BEFORE, 4.0), ("320205", BEFORE, 8.0), ("320206", BEFORE, 1.0)]
    rows += [(UNIT, AFTER, 4.0), ("320205", AFTER, 16.0), ("320206", AFTER, 1.0)]
    facts = pl.DataFrame(rows, schema=["city", "month", "loans"], orient="row")
    found = change.between_months(facts, book, UNIT, BEFORE, AFTER)
    assert found.drivers.select("driver", "kind", "low").rows() == [("1.field", "others", -2.5)]


def test_a_unit_that_enters_the_field_is_others_moving(tmp_path):
    book = small_book(tmp_path / "book", [FORMULAS[0]])
    rows = [(UNIT, BEFORE, 4.0), ("320205", BEFORE, 4.0), ("320206", BEFORE, 1.0)]
    rows += [(UNIT, AFTER, 4.0), ("320205", AFTER, 4.0), ("320206", AFTER, 1.0), ("320213", AFTER, 8.0)]
    facts = pl.DataFrame(rows, schema=["city", "month", "loans"], orient="row")
    found = change.between_months(facts, book, UNIT, BEFORE, AFTER)
    assert [(row["driver"], row["low"]) for row in found.drivers.to_dicts()] == [("1.field", -5.0)]


RELATIVE = (
    dated_books.HEAD.format(title="联合奖惩领域", text="占最高者之比。").replace("possible =", "{dates}possible =")
    + 'points = "{points}"\nfield = {{ of = "all" }}\n[value]\n'
    'most = {{ is = 10, unit = "point", zh = "满分", source = "clause" }}\n'
)


def test_own_figures_others_figures_and_rules_are_told_apart(tmp_path):
    """From the share of the best to the share of the mean, while one's own figure and the others' move."""
    old = RELATIVE.format(dates="until = 2021-02-28\n", points="most * joint_domains / highest(joint_domains)")
    new = RELATIVE.format(dates="from = 2021-03-01\n", points="min(most, most * joint_domains / mean(joint_domains))")
    files = {"clause_1": old, "clause_1_new": new, "clause_2": "", "clause_2_new": "", "clause_3": ""}
    book = dated_books.loaded(tmp_path / "dated", **files)
    figures = ({UNIT: 4, "320205": 8, "320206": 1}, {UNIT: 6, "320205": 20, "320206": 10})
    rows = [(unit, month, float(amount)) for month, part in zip((BEFORE, AFTER), figures, strict=True)
            for unit, amount in part.items()]  # fmt: skip
    facts = pl.DataFrame(rows, schema=["city", "month", "joint_domains"], orient="row")
    found = change.between_months(facts, book, UNIT, BEFORE, AFTER)

    def worth(taken):
        own, others = figures["own" in taken][UNIT], [amount for unit, amount in figures["others" in taken].items()
                                                      if unit != UNIT]  # fmt: skip
        field = [own, *others]
        return min(10, 10 * own / (sum(field) / 3)) if "rules" in taken else 10 * own / max(field)

    shares = dict.fromkeys(("own", "others", "rules"), 0.0)
    for order in permutations(shares):
        for place, name in enumerate(order):
            shares[name] += (worth(order[: place + 1]) - worth(order[:place])) / 6
    ours = {row["kind"]: row["low"] for row in found.drivers.to_dicts()}
    assert ours == pytest.approx({"fact": shares["own"], "others": shares["others"], "rule": shares["rules"]})
