"""MSK clusters, serverless and provisioned, and the security groups between them and clients."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.aws.base import Resource
from lakeform.aws.glue import GlueConnection, GlueConnectionPhysicalConnectionRequirements
from lakeform.aws.msk import (
    MskClusterPolicy,
    MskServerlessCluster,
    MskServerlessClusterClientAuthentication,
    MskServerlessClusterClientAuthenticationSasl,
    MskServerlessClusterClientAuthenticationSaslIam,
    MskServerlessClusterVpcConfig,
)
from lakeform.config import Lake
from lakeform.config.streams import KafkaCluster, ProvisionedKafka, ServerlessKafka
from lakeform.config.streams.deliveries import DeliveryTopic
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import policy_document, statement
from lakeform.constructs.network import Network
from lakeform.constructs.network.group import Group
from lakeform.constructs.protection import protection
from lakeform.constructs.streams.brokers import BrokerCluster
from lakeform.constructs.streams.delivery_roles import FIREHOSE
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming.kafka_facts import IAM_PORT, MONITORING_PORTS, SCRAM_PORT, used_zones
from lakeform.streaming.names import cluster_name
from lakeform.streaming.tables import connected_clusters, connection_name


class KafkaClusters(Construct):
    """All clusters.

    Attributes:
        clients: the security group that clients carry.
        arns: cluster → ARN.
        brokers: cluster → bootstrap servers for those who log in with IAM.
        scram_brokers: the same for those who log in with SASL/SCRAM, of clusters that have users.
        policies: cluster → what lets Firehose into it, where a delivery reads it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        network: Network,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._network = network
        self._encryption = encryption
        self.clients = Group(
            self,
            "kafka-clients",
            names=names,
            vpc_id=network.vpc_id,
            description="Clients of the Kafka clusters",
        )
        self.arns: dict[str, str] = {}
        self.brokers: dict[str, str] = {}
        self.scram_brokers: dict[str, str] = {}
        self.policies: dict[str, Resource] = {}
        delivered = {
            delivery.source.kafka
            for delivery in lake.streams.deliveries.values()
            if isinstance(delivery.source, DeliveryTopic)
        }
        for name, section in sorted(lake.streams.kafka.items()):
            group = self._group(name, section)
            if isinstance(section, ServerlessKafka):
                self._serverless(name, group)
            else:
                made = BrokerCluster(
                    self,
                    name,
                    section,
                    lake,
                    names,
                    subnets=self._subnets(used_zones(lake, section)),
                    security_group=group.id,
                    # Firehose comes in through a connection of its own, which only this opens.
                    shared=name in delivered,
                    encryption=encryption,
                )
                self.arns[name] = made.cluster.arn
                self.brokers[name] = made.cluster.bootstrap_brokers_sasl_iam
                if section.scram:
                    self.scram_brokers[name] = made.cluster.bootstrap_brokers_sasl_scram
            if name in delivered:
                self.policies[name] = self._admit_firehose(name)
        for name in connected_clusters(lake):
            self._connection(name)

    def _group(self, name: str, section: KafkaCluster) -> Group:
        """The group of a cluster: it admits the clients' group, and asks nobody."""
        group = Group(
            self,
            "kafka",
            name,
            names=self._names,
            vpc_id=self._network.vpc_id,
            description=f"Kafka {name}: its brokers",
        )
        ports = {IAM_PORT: "Kafka with IAM"}
        if isinstance(section, ProvisionedKafka):
            if section.scram:
                ports[SCRAM_PORT] = "Kafka with SASL/SCRAM"
            if section.open_monitoring:
                ports |= MONITORING_PORTS
        for port, what in sorted(ports.items()):
            group.admit("clients", self.clients.id, (port, port), f"{what}, from clients")
            self.clients.reach(f"kafka_{name}", group.id, (port, port), f"{what}, to {name}")
        if (glue := self._network.glue_security_group_id) is not None:
            group.admit("glue", glue, (IAM_PORT, IAM_PORT), "Kafka with IAM, from Glue")
        return group

    def _subnets(self, zones: int | None = None) -> list[str]:
        return list(self._network.private_subnet_ids[:zones])

    def _serverless(self, name: str, group: Group) -> None:
        cluster = MskServerlessCluster(
            self,
            f"{name}-cluster",
            logical_id=logical_id(name),
            cluster_name=cluster_name(self._names, name),
            vpc_config=[
                MskServerlessClusterVpcConfig(
                    subnet_ids=self._subnets(), security_group_ids=[group.id]
                )
            ],
            client_authentication=MskServerlessClusterClientAuthentication(
                sasl=MskServerlessClusterClientAuthenticationSasl(
                    iam=MskServerlessClusterClientAuthenticationSaslIam(enabled=True)
                )
            ),
            lifecycle=protection(self._lake),
        )
        self.arns[name] = cluster.arn
        self.brokers[name] = cluster.bootstrap_brokers_sasl_iam

    def _admit_firehose(self, name: str) -> MskClusterPolicy:
        """Firehose developer guide, "Configure source settings for Amazon MSK"."""
        actions = ["kafka:CreateVpcConnection"]
        return MskClusterPolicy(
            self,
            f"{name}-policy",
            logical_id=logical_id(name),
            cluster_arn=self.arns[name],
            policy=policy_document(
                statement("Firehose", "Allow", actions, self.arns[name], {"Service": FIREHOSE})
            ),
        )

    def _connection(self, name: str) -> None:
        """Glue's way to a cluster that tables show topics of."""
        network = self._network
        if network.glue_security_group_id is None:
            raise ValueError("the network has no security group for Glue's connections")
        GlueConnection(
            self,
            f"{name}-connection",
            logical_id=logical_id("kafka", name),
            name=connection_name(self._names, name),
            catalog_id=self._names.account,
            description=f"Kafka {name}",
            connection_type="KAFKA",
            connection_properties={
                "KAFKA_BOOTSTRAP_SERVERS": self.brokers[name],
                "KAFKA_SASL_MECHANISM": "AWS_MSK_IAM",
                "KAFKA_SSL_ENABLED": "true",
            },
            physical_connection_requirements=GlueConnectionPhysicalConnectionRequirements(
                availability_zone=network.availability_zones[0]
                if network.availability_zones
                else None,
                security_group_id_list=[network.glue_security_group_id],
                subnet_id=network.private_subnet_ids[0],
            ),
        )


def outputs(clusters: KafkaClusters) -> Mapping[str, object]:
    """What clients need to know of each cluster."""
    return {
        name: {
            "arn": arn,
            "bootstrap_brokers": clusters.brokers[name],
            "clients_security_group": clusters.clients.id,
            **(
                {"bootstrap_brokers_scram": clusters.scram_brokers[name]}
                if name in clusters.scram_brokers
                else {}
            ),
        }
        for name, arn in clusters.arns.items()
    }
