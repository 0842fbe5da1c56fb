"""`streams.connect`: MSK Connect, from topics to a zone."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lakeform.config.base import Int, LogRetention, Prefix, Section, ShortName, Text
from lakeform.config.streams.kinesis import once
from lakeform.config.streams.references import Code, TopicName


class ConnectSource(Section):
    """Topics of a cluster of `streams.kafka`."""

    kafka: ShortName
    """The cluster."""
    topics: Annotated[tuple[TopicName, ...], AfterValidator(once), Field(min_length=1)]
    """The topics."""


class ConnectorWorkers(Section):
    """How much runs the connector."""

    mcu: Literal[1, 2, 4, 8] = 1
    """MSK Connect units of a worker, 1, 2, 4 or 8: a vCPU and 4 GiB each."""
    min: Annotated[Int, Field(ge=1, le=10)] = 1
    """Fewest workers."""
    max: Annotated[Int, Field(ge=1, le=10)] = 2
    """Most workers; as many as `min` to have a fixed number."""
    scale_out_percent: Annotated[Int, Field(ge=1, le=100)] = 80
    """CPU above which a worker is added."""
    scale_in_percent: Annotated[Int, Field(ge=1, le=100)] = 20
    """CPU below which a worker is removed."""


class Connector(Section):
    """A connector that writes topics to a zone: Confluent's S3 sink, or another that you name."""

    source: ConnectSource = Field(alias="from")
    """What it reads: `{kafka: CLUSTER, topics: [TOPIC]}`."""
    zone: str
    """The zone that it writes to."""
    prefix: Prefix | None = None
    """Prefix of the objects; left out, CONNECTOR/."""
    plugin: Code
    """The connector's program, a ZIP or JAR: `{zone: …, key: …}` or `{file: …}`."""
    connector_class: Annotated[str, Field(min_length=1)] = "io.confluent.connect.s3.S3SinkConnector"
    """The Java class of the connector."""
    version: Literal["2.7.1", "3.7.x"] = "3.7.x"
    """Version of Kafka Connect."""
    description: Annotated[str, Field(max_length=1024)] | None = None
    """What it does."""
    format: Literal["json", "avro", "parquet", "bytes"] = "json"
    """Format of the files. Avro and Parquet need records with a schema: see `worker`."""
    flush_records: Annotated[Int, Field(ge=1)] = 10_000
    """Records that end a file."""
    rotate_minutes: Annotated[Int, Field(ge=1, le=10_080)] = 10
    """Minutes of the wall clock that end a file."""
    folders: Annotated[str, Field(min_length=1)] = "'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH"
    """Folders below TOPIC/ by the time of the record, in Joda's notation and UTC."""
    tasks: Annotated[Int, Field(ge=1, le=1000)] = 2
    """Tasks among which the topics' partitions are divided."""
    workers: ConnectorWorkers = ConnectorWorkers()
    """How much runs it."""
    worker: dict[str, Text] = {}
    """Settings of the workers over lakeform's own, such as `value.converter`."""
    settings: dict[str, Text] = {}
    """Further settings of the connector, over lakeform's own."""
    log_retention_days: LogRetention = 90
    """Days until log records are deleted."""
