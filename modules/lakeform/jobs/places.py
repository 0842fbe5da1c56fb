"""Where a job's source and target lie: the buckets, prefixes and columns behind the keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lakeform.catalog import arrivals
from lakeform.config import Lake
from lakeform.config.catalog import Csv, Table
from lakeform.config.etl import Job
from lakeform.config.job_places import CsvFiles, TableSource, TableTarget, ZoneSource, ZoneTarget
from lakeform.config.job_templates import job_template
from lakeform.naming import Names

ICEBERG_CATALOG = "glue_catalog"
"""What Spark calls the Glue catalogue."""


@dataclass(frozen=True)
class Place:
    """A table, or a folder of files, in a zone.

    Attributes:
        name: as people call it: `sales.orders`, `raw/landing/`.
        zone: its zone.
        prefix: its prefix in the zone's bucket.
        uri: the same as S3 says it.
        format: of its files; "" where it doesn't matter.
        columns: name → type, partitions last; empty where nothing says it.
        partitions: the columns that are folders.
        options: how Spark reads and writes its files.
        table: `database.table`; None for files.
        computed_partitions: Athena computes the partitions, so nobody need register them.
    """

    name: str
    zone: str
    prefix: str
    uri: str
    format: str
    columns: Mapping[str, str] = field(default_factory=dict)
    partitions: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None
    computed_partitions: bool = False

    @property
    def is_iceberg(self) -> bool:
        return self.format == "iceberg"

    @property
    def spark_name(self) -> str:
        """What Spark calls an Iceberg table."""
        return f"{ICEBERG_CATALOG}.{self.table}"


def bucket_of(lake: Lake, zone: str) -> str:
    """The name of a zone's bucket."""
    return lake.zones[zone].bucket or Names.of(lake).bucket(zone)


def uri(lake: Lake, zone: str, prefix: str) -> str:
    """A prefix of a zone, as S3 says it."""
    return f"s3://{bucket_of(lake, zone)}/{prefix}"


def table_place(lake: Lake, reference: str) -> Place:
    """A table of the catalogue; the lake has passed its rules, so there is one."""
    database, _, name = reference.partition(".")
    section = lake.catalog.databases[database]
    table = section.tables[name]
    prefix = section.table_prefix(database, name)
    return Place(
        name=reference,
        zone=section.zone,
        prefix=prefix,
        uri=uri(lake, section.zone, prefix),
        format=table.format,
        columns={key: c.type for key, c in (*table.columns.items(), *table.partitions.items())},
        partitions=() if table.format == "iceberg" else tuple(table.partitions),
        options=_file_options(table),
        table=reference,
        computed_partitions=bool(arrivals.projection(lake, reference)),
    )


def source_place(lake: Lake, job: Job) -> Place | None:
    """Where a job's source lies in the lake; None where it is a database or a stream."""
    match job.source:
        case TableSource():
            return table_place(lake, job.source.table)
        case ZoneSource() as source:
            template = job_template(job.template or "")
            only = template.formats[0] if template and len(template.formats) == 1 else ""
            found = source.format or only
            return Place(
                name=f"{source.zone}/{source.prefix}",
                zone=source.zone,
                prefix=source.prefix,
                uri=uri(lake, source.zone, source.prefix),
                format=found,
                options=_source_options(source.csv) if found == "csv" else {},
            )
    return None


def target_place(lake: Lake, job: Job) -> Place | None:
    """Where a job writes; None where it has no target."""
    match job.target:
        case TableTarget():
            return table_place(lake, job.target.table)
        case ZoneTarget() as target:
            return Place(
                name=f"{target.zone}/{target.prefix}",
                zone=target.zone,
                prefix=target.prefix,
                uri=uri(lake, target.zone, target.prefix),
                format=target.format,
                partitions=target.partitions,
                options=csv_options(Csv()) if target.format == "csv" else {},
            )
    return None


def home_zone(lake: Lake, job: Job) -> str | None:
    """The one zone that a job writes to, and so whose key encrypts all that it writes."""
    target = target_place(lake, job)
    if target is not None:
        return target.zone
    if job.template is not None:  # a template without a target works on its source
        source = source_place(lake, job)
        return None if source is None else source.zone
    zones = {table_place(lake, reference).zone for reference in job.writes}
    return min(zones) if zones else None


def csv_options(csv: Csv) -> dict[str, str]:
    """How Spark is told of CSV files. An empty quote means that nothing is quoted."""
    return {
        "header": str(csv.header).lower(),
        "sep": csv.delimiter,
        "quote": csv.quote or "",
        "escape": csv.escape,
    }


def _source_options(csv: CsvFiles) -> dict[str, str]:
    found = {
        "header": str(csv.header).lower(),
        "sep": csv.delimiter,
        "quote": csv.quote or "",
        "escape": csv.escape,
        "nullValue": csv.null_text,
        "encoding": csv.encoding,
    }
    # Spark splits a file at line breaks, and finds those of UTF-8 and its kin only.
    whole = csv.multiline or csv.encoding == "UTF-16"
    return found | ({"multiLine": "true"} if whole else {})


def _file_options(table: Table) -> dict[str, str]:
    return csv_options(table.csv or Csv()) if table.format == "csv" else {}
