"""Facts measured from registers: one module a register declares which of its records count (由台账数出的指标).

The modules are found by looking into this folder: to measure facts of another register, put its module here.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from analysis.facts.measured.registry import MEASURES, Measure, Moment, load_moment
from analysis.facts.measured.rule_values import MeasuringValue, measuring_values

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)

__all__ = ["MEASURES", "Measure", "MeasuringValue", "Moment", "load_moment", "measuring_values"]
