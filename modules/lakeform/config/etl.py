"""Section `etl`: the jobs that bring data in and transform it, and what runs them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lakeform.config.base import (
    Bool,
    ColumnName,
    Email,
    Identifier,
    Int,
    LogRetention,
    Prefix,
    Schedule,
    Section,
    TableReference,
    Text,
    fail,
    pattern,
    quoted,
)
from lakeform.config.catalog import ColumnType
from lakeform.config.job_places import Source, Target
from lakeform.config.workflows import ArgumentName, Workflow

ASSETS_BUCKET = "etl"
"""Key of the bucket that holds the scripts: no zone can be called so."""
QUALITY_JOB = "quality"
"""What the keys of the jobs start with that lakeform makes to check tables."""

WorkerType = Literal["G.025X", "G.1X", "G.2X", "G.4X", "G.8X"]
"""Workers of Spark jobs, as far as both versions of the AWS provider know them; G.025X is for
streams (AWS Glue user guide, "Worker types")."""

SqlExpression = Annotated[str, Field(min_length=1, max_length=2000)]
FilePath = Annotated[str, Field(min_length=1, max_length=1024)]


class Workers(Section):
    """The workers of a Spark job."""

    type: WorkerType = "G.1X"
    """Size of a worker: G.1X has 4 vCPU and 16 GiB, G.2X twice that, and so on; G.025X, with 2 vCPU
    and 4 GiB, is for streams."""
    count: Annotated[Int, Field(ge=2, le=299)] = 2
    """How many, the driver included; Glue wants at least 2."""
    scale: Bool = True
    """Glue uses fewer than `count` while a run needs fewer."""


class Quarantine(Section):
    """Where bad rows go."""

    prefix: Prefix | None = None
    """Prefix in the zone that the job writes to; left out, `_quarantine/JOB/`."""
    max_percent: Annotated[Int, Field(ge=0, le=100)] = 100
    """Stop before anything is written if more rows than this are bad, in percent."""


class Options(Section):
    """What a template can be told; each takes some of these."""

    mode: Literal["append", "overwrite"] | None = None
    """Add to the target's rows, or replace them."""
    derive: dict[ColumnName, SqlExpression] = {}
    """Column of the target → Spark SQL that makes it, of the source's columns and of
    `_ingested_at`, the time of the run."""
    extra_columns: dict[ColumnName, ColumnType] = {}
    """Columns of JSON records that the target lacks and that `derive` uses."""
    required: tuple[ColumnName, ...] = ()
    """Columns without which a row is bad; partition columns are, always."""
    quarantine: Quarantine = Quarantine()
    """Where bad rows go, and how many may be."""
    bookmark_column: ColumnName | None = None
    """The column that only grows: a run reads what lies above the target's greatest value."""
    keys: tuple[ColumnName, ...] = ()
    """The columns that tell rows apart."""
    order_by: ColumnName | None = None
    """The column whose greatest value is the newest row of a key."""
    delete_when: SqlExpression | None = None
    """Spark SQL of the source's columns that is true for a row which is to be deleted."""
    file_mib: Annotated[Int, Field(ge=16, le=1024)] = 256
    """Size of the files that small ones are made into, in MiB, 16 to 1024."""
    min_files: Annotated[Int, Field(ge=2, le=10_000)] = 5
    """Small files in a folder from which on it is worth it."""
    shard_mib: Annotated[Int, Field(ge=100, le=1000)] = 256
    """Size of a shard in MiB, 100 to 1000."""
    extensions: tuple[
        Annotated[str, AfterValidator(pattern(r"[\w.]{1,30}", "isn't a file's extension"))], ...
    ] = ("bmp", "cls", "gif", "jpeg", "jpg", "json", "png", "tif", "tiff", "txt", "webp")
    """Extensions of the files that go into shards, without the dot."""
    seed: Annotated[Int, Field(ge=0, le=2**31)] = 0
    """Seed of the order in which samples go into shards."""
    window_seconds: Annotated[Int, Field(ge=10, le=900)] = 60
    """How often a stream's records are written, in seconds."""


RESERVED_ARGUMENTS = (
    "--JOB_NAME",
    "--TempDir",
    "--class",
    "--conf",
    "--datalake-formats",
    "--debug",
    "--job-bookmark-option",
    "--mode",
)
"""Arguments that lakeform or Glue itself sets (developer guide, "Job parameters")."""


