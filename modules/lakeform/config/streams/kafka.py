"""`streams.kafka`: clusters of Amazon Managed Streaming for Apache Kafka (MSK)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, Tag, model_validator

from lakeform.config.base import (
    Bool,
    Distinct,
    Identifier,
    Int,
    LogRetention,
    Section,
    Text,
    fail,
    pattern,
    quoted,
)
from lakeform.config.streams.kinesis import once
from lakeform.config.streams.references import Personas, TopicPattern

MAX_ZONES = 3
"""Availability zones of a provisioned cluster (API reference of BrokerNodeGroupInfo)."""

GroupName = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[A-Za-z0-9._-]{1,255}",
            "isn't the name of a consumer group",
            "letters, digits, `.`, `_` and `-`",
        )
    ),
]
InstanceType = Annotated[
    str,
    AfterValidator(
        pattern(
            r"kafka\.[a-z0-9]+\.[0-9a-z]+",
            "isn't an instance type of MSK's Standard brokers",
            "for example kafka.m7g.large",
        )
    ),
]


class Topic(Section):
    """Who may do what with a topic. Terraform doesn't make it: `lakeform produce` does where it is
    missing, and any producer or administrator may with Kafka's own tools. Brokers make none by
    themselves, unless `configuration` says `auto.create.topics.enable: "true"`."""

    producers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may make it and write to it."""
    consumers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may read it, in consumer groups whose names start with the persona's, or that
    `groups` names."""
    groups: Annotated[tuple[GroupName, ...], AfterValidator(once)] = ()
    """Consumer groups whose lag is watched."""
    partitions: Annotated[Int, Field(ge=1, le=10_000)] | None = None
    """Partitions with which `lakeform produce` makes it; left out, the brokers' default."""
    replicas: Annotated[Int, Field(ge=1, le=15)] | None = None
    """Brokers on which `lakeform produce` puts each partition; left out, the brokers' default."""


class _Cluster(Section):
    topics: dict[TopicPattern, Topic] = {}
    """Topic → who may use it; a `*` at the end of its name stands for any."""
    producers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may make all topics and write to them."""
    consumers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may read all topics, in consumer groups whose names start with the
    persona's."""
    administrators: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may make, change and delete topics and consumer groups."""


class ServerlessKafka(_Cluster):
    """MSK Serverless: no brokers to size; IAM is its only login."""

    kind: Literal["serverless"]
    """What it is."""

    @model_validator(mode="before")
    @classmethod
    def _without_brokers(cls, data: Any) -> Any:
        for key in data if isinstance(data, dict) else ():
            if key in ProvisionedKafka.model_fields and key not in cls.model_fields:
                fail(
                    f"a serverless cluster has no {quoted(key)}",
                    "remove it, or write `kind: provisioned`",
                )
        return data


class ScramUser(Section):
    """A user of SASL/SCRAM. Its password is made with the first apply, and stands in a secret
    only."""

    readers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may read the secret."""


class KafkaLogs(Section):
    """What the brokers log."""

    retention_days: LogRetention = 90
    """Days until log records are deleted."""


class ProvisionedKafka(_Cluster):
    """MSK with brokers of one's own, encrypted with the lake's general key."""

    kind: Literal["provisioned"]
    """What it is."""
    version: str = "3.8.x"
    """Version of Kafka, as MSK writes it; `.kraft` behind it does without ZooKeeper."""
    zones: Annotated[Int, Field(ge=2, le=3)] | None = None
    """Availability zones that it spans, 2 or 3; left out, 3, or as many as the network has."""
    brokers: Annotated[Int, Field(ge=2, le=60)] | None = None
    """Brokers in all, the same number in each zone; left out, one a zone."""
    instance: InstanceType = "kafka.m7g.large"
    """Instance type of the brokers."""
    storage_gib: Annotated[Int, Field(ge=1, le=16_384)] = 100
    """Storage of each broker in GiB, 1 to 16384."""
    autoscale_to_gib: Annotated[Int, Field(ge=1, le=16_384)] | None = None
    """Let the storage of each broker grow to this, in GiB. It never shrinks."""
    autoscale_at_percent: Annotated[Int, Field(ge=10, le=80)] = 60
    """How full the disks are kept, in percent."""
    storage_throughput_mibps: Annotated[Int, Field(ge=250, le=2375)] | None = None
    """Provisioned throughput of each broker's storage in MiB/s, 250 to 2375."""
    tiered_storage: Bool = False
    """Topics may keep old records in a cheaper tier."""
    configuration: dict[str, Text] = {}
    """Kafka's server properties, over lakeform's own."""
    scram: dict[Identifier, ScramUser] = {}
    """User of SASL/SCRAM → who may read its password. IAM is always a login."""
    monitoring: Literal[
        "DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"
    ] = "PER_BROKER"
    """How fine its metrics are; above DEFAULT at a price."""
    open_monitoring: Bool = False
    """Let members of the clients' security group read JMX and node metrics for Prometheus."""
    logs: KafkaLogs | None = KafkaLogs()
    """What the brokers log to CloudWatch; `null`: nothing."""

    def spans(self, network_zones: int) -> int:
        """How many of the network's availability zones it spans."""
        return min(MAX_ZONES, network_zones) if self.zones is None else self.zones


_SERVERLESS, _PROVISIONED = "serverless cluster", "provisioned cluster"


def _kind(value: object) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return {"serverless": _SERVERLESS, "provisioned": _PROVISIONED}.get(str(kind))


KafkaCluster = Annotated[
    Annotated[ServerlessKafka, Tag(_SERVERLESS)] | Annotated[ProvisionedKafka, Tag(_PROVISIONED)],
    Distinct(
        _kind,
        custom_error_type="lakeform",
        custom_error_message="{message}",
        custom_error_context={
            "message": "a cluster's `kind` says what it is",
            "hint": "write `kind: serverless` or `kind: provisioned`",
            "key": "kind",
            "words": "serverless, provisioned",
        },
    ),
]
