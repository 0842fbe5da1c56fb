"""What Glue is told of a job."""

from __future__ import annotations

from pathlib import Path

from etl import CSV, job, lake_of
from lakeform.jobs.arguments import default_arguments
from lakeform.jobs.quality import all_jobs

HOME = "s3://acme-dev-curated-111111111111-us-east-1/_etl/j/"


def arguments(text: str, directory: Path | None = None, **more: str) -> dict[str, str]:
    lake = lake_of(job(text), directory=directory)
    return default_arguments(lake, "j", lake.etl.jobs["j"], **more)


def test_a_spark_job() -> None:
    catalog = "spark.sql.catalog.glue_catalog"
    settings = [
        f"{catalog}=org.apache.iceberg.spark.SparkCatalog",
        f"{catalog}.catalog-impl=org.apache.iceberg.aws.glue.GlueCatalog",
        f"{catalog}.glue.id=111111111111",
        f"{catalog}.io-impl=org.apache.iceberg.aws.s3.S3FileIO",
        f"{catalog}.warehouse={HOME}",
        "spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.session.timeZone=UTC",
    ]
    assert arguments(CSV) == {
        "--TempDir": f"{HOME}temp/",
        "--conf": " --conf ".join(settings),
        "--datalake-formats": "iceberg",
        "--enable-auto-scaling": "true",
        "--enable-job-insights": "true",
        "--enable-metrics": "true",
        "--enable-observability-metrics": "true",
        "--enable-spark-ui": "true",
        "--job-bookmark-option": "job-bookmark-enable",
        "--job-language": "python",
        "--spark-event-logs-path": f"{HOME}events/",
    }


def test_what_the_file_chooses(tmp_path: Path) -> None:
    (tmp_path / "j.py").write_text("")
    found = arguments(
        "{script: j.py, formats: [delta], workers: {scale: false}, arguments: {--level: debug},"
        " spark: {spark.sql.session.timeZone: CET, spark.x: 1}, reads: [sales.customers]}",
        tmp_path,
    )
    assert found["--conf"] == "spark.sql.session.timeZone=CET --conf spark.x=1"
    assert found["--datalake-formats"] == "delta"
    assert found["--job-bookmark-option"] == "job-bookmark-disable"
    assert found["--level"] == "debug"
    assert found["--TempDir"] == "s3://acme-dev-etl-111111111111-us-east-1/temp/j/temp/"
    assert "--enable-auto-scaling" not in found


def test_a_table_that_a_script_reads_brings_its_format(tmp_path: Path) -> None:
    (tmp_path / "j.py").write_text("")
    found = arguments("{script: j.py, formats: [hudi], reads: [sales.orders]}", tmp_path)
    assert found["--datalake-formats"] == "hudi,iceberg"


def test_a_shell_knows_nothing_of_spark(tmp_path: Path) -> None:
    (tmp_path / "j.py").write_text("")
    assert arguments("{type: python_shell, script: j.py}", tmp_path) == {
        "--TempDir": "s3://acme-dev-etl-111111111111-us-east-1/temp/j/temp/"
    }


def test_the_brokers_of_a_cluster() -> None:
    text = (
        "{type: spark_streaming, template: stream_to_table, source: {kafka: k, topic: t},"
        " target: sales.orders, connections: [bus]}"
    )
    assert arguments(text, brokers="b1:9098")["--brokers"] == "b1:9098"
    assert "--brokers" not in arguments(text)


def test_the_job_that_checks_a_table() -> None:
    lake = lake_of("{workflows: {w: {steps: [{quality: sales.orders}]}}}")
    ((name, found),) = all_jobs(lake).items()
    assert default_arguments(lake, name, found) == {
        "--TempDir": "s3://acme-dev-etl-111111111111-us-east-1/temp/quality-sales-orders/temp/",
        "--database": "sales",
        "--role": "arn:aws:iam::111111111111:role/acme-dev-job-quality-sales-orders",
        "--ruleset": "acme-dev-sales-orders",
        "--table": "orders",
    }
