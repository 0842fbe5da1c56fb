"""`csv_to_table` on real Spark."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spark.conftest import Run, quarantined, stops, values

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

INTO_ORDERS = "{template: csv_to_table, source: {zone: raw}, target: sales.orders, bookmark: true}"
INTO_CUSTOMERS = """{template: csv_to_table, target: sales.customers,
 source: {zone: raw, csv: {delimiter: ";", header: false}}, options: {mode: MODE}}"""
GOOD = "order_id,region,amount,order_date\n1,EU,10.50,2026-01-01\n2,US,7.25,2026-01-02\n"


def test_rows_reach_an_iceberg_table(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    (landing / "2026" / "01").mkdir(parents=True)
    (landing / "a.csv").write_text(GOOD)
    (landing / "2026" / "01" / "b.csv").write_text(
        'order_id,region,amount,order_date\n3,"EU, ""west""",1,2026-01-03\n'
    )
    report = run(INTO_ORDERS, source=landing, quarantine=tmp_path / "bad")
    assert report == {"rows_written": 3, "rows_quarantined": 0}
    assert values(spark.table(orders).collect()) == [
        (1, "EU", Decimal("10.50"), date(2026, 1, 1)),
        (2, "US", Decimal("7.25"), date(2026, 1, 2)),
        (3, 'EU, "west"', Decimal("1.00"), date(2026, 1, 3)),
    ]


def test_bad_rows_go_to_the_quarantine(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "a.csv").write_text(
        GOOD + "3,EU,12.x,2026-01-01\n4,EU,1.00,2026-13-01\n5,EU\n6,EU,1,2026-01-01,more\n"
        "7,,,2026-01-04\n99999999999999999999,EU,1,2026-01-01\n8,EU,1,\n"
    )
    report = run(INTO_ORDERS, source=landing, quarantine=tmp_path / "bad")
    assert report == {"rows_written": 4, "rows_quarantined": 5}
    assert values(spark.table(orders).select("order_id", "order_date").collect()) == [
        (1, date(2026, 1, 1)),
        (2, date(2026, 1, 2)),
        (7, date(2026, 1, 4)),
        (8, None),
    ]
    assert quarantined(spark, tmp_path / "bad") == [
        (
            "amount isn't decimal(10,2)",
            '{"order_id":"3","region":"EU","amount":"12.x","order_date":"2026-01-01"}',
        ),
        ("malformed", "5,EU"),
        ("malformed", "6,EU,1,2026-01-01,more"),
        (
            "order_date isn't date",
            '{"order_id":"4","region":"EU","amount":"1.00","order_date":"2026-13-01"}',
        ),
        (
            "order_id isn't bigint",
            '{"order_id":"99999999999999999999","region":"EU","amount":"1",'
            '"order_date":"2026-01-01"}',
        ),
    ]


def test_a_missing_column_stops_the_job(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "a.csv").write_text("order_id,Region,order_day\n1,EU,2026-01-01\n")
    with stops("the source lacks amount, order_date; it has order_day, order_id, region"):
        run(INTO_ORDERS, source=landing, quarantine=tmp_path / "bad")
    assert spark.table(orders).count() == 0


def test_a_file_with_another_header_stops_the_job(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "a.csv").write_text(GOOD)
    (landing / "b.csv").write_text("region,order_id,amount,order_date\nEU,9,1,2026-01-01\n")
    with pytest.raises(Exception, match="CSV header does not conform to the schema"):
        run(INTO_ORDERS, source=landing, quarantine=tmp_path / "bad")
    assert spark.table(orders).count() == 0


@pytest.mark.parametrize("folder", ["missing", "empty", "hidden"])
def test_a_prefix_without_files_ends_well(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "hidden" / "_temporary").mkdir(parents=True)
    (tmp_path / "hidden" / "_temporary" / "a.csv").write_text(GOOD)
    report = run(INTO_ORDERS, source=tmp_path / folder, quarantine=tmp_path / "bad")
    assert report == {"rows_written": 0, "rows_quarantined": 0}
    assert spark.table(orders).count() == 0


