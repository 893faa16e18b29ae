"""What is written reads back the same, whatever stands in it."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from analysis.assessment_tables.toml_texts import toml_fragment, toml_text

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=30)
leaves = st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts
entries = st.dictionaries(
    texts, leaves | st.lists(texts, max_size=3) | st.dictionaries(texts, leaves, max_size=3), max_size=3
)
tables = st.dictionaries(texts, leaves | entries | st.lists(entries, min_size=1, max_size=3), max_size=5)


@given(tables)
def test_tables_read_back_as_they_were(table):
    assert tomllib.loads(toml_text(table)) == table
    assert tomllib.loads(toml_fragment(table)) == table


def test_a_file_reads_as_people_write_it_and_ends_in_its_mark():
    text = toml_text({"title": "甲", "text": "一\n二", "value": {"most": {"is": 2.0}}, "note": [{"mark": "text"}]})
    assert text == (
        'title = "甲"\ntext = """一\n二"""\n\n[value]\nmost = { is = 2 }\n\n[[note]]\nmark = "text"\n\n# 完 end\n'
    )
    assert toml_fragment({}) == ""
