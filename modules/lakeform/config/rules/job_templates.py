"""Rules of the templates of `etl.jobs`: sources, targets and options that fit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.config.base import quoted, suggestion
from lakeform.config.descriptions import descriptions
from lakeform.config.etl import Job
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
from lakeform.config.job_templates import JobTemplate, job_template
from lakeform.config.model import Lake
from lakeform.config.yaml_reader import KeyPath

STREAMS = (BrokerSource, KafkaSource, KinesisSource)
KINDS: Mapping[type, str] = {
    BrokerSource: "a topic (`broker`)",
    JdbcSource: "a database (`connection`)",
    KafkaSource: "a topic (`kafka`)",
    KinesisSource: "a stream (`kinesis`)",
    TableSource: "a table (`table`)",
    ZoneSource: "files (`zone`)",
}


def _path(name: str, *keys: str | int) -> KeyPath:
    return ("etl", "jobs", name, *keys)


def templates_get_what_they_need(lake: Lake) -> Iterator[Fault]:
    """A template's source, target and options are those that it knows."""
    for name, job in lake.etl.jobs.items():
        template = job_template(job.template or "")
        if job.template is None:
            yield from _without_template(name, job)
        if template is None or job.script is not None:
            continue
        yield from _source_faults(name, job, template)
        yield from _target_faults(lake, name, job, template)
        given = job.options.model_fields_set
        for option in template.needs:
            if option not in given:
                yield Fault(
                    _path(name),
                    f"the template `{template.name}` needs the option `{option}`",
                    descriptions(type(job.options))[option],
                    at_key=True,
                )
        for option in sorted(given):
            if option not in template.options:
                yield Fault(
                    _path(name, "options", option),
                    f"the template `{template.name}` doesn't take the option `{option}`",
                    f"it takes {', '.join(template.options)}",
                    at_key=True,
                )
        if "mode" in template.options and job.options.mode is None and not job.bookmark:
            yield Fault(
                _path(name),
                f"the job {quoted(name)} reads all of its source at each run, and nothing says "
                "what becomes of the rows of the run before",
                "write the option `mode: overwrite` to replace them or `mode: append` to keep "
                "them, or `bookmark: true` to read new files only",
                at_key=True,
            )


def _without_template(name: str, job: Job) -> Iterator[Fault]:
    """What is for templates only."""
    if "options" in job.model_fields_set:
        yield Fault(
            _path(name, "options"),
            "a script of your own takes no `options`",
            "`arguments` are passed to it, and `values` fill in one that ends with `.j2`",
            at_key=True,
        )
    if job.values and job.script is not None and not job.script.endswith(".j2"):
        yield Fault(
            _path(name, "values"),
            f"{quoted(job.script)} isn't a template, and takes no `values`",
            "let its name end with `.py.j2`, or use `arguments`",
            at_key=True,
        )


def _source_faults(name: str, job: Job, template: JobTemplate) -> Iterator[Fault]:
    source = job.source
    wanted = " or ".join(KINDS[kind] for kind in template.sources)
    if source is None:
        message = f"the template `{template.name}` needs a `source`"
        yield Fault(_path(name), message, f"it reads {wanted}", at_key=True)
        return
    if not isinstance(source, template.sources):
        given = KINDS[type(source)]
        batch = template.job_type == "spark_streaming" and not isinstance(source, STREAMS)
        yield Fault(
            _path(name, "source"),
            f"a streaming job can't read {given}: it never ends"
            if batch
            else f"the template `{template.name}` doesn't read {given}",
            f"it reads {wanted}",
        )
        return
    if not isinstance(source, ZoneSource):
        return
    if template.formats and source.format is None and len(template.formats) > 1:
        yield Fault(
            _path(name, "source"),
            f"the template `{template.name}` must know the `format` of the files",
            f"one of {', '.join(template.formats)}",
            at_key=True,
        )
    elif template.formats and source.format not in (None, *template.formats):
        yield Fault(
            _path(name, "source", "format"),
            f"the template `{template.name}` doesn't read {source.format} files",
            f"it reads {', '.join(template.formats)}",
        )


