"""`jdbc_snapshot` and `jdbc_incremental` on real Spark, from Derby: a database inside the JVM, with
a driver that comes with Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from spark.conftest import Run, quarantined, stops, values

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

URL = "jdbc:derby:memory:erp"
SNAPSHOT = """{template: jdbc_snapshot, target: sales.orders,
 source: {connection: erp, relation: app.orders, parallel: {column: order_id, reads: 3}}}"""
INCREMENTAL = """{template: jdbc_incremental, target: sales.orders,
 source: {connection: erp, relation: app.orders}, options: {bookmark_column: order_id}}"""
INTO_FILES = """{template: jdbc_incremental, target: sales.customers,
 source: {connection: erp, relation: app.customers}, options: {bookmark_column: id}}"""


class Database:
    """Derby, through its driver."""

    def __init__(self, spark: SparkSession) -> None:
        manager: Any = spark._jvm.java.sql.DriverManager  # type: ignore[union-attr]
        self._connection = manager.getConnection(f"{URL};create=true")

    def run(self, *statements: str) -> None:
        for text in statements:
            statement = self._connection.createStatement()
            statement.execute(text)
            statement.close()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def erp(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("JDBC_USER", "app")
    monkeypatch.setenv("JDBC_PASSWORD", "app")
    database = Database(spark)
    database.run(
        "CREATE TABLE app.orders (order_id bigint, region varchar(20), amount decimal(20,2),"
        " order_date date)",
        "CREATE TABLE app.customers (id bigint, name varchar(20), since int)",
    )
    yield database
    database.run("DROP TABLE app.orders", "DROP TABLE app.customers")
    database.close()


def insert(first: int, last: int, amount: str = "1.50") -> str:
    rows = (f"({n}, 'EU', {amount}, DATE('2026-01-0{n}'))" for n in range(first, last + 1))
    return f"INSERT INTO app.orders VALUES {', '.join(rows)}"


def test_a_snapshot_replaces_the_rows(
    spark: SparkSession, run: Run, orders: str, erp: Database, tmp_path: Path
) -> None:
    erp.run(insert(1, 4))
    at = {"url": URL, "secret": "", "quarantine": tmp_path / "bad"}
    assert run(SNAPSHOT, **at) == {"rows_written": 4, "rows_quarantined": 0}
    assert values(spark.table(orders).where("order_id = 3").collect()) == [
        (3, "EU", Decimal("1.50"), date(2026, 1, 3))
    ]
    erp.run("DELETE FROM app.orders WHERE order_id < 3", insert(5, 5))
    assert run(SNAPSHOT, **at) == {"rows_written": 3, "rows_quarantined": 0}
    assert values(spark.table(orders).select("order_id").collect()) == [(3,), (4,), (5,)]


def test_an_empty_source_leaves_the_target_alone(
    spark: SparkSession, run: Run, orders: str, erp: Database, tmp_path: Path
) -> None:
    at = {"url": URL, "secret": "", "quarantine": tmp_path / "bad"}
    assert run(SNAPSHOT, **at) == {"rows_written": 0, "rows_quarantined": 0}
    erp.run(insert(1, 1))
    run(SNAPSHOT, **at)
    erp.run("DELETE FROM app.orders")
    assert run(SNAPSHOT, **at) == {"rows_written": 0, "rows_quarantined": 0}
    assert spark.table(orders).count() == 1


@pytest.mark.usefixtures("orders")
def test_a_value_that_does_not_fit_goes_to_the_quarantine(
    spark: SparkSession, run: Run, erp: Database, tmp_path: Path
) -> None:
    erp.run(insert(1, 2), insert(3, 3, "123456789012.00"))
    report = run(SNAPSHOT, url=URL, secret="", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 2, "rows_quarantined": 1}
    assert quarantined(spark, tmp_path / "bad") == [
        (
            "amount isn't decimal(10,2)",
            '{"ORDER_ID":3,"REGION":"EU","AMOUNT":123456789012.00,"ORDER_DATE":"2026-01-03"}',
        )
    ]


@pytest.mark.usefixtures("orders")
def test_a_missing_column_stops_the_job(run: Run, erp: Database) -> None:
    erp.run(
        "ALTER TABLE app.orders DROP COLUMN amount", "INSERT INTO app.orders(order_id) VALUES 1"
    )
    with stops("the source lacks amount; it has order_date, order_id, region"):
        run(SNAPSHOT, url=URL, secret="")


def test_later_runs_read_what_is_new(
    spark: SparkSession, run: Run, orders: str, erp: Database, tmp_path: Path
) -> None:
    erp.run(insert(1, 2))
    at = {"url": URL, "secret": "", "quarantine": tmp_path / "bad"}
    assert run(INCREMENTAL, **at) == {"above": None, "rows_written": 2, "rows_quarantined": 0}
    assert run(INCREMENTAL, **at) == {"above": "2", "rows_written": 0, "rows_quarantined": 0}
    erp.run("UPDATE app.orders SET region = 'US'", insert(3, 5))
    assert run(INCREMENTAL, **at) == {"above": "2", "rows_written": 3, "rows_quarantined": 0}
    assert values(spark.table(orders).select("order_id", "region").collect()) == [
        (1, "EU"),
        (2, "EU"),
        (3, "EU"),
        (4, "EU"),
        (5, "EU"),
    ]


def test_the_mark_of_files_is_read_from_the_files(
    spark: SparkSession, run: Run, erp: Database, tmp_path: Path
) -> None:
    erp.run("INSERT INTO app.customers VALUES (1, 'Ada', 2024), (2, 'Bo', NULL)")
    at = {
        "url": URL,
        "secret": "",
        "target": tmp_path / "out",
        "quarantine": tmp_path / "bad",
        "catalog": "none",
    }
    assert run(INTO_FILES, **at) == {"above": None, "rows_written": 1, "rows_quarantined": 1}
    erp.run("INSERT INTO app.customers VALUES (3, 'Cy', 2025)")
    report = run(INTO_FILES, **at)
    assert report == {"above": "1", "rows_written": 1, "rows_quarantined": 1}
    assert values(spark.read.parquet(str(tmp_path / "out")).collect()) == [
        (1, "Ada", 2024),
        (3, "Cy", 2025),
    ]


@pytest.mark.usefixtures("orders")
def test_the_password_comes_from_secrets_manager(run: Run, erp: Database, tmp_path: Path) -> None:
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(
        Name="erp/login", SecretString=json.dumps({"username": "app", "password": "x"})
    )
    secrets.create_secret(Name="erp/broken", SecretString=json.dumps({"user": "app"}))
    erp.run(insert(1, 1))
    at = {"url": URL, "quarantine": tmp_path / "bad"}
    assert run(SNAPSHOT, **at)["rows_written"] == 1
    with stops("the secret erp/broken lacks username and password"):
        run(SNAPSHOT, secret="erp/broken", **at)
