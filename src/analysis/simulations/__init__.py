"""A made-up city: whole registers in the formats offices use, with planted faults and the truth (虚构城市)."""

from analysis.simulations.cities import Simulated, simulate
from analysis.simulations.faults import faults
from analysis.simulations.nation import Written, nation
from analysis.simulations.settings import notes

__all__ = ["Simulated", "Written", "faults", "nation", "notes", "simulate"]
