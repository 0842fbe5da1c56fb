"""What AWS calls the streams of the lake."""

from __future__ import annotations

from lakeform.naming import Names

MAX_DELIVERY = 64
"""Characters of the name of a Firehose (API reference of CreateDeliveryStream)."""
MAX_CLUSTER = 64
"""Characters of the name of an MSK cluster (API reference of CreateClusterV2)."""
MAX_FUNCTION = 64
"""Characters of the name of a Lambda function (API reference of CreateFunction)."""

DELIVERY = "delivery"
TRANSFORM = "transform"
FLINK = "flink"
CONNECT = "connect"


def kinesis_name(names: Names, stream: str) -> str:
    """What AWS calls a stream of `streams.kinesis`."""
    return names.name(stream)


def kinesis_arn(names: Names, stream: str) -> str:
    """Its ARN."""
    return names.arn("kinesis", f"stream/{kinesis_name(names, stream)}")


def delivery_name(names: Names, delivery: str) -> str:
    """What AWS calls a delivery of `streams.deliveries`."""
    return names.name(delivery, limit=MAX_DELIVERY)


def delivery_arn(names: Names, delivery: str) -> str:
    """Its ARN."""
    return names.arn("firehose", f"deliverystream/{delivery_name(names, delivery)}")


def function_name(names: Names, delivery: str) -> str:
    """What AWS calls the Lambda function of a delivery's own transform."""
    return names.name(TRANSFORM, delivery, limit=MAX_FUNCTION)


def cluster_name(names: Names, cluster: str) -> str:
    """What AWS calls a cluster of `streams.kafka`."""
    return names.name(cluster, limit=MAX_CLUSTER)


def kafka_arn(names: Names, kind: str, cluster: str, *parts: str) -> str:
    """ARN of a cluster, or of a topic or group of it.

    MSK adds an id of its own to a cluster's name. It isn't known before the cluster is there: `*`
    stands for it.

    Args:
        kind: `cluster`, `topic` or `group`.
        parts: the name of the topic or group.
    """
    return names.arn("kafka", "/".join((kind, cluster_name(names, cluster), "*", *parts)))


def scram_secret_name(names: Names, cluster: str, user: str) -> str:
    """What the secret of a user of SASL/SCRAM is called; MSK insists on the prefix."""
    return f"AmazonMSK_{names.name(cluster, user)}"


def flink_name(names: Names, application: str) -> str:
    """What AWS calls an application of `streams.flink`."""
    return names.name(application)


def connector_name(names: Names, connector: str) -> str:
    """What AWS calls a connector of `streams.connect`."""
    return names.name(connector)
