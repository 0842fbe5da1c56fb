"""What a job's template is rendered with.

Values that end up in the script as Python are given as Python source (`literal`), so that no text
of `lake.yaml` can become code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lakeform.config import Lake
from lakeform.config.etl import Job, Options
from lakeform.config.job_places import (
    BrokerSource,
    JdbcSource,
    KafkaSource,
    KinesisSource,
    ZoneSource,
)
from lakeform.config.job_templates import job_template
from lakeform.jobs.literals import literal
from lakeform.jobs.places import (
    Place,
    home_zone,
    source_place,
    target_place,
    uri,
)
from lakeform.naming import Names
from lakeform.streaming.names import kinesis_name

WORK_PREFIX = "_etl/"
"""Prefix in a zone for what jobs keep beside their data; crawlers and Athena pass it over."""
QUARANTINE_PREFIX = "_quarantine/"
DELETED = "_deleted"


def values(lake: Lake, name: str) -> dict[str, Any]:
    """The values of a job's template, or of a script of the user's own that ends with `.j2`."""
    job = lake.etl.jobs[name]
    options = job.options
    source = source_place(lake, job)
    target = target_place(lake, job)
    return {
        "job": name,
        "job_literal": literal(name),
        "bookmark": job.bookmark,
        "source": _source(lake, job, source),
        "target": _target(target),
        "options": literal(_run_options(lake, name)),
        "values": dict(sorted(job.values.items())),
        "has_columns": target is not None and bool(target.columns),
        "columns": literal(_columns(job, target)),
        "derived": literal(_derived(options)),
        "required": literal(_required(options, target)),
        "partitions": literal(list(target.partitions) if target else []),
        "mode": literal(_mode(job)),
        "max_bad_percent": literal(options.quarantine.max_percent),
        "extra": literal(dict(sorted(options.extra_columns.items()))),
        "keys": literal(list(options.keys)),
        "deleted": literal(DELETED),
        "order_by": options.order_by,
        "order_by_literal": literal(options.order_by),
        "delete_when": options.delete_when is not None,
        "bookmark_column": options.bookmark_column,
        "bookmark_column_literal": literal(options.bookmark_column),
        "window_seconds": options.window_seconds,
        "file_mib": options.file_mib,
        "min_files": options.min_files,
        "shard_mib": options.shard_mib,
        "seed": options.seed,
        "extensions": literal(list(options.extensions)),
        "glue_format_options": literal(_glue_format_options(job)),
    }


def has_quarantine(job: Job) -> bool:
    """Does its template keep bad rows?"""
    template = job_template(job.template or "")
    return template is None or "quarantine" in template.options


def quarantine_prefix(name: str, job: Job) -> str:
    """Where a job's bad rows go, in its home zone."""
    prefix = job.options.quarantine.prefix
    return f"{QUARANTINE_PREFIX}{name}/" if prefix is None else prefix


def work_prefix(name: str) -> str:
    """Where a job keeps checkpoints and temporary files, in its home zone."""
    return f"{WORK_PREFIX}{name}/"


def _run_options(lake: Lake, name: str) -> dict[str, object]:
    """What a run can change on its command line, and its defaults."""
    job = lake.etl.jobs[name]
    source, target = source_place(lake, job), target_place(lake, job)
    found: dict[str, object] = {}
    if source is not None:
        found["source"] = source.spark_name if source.is_iceberg else source.uri
    match job.source:
        case JdbcSource():
            connection = lake.catalog.connections[job.source.connection]
            found |= {"url": connection.url, "secret": connection.secret or ""}
        case KinesisSource():
            names = Names.of(lake)
            endpoint = f"https://kinesis.{names.region}.{_domain(names)}"
            found |= {"records": None, "stream": kinesis_name(names, job.source.kinesis)}
            found |= {"endpoint": endpoint}
        case KafkaSource():
            found |= {"records": None, "brokers": "", "topic": job.source.topic}
        case BrokerSource():
            connection = lake.catalog.connections[job.source.broker]
            found |= {"records": None, "brokers": connection.url, "topic": job.source.topic}
            found |= {"secret": connection.secret or ""}
    if target is not None:
        found |= {"table": target.spark_name} if target.is_iceberg else {"target": target.uri}
        if _registers(target):
            found["catalog"] = "glue"
        if has_quarantine(job):
            found["quarantine"] = uri(lake, target.zone, quarantine_prefix(name, job))
    zone = home_zone(lake, job)
    if job.type == "spark_streaming" and zone is not None:
        found["checkpoint"] = uri(lake, zone, f"{work_prefix(name)}checkpoint/")
        found["until"] = "stopped"
    return found


