"""What is watched of each stream: the alarms as inert data.

Sources of the metrics: Kinesis Data Streams developer guide, "Monitor with CloudWatch"; Firehose
developer guide, "Monitor with CloudWatch metrics"; MSK developer guide, "Amazon MSK metrics for
monitoring" and "Monitor MSK Connect"; Managed Flink developer guide, "Metrics and dimensions".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lakeform.config import Lake
from lakeform.config.streams import ProvisionedKafka, StreamAlarms
from lakeform.config.streams.deliveries import DirectPut
from lakeform.naming import Names
from lakeform.streaming.delivered import converts
from lakeform.streaming.kafka_facts import broker_count
from lakeform.streaming.names import (
    cluster_name,
    connector_name,
    delivery_name,
    flink_name,
    kinesis_name,
)

FIVE_MINUTES = 300


@dataclass(frozen=True)
class Watch:
    """A metric, and when an alarm goes off.

    Attributes:
        key: its name in parts: `("kinesis", "clicks", "iterator-age")`.
        above: the alarm goes off above the threshold; otherwise below it.
        periods: how many times five minutes in a row.
    """

    key: tuple[str, ...]
    what: str
    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    threshold: float
    statistic: Literal["Average", "Maximum", "Sum"] = "Maximum"
    above: bool = True
    periods: int = 1


def watches(lake: Lake, limits: StreamAlarms) -> Iterator[Watch]:
    """All watches of the lake's streams, in the order of the file's sections."""
    names = Names.of(lake)
    yield from _kinesis(lake, names, limits)
    yield from _deliveries(lake, names, limits)
    yield from _kafka(lake, names, limits)
    yield from _programs(lake, names)


def _kinesis(lake: Lake, names: Names, limits: StreamAlarms) -> Iterator[Watch]:
    age = limits.iterator_age_minutes * 60_000
    for name, stream in sorted(lake.streams.kinesis.items()):
        of = {"StreamName": kinesis_name(names, name)}
        yield Watch(
            ("kinesis", name, "iterator-age"),
            f"Consumers of {name} lag behind",
            "AWS/Kinesis",
            "GetRecords.IteratorAgeMilliseconds",
            of,
            age,
        )
        for consumer in stream.fan_out:
            yield Watch(
                ("kinesis", name, consumer, "lag"),
                f"The consumer {consumer} of {name} lags behind",
                "AWS/Kinesis",
                "SubscribeToShardEvent.MillisBehindLatest",
                {**of, "ConsumerName": names.name(name, consumer)},
                age,
            )
        for what in ("Read", "Write"):
            yield Watch(
                ("kinesis", name, f"{what.lower()}-throttled"),
                f"Kinesis throttles who {what.lower()}s {name}",
                "AWS/Kinesis",
                f"{what}ProvisionedThroughputExceeded",
                of,
                0,
                statistic="Sum",
                periods=3,
            )


def _deliveries(lake: Lake, names: Names, limits: StreamAlarms) -> Iterator[Watch]:
    for name, delivery in sorted(lake.streams.deliveries.items()):
        of = {"DeliveryStreamName": delivery_name(names, name)}
        yield Watch(
            ("delivery", name, "delay"),
            f"The delivery {name} lags behind",
            "AWS/Firehose",
            "DeliveryToS3.DataFreshness",
            of,
            limits.delivery_delay_minutes * 60,
        )
        yield Watch(
            ("delivery", name, "failures"),
            f"The delivery {name} can't write all objects",
            "AWS/Firehose",
            "DeliveryToS3.Success",
            of,
            1,
            statistic="Average",
            above=False,
        )
        sums = {}
        if converts(lake, delivery):
            sums["unconverted"] = ("FailedConversion.Records", "can't convert all records")
        if isinstance(delivery.source, DirectPut):
            sums["throttled"] = ("ThrottledRecords", "throttles who puts records")
        for key, (metric, what) in sums.items():
            yield Watch(
                ("delivery", name, key),
                f"The delivery {name} {what}",
                "AWS/Firehose",
                metric,
                of,
                0,
                statistic="Sum",
            )


def _kafka(lake: Lake, names: Names, limits: StreamAlarms) -> Iterator[Watch]:
    for name, section in sorted(lake.streams.kafka.items()):
        of = {"Cluster Name": cluster_name(names, name)}
        for topic, about in sorted(section.topics.items()):
            for group in about.groups:
                yield Watch(
                    ("kafka", name, topic, group, "lag"),
                    f"The group {group} lags behind on {topic} of {name}",
                    "AWS/Kafka",
                    "EstimatedMaxTimeLag",
                    {**of, "Consumer Group": group, "Topic": topic},
                    limits.consumer_lag_minutes * 60,
                )
        if isinstance(section, ProvisionedKafka):
            yield Watch(
                ("kafka", name, "offline-partitions"),
                f"Partitions of {name} have no leader",
                "AWS/Kafka",
                "OfflinePartitionsCount",
                of,
                0,
            )
            for broker in range(1, broker_count(lake, section) + 1):
                yield Watch(
                    ("kafka", name, f"disk-{broker}"),
                    f"The disk of broker {broker} of {name} fills up",
                    "AWS/Kafka",
                    "KafkaDataLogsDiskUsed",
                    {**of, "Broker ID": str(broker)},
                    limits.disk_used_percent,
                )


def _programs(lake: Lake, names: Names) -> Iterator[Watch]:
    for name, application in sorted(lake.streams.flink.items()):
        if application.start:
            yield Watch(
                ("flink", name, "down"),
                f"The Flink application {name} is down",
                "AWS/KinesisAnalytics",
                "downtime",
                {"Application": flink_name(names, name)},
                0,
                periods=2,
            )
    for name in sorted(lake.streams.connect):
        yield Watch(
            ("connect", name, "failed-tasks"),
            f"Tasks of the connector {name} have failed",
            "AWS/KafkaConnect",
            "ErroredTaskCount",
            {"ConnectorName": connector_name(names, name)},
            0,
        )
