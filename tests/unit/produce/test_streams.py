"""Streams of lake.yaml by their names."""

from __future__ import annotations

from typing import Any

import pytest

from lakeform.config import Lake
from lakeform.config.streams.kafka import Topic
from lakeform.errors import InputError
from lakeform.produce import Target
from lakeform.produce.senders.brokers import find_brokers
from lakeform.produce.streams import NamedStream, named_stream
from support import lake_from

LAKE = """\
network: {cidr: 10.20.0.0/16}
storage: {zones: {raw: {}}}
catalog:
  databases:
    web:
      zone: raw
      tables:
        clicks: {format: parquet, columns: {url: string}, partitions: {day: date}}
        pages: {format: json, columns: {page: string}}
        live: {format: json, columns: {at: timestamp}, source: {kinesis: shown}}
        orders: {format: json, columns: {id: bigint}, source: {kafka: events, topic: orders}}
streams:
  kinesis: {clicks: {}, shown: {}, plain: {}, both: {}}
  deliveries:
    clicks: {from: {kinesis: clicks}, zone: raw, table: web.clicks}
    shown_to_raw: {from: {kinesis: shown}, zone: raw, lines: false}
    pages: {zone: raw, table: web.pages}
    unlined: {zone: raw, lines: false}
    both: {zone: raw}
  kafka:
    events:
      kind: serverless
      topics: {logs-*: {}, logs-a*: {partitions: 4}, logs-all: {replicas: 2}}
"""


@pytest.fixture(scope="module")
def lake() -> Lake:
    return lake_from(LAKE)


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("clicks", NamedStream(Target("kinesis", "acme-dev-clicks"), None, "web.clicks", False)),
        ("shown", NamedStream(Target("kinesis", "acme-dev-shown"), None, "web.live", True)),
        ("plain", NamedStream(Target("kinesis", "acme-dev-plain"), None, None, False)),
        ("pages", NamedStream(Target("firehose", "acme-dev-pages"), None, "web.pages", False)),
        ("unlined", NamedStream(Target("firehose", "acme-dev-unlined"), None, None, True)),
        (
            "events/orders",
            NamedStream(Target("kafka", "orders"), "acme-dev-events", "web.orders", False),
        ),
        ("events/other", NamedStream(Target("kafka", "other"), "acme-dev-events", None, False)),
    ],
)
def test_a_stream_has_its_name_on_aws_and_its_table(
    lake: Lake, name: str, stream: NamedStream
) -> None:
    assert named_stream(lake, name) == stream


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("click", "there is no stream `click`\n  → did you mean `clicks`?"),
        (
            "event/orders",
            "there is no stream `event/orders`\n  → streams: clicks, shown, plain, both,",
        ),
        ("events/", "there is no stream `events/`\n"),
        (
            "shown_to_raw",
            "the delivery `shown_to_raw` takes no records: it reads a stream\n"
            "  → send them there: `lakeform produce shown`",
        ),
        (
            "both",
            "`both` is a Kinesis stream and a delivery\n"
            "  → say which: --to kinesis:acme-dev-both or firehose:acme-dev-both, and --table",
        ),
    ],
)
def test_a_name_that_is_no_stream_is_said(lake: Lake, name: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        named_stream(lake, name)
    assert str(raised.value).startswith(message)


class Msk:
    def list_clusters_v2(self, ClusterNameFilter: str) -> dict[str, Any]:
        names = ("acme-dev-events-2", "acme-dev-events")
        found = [{"ClusterName": name, "ClusterArn": f"arn:{name}"} for name in names]
        return {"ClusterInfoList": [c for c in found if ClusterNameFilter in c["ClusterName"]]}

    def get_bootstrap_brokers(self, ClusterArn: str) -> dict[str, str]:
        assert ClusterArn == "arn:acme-dev-events"
        return {"BootstrapBrokerStringSaslIam": "b-1:9098,b-2:9098"}


def test_brokers_are_those_of_the_cluster_of_that_very_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lakeform.cloud.client", lambda *_: Msk())
    assert find_brokers("acme-dev-events", "us-east-1") == ("b-1:9098", "b-2:9098")
    with pytest.raises(InputError, match="takes no log-in by scram"):
        find_brokers("acme-dev-events", "us-east-1", "scram")
    with pytest.raises(InputError, match="there is no MSK cluster acme-dev"):
        find_brokers("acme-dev", "us-east-1")


def test_the_stand_in_speaks_as_the_service_does() -> None:
    import boto3

    model = boto3.Session(region_name="us-east-1").client("kafka").meta.service_model
    listed = model.operation_model("ListClustersV2")
    assert "ClusterNameFilter" in listed.input_shape.members
    one = listed.output_shape.members["ClusterInfoList"].member
    assert {"ClusterName", "ClusterArn"} <= set(one.members)
    brokers = model.operation_model("GetBootstrapBrokers")
    assert list(brokers.input_shape.members) == ["ClusterArn"]
    from lakeform.produce.senders.brokers import ANSWERS

    assert set(ANSWERS.values()) <= set(brokers.output_shape.members)


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("logs-all", Topic(replicas=2)),
        ("logs-api", Topic(partitions=4)),
        ("logs-db", Topic()),
        ("orders", None),
    ],
)
def test_a_topic_is_what_the_file_says_of_it(lake: Lake, name: str, declared: Topic | None) -> None:
    assert named_stream(lake, f"events/{name}").topic == declared