@pytest.mark.usefixtures("orders")
def test_a_file_with_a_header_only_ends_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text(GOOD.split("\n")[0] + "\n")
    report = run(INTO_ORDERS, source=tmp_path / "landing", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 0, "rows_quarantined": 0}


def test_too_many_bad_rows_stop_the_job_before_it_writes(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text(GOOD + "x,EU,1,2026-01-01\n")
    job = INTO_ORDERS.replace("true}", "true, options: {quarantine: {max_percent: 33}}}")
    with stops("1 of 3 rows are bad, more than 33 %: nothing was written"):
        run(job, source=tmp_path / "landing", quarantine=tmp_path / "bad")
    assert spark.table(orders).count() == 0
    assert not (tmp_path / "bad").exists()
    allowed = job.replace("33", "34")
    report = run(allowed, source=tmp_path / "landing", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 2, "rows_quarantined": 1}


def test_files_without_header_reach_a_partitioned_parquet_table(
    spark: SparkSession, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text("1;Ada;2024\n2;Bo;2025\n3;Cy;\n")
    places = {"target": tmp_path / "out", "quarantine": tmp_path / "bad", "catalog": "none"}
    appending = INTO_CUSTOMERS.replace("MODE", "append")
    report = run(appending, source=tmp_path / "landing", **places)
    assert report == {"rows_written": 2, "rows_quarantined": 1}
    assert sorted(p.name for p in (tmp_path / "out").glob("since=*")) == [
        "since=2024",
        "since=2025",
    ]
    read = spark.read.parquet(str(tmp_path / "out"))
    assert values(read.collect()) == [(1, "Ada", 2024), (2, "Bo", 2025)]
    assert quarantined(spark, tmp_path / "bad") == [("since is null", '{"id":"3","name":"Cy"}')]
    run(appending, source=tmp_path / "landing", **places)
    assert spark.read.parquet(str(tmp_path / "out")).count() == 4
    run(INTO_CUSTOMERS.replace("MODE", "overwrite"), source=tmp_path / "landing", **places)
    assert spark.read.parquet(str(tmp_path / "out")).count() == 2
    (tmp_path / "none").mkdir()
    run(INTO_CUSTOMERS.replace("MODE", "overwrite"), source=tmp_path / "none", **places)
    assert spark.read.parquet(str(tmp_path / "out")).count() == 2  # emptied by nothing


def test_overwriting_an_iceberg_table_is_one_commit(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text(GOOD)
    job = INTO_ORDERS.replace("bookmark: true", "options: {mode: overwrite}")
    run(job, source=tmp_path / "landing", quarantine=tmp_path / "bad")
    (tmp_path / "landing" / "a.csv").write_text(GOOD.replace("1,EU", "7,EU"))
    run(job, source=tmp_path / "landing", quarantine=tmp_path / "bad")
    assert values(spark.table(orders).select("order_id").collect()) == [(2,), (7,)]
    assert spark.table(f"{orders}.snapshots").count() == 2


def test_files_of_a_zone_keep_the_columns_of_the_source(
    spark: SparkSession, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text("Id,Name\n1,Ada\n2,Bo,x\n")
    job = """{template: csv_to_table, source: {zone: raw}, target: {zone: curated, prefix: x/},
 options: {mode: append, derive: {twice: id * 2}}}"""
    report = run(
        job, source=tmp_path / "landing", target=tmp_path / "out", quarantine=tmp_path / "bad"
    )
    assert report == {"rows_written": 1, "rows_quarantined": 1}
    read = spark.read.parquet(str(tmp_path / "out"))
    assert read.dtypes == [("Id", "string"), ("Name", "string"), ("twice", "double")]
    assert values(read.collect()) == [("1", "Ada", 2.0)]


def test_folders_can_be_columns(spark: SparkSession, run: Run, orders: str, tmp_path: Path) -> None:
    folder = tmp_path / "landing" / "order_date=2026-01-05"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("order_id,region,amount\n1,EU,1\n")
    job = INTO_ORDERS.replace("{zone: raw}", "{zone: raw, folders_are_columns: true}")
    report = run(job, source=tmp_path / "landing", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 1, "rows_quarantined": 0}
    assert values(spark.table(orders).collect()) == [(1, "EU", Decimal("1.00"), date(2026, 1, 5))]
