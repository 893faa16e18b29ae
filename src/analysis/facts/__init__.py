"""Facts: the monthly figures of a city, their meanings, reading and checking (指标数据)."""

from analysis.facts.all_cities import AllCityFacts, all_cities
from analysis.facts.cities import city_candidates, city_table, code_of, name_of, newest, valid_in
from analysis.facts.dictionary import Fact, dictionary, facts_of_rulebooks, read_dictionary, toml_tables
from analysis.facts.figure_files import CityMonth, load, load_with_places
from analysis.facts.figure_parsing import FigureError, parse_figure, spelling_remark
from analysis.facts.figure_rows import STATUSES, fact_lookup, parse_fact, parse_free_text
from analysis.facts.frame_names import long_facts, named_columns, named_facts
from analysis.facts.headings import Sheet, Vocabulary
from analysis.facts.plausibility import check, exceeds_whole, impossible_figures, wide_frame
from analysis.facts.reading_remarks import forget_remarks, tell_remarks
from analysis.facts.sheets import READERS, read_sheets
from analysis.facts.store import (
    conflicting_figures,
    earlier_with_places,
    kept_months,
    month_paths,
    month_remarks,
    save,
    up_to,
)
from analysis.facts.stored_figures import SIMULATED, file_origin
from analysis.facts.template import write_template
from analysis.facts.units import SCALES, SHARES, is_whole_unit, unit_factor, unit_label

__all__ = [
    "READERS",
    "SCALES",
    "SHARES",
    "SIMULATED",
    "STATUSES",
    "AllCityFacts",
    "CityMonth",
    "Fact",
    "FigureError",
    "Sheet",
    "Vocabulary",
    "all_cities",
    "check",
    "city_candidates",
    "city_table",
    "code_of",
    "conflicting_figures",
    "dictionary",
    "earlier_with_places",
    "exceeds_whole",
    "fact_lookup",
    "facts_of_rulebooks",
    "file_origin",
    "forget_remarks",
    "impossible_figures",
    "is_whole_unit",
    "kept_months",
    "load",
    "load_with_places",
    "long_facts",
    "month_paths",
    "month_remarks",
    "name_of",
    "named_columns",
    "named_facts",
    "newest",
    "parse_fact",
    "parse_figure",
    "parse_free_text",
    "read_dictionary",
    "read_sheets",
    "save",
    "spelling_remark",
    "tell_remarks",
    "toml_tables",
    "unit_factor",
    "unit_label",
    "up_to",
    "valid_in",
    "wide_frame",
    "write_template",
]
