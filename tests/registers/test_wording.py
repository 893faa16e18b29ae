"""What headings mean, as offices write them; and faults of the table of words, all told at once."""

from __future__ import annotations

import shutil

import pytest

from analysis import paths
from analysis.problems import InputError
from analysis.registers import REGISTERS, register_wordings

REAL = paths.root() / "params" / "registers.toml"


@pytest.mark.parametrize(
    ("heading", "column", "unit"),
    [
        ("决定书文号", "record", ""),
        ("CF_WSH", "record", ""),
        ("ｃｆ＿ｗｓｈ", "record", ""),
        (" 决定书 文号\n", "record", ""),
        ("*决定书文号", "record", ""),
        ("决定书文号（必填）", "record", ""),
        ("罚款金额（万元）", "fine", "万元"),
        ("罚款金额(元)", "fine", "元"),
        ("罚款金额", "fine", ""),
        ("CF_NR_FK", "fine", "万元"),
        ("CF_NR_FK（必填）", "fine", "万元"),
        ("CF_NR_FK(元)", "fine", "元"),
        ("行政相对人代码_1(统一社会信用代码)", "party_code", ""),
        ("record", "record", ""),
    ],
)
def test_a_heading_is_known_in_any_spelling_and_names_its_unit(penalties, heading, column, unit):
    meant = penalties.meaning(heading)
    assert (meant.role, meant.column, meant.unit) == ("column", column, unit)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("法定代表人", "personal"),
        ("法定代表人（负责人）", "personal"),
        ("CF_FR_ZJHM", "personal"),
        ("证件号码", "natural"),
        ("CF_XDR_ZJHM", "natural"),
        ("序号", "other"),
        ("CF_SY", "other"),
    ],
)
def test_columns_of_persons_and_columns_not_needed_are_told_apart(penalties, heading, role):
    assert penalties.meaning(heading).role == role


def test_an_unknown_heading_means_nothing_and_a_near_one_is_offered(penalties):
    assert penalties.meaning("处罚决定日其") is None
    assert penalties.near("处罚决定日其") == "处罚决定日期" and "处罚决定日期" in penalties.hint("处罚决定日其")[1]


PENALTY_CODES = "CF_CFLB2 CF_XDR_ZDM CF_XDR_GSDJ CF_ZT CF_SYFW GSQX CF_AJMC CF_JZRQ QT SOURCE QTXX SJMC"
PERMIT_CODES = "XK_XDR_ZDM XK_XDR_GSDJ XK_JZQ GSQX QT SOURCE QTXX SJMC"


@pytest.mark.parametrize(("register", "codes"), [("penalties", PENALTY_CODES), ("permits", PERMIT_CODES)])
def test_the_field_codes_of_2015_to_2017_are_known_and_none_is_a_persons(register, codes):
    meant = {code: register_wordings()[register].meaning(code) for code in codes.split()}
    assert {meaning.role if meaning else None for meaning in meant.values()} <= {"other", "column"}


@pytest.mark.parametrize("register", REGISTERS)
def test_no_spelling_leads_to_a_persons_column_or_to_one_of_another_kind(register):
    """Every heading of every register, one sign changed, left out or added at each place: firms stay firms."""
    wording = register_wordings()[register]
    for heading in wording.headings:
        spoilt = [heading[:place] + sign + heading[place + step :] for place in range(len(heading))
                  for sign, step in (("某", 1), ("", 1), ("x", 0))]  # fmt: skip
        for word in filter(None, map(wording.near, spoilt)):
            assert wording.headings[word].role == "column"


@pytest.mark.parametrize(
    "heading",
    ["CF_XDR_ZDX", "CF_JZRX", "CF_JXRQ", "XDR_ZJHX", "处罚决定日期代码", "公示截止日期x", "罚款金额日期", "法定代表大"],
)
def test_a_field_code_or_another_kind_of_thing_is_not_offered_a_heading(penalties, heading):
    assert penalties.near(heading) is None and penalties.hint(heading) == ("", "")


@pytest.mark.parametrize(
    ("heading", "word"),
    [("处罚决定日", "处罚决定日期"), ("处罚决日定期", "处罚决定日期"), ("decided_no", "decided_on")],
)
def test_a_misspelt_heading_is_offered_its_own(penalties, heading, word):
    assert penalties.near(heading) == word


def test_every_register_is_named_and_every_column_can_be_filled():
    wordings = register_wordings()
    assert list(wordings) == list(REGISTERS)
    for name, register in REGISTERS.items():
        meant = {meaning.column for meaning in wordings[name].headings.values()} - {""}
        assert meant == {column.name for column in register.columns}


@pytest.fixture
def faults(tmp_path, monkeypatch):
    """What is told of the table of words after some text in it was replaced."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    path = tmp_path / "params" / "registers.toml"
    path.parent.mkdir()
    shutil.copy(REAL, path)

    def of(*changes: tuple[str, str]) -> str:
        text = REAL.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        with pytest.raises(InputError) as caught:
            register_wordings()
        return str(caught.value)

    return of


def test_all_faults_of_the_table_are_told_at_once(faults):
    problems = faults(
        ("[penalties]", "[penaltys]\nzh = '错'\n\n[penalties]"),
        ('fine = ["CF_NR_FK", ', 'fines = ["没有"]\nfine = ["决定书文号", "CF_NR_FK", '),
        ('"NR_FK" = "万元"', '"NR_FKK" = "万元"'),
        ("[penalties.choices.party_kind]", "[penalties.choices.party_type]"),
    )
    assert "Did you mean 'penalties'" in problems
    assert "There is no column 'fines'. Did you mean 'fine'?" in problems
    assert "The heading '决定书文号' has two meanings" in problems
    assert "'NR_FKK' of units is not listed" in problems
    assert "There is no column 'party_type'. Did you mean 'party_kind'?" in problems
    assert "Column party_kind has no words for its choices" in problems


def test_a_column_without_headings_is_a_fault(faults):
    assert "Column visits has no headings" in faults(('visits = ["点击量"', 'visitors = ["点击量"'))


def test_a_table_that_cannot_be_read_is_a_fault(faults, tmp_path):
    assert "can't be read" in faults(("[everywhere]\n", "[everywhere\n"))
    (tmp_path / "params" / "registers.toml").unlink()
    with pytest.raises(InputError, match="can't be read"):
        register_wordings()


def test_the_kinds_of_parties_are_called_the_same_in_every_register():
    """企业 too, which most exports write."""
    kinds = {name: wording.choices["party_kind"] for name, wording in register_wordings().items()
             if "party_kind" in wording.choices}  # fmt: skip
    assert len(kinds) > 8 and all(words == kinds["penalties"] for words in kinds.values())
    assert kinds["penalties"]["企业"] == kinds["penalties"]["法人"] == "organisation"
