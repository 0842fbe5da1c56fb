"""Section `streams`: Kinesis, Firehose, Kafka, Flink and Kafka Connect."""

from __future__ import annotations

from lakeform.config.base import Identifier, Section, ShortName
from lakeform.config.streams.alarms import StreamAlarms
from lakeform.config.streams.connect import Connector
from lakeform.config.streams.deliveries import Delivery
from lakeform.config.streams.flink import FlinkApplication
from lakeform.config.streams.kafka import KafkaCluster, ProvisionedKafka, ServerlessKafka
from lakeform.config.streams.kinesis import KinesisStream

__all__ = [
    "Connector",
    "Delivery",
    "FlinkApplication",
    "KafkaCluster",
    "KinesisStream",
    "ProvisionedKafka",
    "ServerlessKafka",
    "StreamAlarms",
    "Streams",
]


class Streams(Section):
    """What moves data while it is made."""

    kinesis: dict[Identifier, KinesisStream] = {}
    """Name → Kinesis stream."""
    deliveries: dict[Identifier, Delivery] = {}
    """Name → Firehose, which delivers records to a zone."""
    kafka: dict[ShortName, KafkaCluster] = {}
    """Name → cluster of Amazon MSK."""
    flink: dict[Identifier, FlinkApplication] = {}
    """Name → application of Managed Service for Apache Flink."""
    connect: dict[Identifier, Connector] = {}
    """Name → connector of MSK Connect that writes topics to a zone."""
    alarms: StreamAlarms | None = StreamAlarms()
    """Alarms on all of them, and who is told; `null` makes none."""
