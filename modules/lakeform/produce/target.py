"""Where records go, as a user names it: `kinesis:clicks`, `kafka:b-1:9098,b-2:9098/events`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lakeform.config.base import quoted
from lakeform.errors import InputError

Kind = Literal["kinesis", "firehose", "kafka"]
_FORMS = "write kinesis:NAME, firehose:NAME or kafka:HOST:PORT,…/TOPIC"
_NAMES = {"kinesis": r"[\w.-]{1,128}", "firehose": r"[\w.-]{1,64}"}
"""Service → its names (API references: CreateStream, CreateDeliveryStream)."""
_TOPIC = r"[A-Za-z0-9._-]{1,249}"
"""Kafka's rule for topics."""
_BROKER = r"[A-Za-z0-9.-]+:[0-9]{1,5}"


@dataclass(frozen=True)
class Target:
    """A stream, a delivery stream or a topic.

    Attributes:
        name: of the stream or the topic.
        brokers: HOST:PORT of Kafka's bootstrap brokers.
    """

    kind: Kind
    name: str
    brokers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def parse_target(text: str) -> Target:
    """The target that a text names.

    Raises:
        InputError: it names none.
    """
    kind, _, rest = text.partition(":")
    match kind:
        case "kafka":
            return _kafka(text, rest)
        case "kinesis" | "firehose":
            if re.fullmatch(_NAMES[kind], rest, re.ASCII) is None:
                raise InputError(f"{quoted(rest)} can't be the name of a stream", hint=_FORMS)
            return Target(kind, rest)
    raise InputError(f"{quoted(text)} is no target", hint=_FORMS)


def _kafka(text: str, rest: str) -> Target:
    hosts, slash, topic = rest.partition("/")
    brokers = tuple(hosts.split(","))
    for broker in brokers:
        if re.fullmatch(_BROKER, broker) is None:
            raise InputError(f"{quoted(broker)} isn't a broker's HOST:PORT", hint=_FORMS)
    if not slash:
        raise InputError(f"{quoted(text)} names no topic", hint=_FORMS)
    if re.fullmatch(_TOPIC, topic) is None:
        raise InputError(f"{quoted(topic)} can't be the name of a topic", hint=_FORMS)
    return Target("kafka", topic, brokers)
