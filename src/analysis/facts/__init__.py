"""Facts: the monthly figures of a city, their meanings, reading and checking (指标数据)."""

from analysis.facts.cities import cities, code_of, held_in, name_of
from analysis.facts.dictionary import Fact, dictionary, read
from analysis.facts.everywhere import Everywhere, everywhere
from analysis.facts.kept import differing, earlier, known, save
from analysis.facts.sense import check, impossible, wide
from analysis.facts.supplied import load, located
from analysis.facts.template import template

__all__ = [
    "Everywhere",
    "Fact",
    "check",
    "cities",
    "code_of",
    "dictionary",
    "differing",
    "earlier",
    "everywhere",
    "held_in",
    "impossible",
    "known",
    "load",
    "located",
    "name_of",
    "read",
    "save",
    "template",
    "wide",
]
