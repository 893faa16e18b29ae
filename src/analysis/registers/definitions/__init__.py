"""What each register holds: one module a register, found by looking into this folder (台账的定义).

A module that gives `REGISTER` defines a register; one that gives none (`disclosure`) is shared by some that do.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from analysis.registers.schema import Register

_MODULES = [import_module(module.name) for module in iter_modules(__path__, f"{__name__}.")]
_DEFINED: list[Register] = [module.REGISTER for module in _MODULES if hasattr(module, "REGISTER")]
REGISTERS: Mapping[str, Register] = {register.name: register for register in _DEFINED}
