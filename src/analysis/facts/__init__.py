"""Facts: the monthly figures of a city, their meanings, reading and checking (指标数据)."""

from analysis.facts.dictionary import Fact, dictionary, read

__all__ = ["Fact", "dictionary", "read"]
