"""The parameters a notebook declares, and whether what it is given fits them (笔记本参数)."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.paths import display_path
from analysis.problems import InputError, Problem, Problems, did_you_mean

TAG = "parameters"
BROKEN = (OSError, ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError)


def cell_tags(cell: NotebookNode) -> tuple[str, ...]:
    """A cell's tags."""
    return tuple(cell.metadata.get("tags", ()))


def read_notebook(path: Path) -> NotebookNode:
    """The notebook of a file. Raises `InputError` where there is none or it can't be read as one."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError:
        zh = "没有此笔记本；项目文件夹里没有 notebooks 的，请从工作台的文件夹复制过来。"
        en = "There is no such notebook; where the project has no notebooks, copy the folder from the workbench."
    except BROKEN as error:
        zh, en = (
            f"不是可读的笔记本（{type(error).__name__}）。",
            f"It can't be read as a notebook ({type(error).__name__}).",
        )
    raise InputError([Problem(display_path(path), zh, en)])


def declared_parameters(notebook: NotebookNode, where: str) -> Mapping[str, Any]:
    """Names and default values of the one cell tagged `parameters`.

    Raises `InputError` where there is no such cell or several, or where it holds more than plain assignments.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and TAG in cell_tags(cell)]
    if len(cells) != 1:
        zh = f"应有一个带 parameters 标签的代码格，实有 {len(cells)} 个。"
        en = f"It needs one code cell tagged 'parameters'; it has {len(cells)}."
        raise InputError([Problem(where, zh, en)])
    return _assigned(cells[0].source, where)


def _assigned(source: str, where: str) -> Mapping[str, Any]:
    try:
        return dict(_assignment(statement) for statement in ast.parse(source).body)
    except (SyntaxError, ValueError):
        zh = "参数格只能有“名称 = 取值”，取值为文字、数值、真假或它们的列表。"
        en = "The parameters cell may hold only 'name = value', with texts, numbers, truths or lists of them."
        raise InputError([Problem(where, zh, en)]) from None


def _assignment(statement: ast.stmt) -> tuple[str, Any]:
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        raise ValueError(ast.dump(statement))
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if len(targets) != 1 or not isinstance(targets[0], ast.Name):
        raise ValueError(ast.dump(statement))
    return targets[0].id, ast.literal_eval(statement.value)


def check_parameters(path: Path, given: Mapping[str, Any]) -> NotebookNode:
    """The notebook, when everything given is declared in it with a default of the same type. Raises `InputError`."""
    notebook, where = read_notebook(path), f"{display_path(path)}, parameters"
    declared = declared_parameters(notebook, where)
    problems = Problems()
    for name, value in given.items():
        if name not in declared:
            zh, en = did_you_mean(name, declared)
            problems.report(where, f"没有参数“{name}”。{zh}", f"There is no parameter '{name}'. {en}".rstrip())
        elif not _fits(value, declared[name]):
            _misfit(name, value, declared[name], where, problems)
    problems.raise_any()
    return notebook


def _fits(value: Any, default: Any) -> bool:
    if type(value) is not type(default):
        return False
    kinds = {type(part) for part in default} if isinstance(default, list) else set()
    return not kinds or {type(part) for part in value} <= kinds


def _misfit(name: str, value: Any, default: Any, where: str, problems: Problems) -> None:
    problems.report(
        where,
        f"参数“{name}”的默认值是 {default!r}，给的却是 {value!r}，类型不同。",
        f"The parameter '{name}' has the default {default!r}; {value!r} is of another type.",
    )
