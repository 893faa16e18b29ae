"""What is asked of a report is checked before anything runs, all faults together."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.reports.failures import Refused
from analysis.reports.request import checked_request


def test_a_city_by_name_and_a_month_as_people_write_it(project):
    asked = checked_request("江阴", "2021年3月", ["small"], ["baseline"], "zh", None)
    assert (asked.city, asked.month) == ("320281", "2021-03")
    assert asked.output == project.home / "reports" / "320281" / "2021-03"


def test_the_report_can_go_elsewhere(project, tmp_path):
    assert project.asked(output=tmp_path / "else").output == tmp_path / "else"
    assert project.asked(output=Path("near")).output == Path.cwd() / "near"


def test_every_fault_is_named_at_once(project):
    with pytest.raises(Refused) as refused:
        checked_request("江因", "2021-13", ["smal"], ["nothing"], "chinese", None)
    said = str(refused.value)
    for part in ("江因", "2021-13", "'small'", "nothing", "'chinese' must be zh or en"):
        assert part in said
    assert "5 problems. Nothing was published" in said
    assert "未发布任何内容" in said


@pytest.mark.parametrize("name", ["../small", "a/b", "{month}", "", 3])
def test_names_are_names_and_no_paths(project, name):
    with pytest.raises(Refused, match="is not a name"):
        checked_request("320281", "2021-03", [name], ["baseline"], "zh", None)


def test_at_least_one_rulebook_and_scenario(project):
    with pytest.raises(Refused) as refused:
        checked_request("320281", "2021-03", [], [], "zh", None)
    assert len(refused.value.problems) == 2


def test_a_name_given_twice_counts_once(project):
    asked = checked_request("320281", "2021-03", ["small", "small"], "baseline", "en", None)
    assert asked.parameters() == {
        "city": "320281", "month": "2021-03", "rulebooks": ["small"], "scenarios": ["baseline"], "lang": "en",
    }  # fmt: skip


def test_a_scenario_for_none_of_the_rulebooks_is_refused(project):
    folder = project.home / "params" / "scenarios"
    folder.mkdir()
    (folder / "other.toml").write_text('title = "x"\nrulebook = "another"\n', "utf-8")
    with pytest.raises(Refused, match="only for rulebook another"):
        checked_request("320281", "2021-03", ["small"], ["baseline", "other"], "zh", None)
