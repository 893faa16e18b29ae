"""The register of administrative penalties, as double disclosure has them (行政处罚“双公示”台账)."""

from __future__ import annotations

from analysis.registers.definitions.disclosure import disclosure_register
from analysis.registers.schema import AMOUNT, RegisterColumn

REGISTER = disclosure_register("penalties", RegisterColumn("fine", AMOUNT), RegisterColumn("confiscated", AMOUNT))
