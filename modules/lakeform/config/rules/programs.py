"""Rules of `streams.flink` and `streams.connect`: their code, their streams, their network."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules.known import known
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.schema_files.files import locate, locate_folder
from lakeform.config.streams.deliveries import DirectPut
from lakeform.config.streams.flink import LAKE_PROPERTIES
from lakeform.config.streams.references import (
    Code,
    DeliveryReference,
    FolderCode,
    Input,
    KinesisReference,
    LocalCode,
    Output,
    PlaceReference,
    StoredCode,
    TopicReference,
)
from lakeform.config.yaml_reader import KeyPath

MAX_GROUPS = 50
"""Property groups of an application (API reference of EnvironmentProperties)."""
SUFFIXES = (".jar", ".zip")
OWN_SETTINGS = {
    "connector.class": "write `connector_class`",
    "name": "remove it: the connector's key is its name",
    "tasks.max": "write `tasks`",
    "topics": "write `from: {topics: […]}`",
    "topics.regex": "list the topics in `from`: the role may read no others",
}
"""Setting of a connector that lakeform writes → what to write instead."""


def programs_have_code(lake: Lake) -> Iterator[Fault]:
    """A JAR or ZIP in a zone or beside `lake.yaml`, or a folder that becomes a ZIP."""
    codes: list[tuple[KeyPath, Code]] = [
        *((("streams", "flink", n, "code"), each.code) for n, each in lake.streams.flink.items()),
        *(
            (("streams", "connect", n, "plugin"), each.plugin)
            for n, each in lake.streams.connect.items()
        ),
    ]
    for where, code in codes:
        match code:
            case StoredCode():
                yield from known((*where, "zone"), code.zone, "zone", lake.zones)
                yield from _program((*where, "key"), code.key)
                continue
            case LocalCode():
                where = (*where, "file")
                yield from _program(where, code.file)
            case FolderCode():
                where = (*where, "folder")
        if lake.storage is None:
            yield Fault(
                where,
                "a program is uploaded, and the lake has no storage",
                "write the section `storage`",
            )
        try:
            if isinstance(code, LocalCode):
                locate(lake.directory, code.file)
            else:
                locate_folder(lake.directory, code.folder)
        except SchemaFileError as error:
            yield Fault(where, error.message, error.hint)


def _program(where: KeyPath, name: str) -> Iterator[Fault]:
    if not name.lower().endswith(SUFFIXES):
        yield Fault(where, f"{quoted(name)} is neither a JAR nor a ZIP", "build one of these")


def applications_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """What a Flink application reads and writes."""
    for name, application in lake.streams.flink.items():
        for key, listed in (("reads", application.reads), ("writes", application.writes)):
            for place, each in enumerate(listed):
                yield from _reference(lake, ("streams", "flink", name, key, place), each)


def _reference(lake: Lake, where: KeyPath, each: Input | Output) -> Iterator[Fault]:
    match each:
        case KinesisReference(kinesis=stream):
            yield from known((*where, "kinesis"), stream, "stream", lake.streams.kinesis)
        case TopicReference(kafka=cluster):
            yield from known((*where, "kafka"), cluster, "cluster", lake.streams.kafka)
        case PlaceReference(zone=zone):
            yield from known((*where, "zone"), zone, "zone", lake.zones)
        case DeliveryReference(delivery=delivery):
            here, deliveries = (*where, "delivery"), lake.streams.deliveries
            yield from known(here, delivery, "delivery", deliveries, "deliveries")
            found = deliveries.get(delivery)
            if found is not None and not isinstance(found.source, DirectPut):
                yield Fault(
                    here,
                    f"the delivery {quoted(delivery)} reads a stream, and takes no records",
                    "write to that stream instead",
                )


def applications_fit_the_service(lake: Lake) -> Iterator[Fault]:
    """Property groups, and the network where topics are."""
    for name, application in lake.streams.flink.items():
        where: KeyPath = ("streams", "flink", name)
        if LAKE_PROPERTIES in application.properties:
            yield Fault(
                (*where, "properties", LAKE_PROPERTIES),
                f"the property group {quoted(LAKE_PROPERTIES)} is written by lakeform itself",
                "call yours differently",
                at_key=True,
            )
        elif len(application.properties) >= MAX_GROUPS:
            yield Fault(
                (*where, "properties"),
                f"{len(application.properties)} property groups: there can be {MAX_GROUPS - 1} "
                "beside lakeform's own",
                "put more into one",
                at_key=True,
            )
        topics = [
            each
            for each in (*application.reads, *application.writes)
            if isinstance(each, TopicReference)
        ]
        if application.in_network is False and topics:
            yield Fault(
                (*where, "in_network"),
                f"the cluster {quoted(topics[0].kafka)} is in the VPC, and the application isn't",
                "remove `in_network`",
            )
        elif application.in_network and lake.network is None:
            yield Fault(
                (*where, "in_network"),
                "the lake has no network",
                "add `network: {}`, or remove `in_network`",
            )


def connectors_are_complete(lake: Lake) -> Iterator[Fault]:
    """Clusters and zones exist, workers can scale, and settings don't contradict."""
    for name, connector in lake.streams.connect.items():
        where: KeyPath = ("streams", "connect", name)
        cluster = connector.source.kafka
        yield from known((*where, "from", "kafka"), cluster, "cluster", lake.streams.kafka)
        yield from known((*where, "zone"), connector.zone, "zone", lake.zones)
        for key in connector.settings:
            if key in OWN_SETTINGS:
                yield Fault(
                    (*where, "settings", key),
                    f"{quoted(key)} is written by lakeform itself",
                    OWN_SETTINGS[key],
                    at_key=True,
                )
        workers = connector.workers
        if workers.max < workers.min:
            yield Fault(
                (*where, "workers"),
                f"at most {workers.max} workers, and at least {workers.min}",
                "let `max` be `min` or more",
                at_key=True,
            )
        if workers.scale_in_percent >= workers.scale_out_percent:
            yield Fault(
                (*where, "workers"),
                f"workers are removed below {workers.scale_in_percent} % of CPU, and added above "
                f"{workers.scale_out_percent} %",
                "let `scale_in_percent` be the smaller one",
                at_key=True,
            )
