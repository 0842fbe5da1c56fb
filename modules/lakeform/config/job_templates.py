"""The templates of jobs: what each reads and writes, and what it must and may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lakeform.config.job_places import (
    BrokerSource,
    JdbcSource,
    KafkaSource,
    KinesisSource,
    TableSource,
    ZoneSource,
)

_ROWS = ("derive", "quarantine", "required")
"""Options of every template that brings rows to a table's columns."""

TargetKind = Literal["table", "iceberg table", "zone"]


@dataclass(frozen=True)
class JobTemplate:
    """A template of `templates/jobs`.

    Attributes:
        summary: what it does, in half a sentence.
        job_type: the type of job that it makes.
        sources: the kinds of source that it reads.
        formats: formats of a zone's files that it reads; of one, the source needn't say it.
        targets: the kinds of target that it writes; none: it works on its source.
        needs: options that it can't do without.
        takes: further options.
        bookmark: Glue's bookmark can tell it which files are new.
    """

    name: str
    summary: str
    job_type: Literal["spark", "spark_streaming"]
    sources: tuple[type, ...]
    formats: tuple[str, ...] = ()
    targets: tuple[TargetKind, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    bookmark: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """All options that it knows, sorted."""
        return tuple(sorted({*self.needs, *self.takes}))


JOB_TEMPLATES: tuple[JobTemplate, ...] = (
    JobTemplate(
        "compact_small_files",
        "small files → files of a good size",
        "spark",
        sources=(TableSource, ZoneSource),
        formats=("csv", "json", "orc", "parquet"),
        takes=("file_mib", "min_files"),
    ),
    JobTemplate(
        "csv_to_table",
        "CSV files → a table",
        "spark",
        sources=(ZoneSource,),
        formats=("csv",),
        targets=("table", "iceberg table", "zone"),
        takes=("mode", *_ROWS),
        bookmark=True,
    ),
    JobTemplate(
        "images_to_shards",
        "small files → tar shards for training",
        "spark",
        sources=(ZoneSource,),
        targets=("zone",),
        takes=("extensions", "seed", "shard_mib"),
    ),
    JobTemplate(
        "jdbc_incremental",
        "new rows of a database → a table",
        "spark",
        sources=(JdbcSource,),
        targets=("table", "iceberg table"),
        needs=("bookmark_column",),
        takes=_ROWS,
    ),
    JobTemplate(
        "jdbc_snapshot",
        "all rows of a database's table → a table",
        "spark",
        sources=(JdbcSource,),
        targets=("table", "iceberg table", "zone"),
        takes=_ROWS,
    ),
    JobTemplate(
        "json_to_table",
        "files of JSON lines → a table",
        "spark",
        sources=(ZoneSource,),
        formats=("json",),
        targets=("table", "iceberg table", "zone"),
        takes=("extra_columns", "mode", *_ROWS),
        bookmark=True,
    ),
    JobTemplate(
        "merge_into_iceberg",
        "new, changed and deleted rows → an Iceberg table, by its key",
        "spark",
        sources=(TableSource, ZoneSource),
        formats=("csv", "json", "orc", "parquet"),
        targets=("iceberg table",),
        needs=("keys",),
        takes=("delete_when", "extra_columns", "order_by", *_ROWS),
        bookmark=True,
    ),
    JobTemplate(
        "stream_to_table",
        "a stream of JSON records → a table",
        "spark_streaming",
        sources=(BrokerSource, KafkaSource, KinesisSource),
        targets=("table", "iceberg table"),
        takes=("extra_columns", "window_seconds", *_ROWS),
    ),
)


def job_template(name: str) -> JobTemplate | None:
    """The template of that name, if there is one."""
    return next((template for template in JOB_TEMPLATES if template.name == name), None)
