"""`streams.deliveries`: Firehose, from a stream or from whoever puts records, to a zone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Tag

from lakeform.config.base import (
    Bool,
    ColumnName,
    Int,
    LogRetention,
    Prefix,
    Section,
    TableReference,
    by_key,
    fail,
    pattern,
    quoted,
)
from lakeform.config.streams.kinesis import once
from lakeform.config.streams.references import (
    FilePath,
    KinesisReference,
    Personas,
    TopicReference,
)

_EXPRESSION = (
    r"!\{(?:timestamp:[A-Za-z0-9 _./:'-]+|firehose:random-string|"
    r"partitionKeyFrom(?:Query|Lambda):[A-Za-z0-9_]+)\}"
)
DeliveryPrefix = Annotated[
    str,
    AfterValidator(
        pattern(
            rf"(?!/)(?:[\w!.*'()=/-]|{_EXPRESSION})*/|",
            "isn't a prefix of Firehose",
            "it ends with `/`; expressions are `!{timestamp:yyyy}`, `!{firehose:random-string}`, "
            "`!{partitionKeyFromQuery:KEY}`, `!{partitionKeyFromLambda:KEY}`",
        )
    ),
    Field(max_length=900),
]
ErrorPrefix = Annotated[
    str,
    AfterValidator(
        pattern(
            r"(?!/)(?:[\w!.*'()=/-]|!\{(?:timestamp:[A-Za-z0-9 _./:'-]+|"
            r"firehose:(?:random-string|error-output-type))\})*/",
            "isn't a prefix of Firehose's errors",
            "it ends with `/`; expressions are `!{firehose:error-output-type}`, "
            "`!{timestamp:yyyy}`, `!{firehose:random-string}`",
        )
    ),
    Field(max_length=900),
]
LambdaArn = Annotated[
    str,
    AfterValidator(
        pattern(
            r"arn:aws(?:-[a-z]+)*:lambda:[a-z0-9-]+:[0-9]{12}:function:[\w-]{1,64}(?::[\w$-]+)?",
            "isn't the ARN of a Lambda function",
            "for example arn:aws:lambda:us-east-1:111111111111:function:clean",
        )
    ),
]


class DeliveryKinesis(KinesisReference):
    """A stream of `streams.kinesis`, from its latest record on."""


class DeliveryTopic(TopicReference):
    """A topic of `streams.kafka`."""

    start: Literal["earliest", "latest"] = "latest"
    """The first record that is delivered: the oldest there is, or the next."""


class DirectPut(Section):
    """Whoever puts records; `from: direct` is short for it."""

    direct: Literal[True] = True
    """There is no stream."""


def _direct(value: Any) -> Any:
    return {"direct": True} if value == "direct" else value


DeliverySource = Annotated[
    Annotated[DeliveryKinesis, Tag("Kinesis stream")]
    | Annotated[DeliveryTopic, Tag("Kafka topic")]
    | Annotated[DirectPut, Tag("direct put")],
    by_key(
        {"kinesis": "Kinesis stream", "kafka": "Kafka topic", "direct": "direct put"},
        "the source of a delivery",
    ),
    BeforeValidator(
        _direct,
        json_schema_input_type=DeliveryKinesis | DeliveryTopic | DirectPut | Literal["direct"],
    ),
]


class TimePartition(Section):
    """The time at which the records arrived, in UTC."""

    time: Annotated[
        str,
        AfterValidator(
            pattern(
                r"[yMdHm_.-]{1,40}",
                "isn't a date format",
                "in Java's notation: yyyy-MM-dd, yyyy, MM, dd, HH",
            )
        ),
    ]
    """Date format, in Java's notation: `yyyy-MM-dd`, `HH`."""


_PAIRS = {'"': '"', "(": ")", "[": "]"}


def _closed(query: str) -> str:
    """A JQ expression whose quotes, brackets and parentheses are closed; `\\(` in a text opens an
    expression."""
    ends: list[str] = []
    place = 0
    while place < len(query):
        character = query[place]
        if ends[-1:] == ['"']:
            if character == "\\":
                place += 1
                if query[place : place + 1] == "(":
                    ends.append(")")
            elif character == '"':
                ends.pop()
        elif character in _PAIRS:
            ends.append(_PAIRS[character])
        elif character in _PAIRS.values() and (not ends or ends.pop() != character):
            fail(f"{quoted(query)} isn't a JQ expression: nothing opens its `{character}`")
        place += 1
    if ends:
        fail(f"{quoted(query)} isn't a JQ expression: a `{ends[-1]}` is missing")
    return query


class QueryPartition(Section):
    """A value of the record, which is JSON."""

    query: Annotated[
        str,
        AfterValidator(
            pattern(r"\.[^,{}\n]+", "isn't a JQ expression", "for example .customer.id | tostring")
        ),
        AfterValidator(_closed),
        Field(max_length=500),
    ]
    """JQ 1.6 expression of the value: `.customer.id`."""


class LambdaPartition(Section):
    """A value that the transform returns."""

    from_transform: Annotated[
        str, AfterValidator(pattern(r"[A-Za-z0-9_]{1,255}", "isn't a partition key"))
    ]
    """Its name in the `partitionKeys` of the transform's answer."""


Partition = Annotated[
    Annotated[TimePartition, Tag("time of arrival")]
    | Annotated[QueryPartition, Tag("value of the record")]
    | Annotated[LambdaPartition, Tag("value of the transform")],
    by_key(
        {
            "time": "time of arrival",
            "query": "value of the record",
            "from_transform": "value of the transform",
        },
        "a partition",
    ),
]


