"""What the roles of Flink applications and connectors may do: their program, their network, and the
streams that they read and write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lakeform.access.iam import Allowed
from lakeform.config.streams.references import (
    DeliveryReference,
    Input,
    KinesisReference,
    Output,
    PlaceReference,
    TopicReference,
)
from lakeform.constructs.catalog.roles import data_statements
from lakeform.constructs.encryption import Encryption, Use
from lakeform.constructs.iam import Statement, allow, statement
from lakeform.constructs.storage import Storage
from lakeform.constructs.streams.code import Program
from lakeform.constructs.streams.workers import WorkerNetwork
from lakeform.naming import Names
from lakeform.streaming import rights
from lakeform.streaming.names import kafka_arn

_READ = ("s3:GetObject",)
_WRITE = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
_TRANSACTIONS = ("kafka-cluster:AlterTransactionalId", "kafka-cluster:DescribeTransactionalId")


def program_statements(program: Program, role_arn: str) -> Iterator[Statement]:
    """Read the program."""
    actions = ["s3:GetObject", "s3:GetObjectVersion"]
    yield statement("Program", "Allow", actions, f"{program.bucket_arn}/{program.known_key}")
    program.encryption.allow(role_arn, "decrypt")
    yield program.encryption.identity_statement("ProgramKey", "decrypt")


def network_statements(names: Names, network: WorkerNetwork) -> Iterator[Statement]:
    """Network interfaces in the lake's subnets (Managed Flink developer guide, "VPC application
    permissions"; condition keys: service authorization reference, "Amazon EC2").

    An interface that is made has no subnet yet to ask for: there, subnets and groups are the limit.
    """
    yield statement(
        "DescribeNetwork",
        "Allow",
        [
            "ec2:DescribeDhcpOptions",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
        ],
        "*",
    )
    interfaces = names.arn("ec2", "network-interface/*")
    subnets = network.subnet_arns()
    groups = [names.arn("ec2", f"security-group/{group}") for group in network.security_groups]
    yield statement(
        "MakeNetworkInterfaces",
        "Allow",
        "ec2:CreateNetworkInterface",
        [interfaces, *groups, *subnets],
    )
    yield statement(
        "UseNetworkInterfaces",
        "Allow",
        ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
        interfaces,
        conditions={"ArnEquals": {"ec2:Subnet": subnets}},
    )


class StreamRights:
    """The statements of a program that reads and writes streams.

    Args:
        role: parts of the role's name.
        group: what the names of its consumer groups and transactions start with.
    """

    def __init__(
        self,
        names: Names,
        role: tuple[str, ...],
        group: str,
        *,
        storage: Storage,
        encryption: Encryption,
    ) -> None:
        self._names = names
        self._role_arn = names.role_arn(*role)
        self._group = group
        self._storage = storage
        self._encryption = encryption

    def statements(self, reads: Iterable[Input], writes: Iterable[Output]) -> Iterator[Statement]:
        """All of them."""
        reads, writes = tuple(reads), tuple(writes)
        yield from self._kinesis(reads, writes)
        yield from self._kafka(reads, writes)
        put = [each.delivery for each in writes if isinstance(each, DeliveryReference)]
        if put:
            yield allow(rights.puts_firehose(self._names, "PutDeliveries", put))
        yield from self._places("Read", reads, _READ, "decrypt")
        yield from self._places("Write", writes, _WRITE, "decrypt", "encrypt")

    def _kinesis(self, reads: tuple[Input, ...], writes: tuple[Output, ...]) -> Iterator[Statement]:
        read = [each.kinesis for each in reads if isinstance(each, KinesisReference)]
        written = [each.kinesis for each in writes if isinstance(each, KinesisReference)]
        uses: list[Use] = []
        if read:
            yield allow(rights.reads_kinesis(self._names, "ReadStreams", read))
            uses.append("decrypt")
        if written:
            yield allow(rights.writes_kinesis(self._names, "WriteStreams", written))
            uses.append("encrypt")
        if uses:
            key = self._encryption.general
            key.allow(self._role_arn, *uses, via="kinesis")
            yield key.identity_statement("StreamKey", *uses, via="kinesis")

    def _kafka(self, reads: tuple[Input, ...], writes: tuple[Output, ...]) -> Iterator[Statement]:
        read = [(each.kafka, each.topic) for each in reads if isinstance(each, TopicReference)]
        written = [(each.kafka, each.topic) for each in writes if isinstance(each, TopicReference)]
        clusters = sorted({cluster for cluster, _ in (*read, *written)})
        if clusters:
            yield allow(rights.connects_kafka(self._names, "ConnectKafka", clusters))
        yield from topic_statements(self._names, read, written, [f"{self._group}*"])

    def _places(
        self,
        what: str,
        places: tuple[Input | Output, ...],
        actions: tuple[str, ...],
        *uses: Use,
    ) -> Iterator[Statement]:
        prefixes: dict[str, list[str]] = defaultdict(list)
        for place in places:
            if isinstance(place, PlaceReference):
                prefixes[place.zone].append(place.prefix)
        for zone, listed in sorted(prefixes.items()):
            bucket = self._storage.zones[zone]
            bucket.encryption.allow(self._role_arn, *uses)
            yield from data_statements(bucket, listed, actions, *uses, for_what=what)


def topic_statements(
    names: Names,
    read: Iterable[tuple[str, str]],
    written: Iterable[tuple[str, str]],
    groups: Iterable[str],
) -> Iterator[Statement]:
    """Rights on topics, given as cluster and topic, and on groups and transactions of these
    names."""
    read, written, groups = tuple(read), tuple(written), tuple(groups)
    if read:
        of = sorted({cluster for cluster, _ in read})
        joined = [(cluster, group) for cluster in of for group in groups]
        yield allow(rights.on_topics(names, "ReadTopics", rights.READ_TOPIC, read))
        yield allow(rights.on_groups(names, "JoinGroups", rights.JOIN_GROUP, joined))
    if written:
        of = sorted({cluster for cluster, _ in written})
        yield allow(rights.on_topics(names, "WriteTopics", rights.WRITE_TOPIC, written))
        arns = tuple(kafka_arn(names, "cluster", cluster) for cluster in of)
        yield allow(Allowed("WriteOnce", rights.WRITE_ONCE, arns))
        transactions = tuple(
            kafka_arn(names, "transactional-id", cluster, group)
            for cluster in of
            for group in groups
        )
        yield allow(Allowed("Transactions", _TRANSACTIONS, transactions))
