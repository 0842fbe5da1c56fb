"""What a job's role must be allowed, as data: from it come IAM's statements, the grants of Lake
Formation and the keys' policies, so that none of the three can lack what the others have."""

from __future__ import annotations

from dataclasses import dataclass

from lakeform.config import Lake
from lakeform.config.etl import Job
from lakeform.config.governance import TablePermission
from lakeform.config.job_places import BrokerSource, JdbcSource, KafkaSource, KinesisSource
from lakeform.jobs.places import Place, home_zone, source_place, table_place, target_place
from lakeform.jobs.quality import all_jobs
from lakeform.jobs.values import has_quarantine, quarantine_prefix, work_prefix

READ: tuple[TablePermission, ...] = ("DESCRIBE", "SELECT")
WRITE: tuple[TablePermission, ...] = ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")
"""What Lake Formation must grant on a table. A commit to an Iceberg table and a new partition are
changes of the table (`glue:UpdateTable`, `glue:BatchCreatePartition`), hence ALTER."""


@dataclass(frozen=True, order=True)
class TableNeed:
    """Access to a table, and to the files behind it."""

    table: str
    writes: bool

    @property
    def database(self) -> str:
        return self.table.partition(".")[0]

    @property
    def permissions(self) -> tuple[TablePermission, ...]:
        """What Lake Formation must grant on the table, sorted."""
        return WRITE if self.writes else READ


@dataclass(frozen=True)
class Needs:
    """All that a job's role must be allowed. Everything is sorted.

    Attributes:
        tables: tables of the catalogue.
        locations: zones in which it changes tables that lie there (DATA_LOCATION_ACCESS).
        reads: zone and prefix of the files that it reads.
        writes: zone and prefix of the files that it writes, which it may also read and delete.
        connections: connections of the catalogue.
        secrets: names or ARNs of the secrets that the script reads.
        streams: Kinesis streams, as `lake.yaml` calls them.
        topics: MSK cluster, as `lake.yaml` calls it, and topic.
    """

    tables: tuple[TableNeed, ...] = ()
    locations: tuple[str, ...] = ()
    reads: tuple[tuple[str, str], ...] = ()
    writes: tuple[tuple[str, str], ...] = ()
    connections: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()


def needs(lake: Lake, name: str) -> Needs:
    """What a job's role must be allowed."""
    job = all_jobs(lake)[name]
    read, written = _places(lake, job)
    tables = {place.table: False for place in read if place.table is not None}
    tables |= {place.table: True for place in written if place.table is not None}
    reads = {(place.zone, place.prefix) for place in read}
    writes = {(place.zone, place.prefix) for place in written}
    zone = home_zone(lake, job)
    if zone is not None:
        writes.add((zone, work_prefix(name)))
        if job.template is not None and has_quarantine(job):
            writes.add((zone, quarantine_prefix(name, job)))
    source = job.source
    return Needs(
        tables=tuple(sorted(TableNeed(table, writes) for table, writes in tables.items())),
        locations=tuple(sorted({place.zone for place in written if place.table is not None})),
        reads=tuple(sorted(reads - writes)),
        writes=tuple(sorted(writes)),
        connections=job_connections(job),
        secrets=_secrets(lake, job),
        streams=(source.kinesis,) if isinstance(source, KinesisSource) else (),
        topics=((source.kafka, source.topic),) if isinstance(source, KafkaSource) else (),
    )


def job_connections(job: Job) -> tuple[str, ...]:
    """The connections that a job is given: its own, and that of its source."""
    found = set(job.connections)
    match job.source:
        case JdbcSource():
            found.add(job.source.connection)
        case BrokerSource():
            found.add(job.source.broker)
    return tuple(sorted(found))


def _places(lake: Lake, job: Job) -> tuple[list[Place], list[Place]]:
    """What is read, and what is written."""
    read = [table_place(lake, reference) for reference in job.reads]
    written = [table_place(lake, reference) for reference in job.writes]
    source, target = source_place(lake, job), target_place(lake, job)
    if target is not None:
        written.append(target)
    if source is not None:
        # A template without a target works on its source.
        (written if target is None and job.template is not None else read).append(source)
    return read, written


def _secrets(lake: Lake, job: Job) -> tuple[str, ...]:
    connections = [lake.catalog.connections[name] for name in job_connections(job)]
    return tuple(sorted({each.secret for each in connections if each.secret is not None}))
