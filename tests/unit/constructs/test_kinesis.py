"""Kinesis streams: what is made of the file, and who may use it."""

from __future__ import annotations

from foundation import Stack, lake_of
from iam_policies import judge
from streams import BASE, KEY, policy, stack_of, with_streams
from support import synth

ARN = "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-"


def test_on_demand_by_default_and_encrypted() -> None:
    assert stack_of()["aws_kinesis_stream.clicks"] == {
        "name": "acme-dev-clicks",
        "stream_mode_details": {"stream_mode": "ON_DEMAND"},
        "retention_period": 48,
        "encryption_type": "KMS",
        "kms_key_id": KEY,
        "enforce_consumer_deletion": True,
    }


def test_with_shards_and_their_metrics() -> None:
    made = stack_of()["aws_kinesis_stream.anomalies"]
    assert made["stream_mode_details"] == {"stream_mode": "PROVISIONED"}
    assert made["shard_count"] == 2
    assert made["retention_period"] == 72
    assert made["shard_level_metrics"] == ["IncomingBytes", "OutgoingBytes"]


def test_consumers_with_fan_out_are_registered() -> None:
    assert stack_of()["aws_kinesis_stream_consumer.clicks__dashboard"] == {
        "name": "acme-dev-clicks-dashboard",
        "stream_arn": "${aws_kinesis_stream.clicks.arn}",
    }


def test_a_producer_writes_its_stream_and_reads_none() -> None:
    allowed = policy("engineer")
    assert judge(allowed, "kinesis:PutRecords", f"{ARN}clicks") == "allowed"
    assert judge(allowed, "kinesis:PutRecords", f"{ARN}anomalies") == "not allowed"
    assert judge(allowed, "kinesis:GetRecords", f"{ARN}clicks") == "not allowed"


def test_a_consumer_reads_its_stream_also_by_fan_out() -> None:
    allowed = policy("analyst")
    consumer = f"{ARN}clicks/consumer/acme-dev-clicks-dashboard:1700000000"
    assert judge(allowed, "kinesis:GetRecords", f"{ARN}clicks") == "allowed"
    assert judge(allowed, "kinesis:SubscribeToShard", consumer) == "allowed"
    assert judge(allowed, "kinesis:PutRecord", f"{ARN}clicks") == "not allowed"
    assert judge(allowed, "kinesis:GetRecords", f"{ARN}anomalies") == "not allowed"


def test_the_key_is_used_through_kinesis_alone() -> None:
    def says(persona: str, action: str, via: str) -> str:
        context = {
            "kms:ViaService": f"{via}.us-east-1.amazonaws.com",
            "kms:ResourceAliases": "alias/acme-dev-general",
        }
        key = "arn:aws:kms:us-east-1:111111111111:key/1"
        return judge(policy(persona), action, key, context=context)

    assert says("engineer", "kms:GenerateDataKey", "kinesis") == "allowed"
    assert says("engineer", "kms:Decrypt", "kinesis") == "not allowed"
    assert says("analyst", "kms:Decrypt", "kinesis") == "allowed"
    assert says("analyst", "kms:Decrypt", "s3") == "not allowed"


def test_a_protected_stream_is_not_destroyed() -> None:
    open_one = with_streams("{kinesis: {clicks: }}")["aws_kinesis_stream.clicks"]
    assert "lifecycle" not in open_one
    text = f"{BASE}streams: {{kinesis: {{clicks: }}, kafka: {{k: {{kind: serverless}}}}}}\n"
    stack = Stack(synth(lake_of(text, protect=True)))
    made = stack["aws_kinesis_stream.clicks"]
    assert made["lifecycle"] == {"prevent_destroy": True}
    assert made["enforce_consumer_deletion"] is False
    cluster = stack["aws_msk_serverless_cluster.k"]
    assert cluster["lifecycle"] == {"prevent_destroy": True}


def test_nothing_is_made_where_nothing_is_asked_for() -> None:
    stack = with_streams("{alarms: null}")
    assert not [a for a in stack.addresses() if "kinesis" in a or "msk" in a or "alarm" in a]
