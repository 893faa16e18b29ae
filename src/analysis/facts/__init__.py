"""Facts: the monthly figures of a city, their meanings, reading and checking (指标数据)."""

from analysis.facts.all_cities import AllCityFacts, all_cities
from analysis.facts.cities import (
    city_candidates,
    city_rows,
    city_table,
    code_of,
    kind_of,
    name_of,
    newest,
    unit_table,
    valid_in,
)
from analysis.facts.dictionary import Fact, dictionary, facts_of_rulebooks, read_dictionary, toml_tables
from analysis.facts.figure_files import CityMonth, load, load_with_places
from analysis.facts.figure_parsing import FigureError, parse_figure, spelling_remark
from analysis.facts.figure_rows import STATUSES, fact_lookup, parse_fact, parse_free_text
from analysis.facts.frame_names import long_facts, named_columns, named_facts
from analysis.facts.headings import Sheet, Vocabulary
from analysis.facts.kept_tables import keep_tables, value_text
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
from analysis.facts.unit_codes import has_code_shape, local_code
from analysis.facts.unit_kinds import CITY, UnitKind, kind_of_word, leagued_kinds, unit_kinds
from analysis.facts.unit_leagues import UnitLeague, league_field, league_group, unit_league
from analysis.facts.unit_lists import (
    Unit,
    keep_units,
    list_files,
    listed_units,
    read_units,
    unit_list_faults,
    unit_list_path,
    units_of_kind,
)
from analysis.facts.unit_templates import unit_template
from analysis.facts.units import SCALES, SHARES, is_whole_unit, unit_factor, unit_label

__all__ = [
    "CITY",
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
    "Unit",
    "UnitKind",
    "UnitLeague",
    "Vocabulary",
    "all_cities",
    "check",
    "city_candidates",
    "city_rows",
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
    "has_code_shape",
    "impossible_figures",
    "is_whole_unit",
    "keep_tables",
    "keep_units",
    "kept_months",
    "kind_of",
    "kind_of_word",
    "league_field",
    "league_group",
    "leagued_kinds",
    "list_files",
    "listed_units",
    "load",
    "load_with_places",
    "local_code",
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
    "read_units",
    "save",
    "spelling_remark",
    "tell_remarks",
    "toml_tables",
    "unit_factor",
    "unit_kinds",
    "unit_label",
    "unit_league",
    "unit_list_faults",
    "unit_list_path",
    "unit_table",
    "unit_template",
    "units_of_kind",
    "up_to",
    "valid_in",
    "value_text",
    "wide_frame",
    "write_template",
]
