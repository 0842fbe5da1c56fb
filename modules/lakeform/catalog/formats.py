"""How a table's files are read: input and output format, SerDe and parameters.

Sources: Athena user guide, "Supported SerDes and data formats"; Apache Hive's storage formats.

CSV files whose fields may be quoted are read with OpenCSVSerde, the only one that knows quotes;
where no field is quoted, LazySimpleSerDe reads dates, timestamps and decimals as they are usually
written. JSON is read with OpenX's SerDe rather than Hive's: Glue's crawlers and Firehose use it
too, and it takes keys in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lakeform.config.catalog import Csv

_HIVE = "org.apache.hadoop.hive"
_TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat"
_TEXT_OUTPUT = f"{_HIVE}.ql.io.HiveIgnoreKeyTextOutputFormat"


@dataclass(frozen=True)
class FileFormat:
    """What a table's storage descriptor and parameters say about its files."""

    input: str
    output: str
    serde: str
    serde_parameters: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the table, not of its SerDe."""


_SERIALIZATION = {"serialization.format": "1"}

PARQUET = FileFormat(
    f"{_HIVE}.ql.io.parquet.MapredParquetInputFormat",
    f"{_HIVE}.ql.io.parquet.MapredParquetOutputFormat",
    f"{_HIVE}.ql.io.parquet.serde.ParquetHiveSerDe",
    _SERIALIZATION,
    {"classification": "parquet"},
)
ORC = FileFormat(
    f"{_HIVE}.ql.io.orc.OrcInputFormat",
    f"{_HIVE}.ql.io.orc.OrcOutputFormat",
    f"{_HIVE}.ql.io.orc.OrcSerde",
    _SERIALIZATION,
    {"classification": "orc"},
)
JSON = FileFormat(
    _TEXT_INPUT,
    _TEXT_OUTPUT,
    "org.openx.data.jsonserde.JsonSerDe",
    {"case.insensitive": "TRUE", **_SERIALIZATION},
    {"classification": "json"},
)


def avro(schema: str) -> FileFormat:
    """Avro files; `schema` is what a reader takes out of them, as JSON."""
    return FileFormat(
        f"{_HIVE}.ql.io.avro.AvroContainerInputFormat",
        f"{_HIVE}.ql.io.avro.AvroContainerOutputFormat",
        f"{_HIVE}.serde2.avro.AvroSerDe",
        {"avro.schema.literal": schema, **_SERIALIZATION},
        {"classification": "avro"},
    )


def csv(options: Csv) -> FileFormat:
    """CSV files."""
    if options.quote is None:
        serde = f"{_HIVE}.serde2.lazy.LazySimpleSerDe"
        parameters = {
            "escape.delim": options.escape,
            "field.delim": options.delimiter,
            "serialization.format": options.delimiter,
        }
    else:
        serde = f"{_HIVE}.serde2.OpenCSVSerde"
        parameters = {
            "escapeChar": options.escape,
            "quoteChar": options.quote,
            "separatorChar": options.delimiter,
        }
    header = {"skip.header.line.count": "1"} if options.header else {}
    return FileFormat(
        _TEXT_INPUT, _TEXT_OUTPUT, serde, parameters, {"classification": "csv", **header}
    )


def fixed(name: Literal["parquet", "orc", "json"]) -> FileFormat:
    """A format that is the same for all tables."""
    return {"parquet": PARQUET, "orc": ORC, "json": JSON}[name]
