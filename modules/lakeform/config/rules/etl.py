"""Rules of `etl.jobs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lakeform.config.base import quoted, suggestion
from lakeform.config.etl import ASSETS_BUCKET, QUALITY_JOB, Job
from lakeform.config.explain import Fault
from lakeform.config.job_places import (
    BrokerSource,
    JdbcSource,
    KafkaSource,
    KinesisSource,
    TableSource,
    TableTarget,
    ZoneSource,
    ZoneTarget,
)
from lakeform.config.job_templates import JOB_TEMPLATES, job_template
from lakeform.config.model import Lake
from lakeform.config.python_text import PYTHONS, python_fault
from lakeform.config.rules.known import known
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.schema_files.files import locate
from lakeform.config.yaml_reader import KeyPath

FLEX_WORKERS = ("G.1X", "G.2X")
MOST_WORKERS = {"G.1X": 299, "G.2X": 149}
"""Type of worker → most of them in a job (AWS Glue API reference, "Job", NumberOfWorkers)."""


def _path(name: str, *keys: str | int) -> KeyPath:
    return ("etl", "jobs", name, *keys)


def jobs_have_a_script(lake: Lake) -> Iterator[Fault]:
    """A job has either a template of lakeform or a script, which is there and is Python."""
    for name, job in lake.etl.jobs.items():
        if (job.template is None) == (job.script is None):
            both = job.template is not None
            yield Fault(
                _path(name),
                f"the job {quoted(name)} has {'both' if both else 'neither'} a `template` "
                f"{'and' if both else 'nor'} a `script`",
                "keep one of them" if both else "write one of them",
                at_key=True,
            )
        elif job.template is not None:
            yield from _template_faults(name, job.template, job)
        elif job.script is not None:
            yield from _script_faults(lake, name, job, job.script)


def _template_faults(name: str, template: str, job: Job) -> Iterator[Fault]:
    found = job_template(template)
    if found is None:
        known = [each.name for each in JOB_TEMPLATES]
        yield Fault(
            _path(name, "template"),
            f"there is no template {quoted(template)}",
            suggestion(template, known, "templates"),
        )
    elif found.job_type != job.type:
        yield Fault(
            _path(name, "type"),
            f"the template `{template}` makes a job of the type {found.job_type}, not {job.type}",
            f"write `type: {found.job_type}`",
            at_key="type" not in job.model_fields_set,
        )


def _script_faults(lake: Lake, name: str, job: Job, script: str) -> Iterator[Fault]:
    where = _path(name, "script")
    try:
        file = locate(lake.directory, script)
    except SchemaFileError as error:
        yield Fault(where, error.message, error.hint)
        return
    if not script.endswith((".py", ".py.j2")):
        message = f"{quoted(script)} is neither a `.py` nor a `.py.j2` file"
        yield Fault(where, message, "a script is Python, or a template of it")
        return
    if script.endswith(".j2"):
        return  # only when it's rendered can it be read
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{quoted(script)} can't be read: {error.strerror}"
        yield Fault(where, message, "let it be readable")
        return
    except UnicodeDecodeError as error:
        message = f"{quoted(script)} isn't text in UTF-8 (byte {error.start + 1})"
        yield Fault(where, message, "save it in UTF-8")
        return
    wrong = python_fault(text, PYTHONS[job.type])
    if wrong is not None:
        version = ".".join(map(str, PYTHONS[job.type]))
        line = f"line {wrong.line}: " if wrong.line else ""
        yield Fault(
            where,
            f"{quoted(script)} isn't valid Python {version}: {line}{wrong.message}",
            "correct it",
        )


def jobs_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """A job's zones, tables, streams and connections exist, and are of the right kind."""
    for name, job in lake.etl.jobs.items():
        source, target = job.source, job.target
        match source:
            case ZoneSource():
                yield from known(_path(name, "source", "zone"), source.zone, "zone", lake.zones)
            case TableSource():
                yield from _table(lake, _path(name, "source", "table"), source.table)
            case JdbcSource():
                where = _path(name, "source", "connection")
                yield from _connection(lake, where, source.connection, "jdbc")
            case BrokerSource():
                where = _path(name, "source", "broker")
                yield from _connection(lake, where, source.broker, "kafka")
            case KinesisSource():
                where = _path(name, "source", "kinesis")
                yield from known(where, source.kinesis, "stream", lake.streams.kinesis)
            case KafkaSource():
                where = _path(name, "source", "kafka")
                yield from known(where, source.kafka, "cluster", lake.streams.kafka)
        match target:
            case ZoneTarget():
                yield from known(_path(name, "target", "zone"), target.zone, "zone", lake.zones)
            case TableTarget():
                yield from _table(lake, _path(name, "target"), target.table)
        for key, references in (("reads", job.reads), ("writes", job.writes)):
            for place, reference in enumerate(references):
                yield from _table(lake, _path(name, key, place), reference)
        for place, connection in enumerate(job.connections):
            where = _path(name, "connections", place)
            yield from known(where, connection, "connection", lake.catalog.connections)


