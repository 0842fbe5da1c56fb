"""MSK: brokers, their configuration, users, growth, network, and who may use which topic."""

from __future__ import annotations

import json

import pytest

from iam_policies import judge
from streams import KEY, policy, stack_of, with_streams

ARN = "arn:aws:kafka:us-east-1:111111111111:"


def rules(kind: str, group: str) -> set[tuple[str, str, int]]:
    """Rule, the group on the other side and the port, of a security group."""
    found = stack_of().of(f"aws_vpc_security_group_{kind}_rule")
    return {
        (name, each.get("referenced_security_group_id", each.get("cidr_ipv4")), each["from_port"])
        for name, each in found.items()
        if each["security_group_id"] == f"${{aws_security_group.{group}.id}}"
    }


class TestServerless:
    def test_iam_is_its_only_login(self) -> None:
        assert stack_of()["aws_msk_serverless_cluster.events"] == {
            "cluster_name": "acme-dev-events",
            "client_authentication": {"sasl": {"iam": {"enabled": True}}},
            "vpc_config": [
                {
                    "subnet_ids": [f"${{aws_subnet.private_{zone}.id}}" for zone in "abc"],
                    "security_group_ids": ["${aws_security_group.kafka__events.id}"],
                }
            ],
        }


class TestProvisioned:
    def test_encrypted_logged_and_closed(self) -> None:
        made = stack_of()["aws_msk_cluster.ledger"]
        assert made["number_of_broker_nodes"] == 6
        assert made["kafka_version"] == "3.8.x"
        assert made["encryption_info"] == {
            "encryption_at_rest_kms_key_arn": KEY,
            "encryption_in_transit": {"client_broker": "TLS", "in_cluster": True},
        }
        assert made["client_authentication"] == {
            "sasl": {"iam": True, "scram": True},
            "unauthenticated": False,
        }
        assert made["logging_info"]["broker_logs"]["cloudwatch_logs"] == {
            "enabled": True,
            "log_group": "${aws_cloudwatch_log_group.kafka__ledger.name}",
        }
        nodes = made["broker_node_group_info"]
        assert nodes["connectivity_info"]["public_access"] == {"type": "DISABLED"}
        assert nodes["client_subnets"] == [f"${{aws_subnet.private_{zone}.id}}" for zone in "abc"]
        assert made["enhanced_monitoring"] == "PER_BROKER"

    def test_it_is_open_to_other_vpcs_only_for_firehose(self) -> None:
        nodes = stack_of()["aws_msk_cluster.ledger"]["broker_node_group_info"]
        login = nodes["connectivity_info"]["vpc_connectivity"]["client_authentication"]
        assert login["sasl"] == {"iam": True, "scram": False}
        alone = with_streams("{kafka: {ledger: {kind: provisioned}}}")["aws_msk_cluster.ledger"]
        assert "vpc_connectivity" not in alone["broker_node_group_info"]["connectivity_info"]

    def test_by_default_one_broker_a_zone(self) -> None:
        alone = with_streams("{kafka: {ledger: {kind: provisioned, zones: 2}}}")
        assert alone["aws_msk_cluster.ledger"]["number_of_broker_nodes"] == 2
        text = alone["aws_msk_configuration.ledger"]["server_properties"]
        assert "default.replication.factor=2\n" in text
        assert "min.insync.replicas=1\n" in text
        assert "lifecycle" not in alone["aws_msk_cluster.ledger"]

    def test_a_changed_configuration_is_another_one(self) -> None:
        made = stack_of()["aws_msk_configuration.ledger"]
        assert made["lifecycle"] == {"create_before_destroy": True}
        assert made["server_properties"].splitlines() == [
            "auto.create.topics.enable=false",
            "default.replication.factor=3",
            "min.insync.replicas=2",
            "num.partitions=6",
            "unclean.leader.election.enable=false",
        ]
        names = {
            with_streams(f"{{kafka: {{ledger: {{kind: provisioned, {each}}}}}}}")[
                "aws_msk_configuration.ledger"
            ]["name"]
            for each in (
                "version: 3.8.x",
                "version: 3.9.x",
                "configuration: {num.partitions: 1}",
                "configuration: {num.partitions: 2}",
                "storage_gib: 200",
            )
        }
        assert len(names) == 4  # storage is no part of it
        assert all(name.startswith("acme-dev-ledger-") for name in names)
        cluster = stack_of()["aws_msk_cluster.ledger"]
        assert cluster["configuration_info"] == {
            "arn": "${aws_msk_configuration.ledger.arn}",
            "revision": "${aws_msk_configuration.ledger.latest_revision}",
        }

    def test_storage_grows_and_terraform_lets_it(self) -> None:
        stack = stack_of()
        assert stack["aws_msk_cluster.ledger"]["lifecycle"] == {
            "ignore_changes": [
                "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"
            ]
        }
        target = stack["aws_appautoscaling_target.kafka__ledger"]
        assert (target["min_capacity"], target["max_capacity"]) == (1, 1000)
        assert target["resource_id"] == "${aws_msk_cluster.ledger.arn}"
        tracking = stack["aws_appautoscaling_policy.kafka__ledger"][
            "target_tracking_scaling_policy_configuration"
        ]
        assert tracking["disable_scale_in"] is True
        assert tracking["target_value"] == 60

    def test_provisioned_throughput(self) -> None:
        stack = with_streams(
            "{kafka: {a: {kind: provisioned, instance: kafka.m7g.4xlarge, "
            "storage_throughput_mibps: 300, tiered_storage: true, logs: null}}}"
        )
        made = stack["aws_msk_cluster.a"]
        storage = made["broker_node_group_info"]["storage_info"]["ebs_storage_info"]
        assert storage["provisioned_throughput"] == {"enabled": True, "volume_throughput": 300}
        assert made["storage_mode"] == "TIERED"
        logs = made["logging_info"]["broker_logs"]["cloudwatch_logs"]
        assert logs == {"enabled": False}


