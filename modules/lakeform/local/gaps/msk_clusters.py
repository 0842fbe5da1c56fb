"""MSK clusters: kafka:GetBootstrapBrokers, and clusters that become active and come back whole.

moto's clusters never leave the state CREATING, lose most of what they were created with when asked
through the second version of the API, and have no addresses. Here a cluster is active at once and
has the addresses that its authentication and encryption give it. No broker listens there.
"""

from __future__ import annotations

import datetime
import json
import re
import secrets
from typing import Any
from urllib.parse import unquote

from moto.kafka.exceptions import BadRequestException, KafkaException, NotFoundException
from moto.kafka.models import FakeKafkaCluster, KafkaBackend
from moto.kafka.responses import KafkaResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, replace

Json = dict[str, Any]

_CLUSTER_ARN = re.compile(r"arn:[^/]+:(?:serverless-)?cluster/[^/]+/[^/]+")
_SHOWN_BROKERS = 3  # MSK names at most three, however many there are
# Ports by way in: inside the VPC, from the internet, through another VPC's private link.
_TLS_PORTS = {"": 9094, "Public": 9194, "VpcConnectivity": 14094}
_SCRAM_PORTS = {"": 9096, "Public": 9196, "VpcConnectivity": 14096}
_IAM_PORTS = {"": 9098, "Public": 9198, "VpcConnectivity": 14098}
_PLAINTEXT_PORT = 9092


class ConflictException(KafkaException):
    code = 409

    def __init__(self, message: str) -> None:
        super().__init__("ConflictException", message)


def now_text() -> str:
    """The time now as the Kafka API writes it."""
    return datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_version() -> str:
    """A cluster's version; every change needs the latest one, and makes another."""
    return "K" + secrets.token_hex(6).upper()


def cluster_of(self: KafkaResponse) -> FakeKafkaCluster:
    """The cluster in a request's path, or MSK's own error."""
    match = _CLUSTER_ARN.search(unquote(self.parsed_url.path))
    arn = match[0] if match else ""
    try:
        return self.kafka_backend.clusters[arn]
    except KeyError:
        raise NotFoundException(f"The cluster {arn} does not exist.") from None


def _enabled(block: Json | None, *way: str) -> bool:
    """Whether `{"sasl": {"iam": {"enabled": true}}}` and the like say so."""
    node: Any = block or {}
    for step in (*way, "enabled"):
        node = (node or {}).get(step)
    return bool(node)


def _bootstrap_brokers(cluster: FakeKafkaCluster) -> Json:
    label = cluster.cluster_id.replace("-", "")[:6]
    if cluster.cluster_type == "SERVERLESS":
        host = f"boot-{label}.c1.kafka-serverless.{cluster.region_name}.amazonaws.com"
        return {"bootstrapBrokerStringSaslIam": f"{host}:{_IAM_PORTS['']}"}
    domain = f"{cluster.cluster_name.lower()}.{label}.c2.kafka.{cluster.region_name}.amazonaws.com"
    number = min(cluster.number_of_broker_nodes or 1, _SHOWN_BROKERS)

    def listed(port: int, prefix: str = "b") -> str:
        return ",".join(f"{prefix}-{broker}.{domain}:{port}" for broker in range(1, number + 1))

    authentication = cluster.client_authentication or {}
    connectivity = (cluster.broker_node_group_info or {}).get("connectivityInfo") or {}
    transit = ((cluster.encryption_info or {}).get("encryptionInTransit") or {}).get("clientBroker")
    anybody = not authentication or _enabled(authentication, "unauthenticated")
    answer: Json = {}
    if transit in ("PLAINTEXT", "TLS_PLAINTEXT") and anybody:
        answer["bootstrapBrokerString"] = listed(_PLAINTEXT_PORT)
    ways = {"": ("b", authentication)}
    if (connectivity.get("publicAccess") or {}).get("type") == "SERVICE_PROVIDED_EIPS":
        ways["Public"] = ("b-public", authentication)
    private = (connectivity.get("vpcConnectivity") or {}).get("clientAuthentication")
    if private:
        ways["VpcConnectivity"] = ("b-private", private)
    for way, (prefix, allowed) in ways.items():
        if transit != "PLAINTEXT":
            open_to_all = anybody and way == ""
            if open_to_all or _enabled(allowed, "tls"):
                answer[f"bootstrapBrokerString{way}Tls"] = listed(_TLS_PORTS[way], prefix)
            if _enabled(allowed, "sasl", "scram"):
                answer[f"bootstrapBrokerString{way}SaslScram"] = listed(_SCRAM_PORTS[way], prefix)
            if _enabled(allowed, "sasl", "iam"):
                answer[f"bootstrapBrokerString{way}SaslIam"] = listed(_IAM_PORTS[way], prefix)
    return answer


def _get_bootstrap_brokers(self: KafkaResponse) -> str:
    return json.dumps(_bootstrap_brokers(cluster_of(self)))


def _complete(cluster: FakeKafkaCluster) -> None:
    """What MSK answers where a creation said nothing."""
    group = cluster.broker_node_group_info or {}
    group.setdefault("brokerAZDistribution", "DEFAULT")
    group.setdefault("connectivityInfo", {}).setdefault("publicAccess", {"type": "DISABLED"})
    cluster.broker_node_group_info = group
    encryption = cluster.encryption_info or {}
    transit = {"clientBroker": "TLS", "inCluster": True}
    encryption["encryptionInTransit"] = {**transit, **encryption.get("encryptionInTransit", {})}
    cluster.encryption_info = encryption
    cluster.enhanced_monitoring = cluster.enhanced_monitoring or "DEFAULT"
    cluster.storage_mode = cluster.storage_mode or "LOCAL"


