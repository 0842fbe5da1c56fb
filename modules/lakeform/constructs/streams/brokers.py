"""A provisioned MSK cluster: its brokers, configuration, users and growing storage."""

from __future__ import annotations

from collections.abc import Sequence

from lakeform.aws.autoscaling import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingTarget,
)
from lakeform.aws.autoscaling import (
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as Metric,  # noqa: E501
)
from lakeform.aws.msk import (
    MskCluster,
    MskClusterBrokerNodeGroupInfo,
    MskClusterBrokerNodeGroupInfoConnectivityInfo,
    MskClusterBrokerNodeGroupInfoConnectivityInfoPublicAccess,
    MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivity,
    MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthentication,
    MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthenticationSasl,
    MskClusterBrokerNodeGroupInfoStorageInfo,
    MskClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfo,
    MskClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfoProvisionedThroughput,
    MskClusterClientAuthentication,
    MskClusterClientAuthenticationSasl,
    MskClusterConfigurationInfo,
    MskClusterEncryptionInfo,
    MskClusterEncryptionInfoEncryptionInTransit,
    MskClusterLoggingInfo,
    MskClusterLoggingInfoBrokerLogs,
    MskClusterLoggingInfoBrokerLogsCloudwatchLogs,
    MskClusterOpenMonitoring,
    MskClusterOpenMonitoringPrometheus,
    MskClusterOpenMonitoringPrometheusJmxExporter,
    MskClusterOpenMonitoringPrometheusNodeExporter,
    MskConfiguration,
    MskScramSecretAssociation,
)
from lakeform.config import Lake
from lakeform.config.streams import ProvisionedKafka
from lakeform.constructs.encryption import KAFKA_SECRETS, Encryption
from lakeform.constructs.logs import log_group
from lakeform.constructs.streams.scram import scram_secret
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.naming import Names, logical_id
from lakeform.streaming import kafka_facts
from lakeform.streaming.names import MAX_CLUSTER, cluster_name

_VOLUME = "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"


