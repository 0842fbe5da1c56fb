"""`merge_into_iceberg` on real Spark and real Iceberg."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spark.conftest import Run, quarantined, stops, values

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MERGE = """{template: merge_into_iceberg, source: {zone: raw, format: csv}, target: sales.orders,
 options: {keys: [order_id], order_by: order_date, delete_when: "op = 'D'"}}"""
PLAIN = """{template: merge_into_iceberg, source: {zone: raw, format: parquet},
 target: sales.orders, options: {keys: [order_id, region]}}"""
HEADER = "op,order_id,region,amount,order_date\n"


@pytest.fixture
def filled(spark: SparkSession, orders: str) -> str:
    spark.sql(
        f"INSERT INTO {orders} VALUES (1, 'EU', 1, DATE'2026-01-01'),"
        " (2, 'EU', 2, DATE'2026-01-01'), (3, 'EU', 3, DATE'2026-01-05')"
    )
    return orders


def changes(folder: Path, text: str) -> Path:
    (folder / "cdc").mkdir()
    (folder / "cdc" / "a.csv").write_text(HEADER + text)
    return folder / "cdc"


def test_rows_are_added_changed_and_deleted_in_one_commit(
    spark: SparkSession, run: Run, filled: str, tmp_path: Path
) -> None:
    source = changes(
        tmp_path,
        "U,1,US,10,2026-01-02\n"  # changed
        "D,2,EU,2,2026-01-02\n"  # deleted
        "U,3,US,30,2026-01-04\n"  # older than what the table has
        "I,4,EU,4,2026-01-03\nU,4,EU,40,2026-01-04\n"  # added; the newer one counts
        "I,5,EU,5,2026-01-03\nD,5,EU,5,2026-01-04\n"  # come and gone
        "D,6,EU,6,2026-01-03\n",  # never was
    )
    report = run(MERGE, source=source, quarantine=tmp_path / "bad")
    assert report == {"rows_written": 8, "rows_quarantined": 0}
    assert values(spark.table(filled).collect()) == [
        (1, "US", Decimal("10.00"), date(2026, 1, 2)),
        (3, "EU", Decimal("3.00"), date(2026, 1, 5)),
        (4, "EU", Decimal("40.00"), date(2026, 1, 4)),
    ]
    assert spark.table(f"{filled}.snapshots").count() == 2  # the first rows, and the merge


def test_the_same_changes_twice_change_nothing_more(
    spark: SparkSession, run: Run, filled: str, tmp_path: Path
) -> None:
    source = changes(tmp_path, "U,1,US,10,2026-01-02\nD,2,EU,2,2026-01-02\nI,4,EU,4,2026-01-03\n")
    run(MERGE, source=source, quarantine=tmp_path / "bad")
    once = values(spark.table(filled).collect())
    run(MERGE, source=source, quarantine=tmp_path / "bad")
    assert values(spark.table(filled).collect()) == once
    assert len(once) == 3


def test_bad_rows_and_rows_without_key_go_to_the_quarantine(
    spark: SparkSession, run: Run, filled: str, tmp_path: Path
) -> None:
    source = changes(tmp_path, "U,,US,10,2026-01-02\nU,1,US,ten,2026-01-02\nU,1\n")
    report = run(MERGE, source=source, quarantine=tmp_path / "bad")
    assert report == {"rows_written": 0, "rows_quarantined": 3}
    assert [reason for reason, _ in quarantined(spark, tmp_path / "bad")] == [
        "amount isn't decimal(10,2)",
        "malformed",
        "order_id is null",
    ]
    assert spark.table(filled).count() == 3


def test_two_rows_of_a_key_stop_the_job_where_nothing_orders_them(
    spark: SparkSession, run: Run, filled: str, tmp_path: Path
) -> None:
    source = str(tmp_path / "cdc")
    rows = "(VALUES (1, 'EU', 9, DATE'2026-01-09'), (1, 'EU', 8, DATE'2026-01-09'))"
    names = "AS v(order_id, region, amount, order_date)"
    spark.sql(f"SELECT * FROM {rows} {names}").write.parquet(source)
    with stops("2 rows have the key order_id = 1, region = EU, and nothing orders them"):
        run(PLAIN, source=source, quarantine=tmp_path / "bad")
    assert values(spark.table(filled).select("amount").collect()) == [
        (Decimal("1.00"),),
        (Decimal("2.00"),),
        (Decimal("3.00"),),
    ]


@pytest.mark.usefixtures("filled")
def test_a_missing_column_stops_the_job(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cdc").mkdir()
    (tmp_path / "cdc" / "a.csv").write_text("op,order_id,region\nU,1,EU\n")
    with stops("the source lacks amount, order_date; it has op, order_id, region"):
        run(MERGE, source=tmp_path / "cdc", quarantine=tmp_path / "bad")


@pytest.mark.usefixtures("filled")
def test_an_empty_prefix_ends_well(run: Run, tmp_path: Path) -> None:
    report = run(MERGE, source=tmp_path / "cdc", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 0, "rows_quarantined": 0}


def test_a_table_can_be_the_source(
    spark: SparkSession, run: Run, filled: str, tmp_path: Path
) -> None:
    job = """{template: merge_into_iceberg, source: {table: web.clicks}, target: sales.orders,
 options: {keys: [order_id], derive: {order_id: size(tags), region: user, order_date: day}}}"""
    spark.sql(
        "SELECT 'US' user, TIMESTAMP'2026-01-01' at, 7.5D amount, array('a') tags,"
        " DATE'2026-02-01' day"
    ).write.partitionBy("day").parquet(str(tmp_path / "clicks"))
    report = run(job, source=tmp_path / "clicks", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 1, "rows_quarantined": 0}
    assert values(spark.table(filled).where("order_id = 1").collect()) == [
        (1, "US", Decimal("7.50"), date(2026, 2, 1))
    ]
