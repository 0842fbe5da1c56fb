"""Alarms on streams: what is watched, and who is told."""

from __future__ import annotations

from iam_policies import judge
from streams import stack_of, with_streams

ALARM = "aws_cloudwatch_metric_alarm"


def test_every_stream_is_watched() -> None:
    assert set(stack_of().of(ALARM)) == {
        "connect__sink__failed-tasks",
        *(f"delivery__{name}__delay" for name in ("clicks", "events", "put", "topic")),
        *(f"delivery__{name}__failures" for name in ("clicks", "events", "put", "topic")),
        "delivery__clicks__unconverted",
        "delivery__events__unconverted",
        "delivery__put__throttled",
        "flink__anomalies__down",
        *(f"kafka__ledger__disk-{broker}" for broker in range(1, 7)),
        "kafka__ledger__offline-partitions",
        "kafka__ledger__payments__books__lag",
        "kinesis__clicks__dashboard__lag",
        *(
            f"kinesis__{name}__{what}"
            for name in ("anomalies", "clicks")
            for what in ("iterator-age", "read-throttled", "write-throttled")
        ),
    }


def test_an_alarm_tells_its_topic_and_takes_silence_for_peace() -> None:
    assert stack_of()[f"{ALARM}.kinesis__clicks__iterator-age"] == {
        "alarm_name": "acme-dev-kinesis-clicks-iterator-age",
        "alarm_description": "Consumers of clicks lag behind",
        "namespace": "AWS/Kinesis",
        "metric_name": "GetRecords.IteratorAgeMilliseconds",
        "dimensions": {"StreamName": "acme-dev-clicks"},
        "statistic": "Maximum",
        "period": 300,
        "evaluation_periods": 1,
        "threshold": 1_800_000,
        "comparison_operator": "GreaterThanThreshold",
        "treat_missing_data": "notBreaching",
        "alarm_actions": ["${aws_sns_topic.stream_alarms.arn}"],
        "ok_actions": ["${aws_sns_topic.stream_alarms.arn}"],
    }


def test_the_lag_of_a_group_is_watched_on_its_topic() -> None:
    made = stack_of()[f"{ALARM}.kafka__ledger__payments__books__lag"]
    assert made["metric_name"] == "EstimatedMaxTimeLag"
    assert made["dimensions"] == {
        "Cluster Name": "acme-dev-ledger",
        "Consumer Group": "books",
        "Topic": "payments",
    }
    assert made["threshold"] == 1800


def test_a_delivery_that_fails_is_below_its_threshold() -> None:
    made = stack_of()[f"{ALARM}.delivery__clicks__failures"]
    assert (made["comparison_operator"], made["threshold"]) == ("LessThanThreshold", 1)


def test_cloudwatch_sends_through_the_encrypted_topic() -> None:
    stack = stack_of()
    assert stack["aws_sns_topic.stream_alarms"]["kms_master_key_id"] == "alias/acme-dev-general"
    topic = "arn:aws:sns:us-east-1:111111111111:acme-dev-stream-alarms"
    document = stack["aws_sns_topic_policy.stream_alarms"]["policy"]
    alarm = "arn:aws:cloudwatch:us-east-1:111111111111:alarm:acme-dev-kinesis-clicks-iterator-age"
    service = "service:cloudwatch.amazonaws.com"
    ours = {"aws:SourceAccount": "111111111111", "aws:SourceArn": alarm}
    theirs = {**ours, "aws:SourceAccount": "999999999999"}
    assert judge(document, "sns:Publish", topic, principal=service, context=ours) == "allowed"
    assert judge(document, "sns:Publish", topic, principal=service, context=theirs) == "not allowed"
    key = stack["aws_kms_key.general"]["policy"]
    assert judge(key, "kms:GenerateDataKey", principal=service, context=ours) == "allowed"


def test_limits_addresses_and_a_topic_that_exists() -> None:
    stack = with_streams(
        "{kinesis: {a: }, alarms: {emails: [b@c.example, a@c.example], iterator_age_minutes: 5}}"
    )
    assert stack[f"{ALARM}.kinesis__a__iterator-age"]["threshold"] == 300_000
    assert set(stack.of("aws_sns_topic_subscription")) == {
        "stream_alarms__a_c_example",
        "stream_alarms__b_c_example",
    }
    arn = "arn:aws:sns:us-east-1:111111111111:on-call"
    stack = with_streams(f'{{kinesis: {{a: }}, alarms: {{topic: "{arn}"}}}}')
    assert stack[f"{ALARM}.kinesis__a__iterator-age"]["alarm_actions"] == [arn]
    assert "stream_alarms" not in stack.of("aws_sns_topic")


def test_none_where_none_is_wanted() -> None:
    assert not with_streams("{kinesis: {a: }, alarms: null}").of(ALARM)
