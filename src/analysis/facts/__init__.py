"""Facts: the monthly figures of a city, their meanings, reading and checking (指标数据)."""

from analysis.facts.all_cities import AllCityFacts, all_cities
from analysis.facts.cities import city_table, code_of, name_of, newest, valid_in
from analysis.facts.dictionary import Fact, dictionary, read_dictionary
from analysis.facts.figure_files import load, load_with_places
from analysis.facts.plausibility import check, impossible_figures, wide_frame
from analysis.facts.store import conflicting_figures, earlier_with_places, save, up_to
from analysis.facts.template import write_template

__all__ = [
    "AllCityFacts",
    "Fact",
    "all_cities",
    "check",
    "city_table",
    "code_of",
    "conflicting_figures",
    "dictionary",
    "earlier_with_places",
    "impossible_figures",
    "load",
    "load_with_places",
    "name_of",
    "newest",
    "read_dictionary",
    "save",
    "up_to",
    "valid_in",
    "wide_frame",
    "write_template",
]
