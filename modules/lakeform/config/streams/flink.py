"""`streams.flink`: applications of Managed Service for Apache Flink."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lakeform.config.base import Bool, Int, LogRetention, Section, Text, pattern
from lakeform.config.streams.references import Code, Input, Output, TopicReference

LAKE_PROPERTIES = "lakeform"
"""The property group that lakeform writes itself."""

PropertyGroup = Annotated[
    str, AfterValidator(pattern(r"[\w.-]{1,50}", "isn't the name of a property group"))
]


class Checkpoints(Section):
    """How the state is kept while the application runs."""

    seconds: Annotated[Int, Field(ge=1, le=86_400)] = 60
    """Seconds between two checkpoints."""
    pause_seconds: Annotated[Int, Field(ge=0, le=86_400)] = 5
    """Least seconds from the end of one to the start of the next."""


class FlinkLogs(Section):
    """What the application logs."""

    level: Literal["DEBUG", "INFO", "WARN", "ERROR"] = "INFO"
    """The least level that is logged."""
    metrics: Literal["APPLICATION", "TASK", "OPERATOR", "PARALLELISM"] = "APPLICATION"
    """How fine its metrics are."""
    retention_days: LogRetention = 90
    """Days until log records are deleted."""


class FlinkApplication(Section):
    """A Flink application."""

    runtime: Literal["FLINK-1_15", "FLINK-1_18", "FLINK-1_19", "FLINK-1_20"] = "FLINK-1_20"
    """Version of Flink."""
    description: Annotated[str, Field(max_length=1024)] | None = None
    """What it does."""
    code: Code
    """The JAR, or the ZIP of a Python application: `{zone: …, key: …}` or `{file: …}`."""
    parallelism: Annotated[Int, Field(ge=1, le=256)] = 1
    """Parallel tasks that it starts with."""
    parallelism_per_kpu: Annotated[Int, Field(ge=1, le=8)] = 1
    """Tasks that share a Kinesis processing unit: a vCPU and 4 GiB."""
    autoscale: Bool = True
    """Let the service change the parallelism with the load."""
    snapshots: Bool = True
    """Keep the state when it is stopped or updated, and go on from there."""
    checkpoints: Checkpoints = Checkpoints()
    """How the state is kept while it runs."""
    start: Bool = True
    """Run it; otherwise it is only made."""
    reads: tuple[Input, ...] = ()
    """What its role may read: streams, topics, and objects of zones."""
    writes: tuple[Output, ...] = ()
    """What its role may write: streams, topics, deliveries, and objects of zones."""
    in_network: Bool | None = None
    """Run in the lake's private subnets; left out, where it reads or writes a topic."""
    properties: dict[PropertyGroup, dict[str, Text]] = {}
    """Property group → key → value, which the application reads at run time. The group `lakeform`
    is there by itself: names and ARNs of what it reads and writes."""
    logs: FlinkLogs = FlinkLogs()
    """What it logs."""

    @property
    def inside(self) -> bool:
        """Whether it runs in the lake's subnets."""
        if self.in_network is not None:
            return self.in_network
        return any(isinstance(each, TopicReference) for each in (*self.reads, *self.writes))
