"""`compact_small_files` on real Spark, for files and for an Iceberg table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spark.conftest import Run, values

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FILES = "{template: compact_small_files, source: {zone: raw, format: parquet}}"
EXPORTS = "{template: compact_small_files, source: {table: sales.exports}}"
ICEBERG = "{template: compact_small_files, source: {table: sales.orders}, options: {min_files: 2}}"


def write(spark: SparkSession, folder: Path, day: int, files: int) -> None:
    rows = spark.range(day * 100, day * 100 + 60, 1, files).selectExpr("id", f"{day} AS day")
    rows.write.mode("append").partitionBy("day").parquet(str(folder))


def data(folder: Path) -> list[str]:
    return sorted(
        f"{path.parent.name}/{path.suffix}" for path in folder.rglob("*.parquet") if path.is_file()
    )


def test_small_files_become_few(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    write(spark, folder, 1, 6)
    write(spark, folder, 2, 3)  # too few to be worth it
    before = values(spark.read.parquet(str(folder)).collect())
    assert run(FILES, source=folder) == {"files_removed": 6, "files_written": 1}
    assert data(folder) == ["day=1/.parquet", *["day=2/.parquet"] * 3]
    assert values(spark.read.parquet(str(folder)).collect()) == before
    assert not list(folder.rglob("_compacting"))
    assert run(FILES, source=folder) == {"files_removed": 0, "files_written": 0}


def test_an_unreadable_file_stops_the_job_and_nothing_is_lost(
    spark: SparkSession, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "t"
    write(spark, folder, 1, 6)
    (folder / "day=1" / "broken.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(Exception, match=r"broken\.parquet"):
        run(FILES, source=folder)
    assert len(data(folder)) == 7
    (folder / "day=1" / "broken.parquet").unlink()
    assert run(FILES, source=folder) == {"files_removed": 6, "files_written": 1}
    assert spark.read.parquet(str(folder)).count() == 60


def test_a_swap_that_was_killed_is_finished(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    write(spark, folder, 1, 6)
    old = sorted((folder / "day=1").glob("*.parquet"))
    staging = folder / "day=1" / "_compacting"
    spark.read.parquet(*map(str, old)).coalesce(1).write.parquet(str(staging))
    (staging / "_replaces.json").write_text(json.dumps([f"file:{path}" for path in old]))
    for path in old[:4]:  # killed here
        path.unlink()
    run(FILES, source=folder)
    assert data(folder) == ["day=1/.parquet"]
    assert spark.read.parquet(str(folder)).count() == 60


def test_what_was_only_begun_is_dropped(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    write(spark, folder, 1, 6)
    staging = folder / "day=1" / "_compacting"
    spark.range(1000).write.parquet(str(staging))
    assert run(FILES, source=folder) == {"files_removed": 6, "files_written": 1}
    assert spark.read.parquet(str(folder)).count() == 60


@pytest.mark.parametrize("job", [FILES, EXPORTS])
def test_a_prefix_without_files_ends_well(run: Run, tmp_path: Path, job: str) -> None:
    assert run(job, source=tmp_path / "t") == {"files_removed": 0, "files_written": 0}


def test_csv_files_keep_their_header(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    rows = spark.range(0, 6, 1, 6).selectExpr("id", "concat('n,', id) AS name")
    rows.write.csv(str(folder), header=True, escape="\\")
    assert run(EXPORTS, source=folder) == {"files_removed": 6, "files_written": 1}
    (file,) = folder.glob("*.csv")
    lines = file.read_text().splitlines()
    assert lines[0] == "id,name"
    assert sorted(lines[1:]) == [f'{n},"n,{n}"' for n in range(6)]


def test_an_iceberg_table_is_rewritten_in_one_commit(
    spark: SparkSession, run: Run, orders: str
) -> None:
    for number in range(3):
        spark.sql(f"INSERT INTO {orders} VALUES ({number}, 'EU', 1, DATE'2026-01-01')")
    assert spark.table(f"{orders}.files").count() == 3
    assert run(ICEBERG) == {"files_removed": 3, "files_written": 1}
    assert spark.table(f"{orders}.files").count() == 1
    assert values(spark.table(orders).select("order_id").collect()) == [(0,), (1,), (2,)]


@pytest.mark.usefixtures("orders")
def test_an_empty_iceberg_table_ends_well(run: Run) -> None:
    assert run(ICEBERG) == {"files_removed": 0, "files_written": 0}
