"""What Firehose delivers: firehose:PutRecord, PutRecordBatch; kinesis:PutRecord, PutRecords.

moto writes what is put to a Firehose into S3, below a prefix whose expressions stay as they are,
and doesn't feed a Firehose from its stream. Here every put is delivered at once, where Firehose
would deliver it. A stream's put succeeds whether its Firehose can deliver or not, as on AWS.
"""

from __future__ import annotations

import base64
import datetime
import logging
from collections.abc import Sequence
from typing import Any

from moto.firehose.exceptions import InvalidArgumentException
from moto.firehose.models import DeliveryStream, FirehoseBackend, firehose_backends
from moto.kinesis.models import KinesisBackend
from moto.moto_api._internal import mock_random
from moto.s3.models import s3_backends

from lakeform.local.firehose_objects import objects
from lakeform.local.gaps.gap import Gap, replace

log = logging.getLogger("lakeform.local")


def _deliver(backend: FirehoseBackend, stream: DeliveryStream, records: Sequence[bytes]) -> None:
    destination = stream.destinations[0].get("ExtendedS3") or stream.destinations[0]["S3"]
    targets = [destination]
    if destination.get("S3BackupMode") == "Enabled":
        targets.append(destination["S3BackupDescription"])
    now = datetime.datetime.now(tz=datetime.UTC)
    s3 = s3_backends[backend.account_id][backend.partition]
    for target in targets:
        bucket = target["BucketARN"].rpartition(":")[2]
        made = objects(stream.delivery_stream_name, stream.version_id, target, records, now)
        for each in made:
            s3.put_object(bucket, each.key, each.body)


def _feed(backend: KinesisBackend, stream_arn: str, records: Sequence[str]) -> None:
    """Deliver a stream's records through each Firehose that reads it."""
    firehose = firehose_backends[backend.account_id][backend.region_name]
    data = [base64.b64decode(record) for record in records]
    for stream in list(firehose.delivery_streams.values()):
        if (stream.source or {}).get("KinesisStreamARN") == stream_arn:
            try:
                _deliver(firehose, stream, data)
            except Exception:  # whatever it is, the put of the record has succeeded
                log.exception("%s can't deliver", stream.delivery_stream_name)


def apply() -> None:
    put_batch = FirehoseBackend.put_record_batch
    put_one = KinesisBackend.put_record
    put_many = KinesisBackend.put_records

    def put_record_batch(
        self: FirehoseBackend, delivery_stream_name: str, records: list[dict[str, bytes]]
    ) -> dict[str, Any]:
        stream = self.delivery_streams.get(delivery_stream_name)
        if stream is not None and stream.delivery_stream_type != "DirectPut":
            raise InvalidArgumentException(
                "This operation is not permitted on "
                f"{stream.delivery_stream_type} delivery stream type."
            )
        return put_batch(self, delivery_stream_name, records)

    def put_s3_records(
        self: FirehoseBackend,
        delivery_stream_name: str,
        _version_id: str,
        _s3_destination: dict[str, Any],
        records: list[dict[str, bytes]],
    ) -> list[dict[str, str]]:
        stream = self.delivery_streams[delivery_stream_name]
        _deliver(self, stream, [record["Data"] for record in records])
        return [{"RecordId": str(mock_random.uuid4())} for _ in records]

    def put_record(
        self: KinesisBackend,
        stream_arn: str,
        stream_name: str,
        partition_key: str,
        explicit_hash_key: str,
        data: str,
    ) -> tuple[str, str]:
        answer = put_one(self, stream_arn, stream_name, partition_key, explicit_hash_key, data)
        _feed(self, self.describe_stream(stream_arn, stream_name).arn, [data])
        return answer

    def put_records(
        self: KinesisBackend, stream_arn: str, stream_name: str, records: list[dict[str, Any]]
    ) -> dict[str, Any]:
        answer = put_many(self, stream_arn, stream_name, records)
        arn = self.describe_stream(stream_arn, stream_name).arn
        _feed(self, arn, [record["Data"] for record in records])
        return answer

    replace(FirehoseBackend, put_record_batch=put_record_batch, put_s3_records=put_s3_records)
    replace(KinesisBackend, put_record=put_record, put_records=put_records)


GAP = Gap(
    name="What Firehose delivers",
    resources=("aws_kinesis_firehose_delivery_stream", "aws_kinesis_stream"),
    corrected=(
        "firehose:PutRecord",
        "firehose:PutRecordBatch",
        "kinesis:PutRecord",
        "kinesis:PutRecords",
    ),
    apply=apply,
)
