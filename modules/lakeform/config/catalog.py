"""Section `catalog`: what the data means, in the AWS Glue Data Catalog."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Tag

from lakeform.config import hive_types
from lakeform.config.base import (
    Bool,
    ColumnName,
    Identifier,
    Int,
    Prefix,
    Schedule,
    Section,
    TableReference,
    Text,
    by_key,
    fail,
    pattern,
    quoted,
)
from lakeform.config.network import ipv4_block
from lakeform.config.streams.references import StreamReference


def _column_type(value: str) -> str:
    try:
        return str(hive_types.parse(value))
    except hive_types.TypeSyntaxError as error:
        message = f"{quoted(value)} isn't a column type: {error}"
        close = None if error.name is None else hive_types.closest(error.name)
        if close is not None:
            fail(message, f"did you mean `{close}`?", close if value == error.name else None)
        known = ", ".join(sorted(hive_types.PRIMITIVES))
        fail(message, f"one of {known}, array<…>, map<…,…>, struct<name:…>")


ColumnType = Annotated[str, AfterValidator(_column_type)]
TagValues = dict[Identifier, Text]


class Column(Section):
    """A column; `name: bigint` is short for `name: {type: bigint}`."""

    type: ColumnType
    """Type in Hive's notation, nested ones too: `array<struct<sku:string,price:decimal(10,2)>>`."""
    comment: Annotated[str, Field(max_length=255)] | None = None
    """What the column holds."""
    tags: TagValues = {}
    """LF-tags of the column: key → value."""


def _short_column(value: Any) -> Any:
    return {"type": value} if isinstance(value, str) else value


ColumnLike = Annotated[Column, BeforeValidator(_short_column, json_schema_input_type=str | Column)]


IDENTITY = "identity"
"""The partition transform that takes a column's own value."""


class PartitionColumn(Column):
    """A partition column; `day: date` is short for `day: {type: date}`."""

    transform: (
        Annotated[
            str,
            AfterValidator(
                pattern(
                    r"identity|year|month|day|hour|(?:bucket|truncate)\[[1-9][0-9]{0,8}\]",
                    "isn't a partition transform",
                    "one of identity, year, month, day, hour, bucket[N], truncate[N]",
                )
            ),
        ]
        | None
    ) = None
    """What an Iceberg table is partitioned by: the column's own value (`identity`, which it is when
    left out), or `year`, `month`, `day` or `hour` of it, `bucket[N]` or `truncate[N]`."""

    def field_name(self, column: str) -> str:
        """What Iceberg's libraries call the partition's field: `day`, `at_hour`, `id_bucket`."""
        kind = (self.transform or IDENTITY).partition("[")[0]
        suffix = {IDENTITY: "", "truncate": "_trunc"}.get(kind, f"_{kind}")
        return f"{column}{suffix}"


PartitionLike = Annotated[
    PartitionColumn, BeforeValidator(_short_column, json_schema_input_type=str | Column)
]


DEFAULT_DATE_FORMAT = "yyyy-MM-dd"
"""Format of projected dates that is assumed where a projection gives none."""


class Projection(Section):
    """Partition projection of one partition column: Athena computes the partitions instead of
    looking them up."""

    type: Literal["date", "enum", "injected", "integer"]
    """How the values are computed."""
    range: tuple[Text, Text] | None = None
    """First and last value, for `date` and `integer`; `NOW` is allowed for dates."""
    values: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """All values, for `enum`."""
    format: str | None = None
    """Date format in Java's notation, for `date`; left out, `yyyy-MM-dd`."""
    interval: Annotated[Int, Field(ge=1)] | None = None
    """Step between values, for `date` and `integer`."""
    unit: Literal["YEARS", "MONTHS", "WEEKS", "DAYS", "HOURS", "MINUTES", "SECONDS"] | None = None
    """Unit of the step, for `date`."""
    digits: Annotated[Int, Field(ge=1, le=18)] | None = None
    """Digits that integers are padded to, for `integer`."""


class Csv(Section):
    """How a table's CSV files are written."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    """What stands between fields."""
    quote: Annotated[str, Field(min_length=1, max_length=1)] | None = '"'
    """What quotes a field. `null`: no field is quoted, and every primitive type can be read; with a
    quote, only bigint, boolean, double, int and string can."""
    escape: Annotated[str, Field(min_length=1, max_length=1)] = "\\"
    """What escapes the next character."""
    header: Bool = True
    """The first line holds the columns' names."""


