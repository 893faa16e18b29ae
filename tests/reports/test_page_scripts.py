"""Scripts in a page: data cannot end them, and a policy names them by their hash."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from analysis.reports.page_scripts import content_source, script_json


def test_no_text_ends_the_script_and_it_reads_back():
    content = {"名称": "</script><b>&", "n": [1, None, 0.1]}
    text = script_json(content)
    assert "<" not in text and json.loads(text) == content


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        script_json(float("nan"))


def test_a_script_is_called_by_its_hash():
    digest = base64.b64encode(hashlib.sha256("值".encode()).digest()).decode()
    assert content_source("值") == f"'sha256-{digest}'"
