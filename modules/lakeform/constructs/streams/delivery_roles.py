"""The roles of Firehose, each with what its delivery takes and nothing else.

They are made before the grants, for Lake Formation grants nothing to a role that doesn't exist.
Firehose writes objects with this role's own rights: Lake Formation hands out none for them.

Actions: Firehose developer guide, "Controlling access with Amazon Data Firehose".
"""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.access.iam import Allowed
from lakeform.config import Lake
from lakeform.config.streams import Delivery
from lakeform.config.streams.deliveries import (
    DeliveryKinesis,
    DeliveryTopic,
    FileTransform,
    FunctionTransform,
)
from lakeform.constructs.catalog.roles import data_statements
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import Statement, allow, service_role, service_trust, statement
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming import delivered, rights
from lakeform.streaming.names import DELIVERY, delivery_name, function_name, kafka_arn

FIREHOSE = "firehose.amazonaws.com"
_WRITE = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject")
_TABLE = ("glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions")
_CLUSTER = ("kafka:DescribeCluster", *rights.FIND_BROKERS, "kafka-cluster:Connect")
_TOPIC = (*rights.READ_TOPIC, "kafka-cluster:DescribeTopicDynamicConfiguration")


def log_group_name(names: Names, delivery: str) -> str:
    """The log group of a delivery, where the console would put it."""
    return f"/aws/kinesisfirehose/{delivery_name(names, delivery)}"


class DeliveryRoles(Construct):
    """The roles of all deliveries.

    Attributes:
        roles: delivery → role.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        storage: Storage,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._encryption = encryption
        self.roles = {
            name: service_role(
                self,
                logical_id(DELIVERY, name),
                names,
                name=(DELIVERY, name),
                # Firehose isn't known to pass the account, and a role can't be passed to a service
                # of another account anyway.
                trust=[service_trust(FIREHOSE)],
                statements=self._statements(name, section, storage.zones[section.zone]),
                description=f"Delivery {name}",
            )
            for name, section in sorted(lake.streams.deliveries.items())
        }

    def _statements(self, name: str, section: Delivery, bucket: ZoneBucket) -> Iterator[Statement]:
        names = self._names
        arn = names.role_arn(DELIVERY, name)
        yield from self._objects(name, section, bucket, arn)
        yield from self._source(section, arn)
        group = names.arn("logs", f"log-group:{log_group_name(names, name)}")
        yield statement("Logs", "Allow", "logs:PutLogEvents", f"{group}:log-stream:*")
        if section.table is not None and delivered.converts(self._lake, section):
            database, _, table = section.table.partition(".")
            yield statement(
                "Columns",
                "Allow",
                _TABLE,
                [
                    names.arn("glue", part)
                    for part in ("catalog", f"database/{database}", f"table/{database}/{table}")
                ],
            )
            key = self._encryption.general
            yield key.identity_statement("CatalogueKey", "decrypt", via="glue")
        if section.transform is not None:
            yield statement(
                "Transform",
                "Allow",
                ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
                _functions(names, name, section.transform),
            )

    def _objects(
        self, name: str, section: Delivery, bucket: ZoneBucket, role_arn: str
    ) -> Iterator[Statement]:
        prefixes = {
            delivered.fixed_part(delivered.prefix(self._lake, name, section)),
            delivered.fixed_part(delivered.error_prefix(name, section)),
            *([] if section.originals is None else [section.originals]),
        }
        uploads = ["s3:ListBucketMultipartUploads"]
        bucket.encryption.allow(role_arn, "decrypt", "encrypt")
        yield from data_statements(bucket, prefixes, _WRITE, "decrypt", "encrypt")
        yield statement("Uploads", "Allow", uploads, bucket.arn)

    def _source(self, section: Delivery, role_arn: str) -> Iterator[Statement]:
        names = self._names
        match section.source:
            case DeliveryKinesis() as source:
                yield allow(rights.reads_kinesis(names, "Stream", [source.kinesis]))
                key = self._encryption.general
                key.allow(role_arn, "decrypt", via="kinesis")
                yield key.identity_statement("StreamKey", "decrypt", via="kinesis")
            case DeliveryTopic() as source:
                cluster = kafka_arn(names, "cluster", source.kafka)
                yield allow(Allowed("Cluster", _CLUSTER, (cluster,)))
                topics = [(source.kafka, source.topic)]
                yield allow(rights.on_topics(names, "Topic", _TOPIC, topics))
                groups = ("kafka-cluster:DescribeGroup",)
                yield allow(rights.on_groups(names, "Groups", groups, [(source.kafka, "*")]))


def _functions(names: Names, name: str, transform: FunctionTransform | FileTransform) -> list[str]:
    """ARNs of the function that a delivery calls."""
    if isinstance(transform, FileTransform):
        return [names.arn("lambda", f"function:{function_name(names, name)}")]
    return [transform.function]
