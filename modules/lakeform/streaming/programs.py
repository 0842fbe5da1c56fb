"""What Flink applications and connectors need around them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from lakeform.config import Lake
from lakeform.config.streams import Connector

CONFLUENT_S3 = "io.confluent.connect.s3.S3SinkConnector"
_STORAGE = "io.confluent.connect.s3.storage.S3Storage"
_PARTITIONER = "io.confluent.connect.storage.partitioner.TimeBasedPartitioner"
_FORMATS = {
    "avro": "io.confluent.connect.s3.format.avro.AvroFormat",
    "bytes": "io.confluent.connect.s3.format.bytearray.ByteArrayFormat",
    "json": "io.confluent.connect.s3.format.json.JsonFormat",
    "parquet": "io.confluent.connect.s3.format.parquet.ParquetFormat",
}
HOUR_MS = 3_600_000


def needs_workers(lake: Lake) -> bool:
    """Whether anything of `streams` runs in the lake's subnets besides brokers."""
    return bool(lake.streams.connect) or any(each.inside for each in lake.streams.flink.values())


def connector_prefix(name: str, section: Connector) -> str:
    """What all objects of a connector start with."""
    return f"{name}/" if section.prefix is None else section.prefix


def sink_settings(
    name: str, section: Connector, *, region: str, bucket: str, kms_key: str
) -> dict[str, str]:
    """What a connector is told (Confluent's "Amazon S3 Sink Connector Configuration Properties");
    one of another class gets only what Kafka Connect itself asks for.

    Args:
        kms_key: ARN of the bucket's key.
    """
    common = {
        "connector.class": section.connector_class,
        "tasks.max": str(section.tasks),
        "topics": ",".join(section.source.topics),
    }
    if section.connector_class != CONFLUENT_S3:
        return {**common, **section.settings}
    return {
        **common,
        "flush.size": str(section.flush_records),
        "format.class": _FORMATS[section.format],
        "locale": "en-US",
        "partition.duration.ms": str(HOUR_MS),
        "partitioner.class": _PARTITIONER,
        "path.format": section.folders,
        "rotate.schedule.interval.ms": str(section.rotate_minutes * 60_000),
        "s3.bucket.name": bucket,
        "s3.region": region,
        "s3.sse.kms.key.id": kms_key,
        "s3.ssea.name": "aws:kms",
        "schema.compatibility": "NONE",
        "storage.class": _STORAGE,
        "timestamp.extractor": "Record",
        "timezone": "UTC",
        "topics.dir": connector_prefix(name, section).rstrip("/"),
        **section.settings,
    }


def worker_properties(section: Connector) -> str:
    """What the workers are told, as Java's properties."""
    value = "org.apache.kafka.connect.json.JsonConverter"
    if section.format == "bytes":
        value = "org.apache.kafka.connect.converters.ByteArrayConverter"
    own = {
        "key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": value,
    }
    if section.format == "json":
        own["value.converter.schemas.enable"] = "false"
    return "".join(f"{key}={text}\n" for key, text in sorted({**own, **section.worker}.items()))


def digest_of(*parts: str | Mapping[str, str]) -> str:
    """Eight characters that differ for each content."""
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