def _domain(names: Names) -> str:
    return "amazonaws.com.cn" if names.partition == "aws-cn" else "amazonaws.com"


def _registers(target: Place) -> bool:
    """The catalogue must be told of new partitions."""
    return target.table is not None and bool(target.partitions) and not target.computed_partitions


def _source(lake: Lake, job: Job, place: Place | None) -> dict[str, Any]:
    match job.source:
        case ZoneSource() as source if place is not None:
            return {
                **_files("zone", place),
                "header": source.csv.header,
                "folders_are_columns": source.folders_are_columns,
            }
        case JdbcSource() as source:
            parallel = source.parallel
            return {
                "kind": "jdbc",
                "name": source.relation,
                # It goes into a docstring too.
                "relation": re.sub(r'[\\"\s]+', " ", source.relation),
                "relation_literal": literal(source.relation),
                "fetch_size": source.fetch_size,
                "parallel": "" if parallel is None else literal((parallel.column, parallel.reads)),
                "format": "",
            }
        case KinesisSource() as source:
            name = f"the stream {source.kinesis}"
            return {"kind": "kinesis", "name": name, "start": source.start, "format": ""}
        case KafkaSource() as source:
            return _kafka(f"the topic {source.topic} of {source.kafka}", source.start, "iam", "")
        case BrokerSource() as source:
            connection = lake.catalog.connections[source.broker]
            return _kafka(
                f"the topic {source.topic} of {source.broker}",
                source.start,
                "none" if connection.secret is None else "scram",
                "SSL" if connection.tls else "PLAINTEXT",
            )
    if place is not None:
        return {**_files("table", place), "header": True, "folders_are_columns": True}
    return {"kind": "none", "name": "", "format": ""}


def _files(kind: str, place: Place) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": place.name,
        "uri": place.uri,
        "format": place.format,
        "options": literal(dict(place.options)),
    }


def _kafka(name: str, start: str, login: str, protocol: str) -> dict[str, Any]:
    return {
        "kind": "kafka",
        "name": name,
        "start": start,
        "login": login,
        "protocol": protocol,
        "format": "",
    }


def _target(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"name": "", "format": "", "register": False}
    return {
        "name": place.name,
        "uri": place.uri,
        "format": place.format,
        "options": literal(dict(place.options)),
        "register": _registers(place),
        "glue_name": literal(tuple((place.table or "").split("."))),
    }


def _columns(job: Job, target: Place | None) -> dict[str, str]:
    columns = dict(target.columns) if target else {}
    return columns | ({DELETED: "boolean"} if job.options.delete_when is not None else {})


def _derived(options: Options) -> dict[str, str]:
    found = dict(options.derive)
    if options.delete_when is not None:
        found[DELETED] = f"coalesce({options.delete_when}, false)"
    return dict(sorted(found.items()))


def _required(options: Options, target: Place | None) -> list[str]:
    partitions = target.partitions if target else ()
    return list(dict.fromkeys((*options.keys, *options.required, *partitions)))


def _mode(job: Job) -> str:
    if job.template == "jdbc_snapshot":
        return "overwrite"
    return job.options.mode or "append"


def _glue_format_options(job: Job) -> Mapping[str, object]:
    """How Glue's reader is told of CSV files; -1 means that nothing is quoted."""
    if not isinstance(job.source, ZoneSource) or job.source.format not in (None, "csv"):
        return {}
    if job.source.format is None and job.template != "csv_to_table":
        return {}
    csv = job.source.csv
    found: dict[str, object] = {
        "withHeader": csv.header,
        "separator": csv.delimiter,
        "quoteChar": -1 if csv.quote is None else csv.quote,
        "encoding": csv.encoding,
    }
    if csv.escape != csv.quote:
        found["escaper"] = csv.escape
    return found | ({"multiLine": "true"} if csv.multiline else {})