def _table(lake: Lake, where: KeyPath, reference: str) -> Iterator[Fault]:
    yield from known(where, reference, "table", lake.tables())


def _connection(lake: Lake, where: KeyPath, name: str, type: str) -> Iterator[Fault]:
    yield from known(where, name, "connection", lake.catalog.connections)
    found = lake.catalog.connections.get(name)
    if found is not None and found.type != type:
        yield Fault(
            where,
            f"the connection {quoted(name)} is of the type {found.type}",
            f"name one of the type {type}",
        )


def workers_fit_the_job(lake: Lake) -> Iterator[Fault]:
    """Glue's limits of workers and capacity."""
    for name, job in lake.etl.jobs.items():
        if job.type == "python_shell":
            if job.workers is not None:
                yield Fault(
                    _path(name, "workers"),
                    "a job of the type python_shell runs on one machine, and has no workers",
                    "choose `capacity: 0.0625` or `capacity: 1`",
                    at_key=True,
                )
            continue
        if "capacity" in job.model_fields_set:
            yield Fault(
                _path(name, "capacity"),
                "`capacity` is for jobs of the type python_shell",
                "write `workers: {type: G.1X, count: 2}`",
                at_key=True,
            )
        if job.workers is None:
            continue
        kind, count = job.workers.type, job.workers.count
        if count > MOST_WORKERS.get(kind, count):
            yield Fault(
                _path(name, "workers", "count"),
                f"{count} workers of {kind}: Glue allows {MOST_WORKERS[kind]} in a job",
                "use fewer, or larger ones",
            )
        if kind == "G.025X" and job.type != "spark_streaming":
            yield Fault(
                _path(name, "workers", "type"),
                "workers of G.025X are for streaming jobs",
                "use G.1X",
            )
        if job.flex and kind not in FLEX_WORKERS:
            yield Fault(
                _path(name, "workers", "type"),
                f"workers of {kind} can't run on spare capacity (`flex`)",
                f"one of {', '.join(FLEX_WORKERS)}",
            )


def settings_fit_the_type(lake: Lake) -> Iterator[Fault]:
    """What only some types of job know."""
    for name, job in lake.etl.jobs.items():
        allowed: dict[str, Sequence[str]] = {
            "flex": ("spark",),
            "formats": ("spark", "spark_streaming"),
            "maintenance_window": ("spark_streaming",),
            "spark": ("spark", "spark_streaming"),
        }
        for key, types in allowed.items():
            if key in job.model_fields_set and job.type not in types and getattr(job, key):
                yield Fault(
                    _path(name, key),
                    f"a job of the type {job.type} doesn't know `{key}`",
                    f"it is for {' and '.join(types)}",
                    at_key=True,
                )
        if job.type == "spark_streaming" and job.concurrency > 1:
            yield Fault(
                _path(name, "concurrency"),
                "two runs of a streaming job would share one checkpoint",
                "leave it at 1",
            )
        if job.template is not None:
            for key in ("reads", "writes"):
                if getattr(job, key):
                    yield Fault(
                        _path(name, key),
                        f"`{key}` is for scripts of your own: a template's tables are its source "
                        "and its target",
                        "remove it",
                        at_key=True,
                    )


