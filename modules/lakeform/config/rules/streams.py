"""Rules between `streams` and the catalogue, and of the alarms."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.catalog import CatalogCrawler
from lakeform.config.explain import Fault
from lakeform.config.job_places import TableSource, TableTarget
from lakeform.config.model import Lake
from lakeform.config.rules.known import known
from lakeform.config.rules.tables import tables
from lakeform.config.streams.references import KinesisReference, TopicReference
from lakeform.config.yaml_reader import KeyPath

READABLE = ("avro", "csv", "json")
"""Formats of records that Glue's streaming jobs read by a table (Glue developer guide, "Streaming
ETL jobs in AWS Glue")."""
OF_FILES = (
    "location",
    "optimize",
    "partition_indexes",
    "partitions",
    "projection",
    "quality",
)
"""Settings of a table that are about its files."""


def stream_tables_show_streams(lake: Lake) -> Iterator[Fault]:
    """Their stream exists, their records can be read, and nothing is said of files."""
    for path, table in tables(lake):
        match table.source:
            case KinesisReference(kinesis=stream):
                where = (*path, "source", "kinesis")
                yield from known(where, stream, "stream", lake.streams.kinesis)
            case TopicReference(kafka=cluster):
                where = (*path, "source", "kafka")
                yield from known(where, cluster, "cluster", lake.streams.kafka)
            case None:
                continue
        if table.format not in READABLE:
            yield Fault(
                (*path, "format"),
                f"the records of a stream can't be {table.format}",
                f"one of {', '.join(READABLE)}",
            )
        for key in OF_FILES:
            if getattr(table, key):
                yield Fault(
                    (*path, key),
                    f"{quoted(key)} is about files, and this table shows a stream",
                    "remove it",
                    at_key=True,
                )


def stream_tables_are_read_as_streams(lake: Lake) -> Iterator[Fault]:
    """No crawler looks for their files, and no job reads or writes them as files."""
    for where, reference in _as_files(lake):
        table = lake.table(reference)
        if table is not None and table.source is not None:
            stream = table.source.model_dump()
            written = ", ".join(f"{key}: {value}" for key, value in stream.items())
            yield Fault(
                where,
                f"the table {quoted(reference)} shows a stream, and has no files",
                f"name a table of files; a job reads the stream by `source: {{{written}}}`",
            )


def _as_files(lake: Lake) -> Iterator[tuple[KeyPath, str]]:
    for name, crawler in lake.catalog.crawlers.items():
        if isinstance(crawler, CatalogCrawler):
            for place, reference in enumerate(crawler.tables):
                yield ("catalog", "crawlers", name, "tables", place), reference
    for name, job in lake.etl.jobs.items():
        if isinstance(job.source, TableSource):
            yield ("etl", "jobs", name, "source", "table"), job.source.table
        if isinstance(job.target, TableTarget):
            yield ("etl", "jobs", name, "target"), job.target.table


def stream_alarms_have_one_topic(lake: Lake) -> Iterator[Fault]:
    """Addresses belong to lakeform's own topic, and a topic to the region of its alarms."""
    alarms = lake.streams.alarms
    if alarms is None or alarms.topic is None:
        return
    where = ("streams", "alarms")
    if alarms.emails:
        yield Fault(
            (*where, "emails"),
            "the alarms go to a topic that exists, whose addresses aren't lakeform's",
            "subscribe them there, or remove `topic`",
            at_key=True,
        )
    region = alarms.topic.split(":")[3]
    if region != lake.environment.region:
        yield Fault(
            (*where, "topic"),
            f"the topic is in {region}, and the alarms are in {lake.environment.region}",
            "name a topic of that region",
        )
