"""What IAM must allow those who write to and read from streams, action by action.

Sources: Kinesis Data Streams developer guide, "Controlling access"; Firehose developer guide,
"Controlling access"; MSK developer guide, "Semantics of IAM authorization policy actions".
"""

from __future__ import annotations

from collections.abc import Iterable

from lakeform.access.iam import Allowed
from lakeform.naming import Names
from lakeform.streaming.names import delivery_arn, kafka_arn, kinesis_arn

READ_KINESIS = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
FAN_OUT_STREAM = ("kinesis:ListStreamConsumers",)
FAN_OUT_CONSUMER = ("kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard")
WRITE_KINESIS = (
    "kinesis:DescribeStreamSummary",
    "kinesis:ListShards",
    "kinesis:PutRecord",
    "kinesis:PutRecords",
)
PUT_FIREHOSE = (
    "firehose:DescribeDeliveryStream",
    "firehose:PutRecord",
    "firehose:PutRecordBatch",
)
FIND_BROKERS = ("kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers")
CONNECT_KAFKA = ("kafka-cluster:Connect", "kafka-cluster:DescribeCluster")
READ_TOPIC = ("kafka-cluster:DescribeTopic", "kafka-cluster:ReadData")
JOIN_GROUP = ("kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup")
WRITE_TOPIC = (
    "kafka-cluster:CreateTopic",
    "kafka-cluster:DescribeTopic",
    "kafka-cluster:WriteData",
)
WRITE_ONCE = ("kafka-cluster:WriteDataIdempotently",)
"""Asked of the cluster, also for a topic's producer: Kafka's own default since 3.0."""
ADMINISTER_CLUSTER = ("kafka-cluster:DescribeClusterDynamicConfiguration",)
ADMINISTER_TOPICS = (
    "kafka-cluster:AlterTopic",
    "kafka-cluster:AlterTopicDynamicConfiguration",
    "kafka-cluster:CreateTopic",
    "kafka-cluster:DeleteTopic",
    "kafka-cluster:DescribeTopic",
    "kafka-cluster:DescribeTopicDynamicConfiguration",
)
ADMINISTER_GROUPS = (*JOIN_GROUP, "kafka-cluster:DeleteGroup")


def reads_kinesis(names: Names, sid: str, streams: Iterable[str]) -> Allowed:
    """Read the records of streams, without enhanced fan-out."""
    return Allowed(sid, READ_KINESIS, tuple(kinesis_arn(names, stream) for stream in streams))


def writes_kinesis(names: Names, sid: str, streams: Iterable[str]) -> Allowed:
    """Put records into streams."""
    return Allowed(sid, WRITE_KINESIS, tuple(kinesis_arn(names, stream) for stream in streams))


def puts_firehose(names: Names, sid: str, deliveries: Iterable[str]) -> Allowed:
    """Put records into deliveries."""
    return Allowed(sid, PUT_FIREHOSE, tuple(delivery_arn(names, each) for each in deliveries))


def connects_kafka(names: Names, sid: str, clusters: Iterable[str], *more: str) -> Allowed:
    """Find and log in to clusters."""
    arns = tuple(kafka_arn(names, "cluster", cluster) for cluster in clusters)
    return Allowed(sid, (*CONNECT_KAFKA, *FIND_BROKERS, *more), arns)


def on_topics(
    names: Names, sid: str, actions: Iterable[str], topics: Iterable[tuple[str, str]]
) -> Allowed:
    """Actions on topics, given as cluster and topic."""
    arns = tuple(kafka_arn(names, "topic", cluster, topic) for cluster, topic in topics)
    return Allowed(sid, tuple(actions), arns)


def on_groups(
    names: Names, sid: str, actions: Iterable[str], groups: Iterable[tuple[str, str]]
) -> Allowed:
    """Actions on consumer groups, given as cluster and group."""
    arns = tuple(kafka_arn(names, "group", cluster, group) for cluster, group in groups)
    return Allowed(sid, tuple(actions), arns)
