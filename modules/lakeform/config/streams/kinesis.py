"""`streams.kinesis`: Kinesis data streams."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lakeform.config.base import Identifier, Int, Section, fail, quoted
from lakeform.config.streams.references import Personas

MAX_FAN_OUT = 20
"""Consumers with enhanced fan-out of one stream (Kinesis developer guide, "Quotas and limits")."""

ShardMetric = Literal[
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
]


def once(value: tuple[str, ...]) -> tuple[str, ...]:
    """A validator: no name stands twice; the order of the file has no meaning."""
    for name in value:
        if value.count(name) > 1:
            fail(f"{quoted(name)} is named twice", "name each once")
    return tuple(sorted(value))


class KinesisStream(Section):
    """A Kinesis data stream, encrypted with the lake's general key."""

    mode: Literal["on_demand", "provisioned"] | None = None
    """How its capacity is counted: it follows the load (`on_demand`), or is a number of shards
    (`provisioned`). Left out: provisioned where `shards` is given, on demand otherwise."""
    shards: Annotated[Int, Field(ge=1, le=20_000)] | None = None
    """Shards of a provisioned stream: 1 MB/s in and 2 MB/s out each."""
    retention_hours: Annotated[Int, Field(ge=24, le=8760)] = 48
    """Hours that a record can be read, 24 to 8760 (a year); above 24 at a price."""
    fan_out: Annotated[
        tuple[Identifier, ...], AfterValidator(once), Field(max_length=MAX_FAN_OUT)
    ] = ()
    """Consumers with enhanced fan-out: each reads 2 MB/s a shard of its own."""
    shard_metrics: Annotated[tuple[ShardMetric, ...], AfterValidator(once)] = ()
    """Metrics that are also kept for each shard, at a price."""
    producers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may put records."""
    consumers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may read records, also through the consumers of `fan_out`."""

    @property
    def on_demand(self) -> bool:
        """Whether its capacity follows the load."""
        return self.mode == "on_demand" or (self.mode is None and self.shards is None)
