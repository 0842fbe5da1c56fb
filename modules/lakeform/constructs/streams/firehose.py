"""Firehose: records from a stream, or from whoever puts them, become objects of a zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lakeform.aws.arguments import reference
from lakeform.aws.base import Resource, inside
from lakeform.aws.firehose import KinesisFirehoseDeliveryStream
from lakeform.aws.logs import CloudwatchLogStream
from lakeform.config import Lake
from lakeform.config.streams import Delivery
from lakeform.config.streams.deliveries import (
    DeliveryKinesis,
    DeliveryTopic,
    FunctionTransform,
    QueryPartition,
    Transform,
)
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.files import StackFiles
from lakeform.constructs.logs import log_group
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.constructs.streams import blocks
from lakeform.constructs.streams.delivery_roles import DeliveryRoles, log_group_name
from lakeform.constructs.streams.transforms import Function
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming import delivered
from lakeform.streaming.names import DELIVERY, delivery_name

DELIVERED, ORIGINALS = "DestinationDelivery", "BackupDelivery"
"""Log streams, called as the console calls them."""
EPOCH = "1970-01-01T00:00:00Z"
"""Where a topic is read from its oldest record on (API reference of MSKSourceConfiguration)."""
_WHOLE = {"none": "UNCOMPRESSED", "gzip": "GZIP", "snappy": "Snappy", "zip": "ZIP"} | {
    "hadoop_snappy": "HADOOP_SNAPPY"
}
_OF_PARQUET = {"none": "UNCOMPRESSED", "gzip": "GZIP", "snappy": "SNAPPY"}
_OF_ORC = {"none": "NONE", "zlib": "ZLIB", "snappy": "SNAPPY"}
RETRIES, SECONDS = 3, 60
"""Firehose's own settings of a transform. The provider forgets a parameter that says the same, and
would then want to add it at each plan."""


class Deliveries(Construct):
    """All deliveries.

    Args:
        sources: ARN of each stream and cluster, by kind and name: `("kinesis", "clicks")`.
        cluster_policies: what lets Firehose into a cluster, by its name.
        granted: ARN of a role → addresses of its grants; a delivery waits for those of its role.

    Attributes:
        by_name: delivery → Firehose.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        roles: DeliveryRoles,
        storage: Storage,
        encryption: Encryption,
        catalog: Catalog,
        files: StackFiles,
        sources: Mapping[tuple[str, str], str],
        cluster_policies: Mapping[str, Resource],
        granted: Mapping[str, Sequence[str]],
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._roles = roles.roles
        self._storage = storage
        self._encryption = encryption
        self._catalog = catalog
        self._files = files
        self._sources = sources
        self._cluster_policies = cluster_policies
        self._granted = granted
        self.by_name = {
            name: self._delivery(name, section)
            for name, section in sorted(lake.streams.deliveries.items())
        }

    def _delivery(self, name: str, section: Delivery) -> KinesisFirehoseDeliveryStream:
        role = self._roles[name]
        bucket = self._storage.zones[section.zone]
        after: list[Resource | str] = [
            role.policy,
            bucket.ready,
            *self._granted.get(role.arn, ()),
        ]
        kinesis_source = topic_source = buffer_encryption = None
        match section.source:
            case DeliveryKinesis():
                kinesis_source = blocks.KinesisSource(
                    kinesis_stream_arn=self._sources["kinesis", section.source.kinesis],
                    role_arn=role.arn,
                )
            case DeliveryTopic() as source:
                topic_source = self._topic(source, role.arn)
                after.append(self._cluster_policies[source.kafka])
            case _:
                # A stream's records are encrypted by the stream.
                general = self._encryption.general
                general.allow_account_through("firehose", "decrypt", "encrypt", "grant")
                buffer_encryption = blocks.BufferEncryption(
                    enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn=general.arn
                )
        return KinesisFirehoseDeliveryStream(
            self,
            f"{name}-delivery",
            logical_id=logical_id(name),
            name=delivery_name(self._names, name),
            destination="extended_s3",
            kinesis_source_configuration=kinesis_source,
            msk_source_configuration=topic_source,
            server_side_encryption=buffer_encryption,
            extended_s3_configuration=self._destination(name, section, role.arn, bucket),
            depends_on=after,
        )

    def _topic(self, source: DeliveryTopic, role_arn: str) -> blocks.TopicSource:
        return blocks.TopicSource(
            msk_cluster_arn=self._sources["kafka", source.kafka],
            topic_name=source.topic,
            read_from_timestamp=EPOCH if source.start == "earliest" else None,
            authentication_configuration=blocks.TopicLogin(
                connectivity="PRIVATE", role_arn=role_arn
            ),
        )

    def _destination(
        self, name: str, section: Delivery, role_arn: str, bucket: ZoneBucket
    ) -> blocks.S3Destination:
        lake = self._lake
        group, stream = self._logs(name, section)
        processing = list(self._processors(name, section))
        converts = delivered.converts(lake, section)
        return blocks.S3Destination(
            bucket_arn=bucket.arn,
            role_arn=role_arn,
            kms_key_arn=bucket.encryption.arn,
            prefix=delivered.prefix(lake, name, section),
            error_output_prefix=delivered.error_prefix(name, section),
            buffering_size=delivered.buffer_mb(lake, section),
            buffering_interval=section.buffer.seconds,
            compression_format="UNCOMPRESSED"
            if converts
            else _WHOLE[delivered.compression(lake, section)],
            cloudwatch_logging_options=blocks.DeliveryLogging(
                enabled=True, log_group_name=group, log_stream_name=stream
            ),
            data_format_conversion_configuration=self._conversion(section, role_arn)
            if converts
            else None,
            dynamic_partitioning_configuration=blocks.DynamicPartitioning(
                enabled=True, retry_duration=section.retry_seconds
            )
            if section.dynamic
            else None,
            processing_configuration=blocks.Processing(enabled=True, processors=processing)
            if processing
            else None,
            s3_backup_mode="Enabled" if section.originals is not None else None,
            s3_backup_configuration=self._originals(name, section, role_arn, bucket),
        )

    def _logs(self, name: str, section: Delivery) -> tuple[str, str]:
        """The log group and stream of what can't be delivered."""
        group = log_group(
            self,
            logical_id(DELIVERY, name),
            self._names,
            self._encryption.general,
            name=log_group_name(self._names, name),
            days=section.log_retention_days,
        )
        wanted = [DELIVERED] if section.originals is None else [DELIVERED, ORIGINALS]
        made = [
            CloudwatchLogStream(
                self,
                f"{name}-{stream}",
                logical_id=logical_id(DELIVERY, name, stream),
                name=stream,
                log_group_name=inside(group, "name"),
            )
            for stream in wanted
        ]
        return inside(group, "name"), inside(made[0], "name")

    def _originals(
        self, name: str, section: Delivery, role_arn: str, bucket: ZoneBucket
    ) -> blocks.Originals | None:
        if section.originals is None:
            return None
        return blocks.Originals(
            bucket_arn=bucket.arn,
            role_arn=role_arn,
            kms_key_arn=bucket.encryption.arn,
            prefix=section.originals,
            error_output_prefix=delivered.error_prefix(name, section),
            compression_format="GZIP",
            cloudwatch_logging_options=blocks.OriginalsLogging(
                enabled=True,
                log_group_name=log_group_name(self._names, name),
                log_stream_name=ORIGINALS,
            ),
        )

    def _conversion(self, section: Delivery, role_arn: str) -> blocks.Conversion:
        if section.table is None:
            raise ValueError("records are converted by the columns of a table")
        database = section.table.partition(".")[0]
        formats = list(section.timestamp_formats)
        # OpenX's reader folds keys to lower case, as Glue does; only Hive's takes other timestamps.
        reader = (
            blocks.Deserializer(hive_json_ser_de=blocks.HiveJson(timestamp_formats=formats))
            if formats
            else blocks.Deserializer(open_x_json_ser_de=blocks.OpenXJson(case_insensitive=True))
        )
        compression = delivered.compression(self._lake, section)
        writer = (
            blocks.Serializer(parquet_ser_de=blocks.Parquet(compression=_OF_PARQUET[compression]))
            if delivered.file_format(self._lake, section) == "parquet"
            else blocks.Serializer(orc_ser_de=blocks.Orc(compression=_OF_ORC[compression]))
        )
        return blocks.Conversion(
            enabled=True,
            input_format_configuration=blocks.InputFormat(deserializer=reader),
            output_format_configuration=blocks.OutputFormat(serializer=writer),
            schema_configuration=blocks.TableSchema(
                catalog_id=self._names.account,
                database_name=inside(self._catalog.databases[database], "name"),
                table_name=reference(f"{self._catalog.tables[section.table]}.name"),
                region=self._names.region,
                role_arn=role_arn,
                version_id="LATEST",
            ),
        )

    def _processors(self, name: str, section: Delivery) -> Iterable[blocks.Processor]:
        """What happens to records on their way, in Firehose's order."""
        if section.transform is not None:
            yield _processor("Lambda", self._call(name, section.transform))
        queries = [
            f"{column}:{each.query}"
            for column, each in section.partitions.items()
            if isinstance(each, QueryPartition)
        ]
        if queries:
            yield _processor(
                "MetadataExtraction",
                {
                    "JsonParsingEngine": "JQ-1.6",
                    "MetadataExtractionQuery": f"{{{','.join(queries)}}}",
                },
            )
        if section.lines and not delivered.converts(self._lake, section):
            yield _processor("AppendDelimiterToRecord", {})

    def _call(self, name: str, transform: Transform) -> dict[str, str]:
        """How a transform is called."""
        if isinstance(transform, FunctionTransform):
            arn = transform.function
        else:
            arn = Function(
                self,
                name,
                transform,
                self._lake,
                self._names,
                encryption=self._encryption,
                files=self._files,
            ).arn
        parameters = {"LambdaArn": arn}
        if transform.retries != RETRIES:
            parameters["NumberOfRetries"] = str(transform.retries)
        if transform.buffer_seconds != SECONDS:
            parameters["BufferIntervalInSeconds"] = str(transform.buffer_seconds)
        return parameters


def _processor(kind: str, parameters: Mapping[str, str]) -> blocks.Processor:
    return blocks.Processor(
        type=kind,
        parameters=[
            blocks.ProcessorParameter(parameter_name=name, parameter_value=value)
            for name, value in parameters.items()
        ]
        or None,
    )
