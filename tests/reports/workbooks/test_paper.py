"""What is written stays what it is: texts are texts, a formula that no cell takes is refused."""

from __future__ import annotations

import pytest

from analysis.formulas.spreadsheet_formulas import LONGEST_SPREADSHEET_FORMULA
from analysis.problems import InputError
from analysis.reports.workbooks.paper import Paper, place_of, text_literal, width_in_digits
from recalculating import formulas, recalculated, values


def test_a_text_that_begins_as_a_formula_does_stays_a_text():
    paper = Paper("zh", "题")
    leaf = paper.leaf("S")
    for row, said in enumerate(["=1+1", "+1", "-1", "@A1", "http://x", "<b>"]):
        leaf.write(row, 0, said, "text")
    content = paper.bytes()
    assert formulas(content) == {} and values(content)[("S", "A1")] == "=1+1"


def test_a_text_inside_a_formula_cannot_leave_it():
    paper = Paper("zh", "题")
    paper.leaf("S").formula(0, 0, text_literal('"&1+1&"'), "stale")
    cells_read = recalculated({"book": paper.bytes()})["book"]
    assert cells_read[("S", "A1")] == '"&1+1&"'


def test_a_formula_longer_than_a_cell_takes_is_refused_by_sheet_and_cell():
    with pytest.raises(InputError, match=r"S, \$B\$3"):
        Paper("zh", "题").leaf("S").formula(2, 1, "1+" * LONGEST_SPREADSHEET_FORMULA + "1", 1)


def test_which_word_a_cell_holds():
    assert place_of("B1", ["甲", "乙"]) == 'IF(B1="甲",1,IF(B1="乙",2,NA()))'


def test_chinese_signs_take_twice_the_room():
    assert width_in_digits("ab") == 2 and width_in_digits("甲a") == 3
