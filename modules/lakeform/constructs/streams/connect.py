"""Connectors of MSK Connect: from topics to a zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.aws.mskconnect import (
    MskconnectConnector,
    MskconnectConnectorCapacity,
    MskconnectConnectorCapacityAutoscaling,
    MskconnectConnectorCapacityAutoscalingScaleInPolicy,
    MskconnectConnectorCapacityAutoscalingScaleOutPolicy,
    MskconnectConnectorCapacityProvisionedCapacity,
    MskconnectConnectorKafkaCluster,
    MskconnectConnectorKafkaClusterApacheKafkaCluster,
    MskconnectConnectorKafkaClusterApacheKafkaClusterVpc,
    MskconnectConnectorKafkaClusterClientAuthentication,
    MskconnectConnectorKafkaClusterEncryptionInTransit,
    MskconnectConnectorLogDelivery,
    MskconnectConnectorLogDeliveryWorkerLogDelivery,
    MskconnectConnectorLogDeliveryWorkerLogDeliveryCloudwatchLogs,
    MskconnectConnectorPlugin,
    MskconnectConnectorPluginCustomPlugin,
    MskconnectConnectorWorkerConfiguration,
    MskconnectCustomPlugin,
    MskconnectCustomPluginLocation,
    MskconnectCustomPluginLocationS3,
    MskconnectWorkerConfiguration,
)
from lakeform.config import Lake
from lakeform.config.streams import Connector
from lakeform.config.streams.connect import ConnectorWorkers
from lakeform.constructs.catalog.roles import data_statements
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.files import StackFiles
from lakeform.constructs.iam import (
    ServiceRole,
    Statement,
    allow,
    from_this_account,
    service_role,
    service_trust,
    statement,
)
from lakeform.constructs.logs import log_group
from lakeform.constructs.storage import Storage
from lakeform.constructs.streams.code import Program, program
from lakeform.constructs.streams.program_roles import topic_statements
from lakeform.constructs.streams.workers import WorkerNetwork
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.naming import Names, logical_id
from lakeform.streaming import rights
from lakeform.streaming.names import CONNECT, connector_name
from lakeform.streaming.programs import (
    connector_prefix,
    digest_of,
    sink_settings,
    worker_properties,
)

SERVICE = "kafkaconnect.amazonaws.com"
INTERNAL = "__amazon_msk_connect_*"
"""Topics and groups in which MSK Connect keeps its own state."""
_SINK = (
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)


class Connectors(Construct):
    """All connectors.

    A connector of which anything changes is replaced: MSK Connect changes none of it in place, and
    the provider may pass over the change (hashicorp/terraform-provider-aws#47004). It keeps its
    name, and with it its place in the topics.

    Args:
        brokers: MSK cluster → its bootstrap servers.

    Attributes:
        by_name: name → connector.
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
        network: WorkerNetwork,
        files: StackFiles,
        brokers: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._storage = storage
        self._encryption = encryption
        self._network = network
        self._files = files
        self._brokers = brokers
        self._swap = TerraformResourceLifecycle(create_before_destroy=True)
        self.by_name = {
            name: self._connector(name, section)
            for name, section in sorted(lake.streams.connect.items())
        }

    def _connector(self, name: str, section: Connector) -> MskconnectConnector:
        names = self._names
        bucket = self._storage.zones[section.zone]
        settings = sink_settings(
            name, section, region=names.region, bucket=bucket.name, kms_key=bucket.encryption.arn
        )
        role = self._role(name, section)
        return MskconnectConnector(
            self,
            f"{name}-connector",
            logical_id=logical_id(name),
            name=connector_name(names, name),
            description=section.description,
            kafkaconnect_version=section.version,
            connector_configuration=settings,
            capacity=_capacity(section.workers),
            kafka_cluster=MskconnectConnectorKafkaCluster(
                apache_kafka_cluster=MskconnectConnectorKafkaClusterApacheKafkaCluster(
                    bootstrap_servers=self._brokers[section.source.kafka],
                    vpc=MskconnectConnectorKafkaClusterApacheKafkaClusterVpc(
                        security_groups=self._network.security_groups,
                        subnets=self._network.subnets,
                    ),
                )
            ),
            kafka_cluster_client_authentication=MskconnectConnectorKafkaClusterClientAuthentication(
                authentication_type="IAM"
            ),
            kafka_cluster_encryption_in_transit=MskconnectConnectorKafkaClusterEncryptionInTransit(
                encryption_type="TLS"
            ),
            plugin=[self._plugin(name, section)],
            worker_configuration=self._workers(name, section, settings),
            service_execution_role_arn=role.role.arn,
            log_delivery=self._logs(name, section),
            depends_on=[role.policy, bucket.ready],
        )

    def _plugin(self, name: str, section: Connector) -> MskconnectConnectorPlugin:
        """A changed program is another plugin: plugins can't be changed."""
        code = program(
            self,
            CONNECT,
            name,
            section.plugin,
            self._lake,
            storage=self._storage,
            files=self._files,
        )
        digest = digest_of(code.bucket_arn, code.known_key, code.version or "")
        plugin = MskconnectCustomPlugin(
            self,
            f"{name}-plugin",
            logical_id=logical_id(name),
            name=self._names.name(name, digest),
            content_type="JAR" if code.known_key.lower().endswith(".jar") else "ZIP",
            location=MskconnectCustomPluginLocation(
                s3=MskconnectCustomPluginLocationS3(
                    bucket_arn=code.bucket_arn, file_key=code.key, object_version=code.version
                )
            ),
            lifecycle=self._swap,
        )
        self._admit_deployer(code)
        return MskconnectConnectorPlugin(
            custom_plugin=MskconnectConnectorPluginCustomPlugin(
                arn=plugin.arn, revision=plugin.latest_revision
            )
        )

    def _admit_deployer(self, code: Program) -> None:
        """MSK Connect copies the program in the name of who makes the plugin."""
        code.encryption.allow(self._lake.deploy_role, "decrypt")

    def _workers(
        self, name: str, section: Connector, settings: Mapping[str, str]
    ) -> MskconnectConnectorWorkerConfiguration:
        """The workers' settings. The digest in their name is of the connector's settings too: where
        either changes, this is another one, and the connector is replaced."""
        text = worker_properties(section)
        made = MskconnectWorkerConfiguration(
            self,
            f"{name}-workers",
            logical_id=logical_id(name),
            name=self._names.name(name, digest_of(text, settings)),
            description=f"Workers of the connector {name}",
            properties_file_content=text,
            lifecycle=self._swap,
        )
        return MskconnectConnectorWorkerConfiguration(arn=made.arn, revision=made.latest_revision)

    def _logs(self, name: str, section: Connector) -> MskconnectConnectorLogDelivery:
        group = log_group(
            self,
            logical_id(CONNECT, name),
            self._names,
            self._encryption.general,
            name=f"/aws/vendedlogs/mskconnect/{connector_name(self._names, name)}",
            days=section.log_retention_days,
        )
        return MskconnectConnectorLogDelivery(
            worker_log_delivery=MskconnectConnectorLogDeliveryWorkerLogDelivery(
                cloudwatch_logs=MskconnectConnectorLogDeliveryWorkerLogDeliveryCloudwatchLogs(
                    enabled=True, log_group=group.name
                )
            )
        )

    def _role(self, name: str, section: Connector) -> ServiceRole:
        names = self._names
        arn = names.arn("kafkaconnect", f"connector/{connector_name(names, name)}/*")
        return service_role(
            self,
            logical_id(CONNECT, name),
            names,
            name=(CONNECT, name),
            trust=[service_trust(SERVICE, from_this_account(names, arn))],
            statements=self._statements(name, section),
            description=f"Connector {name}",
        )

    def _statements(self, name: str, section: Connector) -> Iterator[Statement]:
        """MSK Connect developer guide, "Understand service execution role"."""
        names = self._names
        cluster = section.source.kafka
        yield allow(rights.connects_kafka(names, "ConnectKafka", [cluster]))
        internal = [(cluster, INTERNAL)]
        yield from topic_statements(
            names,
            [*((cluster, topic) for topic in section.source.topics), *internal],
            internal,
            [INTERNAL, f"connect-{connector_name(names, name)}*"],
        )
        bucket = self._storage.zones[section.zone]
        bucket.encryption.allow(names.role_arn(CONNECT, name), "decrypt", "encrypt")
        prefix = connector_prefix(name, section)
        yield from data_statements(bucket, [prefix], _SINK, "decrypt", "encrypt")
        uploads = "s3:ListBucketMultipartUploads"
        yield statement("Uploads", "Allow", uploads, bucket.arn)


def _capacity(workers: ConnectorWorkers) -> MskconnectConnectorCapacity:
    if workers.min == workers.max:
        return MskconnectConnectorCapacity(
            provisioned_capacity=MskconnectConnectorCapacityProvisionedCapacity(
                mcu_count=workers.mcu, worker_count=workers.min
            )
        )
    return MskconnectConnectorCapacity(
        autoscaling=MskconnectConnectorCapacityAutoscaling(
            mcu_count=workers.mcu,
            min_worker_count=workers.min,
            max_worker_count=workers.max,
            scale_in_policy=MskconnectConnectorCapacityAutoscalingScaleInPolicy(
                cpu_utilization_percentage=workers.scale_in_percent
            ),
            scale_out_policy=MskconnectConnectorCapacityAutoscalingScaleOutPolicy(
                cpu_utilization_percentage=workers.scale_out_percent
            ),
        )
    )
