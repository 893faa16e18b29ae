"""A made-up city: whole registers in the formats offices use, with planted faults and the truth (虚构城市)."""

from analysis.simulations.fault_rates import parse_fault_rates
from analysis.simulations.nation import SimulatedNation, simulate_nation
from analysis.simulations.simulated_city import SimulatedCity, simulate
from analysis.simulations.simulation_settings import fault_notes

__all__ = ["SimulatedCity", "SimulatedNation", "fault_notes", "parse_fault_rates", "simulate", "simulate_nation"]
