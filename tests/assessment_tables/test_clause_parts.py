"""A clause's parts as texts and back: what is not touched comes back as it was."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.clause_parts import form_of, with_form

CLAUSE = {
    "title": "T", "kind": "score", "possible": "most", "points": "most * done", "provenance": "proposed",
    "field": {"of": "league", "fewest": "few"},
    "value": {"most": {"is": 4, "unit": "point", "zh": "满分", "source": "clause"}},
    "note": [{"mark": "proposed", "zh": "提议", "en": "proposed"}],
}  # fmt: skip
FACTS = {
    "done": {"zh": "完成率", "unit": "share", "high": 1, "nature": "stock", "clauses": ["b:3", "b:4"]},
    "other": {"zh": "别的", "unit": "event", "high": 9, "nature": "stock", "clauses": ["b:4"]},
}


def edited(**changed):
    from dataclasses import replace

    said = []
    form = replace(form_of(CLAUSE, FACTS, "b:3"), **changed)
    clause, facts = with_form(CLAUSE, FACTS, "b:3", form, "local", lambda *fault: said.append(fault))
    return clause, facts, said


def test_what_is_not_touched_comes_back_as_it_was_but_confirmed():
    clause, facts, said = edited()
    assert not said and facts == {**FACTS, "done": {**facts["done"], **FACTS["done"]}}
    assert clause["value"]["most"] == {**CLAUSE["value"]["most"], "is": 4.0} and clause["field"] == CLAUSE["field"]
    assert clause["provenance"] == "local" and clause["note"][0]["mark"] == "local"


def test_another_formula_leaves_the_notes_of_the_proposal_behind():
    clause, _, _ = edited(points="most")
    assert "note" not in clause and clause["points"] == "most"


def test_without_a_formula_the_clause_is_open_and_a_figure_of_others_stays_theirs():
    clause, facts, _ = edited(points="", facts="")
    assert clause["blank"] is True and "points" not in clause
    assert facts["done"]["clauses"] == ["b:4"] and facts["other"] == FACTS["other"]


def test_a_line_that_is_no_figure_is_reported():
    _, _, said = edited(facts="done｜完成率｜share｜许多\nx")
    assert [part for part, _, _ in said] == ["指标", "指标"]


def test_measure_words_and_narrow_bars_are_understood_and_the_source_may_be_left_out():
    clause, facts, said = edited(
        values="most|4|分|满分\neach｜0.5｜分/次｜每次得", facts="visits|走访次数|次\nhas|有园区|是否"
    )
    assert not said
    assert clause["value"]["most"] == {"is": 4.0, "unit": "point", "zh": "满分", "source": "clause"}
    assert clause["value"]["each"]["unit"] == "point/event"
    assert (facts["visits"]["unit"], facts["has"]["unit"], facts["has"]["high"]) == ("event", "flag", 1)
    (fault,) = edited(facts="visits|走访次数|桶")[2]
    assert "“桶”" in fault[1] and "件" in fault[1]


def test_a_bar_in_a_text_comes_back_as_it_was():
    from analysis.assessment_tables.own_columns import read_values, values_text

    value = {"most": {"is": 4.0, "unit": "point", "zh": "满分|最高｜分", "source": "clause"}}
    assert read_values(values_text(value), lambda *fault: pytest.fail(str(fault))) == value
