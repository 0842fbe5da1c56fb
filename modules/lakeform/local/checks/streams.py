"""Kinesis streams, Firehoses and Flink applications; and a record that goes through each of them.

The record that is put is the only thing that verification leaves: in a Kinesis stream nobody can
delete it. The object that a Firehose makes of it is deleted again.
"""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lakeform.local.checks.check import Check, Json, State, compare, only
from lakeform.local.embedded import EmbeddedAws
from lakeform.local.firehose_objects import fixed_prefix, partition_paths

_DIRECT = "direct puts"
_VALUE = "lakeform-verify"
"""The value of every partition of the record."""


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    streams = [each.values for each in state.of("aws_kinesis_stream")]
    firehoses = [each.values for each in state.of("aws_kinesis_firehose_delivery_stream")]
    locks = state.of("aws_s3_bucket_object_lock_configuration")
    locked = {each.values["bucket"] for each in locks}
    for values in streams:
        yield _stream(aws.client("kinesis"), values)
    for applied in state.of("aws_kinesis_stream_consumer"):
        yield _consumer(aws.client("kinesis"), applied.values)
    for values in firehoses:
        yield _firehose(aws, values)
    for values in streams:
        readers = [each for each in firehoses if _source(each) == values["arn"]]
        # An object that is locked couldn't be deleted again.
        if not any(_bucket(each) in locked for each in readers):
            yield from _through_stream(aws, values, readers)
    for values in firehoses:
        if _source(values) == _DIRECT and _bucket(values) not in locked:
            yield _through_firehose(aws, values)
    for applied in state.of("aws_kinesisanalyticsv2_application"):
        yield _application(aws.client("kinesisanalyticsv2"), applied.values)


# --- Kinesis


def _stream(kinesis: Any, values: Json) -> Check:
    def look() -> object:
        asked = kinesis.describe_stream_summary(StreamARN=values["arn"])
        there = asked["StreamDescriptionSummary"]
        mode = there["StreamModeDetails"]["StreamMode"]
        return {
            "state": there["StreamStatus"],
            "mode": mode,
            "shards": there["OpenShardCount"] if mode == "PROVISIONED" else 0,
            "hours": there["RetentionPeriodHours"],
            "key": there.get("KeyId"),
        }

    mode = only(values["stream_mode_details"]).get("stream_mode", "PROVISIONED")
    expected = {
        "state": "ACTIVE",
        "mode": mode,
        "shards": values["shard_count"] if mode == "PROVISIONED" else 0,
        "hours": values["retention_period"],
        "key": values["kms_key_id"] or None,
    }
    return compare(f"stream {values['name']}", expected, look)


def _consumer(kinesis: Any, values: Json) -> Check:
    def look() -> object:
        asked = kinesis.describe_stream_consumer(ConsumerARN=values["arn"])
        return asked["ConsumerDescription"]["ConsumerStatus"]

    return compare(f"consumer {values['name']}", "ACTIVE", look)


# --- Firehose


def _bucket(values: Json) -> str:
    """The bucket of a Firehose; empty when it delivers somewhere else."""
    arn: str = only(values["extended_s3_configuration"]).get("bucket_arn", "")
    return arn.rpartition(":")[2]


def _source(values: Json) -> str:
    stream = only(values["kinesis_source_configuration"]).get("kinesis_stream_arn")
    topic = only(values["msk_source_configuration"]).get("topic_name")
    return stream or topic or _DIRECT


def _described(aws: EmbeddedAws, name: str) -> Json:
    asked = aws.client("firehose").describe_delivery_stream(DeliveryStreamName=name)
    description: Json = asked["DeliveryStreamDescription"]
    return description


def _firehose(aws: EmbeddedAws, values: Json) -> Check:
    def look() -> object:
        there = _described(aws, values["name"])
        source = there.get("Source", {})
        stream = source.get("KinesisStreamSourceDescription", {}).get("KinesisStreamARN")
        topic = source.get("MSKSourceDescription", {}).get("TopicName")
        target = there["Destinations"][0]["ExtendedS3DestinationDescription"]
        key = target.get("EncryptionConfiguration", {}).get("KMSEncryptionConfig", {})
        return {
            "state": there["DeliveryStreamStatus"],
            "from": stream or topic or _DIRECT,
            "to": f"{_name(target['BucketARN'])}/{target.get('Prefix', '')}",
            "key": key.get("AWSKMSKeyARN"),
        }

    target = only(values["extended_s3_configuration"])
    expected = {
        "state": "ACTIVE",
        "from": _source(values),
        "to": f"{_bucket(values)}/{target.get('prefix') or ''}",
        "key": target.get("kms_key_arn") or None,
    }
    return compare(f"Firehose {values['name']}", expected, look)


def _name(bucket_arn: str) -> str:
    return bucket_arn.rpartition(":")[2]


