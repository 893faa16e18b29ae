"""A folder becomes a rulebook: clauses in reading order, groups in a tree, sums that agree with what is printed."""

import shutil
import tomllib

import pytest

from analysis import rulebooks
from analysis.problems import InputError
from analysis.rulebooks.rulebook_folders import rulebooks_folder
from small_books import BOOKS, CLAUSE, RULEBOOK, faults, spoilt, written


@pytest.mark.parametrize("name", rulebooks.rulebook_ids())
def test_every_rulebook_of_the_project_loads(name):
    book = rulebooks.load(name)
    assert book.id == name
    assert book.clauses


@pytest.mark.parametrize("folder", sorted(path.name for path in BOOKS.iterdir() if "faulty" not in path.name))
def test_every_part_of_the_format_has_a_small_rulebook_that_loads(folder):
    assert rulebooks.load(BOOKS / folder).id == folder


def test_clauses_stand_in_reading_order():
    """2 before 10, 9.1 before 9.2."""
    assert list(rulebooks.load("hard-2019").clauses) == [
        "1", "2", "3", "4", "5", "6", "7", "8", "9.1", "9.2", "9.3", "9.4", "10.1", "10.2", "10.3",
        "11", "12", "13", "14.1", "14.2", "15", "16", "17", "18.1", "18.2", "18.3",
        "19.1", "19.2", "19.3", "19.4", "19.5", "19.6", "19.7", "19.8", "20.1", "20.2",
    ]  # fmt: skip
    monitoring = list(rulebooks.load("monitoring-2021").clauses)
    assert monitoring[25:29] == ["26", "27-30", "31", "32"]
    assert monitoring[-2:] == ["40.1", "40.2"]


def test_all_faults_of_a_rulebook_are_told_at_once():
    """Unknown name, units, a failing sum, missing text and source, a wrong example, unknown keys, an id twice …"""
    found = {
        problem.where.rpartition("/")[2].split(",")[0].split("_")[0]: problem.en for problem in faults(BOOKS / "faulty")
    }
    wanted = {
        "1": "Did you mean 'joint_domains'?",
        "2": "The units differ",
        "4": "The text 'text' is missing.",
        "5": "The text 'source' is missing.",
        "6": "The example does not hold",
        "7": "Did you mean 'points'?",
        "9": "may not stand in a formula",
        "10": "Did you mean 'score'?",
    }
    assert {place: words for place, words in wanted.items() if words in found.get(place, "")} == wanted
    of_book = " ".join(problem.en for problem in faults(BOOKS / "faulty") if "rulebook.toml" in problem.where)
    assert "'colour' is not known here" in of_book
    assert "Clause 8 has two files" in of_book
    assert "group sums: 7 points are printed, but what lies under it adds to 5" in of_book


def test_the_same_faults_are_told_in_the_same_order():
    assert faults(BOOKS / "faulty") == faults(BOOKS / "faulty")


def test_groups_in_a_circle_are_refused():
    assert "in a circle" in faults(BOOKS / "faulty-tree")[0].en


SECOND = '\n[[group]]\nid = "second"\ntitle = "Second"\ntitle_zh = "第二"\n'


