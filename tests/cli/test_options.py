"""The order of `--set`, `--reading` and `--scenario`."""

from __future__ import annotations

from analysis.cli.options import _ordered


def test_options_are_remembered_in_the_order_given():
    args = ["x.csv", "--reading", "17=linear", "--format", "json", "--set=a=1", "--scenario", "s.toml", "--set", "a=+1"]
    assert _ordered(args) == [("reading", "17=linear"), ("set", "a=1"), ("scenario", "s.toml"), ("set", "a=+1")]


def test_what_follows_two_dashes_is_a_file_whatever_its_name():
    assert _ordered(["--set", "a=1", "--", "--set", "b"]) == [("set", "a=1")]
