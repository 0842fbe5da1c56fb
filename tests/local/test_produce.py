"""Records to the embedded Kinesis and Firehose, and back from the stream and from S3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lakeform.local.embedded import EmbeddedAws
from support import HEAD, ROOT

pytestmark = pytest.mark.local

LAKE = (
    HEAD + "storage: {zones: {raw: {}}}\n"
    "catalog: {databases: {web: {zone: raw, tables: {clicks: {format: json,"
    " columns: {user_id: bigint, url: string, price: 'decimal(10,2)', at: timestamp}}}}}}\n"
)

TABLE = "--table=web.clicks"


def produce(
    aws: EmbeddedAws, folder: Path, *arguments: str, streams: str = ""
) -> subprocess.CompletedProcess[str]:
    (folder / "lake.yaml").write_text(LAKE + streams)
    variables = {**os.environ, **aws.env(), "PYTHONPATH": str(ROOT / "modules")}
    return subprocess.run(
        [sys.executable, "-m", "lakeform", "produce", *arguments],
        cwd=folder,
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=120,
    )


def records_by_shard(client: Any, stream: str) -> list[list[dict[str, Any]]]:
    shards = []
    for shard in client.list_shards(StreamName=stream)["Shards"]:
        place = client.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        found: list[dict[str, Any]] = []
        while True:
            answer = client.get_records(ShardIterator=place)
            found += answer["Records"]
            place = answer["NextShardIterator"]
            if not answer["MillisBehindLatest"]:
                break
        shards.append(found)
    return shards


def test_records_reach_every_shard_of_a_stream(aws: EmbeddedAws, tmp_path: Path) -> None:
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName="clicks", ShardCount=2)
    options = ("--count=1200", "--seed=4", "--anomalies=0.1")
    sent = produce(
        aws,
        tmp_path,
        TABLE,
        "--to=kinesis:clicks",
        "--rate=5000",
        "--format=json",
        "--labels=labels.jsonl",
        *options,
    )
    assert sent.returncode == 0, sent.stderr
    report = json.loads(sent.stdout)
    assert (report["sent"], report["ending"], report["refused"]) == (1200, "done", {})

    dry = produce(aws, tmp_path, TABLE, "--dry-run", "--rate=5000", *options).stdout.splitlines()
    shards = records_by_shard(kinesis, "clicks")
    assert [len(shard) > 400 for shard in shards] == [True, True]
    stored = [each for shard in shards for each in shard]
    assert sorted(each["Data"].decode() for each in stored) == sorted(f"{line}\n" for line in dry)
    for each in stored:
        try:
            record = json.loads(each["Data"])
        except ValueError:
            continue
        if isinstance(record.get("user_id"), int) and record["user_id"] <= 100_000:
            assert each["PartitionKey"] == str(record["user_id"])
    labels = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text().splitlines()]
    assert len(labels) == sum(report["anomalies"].values()) > 80
    assert {each["text"] for each in labels} <= set(dry)


def test_records_of_a_delivery_stream_lie_in_s3(aws: EmbeddedAws, tmp_path: Path) -> None:
    aws.client("s3").create_bucket(Bucket="raw")
    aws.client("firehose").create_delivery_stream(
        DeliveryStreamName="clicks-to-raw",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::111111111111:role/firehose",
            "BucketARN": "arn:aws:s3:::raw",
            "Prefix": "clicks/",
        },
    )
    sent = produce(
        aws,
        tmp_path,
        TABLE,
        "--to=firehose:clicks-to-raw",
        "--count=700",
        "--rate=5000",
        "--seed=4",
    )
    assert sent.returncode == 0, sent.stderr
    assert sent.stdout.startswith("700 records sent to firehose:clicks-to-raw in ")

    s3 = aws.client("s3")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="raw")["Contents"]]
    assert all(key.startswith("clicks/") for key in keys)
    bodies = [s3.get_object(Bucket="raw", Key=key)["Body"].read().decode() for key in keys]
    lines = [line for body in bodies for line in body.splitlines()]
    dry = produce(aws, tmp_path, TABLE, "--dry-run", "--count=700", "--rate=5000", "--seed=4")
    assert sorted(lines) == sorted(dry.stdout.splitlines())


def test_a_stream_of_the_lake_has_its_columns_and_its_region(
    aws: EmbeddedAws, tmp_path: Path
) -> None:
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName="acme-dev-visits", ShardCount=1)
    streams = (
        "streams:\n  kinesis: {visits: {}}\n"
        "  deliveries: {visits_to_raw: {from: {kinesis: visits}, zone: raw, table: web.clicks}}\n"
    )
    sent = produce(aws, tmp_path, "visits", "--count=20", "--rate=1000", streams=streams)
    assert sent.returncode == 0, sent.stderr
    assert sent.stdout.startswith("20 records sent to kinesis:acme-dev-visits in ")
    [stored] = records_by_shard(kinesis, "acme-dev-visits")
    data = [each["Data"].decode() for each in stored]
    assert all(list(json.loads(each)) == ["user_id", "url", "price", "at"] for each in data)
    assert not any(each.endswith("\n") for each in data)  # the delivery ends the lines


def test_a_stream_that_is_not_there_is_said(aws: EmbeddedAws, tmp_path: Path) -> None:
    result = produce(aws, tmp_path, TABLE, "--to=kinesis:clicks", "--count=1")
    assert result.returncode == 2
    assert result.stderr.splitlines()[-2:] == [
        "there is no Kinesis stream clicks",
        "  → deploy it first, or name another with --to",
    ]
