"""What jobs of section `etl` read and write."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Tag

from lakeform.config.base import (
    Bool,
    ColumnName,
    Identifier,
    Int,
    Prefix,
    Section,
    TableReference,
    by_key,
    pattern,
)

FileFormat = Literal["csv", "json", "orc", "parquet"]
Character = Annotated[str, Field(min_length=1, max_length=1)]


class CsvFiles(Section):
    """How CSV files are written that a job reads."""

    delimiter: Character = ","
    """What stands between fields."""
    quote: Character | None = '"'
    """What quotes a field; `null`: nothing is quoted."""
    escape: Character = '"'
    """What escapes a quote inside a quoted field: the quote itself (RFC 4180), or a backslash."""
    header: Bool = True
    """The first line of each file holds the columns' names; without it, the columns are the
    target's, in its order."""
    null_text: str = ""
    """The text that stands for null."""
    multiline: Bool = False
    """A quoted field may hold line breaks; a file is then read by one worker only."""
    encoding: Literal["UTF-8", "ISO-8859-1", "UTF-16"] = "UTF-8"
    """Encoding of the text; a file in UTF-16 is read by one worker only."""


class ZoneSource(Section):
    """Files of a zone."""

    zone: str
    """The zone."""
    prefix: Prefix = ""
    """The prefix that holds the files; folders below it are read too."""
    format: FileFormat | None = None
    """Format of the files; a template that reads one format only needs no word."""
    csv: CsvFiles = CsvFiles()
    """How CSV files are written."""
    folders_are_columns: Bool = False
    """Folders are called `name=value`, and their names are columns."""


class TableSource(Section):
    """A table of the catalogue."""

    table: TableReference
    """The table, as `database.table`."""


class Parallel(Section):
    """How a relation is read by several connections at a time."""

    column: str
    """A number, date or time column; its range is cut into parts of the same width."""
    reads: Annotated[Int, Field(ge=2, le=100)] = 4
    """How many connections, 2 to 100."""


class JdbcSource(Section):
    """A table, view or query of a relational database."""

    connection: Identifier
    """A connection of `catalog.connections` of the type `jdbc`."""
    relation: Annotated[str, Field(min_length=1)]
    """What is read: `schema.table`, or a query in parentheses with a name behind it."""
    parallel: Parallel | None = None
    """Read with several connections; left out, with one."""
    fetch_size: Annotated[Int, Field(ge=1, le=1_000_000)] = 10_000
    """Rows that the driver fetches at a time."""


class KinesisSource(Section):
    """A Kinesis stream."""

    kinesis: Identifier
    """A stream of `streams.kinesis`."""
    start: Literal["TRIM_HORIZON", "LATEST"] = "TRIM_HORIZON"
    """Where the first run begins: at the oldest record, or at the next one."""


class KafkaSource(Section):
    """A topic of an MSK cluster of the lake."""

    kafka: Identifier
    """A cluster of `streams.kafka`."""
    topic: Annotated[str, AfterValidator(pattern(r"[\w.-]{1,249}", "isn't a topic's name"))]
    """The topic."""
    start: Literal["earliest", "latest"] = "earliest"
    """Where the first run begins: at the oldest record, or at the next one."""


class BrokerSource(Section):
    """A topic of a Kafka cluster that a connection leads to."""

    broker: Identifier
    """A connection of `catalog.connections` of the type `kafka`."""
    topic: Annotated[str, AfterValidator(pattern(r"[\w.-]{1,249}", "isn't a topic's name"))]
    """The topic."""
    start: Literal["earliest", "latest"] = "earliest"
    """Where the first run begins: at the oldest record, or at the next one."""


Source = Annotated[
    Annotated[ZoneSource, Tag("zone source")]
    | Annotated[TableSource, Tag("table source")]
    | Annotated[JdbcSource, Tag("JDBC source")]
    | Annotated[KinesisSource, Tag("Kinesis source")]
    | Annotated[KafkaSource, Tag("Kafka source")]
    | Annotated[BrokerSource, Tag("broker source")]
    | Annotated[None, Tag("no source")],
    by_key(
        {
            "zone": "zone source",
            "table": "table source",
            "connection": "JDBC source",
            "kinesis": "Kinesis source",
            "kafka": "Kafka source",
            "broker": "broker source",
        },
        "a source",
    ),
]


class TableTarget(Section):
    """A table of the catalogue; `target: sales.orders` is short for `{table: sales.orders}`."""

    table: TableReference
    """The table, as `database.table`."""


class ZoneTarget(Section):
    """Files of a zone that no table describes; a crawler may find them."""

    zone: str
    """The zone."""
    prefix: Annotated[Prefix, Field(min_length=1)]
    """The prefix that receives the files."""
    format: FileFormat = "parquet"
    """Format of the files."""
    partitions: tuple[ColumnName, ...] = ()
    """Columns that become folders."""


def _short_target(value: Any) -> Any:
    return {"table": value} if isinstance(value, str) else value


Target = Annotated[
    Annotated[TableTarget, Tag("table target")]
    | Annotated[ZoneTarget, Tag("zone target")]
    | Annotated[None, Tag("no target")],
    by_key({"table": "table target", "zone": "zone target"}, "a target"),
    BeforeValidator(
        _short_target, json_schema_input_type=TableReference | TableTarget | ZoneTarget | None
    ),
]