class TestUsers:
    def test_a_password_is_in_no_plan_and_no_state(self) -> None:
        stack = stack_of()
        assert stack["aws_secretsmanager_secret_version.ledger__app"] == {
            "secret_id": "${aws_secretsmanager_secret.ledger__app.id}",
            "secret_string_wo": '${jsonencode({username = "app", password = uuid()})}',
            "secret_string_wo_version": 1,
        }

    def test_the_secret_is_as_msk_wants_it(self) -> None:
        stack = stack_of()
        secret = stack["aws_secretsmanager_secret.ledger__app"]
        assert secret["name"] == "AmazonMSK_acme-dev-ledger-app"
        assert secret["kms_key_id"] == "${aws_kms_key.kafka_secrets.arn}"
        association = stack["aws_msk_scram_secret_association.ledger"]
        assert association["secret_arn_list"] == ["${aws_secretsmanager_secret.ledger__app.arn}"]
        assert "aws_secretsmanager_secret_version.ledger__app" in association["depends_on"]

    def test_only_its_readers_read_it(self) -> None:
        secret = (
            "arn:aws:secretsmanager:us-east-1:111111111111:"
            "secret:AmazonMSK_acme-dev-ledger-app-AbCdEf"
        )
        action = "secretsmanager:GetSecretValue"
        assert judge(policy("analyst"), action, secret) == "allowed"
        assert judge(policy("engineer"), action, secret) == "not allowed"

    def test_no_users_no_key(self) -> None:
        stack = with_streams("{kafka: {a: {kind: provisioned}}}")
        assert "kafka_secrets" not in stack.of("aws_kms_key")


class TestNetwork:
    def test_brokers_admit_clients_on_the_ports_of_their_logins(self) -> None:
        clients = "${aws_security_group.kafka-clients.id}"
        glue = "${aws_security_group.glue.id}"
        assert rules("ingress", "kafka__ledger") == {
            ("kafka__ledger__clients_9096", clients, 9096),
            ("kafka__ledger__clients_9098", clients, 9098),
            ("kafka__ledger__clients_11001", clients, 11001),
            ("kafka__ledger__clients_11002", clients, 11002),
            ("kafka__ledger__glue_9098", glue, 9098),
        }
        assert rules("ingress", "kafka__events") == {
            ("kafka__events__clients_9098", clients, 9098),
            ("kafka__events__glue_9098", glue, 9098),
        }
        assert rules("egress", "kafka__ledger") == set()

    def test_clients_reach_brokers_and_nobody_reaches_clients(self) -> None:
        assert {(to, port) for _, to, port in rules("egress", "kafka-clients")} == {
            ("${aws_security_group.kafka__events.id}", 9098),
            ("${aws_security_group.kafka__ledger.id}", 9096),
            ("${aws_security_group.kafka__ledger.id}", 9098),
            ("${aws_security_group.kafka__ledger.id}", 11001),
            ("${aws_security_group.kafka__ledger.id}", 11002),
        }
        assert rules("ingress", "kafka-clients") == set()


