"""Flink applications and connectors: their code, their settings, and what they may do."""

from __future__ import annotations

import json
from typing import Any

from iam_policies import judge
from streams import RAW, policy, stack_of, with_streams

FLINK = "aws_kinesisanalyticsv2_application"
ASSETS = "arn:aws:s3:::acme-dev-etl-111111111111-us-east-1"


def configuration(name: str) -> dict[str, Any]:
    found: dict[str, Any] = stack_of()[f"{FLINK}.{name}"]["application_configuration"]
    return found


def trust(role: str) -> dict[str, Any]:
    document = json.loads(stack_of()[f"aws_iam_role.{role}"]["assume_role_policy"])
    [statement] = document["Statement"]
    found: dict[str, Any] = statement["Condition"]
    return found


class TestFlink:
    def test_runs_an_uploaded_program_with_checkpoints_and_snapshots(self) -> None:
        made = stack_of()[f"{FLINK}.anomalies"]
        assert made["start_application"] is True
        assert made["runtime_environment"] == "FLINK-1_20"
        settings = made["application_configuration"]
        assert settings["application_code_configuration"]["code_content"] == {
            "s3_content_location": {
                "bucket_arn": ASSETS,
                "file_key": "${aws_s3_object.flink__anomalies.key}",
            }
        }
        assert settings["application_snapshot_configuration"] == {"snapshots_enabled": True}
        flink = settings["flink_application_configuration"]
        assert flink["parallelism_configuration"] == {
            "configuration_type": "CUSTOM",
            "auto_scaling_enabled": True,
            "parallelism": 4,
            "parallelism_per_kpu": 1,
        }
        assert flink["checkpoint_configuration"]["checkpoint_interval"] == 60_000

    def test_a_changed_program_is_another_object(self) -> None:
        made = stack_of()["aws_s3_object.flink__anomalies"]
        assert made["source"] == "files/flink-anomalies.jar"
        assert made["key"].startswith("programs/flink/anomalies/")
        assert made["lifecycle"] == {"create_before_destroy": True}
        assert made["kms_key_id"] == "${aws_kms_key.general.arn}"

    def test_a_program_in_a_zone_is_read_where_it_is(self) -> None:
        code = configuration("outside")["application_code_configuration"]["code_content"]
        assert code == {
            "s3_content_location": {
                "bucket_arn": RAW,
                "file_key": "code/app.jar",
                "object_version": "7",
            }
        }
        assert stack_of()[f"{FLINK}.outside"]["start_application"] is False

    def test_knows_its_streams_by_its_properties(self) -> None:
        groups = configuration("anomalies")["environment_properties"]["property_group"]
        assert {group["property_group_id"]: group["property_map"] for group in groups} == {
            "detector": {"threshold": "3"},
            "lakeform": {
                "aws.region": "us-east-1",
                "delivery.put.name": "acme-dev-put",
                "kafka.events.bootstrap.servers": (
                    "${aws_msk_serverless_cluster.events.bootstrap_brokers_sasl_iam}"
                ),
                "kafka.group.id": "acme-dev-anomalies",
                "kinesis.anomalies.arn": (
                    "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-anomalies"
                ),
                "kinesis.anomalies.name": "acme-dev-anomalies",
                "kinesis.clicks.arn": (
                    "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-clicks"
                ),
                "kinesis.clicks.name": "acme-dev-clicks",
            },
        }

    def test_runs_in_the_network_where_a_topic_is(self) -> None:
        assert configuration("anomalies")["vpc_configuration"]["security_group_ids"] == [
            "${aws_security_group.stream-workers.id}",
            "${aws_security_group.kafka-clients.id}",
        ]
        assert "vpc_configuration" not in configuration("outside")

    def test_its_role_does_what_the_file_says_and_no_more(self) -> None:
        allowed = policy("flink__anomalies")
        kinesis = "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-"
        kafka = "arn:aws:kafka:us-east-1:111111111111:"
        put = "arn:aws:firehose:us-east-1:111111111111:deliverystream/acme-dev-"
        yes = [
            ("kinesis:GetRecords", f"{kinesis}clicks"),
            ("kinesis:PutRecords", f"{kinesis}anomalies"),
            ("kafka-cluster:ReadData", f"{kafka}topic/acme-dev-events/id/orders"),
            ("kafka-cluster:AlterGroup", f"{kafka}group/acme-dev-events/id/acme-dev-anomalies"),
            ("firehose:PutRecordBatch", f"{put}put"),
            ("s3:PutObject", f"{RAW}/out/a"),
        ]
        no = [
            ("kinesis:PutRecords", f"{kinesis}clicks"),
            ("kinesis:GetRecords", f"{kinesis}anomalies"),
            ("kafka-cluster:WriteData", f"{kafka}topic/acme-dev-events/id/orders"),
            ("firehose:PutRecordBatch", f"{put}clicks"),
            ("s3:PutObject", f"{RAW}/web/clicks/a"),
            ("ec2:CreateNetworkInterface", "arn:aws:ec2:us-east-1:111111111111:subnet/other"),
        ]
        assert {judge(allowed, *each) for each in yes} == {"allowed"}
        assert {judge(allowed, *each) for each in no} == {"not allowed"}
        outside = policy("flink__outside")
        assert judge(outside, "s3:GetObjectVersion", f"{RAW}/code/app.jar") == "allowed"
        assert judge(outside, "s3:GetObject", f"{RAW}/code/other.jar") == "not allowed"
        assert "ec2:" not in outside

    def test_it_makes_and_deletes_network_interfaces_of_its_own_subnets_only(self) -> None:
        statements = {
            each["Sid"]: each for each in json.loads(policy("flink__anomalies"))["Statement"]
        }
        ec2 = "arn:aws:ec2:us-east-1:111111111111:"
        place = configuration("anomalies")["vpc_configuration"]
        subnets = [each.replace(".id}", ".arn}") for each in place["subnet_ids"]]
        groups = [f"{ec2}security-group/{each}" for each in place["security_group_ids"]]
        interfaces = f"{ec2}network-interface/*"
        made = statements["MakeNetworkInterfaces"]
        assert made["Action"] == "ec2:CreateNetworkInterface"
        assert sorted(made["Resource"]) == sorted([interfaces, *groups, *subnets])
        used = statements["UseNetworkInterfaces"]
        assert used["Resource"] == interfaces
        [(operator, keys)] = used["Condition"].items()
        assert operator == "ArnEquals"
        assert {key: sorted(values) for key, values in keys.items()} == {
            "ec2:Subnet": sorted(subnets)
        }
        assert sorted(used["Action"]) == [
            "ec2:CreateNetworkInterfacePermission",
            "ec2:DeleteNetworkInterface",
        ]
        assert [
            sid
            for sid, each in statements.items()
            if "ec2:DeleteNetworkInterface" in each["Action"]
        ] == ["UseNetworkInterfaces"]

    def test_only_this_application_assumes_its_role(self) -> None:
        assert trust("flink__anomalies") == {
            "StringEquals": {"aws:SourceAccount": "111111111111"},
            "ArnLike": {
                "aws:SourceArn": "arn:aws:kinesisanalytics:us-east-1:111111111111:"
                "application/acme-dev-anomalies"
            },
        }


