"""Processes: notebooks run by clean kernels, forked warm where the system can, and pages served (内核与进程).

`run` runs a report's notebooks. `fork_server` and `notebook_process`, `web_host` and `kernel_pool` are started as files
of their own and import nothing of the package by name.
"""

from __future__ import annotations

from analysis.reports.kernels.notebook_runs import (
    ColdRun,
    Job,
    Run,
    Start,
    clean_environment,
    run_notebooks,
    run_starter,
)
from analysis.reports.kernels.warm_runner import POSSIBLE, WarmRunner, warm_process

__all__ = [
    "POSSIBLE",
    "ColdRun",
    "Job",
    "Run",
    "Start",
    "WarmRunner",
    "clean_environment",
    "run_notebooks",
    "run_starter",
    "warm_process",
]