Optimizer = Literal["compaction", "orphan_files", "retention"]


def _optimizers(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        fail("an optimizer is named twice", "name each once")
    return tuple(sorted(value))


class Table(Section):
    """A table."""

    format: Literal["iceberg", "parquet", "orc", "avro", "json", "csv"]
    """Format of its files."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What the table holds."""
    source: StreamReference | None = None
    """The stream that the table shows, instead of files: `{kinesis: STREAM}`, or `{kafka: CLUSTER,
    topic: TOPIC}`. Its records are in the table's format: JSON, CSV or Avro."""
    columns: dict[ColumnName, ColumnLike] = {}
    """Name → type, in the table's order; that order is what `SELECT *` and CSV files show. An
    Iceberg table takes them when it is made; later, ALTER TABLE changes them."""
    schema_file: str | None = Field(default=None, alias="schema")
    """A file beside `lake.yaml` to take the columns from instead: Avro (.avsc), JSON Schema (.json)
    or Parquet (.parquet). Columns that `partitions` names are left out."""
    partitions: dict[ColumnName, PartitionLike] = {}
    """Name → type of the partition columns, in the order of the folders."""
    location: Prefix | None = None
    """Prefix in the database's zone; left out, the database's prefix and TABLE/."""
    tags: TagValues = {}
    """LF-tags of the table: key → value."""
    projection: dict[ColumnName, Projection] | None = None
    """Partition column → how Athena computes its values. Left out, the days since Firehose exists
    where a delivery fills the table by the day of arrival and no crawler does; `{}`: none."""
    partition_indexes: tuple[Annotated[tuple[ColumnName, ...], Field(min_length=1)], ...] = ()
    """Lists of partition columns that are indexed, in any order; at most three lists."""
    optimize: Annotated[tuple[Optimizer, ...], AfterValidator(_optimizers)] = ()
    """Glue's optimizers of an Iceberg table."""
    quality: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Data quality rules in DQDL."""
    csv: Csv | None = None
    """How CSV files are written."""
    properties: dict[str, Text] = {}
    """Further table parameters."""


class Database(Section):
    """A database: tables whose data lies in one zone."""

    zone: str
    """The zone that holds its data."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What the database holds."""
    prefix: Prefix | None = None
    """Prefix of the database in its zone; left out, DATABASE/."""
    tags: TagValues = {}
    """LF-tags of the database, inherited by its tables: key → value."""
    tables: dict[Identifier, Table] = {}
    """Name → table."""

    def files(self) -> dict[str, Table]:
        """The tables that are files in the zone, and not streams."""
        return {name: table for name, table in self.tables.items() if table.source is None}

    def prefix_in_zone(self, name: str) -> str:
        """The prefix below which the data of this database lies; `name` is the database's own."""
        return f"{name}/" if self.prefix is None else self.prefix

    def table_prefix(self, name: str, table: str) -> str:
        """The prefix below which a table's data lies; `name` is the database's own."""
        location = self.tables[table].location
        return f"{self.prefix_in_zone(name)}{table}/" if location is None else location


class _Crawler(Section):
    schedule: Schedule | None = None
    """When it runs, as an AWS cron expression in UTC; left out, on demand."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What it crawls."""
    on_change: Literal["LOG", "UPDATE_IN_DATABASE"] = "UPDATE_IN_DATABASE"
    """What happens when a schema changed."""
    on_delete: Literal["LOG", "DEPRECATE_IN_DATABASE", "DELETE_FROM_DATABASE"] = "LOG"
    """What happens when the data is gone."""


class _FindingCrawler(_Crawler):
    database: Identifier
    """Database that the found tables are put into."""
    table_prefix: Annotated[
        str,
        AfterValidator(
            pattern(
                r"[a-z0-9_]{0,64}",
                "isn't a prefix of table names",
                "up to 64 lower-case letters, digits and `_`",
            )
        ),
    ] = ""
    """Prefix of the found tables' names."""


class S3Crawler(_FindingCrawler):
    """A crawler of a zone."""

    zone: str
    """The zone that it crawls."""
    prefix: Prefix = ""
    """The prefix that it crawls."""
    exclude: tuple[str, ...] = ()
    """Glob patterns of objects that are passed over."""
    classifiers: tuple[Identifier, ...] = ()
    """Classifiers of `catalog.classifiers` that are tried before Glue's own."""
    recrawl: Literal["everything", "new_folders"] = "everything"
    """What a later run reads: all of it, or new folders only."""


class JdbcCrawler(_FindingCrawler):
    """A crawler of a relational database."""

    connection: Identifier
    """The connection of `catalog.connections`."""
    path: Annotated[str, Field(min_length=1)]
    """What it crawls: `database/schema/table`, `%` is a wildcard."""
    exclude: tuple[str, ...] = ()
    """Patterns of tables that are passed over."""


class CatalogCrawler(_Crawler):
    """A crawler that keeps tables of the catalogue up to date."""

    tables: Annotated[tuple[TableReference, ...], Field(min_length=1)]
    """The tables, as `database.table`. Under Lake Formation alone, exactly one (Glue's limit)."""


_CRAWLER_KINDS = {"zone": "S3 crawler", "connection": "JDBC crawler", "tables": "catalog crawler"}


Crawler = Annotated[
    Annotated[S3Crawler, Tag("S3 crawler")]
    | Annotated[JdbcCrawler, Tag("JDBC crawler")]
    | Annotated[CatalogCrawler, Tag("catalog crawler")],
    by_key(_CRAWLER_KINDS, "a crawler"),
]


class Connection(Section):
    """A connection from the VPC to a database or a Kafka cluster."""

    type: Literal["jdbc", "kafka", "mongodb", "network"] = "jdbc"
    """Kind of the other side; `network` is only the way into the VPC."""
    url: str | None = None
    """JDBC or MongoDB URL, or Kafka's bootstrap servers."""
    secret: (
        Annotated[
            str,
            AfterValidator(
                pattern(
                    r"(?:arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?"
                    r"[\w/+=.@-]{1,512}",
                    "is neither a secret's name nor its ARN",
                )
            ),
        ]
        | None
    ) = None
    """Name or ARN of the Secrets Manager secret that holds `username` and `password`. Kafka needs
    the ARN, and then logs in with SASL/SCRAM-SHA-512."""
    availability_zone: Annotated[Int, Field(ge=1, le=6)] = 1
    """Number of the availability zone whose private subnet it uses, from 1."""
    cidr: Annotated[str, AfterValidator(ipv4_block)] | None = None
    """Where the other side lies, if not in a private network: `203.0.113.7/32`. Glue's security
    group lets nothing else out to its port."""
    tls: Bool = True
    """Insist on TLS."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What it connects to."""


class Classifier(Section):
    """Tells crawlers how to read files that Glue's own classifiers can't."""

    type: Literal["csv", "grok", "json", "xml"]
    """Kind of the files."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """What stands between fields, for `csv`."""
    quote: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """What quotes a field, for `csv`."""
    header: tuple[str, ...] = ()
    """The columns' names, for `csv` files without a first line that holds them."""
    pattern: Annotated[str, Field(max_length=2048)] | None = None
    """Grok pattern of a line, for `grok`."""
    custom_patterns: Annotated[str, Field(max_length=16000)] | None = None
    """Own Grok patterns, for `grok`."""
    classification: str | None = None
    """Name of the format, for `grok` and `xml`."""
    json_path: str | None = None
    """JSONPath of a record, for `json`."""
    row_tag: str | None = None
    """Element that is a record, for `xml`."""


class RegistrySchema(Section):
    """A schema that producers and consumers of streams share."""

    format: Literal["avro", "json", "protobuf"]
    """Its notation."""
    file: str
    """File that holds it, beside `lake.yaml`."""
    compatibility: Literal[
        "NONE",
        "DISABLED",
        "BACKWARD",
        "BACKWARD_ALL",
        "FORWARD",
        "FORWARD_ALL",
        "FULL",
        "FULL_ALL",
    ] = "BACKWARD"
    """Which changes are allowed."""
    description: Annotated[str, Field(max_length=2048)] | None = None
    """What it describes."""


class Catalog(Section):
    """Databases, tables, and what fills them in."""

    databases: dict[Identifier, Database] = {}
    """Name → database."""
    crawlers: dict[Identifier, Crawler] = {}
    """Name → crawler."""
    connections: dict[Identifier, Connection] = {}
    """Name → connection."""
    classifiers: dict[Identifier, Classifier] = {}
    """Name → classifier."""
    schemas: dict[Identifier, RegistrySchema] = {}
    """Name → schema of the Glue Schema Registry."""