class TestConnect:
    def test_writes_topics_to_the_zone_with_its_key(self) -> None:
        made = stack_of()["aws_mskconnect_connector.sink"]
        settings = made["connector_configuration"]
        assert settings["connector.class"] == "io.confluent.connect.s3.S3SinkConnector"
        assert settings["topics"] == "clicks,orders"
        assert settings["s3.bucket.name"] == "acme-dev-raw-111111111111-us-east-1"
        assert settings["s3.sse.kms.key.id"] == "${aws_kms_key.raw.arn}"
        assert settings["topics.dir"] == "sink"
        assert made["kafka_cluster_client_authentication"] == {"authentication_type": "IAM"}
        assert made["kafka_cluster_encryption_in_transit"] == {"encryption_type": "TLS"}
        assert made["capacity"]["autoscaling"]["max_worker_count"] == 4
        logs = made["log_delivery"]["worker_log_delivery"]["cloudwatch_logs"]
        assert logs["log_group"] == "${aws_cloudwatch_log_group.connect__sink.name}"

    def test_a_fixed_number_of_workers_and_another_class(self) -> None:
        stack = with_streams(
            "{kafka: {events: {kind: serverless}}, connect: {sink: {from: {kafka: events, "
            "topics: [t]}, zone: raw, plugin: {zone: raw, key: a.jar}, connector_class: com.Mine, "
            "settings: {a: b}, workers: {min: 2, max: 2}}}}"
        )
        made = stack["aws_mskconnect_connector.sink"]
        assert made["capacity"] == {"provisioned_capacity": {"mcu_count": 1, "worker_count": 2}}
        assert made["connector_configuration"] == {
            "connector.class": "com.Mine",
            "tasks.max": "2",
            "topics": "t",
            "a": "b",
        }
        assert stack["aws_mskconnect_custom_plugin.sink"]["content_type"] == "JAR"

    def test_whatever_changes_replaces_it_under_the_same_name(self) -> None:
        def made(more: str) -> tuple[str, str, str]:
            stack = with_streams(
                "{kafka: {events: {kind: serverless}}, connect: {sink: {from: {kafka: events, "
                f"topics: [t]}}, zone: raw, plugin: {{zone: raw, key: a.zip}}, {more}}}}}}}"
            )
            return (
                stack["aws_mskconnect_connector.sink"]["name"],
                stack["aws_mskconnect_worker_configuration.sink"]["name"],
                stack["aws_mskconnect_custom_plugin.sink"]["name"],
            )

        before, settings, workers = (
            made("format: json"),
            made("flush_records: 5"),
            made("worker: {offset.flush.interval.ms: 1}"),
        )
        assert {each[0] for each in (before, settings, workers)} == {"acme-dev-sink"}
        assert len({each[1] for each in (before, settings, workers)}) == 3
        assert len({each[2] for each in (before, settings, workers)}) == 1

    def test_its_role_reads_its_topics_and_writes_its_prefix(self) -> None:
        allowed = policy("connect__sink")
        kafka = "arn:aws:kafka:us-east-1:111111111111:"
        topic = f"{kafka}topic/acme-dev-events/id/"
        assert judge(allowed, "kafka-cluster:ReadData", f"{topic}orders") == "allowed"
        assert judge(allowed, "kafka-cluster:ReadData", f"{topic}other") == "not allowed"
        assert judge(allowed, "kafka-cluster:WriteData", f"{topic}orders") == "not allowed"
        internal = f"{topic}__amazon_msk_connect_offsets_sink"
        assert judge(allowed, "kafka-cluster:CreateTopic", internal) == "allowed"
        group = f"{kafka}group/acme-dev-events/id/connect-acme-dev-sink"
        assert judge(allowed, "kafka-cluster:AlterGroup", group) == "allowed"
        assert judge(allowed, "s3:PutObject", f"{RAW}/sink/orders/a") == "allowed"
        assert judge(allowed, "s3:PutObject", f"{RAW}/web/a") == "not allowed"


def test_workers_reach_aws_and_nobody_reaches_them() -> None:
    stack = stack_of()
    group = "${aws_security_group.stream-workers.id}"
    out = [
        each
        for each in stack.of("aws_vpc_security_group_egress_rule").values()
        if each["security_group_id"] == group
    ]
    assert [(each["from_port"], each["to_port"]) for each in out] == [(443, 443)]
    assert not [
        each
        for each in stack.of("aws_vpc_security_group_ingress_rule").values()
        if each["security_group_id"] == group
    ]
