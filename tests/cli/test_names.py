"""Commands understand every name of a thing; a wrong one is answered in one sentence, and exit code 1."""

from __future__ import annotations

import pytest

NAMED = {"--city": "江阴", "--month": "2021-03", "--rulebook": "hard-2019", "--lever": "信易贷放款金额"}
FACTS = ("--city", "--month")
CASE = (*FACTS, "--rulebook")
COMMANDS = {
    "score": CASE,
    "explain": CASE,
    "compare": CASE,
    "sweep": (*CASE, "--lever"),
    "levers": (*CASE, "--lever"),
    "goal": (*CASE, "--lever"),
    "plan": CASE,
    "readings": CASE,
    "tournament": CASE,
    "uncertainty": CASE,
    "change": ("--city", "--rulebook"),
    "history": ("--city", "--rulebook"),
    "audit": CASE,
    "league": CASE,
    "departments": CASE,
    "workplan": CASE,
    "workbook": CASE,
    "what-if-page": CASE,
    "template": CASE,
    "report": CASE,
    "trace": FACTS,
    "measure": FACTS,
    "board": FACTS,
    "class": FACTS,
    "app": CASE,
}
MORE = {
    "explain": ("--clause", "17"),
    "goal": ("--reach", "18.3:满分"),
    "plan": ("--reach", 30),
    "uncertainty": ("--spread", "信易贷放款金额=10亿~20亿", "--draws", 9, "--sobol", 0),
    "change": ("--to", "2021-03"),
    "workbook": ("{folder}/scores.xlsx",),
    "what-if-page": ("{folder}/page.html",),
    "template": ("{folder}/form.xlsx",),
    "trace": ("--fact", "统一社会信用代码重错码数"),
}
WRONG = {"--city": ("江阳", "江阴"), "--month": ("2021-13", "不是月份"), "--rulebook": ("hard2019", "hard-2019"),
         "--lever": ("信易贷放款额", "信易贷放款金额")}  # fmt: skip
CASES = [(command, option) for command, options in COMMANDS.items() for option in options]


def asked(command, folder, **changed):
    named = {option: NAMED[option] for option in COMMANDS[command]} | changed
    more = [str(word).format(folder=folder) for word in MORE.get(command, ())]
    return (command, *(word for pair in named.items() for word in pair), *more)


@pytest.mark.parametrize(("command", "option"), CASES)
def test_a_name_that_nothing_bears_is_refused_in_one_sentence(scorecard, tmp_path, command, option):
    wrong, near = WRONG[option]
    ran = scorecard(*asked(command, tmp_path, **{option: wrong}))
    assert ran.code == 1 and near in ran.err and "共 1 处问题" in ran.err, ran.err
    assert "Traceback" not in ran.err and "Error" not in ran.err


ALIKE = {"--city": ["320281", "Jiangyin", "江阴市"], "--month": ["2021年3月", "202103"], "--lever": ["xinyidai_loans"]}
QUICK = ("score", "explain", "sweep", "levers", "goal", "plan", "readings", "compare", "audit", "league", "workplan")


@pytest.mark.parametrize("command", QUICK)
def test_whatever_a_thing_is_called_the_answer_is_the_same(scorecard, tmp_path, command):
    plain = scorecard(*asked(command, tmp_path))
    for option in set(ALIKE) & set(COMMANDS[command]):
        for name in ALIKE[option]:
            ran = scorecard(*asked(command, tmp_path, **{option: name}))
            assert (ran.code, ran.out) == (plain.code, plain.out), (option, name)


@pytest.mark.parametrize("command", ["score", "explain", "compare", "sweep", "levers", "goal", "readings", "league"])
@pytest.mark.parametrize(
    ("scenario", "near"), [("asumed-benchmarks", "assumed-benchmarks"), ("assumed-benchmarks", "monitoring-2021")]
)
def test_a_scenario_that_is_none_or_for_another_rulebook_is_refused_in_one_sentence(
    scorecard, tmp_path, command, scenario, near
):
    ran = scorecard(*asked(command, tmp_path, **{"--scenario": scenario}))
    assert ran.code == 1 and near in ran.err and "共 1 处问题" in ran.err, ran.err


def test_a_history_of_a_scenario_that_is_none_is_refused(scorecard):
    ran = scorecard("history", "--city", "江阴", "--scenario", "nix")
    assert ran.code == 1 and "assumed-benchmarks" in ran.err


CHINESE = ("城市代码表中没有“江阳”", "共 1 处问题")
ENGLISH = ("is not in the table of cities", "1 problem. Nothing was")


@pytest.mark.parametrize(
    ("lang", "says", "leaves_out"),
    [(("--lang", "en"), ENGLISH, CHINESE), (("--lang=zh",), CHINESE, ENGLISH), ((), CHINESE + ENGLISH, ())],
)
@pytest.mark.parametrize("command", ["score", "goal", "history", "report", "trace"])
def test_errors_are_in_the_language_asked_for(scorecard, tmp_path, command, lang, says, leaves_out):
    ran = scorecard(*asked(command, tmp_path, **{"--city": "江阳"}), *lang)
    assert ran.code == 1 and all(text in ran.err for text in says), ran.err
    assert not any(text in ran.err for text in leaves_out), ran.err


@pytest.mark.parametrize(("lang", "says"), [("en", "Mend them in the file"), ("zh", "请在原文件中改正后再运行。")])
def test_what_to_do_about_a_file_is_in_the_language_asked_for(scorecard, facts_file, lang, says):
    ran = scorecard("score", facts_file(permits="x"), "--rulebook", "hard-2019", "--lang", lang)
    assert ran.code == 1 and says in ran.err
    assert ("Mend" in ran.err, "请在原文件中" in ran.err) == (lang == "en", lang == "zh")
