"""The services that records are sent to."""

from __future__ import annotations

from lakeform.produce.senders.firehose import FirehoseSender
from lakeform.produce.senders.kafka import KafkaLogin, KafkaSender
from lakeform.produce.senders.kinesis import KinesisSender
from lakeform.produce.senders.printer import Printer
from lakeform.produce.senders.sender import Limits, Refused, Sender
from lakeform.produce.senders.topics import make_topic
from lakeform.produce.target import Target

__all__ = ["KafkaLogin", "Limits", "Printer", "Refused", "Sender", "make_topic", "open_sender"]


def open_sender(
    target: Target, region: str | None, login: KafkaLogin, *, lines: bool = True
) -> Sender:
    """The sender of a target.

    Args:
        region: of AWS; None takes the one that is set for every AWS tool.
        login: for Kafka.
        lines: whether a record to Kinesis or Firehose ends its line.

    Raises:
        LakeformError: a library, a setting or the other side is missing.
    """
    if target.kind == "kinesis":
        return KinesisSender(target.name, region, lines=lines)
    if target.kind == "firehose":
        return FirehoseSender(target.name, region, lines=lines)
    return KafkaSender(target.brokers, target.name, region, login)
