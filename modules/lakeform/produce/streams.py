"""A stream of `lake.yaml` by its name: where its records go, and what they look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lakeform.config import Lake
from lakeform.config.base import quoted, suggestion
from lakeform.config.streams.deliveries import DirectPut
from lakeform.config.streams.kafka import Topic
from lakeform.config.streams.references import KinesisReference, TopicReference
from lakeform.errors import InputError
from lakeform.naming import Names
from lakeform.produce.target import Target
from lakeform.streaming.names import cluster_name, delivery_name, kinesis_name


@dataclass(frozen=True)
class NamedStream:
    """A stream of the lake.

    Attributes:
        target: where its records go. A topic's has no brokers yet: AWS knows them.
        cluster: what AWS calls the cluster of a topic.
        topic: what the file says of the topic; None where it doesn't declare it.
        table: the table that shows its records, or that they are delivered to, as `database.table`.
        lines: whether a record has to end its line itself: not where its delivery does that.
    """

    target: Target
    cluster: str | None
    table: str | None
    lines: bool
    topic: Topic | None = None


def named_stream(lake: Lake, name: str) -> NamedStream:
    """The Kinesis stream, the delivery that takes records directly, or the topic (CLUSTER/TOPIC) of
    that name.

    Raises:
        InputError: there is none, or there are two.
    """
    streams, names = lake.streams, Names.of(lake)
    direct = {key: each for key, each in streams.deliveries.items() if _is_direct(each.source)}
    if name in streams.kinesis and name in direct:
        raise InputError(
            f"{quoted(name)} is a Kinesis stream and a delivery",
            hint=f"say which: --to kinesis:{kinesis_name(names, name)} or "
            f"firehose:{delivery_name(names, name)}, and --table",
        )
    if name in streams.kinesis:
        target = Target("kinesis", kinesis_name(names, name))
        return NamedStream(target, None, _table(lake, name), _needs_lines(lake, name))
    if name in direct:
        target = Target("firehose", delivery_name(names, name))
        return NamedStream(target, None, direct[name].table, not direct[name].lines)
    cluster, slash, topic = name.partition("/")
    if slash and topic and cluster in streams.kafka:
        return NamedStream(
            Target("kafka", topic),
            cluster_name(names, cluster),
            _table(lake, cluster, topic),
            lines=False,
            topic=_declared(streams.kafka[cluster].topics, topic),
        )
    raise _unknown(lake, name, [*streams.kinesis, *direct])


def _unknown(lake: Lake, name: str, known: list[str]) -> InputError:
    source = lake.streams.deliveries[name].source if name in lake.streams.deliveries else None
    if isinstance(source, KinesisReference | TopicReference):
        return InputError(
            f"the delivery {quoted(name)} takes no records: it reads a stream",
            hint=f"send them there: `lakeform produce {_called(source)}`",
        )
    topics = [f"{each}/TOPIC" for each in lake.streams.kafka]
    return InputError(
        f"there is no stream {quoted(name)}",
        hint=suggestion(name, list(dict.fromkeys([*known, *topics])), "streams"),
    )


def _declared(topics: Mapping[str, Topic], name: str) -> Topic | None:
    """The topic's own section, else the longest pattern that it fits."""
    if name in topics:
        return topics[name]
    starts = [key[:-1] for key in topics if key.endswith("*") and name.startswith(key[:-1])]
    return topics[f"{max(starts, key=len)}*"] if starts else None


def _called(source: KinesisReference | TopicReference) -> str:
    if isinstance(source, KinesisReference):
        return source.kinesis
    return f"{source.kafka}/{source.topic}"


def _is_direct(source: object) -> bool:
    return isinstance(source, DirectPut)


def _reads(source: object, name: str, topic: str | None) -> bool:
    """Whether a source is that Kinesis stream, or that topic of a cluster."""
    if isinstance(source, KinesisReference):
        return topic is None and source.kinesis == name
    if isinstance(source, TopicReference):
        return (source.kafka, source.topic) == (name, topic)
    return False


def _table(lake: Lake, name: str, topic: str | None = None) -> str | None:
    """The table that shows the stream, else the first that it is delivered to."""
    for database, section in lake.catalog.databases.items():
        for table, each in section.tables.items():
            if _reads(each.source, name, topic):
                return f"{database}.{table}"
    for _, delivery in sorted(lake.streams.deliveries.items()):
        if delivery.table is not None and _reads(delivery.source, name, topic):
            return delivery.table
    return None


def _needs_lines(lake: Lake, name: str) -> bool:
    """Whether something delivers the Kinesis stream as it comes, without line ends of its own."""
    deliveries = lake.streams.deliveries.values()
    return any(not each.lines for each in deliveries if _reads(each.source, name, None))