def _arguments(value: dict[str, str]) -> dict[str, str]:
    for name in value:
        if name in RESERVED_ARGUMENTS:
            fail(
                f"the argument {quoted(name)} is set by lakeform or by Glue itself",
                "remove it; `bookmark`, `formats` and `spark` set the ones that can be chosen",
            )
    return value


_SETTING = pattern(
    r"spark\.[\w.-]+", "isn't a setting of Spark", "for example spark.sql.shuffle.partitions"
)


def _capacity(value: float) -> float:
    if value not in (0.0625, 1):
        fail(f"{quoted(value)} isn't a capacity of a Python shell", "0.0625 or 1")
    return value


class Job(Section):
    """A Glue job."""

    type: Literal["spark", "spark_streaming", "python_shell"] = "spark"
    """Kind of job."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What it does."""
    template: str | None = None
    """A template of lakeform: what the script is rendered from."""
    script: FilePath | None = None
    """A script of your own instead, a path from the folder of `lake.yaml`; one that ends with
    `.j2` is rendered like lakeform's templates."""
    source: Source = None
    """What it reads."""
    target: Target = None
    """What it writes."""
    options: Options = Options()
    """What its template is told."""
    values: dict[Identifier, Text] = {}
    """Values for a script of your own that ends with `.j2`: `{{ values.NAME }}`."""
    workers: Workers | None = None
    """The workers of a Spark job; left out, two of G.1X."""
    capacity: Annotated[float, AfterValidator(_capacity)] = 0.0625
    """Data processing units of a `python_shell` job, 0.0625 or 1."""
    bookmark: Bool = False
    """Later runs read only files that are new."""
    glue_version: Literal["5.0"] = "5.0"
    """Version of Glue; 5.0 is Spark 3.5.4, Python 3.11 and Iceberg 1.7.1."""
    flex: Bool = False
    """Run on spare capacity: cheaper, with a start that may take long."""
    timeout_minutes: Annotated[Int, Field(ge=1, le=10_080)] | None = None
    """Minutes until a run is ended; left out, 480, and for streams none."""
    retries: Annotated[Int, Field(ge=0, le=10)] = 0
    """How often a failed run is started again, 0 to 10."""
    concurrency: Annotated[Int, Field(ge=1, le=1000)] = 1
    """Runs at the same time."""
    schedule: Schedule | None = None
    """When it runs, as an AWS cron expression in UTC; left out, on demand or in a workflow."""
    maintenance_window: (
        Annotated[
            str,
            AfterValidator(
                pattern(
                    r"(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat):(?:[01]?[0-9]|2[0-3])",
                    "isn't a day and an hour",
                    "for example Sun:2, in UTC",
                )
            ),
        ]
        | None
    ) = None
    """Day and hour in UTC at which Glue may restart a streaming job."""
    connections: tuple[Identifier, ...] = ()
    """Connections of `catalog.connections`: the ways into the VPC. That of a JDBC source is added
    by itself."""
    formats: Annotated[tuple[Literal["delta", "hudi", "iceberg"], ...], Field(max_length=3)] = ()
    """Table formats that the job's Spark knows; that of its source and target is added by
    itself."""
    reads: tuple[TableReference, ...] = ()
    """Further tables that a script of your own reads."""
    writes: tuple[TableReference, ...] = ()
    """Further tables that a script of your own writes."""
    arguments: Annotated[dict[ArgumentName, Text], AfterValidator(_arguments)] = {}
    """Further arguments of a run, `--name: value`."""
    spark: dict[
        Annotated[str, AfterValidator(_SETTING)],
        Annotated[
            Text, AfterValidator(pattern(r"\S+", "holds a space", "a setting of Spark is one word"))
        ],
    ] = {}
    """Further settings of Spark."""


class Alarms(Section):
    """Who is told of runs that failed: jobs, crawlers and data quality."""

    emails: tuple[Email, ...] = ()
    """Addresses; each must confirm a message that AWS sends."""


class Etl(Section):
    """The jobs that bring data in and transform it."""

    jobs: dict[Identifier, Job] = {}
    """Name → job."""
    workflows: dict[Identifier, Workflow] = {}
    """Name → workflow."""
    alarms: Alarms | None = Alarms()
    """A topic that failed runs are sent to; `null` makes none."""
    log_retention_days: LogRetention = 90
    """Days until log records are deleted."""
