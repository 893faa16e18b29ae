"""Runs the course's notebooks from top to bottom in one process and tells what came of each cell.

`python running.py [filled] NOTEBOOK…`: with `filled`, every blank holds the teacher's answer, which the exercise itself
gives. Prints JSON: notebook -> cell -> {"text", "outcome"}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

PLAN = (
    "from analysis import scenarios\n"
    "texts = [('set', 'xinyi_domains=20'), ('set', 'agencies_connected=+1'), ('set', 'joint_domains_automated=20')]\n"
    "plan = scenarios.stack_scenarios(scenarios.parse_scenarios(texts, book))"
)


def source(cell, filled):
    """What stands in a cell; a blank as the teacher fills it."""
    if not filled or "= ..." not in cell.source:
        return cell.source
    number = cell.source.partition(" = ")[0].rpartition("_")[2]
    return PLAN if number == "plan" else cell.source.replace("...", f"lesson.exercise({number}).answer()")


def run(shell, path, filled, given):
    """Every cell of one notebook in a namespace of its own."""
    shell.reset(new_session=False)
    cells = {}
    for cell in (part for part in nbformat.read(path, 4).cells if part.cell_type == "code"):
        code = source(cell, filled)
        if cell.id == "parameters":
            code += "".join(f"\n{name} = {value!r}" for name, value in given.items())
        with capture_output() as caught:
            done = shell.run_cell(code)
        done.raise_error()
        shown = [str(output.data.get("text/html", output.data.get("text/plain", ""))) for output in caught.outputs]
        cells[cell.id] = {"text": "".join([caught.stdout, *shown]), "outcome": getattr(done.result, "outcome", None)}
    return cells


def main(filled, folder, *paths):
    """Run them and tell."""
    shell = InteractiveShell.instance()
    given = {"pseudonym": "老师", "folder": folder} if filled == "filled" else {}
    results = {Path(path).stem: run(shell, path, filled == "filled", given) for path in paths}
    print(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
