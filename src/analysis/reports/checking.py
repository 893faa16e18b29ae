"""Whether a run truly succeeded: proved from what it left, not from what it says of itself (运行核对)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.paths import display_path
from analysis.problems import Problem
from analysis.reports import showing
from analysis.reports.kernels import Run
from analysis.reports.parameters import BROKEN, cell_tags

INJECTED, MARKER = "injected-parameters", "papermill-error-cell-tag"
LONGEST = 300
FOLDERS = re.compile(r"[^\s\"']*[/\\](?=[^\s/\\])")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a run, at a cell (its place in the executed notebook) or as a whole (None)."""

    cell: int | None
    zh: str
    en: str


def executed_notebook(run: Run) -> NotebookNode | None:
    """The notebook the run left, without the cells papermill adds for an error; None where it left none."""
    try:
        notebook = nbformat.read(run.executed, as_version=4)
    except BROKEN:
        return None
    notebook.cells = [cell for cell in notebook.cells if MARKER not in cell_tags(cell)]
    return notebook


def run_faults(run: Run, source: NotebookNode, notebook: NotebookNode | None, timeout: int) -> list[Fault]:
    """Everything that speaks against the run; empty where it is proved good.

    Exit code and the process's own word, no error output, every cell run and unchanged, the end mark printed by
    the last code cell, and nothing in it that a page can't show.
    """
    stopped = _stopped(run, notebook, timeout)
    if stopped or notebook is None:
        return [stopped or Fault(None, "没有留下执行后的笔记本。", "It left no executed notebook.")]
    return list(_errors(notebook)) or list(_unproved(run, source, notebook)) or list(_unshowable(notebook))


def run_problem(run: Run, fault: Fault, notebook: NotebookNode | None, kept: str) -> Problem:
    """The fault in the reader's terms: notebook, cell, its first line, the cause, where the executed copy lies."""
    where = f"{display_path(run.job.path)} ({run.job.name}){_place(fault.cell, notebook)}"
    zh, en = _ended(fault.zh, "。"), _ended(fault.en, ".")
    if not kept:
        return Problem(where, zh, en)
    zh = f"{zh}执行到此的笔记本存于 {kept}，可打开查看。"
    return Problem(where, zh, f"{en} The notebook as far as it ran is kept in {kept}.")


def cell_number(notebook: NotebookNode, place: int) -> int:
    """The cell's number in the notebook as written, counted from 1."""
    return sum(INJECTED not in cell_tags(cell) for cell in notebook.cells[: place + 1])


def cell_warnings(notebook: NotebookNode) -> list[str]:
    """What the cells wrote to their error stream, without the folders of this machine."""
    streams = (output for _, cell in _code(notebook) for output in cell.outputs if output.output_type == "stream")
    return [FOLDERS.sub("", output.text) for output in streams if output.name == "stderr"]


def _ended(sentence: str, stop: str) -> str:
    return sentence if sentence.rstrip().endswith(("。", ".", "…", "！", "!")) else f"{sentence.rstrip()}{stop}"


def _place(cell: int | None, notebook: NotebookNode | None) -> str:
    if cell is None or notebook is None or cell >= len(notebook.cells):
        return ""
    lines = [line.strip() for line in notebook.cells[cell].source.splitlines() if line.strip()]
    first = lines[0][:LONGEST] if lines else ""
    return f", 第 {cell_number(notebook, cell)} 格 cell {cell_number(notebook, cell)}: {first}"


def _stopped(run: Run, notebook: NotebookNode | None, timeout: int) -> Fault | None:
    if run.result is None:
        return _unsaid(run, timeout)
    fault, cell = run.result.get("fault"), run.result.get("cell")
    if fault is None:
        return None
    kinds = str(fault["kinds"]).split()
    if "CellTimeoutError" in kinds:
        return Fault(cell, *_too_long(timeout))
    if "DeadKernelError" in kinds:
        zh = "运行此格时内核进程被终止（例如内存不足）。"
        return Fault(cell, zh, "The kernel died while running this cell (for instance for lack of memory).")
    if "PapermillExecutionError" in kinds and notebook and any(_errors(notebook)):
        return next(_errors(notebook))
    said = f"{fault['name']}: {_short(fault['text'])}"
    return Fault(cell, f"运行失败：{said}。", f"The run failed: {said}.")


def _unsaid(run: Run, timeout: int) -> Fault:
    if run.overdue:
        return Fault(None, *_too_long(timeout))
    how = f"signal {-run.code}" if run.code < 0 else f"exit code {run.code}"
    last = _short(run.log.strip().splitlines()[-1]) if run.log.strip() else ""
    return Fault(None, f"运行进程中断（{how}）。{last}", f"The process that ran it broke off ({how}). {last}".rstrip())


def _too_long(timeout: int) -> tuple[str, str]:
    return (
        f"超过 {timeout} 秒未完成（可用 timeout 调整）。",
        f"It was not done after {timeout} seconds (the timeout can be raised).",
    )


def _errors(notebook: NotebookNode) -> Iterator[Fault]:
    for place, cell in _code(notebook):
        for output in cell.outputs:
            if output.output_type == "error":
                yield Fault(place, *_said(output))


def _said(output: Any) -> tuple[str, str]:
    if output.ename == "SystemExit":
        zh = f"调用了 sys.exit({output.evalue})，其后的格没有运行。"
        return zh, f"It called sys.exit({output.evalue}); the cells after it did not run."
    said = f"{output.ename}: {_short(output.evalue)}" if output.evalue else output.ename
    return f"出错：{said}", f"It failed: {said}"


def _short(text: str) -> str:
    lines = str(text).strip()
    return lines if len(lines) <= 4 * LONGEST else f"{lines[: 4 * LONGEST]}…"


def _unproved(run: Run, source: NotebookNode, notebook: NotebookNode) -> Iterator[Fault]:
    if run.code != 0:
        yield Fault(None, f"进程以代码 {run.code} 结束。", f"The process ended with code {run.code}.")
    kept = [cell for cell in notebook.cells if INJECTED not in cell_tags(cell)]
    if [cell.source for cell in kept] != [cell.source for cell in source.cells]:
        yield Fault(None, "执行后的笔记本与原笔记本内容不同。", "The executed notebook is not the one asked for.")
    yield from _unrun(notebook)
    yield from _unmarked(run, notebook)


def _unrun(notebook: NotebookNode) -> Iterator[Fault]:
    for place, cell in _code(notebook):
        if cell.source.strip() and cell.execution_count is None:
            yield Fault(place, "此格没有运行。", "This cell did not run.")


def _unmarked(run: Run, notebook: NotebookNode) -> Iterator[Fault]:
    place, cell = list(_code(notebook))[-1]
    printed = "\n".join(showing.plain_text(output).strip() for output in cell.outputs)
    if printed != run.job.mark:
        zh, en = "最后一格应输出结束标记", "The last code cell must print the end mark"
        said = f"“{run.job.mark}”" + (f"，实为“{_short(printed)}”" if printed.strip() else "，但没有输出")
        yield Fault(place, f"{zh}{said}。", f"{en} '{run.job.mark}', not '{_short(printed)}'.")


def _unshowable(notebook: NotebookNode) -> Iterator[Fault]:
    for place, cell in enumerate(notebook.cells):
        for zh, en in showing.unshowable_outputs(cell):
            yield Fault(place, zh, en)


def _code(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    return ((place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code")
