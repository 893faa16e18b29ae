"""City, month, rulebook, base: what there is to choose from."""

from __future__ import annotations

import pytest

from analysis.views.panels import selectors
from panel_homes import CITY


def test_what_the_project_holds_can_be_chosen():
    assert selectors.city_options("zh") == [("江阴市", CITY)]
    assert selectors.month_options(CITY) == ["2021-03", "2021-02", "2021-01"]
    assert {name for _, name in selectors.rulebook_options("en")} >= {"hard-2019", "monitoring-2021"}


PEERS = ("peer-benchmarks", "peer-benchmarks@best", "peer-benchmarks@median")


@pytest.mark.parametrize(
    ("book", "names"), [("hard-2019", ["baseline"]), ("monitoring-2021", ["baseline", "assumed-benchmarks", *PEERS])]
)
def test_only_scenarios_that_fit_are_offered(state, book, names):
    state.choose(rulebook=book)
    assert [name for _, name in selectors.base_options(state, "zh")] == names


def test_what_the_state_says_is_not_taken_for_a_choice(state):
    heard = []
    menus = selectors.SelectionMenus(state, "zh", lambda key, value: heard.append((key, value)))
    state.choose(rulebook="monitoring-2021")
    menus.show()
    assert menus.picks["rulebook"].value == "monitoring-2021" and heard == []
    menus.picks["month"].value = "2021-02"
    assert heard == [("month", "2021-02")]


def test_a_base_scenario_is_known_by_its_file_whatever_it_calls_itself(home, state):
    """It is asked for by its file's name again: by the drop-down, and by the command that is copied."""
    file = home / "params" / "scenarios" / "mine.toml"
    file.write_text('name = "another"\nchange = [{ target = "xinyi_domains", how = "add", amount = 1 }]\n', "utf-8")
    try:
        assert "mine" in [name for _, name in selectors.base_options(state, "zh")]
        state.start_from("mine")
        assert "--scenario mine" in state.as_command()
    finally:
        file.unlink()
