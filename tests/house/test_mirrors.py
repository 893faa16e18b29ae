"""Each module has its tests, in the same place under the same name."""

from __future__ import annotations

from house.sources import ROOT, Module, modules, refuse

TESTS = ROOT / "tests"

# Tested through what uses them; each with where.
ELSEWHERE = {
    "analysis.assessment_tables.clause_drafts": "assessment_tables/test_table_drafts.py: every clause of a table",
    "analysis.assessment_tables.counted_wordings": "assessment_tables/test_proposals.py: every wording by hand",
    "analysis.assessment_tables.measured_wordings": "assessment_tables/test_proposals.py: every wording by hand",
    "analysis.assessment_tables.own_columns": "assessment_tables/test_rulebook_workbooks.py: out and back, and faults",
    "analysis.assessment_tables.own_sheets": "assessment_tables/test_rulebook_workbooks.py: out and back",
    "analysis.assessment_tables.proposed_parts": "assessment_tables/test_proposals.py: values, facts, words",
    "analysis.assessment_tables.scoring_words": "assessment_tables/test_proposals.py: every pattern, and look-alikes",
    "analysis.contracts": "scenarios/test_case_builder.py, facts/test_figure_files.py: every frame at the border",
    "analysis.paths": "facts/test_store.py, reports/test_publishing.py: the folders themselves",
    "analysis.problems": "facts/test_figure_files.py, rulebooks/test_validation.py: what is told of faults",
    "analysis.facts.headings": "facts/test_sheets.py, test_figure_files.py: files as delivered",
    "analysis.questions.planning.curve_search": "questions/test_plan_curves.py: every point against brute force",
    "analysis.questions.planning.price_search": "questions/test_plan_sensitivity.py: every price against brute force",
    "analysis.questions.planning.robust_rows": "questions/test_robust_plans.py: every case against brute force",
    "analysis.questions.planning.scored_plans": "questions/test_plan.py: every plan is scored and polished by it",
    "analysis.reports.failures": "reports/test_making.py, test_checking.py: what is told of a failed run",
    "analysis.reports.heads": "reports/test_pages.py: the head of the page",
    "analysis.reports.kernels.fork_server": "reports/kernels/test_warm_runner.py: forks for each notebook",
    "analysis.reports.kernels.notebook_process": "reports/kernels/test_notebook_runs.py: runs one notebook",
    "analysis.reports.workbooks.cells": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.reports.workbooks.earlier": "reports/workbooks/test_content.py: histories under scenarios",
    "analysis.reports.workbooks.figures": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.reports.workbooks.guide": "reports/workbooks/test_content.py: both languages are written",
    "analysis.reports.workbooks.inputs": "reports/workbooks/test_content.py: what is typed in",
    "analysis.reports.workbooks.overview": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.reports.workbooks.rules": "reports/workbooks/test_content.py: the switches",
    "analysis.reports.workbooks.scores": "reports/workbooks/test_content.py: the engine's points and intervals",
    "analysis.reports.workbooks.sums": "reports/workbooks/test_content.py: caps, floors, best of",
    "analysis.reports.workbooks.workings": "reports/workbooks/test_content.py: every cell worked out anew",
    "analysis.scenarios.field_members": "scenarios/test_fields.py: what is compared, missing figures and leagues",
    "analysis.scenarios.field_words": "scenarios/test_fields.py: a plain recount of every word",
    "analysis.views.chart_contents": "views/test_charts.py: every chart is made of it",
    "analysis.views.chart_drawing": "views/test_charts.py: every chart is drawn by it",
    "analysis.views.result_texts": "views/test_result_tables.py: every table asks it",
}

# Folders of definitions, found by folder; each with the test that walks all of them.
WALKED = {"analysis.registers.definitions": "registers/definitions/test_every_register.py"}


def test_each_module_has_its_tests():
    bare = [module.name for module in modules().values() if module.path.stem != "__init__" and not _tested(module)]
    refuse(bare, "No tests of the same name (tests/<folders>/test_<module>.py):", ELSEWHERE)


def test_the_tests_named_instead_are_there():
    where = {name: said.partition(",")[0].partition(":")[0] for name, said in ELSEWHERE.items()}
    named = [(name, TESTS / place) for name, place in {**where, **WALKED}.items()]
    refuse((f"{name}: {path.name}" for name, path in named if not path.exists()), "These tests are not there:")


def _tested(module: Module) -> bool:
    *folders, name = module.parts
    return module.name.rpartition(".")[0] in WALKED or TESTS.joinpath(*folders, f"test_{name}.py").exists()
