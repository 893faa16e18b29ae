"""Each module has its tests, in the same place under the same name."""

from __future__ import annotations

from house.sources import ROOT, Module, modules, refuse

TESTS = ROOT / "tests"

# Tested through what uses them; each with where.
ELSEWHERE = {
    "analysis.contracts": "scenarios/test_case_builder.py, facts/test_figure_files.py: every frame at the border",
    "analysis.paths": "facts/test_store.py, reports/test_publishing.py: the folders themselves",
    "analysis.problems": "facts/test_figure_files.py, rulebooks/test_validation.py: what is told of faults",
    "analysis.facts.cells": "facts/test_figure_files.py: reading one delivery",
    "analysis.facts.columnar": "facts/test_figure_files.py: reading one delivery",
    "analysis.facts.columns": "facts/test_figure_files.py: reading one delivery",
    "analysis.facts.dictionary_checks": "facts/test_dictionary.py: the dictionary's entries",
    "analysis.facts.delimited": "facts/test_sheets.py: files as delivered",
    "analysis.facts.entries": "facts/test_figure_files.py: reading one delivery",
    "analysis.facts.fillable": "facts/test_template.py: the sheet to fill in",
    "analysis.facts.guide": "facts/test_template.py: the sheet to fill in",
    "analysis.facts.units": "facts/test_figure_files.py: units as written",
    "analysis.facts.rows": "facts/test_figure_files.py: reading one delivery",
    "analysis.facts.tables": "facts/test_sheets.py: files as delivered",
    "analysis.facts.workbooks": "facts/test_sheets.py: files as delivered",
    "analysis.reports.failures": "reports/test_making.py, test_checking.py: what is told of a failed run",
    "analysis.reports.heads": "reports/test_pages.py: the head of the page",
    "analysis.reports.kernels.fork_server": "reports/kernels/test_warm_runner.py: forks for each notebook",
    "analysis.reports.kernels.notebook_process": "reports/kernels/test_notebook_runs.py: runs one notebook",
    "analysis.reports.workbooks.cells": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.reports.workbooks.checks": "reports/workbooks/test_content.py: figures that cannot be",
    "analysis.reports.workbooks.earlier": "reports/workbooks/test_content.py: histories under scenarios",
    "analysis.reports.workbooks.figures": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.reports.workbooks.guide": "reports/workbooks/test_content.py: both languages are written",
    "analysis.reports.workbooks.inputs": "reports/workbooks/test_content.py: what is typed in",
    "analysis.reports.workbooks.lists": "reports/workbooks/test_content.py: the switches",
    "analysis.reports.workbooks.overview": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.reports.workbooks.phrases": "reports/workbooks/test_content.py: both languages are written",
    "analysis.reports.workbooks.rules": "reports/workbooks/test_content.py: the switches",
    "analysis.reports.workbooks.scores": "reports/workbooks/test_content.py: the engine's points and intervals",
    "analysis.reports.workbooks.sums": "reports/workbooks/test_content.py: caps, floors, best of",
    "analysis.reports.workbooks.workings": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.views.chart_contents": "views/test_charts.py: every chart is made of it",
    "analysis.views.chart_drawing": "views/test_charts.py: every chart is drawn by it",
    "analysis.views.league_phrases": "views/test_words.py: the words themselves",
    "analysis.views.change_phrases": "views/test_words.py: the words themselves",
    "analysis.views.audit_phrases": "views/test_words.py: the words themselves",
    "analysis.views.result_texts": "views/test_result_tables.py: every table asks it",
    "analysis.views.card_phrases": "views/test_words.py: the words themselves",
}


def test_each_module_has_its_tests():
    bare = [module.name for module in modules().values() if module.path.stem != "__init__" and not _tested(module)]
    refuse(bare, "No tests of the same name (tests/<noun>/test_<module>.py or tests/test_<noun>.py):", ELSEWHERE)


def test_the_tests_named_instead_are_there():
    named = [(name, TESTS / reason.partition(",")[0].partition(":")[0]) for name, reason in ELSEWHERE.items()]
    refuse((f"{name}: {path.name}" for name, path in named if not path.exists()), "These tests are not there:")


def _tested(module: Module) -> bool:
    *folders, name = module.parts
    own = TESTS.joinpath(*folders, f"test_{name}.py")
    return own.exists() or (bool(folders) and (TESTS / f"test_{module.noun}.py").exists())