# --- a record's way


def _through_stream(aws: EmbeddedAws, values: Json, readers: Sequence[Json]) -> Iterator[Check]:
    """Put a record into a stream, read it back, and find it wherever a Firehose delivers it."""
    kinesis = aws.client("kinesis")
    token = secrets.token_hex(8)

    def put_and_read() -> object:
        record = _record(token, *(_destination(aws, each) for each in readers))
        name = values["name"]
        put = kinesis.put_record(StreamName=name, Data=record, PartitionKey=_VALUE)
        iterator = kinesis.get_shard_iterator(
            StreamName=name,
            ShardId=put["ShardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            StartingSequenceNumber=put["SequenceNumber"],
        )
        read = kinesis.get_records(ShardIterator=iterator["ShardIterator"], Limit=1)["Records"]
        return "read back" if [each["Data"] for each in read] == [record] else "not read back"

    yield compare(f"stream {values['name']}: a record", "read back", put_and_read)
    for reader in readers:
        yield _arrival(aws, reader, token, lambda: None)


def _through_firehose(aws: EmbeddedAws, values: Json) -> Check:
    """Put a record into a Firehose, and find it where it delivers."""
    token = secrets.token_hex(8)

    def put() -> None:
        record = _record(token, _destination(aws, values))
        firehose = aws.client("firehose")
        firehose.put_record(DeliveryStreamName=values["name"], Record={"Data": record})

    return _arrival(aws, values, token, put)


def _arrival(aws: EmbeddedAws, values: Json, token: str, put: Callable[[], None]) -> Check:
    """Whether a record arrives at the prefix that was applied, and with the originals."""
    target = only(values["extended_s3_configuration"])
    place = f"{_bucket(values)}/{fixed_prefix({'Prefix': target.get('prefix') or ''})}"

    def look() -> object:
        put()
        destination = _destination(aws, values)
        places = [destination]
        if destination.get("S3BackupMode") == "Enabled":
            places.append(destination["S3BackupDescription"])
        found = [_take(aws, each, values["name"], token) for each in places]
        shown = [f"{_name(each['BucketARN'])}/{fixed_prefix(each)}" for each in places]
        absent = [where for where, there in zip(shown, found, strict=True) if not there]
        return f"not in {absent[0]}" if absent else f"in {shown[0]}"

    return compare(f"Firehose {values['name']}: a record", f"in {place}", look)


def _destination(aws: EmbeddedAws, values: Json) -> Json:
    described = _described(aws, values["name"])["Destinations"][0]
    destination: Json = described["ExtendedS3DestinationDescription"]
    return destination


def _record(token: str, *destinations: Json) -> bytes:
    """A record that names a value for every partition of some destinations."""
    whole: dict[str, Any] = {"lakeform": token}
    for destination in destinations:
        for *way, last in partition_paths(destination).values():
            node = whole
            for step in way:
                node = node.setdefault(step, {})
            node[last] = _VALUE
    return json.dumps(whole).encode()


def _take(aws: EmbeddedAws, place: Json, name: str, token: str) -> bool:
    """Whether an object of a Firehose has the record; the object is deleted then."""
    s3 = aws.client("s3")
    bucket = _name(place["BucketARN"])
    for page in s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=fixed_prefix(place)
    ):
        for each in page.get("Contents", ()):
            if not each["Key"].rpartition("/")[2].startswith(f"{name}-"):
                continue
            there = s3.get_object(Bucket=bucket, Key=each["Key"])
            body = there["Body"].read()
            if token in (gzip.decompress(body) if _zipped(body) else body).decode():
                version = {"VersionId": there["VersionId"]} if "VersionId" in there else {}
                s3.delete_object(Bucket=bucket, Key=each["Key"], **version)
                return True
    return False


def _zipped(body: bytes) -> bool:
    return body.startswith(b"\x1f\x8b")


# --- Managed Flink


def _application(flink: Any, values: Json) -> Check:
    def look() -> object:
        asked = flink.describe_application(ApplicationName=values["name"])
        there = asked["ApplicationDetail"]
        code = there["ApplicationConfigurationDescription"][
            "ApplicationCodeConfigurationDescription"
        ]["CodeContentDescription"]
        return {
            "state": there["ApplicationStatus"],
            "runtime": there["RuntimeEnvironment"],
            "code": code.get("S3ApplicationCodeLocationDescription", {}).get("FileKey"),
        }

    configuration = only(values["application_configuration"])
    code = only(configuration.get("application_code_configuration"))
    location = only(only(code.get("code_content")).get("s3_content_location"))
    expected = {
        "state": "RUNNING" if values["start_application"] else "READY",
        "runtime": values["runtime_environment"],
        "code": location.get("file_key"),
    }
    return compare(f"Flink {values['name']}", expected, look)
