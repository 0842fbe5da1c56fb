"""What tests of streams share: one lake with all of them, synthesised once a session."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any

from foundation import Stack
from support import lake_from, synth

KEY = "${aws_kms_key.general.arn}"
RAW = "arn:aws:s3:::acme-dev-raw-111111111111-us-east-1"

FILES = {
    "clean.py": "def handler(event, context):\n    return {'records': []}\n",
    "app.jar": "not really a program",
    "sink.zip": "nor is this",
}
"""The user's own files beside `lake.yaml`."""

BASE = """\
network: {availability_zones: 3, endpoints: [], flow_logs: null}
storage: {zones: {raw: }}
governance: {personas: {engineer: {trust: [ec2]}, analyst: {trust: [ec2]}}}
catalog:
  databases:
    web:
      zone: raw
      tables:
        clicks: {format: parquet, columns: {url: string}, partitions: {day: date}}
        events: {format: orc, columns: {id: string}, partitions: {year: int, month: string}}
"""

ALL = (
    BASE
    + """\
        live: {format: json, columns: {url: string}, source: {kinesis: clicks}}
        payments: {format: avro, columns: {id: string}, source: {kafka: ledger, topic: payments}}
streams:
  kinesis:
    clicks: {fan_out: [dashboard], producers: [engineer], consumers: [analyst]}
    anomalies: {shards: 2, retention_hours: 72, shard_metrics: [OutgoingBytes, IncomingBytes]}
  deliveries:
    clicks: {from: {kinesis: clicks}, zone: raw, table: web.clicks}
    events: {from: {kinesis: anomalies}, zone: raw, table: web.events, timestamp_formats: [millis]}
    put:
      zone: raw
      partitions: {site: {query: .site}, hour: {time: HH}}
      transform: {file: clean.py, retries: 1, buffer_seconds: 90}
      originals: _originals/
      producers: [engineer]
    topic: {from: {kafka: ledger, topic: payments, start: earliest}, zone: raw, prefix: pay/}
  kafka:
    events: {kind: serverless, producers: [engineer], consumers: [analyst]}
    ledger:
      kind: provisioned
      brokers: 6
      autoscale_to_gib: 1000
      configuration: {num.partitions: 6}
      scram: {app: {readers: [analyst]}}
      open_monitoring: true
      topics: {payments: {consumers: [analyst], groups: [books]}}
      administrators: [engineer]
  flink:
    anomalies:
      code: {file: app.jar}
      parallelism: 4
      reads: [{kinesis: clicks}, {kafka: events, topic: orders}]
      writes: [{kinesis: anomalies}, {delivery: put}, {zone: raw, prefix: out/}]
      properties: {detector: {threshold: 3}}
    outside: {code: {zone: raw, key: code/app.jar, version: "7"}, start: false}
  connect:
    sink:
      from: {kafka: events, topics: [orders, clicks]}
      zone: raw
      plugin: {file: sink.zip}
      workers: {min: 1, max: 4}
"""
)


def in_folder(folder: Path) -> Path:
    """Write the user's own files into a folder, which is given back."""
    for name, content in FILES.items():
        (folder / name).write_text(content)
    return folder


@functools.cache
def stack_of(text: str = ALL) -> Stack:
    """The whole lake with these sections."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        return Stack(synth(lake_from(text, in_folder(folder))))


def with_streams(streams: str) -> Stack:
    """The lake with another section `streams`."""
    return stack_of(f"{BASE}streams: {streams}\n")


def policy(role: str, stack: Stack | None = None) -> str:
    """The policy of a role, by its name in Terraform."""
    found: str = (stack or stack_of())[f"aws_iam_role_policy.{role}"]["policy"]
    return found


def delivery(name: str, stack: Stack | None = None) -> dict[str, Any]:
    """Where a delivery writes, and how."""
    made = (stack or stack_of())[f"aws_kinesis_firehose_delivery_stream.{name}"]
    found: dict[str, Any] = made["extended_s3_configuration"]
    return found
