"""MSK clusters, their configurations, who may use them, and what is connected to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lakeform.local.checks.check import Check, Json, State, compare, document, only
from lakeform.local.embedded import EmbeddedAws


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    kafka = aws.client("kafka")
    names = {}
    for applied in state.of("aws_msk_cluster"):
        names[applied.values["arn"]] = applied.values["cluster_name"]
        yield _cluster(kafka, applied.values)
        yield _addresses(kafka, applied.values)
    for applied in state.of("aws_msk_serverless_cluster"):
        names[applied.values["arn"]] = applied.values["cluster_name"]
        yield _serverless(kafka, applied.values)
    for applied in state.of("aws_msk_configuration"):
        yield _configuration(kafka, applied.values)
    for applied in state.of("aws_msk_scram_secret_association"):
        yield _secrets(kafka, applied.values, names)
    for applied in state.of("aws_msk_cluster_policy"):
        yield _policy(kafka, applied.values, names)
    connect = aws.client("kafkaconnect")
    for applied in state.of("aws_mskconnect_connector"):
        yield _connector(connect, applied.values)


def _cluster(kafka: Any, values: Json) -> Check:
    def look() -> object:
        there = kafka.describe_cluster(ClusterArn=values["arn"])["ClusterInfo"]
        software = there["CurrentBrokerSoftwareInfo"]
        encryption = there["EncryptionInfo"]
        volumes = there["BrokerNodeGroupInfo"]["StorageInfo"]["EbsStorageInfo"]
        return {
            "state": there["State"],
            "brokers": f"{there['NumberOfBrokerNodes']} {_instance(there)}",
            "Kafka": software["KafkaVersion"],
            "configuration revision": software.get("ConfigurationRevision", 0),
            "GiB": volumes["VolumeSize"],
            "clients": encryption["EncryptionInTransit"]["ClientBroker"],
            "key": encryption.get("EncryptionAtRest", {}).get("DataVolumeKMSKeyId"),
        }

    group = only(values["broker_node_group_info"])
    storage = only(only(group.get("storage_info")).get("ebs_storage_info"))
    encryption = only(values["encryption_info"])
    expected = {
        "state": "ACTIVE",
        "brokers": f"{values['number_of_broker_nodes']} {group['instance_type']}",
        "Kafka": values["kafka_version"],
        "configuration revision": only(values["configuration_info"]).get("revision") or 0,
        "GiB": storage.get("volume_size"),
        "clients": only(encryption.get("encryption_in_transit")).get("client_broker"),
        "key": encryption.get("encryption_at_rest_kms_key_arn") or None,
    }
    return compare(f"MSK {values['cluster_name']}", expected, look)


def _instance(cluster: Json) -> str:
    kind: str = cluster["BrokerNodeGroupInfo"]["InstanceType"]
    return kind


_WAYS = (
    ("bootstrap_brokers", "BootstrapBrokerString", "plain text"),
    ("bootstrap_brokers_tls", "BootstrapBrokerStringTls", "TLS"),
    ("bootstrap_brokers_sasl_iam", "BootstrapBrokerStringSaslIam", "IAM"),
    ("bootstrap_brokers_sasl_scram", "BootstrapBrokerStringSaslScram", "SCRAM"),
)


def _addresses(kafka: Any, values: Json) -> Check:
    """Which ways in there are; the addresses themselves are what the state has, or not."""

    def look() -> object:
        there = kafka.get_bootstrap_brokers(ClusterArn=values["arn"])
        return [
            title if there[member] == values[argument] else f"{title} elsewhere"
            for argument, member, title in _WAYS
            if member in there
        ]

    expected = [title for argument, _, title in _WAYS if values.get(argument)]
    return compare(f"MSK {values['cluster_name']}: ways in", expected, look)


def _serverless(kafka: Any, values: Json) -> Check:
    def look() -> object:
        there = kafka.describe_cluster_v2(ClusterArn=values["arn"])["ClusterInfo"]
        networks = there["Serverless"]["VpcConfigs"]
        iam = there["Serverless"]["ClientAuthentication"]["Sasl"]["Iam"]
        return {
            "state": there["State"],
            "subnets": sorted(name for each in networks for name in each["SubnetIds"]),
            "IAM": iam["Enabled"],
        }

    iam = only(only(only(values["client_authentication"]).get("sasl")).get("iam"))
    expected = {
        "state": "ACTIVE",
        "subnets": sorted(name for each in values["vpc_config"] for name in each["subnet_ids"]),
        "IAM": iam.get("enabled"),
    }
    return compare(f"MSK {values['cluster_name']}", expected, look)


def _configuration(kafka: Any, values: Json) -> Check:
    def look() -> object:
        arn = values["arn"]
        revision = kafka.describe_configuration(Arn=arn)["LatestRevision"]["Revision"]
        there = kafka.describe_configuration_revision(Arn=arn, Revision=revision)
        text = there["ServerProperties"].decode()
        same = "as applied" if text == values["server_properties"] else "another text"
        return {"revision": revision, "properties": same}

    expected = {"revision": values["latest_revision"], "properties": "as applied"}
    return compare(f"MSK configuration {values['name']}", expected, look)


def _secrets(kafka: Any, values: Json, names: Json) -> Check:
    def look() -> object:
        return sorted(kafka.list_scram_secrets(ClusterArn=values["cluster_arn"])["SecretArnList"])

    name = names.get(values["cluster_arn"], values["cluster_arn"])
    return compare(f"MSK {name}: SCRAM secrets", sorted(values["secret_arn_list"]), look)


def _policy(kafka: Any, values: Json, names: Json) -> Check:
    def look() -> object:
        there = kafka.get_cluster_policy(ClusterArn=values["cluster_arn"])["Policy"]
        return "as applied" if document(there) == document(values["policy"]) else "another text"

    name = names.get(values["cluster_arn"], values["cluster_arn"])
    return compare(f"MSK {name}: policy", "as applied", look)


def _connector(connect: Any, values: Json) -> Check:
    def look() -> object:
        there = connect.describe_connector(connectorArn=values["arn"])
        settings = there["connectorConfiguration"] == values["connector_configuration"]
        cluster = there["kafkaCluster"]["apacheKafkaCluster"]
        return {
            "state": there["connectorState"],
            "version": there["kafkaConnectVersion"],
            "settings": "as applied" if settings else "others",
            "brokers": cluster["bootstrapServers"],
        }

    cluster = only(only(values["kafka_cluster"])["apache_kafka_cluster"])
    expected = {
        "state": "RUNNING",
        "version": values["kafkaconnect_version"],
        "settings": "as applied",
        "brokers": cluster["bootstrap_servers"],
    }
    return compare(f"connector {values['name']}", expected, look)