def jobs_reach_their_networks(lake: Lake) -> Iterator[Fault]:
    """Kafka lives in the VPC, and a job comes there through a connection only."""
    for name, job in lake.etl.jobs.items():
        if isinstance(job.source, KafkaSource) and not job.connections:
            yield Fault(
                _path(name, "source", "kafka"),
                f"the cluster {quoted(job.source.kafka)} is in the VPC, and nothing takes the job "
                "there",
                "add `connections: [NAME]` of a connection of the type network or kafka",
            )


def jobs_write_to_one_zone(lake: Lake) -> Iterator[Fault]:
    """A job's security configuration encrypts all that it writes with one key: that of its zone."""
    for name, job in lake.etl.jobs.items():
        written = [*job.writes]
        if isinstance(job.target, TableTarget):
            written.append(job.target.table)
        databases = [lake.catalog.databases.get(ref.partition(".")[0]) for ref in written]
        zones = {database.zone for database in databases if database is not None}
        if isinstance(job.target, ZoneTarget):
            zones.add(job.target.zone)
        if len(zones) > 1 and lake.encryption.keys == "per_zone":
            yield Fault(
                _path(name),
                f"the job {quoted(name)} writes to the zones {', '.join(sorted(zones))}, and each "
                "has a key of its own: Glue encrypts what a job writes with one",
                "make a job for each, or write `encryption: {keys: single}`",
                at_key=True,
            )
        yield from _loops(lake, name, job)


def _loops(lake: Lake, name: str, job: Job) -> Iterator[Fault]:
    """A source that holds the target, or the other way round."""
    source, target = job.source, job.target
    if not isinstance(source, ZoneSource) or target is None:
        return
    if isinstance(target, ZoneTarget):
        zone, prefix = target.zone, target.prefix
    else:
        database, _, table = target.table.partition(".")
        section = lake.catalog.databases.get(database)
        if section is None or table not in section.tables:
            return
        zone, prefix = section.zone, section.table_prefix(database, table)
    if zone == source.zone and (
        prefix.startswith(source.prefix) or source.prefix.startswith(prefix)
    ):
        yield Fault(
            _path(name, "source"),
            f"the job would read what it has written: {quoted(prefix)} of the zone {zone}",
            "choose a prefix that doesn't overlap with the target's",
        )


def jobs_have_names_of_their_own(lake: Lake) -> Iterator[Fault]:
    """What lakeform makes for jobs isn't called as something else."""
    for name in lake.etl.jobs:
        persona = f"job-{name}"
        if name.startswith(f"{QUALITY_JOB}-"):
            yield Fault(
                _path(name),
                f"names that start with `{QUALITY_JOB}-` are those of the jobs that check tables",
                "choose another name",
                at_key=True,
            )
        if persona in lake.governance.personas:
            yield Fault(
                _path(name),
                f"the job's role would be called as that of the persona {quoted(persona)}",
                "rename one of them",
                at_key=True,
            )
    if ASSETS_BUCKET in lake.zones and (lake.etl.jobs or lake.etl.workflows):
        yield Fault(
            ("storage", "zones", ASSETS_BUCKET),
            f"the zone name {quoted(ASSETS_BUCKET)} is taken by the bucket of the jobs' scripts",
            "choose another name",
            at_key=True,
        )
    if lake.etl.jobs and not lake.zones:
        yield Fault(
            ("etl", "jobs"),
            "jobs need a place for their scripts, and the lake has no `storage`",
            "add the section `storage`",
            at_key=True,
        )