@pytest.mark.parametrize(
    ("rulebook", "words"),
    [
        (spoilt(RULEBOOK, 'title = "A small rulebook"', ""), "The text 'title' is missing"),
        (spoilt(RULEBOOK, 'zh = "无"', ""), "can't be read"),
        (spoilt(RULEBOOK, ', zh = "无"', ""), "The text 'zh' is missing"),
        (spoilt(RULEBOOK, "possible = 5", "possible = 4"), "4 points are printed"),
        (RULEBOOK + "\n[total]\npossible = 6\n", "total: 6 points are printed, but what lies under it adds to 5"),
        (RULEBOOK + RULEBOOK.partition("\n[[group]]")[2].join(["\n[[group]]", ""]), "Group main stands twice"),
        (spoilt(RULEBOOK, 'id = "main"', 'id = "mian"'), "Did you mean 'mian'?"),
        (
            RULEBOOK + SECOND + 'parent = "mian"\n',
            "group second lies under 'mian', which is no group. Did you mean 'main'",
        ),
        (RULEBOOK + SECOND + "choose = 1.5\n", "choose must be a whole number"),
        (RULEBOOK + SECOND + "choose = 0\n", "choose must be a whole number"),
        (RULEBOOK + SECOND + 'bonus = "yes"\n', "must be true or false"),
        (RULEBOOK + SECOND + 'cap = { is = 5, unit = "domain", source = "x" }\n', "The unit must be point"),
        (RULEBOOK + SECOND + 'cap = { is = 5, unit = "point" }\n', "The text 'source' is missing"),
        (RULEBOOK + SECOND + "cap = 5\n", "must be a table"),
        (RULEBOOK + SECOND.replace('"second"', '"1"', 1), "A group and a clause are both called 1"),
        (RULEBOOK + SECOND.replace('"second"', '"total"', 1), "'total' names the total"),
        (spoilt(RULEBOOK, "[[group]]", "[group]"), "Write group as"),
        ("group = 3\n" + spoilt(RULEBOOK, "[[group]]", "[main]"), "Write group as"),
    ],
)
def test_what_is_wrong_with_rulebook_toml_is_said(tmp_path, rulebook, words):
    found = faults(written(tmp_path, rulebook))
    assert words in " | ".join(problem.en for problem in found)


def test_every_clause_under_no_known_group_is_named(tmp_path):
    lost = spoilt(CLAUSE, 'group = "main"', 'group = "mian"')
    found = faults(written(tmp_path, **{"1": lost, "2": lost}))
    assert [problem.en.split()[1] for problem in found] == ["1", "2"]


def test_a_history_means_one_thing_in_the_whole_rulebook(tmp_path):
    other = (BOOKS / "lasting-deduction" / "2_events.toml").read_text("utf-8")
    folder = shutil.copytree(BOOKS / "lasting-deduction", tmp_path / "book")
    (folder / "5_more.toml").write_text(other.replace('how = "sum"', 'how = "max"'), "utf-8")
    assert "'quarter' means two things" in faults(folder)[0].en


def test_a_rulebook_may_bring_facts_of_its_own():
    book = rulebooks.load(BOOKS / "judged-by-experts")
    assert book.dictionary["case_marks"].unit == "point"
    assert "joint_domains" in book.dictionary
    assert book.facts() == ("case_marks",)


def test_faults_of_its_own_facts_are_told_with_the_rest(tmp_path):
    folder = shutil.copytree(BOOKS / "judged-by-experts", tmp_path / "book")
    facts = (folder / "facts.toml").read_text("utf-8")
    (folder / "facts.toml").write_text(spoilt(facts, 'nature = "stock"', 'nature = "stok"'), "utf-8")
    clause = (folder / "1_case.toml").read_text("utf-8")
    (folder / "1_case.toml").write_text(spoilt(clause, 'kind = "score"', 'kind = "scores"'), "utf-8")
    assert {problem.where.rpartition("/")[2].split(",")[0] for problem in faults(folder)} >= {
        "facts.toml",
        "1_case.toml",
    }


def test_sums_are_not_checked_while_a_slot_is_blank():
    book = rulebooks.load(BOOKS / "frame-with-blanks")
    assert book.clauses["3"].blank
    assert rulebooks.group_maximum(book, book.groups["work"]) == 10


@pytest.mark.parametrize(
    ("folder", "group", "most"),
    [
        ("caps-and-floors", "work", 5),
        ("bonus", "extra", 2),
        ("choose-two-of-three", "directions", 9),
        ("vetoes", "base", 0),
    ],
)
def test_the_most_a_group_can_give(folder, group, most):
    book = rulebooks.load(BOOKS / folder)
    assert rulebooks.group_maximum(book, book.groups[group]) == most