def _target_faults(lake: Lake, name: str, job: Job, template: JobTemplate) -> Iterator[Fault]:
    target = job.target
    if target is None:
        if template.targets:
            message = f"the template `{template.name}` needs a `target`"
            yield Fault(_path(name), message, _wanted(template), at_key=True)
        return
    where = _path(name, "target")
    if not template.targets:
        message = f"the template `{template.name}` works on its source, and takes no `target`"
        yield Fault(where, message, "remove it", at_key=True)
    elif isinstance(target, ZoneTarget):
        if "zone" not in template.targets:
            message = f"the template `{template.name}` doesn't write files without a table"
            yield Fault(where, message, _wanted(template))
    elif "table" not in template.targets and "iceberg table" not in template.targets:
        yield Fault(
            where, f"the template `{template.name}` doesn't write tables", _wanted(template)
        )
    else:
        yield from _table_target_faults(lake, where, target.table, template)


def _table_target_faults(
    lake: Lake, where: KeyPath, reference: str, template: JobTemplate
) -> Iterator[Fault]:
    table = lake.table(reference)
    if table is None:
        return
    if table.format != "iceberg" and "table" not in template.targets:
        yield Fault(
            where,
            f"the template `{template.name}` writes Iceberg tables, and {quoted(reference)} is "
            f"{table.format}",
            "let the table be `format: iceberg`, or choose another template",
        )
    elif table.format == "avro":
        yield Fault(
            where,
            f"{quoted(reference)} is an avro table, which Spark can't write without a connector",
            "let the table be iceberg, parquet, orc, json or csv",
        )


def _wanted(template: JobTemplate) -> str:
    nouns = {"table": "a table", "iceberg table": "an Iceberg table", "zone": "files of a zone"}
    kinds = [
        kind
        for kind in template.targets
        if kind != "iceberg table" or "table" not in template.targets
    ]
    return f"it writes {' or '.join(nouns[kind] for kind in kinds)}"


def columns_fit_the_target(lake: Lake) -> Iterator[Fault]:
    """The columns that options name are columns of the target."""
    for name, job in lake.etl.jobs.items():
        if job.template is None or not isinstance(job.target, TableTarget):
            continue
        table = lake.table(job.target.table)
        if table is None:
            continue
        columns = (*table.columns, *table.partitions)
        options = job.options
        named: list[tuple[tuple[str | int, ...], str]] = [
            *((("derive", column), column) for column in options.derive),
            *((("required", n), column) for n, column in enumerate(options.required)),
            *((("keys", n), column) for n, column in enumerate(options.keys)),
        ]
        if options.order_by is not None:
            named.append((("order_by",), options.order_by))
        if options.bookmark_column is not None:
            named.append((("bookmark_column",), options.bookmark_column))
        for keys, column in named:
            if column not in columns:
                yield Fault(
                    _path(name, "options", *keys),
                    f"{quoted(job.target.table)} has no column {quoted(column)}",
                    suggestion(column, columns, "columns"),
                    at_key=keys[0] == "derive",
                )
        for column in options.extra_columns:
            if column in columns:
                yield Fault(
                    _path(name, "options", "extra_columns", column),
                    f"{quoted(job.target.table)} has the column {quoted(column)} itself",
                    "remove it here",
                    at_key=True,
                )


def bookmarks_are_possible(lake: Lake) -> Iterator[Fault]:
    """Glue's bookmark knows files that DynamicFrames read, and nothing else."""
    for name, job in lake.etl.jobs.items():
        if not job.bookmark:
            continue
        where = _path(name, "bookmark")
        template = job_template(job.template or "")
        if job.type != "spark":
            message = f"a job of the type {job.type} has no bookmark"
            hint = "a stream's checkpoint does its work" if job.type == "spark_streaming" else None
            yield Fault(where, message, hint or "remove it")
        elif template is not None and not template.bookmark:
            hint = (
                "its `bookmark_column` does that" if "bookmark_column" in template.options else ""
            )
            yield Fault(
                where,
                f"the template `{template.name}` can't tell new from old with a bookmark",
                hint or "remove it",
            )
        elif template is not None and isinstance(job.source, TableSource):
            yield Fault(where, "a bookmark knows files of a zone, not tables", "remove it")
