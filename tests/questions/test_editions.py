"""Planted edits are all found, each by what it is, and nothing else; texts are compared word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.paths import root
from analysis.questions import editions
from published_kinds import GROUPS, Kind, book_of

WORDINGS = (
    "每配合一个部门得0.5分，最高4分。",
    "抽查台账，发现缺失一条扣分，扣完为止。",
    "双公示信息按期报送率达到要求的得分。",
    "年度培训人次按比例计分。",
    "制度健全且佐证材料齐全的得满分。",
    "信用承诺书归集数量按台账核算。",
    "容缺受理事项清单公开情况。",
    "失信主体信用修复按期办结情况。",
    "严重失信名单退出比例。",
    "信用报告在招投标中的应用。",
    "公共信用信息归集总量的质量评价。",
    "部门联合奖惩案例报送情况。",
    "融资信用服务平台授信金额在各地中的位置。",
)
VALUES = {"most": (4, "point"), "each": (0.5, "point/document"), "spare": (7, "day")}
POINTS = "min(most, each * answered)"
PLAIN = 'field = { of = "league", fewest = "enough" }'
READING = (
    '\n[[reading]]\nname = "lenient"\nzh = "宽"\nwhy = "w"\nwhy_zh = "因"\nprovenance = "assumed"\npoints = "most"\n'
)


def first():
    """Thirteen clauses; the last compares units."""
    kinds = {str(number): Kind(text, POINTS, values=VALUES, title=text[:8]) for number, text in enumerate(WORDINGS, 1)}
    compared = {"values": VALUES | {"enough": (3, "entity")}, "points": "most * loans / highest(loans)", "more": PLAIN}
    return kinds | {"13": replace(kinds["13"], **compared), "14": Kind("加分。", POINTS, group="bonus", values=VALUES)}


def second():
    """The same with twenty edits, and what each is to be told as."""
    kinds, told = first(), set()

    def edit(number, *rows, **changed):
        kinds[number] = replace(kinds[number], **changed)
        told.update((what, number, number, name) for what, name in rows)

    del kinds["12"]
    told.add(("dropped", "12", None, ""))  # 1
    kinds["15"] = Kind("新增：政务诚信督导整改落实到位。", POINTS, values=VALUES, title="督导")
    told.add(("added", None, "15", ""))  # 2
    kinds["21"] = kinds.pop("11")
    told.add(("renumbered", "11", "21", ""))  # 3
    edit("1", ("moved", ""), group="other")  # 4
    edit("2", ("title", ""), title="改名")  # 5
    edit("3", ("text", ""), text=WORDINGS[2].replace("按期", "按时"))  # 6
    edit("4", ("kind", ""), ("weight", ""), ("formula", ""), kind="deduction", points="-each * answered")  # 7, 8
    edit("5", ("weight", ""), ("value", "most"), values=VALUES | {"most": (5, "point")})  # 9, 10
    edit("6", ("formula", ""), points="max(0, most - each * answered)")  # 11
    edit("7", ("target", ""), met="answered > 0")  # 12
    edit("8", ("value", "each"), values=VALUES | {"each": (0.4, "point/document")})  # 13
    edit("9", ("unit", "spare"), values=VALUES | {"spare": (7, "case")})  # 14
    edit("10", ("value", "extra"), ("unit", "extra"), values=VALUES | {"extra": (1, "day")})  # 15
    edit("13", ("field", ""), more='field = { of = "all", fewest = "enough" }')  # 16
    edit("14", ("value", "spare"), ("unit", "spare"), values={key: VALUES[key] for key in ("most", "each")})  # 17
    groups = {
        "bonus": GROUPS["bonus"].replace("is = 10", "is = 8"),  # 18
        "main": GROUPS["main"].replace("主要", "基本"),  # 19
        "other": 'id = "other"\ntitle = "Other"\ntitle_zh = "其他"\nparent = "main"',  # 20
    }
    told |= {("group", "bonus", "bonus", "cap"), ("group", "main", "main", "title")}
    told |= {("group", None, "other", "title"), ("group", None, "other", "parent")}
    return kinds, groups, told


@pytest.fixture
def books(tmp_path):
    kinds, groups, told = second()
    before = book_of(tmp_path / "细则2024", **first())
    return before, book_of(tmp_path / "细则2025", groups=groups, **kinds), told


def test_twenty_planted_edits_are_found_and_nothing_else(books):
    before, after, told = books
    found = editions.edition_changes(before, after)
    assert {row[:4] for row in found.rows()} == told
    assert len(told) >= 20


def test_a_changed_text_stands_word_by_word_and_values_with_what_they_were(books):
    before, after, _ = books
    rows = {row[:4]: row[4:6] for row in editions.edition_changes(before, after).rows()}
    assert rows["text", "3", "3", ""] == (WORDINGS[2], "双公示信息按[-期-]{+时+}报送率达到要求的得分。")
    assert rows["value", "8", "8", "each"] == ("0.5", "0.4") and rows["weight", "5", "5", ""] == ("4", "5")
    assert rows["group", "bonus", "bonus", "cap"] == ("10", "8")
    assert rows["dropped", "12", None, ""] == (WORDINGS[11], "")


def test_the_other_way_round_what_was_added_is_dropped(books):
    before, after, _ = books
    forth, back = editions.edition_changes(before, after), editions.edition_changes(after, before)
    assert {(row[2], row[1]) for row in forth.rows() if row[0] in ("added", "dropped", "renumbered")} == {
        (row[1], row[2]) for row in back.rows() if row[0] in ("added", "dropped", "renumbered")
    }


def test_a_rulebook_and_itself_are_the_same():
    for name in ("hard-2019", "monitoring-2021", "demo-2025"):
        assert editions.edition_changes(name, root() / "params" / "rulebooks" / name).is_empty()


def test_texts_are_marked_word_by_word():
    assert editions.marked_text("每少1场扣0.1分。", "每少1场扣0.2分。") == "每少1场扣0.[-1-]{+2+}分。"
    assert editions.marked_text("一样", "一样") == "一样"


def test_a_total_of_other_points_is_found(tmp_path):
    kinds, total = {"1": Kind("每个得分。", POINTS, values=VALUES)}, "\n[total]\npossible = {}\n"
    folders = [book_of(tmp_path / name, **kinds) for name in ("before", "after")]
    blank = kinds["1"].toml().replace('points = "min(most, each * answered)"', "blank = true")
    for folder, points in zip(folders, (100, 120), strict=True):
        (folder / "2_open.toml").write_text(blank.replace('possible = "most"', ""), "utf-8")
        book = folder / "rulebook.toml"
        book.write_text(book.read_text("utf-8") + total.format(points), "utf-8")
    assert editions.edition_changes(*folders).rows() == [
        ("whole", "total", "total", "possible", "100", "120", None, None)
    ]


@pytest.fixture
def edited(tmp_path):
    """What is found where clauses of the first rulebook are replaced and groups are others."""

    def changes(groups=None, before=None, **clauses):
        old = book_of(tmp_path / "before", **(first() | (before or {})))
        new = book_of(tmp_path / "after", groups=groups, **(first() | (before or {}) | clauses))
        return {row[:4]: row[4:6] for row in editions.edition_changes(old, new).rows()}

    return changes


def test_a_unit_that_is_another_with_the_same_number_is_found(edited):
    clause = replace(first()["2"], values=VALUES | {"spare": (7, "case")})
    assert edited(**{"2": clause}) == {("unit", "2", "2", "spare"): ("day", "case")}


@pytest.mark.parametrize(
    "text", [WORDINGS[0].replace("，", ","), WORDINGS[0].replace("4", "４"), WORDINGS[0].replace("，", "，　")]
)
def test_a_text_that_differs_in_spaces_or_width_alone_is_found(edited, text):
    found = edited(**{"1": replace(first()["1"], text=text)})
    assert set(found) == {("text", "1", "1", "")} and found["text", "1", "1", ""][1] != text


def test_a_group_that_is_moved_and_renamed_at_once_is_found(edited):
    other = {"other": 'id = "other"\ntitle = "Other"\ntitle_zh = "其他"'}
    moved = {"other": 'id = "other"\ntitle = "Other"\ntitle_zh = "附加"\nparent = "main"'}
    GROUPS.update(other)
    try:
        found = edited(moved, before={"1": replace(first()["1"], group="other")})
    finally:
        del GROUPS["other"]
    assert found == {
        ("group", "other", "other", "title"): ("其他", "附加"), ("group", "other", "other", "parent"): ("", "main"),
    }  # fmt: skip


def test_two_clauses_that_swap_numbers_are_told_by_their_new_numbers(edited):
    kinds = first()
    found = edited(**{"3": kinds["7"], "7": replace(kinds["3"], text=WORDINGS[2].replace("按期", "按时"))})
    assert set(found) == {("renumbered", "3", "7", ""), ("renumbered", "7", "3", ""), ("text", "3", "7", "")}


def test_readings_that_change_places_are_found(edited):
    lenient = replace(first()["4"], more=READING)
    strict = replace(first()["4"], points="most", more=READING.replace('"most"', f'"{POINTS}"'))
    found = edited(before={"4": lenient}, **{"4": strict})
    assert set(found) == {("formula", "4", "4", ""), ("formula", "4", "4", "lenient")}


def test_a_veto_that_becomes_a_score_is_found(edited):
    veto = replace(first()["5"], kind="test", points="", met="cases == 0", values={})
    found = edited(before={"5": veto}, **{"5": first()["5"]})
    assert found["kind", "5", "5", ""] == ("test", "score") and found["weight", "5", "5", ""] == ("0", "4")
    assert {row[0] for row in found} == {"kind", "weight", "formula", "target", "value", "unit"}


def test_who_answers_and_over_what_points_are_shared_is_compared(tmp_path):
    folders = [book_of(tmp_path / name, **first()) for name in ("before", "after")]
    clause, book = folders[1] / "1_slug.toml", folders[1] / "rulebook.toml"
    clause.write_text(clause.read_text("utf-8").replace("responsible = []", 'responsible = ["市信用办"]'), "utf-8")
    book.write_text(f'shared_over = "total"\n{book.read_text("utf-8")}', "utf-8")
    assert [row[:6] for row in editions.edition_changes(*folders).rows()] == [
        ("offices", "1", "1", "", "", "市信用办"), ("whole", "total", "total", "shared_over", "group", "total"),
    ]  # fmt: skip