class BrokerCluster(Construct):
    """A provisioned cluster and what belongs to it.

    Args:
        shared: open it for connections from other services' VPCs, with IAM.

    Attributes:
        cluster: the cluster.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        section: ProvisionedKafka,
        lake: Lake,
        names: Names,
        *,
        subnets: Sequence[str],
        security_group: str,
        shared: bool,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, f"{name}-brokers")
        self._name = name
        self._section = section
        self._lake = lake
        self._names = names
        self._encryption = encryption
        general = encryption.general
        general.allow_account_through("kafka", "decrypt", "encrypt", "grant")
        self.cluster = MskCluster(
            self,
            "cluster",
            logical_id=logical_id(name),
            cluster_name=cluster_name(names, name),
            kafka_version=section.version,
            number_of_broker_nodes=kafka_facts.broker_count(lake, section),
            broker_node_group_info=MskClusterBrokerNodeGroupInfo(
                client_subnets=subnets,
                instance_type=section.instance,
                security_groups=[security_group],
                storage_info=_storage(section),
                connectivity_info=_connectivity(shared),
            ),
            client_authentication=MskClusterClientAuthentication(
                sasl=MskClusterClientAuthenticationSasl(iam=True, scram=bool(section.scram)),
                unauthenticated=False,
            ),
            configuration_info=self._configuration(),
            encryption_info=MskClusterEncryptionInfo(
                encryption_at_rest_kms_key_arn=general.arn,
                encryption_in_transit=MskClusterEncryptionInfoEncryptionInTransit(
                    client_broker="TLS", in_cluster=True
                ),
            ),
            enhanced_monitoring=section.monitoring,
            open_monitoring=_open_monitoring(section.open_monitoring),
            logging_info=self._logs(),
            storage_mode="TIERED" if section.tiered_storage else "LOCAL",
            lifecycle=self._lifecycle(),
        )
        if section.autoscale_to_gib is not None:
            self._grow(section.autoscale_to_gib)
        if section.scram:
            self._users()

    def _lifecycle(self) -> TerraformResourceLifecycle | None:
        """Storage that grew by itself is left as it is: it can't shrink
        (hashicorp/terraform-provider-aws#20327)."""
        protected = self._lake.environment.protect
        grows = self._section.autoscale_to_gib is not None
        if not protected and not grows:
            return None
        return TerraformResourceLifecycle(
            prevent_destroy=True if protected else None, ignore_changes=[_VOLUME] if grows else None
        )

    def _configuration(self) -> MskClusterConfigurationInfo:
        """The brokers' configuration. A changed one is another one: it is made, the cluster moves
        over to it, and the former goes (hashicorp/terraform-provider-aws#15405, #17484)."""
        version = self._section.version
        text = kafka_facts.properties_text(kafka_facts.server_properties(self._lake, self._section))
        digest = kafka_facts.configuration_digest(version, text)
        made = MskConfiguration(
            self,
            "configuration",
            logical_id=logical_id(self._name),
            name=f"{cluster_name(self._names, self._name)}-{digest}",
            description=f"Brokers of {self._name}",
            kafka_versions=[version],
            server_properties=text,
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        return MskClusterConfigurationInfo(arn=made.arn, revision=made.latest_revision)

    def _logs(self) -> MskClusterLoggingInfo:
        section = self._section.logs
        if section is None:
            target = MskClusterLoggingInfoBrokerLogsCloudwatchLogs(enabled=False)
        else:
            group = log_group(
                self,
                logical_id("kafka", self._name),
                self._names,
                self._encryption.general,
                # Below this prefix AWS needs no policy of its own for each log group.
                name=f"/aws/vendedlogs/msk/{cluster_name(self._names, self._name)}",
                days=section.retention_days,
            )
            target = MskClusterLoggingInfoBrokerLogsCloudwatchLogs(
                enabled=True, log_group=group.name
            )
        return MskClusterLoggingInfo(
            broker_logs=MskClusterLoggingInfoBrokerLogs(cloudwatch_logs=target)
        )

    def _grow(self, most_gib: int) -> None:
        """MSK developer guide, "Automatic scaling for clusters"."""
        target = AppautoscalingTarget(
            self,
            "storage",
            logical_id=logical_id("kafka", self._name),
            service_namespace="kafka",
            scalable_dimension="kafka:broker-storage:VolumeSize",
            resource_id=self.cluster.arn,
            min_capacity=1,
            max_capacity=most_gib,
        )
        AppautoscalingPolicy(
            self,
            "storage-policy",
            logical_id=logical_id("kafka", self._name),
            name=self._names.name(self._name, "storage", limit=MAX_CLUSTER),
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=(
                AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                    target_value=self._section.autoscale_at_percent,
                    disable_scale_in=True,
                    predefined_metric_specification=Metric(
                        predefined_metric_type="KafkaBrokerStorageUtilization"
                    ),
                )
            ),
        )

    def _users(self) -> None:
        """Users of SASL/SCRAM. All in one resource, which knows no others."""
        key = self._encryption.dedicated(KAFKA_SECRETS)
        key.allow_account_through("kafka", "decrypt", "grant")
        key.allow_account_through("secretsmanager", "decrypt", "encrypt")
        made = [
            scram_secret(self, self._names, self._lake, key, cluster=self._name, user=user)
            for user in sorted(self._section.scram)
        ]
        MskScramSecretAssociation(
            self,
            "users",
            logical_id=logical_id(self._name),
            cluster_arn=self.cluster.arn,
            secret_arn_list=[secret.arn for secret, _ in made],
            depends_on=[each for _, parts in made for each in parts],
        )


def _storage(section: ProvisionedKafka) -> MskClusterBrokerNodeGroupInfoStorageInfo:
    throughput = section.storage_throughput_mibps
    provisioned = MskClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfoProvisionedThroughput
    return MskClusterBrokerNodeGroupInfoStorageInfo(
        ebs_storage_info=MskClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfo(
            volume_size=section.storage_gib,
            provisioned_throughput=None
            if throughput is None
            else provisioned(enabled=True, volume_throughput=throughput),
        )
    )


def _connectivity(shared: bool) -> MskClusterBrokerNodeGroupInfoConnectivityInfo:
    """Nobody from the internet, and other VPCs only where the cluster is shared."""
    login = MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthentication(
        sasl=MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthenticationSasl(
            iam=True, scram=False
        ),
        tls=False,
    )
    other_vpcs = MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivity(
        client_authentication=login
    )
    return MskClusterBrokerNodeGroupInfoConnectivityInfo(
        public_access=MskClusterBrokerNodeGroupInfoConnectivityInfoPublicAccess(type="DISABLED"),
        vpc_connectivity=other_vpcs if shared else None,
    )


def _open_monitoring(enabled: bool) -> MskClusterOpenMonitoring:
    return MskClusterOpenMonitoring(
        prometheus=MskClusterOpenMonitoringPrometheus(
            jmx_exporter=MskClusterOpenMonitoringPrometheusJmxExporter(enabled_in_broker=enabled),
            node_exporter=MskClusterOpenMonitoringPrometheusNodeExporter(enabled_in_broker=enabled),
        )
    )
