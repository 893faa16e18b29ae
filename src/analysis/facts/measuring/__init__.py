"""The machinery that measures: a month's registers read, counted in few passes, traced (计量)."""

from analysis.facts.measuring.due_records import DueRecords, list_due_records
from analysis.facts.measuring.month_measurement import ENGINES, POLARS, MonthMeasurement, measure_month
from analysis.facts.measuring.national_counts import NationalCounts, count_cities_due, count_cities_repairs
from analysis.facts.measuring.national_lists import list_cities_due, list_cities_repairs
from analysis.facts.measuring.register_deliveries import cities_delivering_by, delivering_cities
from analysis.facts.measuring.repair_records import RepairRecords, list_repair_records
from analysis.facts.measuring.tracing import trace_records
from analysis.facts.measuring.window_exits import list_window_remains

__all__ = [
    "ENGINES",
    "POLARS",
    "DueRecords",
    "MonthMeasurement",
    "NationalCounts",
    "RepairRecords",
    "cities_delivering_by",
    "count_cities_due",
    "count_cities_repairs",
    "delivering_cities",
    "list_cities_due",
    "list_cities_repairs",
    "list_due_records",
    "list_repair_records",
    "list_window_remains",
    "measure_month",
    "trace_records",
]
