"""Changes of MSK clusters: kafka:UpdateBrokerCount, UpdateMonitoring and the other updates.

moto can change nothing of a cluster. Here a change is done when the call returns; as on MSK it
needs the cluster's latest version and is reported as an operation.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

import moto.kafka.urls as urls
from moto.kafka.exceptions import BadRequestException, NotFoundException
from moto.kafka.models import FakeKafkaCluster
from moto.kafka.responses import KafkaResponse

from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of, state_of
from lakeform.local.gaps.msk_clusters import cluster_of, new_version, now_text

Json = dict[str, Any]
Change = Callable[[FakeKafkaCluster, Json], None]

_OPERATION_ARN = re.compile(r"arn:[^/]+:cluster-operation/.+")


def _group(cluster: FakeKafkaCluster) -> Json:
    """The arguments of the brokers; a provisioned cluster always has them."""
    return cluster.broker_node_group_info or {}


def _count(cluster: FakeKafkaCluster, request: Json) -> None:
    cluster.number_of_broker_nodes = request["targetNumberOfBrokerNodes"]


def _type(cluster: FakeKafkaCluster, request: Json) -> None:
    _group(cluster)["instanceType"] = request["targetInstanceType"]


def _storage(cluster: FakeKafkaCluster, request: Json) -> None:
    """MSK takes one size a broker; a cluster is described by the last one."""
    volumes = _group(cluster).setdefault("storageInfo", {}).setdefault("ebsStorageInfo", {})
    for target in request["targetBrokerEBSVolumeInfo"]:
        size = target.get("volumeSizeGB", volumes.get("volumeSize"))
        if size < volumes.get("volumeSize", 0):
            raise BadRequestException("The storage of a broker can't be made smaller.")
        volumes["volumeSize"] = size
        if "provisionedThroughput" in target:
            volumes["provisionedThroughput"] = target["provisionedThroughput"]


def _connectivity(cluster: FakeKafkaCluster, request: Json) -> None:
    _group(cluster)["connectivityInfo"].update(request["connectivityInfo"])


def _monitoring(cluster: FakeKafkaCluster, request: Json) -> None:
    cluster.enhanced_monitoring = request.get("enhancedMonitoring", cluster.enhanced_monitoring)
    cluster.open_monitoring = request.get("openMonitoring", cluster.open_monitoring)
    cluster.logging_info = request.get("loggingInfo", cluster.logging_info)


def _configuration(cluster: FakeKafkaCluster, request: Json) -> None:
    cluster.configuration_info = request["configurationInfo"]


def _kafka_version(cluster: FakeKafkaCluster, request: Json) -> None:
    cluster.kafka_version = request["targetKafkaVersion"]
    cluster.configuration_info = request.get("configurationInfo", cluster.configuration_info)


def _security(cluster: FakeKafkaCluster, request: Json) -> None:
    authentication = request.get("clientAuthentication", cluster.client_authentication)
    cluster.client_authentication = authentication
    encryption = cluster.encryption_info or {}
    transit = request.get("encryptionInfo", {}).get("encryptionInTransit", {})
    encryption["encryptionInTransit"] = {**encryption["encryptionInTransit"], **transit}


_CHANGES: Mapping[str, tuple[str, Change]] = {
    "update_broker_count": ("INCREASE_BROKER_COUNT", _count),
    "update_broker_type": ("UPDATE_BROKER_TYPE", _type),
    "update_broker_storage": ("UPDATE_BROKER_STORAGE", _storage),
    "update_connectivity": ("UPDATE_CONNECTIVITY", _connectivity),
    "update_monitoring": ("UPDATE_MONITORING", _monitoring),
    "update_cluster_configuration": ("UPDATE_CLUSTER_CONFIGURATION", _configuration),
    "update_cluster_kafka_version": ("UPDATE_CLUSTER_KAFKA_VERSION", _kafka_version),
    "update_security": ("UPDATE_SECURITY", _security),
}


def _operations(self: KafkaResponse) -> dict[str, Json]:
    return state_of(self.kafka_backend, dict, "operations")


def _call(kind: str, change: Change) -> Callable[[KafkaResponse], str]:
    def call(self: KafkaResponse) -> str:
        cluster, request = cluster_of(self), body_of(self)
        if request["currentVersion"] != cluster.current_version:
            raise BadRequestException(
                f"The version {request['currentVersion']} isn't the cluster's current one."
            )
        change(cluster, request)
        cluster.current_version = new_version()
        arn = cluster.arn.replace(":cluster/", ":cluster-operation/") + f"/{secrets.token_hex(8)}"
        _operations(self)[arn] = {
            "clusterArn": cluster.arn,
            "operationArn": arn,
            "operationType": kind,
            "operationState": "UPDATE_COMPLETE",
            "creationTime": now_text(),
            "endTime": now_text(),
        }
        return json.dumps({"clusterArn": cluster.arn, "clusterOperationArn": arn})

    return call


def _describe_cluster_operation(self: KafkaResponse) -> str:
    match = _OPERATION_ARN.search(unquote(self.parsed_url.path))
    operation = _operations(self).get(match[0] if match else "")
    if operation is None:
        raise NotFoundException("The operation does not exist.")
    return json.dumps({"clusterOperationInfo": operation})


def apply() -> None:
    calls = {name: _call(kind, change) for name, (kind, change) in _CHANGES.items()}
    add_calls(KafkaResponse, {**calls, "describe_cluster_operation": _describe_cluster_operation})
    add_paths(urls, KafkaResponse, ("/v1/operations/(?P<operationArn>.+)",))


GAP = Gap(
    name="Changes of MSK clusters",
    resources=("aws_msk_cluster",),
    missing=(
        "kafka:UpdateBrokerCount",
        "kafka:UpdateBrokerType",
        "kafka:UpdateBrokerStorage",
        "kafka:UpdateConnectivity",
        "kafka:UpdateMonitoring",
        "kafka:UpdateClusterConfiguration",
        "kafka:UpdateClusterKafkaVersion",
        "kafka:UpdateSecurity",
        "kafka:DescribeClusterOperation",
    ),
    apply=apply,
)
