"""What the personas that `streams` names as producers, consumers and administrators may do."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.access.iam import Allowed
from lakeform.config import Lake
from lakeform.config.streams import ProvisionedKafka
from lakeform.config.streams.kafka import ScramUser
from lakeform.naming import Names
from lakeform.streaming import rights
from lakeform.streaming.names import kinesis_arn, scram_secret_name

EVERY_TOPIC = "*"


def stream_statements(lake: Lake, persona: str) -> list[Allowed]:
    """The statements of a persona's role, of those that name something."""
    names = Names.of(lake)
    found = (
        *_kinesis(lake, names, persona),
        *_firehose(lake, names, persona),
        *_kafka(lake, names, persona),
        *_secrets(lake, names, persona),
    )
    return [allowed for allowed in found if allowed.resources]


def kinesis_uses(lake: Lake, persona: str) -> tuple[bool, bool]:
    """Whether a persona reads a Kinesis stream, and whether it writes to one: both use its key."""
    streams = lake.streams.kinesis.values()
    return (
        any(persona in stream.consumers for stream in streams),
        any(persona in stream.producers for stream in streams),
    )


def _kinesis(lake: Lake, names: Names, persona: str) -> Iterator[Allowed]:
    streams = sorted(lake.streams.kinesis.items())
    read = [name for name, stream in streams if persona in stream.consumers]
    yield rights.reads_kinesis(names, "ReadStreams", read)
    fanned = [kinesis_arn(names, name) for name in read if lake.streams.kinesis[name].fan_out]
    yield Allowed("ListStreamConsumers", rights.FAN_OUT_STREAM, tuple(fanned))
    consumers = tuple(
        f"{kinesis_arn(names, name)}/consumer/{names.name(name, consumer)}:*"
        for name in read
        for consumer in lake.streams.kinesis[name].fan_out
    )
    yield Allowed("ReadStreamsByFanOut", rights.FAN_OUT_CONSUMER, consumers)
    written = [name for name, stream in streams if persona in stream.producers]
    yield rights.writes_kinesis(names, "WriteStreams", written)


def _firehose(lake: Lake, names: Names, persona: str) -> Iterator[Allowed]:
    deliveries = sorted(lake.streams.deliveries.items())
    put = [name for name, delivery in deliveries if persona in delivery.producers]
    yield rights.puts_firehose(names, "PutDeliveries", put)


def _kafka(lake: Lake, names: Names, persona: str) -> Iterator[Allowed]:
    reads, writes, groups = [], [], []
    administered, entered = [], set()
    for cluster, section in sorted(lake.streams.kafka.items()):
        topics = sorted(section.topics.items())
        read = [topic for topic, each in topics if persona in each.consumers]
        written = [topic for topic, each in topics if persona in each.producers]
        named = {group for topic in read for group in section.topics[topic].groups}
        if persona in section.consumers:
            read = [EVERY_TOPIC]
            named = {group for _, each in topics for group in each.groups}
        if persona in section.producers:
            written = [EVERY_TOPIC]
        if persona in section.administrators:
            administered.append(cluster)
        if read:
            groups += [(cluster, group) for group in sorted({persona, f"{persona}-*", *named})]
        reads += [(cluster, topic) for topic in read]
        writes += [(cluster, topic) for topic in written]
        if read or written or persona in section.administrators:
            entered.add(cluster)
    yield rights.connects_kafka(names, "ConnectKafka", sorted(entered))
    yield rights.on_topics(names, "ReadTopics", rights.READ_TOPIC, reads)
    yield rights.on_groups(names, "JoinGroups", rights.JOIN_GROUP, groups)
    producing = sorted({cluster for cluster, _ in writes})
    once = rights.connects_kafka(names, "", producing).resources
    yield Allowed("WriteOnce", rights.WRITE_ONCE, once)
    yield rights.on_topics(names, "WriteTopics", rights.WRITE_TOPIC, writes)
    everything = [(cluster, EVERY_TOPIC) for cluster in administered]
    clusters = rights.connects_kafka(names, "", administered).resources
    yield Allowed("AdministerClusters", rights.ADMINISTER_CLUSTER, clusters)
    yield rights.on_topics(names, "AdministerTopics", rights.ADMINISTER_TOPICS, everything)
    yield rights.on_groups(names, "AdministerGroups", rights.ADMINISTER_GROUPS, everything)


def reads_passwords(lake: Lake, persona: str) -> bool:
    """Whether a persona reads the password of a user of Kafka, and so uses their key."""
    return any(persona in user.readers for _, _, user in _users(lake))


def _users(lake: Lake) -> Iterator[tuple[str, str, ScramUser]]:
    for cluster, section in sorted(lake.streams.kafka.items()):
        if isinstance(section, ProvisionedKafka):
            for name, user in sorted(section.scram.items()):
                yield cluster, name, user


def _secrets(lake: Lake, names: Names, persona: str) -> Iterator[Allowed]:
    """Secrets Manager ends each ARN with six characters of its own."""
    arns = tuple(
        names.arn("secretsmanager", f"secret:{scram_secret_name(names, cluster, name)}-??????")
        for cluster, name, user in _users(lake)
        if persona in user.readers
    )
    actions = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
    yield Allowed("KafkaPasswords", actions, arns)
