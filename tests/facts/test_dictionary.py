"""The dictionary of facts, as shipped and as misspelt."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analysis import facts
from analysis.paths import root
from analysis.problems import InputError

SOUND = """
[halls]
zh = "大厅数"
en = "Halls"
unit = "hall"
nature = "stock"
meaning = "halls"
meaning_zh = "大厅"
low = 0
high = 10
clauses = ["local:1"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "facts.toml"
    path.write_text(text, encoding="utf-8")
    return path


def said(path: Path, **more: object) -> str:
    with pytest.raises(InputError) as caught:
        facts.read_dictionary(path, **more)
    return str(caught.value)


def test_the_shipped_dictionary_holds_each_fact_once_with_both_names():
    meanings = facts.dictionary()
    assert len({fact.zh for fact in meanings.values()}) == len(meanings)
    assert all(name == fact.name for name, fact in meanings.items())


def test_every_fact_states_its_window_and_what_counts_once():
    """Also where it could only be what it is: whoever reads the dictionary finds it there."""
    tables = tomllib.loads((root() / "params" / "facts.toml").read_text(encoding="utf-8"))
    assert [name for name, table in tables.items() if "window" not in table] == []
    assert [name for name, table in tables.items() if ("counted" in table) == (table["nature"] == "state")] == []


@pytest.mark.parametrize("fact", facts.dictionary().values(), ids=list(facts.dictionary()))
def test_nature_window_and_definition_agree(fact):
    """What is called 月末数 has no period; a period named in the definition is the window that is counted."""
    assert (fact.nature == "flow") == (fact.window in ("month", "twelve_months"))
    spoken = {"月末数": "month_end", "月末累计数": "month_end", "近12个月": "twelve_months", "当月数": "month"}
    named = {window for words, window in spoken.items() if words in fact.meaning_zh}
    assert fact.nature == "state" or named <= {fact.window}
    assert not ("期内" in fact.meaning_zh and fact.nature == "stock")
    assert not ("同一主体只计一次" in fact.meaning_zh and fact.counted not in ("body", "party"))
    assert not ("同一代码" in fact.meaning_zh and fact.counted != "code")


def test_a_part_and_its_whole_have_the_same_unit():
    meanings = facts.dictionary()
    wholes = {name: fact.within for name, fact in meanings.items() if fact.within}
    assert wholes["residents_scored"] == "registered_population"
    assert wholes["serious_exits_12m"] == "serious_exposed_12m"
    assert {meanings[name].unit == meanings[whole].unit for name, whole in wholes.items()} == {True}
    assert {meanings[name].window == meanings[whole].window for name, whole in wholes.items()} == {True}
    assert {meanings[name].counted == meanings[whole].counted for name, whole in wholes.items()} == {True}


@pytest.mark.parametrize("flow", ["blacklist_exits", "notified_items", "joint_domains_automated"])
def test_a_flow_is_not_part_of_a_stock(flow):
    assert facts.dictionary()[flow].within is None


def test_only_the_fraud_deduction_in_force_is_derived():
    assert [name for name, fact in facts.dictionary().items() if fact.derived] == ["fraud_in_force"]


def test_the_league_is_a_choice_of_three():
    league = facts.dictionary()["league"]
    assert league.choices == {1: "省会及副省级以上城市", 2: "地级市", 3: "县级市"}
    assert league.choices_en[3] == "county-level city"
    assert (league.low, league.high) == (1, 3)


def test_a_rulebooks_own_facts_are_read_beside_the_general_ones(tmp_path):
    own = facts.read_dictionary(written(tmp_path, SOUND + 'within = "service_halls"\n'), facts.dictionary())
    assert list(own) == ["halls"]
    assert own["halls"].within == "service_halls"


def test_a_name_taken_by_the_general_dictionary_is_refused(tmp_path):
    text = said(written(tmp_path, SOUND.replace("大厅数", "政务服务大厅数")), beside=facts.dictionary())
    assert "facts.toml, halls" in text and "'service_halls'" in text


@pytest.mark.parametrize(
    ("change", "where", "message"),
    [
        (('unit = "hall"', 'unt = "hall"'), "halls, unt", "Did you mean 'unit'?"),
        (('unit = "hall"', ""), "halls, unit", "Missing"),
        (('nature = "stock"', 'nature = "stok"'), "halls, nature", "stock, flow or state"),
        (('"stock"', '"stock"\nwindow = "year"'), "halls, window", "one of month_end, month, twelve_months"),
        (('"stock"', '"stock"\nwindow = []'), "halls, window", "one of month_end, month, twelve_months"),
        (('"stock"', '"stock"\nwindow = "month"'), "halls, window", "does not go with stock; expected month_end"),
        (('"stock"', '"flow"'), "halls, window", "A flow needs its window: month or twelve_months"),
        (('"stock"', '"flow"\nwindow = "month_end"'), "halls, window", "expected month or twelve_months"),
        (('"stock"', '"stock"\ncounted = "hall"'), "halls, counted", "one of record, body"),
        (("high = 10", "high = inf"), "halls, high", "finite number"),
        (("high = 10", "high = -1"), "halls, low", "larger than high"),
        (("high = 10", "high = true"), "halls, high", "finite number"),
        (('unit = "hall"', 'unit = "flag"'), "halls, nature", "only they"),
        (('unit = "hall"', 'unit = "choice"'), "halls, choices", "has choices"),
        (("high = ", "choices_en = { 1 = 'one' }\nhigh = "), "halls, choices_en", "the numbers of choices"),
        (('["local:1"]', '["local"]'), "halls, clauses", "a list such as"),
        (("[halls]", "[Halls]"), "facts.toml, Halls", "lower-case"),
    ],
)
def test_each_fault_of_an_entry_is_named_where_it_stands(tmp_path, change, where, message):
    text = said(written(tmp_path, SOUND.replace(*change)))
    assert where in text and message in text


@pytest.mark.parametrize(
    ("whole", "message"),
    [("hals", "Did you mean 'halls'?"), ("halls", "circle"), ("yuans", "Its unit is not that of 'yuans'")],
)
def test_a_whole_must_be_another_fact_of_the_same_unit(tmp_path, whole, message):
    other = SOUND.replace("[halls]", "[yuans]").replace("大厅数", "金额").replace('"hall"', '"yuan"')
    text = said(written(tmp_path, f'{SOUND}within = "{whole}"\n{other}'))
    assert "facts.toml, halls, within" in text and message in text


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    text = said(written(tmp_path, '[a]\nzh = "甲"\n[b]\nzh = "甲"\n'))
    assert "a, unit" in text and "b, unit" in text


@pytest.mark.parametrize("text", ["[halls", "a = 1\na = 2"])
def test_a_file_that_is_no_toml_says_so(tmp_path, text):
    assert "cannot be read" in said(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    assert "facts.toml" in said(tmp_path / "facts.toml")