def _provisioned(cluster: FakeKafkaCluster) -> Json:
    software: Json = {"kafkaVersion": cluster.kafka_version}
    if cluster.configuration_info:
        software["configurationArn"] = cluster.configuration_info["arn"]
        software["configurationRevision"] = cluster.configuration_info["revision"]
    described = {
        "brokerNodeGroupInfo": cluster.broker_node_group_info,
        "clientAuthentication": cluster.client_authentication,
        "currentBrokerSoftwareInfo": software,
        "encryptionInfo": cluster.encryption_info,
        "enhancedMonitoring": cluster.enhanced_monitoring,
        "openMonitoring": cluster.open_monitoring,
        "loggingInfo": cluster.logging_info,
        "numberOfBrokerNodes": cluster.number_of_broker_nodes,
        "storageMode": cluster.storage_mode,
        "customerActionStatus": "NONE",
    }
    return {name: value for name, value in described.items() if value is not None}


def _common(backend: KafkaBackend, cluster: FakeKafkaCluster) -> Json:
    return {
        "clusterArn": cluster.arn,
        "clusterName": cluster.cluster_name,
        "creationTime": cluster.creation_time,
        "currentVersion": cluster.current_version,
        "state": cluster.state,
        "tags": backend.list_tags_for_resource(cluster.arn),
    }


def _describe_cluster(self: KafkaResponse) -> str:
    cluster = cluster_of(self)
    if cluster.cluster_type == "SERVERLESS":
        raise BadRequestException("This operation cannot be performed on serverless clusters.")
    info = _common(self.kafka_backend, cluster) | _provisioned(cluster)
    return json.dumps({"clusterInfo": info})


def _describe_cluster_v2(self: KafkaResponse) -> str:
    cluster = cluster_of(self)
    info = _common(self.kafka_backend, cluster) | {"clusterType": cluster.cluster_type}
    if cluster.cluster_type == "SERVERLESS":
        info["serverless"] = cluster.serverless_config
    else:
        info["provisioned"] = _provisioned(cluster)
    return json.dumps({"clusterInfo": info})


def _delete_cluster(self: KafkaResponse) -> str:
    cluster = cluster_of(self)
    backend = self.kafka_backend
    backend.tagger.delete_all_tags_for_resource(cluster.arn)
    backend.policies.pop(cluster.arn, None)
    del backend.clusters[cluster.arn]
    return json.dumps({"clusterArn": cluster.arn, "state": "DELETING"})


def apply() -> None:
    create = KafkaResponse.create_cluster
    create_v2 = KafkaResponse.create_cluster_v2
    arn_of = FakeKafkaCluster._generate_arn

    def generate_arn(self: FakeKafkaCluster) -> str:
        return arn_of(self).replace(self.cluster_id, f"{self.cluster_name}/{self.cluster_id}-1")

    def checked(self: KafkaResponse) -> str:
        name: str = body_of(self)["clusterName"]
        if any(each.cluster_name == name for each in self.kafka_backend.clusters.values()):
            raise ConflictException(f"A cluster with the name {name} already exists.")
        return name

    def activated(self: KafkaResponse, name: str) -> str:
        clusters = self.kafka_backend.clusters.values()
        cluster = next(each for each in clusters if each.cluster_name == name)
        cluster.state = "ACTIVE"
        cluster.creation_time = now_text()
        cluster.current_version = new_version()
        if cluster.cluster_type == "PROVISIONED":
            _complete(cluster)
        return json.dumps(
            {
                "clusterArn": cluster.arn,
                "clusterName": name,
                "state": "CREATING",
                "clusterType": cluster.cluster_type,
            }
        )

    def create_cluster(self: KafkaResponse) -> str:
        name = checked(self)
        create(self)
        return activated(self, name)

    def create_cluster_v2(self: KafkaResponse) -> str:
        name = checked(self)
        create_v2(self)
        provisioned = body_of(self).get("provisioned")
        if provisioned:
            clusters = self.kafka_backend.clusters.values()
            cluster = next(each for each in clusters if each.cluster_name == name)
            cluster.client_authentication = provisioned.get("clientAuthentication")
            cluster.configuration_info = provisioned.get("configurationInfo")
            cluster.encryption_info = provisioned.get("encryptionInfo")
            cluster.enhanced_monitoring = provisioned.get("enhancedMonitoring", "DEFAULT")
            cluster.logging_info = provisioned.get("loggingInfo")
            cluster.open_monitoring = provisioned.get("openMonitoring")
        return activated(self, name)

    replace(FakeKafkaCluster, _generate_arn=generate_arn)
    add_calls(
        KafkaResponse,
        {
            "create_cluster": create_cluster,
            "create_cluster_v2": create_cluster_v2,
            "describe_cluster": _describe_cluster,
            "describe_cluster_v2": _describe_cluster_v2,
            "delete_cluster": _delete_cluster,
            "get_bootstrap_brokers": _get_bootstrap_brokers,
        },
    )


GAP = Gap(
    name="MSK clusters",
    resources=("aws_msk_cluster", "aws_msk_serverless_cluster"),
    missing=("kafka:GetBootstrapBrokers",),
    corrected=(
        "kafka:CreateCluster",
        "kafka:CreateClusterV2",
        "kafka:DescribeCluster",
        "kafka:DescribeClusterV2",
        "kafka:DeleteCluster",
    ),
    apply=apply,
)