class TestPersonas:
    @pytest.mark.parametrize(
        ("persona", "action", "resource", "verdict"),
        [
            ("engineer", "WriteData", "topic/acme-dev-events/id/orders", "allowed"),
            ("engineer", "CreateTopic", "topic/acme-dev-events/id/orders", "allowed"),
            ("engineer", "ReadData", "topic/acme-dev-events/id/orders", "not allowed"),
            ("engineer", "WriteData", "topic/acme-dev-ledger/id/payments", "not allowed"),
            ("engineer", "DeleteTopic", "topic/acme-dev-ledger/id/payments", "allowed"),
            ("engineer", "DeleteTopic", "topic/acme-dev-events/id/orders", "not allowed"),
            ("analyst", "ReadData", "topic/acme-dev-ledger/id/payments", "allowed"),
            ("analyst", "ReadData", "topic/acme-dev-ledger/id/other", "not allowed"),
            ("analyst", "WriteData", "topic/acme-dev-ledger/id/payments", "not allowed"),
            ("analyst", "AlterGroup", "group/acme-dev-ledger/id/books", "allowed"),
            ("analyst", "AlterGroup", "group/acme-dev-ledger/id/analyst-1", "allowed"),
            ("analyst", "AlterGroup", "group/acme-dev-ledger/id/engineer", "not allowed"),
            ("analyst", "Connect", "cluster/acme-dev-ledger/id", "allowed"),
            ("analyst", "WriteDataIdempotently", "cluster/acme-dev-ledger/id", "not allowed"),
            ("engineer", "WriteDataIdempotently", "cluster/acme-dev-events/id", "allowed"),
        ],
    )
    def test_do_on_topics_what_the_file_says(
        self, persona: str, action: str, resource: str, verdict: str
    ) -> None:
        assert judge(policy(persona), f"kafka-cluster:{action}", ARN + resource) == verdict


def test_glue_has_a_connection_to_a_cluster_that_a_table_shows() -> None:
    stack = stack_of()
    assert set(stack.of("aws_glue_connection")) == {"kafka__ledger"}
    assert stack["aws_glue_connection.kafka__ledger"]["connection_properties"] == {
        "KAFKA_BOOTSTRAP_SERVERS": "${aws_msk_cluster.ledger.bootstrap_brokers_sasl_iam}",
        "KAFKA_SASL_MECHANISM": "AWS_MSK_IAM",
        "KAFKA_SSL_ENABLED": "true",
    }


def test_tables_show_streams() -> None:
    live = stack_of()["aws_glue_catalog_table.web__live"]["storage_descriptor"]
    assert live["location"] == "acme-dev-clicks"
    assert live["parameters"] == {
        "streamARN": "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-clicks",
        "typeOfData": "kinesis",
    }
    payments = stack_of()["aws_glue_catalog_table.web__payments"]
    assert payments["parameters"]["classification"] == "avro"
    assert payments["storage_descriptor"]["location"] == "payments"
    assert payments["storage_descriptor"]["parameters"] == {
        "connectionName": "acme-dev-kafka.ledger",
        "topicName": "payments",
        "typeOfData": "kafka",
    }


def test_outputs_name_streams_and_brokers() -> None:
    found = stack_of().data["output"]
    assert found["kinesis_streams"]["value"]["clicks"] == {
        "name": "${aws_kinesis_stream.clicks.name}",
        "arn": "${aws_kinesis_stream.clicks.arn}",
    }
    assert found["kafka_clusters"]["value"]["ledger"] == {
        "arn": "${aws_msk_cluster.ledger.arn}",
        "bootstrap_brokers": "${aws_msk_cluster.ledger.bootstrap_brokers_sasl_iam}",
        "bootstrap_brokers_scram": "${aws_msk_cluster.ledger.bootstrap_brokers_sasl_scram}",
        "clients_security_group": "${aws_security_group.kafka-clients.id}",
    }
    assert {"connectors", "deliveries", "flink_applications"} <= set(found)
    json.dumps(found)
