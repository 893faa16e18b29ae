"""Figures that the workbench wrote are read by columns: the same to the last word as read line by line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis import facts, simulations
from analysis.facts import figure_files
from analysis.problems import InputError

ROOT = Path(__file__).resolve().parents[2]
CITY, MONTH = "320281", "2021-03"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of a made-up city, as the workbench wrote them, in a folder whose name reads as a pattern."""
    home = tmp_path_factory.mktemp("stored") / "城市 {a}[b]"
    shutil.copytree(ROOT / "params", home / "params")
    (home / "data").mkdir()
    for table in ("cities.csv", "divisions.csv"):
        shutil.copy(ROOT / "data" / table, home / "data" / table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(home))
        simulations.simulate_nation(["江阴"], MONTH, 2, 1)
    shutil.move(home / "data" / "facts", home / "written")
    return home


@pytest.fixture
def folder(project, monkeypatch) -> Path:
    """The city's folder, as the workbench left it."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(project))
    shutil.rmtree(project / "data" / "facts", ignore_errors=True)
    shutil.copytree(project / "written", project / "data" / "facts")
    return project / "data" / "facts" / CITY


def written(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path, glob=False)


def outcome(read: Callable[[], pl.DataFrame]) -> tuple[pl.DataFrame, str]:
    """What reading gave, and the faults it told."""
    try:
        return read(), ""
    except InputError as error:
        return pl.DataFrame(), str(error)


def both_ways(read: Callable[[], pl.DataFrame], monkeypatch: pytest.MonkeyPatch) -> tuple[pl.DataFrame, str]:
    """The outcome, after it was found to be the same line by line."""
    by_columns = outcome(read)
    with monkeypatch.context() as patch:
        patch.setattr(figure_files, "stored_figures", lambda *_: {})
        by_lines = outcome(read)
    assert by_columns[1] == by_lines[1]
    assert_frame_equal(by_columns[0], by_lines[0], check_exact=True)
    return by_columns


def rewritten(path: Path, *columns: pl.Expr, mark: dict[str, str] = figure_files.MADE) -> None:
    written(path).with_columns(columns).write_parquet(path, metadata=mark)


@pytest.mark.parametrize("read", [facts.up_to, lambda city, _: facts.earlier_with_places(city, "2021-04")])
def test_sound_files_are_read_without_a_look_at_single_lines(folder, monkeypatch, read):
    figures, _ = both_ways(lambda: read(CITY, MONTH), monkeypatch)
    assert figures.height > 100 and set(figures["month"]) == {"2021-02", MONTH}
    monkeypatch.setattr(figure_files, "_line_by_line", lambda path, *_: pytest.fail(f"{path} was read line by line"))
    assert_frame_equal(read(CITY, MONTH), figures, check_exact=True)


def test_a_figure_typed_in_beside_stands_or_falls_as_before(folder, monkeypatch):
    fact, value = written(folder / f"{MONTH}.parquet").select("fact", "value").drop_nulls().row(0)
    (folder / f"{MONTH}.csv").write_text(f"city,month,fact,value\n{CITY},{MONTH},{fact},{value + 1:.0f}\n", "utf-8")
    figures, _ = both_ways(lambda: facts.up_to(CITY, MONTH), monkeypatch)
    assert (
        figures.row(by_predicate=(pl.col("fact") == fact) & (pl.col("month") == MONTH), named=True)["value"]
        == value + 1
    )


FIRST = pl.int_range(pl.len()) == 0
FAULTS = {
    "another city": pl.lit("320282").alias("city"),
    "no city": pl.lit("999999").alias("city"),
    "another month": pl.lit("2021-01").alias("month"),
    "no month": pl.lit("2021-13").alias("month"),
    "no fact": pl.when(FIRST).then(pl.lit("permitz")).otherwise("fact").alias("fact"),
    "twice": pl.col("fact").first(),
    "negative": -1.5 - pl.col("value"),
    "not finite": pl.when(FIRST).then(float("nan")).otherwise("value").alias("value"),
    "too large": pl.when(FIRST).then(2e15).otherwise("value").alias("value"),
    "no status": pl.when(FIRST).then(pl.lit("guessed")).otherwise("status").alias("status"),
    "missing, with a figure": pl.lit("missing").alias("status"),
    "fewer than no records": pl.lit(-1, pl.Int64).alias("records"),
    "an identity number": pl.lit("320281199003070014").alias("note"),
    "a long source": pl.lit("长" * 2001).alias("source"),
    "a part above its whole": pl.when(pl.col("fact") == "codes_faulty").then(1e9).otherwise("value").alias("value"),
    "a list": pl.concat_list("value").alias("value"),
    "figures as text": pl.lit("many").alias("value"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_file_of_the_workbench_is_told_as_in_any_other(folder, monkeypatch, name):
    rewritten(folder / f"{MONTH}.parquet", FAULTS[name])
    _, said = both_ways(lambda: facts.up_to(CITY, MONTH), monkeypatch)
    assert f"{MONTH}.parquet" in said


@pytest.mark.parametrize(
    "column",
    [
        pl.lit("  一处来源\u200b ").alias("source"),
        pl.lit("").alias("note"),
        pl.lit(None, pl.String).alias("status"),
        pl.col("value").cast(pl.String),
        pl.col("records").cast(pl.Int32),
        pl.lit(None, pl.Float64).alias("value"),
    ],
)
def test_what_is_unusual_but_no_fault_is_taken_as_in_any_other(folder, monkeypatch, column):
    rewritten(folder / f"{MONTH}.parquet", column)
    figures, said = both_ways(lambda: facts.up_to(CITY, MONTH), monkeypatch)
    assert said == "" and figures.height > 100


def test_an_empty_file_and_a_broken_one_are_told_of(folder, monkeypatch):
    path = folder / f"{MONTH}.parquet"
    written(path).clear().write_parquet(path, metadata=figure_files.MADE)
    assert "no rows" in both_ways(lambda: facts.up_to(CITY, MONTH), monkeypatch)[1]
    path.write_bytes(path.read_bytes()[:-9])
    assert "no sound Parquet file" in both_ways(lambda: facts.up_to(CITY, MONTH), monkeypatch)[1]


def test_a_file_that_somebody_else_wrote_is_read_line_by_line(folder, monkeypatch):
    path = folder / f"{MONTH}.parquet"
    written(path).write_parquet(path)
    assert figure_files.file_origin(path) == {}
    assert list(figure_files.stored_figures([path, folder / "2021-02.parquet"], facts.dictionary())) == [
        folder / "2021-02.parquet"
    ]


def test_more_files_than_are_read_at_once(folder, monkeypatch):
    monkeypatch.setattr(figure_files, "TOGETHER", 1)
    files = [folder / "2021-02.parquet", str(folder / f"{MONTH}.parquet")]
    assert list(figure_files.stored_figures(files, facts.dictionary())) == files
