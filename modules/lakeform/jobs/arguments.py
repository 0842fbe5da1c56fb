"""What Glue is told of a job: its default arguments."""

from __future__ import annotations

from lakeform.config import Lake
from lakeform.config.etl import Job
from lakeform.config.job_places import KafkaSource
from lakeform.jobs.names import TEMPORARY, assets_bucket
from lakeform.jobs.places import ICEBERG_CATALOG, home_zone, source_place, target_place, uri
from lakeform.jobs.values import work_prefix
from lakeform.naming import Names

ICEBERG = "org.apache.iceberg"
DEFAULT_TIMEOUT_MINUTES = 480
"""What Glue itself takes for new jobs since version 5.0."""


def work_folder(lake: Lake, name: str, job: Job) -> str:
    """Where a job keeps what it needs beside its data: in its home zone, else beside its script."""
    zone = home_zone(lake, job)
    if zone is not None:
        return uri(lake, zone, work_prefix(name))
    return f"s3://{assets_bucket(Names.of(lake))}/{TEMPORARY}{name}/"


def default_arguments(
    lake: Lake, name: str, job: Job, brokers: str | None = None
) -> dict[str, str]:
    """The default arguments of a job, sorted.

    Args:
        brokers: the bootstrap servers of its MSK cluster, which only Terraform knows.
    """
    folder = work_folder(lake, name, job)
    found = {"--TempDir": f"{folder}temp/"}
    if job.type != "python_shell":
        found |= {
            "--enable-job-insights": "true",
            "--enable-metrics": "true",
            "--enable-observability-metrics": "true",
            "--enable-spark-ui": "true",
            "--job-bookmark-option": f"job-bookmark-{'enable' if job.bookmark else 'disable'}",
            "--job-language": "python",
            "--spark-event-logs-path": f"{folder}events/",
            "--conf": _settings(lake, name, job),
        }
        if job.workers is None or job.workers.scale:
            found["--enable-auto-scaling"] = "true"
        formats = table_formats(lake, job)
        if formats:
            found["--datalake-formats"] = ",".join(formats)
    if isinstance(job.source, KafkaSource) and brokers is not None:
        found["--brokers"] = brokers
    return dict(sorted({**found, **job.arguments}.items()))


def table_formats(lake: Lake, job: Job) -> tuple[str, ...]:
    """The table formats that a job's Spark must know, sorted."""
    places = (source_place(lake, job), target_place(lake, job))
    added = {"iceberg" for place in places if place is not None and place.is_iceberg}
    tables = [lake.table(reference) for reference in (*job.reads, *job.writes)]
    added |= {"iceberg" for table in tables if table is not None and table.format == "iceberg"}
    return tuple(sorted({*job.formats, *added}))


def _settings(lake: Lake, name: str, job: Job) -> str:
    """Spark's settings as the one argument `--conf`: Glue takes the first, and `--conf` inside the
    value starts the next (AWS Glue user guide, "Using the Iceberg framework")."""
    settings = {"spark.sql.session.timeZone": "UTC"}
    if "iceberg" in table_formats(lake, job):
        catalog = f"spark.sql.catalog.{ICEBERG_CATALOG}"
        settings |= {
            "spark.sql.extensions": f"{ICEBERG}.spark.extensions.IcebergSparkSessionExtensions",
            catalog: f"{ICEBERG}.spark.SparkCatalog",
            f"{catalog}.catalog-impl": f"{ICEBERG}.aws.glue.GlueCatalog",
            f"{catalog}.glue.id": lake.environment.account,
            f"{catalog}.io-impl": f"{ICEBERG}.aws.s3.S3FileIO",
            f"{catalog}.warehouse": work_folder(lake, name, job),
        }
    settings |= job.spark
    return " --conf ".join(f"{key}={value}" for key, value in sorted(settings.items()))
