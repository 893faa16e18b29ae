"""TOML files are read table by table; each fault says where it stands, and none ends the reading."""

from __future__ import annotations

import shutil

import pytest

from analysis import facts, identifiers, rulebooks, scenarios, toml_tables
from analysis.facts.measured.rule_values import measuring_values
from analysis.paths import root
from analysis.problems import InputError, Problems
from analysis.questions import decisions
from analysis.registers import register_wordings
from analysis.simulations import simulation_settings
from analysis.toml_tables import read_listed_tables, read_toml_table
from analysis.views import glosses

READERS = {
    "identifiers": identifiers.code_standard,
    "measures": measuring_values,
    "registers": register_wordings,
    "glosses": lambda: glosses.glossed_text("城市", "en"),
    "brief": decisions.brief_values,
    "figures": simulation_settings.figure_settings,
    "facts": facts.dictionary,
}


def table(folder, text):
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    return read_toml_table(path, problems), problems


def test_every_fault_is_gathered_with_the_place_it_stands_in(tmp_path):
    read, problems = table(tmp_path, "name = 1\nshare = inf\n[part]\nkind = 'scores'")
    part = read.part("part", read.values["part"])
    assert (read.text("name"), read.number("share"), read.number("none")) == ("", None, None)
    assert part.choice("kind", ("score", "test")) == "scores"
    read.only({"name", "part"})
    places = [problem.where.rpartition("table.toml")[2] for problem in problems.found]
    assert places == ["", "", ", part", ""]
    assert "Did you mean 'score'" in problems.found[2].en and "'share' is not known here" in problems.found[3].en


@pytest.mark.parametrize(("text", "count"), [("[[row]]\n[[row]]", 2), ("", 0), ("[row]", 0)])
def test_listed_tables_are_numbered_from_one(tmp_path, text, count):
    read, problems = table(tmp_path, text)
    places = read_listed_tables(read, "row", lambda row: row.where.rpartition(", ")[2])
    assert places == [f"row {number}" for number in range(1, count + 1)]
    assert len(problems.found) == (text == "[row]")


def test_a_file_that_cannot_be_read_or_is_too_long_is_said(tmp_path, monkeypatch):
    assert table(tmp_path, "name = ")[0] is None
    monkeypatch.setattr(toml_tables, "LONGEST_FILE", 5)
    read, problems = table(tmp_path, "name = 1")
    assert read is None and "> 5 bytes" in problems.found[0].en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_saved_with_a_mark_is_read(tmp_path, encoding):
    path = tmp_path / "table.toml"
    path.write_bytes('title = "标题"\n'.encode(encoding))
    assert toml_tables.parsed_toml(path) == {"title": "标题"}


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, "a = " + "{a=" * 5000, "a" + ".a" * 50_000 + "=1"])
def test_nesting_beyond_all_sense_is_refused_in_a_sentence(tmp_path, text):
    read, problems = table(tmp_path, text)
    (problem,) = problems.found
    assert read is None and ("嵌套过深" in problem.zh or "层级过多" in problem.zh)


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path):
    path, problems = tmp_path / "table.toml", Problems()
    path.write_bytes('title = "标题"\n'.encode("gbk"))
    assert read_toml_table(path, problems) is None and "请另存为 UTF-8" in problems.found[0].zh


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\na = [1, 2", "第 2 行的括号“[”没有合上"),
        ("a = [1, 2\nb = 3\n", "第 1 行的括号“[”没有合上"),
        ("a = {x = [1, 2]\nb = 3", "第 1 行的括号“{”没有合上"),
        ('t = "[" # {\n[[change]\nx = 1', "第 2 行的括号“[”没有合上"),
        ('\n\na = "x\nb = 1', "第 3 行的引号没有成对"),
        ('a = """x\nb = 1\n', "第 1 行的引号没有成对"),
        ("a = 1\nb = “标题”", "第 2 行有中文标点"),
        ("a＝1", "第 1 行有中文标点“＝”"),
        ("a = 1\na = 2", "第 2 行的名称前面已有"),
        ("[a]\n[a]\nx = 1", "第 2 行的名称前面已有"),
        ("a = 1\nb", "第 2 行不合 TOML 的写法；请写作 名称 = 数字"),
    ],
)
def test_a_fault_of_syntax_names_its_line_and_what_to_do_in_two_languages(tmp_path, text, said):
    _, problems = table(tmp_path, text)
    (problem,) = problems.found
    assert said in problem.zh and "请" in problem.zh and "line" in problem.en


@pytest.mark.parametrize("name", list(READERS))
def test_every_table_of_the_project_says_its_fault_of_syntax(tmp_path, monkeypatch, name):
    """Each table of `params` ends within brackets, and what reads it is asked."""
    shutil.copytree(root() / "params", tmp_path / "params")
    path = tmp_path / "params" / f"{name}.toml"
    path.write_text(path.read_text("utf-8") + "\n[last]\nnames = [1, 2", "utf-8")
    line = path.read_text("utf-8").count("\n") + 1
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    with pytest.raises(InputError, match=rf"{name}\.toml\n.*第 {line} 行的括号“\[”没有合上"):
        READERS[name]()


@pytest.mark.parametrize("nested", ["a = " + "[" * 5000, "a" + ".a" * 50_000 + "=1"])
def test_every_reader_of_a_users_toml_refuses_it(tmp_path, nested):
    path = tmp_path / "nested.toml"
    path.write_text(nested, "utf-8")
    for read in (facts.read_dictionary, scenarios.load, lambda file: rulebooks.load(_book(file))):
        with pytest.raises(InputError):
            read(path)


def _book(file):
    (file.parent / "rulebook.toml").write_text(file.read_text("utf-8"), "utf-8")
    return file.parent