class Buffer(Section):
    """What is collected before an object is written: whichever comes first."""

    mb: Annotated[Int, Field(ge=1, le=128)] | None = None
    """MB, 1 to 128; 64 or more with conversion or dynamic partitions. Left out: 128 with these,
    5 without."""
    seconds: Annotated[Int, Field(ge=0, le=900)] = 300
    """Seconds, 0 to 900; 0 writes at once, and not with dynamic partitions."""


class FunctionTransform(Section):
    """A Lambda function that exists."""

    function: LambdaArn
    """Its ARN, of a version or alias where it has one."""
    retries: Annotated[Int, Field(ge=0, le=300)] = 3
    """How often a failed call is repeated."""
    buffer_seconds: Annotated[Int, Field(ge=0, le=900)] = 60
    """Seconds for which records are collected for one call; calls also come each 1 MB."""


class FileTransform(Section):
    """A Python file that becomes a Lambda function."""

    file: FilePath
    """Its path from the folder of `lake.yaml`. It may import Python's own library and boto3."""
    handler: Annotated[str, AfterValidator(pattern(r"[A-Za-z_]\w*", "isn't a function's name"))] = (
        "handler"
    )
    """The function in the file that is called with (event, context)."""
    runtime: Literal["python3.11", "python3.12", "python3.13"] = "python3.13"
    """Version of Python."""
    memory_mib: Annotated[Int, Field(ge=128, le=10_240)] = 256
    """Memory in MiB, 128 to 10240."""
    timeout_seconds: Annotated[Int, Field(ge=1, le=300)] = 60
    """Seconds until a call is ended, 1 to 300, for which Firehose waits."""
    retries: Annotated[Int, Field(ge=0, le=300)] = 3
    """How often a failed call is repeated."""
    buffer_seconds: Annotated[Int, Field(ge=0, le=900)] = 60
    """Seconds for which records are collected for one call; calls also come each 1 MB."""


Transform = Annotated[
    Annotated[FunctionTransform, Tag("Lambda function")]
    | Annotated[FileTransform, Tag("Python file")],
    by_key({"function": "Lambda function", "file": "Python file"}, "a transform"),
]
CONVERTED = ("orc", "parquet")
"""Formats that Firehose makes of JSON records."""
Compression = Literal["none", "gzip", "snappy", "zip", "zlib", "hadoop_snappy"]


TIME_COLUMNS = {"year": "yyyy", "month": "MM", "day": "dd", "hour": "HH"}
"""Name of a partition column that isn't a date → the format of the time that it is filled with."""


def arrival_format(column: str, type: str) -> str | None:
    """How a table's partition column of a type is filled with the time of arrival; None where it
    can't be."""
    return "yyyy-MM-dd" if type == "date" else TIME_COLUMNS.get(column)


class Delivery(Section):
    """A Firehose that delivers records to a zone."""

    source: DeliverySource = Field(default=DirectPut(), alias="from")
    """Where the records come from: `{kinesis: STREAM}`, `{kafka: CLUSTER, topic: TOPIC}`; left out,
    or `direct`: from those who put them."""
    zone: str
    """The zone that they are delivered to."""
    table: TableReference | None = None
    """A Parquet, ORC or JSON table, as `database.table`: the records become files of its format,
    with its columns."""
    prefix: DeliveryPrefix | None = None
    """Prefix of the objects; left out, that of the table, or DELIVERY/. A folder for each of
    `partitions` follows, or, where there are none, YYYY/MM/DD/HH/; a prefix with expressions is
    taken as it is."""
    partitions: dict[ColumnName, Partition] = {}
    """Column → what its folders, `column=value/`, are called by. Left out, the table's: a date, and
    columns called year, month, day and hour, are the time of arrival."""
    error_prefix: ErrorPrefix | None = None
    """Prefix of what can't be delivered; left out, _errors/DELIVERY/KIND/YYYY/MM/DD/."""
    format: Literal["json", "parquet", "orc"] | None = None
    """Format of the files: JSON as it comes, or converted by `table`. Left out, the table's."""
    compression: Compression | None = None
    """Compression of the files; left out, Snappy of Parquet and ORC, gzip of JSON."""
    lines: Bool = True
    """End each JSON record with a line break, as readers of JSON files need it."""
    timestamp_formats: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] = ()
    """How timestamps are written in the records that are converted, in Joda's notation, or
    `millis`; left out, as ISO 8601 or seconds since 1970."""
    buffer: Buffer = Buffer()
    """What is collected before an object is written."""
    retry_seconds: Annotated[Int, Field(ge=0, le=7200)] = 300
    """Seconds for which the delivery into dynamic partitions is tried."""
    transform: Transform | None = None
    """A Lambda function through which the records go."""
    originals: Prefix | None = None
    """Prefix in the zone that receives the records also as they came."""
    log_retention_days: LogRetention = 90
    """Days until log records of failed deliveries are deleted."""
    producers: Annotated[Personas, AfterValidator(once)] = ()
    """Personas that may put records, where no stream is the source."""

    @property
    def dynamic(self) -> bool:
        """Whether Firehose finds the partition of each record by what is in it."""
        prefix = "" if self.prefix is None else self.prefix
        found = (not isinstance(each, TimePartition) for each in self.partitions.values())
        return any(found) or "partitionKeyFrom" in prefix

    def file_format(self, of_table: str | None) -> str:
        """What its files are, `json`, `parquet` or `orc`; `of_table` is the table's format."""
        return self.format or of_table or "json"

    def base_prefix(self, name: str, of_table: str | None) -> str:
        """What all objects start with, before their partitions.

        Args:
            name: the delivery's own.
            of_table: the table's prefix.
        """
        if self.prefix is not None:
            return self.prefix
        return f"{name}/" if of_table is None else of_table
