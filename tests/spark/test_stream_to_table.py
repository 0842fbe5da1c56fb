"""`stream_to_table` on real Spark's streaming engine.

Windows, checkpoints, parsing, quarantine and table are the real ones. Only where the records come
from differs: files of one record a line instead of Kinesis or Kafka, whose connectors aren't a part
of PySpark.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spark.conftest import Run, quarantined, values

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FROM_KINESIS = """{type: spark_streaming, template: stream_to_table, source: {kinesis: clicks},
 target: web.clicks, options: {derive: {day: to_date(at)}, required: [user]}}"""
FROM_KAFKA = """{type: spark_streaming, template: stream_to_table, target: sales.orders,
 source: {broker: events, topic: orders}, options: {extra_columns: {cents: bigint},
 derive: {amount: cents / 100, order_date: to_date(_ingested_at)}}}"""


def test_windows_reach_the_table_once(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    (records / "1").write_text(
        '{"user": "ada", "at": "2026-01-01T10:00:00Z", "amount": 1, "tags": ["a"]}\n'
        '{"user": "bo", "at": "2026-01-02T10:00:00Z"}\n'
        '{"user": "cy", "at": "2026-01-02T10:00:00Z", "amount": "x"}\n'
        "garbage\n"
    )
    at = {
        "records": records,
        "target": tmp_path / "out",
        "quarantine": tmp_path / "bad",
        "checkpoint": tmp_path / "checkpoint",
        "catalog": "none",
        "until": "now",
    }
    assert run(FROM_KINESIS, **at) == {"rows_written": 2, "rows_quarantined": 2}
    assert values(spark.read.parquet(str(tmp_path / "out")).select("user", "day").collect()) == [
        ("ada", date(2026, 1, 1)),
        ("bo", date(2026, 1, 2)),
    ]
    assert quarantined(spark, tmp_path / "bad") == [
        ("malformed", "garbage"),
        ("malformed", '{"user": "cy", "at": "2026-01-02T10:00:00Z", "amount": "x"}'),
    ]
    assert run(FROM_KINESIS, **at) == {"rows_written": 0, "rows_quarantined": 0}
    (records / "2").write_text('{"user": "di", "at": "2026-01-03T10:00:00Z"}\n')
    assert run(FROM_KINESIS, **at) == {"rows_written": 1, "rows_quarantined": 0}
    assert spark.read.parquet(str(tmp_path / "out")).count() == 3


def test_records_reach_an_iceberg_table(
    spark: SparkSession, run: Run, orders: str, tmp_path: Path
) -> None:
    records = tmp_path / "records"
    records.mkdir()
    (records / "1").write_text('{"order_id": 1, "region": "EU", "cents": 1050}\n{"cents": 1}\n')
    report = run(
        FROM_KAFKA,
        records=records,
        quarantine=tmp_path / "bad",
        checkpoint=tmp_path / "checkpoint",
        until="now",
    )
    assert report == {"rows_written": 2, "rows_quarantined": 0}
    assert values(spark.table(orders).select("order_id", "region", "amount").collect()) == [
        (1, "EU", Decimal("10.50")),
        (None, None, Decimal("0.01")),
    ]


@pytest.mark.usefixtures("orders")
def test_an_empty_stream_ends_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    report = run(
        FROM_KAFKA,
        records=tmp_path / "records",
        quarantine=tmp_path / "bad",
        checkpoint=tmp_path / "checkpoint",
        until="now",
    )
    assert report == {"rows_written": 0, "rows_quarantined": 0}


@pytest.mark.parametrize(("job", "connector"), [(FROM_KINESIS, "kinesis"), (FROM_KAFKA, "kafka")])
def test_without_records_the_connector_is_wanted(
    run: Run, tmp_path: Path, job: str, connector: str
) -> None:
    with pytest.raises(Exception, match=f"(?i)Failed to find.* {connector}"):
        run(job, quarantine=tmp_path / "bad", checkpoint=tmp_path / "checkpoint", until="now")
