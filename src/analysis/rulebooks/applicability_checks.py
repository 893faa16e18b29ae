"""Whether what a clause says of units to which it does not apply can be carried out (不涉及规则核对)."""

from __future__ import annotations

from analysis.problems import Problems
from analysis.rulebooks.applicability import MEAN, SHARE
from analysis.rulebooks.clause_files import ZERO
from analysis.rulebooks.clauses import LEAGUE, SCORED, Clause, Reading
from analysis.rulebooks.rulebook_types import Rulebook
from analysis.rulebooks.sharing_scopes import can_take_points
from analysis.rulebooks.validation import clause_limit, is_circular
from analysis.toml_tables import TomlTable


def check_applicability(clause: Clause, problems: Problems) -> bool:
    """Report what is said by halves or cannot be; whether all is in order."""
    before = len(problems.found)
    for reading in clause.readings.values():
        for zh, en in _faults(clause, reading):
            if all(found.zh != zh for found in problems.found if found.where == clause.file):
                problems.report(clause.file, zh, en)
    return len(problems.found) == before


def _faults(clause: Clause, reading: Reading) -> list[tuple[str, str]]:
    if bool(reading.applies) != bool(reading.inapplicable):
        zh = f"applies（适用条件）与 inapplicable（不涉及时：{SHARE} 按比例分摊，{MEAN} 取平均）须同时写明。"
        return [(zh, f"Write applies and inapplicable ({SHARE} or {MEAN}) together.")]
    if reading.applies is None or is_circular(reading):
        return []
    return [*_kind_faults(clause), *_comparison_faults(clause, reading), *_share_faults(reading)]


def _kind_faults(clause: Clause) -> list[tuple[str, str]]:
    if clause.kind == SCORED:
        return []
    zh = "只有计分条款可以写 applies；判定、扣分条款不涉及的单位，请在公式里写 when(…) 或 not … or …。"
    return [(zh, "Only scored clauses take applies; in tests and deductions write when(…) or not … or … instead.")]


def _comparison_faults(clause: Clause, reading: Reading) -> list[tuple[str, str]]:
    faults = []
    if reading.applies_whole and reading.applies_whole.field_nodes:
        zh = "是否适用（applies）不能取决于与其他单位的比较。"
        faults.append((zh, "Whether a clause applies cannot depend on comparing units."))
    if reading.inapplicable != MEAN:
        return faults
    if any(tree.field_nodes for tree in (reading.points, *(let.tree for let in reading.lets.values())) if tree):
        zh = "本条款已与其他单位比较，不涉及的单位不能再取平均；请改用 share（按比例分摊）。"
        faults.append((zh, "The clause compares units already; a mean of its points would go in a circle: use share."))
    if clause.field is None:
        zh = f'不涉及时取平均，须写明取谁的平均：field = {{ of = "{LEAGUE}" }}（同组）或 "all"（全部单位）。'
        faults.append((zh, f'A mean needs its units: write field = {{ of = "{LEAGUE}" }}, or "all".'))
    return faults


def _share_faults(reading: Reading) -> list[tuple[str, str]]:
    if reading.inapplicable == SHARE and reading.least != ZERO:
        zh = "不涉及时按比例分摊的条款，最低分（least）须为 0。"
        return [(zh, "A clause whose points are shared out must give nothing at least.")]
    return []


def check_sharing(book: Rulebook, table: TomlTable) -> None:
    """Report clauses whose points cannot be shared out where they stand, and those that could take none."""
    for clause in [clause for clause in book.clauses.values() if clause.is_shared_out]:
        if not can_take_points(book, clause):
            table.fault(
                f"条款 {clause.id}：所在分组是加分项、有封顶或只取最好几项，或本条不设上限，分值不能按比例分摊。",
                f"Clause {clause.id}: points cannot be shared out in a bonus, capped or best-of group, nor without "
                "a ceiling.",
            )
        elif clause_limit(clause, "possible") is None:
            table.fault(
                f"条款 {clause.id}：满分未定，不能按比例分摊。",
                f"Clause {clause.id}: its points cannot be shared out, as it is not set how many they are.",
            )
