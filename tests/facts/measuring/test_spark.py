"""Where Spark cannot be had, the message says what is missing and what to do; it is not waited for without end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.facts.measuring import spark
from analysis.problems import InputError
from small_cluster import cluster


@pytest.fixture
def refused():
    """Opens a session that must be refused, and gives back what is said."""

    def of(master: str = "local[1]") -> str:
        with pytest.raises(InputError) as caught, spark.spark_session(master):
            pass
        return str(caught.value)

    return of


def old_java(folder: Path, version: str) -> None:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2019-01-15' >&2\n", encoding="utf-8")
    java.chmod(0o755)


def test_without_pyspark(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert "requirements-spark.lock" in refused()


def test_without_java(refused, monkeypatch, tmp_path):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = refused()
    assert "openjdk-17-jre-headless" in said and "none is found here" in said


def test_with_a_java_home_that_is_gone(refused, monkeypatch, tmp_path):
    """Spark starts the Java that JAVA_HOME names, whatever else is there."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "JAVA_HOME" in refused()


@pytest.mark.parametrize(("version", "shown"), [("11.0.2", "Java 11"), ("1.8.0_392", "Java 8")])
def test_with_an_old_java(refused, monkeypatch, tmp_path, version, shown):
    old_java(tmp_path, version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert f"here is {shown};" in refused()


@pytest.mark.parametrize("text", ["local", "local[2]", "local[*]", "spark://host:7077", "spark://a:1,b:1", "yarn"])
def test_what_names_a_master(text):
    assert spark.is_spark_master(text)


@pytest.mark.parametrize("text", ["", "local[]", "host:7077", "spark://", "local[2] x"])
def test_what_names_none(text):
    assert not spark.is_spark_master(text)


def test_a_cluster_without_workers_is_not_waited_for_without_end(refused, monkeypatch, tmp_path):
    monkeypatch.setattr(spark, "PATIENCE", 5)
    with cluster(tmp_path / "spark", workers=0) as address:
        said = refused(address)
    assert address in said and "5 seconds at most" in said
