"""How sections name a stream, a topic, a place in a zone, or a program's file."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, Tag

from lakeform.config.base import Identifier, Prefix, Section, ShortName, by_key, pattern

TopicName = Annotated[
    str,
    AfterValidator(
        pattern(
            r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}",
            "isn't a topic's name",
            "1 to 249 letters, digits, `.`, `_` and `-`",
        )
    ),
]
TopicPattern = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[A-Za-z0-9._-]{0,248}\*|(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}",
            "isn't a topic's name",
            "letters, digits, `.`, `_` and `-`; a `*` at the end stands for any",
        )
    ),
]
Personas = tuple[ShortName, ...]
"""Personas of `governance.personas`."""
ObjectKey = Annotated[
    str,
    AfterValidator(
        pattern(
            r"(?!/)[\w!.*'()=/-]{1,1024}(?<!/)",
            "isn't the key of an object",
            "for example code/app.jar",
        )
    ),
]
FilePath = Annotated[str, Field(min_length=1, max_length=1024)]


class KinesisReference(Section):
    """A Kinesis stream of `streams.kinesis`."""

    kinesis: Identifier
    """The stream."""


class TopicReference(Section):
    """A topic of a cluster of `streams.kafka`."""

    kafka: ShortName
    """The cluster."""
    topic: TopicName
    """The topic."""


class DeliveryReference(Section):
    """A Firehose of `streams.deliveries` that takes records directly."""

    delivery: Identifier
    """The delivery."""


class PlaceReference(Section):
    """Objects of a zone."""

    zone: str
    """The zone."""
    prefix: Prefix = ""
    """Prefix of the objects."""


StreamReference = Annotated[
    Annotated[KinesisReference, Tag("Kinesis stream")]
    | Annotated[TopicReference, Tag("Kafka topic")],
    by_key({"kinesis": "Kinesis stream", "kafka": "Kafka topic"}, "a stream"),
]
Input = Annotated[
    Annotated[KinesisReference, Tag("Kinesis stream")]
    | Annotated[TopicReference, Tag("Kafka topic")]
    | Annotated[PlaceReference, Tag("place in a zone")],
    by_key(
        {"kinesis": "Kinesis stream", "kafka": "Kafka topic", "zone": "place in a zone"}, "an input"
    ),
]
Output = Annotated[
    Annotated[KinesisReference, Tag("Kinesis stream")]
    | Annotated[TopicReference, Tag("Kafka topic")]
    | Annotated[DeliveryReference, Tag("Firehose delivery")]
    | Annotated[PlaceReference, Tag("place in a zone")],
    by_key(
        {
            "kinesis": "Kinesis stream",
            "kafka": "Kafka topic",
            "delivery": "Firehose delivery",
            "zone": "place in a zone",
        },
        "an output",
    ),
]


class StoredCode(Section):
    """An object of a zone. It must be there before what runs it is made."""

    zone: str
    """The zone."""
    key: ObjectKey
    """The object's key."""
    version: str | None = None
    """The object's version; a new one under the same key is used when this changes."""


class LocalCode(Section):
    """A file beside `lake.yaml`, which is uploaded; a changed file is used with the next apply."""

    file: FilePath
    """Its path from the folder of `lake.yaml`."""


class FolderCode(Section):
    """A folder beside `lake.yaml`, which is zipped and uploaded, like a file."""

    folder: FilePath
    """Its path from the folder of `lake.yaml`. Files that start with `.` are left out."""


Code = Annotated[
    Annotated[StoredCode, Tag("object of a zone")]
    | Annotated[LocalCode, Tag("local file")]
    | Annotated[FolderCode, Tag("local folder")],
    by_key(
        {"zone": "object of a zone", "file": "local file", "folder": "local folder"},
        "a program's code",
    ),
]
