"""A statement has one form of bytes: read back it is the same, and nothing else is read as one."""

from __future__ import annotations

import json

import pytest

from analysis import signatures
from analysis.problems import InputError
from analysis.signatures import statements
from signed_folders import signed_statement


def test_it_is_sorted_json_that_reads_back_as_itself():
    statement = signed_statement(state="filed")
    content = statements.statement_bytes(statement)
    assert statements.parse_statement(content) == statement
    assert list(json.loads(content)) == sorted(json.loads(content))
    assert statement.role.zh == "归档人"


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda told: told | {"format": "city-credit-signature/2"},
        lambda told: told | {"state": "draft"},
        lambda told: told | {"more": 1},
        lambda told: {key: value for key, value in told.items() if key != "files"},
        lambda told: told | {"files": {"index.html": {"sha256": "x", "size": 1.0}}},
        lambda told: told | {"roles": {}},
        lambda told: told | {"month": 202103},
    ],
)
def test_other_content_is_no_statement(spoilt):
    told = json.loads(statements.statement_bytes(signed_statement()))
    assert statements.parse_statement(statements._canonical(told)) is not None
    assert statements.parse_statement(statements._canonical(spoilt(told))) is None


def test_the_same_content_in_another_form_is_none():
    told = json.loads(statements.statement_bytes(signed_statement()))
    assert statements.parse_statement(json.dumps(told).encode()) is None


@pytest.mark.parametrize(("text", "state"), [("reviewed", "reviewed"), ("已归档", "filed"), ("FILED", "filed")])
def test_a_state_is_known_by_either_name(text, state):
    assert signatures.state_named(text) == state


@pytest.mark.parametrize("text", ["draft", "草稿", "approved", ""])
def test_nothing_else_is_signed(text):
    with pytest.raises(InputError, match="已审核"):
        signatures.state_named(text)
