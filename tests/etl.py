"""What tests of jobs share: a lake around an `etl` section, and faults as text."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lakeform.config import Lake, load
from lakeform.errors import ConfigError
from support import HEAD

AROUND = """\
network: {cidr: 10.0.0.0/16, availability_zones: 2}
storage: {zones: {raw: {events: eventbridge}, curated: }}
streams: {kinesis: {c: }, kafka: {k: {kind: serverless}}, alarms: null}
catalog:
  connections:
    erp: {url: "jdbc:postgresql://erp.internal:5432/erp", secret: erp/login}
    bus: {type: network}
    events:
      type: kafka
      url: broker.internal:9094
      secret: arn:aws:secretsmanager:us-east-1:111111111111:secret:AmazonMSK_events-AbCdEf
  crawlers: {landing: {zone: raw, prefix: landing/, database: sales}}
  databases:
    sales:
      zone: curated
      tables:
        orders:
          format: iceberg
          columns: {order_id: bigint, region: string, amount: "decimal(10,2)"}
          partitions: {order_date: date}
          quality: ['IsComplete "order_id"']
        customers: {format: parquet, columns: {id: bigint, name: string}, partitions: {since: int}}
        exports: {format: csv, columns: {id: bigint, name: string}}
        archive: {format: avro, columns: {id: bigint}}
    web:
      zone: raw
      tables:
        clicks:
          format: parquet
          columns: {user: string, at: timestamp}
          partitions: {day: date}
          projection: {day: {type: date, range: ["2026-01-01", NOW]}}
"""
"""The sections that jobs name."""

CSV = (
    "{template: csv_to_table, source: {zone: raw, prefix: in/}, target: sales.orders,"
    " bookmark: true}"
)
"""A job with which nothing is wrong."""


def lake_of(etl: str, around: str = AROUND, directory: Path | None = None) -> Lake:
    """The `dev` environment of a lake with this section `etl`."""
    with tempfile.TemporaryDirectory() as scratch:
        file = (directory or Path(scratch)) / "lake.yaml"
        file.write_text(f"{HEAD}{around}etl: {etl}\n", encoding="utf-8")
        return load(file, "dev")["dev"]


def job(text: str) -> str:
    """A section with one job, `j`."""
    return f"{{jobs: {{j: {text}}}}}"


def problems(etl: str, around: str = AROUND, directory: Path | None = None) -> list[str]:
    """What is wrong with a lake, as message and hint, in the file's order."""
    try:
        lake_of(etl, around, directory)
    except ConfigError as error:
        return [" → ".join(filter(None, (p.message, p.hint))) for p in error.problems]
    return []
