"""A real Spark, started once, and the way to run a job's script on it."""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lakeform.jobs import script
from spark.java import java_home
from support import lake_from

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Skipped where there is no such Spark; where its packages are merely missing, the tests fail.
TOO_NEW = pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="Spark 3.5, the one of Glue 5.0, knows no Python above 3.12"
)

STORAGE = """\
network:
storage: {zones: {raw: , curated: }}
catalog:
  connections:
    erp: {url: "jdbc:postgresql://erp.internal:5432/erp", secret: erp/login}
    events: {type: kafka, url: "broker.internal:9094"}
  databases:
    sales:
      zone: curated
      tables:
        orders:
          format: iceberg
          columns: {order_id: bigint, region: string, amount: "decimal(10,2)"}
          partitions: {order_date: date}
        customers: {format: parquet, columns: {id: bigint, name: string}, partitions: {since: int}}
        exports: {format: csv, columns: {id: bigint, name: string}}
    web:
      zone: raw
      tables:
        clicks:
          format: parquet
          columns: {user: string, at: timestamp, amount: double, tags: array<string>}
          partitions: {day: date}
        plain: {format: json, columns: {id: bigint, name: string}}
streams: {kinesis: {clicks: {}}}
etl:
  jobs:
    job: """
"""The lake of all tests; a job, written on one line, follows."""


def iceberg_jars() -> list[Path]:
    """Iceberg's runtime for Spark 3.5 and Scala 2.12, from a wheel."""
    import snowpark_connect_deps_iceberg

    folder = Path(snowpark_connect_deps_iceberg.__file__).parent / "jars"
    return sorted(folder.glob("iceberg-spark-runtime-3.5_2.12-*.jar"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are Spark's. PySpark leaves the sockets that rows come through to
    the garbage collector; that warning is its own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.spark)
            item.add_marker(TOO_NEW)
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))


@pytest.fixture(scope="session")
def java() -> Iterator[Path]:
    """The folder of a Java. Spark and its workers inherit it, and an embedded AWS, from here on."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        home = java_home()
        patch.setenv("JAVA_HOME", str(home))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield home
    server.stop()


@pytest.fixture(scope="session")
def spark(java: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    assert (java / "bin" / "java").is_file()
    home = tmp_path_factory.mktemp("spark")
    catalog = "spark.sql.catalog.glue_catalog"
    settings = {
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={home} -Duser.timezone=UTC",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",  # compiling takes longer than so few rows
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.jars": ",".join(map(str, iceberg_jars())),
        "spark.sql.extensions": (
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
        ),
        catalog: "org.apache.iceberg.spark.SparkCatalog",
        f"{catalog}.type": "hadoop",
        f"{catalog}.cache-enabled": "false",  # a stream writes from a session of its own
        f"{catalog}.warehouse": str(home / "iceberg"),
    }
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(
    spark: SparkSession,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Render a job's script and run it as Glue and spark-submit do: as `__main__`.

    Called with the job as YAML, and the command line's options; returns what the script reports.
    """

    def run_job(job: str, **options: object) -> dict[str, Any]:
        file = tmp_path / "script.py"
        file.write_text(script(lake_from(STORAGE + job), "job").text, encoding="utf-8")
        argv = [str(file), *(f"--{name}={value}" for name, value in options.items())]
        monkeypatch.setattr(sys, "argv", argv)
        capsys.readouterr()
        assert spark.sparkContext.version.startswith("3.5.")
        runpy.run_path(str(file), run_name="__main__")
        report: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert report.pop("job") == "job"
        return report

    return run_job


@pytest.fixture
def orders(spark: SparkSession) -> Iterator[str]:
    """The empty Iceberg table of the lake."""
    name = "glue_catalog.sales.orders"
    spark.sql(
        f"CREATE TABLE {name} (order_id bigint, region string, amount decimal(10,2),"
        " order_date date) USING iceberg PARTITIONED BY (order_date)"
    )
    yield name
    spark.sql(f"DROP TABLE {name} PURGE")


@contextmanager
def stops(message: str) -> Iterator[None]:
    """The script ends with these words."""
    with pytest.raises(Exception, match=f"^{re.escape(message)}$") as caught:
        yield
    assert type(caught.value).__name__ == "BadInput"


def quarantined(spark: SparkSession, folder: Path) -> list[tuple[str, str]]:
    """Reason and row of all that lies in a quarantine, sorted."""
    if not folder.exists():
        return []
    rows = spark.read.json(str(folder)).collect()
    return sorted((row["reason"], row["row"]) for row in rows)


def values(rows: list[Any]) -> list[tuple[Any, ...]]:
    """Rows as plain tuples, sorted."""
    return sorted((tuple(row) for row in rows), key=repr)
