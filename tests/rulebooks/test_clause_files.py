"""A clause file becomes a clause, or its faults are said: every key known, every text there, every number a number."""

import pytest

from analysis import rulebooks
from small_books import BOOKS, CLAUSE, faults, spoilt, written


def said(folder, *, where="1_slug.toml"):
    return " | ".join(problem.en for problem in faults(folder) if where in problem.where)


def test_a_sound_clause_is_held_as_it_is_written(tmp_path):
    clause = rulebooks.load(written(tmp_path)).clauses["1"]
    assert (clause.id, clause.kind, clause.group, clause.provenance) == ("1", "score", "main", "text")
    assert clause.text == "每个领域得1分，最高5分。"
    assert clause.values["each"].amount == 1.0
    assert clause.values["each"].unit == "point/domain"
    assert clause.facts() == ("joint_domains",)
    assert clause.examples[0].given == {"joint_domains": 4.0}


def test_the_id_is_the_file_name_up_to_the_first_underscore(tmp_path):
    book = rulebooks.load(written(tmp_path, **{"27-30": CLAUSE}))
    assert list(book.clauses) == ["27-30"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Joint domains"', "", "The text 'title' is missing"),
        ('title_zh = "联合奖惩领域"', 'title_zh = " "', "The text 'title_zh' is missing"),
        ('text = "每个领域得1分，最高5分。"', "", "The text 'text' is missing"),
        ('kind = "score"', 'kind = "scores"', "Did you mean 'score'"),
        ('provenance = "text"', 'provenance = "txt"', "Did you mean 'text'"),
        ("responsible = []", 'responsible = "发改委"', "must be a list of names"),
        ("supplier = []", "supplier = [1]", "must be a list of names"),
        ("supplier = []", "", "must be a list of names"),
        ("supplier = []", "supplier = []\nsuplier = []", "Did you mean 'supplier'"),
        ('possible = "most"', "", "'possible', the points it can give, is missing"),
        ('possible = "most"', "possible = nan", "must be a finite number"),
        ('possible = "most"', "possible = true", "True"),
        ('points = "min(most, each * joint_domains)"', "", "The formula 'points' is missing"),
        ('points = "min(most, each * joint_domains)"', 'points = "joint_domains.real"', "not part of the formula"),
        ('points = "min(most, each * joint_domains)"', 'points = "min(5, each * joint_domains)"', "The number 5"),
        ('met = "joint_domains >= target"', 'met = "__import__(most)"', "'__import__' is not a word"),
        ("supplier = []", 'supplier = []\nblank = "yes"', "must be true or false"),
        ("supplier = []", "supplier = []\njudged = 1", "must be true or false"),
        ("is = 1, unit", 'is = "1", unit', "must be a finite number"),
        ("is = 1, unit", "is = inf, unit", "must be a finite number"),
        ("is = 1, unit", "unit", "Write is = a number, or unset = true"),
        ("is = 1, unit", "is = 1, unset = true, unit", "Write is = a number, or unset = true"),
        ('zh = "目标", source = "clause"', 'zh = "目标"', "The text 'source' is missing"),
        ('zh = "目标", source = "clause"', 'source = "clause"', "The text 'zh' is missing"),
        ('zh = "目标", source', 'zh = "目标", sorce = "x", source', "Did you mean 'source'"),
        ("[[example]]", "[example]", "Write example as"),
        ("given = { joint_domains = 4 }", 'given = { joint_domains = "4" }', "must be a finite number"),
        ("given = { joint_domains = 4 }", "given = { joint_domains = nan }", "must be a finite number"),
        ("given = { joint_domains = 4 }", "given = 4", "must be a table"),
        ("points = 4", 'points = "mising"', "must be a finite number"),
        ("met = true", "met = 1", "must be true or false"),
        ("met = true", "met = true\nat_target = 1", "must be true or false"),
        ("[value]", "[let]\nshare = 'most'\n[value]", "must be a table"),
    ],
)
def test_what_is_wrong_with_a_clause_file_is_said(tmp_path, old, new, words):
    assert words in said(written(tmp_path, **{"1": spoilt(CLAUSE, old, new)}))


def test_a_test_has_no_points_and_a_deduction_no_possible(tmp_path):
    test = spoilt(CLAUSE, 'kind = "score"', 'kind = "test"')
    assert "kind test has no 'points'" in said(written(tmp_path, **{"1": test}))
    deduction = spoilt(CLAUSE, 'kind = "score"', 'kind = "deduction"')
    assert "kind deduction has no 'possible'" in said(written(tmp_path, **{"1": deduction}))


READING = """
[[reading]]
name = "double"
zh = "双倍"
points = "min(most, each * joint_domains + each * joint_domains)"
why = "made up"
why_zh = "虚构"
provenance = "assumed"
"""


def test_what_a_reading_does_not_give_stays_as_above(tmp_path):
    clause = rulebooks.load(written(tmp_path, **{"1": CLAUSE + READING})).clauses["1"]
    default, other = clause.reading(), clause.reading("double")
    assert other.points != default.points
    assert (other.met, other.possible, other.least, other.empty) == (
        default.met, default.possible, default.least, default.empty,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "double"', 'name = "default"', "The reading 'default' stands twice"),
        ('why = "made up"', "", "The text 'why' is missing"),
        ('zh = "双倍"', 'zh = "双倍"\nkind = "test"', "'kind' is not known here"),
    ],
)
def test_what_is_wrong_with_a_reading_is_said(tmp_path, old, new, words):
    assert words in said(written(tmp_path, **{"1": CLAUSE + spoilt(READING, old, new)}))


def test_two_readings_of_one_name_are_refused(tmp_path):
    assert "'double' stands twice" in said(written(tmp_path, **{"1": CLAUSE + READING + READING}))


@pytest.mark.parametrize("content", [b"title = ", b"\xff\xfe", b"a = 1\na = 2", b"= 3"])
def test_a_file_that_is_no_toml_is_named_and_the_others_are_still_checked(tmp_path, content):
    folder = written(tmp_path, **{"1": spoilt(CLAUSE, 'text = "每个领域得1分，最高5分。"', "")})
    (folder / "2_bad.toml").write_bytes(content)
    found = faults(folder)
    assert any("2_bad.toml" in problem.where and "can't be read" in problem.en for problem in found)
    assert any("1_slug.toml" in problem.where for problem in found)


def test_a_file_of_unreasonable_size_is_refused_unread(tmp_path):
    folder = written(tmp_path)
    (folder / "2_huge.toml").write_text("#" * 300_000, "utf-8")
    assert "200000 bytes" in said(folder, where="2_huge.toml")


def test_a_file_name_without_an_id_is_refused(tmp_path):
    folder = written(tmp_path)
    (folder / "_slug.toml").write_text(CLAUSE, "utf-8")
    assert "must begin with the clause's id" in said(folder, where="_slug.toml")


def test_every_fault_is_said_in_chinese_and_in_english():
    for problem in faults(BOOKS / "faulty"):
        assert any("一" <= sign <= "鿿" for sign in problem.zh), problem
        assert problem.en.isascii() or "“" in problem.en or "'" in problem.en, problem
        assert problem.where.startswith("tests/rulebooks/books/faulty/"), problem
