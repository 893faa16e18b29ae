"""A made-up city: whole registers in the formats offices use, with planted faults and the truth (虚构城市)."""

from analysis.simulations.courses import Nation
from analysis.simulations.fault_rates import parse_fault_rates
from analysis.simulations.monthly_figures import simulated_figures
from analysis.simulations.nation import SimulatedNation, cities_in_month, simulate_nation
from analysis.simulations.simulated_city import SimulatedCity, simulate
from analysis.simulations.simulation_settings import figure_settings

__all__ = [
    "Nation",
    "SimulatedCity",
    "SimulatedNation",
    "cities_in_month",
    "figure_settings",
    "parse_fault_rates",
    "simulate",
    "simulate_nation",
    "simulated_figures",
]
