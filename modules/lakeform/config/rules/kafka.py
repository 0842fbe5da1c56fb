"""Rules of `streams.kafka`: clusters that MSK can make, in the lake's network."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config import kafka_rules
from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules.known import known
from lakeform.config.streams import ProvisionedKafka
from lakeform.config.streams.deliveries import DeliveryTopic
from lakeform.config.yaml_reader import KeyPath


def _path(name: str, *keys: str | int) -> KeyPath:
    return ("streams", "kafka", name, *keys)


def _provisioned(lake: Lake) -> Iterator[tuple[str, ProvisionedKafka]]:
    for name, section in lake.streams.kafka.items():
        if isinstance(section, ProvisionedKafka):
            yield name, section


def clusters_lie_in_the_network(lake: Lake) -> Iterator[Fault]:
    """Brokers lie in private subnets of at least two availability zones."""
    for name, section in lake.streams.kafka.items():
        if lake.network is None:
            yield Fault(
                _path(name),
                f"the cluster {quoted(name)} needs a network to lie in",
                "add `network: {}`, or join one that exists with `network.existing`",
                at_key=True,
            )
            continue
        zones = lake.network.zone_count()
        wanted = section.zones if isinstance(section, ProvisionedKafka) else None
        if zones < 2:
            yield Fault(
                _path(name),
                f"the cluster {quoted(name)} needs private subnets in two availability zones, and "
                f"the network has {zones}",
                "write `network: {availability_zones: 3}`, or name more `private_subnets`",
                at_key=True,
            )
        elif wanted is not None and wanted > zones:
            yield Fault(
                _path(name, "zones"),
                f"{wanted} availability zones, and the network has {zones}",
                "use fewer, or give the network more",
            )


def brokers_are_even(lake: Lake) -> Iterator[Fault]:
    """Each availability zone has as many brokers (API reference of CreateCluster)."""
    for name, section in _provisioned(lake):
        if lake.network is None or section.brokers is None:
            continue
        zones = section.spans(lake.network.zone_count())
        if zones >= 2 and section.brokers % zones:
            less = section.brokers // zones * zones
            nearest = [str(count) for count in (less, less + zones) if count]
            yield Fault(
                _path(name, "brokers"),
                f"{section.brokers} brokers can't be divided among {zones} availability zones",
                f"the nearest {'are' if len(nearest) > 1 else 'is'} {' and '.join(nearest)}",
            )


def brokers_exist(lake: Lake) -> Iterator[Fault]:
    """Versions and instance types that MSK has."""
    for name, section in _provisioned(lake):
        if section.version not in kafka_rules.VERSIONS:
            yield Fault(
                _path(name, "version"),
                f"MSK has no Kafka {quoted(section.version)}",
                suggestion(section.version, kafka_rules.VERSIONS, "one of"),
            )
        if section.instance not in kafka_rules.INSTANCES:
            yield Fault(
                _path(name, "instance"),
                f"MSK has no Standard brokers on {quoted(section.instance)}",
                suggestion(section.instance, kafka_rules.INSTANCES, "one of"),
            )


def storage_is_possible(lake: Lake) -> Iterator[Fault]:
    """Storage grows only, and not every instance type has every kind."""
    for name, section in _provisioned(lake):
        most = section.autoscale_to_gib
        if most is not None and most <= section.storage_gib:
            yield Fault(
                _path(name, "autoscale_to_gib"),
                f"storage would grow from {section.storage_gib} GiB to {most}",
                f"more than {section.storage_gib}, or remove it",
            )
        if section.tiered_storage and section.instance == kafka_rules.SMALL:
            yield Fault(
                _path(name, "tiered_storage"),
                f"{section.instance} has no tiered storage",
                "use a larger instance type",
                at_key=True,
            )
        wanted = section.storage_throughput_mibps
        if wanted is None or section.instance not in kafka_rules.INSTANCES:
            continue
        offered = kafka_rules.THROUGHPUTS.get(section.instance)
        if offered is None or wanted > offered:
            yield Fault(
                _path(name, "storage_throughput_mibps"),
                f"{section.instance} has no provisioned throughput"
                if offered is None
                else f"{section.instance} has at most {offered} MiB/s, not {wanted}",
                "use a larger instance type",
                at_key=offered is None,
            )
        elif section.storage_gib < kafka_rules.LEAST_PROVISIONED_GIB:
            yield Fault(
                _path(name, "storage_gib"),
                f"provisioned throughput takes at least {kafka_rules.LEAST_PROVISIONED_GIB} GiB",
                "use more, or remove `storage_throughput_mibps`",
            )


def broker_configurations_are_possible(lake: Lake) -> Iterator[Fault]:
    """Properties that MSK lets one set, and no more replicas in sync than there are."""
    for name, section in _provisioned(lake):
        where = _path(name, "configuration")
        for key in section.configuration:
            if key not in kafka_rules.PROPERTIES:
                close = suggestion(key, kafka_rules.PROPERTIES, "properties")
                yield Fault(
                    (*where, key),
                    f"MSK doesn't let one set {quoted(key)}",
                    close
                    if close.startswith("did")
                    else 'see "Custom Amazon MSK configurations" in its developer guide',
                    at_key=True,
                )
        replicas = section.configuration.get("default.replication.factor", "")
        in_sync = section.configuration.get("min.insync.replicas", "")
        if replicas.isdigit() and in_sync.isdigit() and int(in_sync) > int(replicas):
            yield Fault(
                (*where, "min.insync.replicas"),
                f"{in_sync} replicas in sync are asked for, and there are {replicas}",
                f"at most {replicas}; one less lets a broker fail",
            )


def topics_are_watched_by_name(lake: Lake) -> Iterator[Fault]:
    """A metric is of one topic, not of a pattern."""
    for name, section in lake.streams.kafka.items():
        for topic, about in section.topics.items():
            if topic.endswith("*") and about.groups:
                yield Fault(
                    _path(name, "topics", topic, "groups"),
                    f"the lag on {quoted(topic)} can't be watched: it isn't one topic",
                    "name each topic whose lag matters",
                    at_key=True,
                )


def clusters_let_firehose_in(lake: Lake) -> Iterator[Fault]:
    """Firehose comes through a connection from its own VPC (MSK developer guide, "Amazon MSK
    multi-VPC private connectivity in a single Region")."""
    for name, delivery in lake.streams.deliveries.items():
        if not isinstance(delivery.source, DeliveryTopic):
            continue
        cluster = lake.streams.kafka.get(delivery.source.kafka)
        if isinstance(cluster, ProvisionedKafka) and cluster.instance == kafka_rules.SMALL:
            yield Fault(
                ("streams", "deliveries", name, "from", "kafka"),
                f"Firehose can't connect to brokers on {cluster.instance}",
                "use a larger instance type, or read the topic with `connect` or `etl`",
            )


def personas_of_streams_exist(lake: Lake) -> Iterator[Fault]:
    """Producers, consumers, administrators and readers of passwords are personas."""
    for where, personas in _personas(lake):
        for place, persona in enumerate(personas):
            yield from known((*where, place), persona, "persona", lake.governance.personas)


def _personas(lake: Lake) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    for name, stream in lake.streams.kinesis.items():
        yield ("streams", "kinesis", name, "producers"), stream.producers
        yield ("streams", "kinesis", name, "consumers"), stream.consumers
    for name, delivery in lake.streams.deliveries.items():
        yield ("streams", "deliveries", name, "producers"), delivery.producers
    for name, cluster in lake.streams.kafka.items():
        yield _path(name, "producers"), cluster.producers
        yield _path(name, "consumers"), cluster.consumers
        yield _path(name, "administrators"), cluster.administrators
        for topic, about in cluster.topics.items():
            yield _path(name, "topics", topic, "producers"), about.producers
            yield _path(name, "topics", topic, "consumers"), about.consumers
        if isinstance(cluster, ProvisionedKafka):
            for user, scram in cluster.scram.items():
                yield _path(name, "scram", user, "readers"), scram.readers