def test_an_unknown_rulebook_is_refused_with_the_near_one():
    listed = ", ".join(rulebooks.rulebook_ids())
    with pytest.raises(InputError, match=rf"Did you mean 'hard-2019'\? Known: {listed}\."):
        rulebooks.load("hard-2018")


def test_a_folder_without_rulebook_toml_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"does not exist"):
        rulebooks.load(tmp_path)


@pytest.mark.parametrize("name", ["../../etc", "/etc", "", ".", "hard-2019/../hard-2019x", "x" * 5000, "a/" * 5000])
def test_a_name_does_not_lead_out_of_the_folder(name):
    with pytest.raises(InputError):
        rulebooks.load(name)


def test_a_changed_file_is_read_again_and_has_another_hash(tmp_path):
    folder = written(tmp_path)
    before = rulebooks.load(folder)
    assert rulebooks.load(folder) is before
    (folder / "1_slug.toml").write_text(CLAUSE.replace('title = "Joint domains"', 'title = "Domains, joint"'), "utf-8")
    after = rulebooks.load(folder)
    assert after.clauses["1"].title == "Domains, joint"
    assert after.sha256 != before.sha256


def test_the_hash_does_not_depend_on_where_the_folder_lies(tmp_path):
    moved = shutil.copytree(BOOKS / "bonus", tmp_path / "bonus")
    assert rulebooks.load(moved).sha256 == rulebooks.load(BOOKS / "bonus").sha256


# A rulebook that was not copied or saved whole


@pytest.mark.parametrize("name", rulebooks.rulebook_ids())
def test_every_file_of_the_projects_rulebooks_says_where_it_ends(name):
    folder = rulebooks_folder() / name
    lines = {path.name: path.read_text("utf-8").splitlines()[-1] for path in folder.glob("*.toml")}
    assert set(lines.values()) == {"# 完 end"}
    assert f"clauses  = {len(lines.keys() - {'rulebook.toml', 'facts.toml'})} " in (folder / "rulebook.toml").read_text(
        "utf-8"
    )


def _sound_beginnings(text):
    """The text cut off after each of its lines where what is left is TOML still."""
    lines = text.splitlines(keepends=True)
    for count in range(len(lines)):
        try:
            tomllib.loads(cut := "".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        yield cut


@pytest.mark.parametrize("file", ["rulebook.toml", "8_repair_training.toml"])
def test_a_rulebook_cut_off_after_any_line_is_noticed(tmp_path, file):
    folder = tmp_path / "hard-2019"
    shutil.copytree(rulebooks_folder() / "hard-2019", folder)
    cuts = list(_sound_beginnings((folder / file).read_text("utf-8")))
    for cut in cuts:
        (folder / file).write_text(cut, "utf-8")
        assert any(file in problem.where for problem in faults(folder)), cut
    assert len(cuts) > 10


def test_a_clause_that_is_not_there_is_noticed(tmp_path):
    folder = tmp_path / "monitoring-2021"
    shutil.copytree(rulebooks_folder() / "monitoring-2021", folder)
    (folder / "40.1_fabricated_material.toml").unlink()
    (problem,) = faults(folder)
    assert "实有 37 个" in problem.zh and "put them back" in problem.en


def test_a_rulebook_may_have_more_clauses_than_it_says_and_need_not_say(tmp_path):
    said = spoilt(RULEBOOK, 'edition = "1"\n', 'edition = "1"\nclauses = 1\n')
    clauses = {"1": CLAUSE, "2": CLAUSE}
    unbound = spoilt(said, "possible = 5\n", "possible = 10\n")
    assert len(rulebooks.load(written(tmp_path / "more", unbound, **clauses)).clauses) == 2
    assert rulebooks.load(written(tmp_path / "plain")).clauses


def test_a_rulebook_saved_with_a_mark_is_read(tmp_path):
    folder = written(tmp_path / "marked")
    for path in folder.glob("*.toml"):
        path.write_bytes(path.read_text("utf-8").encode("utf-8-sig"))
    assert rulebooks.load(folder).title_zh == "小规则集"
