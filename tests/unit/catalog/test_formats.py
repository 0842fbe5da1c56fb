"""How files of each format are read: every class name and parameter as it is."""

from __future__ import annotations

import json

import pytest
from fastavro.schema import parse_schema

from lakeform.catalog import avro, formats
from lakeform.catalog.formats import FileFormat
from lakeform.config.catalog import Csv, Table

TEXT = (
    "org.apache.hadoop.mapred.TextInputFormat",
    "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "parquet",
            FileFormat(
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                {"serialization.format": "1"},
                {"classification": "parquet"},
            ),
        ),
        (
            "orc",
            FileFormat(
                "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
                "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
                "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
                {"serialization.format": "1"},
                {"classification": "orc"},
            ),
        ),
        (
            "json",
            FileFormat(
                *TEXT,
                "org.openx.data.jsonserde.JsonSerDe",
                {"case.insensitive": "TRUE", "serialization.format": "1"},
                {"classification": "json"},
            ),
        ),
    ],
)
def test_formats_that_are_the_same_for_all_tables(name: str, expected: FileFormat) -> None:
    assert formats.fixed(name) == expected  # type: ignore[arg-type]


def test_avro_files_carry_their_schema() -> None:
    assert formats.avro("{}") == FileFormat(
        "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
        "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
        "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
        {"avro.schema.literal": "{}", "serialization.format": "1"},
        {"classification": "avro"},
    )


@pytest.mark.parametrize(
    ("options", "serde", "parameters", "table_parameters"),
    [
        (
            Csv(),
            "org.apache.hadoop.hive.serde2.OpenCSVSerde",
            {"escapeChar": "\\", "quoteChar": '"', "separatorChar": ","},
            {"classification": "csv", "skip.header.line.count": "1"},
        ),
        (
            Csv(delimiter="\t", quote="'", escape="/", header=False),
            "org.apache.hadoop.hive.serde2.OpenCSVSerde",
            {"escapeChar": "/", "quoteChar": "'", "separatorChar": "\t"},
            {"classification": "csv"},
        ),
        (
            Csv(delimiter="|", quote=None),
            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
            {"escape.delim": "\\", "field.delim": "|", "serialization.format": "|"},
            {"classification": "csv", "skip.header.line.count": "1"},
        ),
    ],
)
def test_csv_files_are_read_as_they_are_quoted(
    options: Csv, serde: str, parameters: dict[str, str], table_parameters: dict[str, str]
) -> None:
    assert formats.csv(options) == FileFormat(*TEXT, serde, parameters, table_parameters)


class TestAvroSchema:
    def test_columns_become_fields_that_may_be_null(self) -> None:
        table = Table.model_validate(
            {
                "format": "avro",
                "columns": {
                    "id": {"type": "bigint", "comment": "Key"},
                    "amount": "decimal(10,2)",
                    "at": "timestamp",
                    "day": "date",
                    "tags": "array<string>",
                    "items": "map<string,struct<sku:string,box:struct<kg:double>>>",
                },
            }
        )
        text = avro.schema("1-orders", table.columns)
        schema = json.loads(text)
        assert schema == {
            "type": "record",
            "name": "_1_orders",
            "fields": [
                {"name": "id", "doc": "Key", "type": ["null", "long"], "default": None},
                {
                    "name": "amount",
                    "type": [
                        "null",
                        {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2},
                    ],
                    "default": None,
                },
                {
                    "name": "at",
                    "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}],
                    "default": None,
                },
                {
                    "name": "day",
                    "type": ["null", {"type": "int", "logicalType": "date"}],
                    "default": None,
                },
                {
                    "name": "tags",
                    "type": ["null", {"type": "array", "items": ["null", "string"]}],
                    "default": None,
                },
                {
                    "name": "items",
                    "type": [
                        "null",
                        {
                            "type": "map",
                            "values": [
                                "null",
                                {
                                    "type": "record",
                                    "name": "_1_orders__items__value",
                                    "fields": [
                                        {
                                            "name": "sku",
                                            "type": ["null", "string"],
                                            "default": None,
                                        },
                                        {
                                            "name": "box",
                                            "type": [
                                                "null",
                                                {
                                                    "type": "record",
                                                    "name": "_1_orders__items__value__box",
                                                    "fields": [
                                                        {
                                                            "name": "kg",
                                                            "type": ["null", "double"],
                                                            "default": None,
                                                        }
                                                    ],
                                                },
                                            ],
                                            "default": None,
                                        },
                                    ],
                                },
                            ],
                        },
                    ],
                    "default": None,
                },
            ],
        }
        parse_schema(schema)
        assert "\n" not in text

    def test_every_primitive_type_of_avro_tables_has_its_schema(self) -> None:
        columns = {f"c_{kind}": kind for kind in sorted(avro.PRIMITIVES)}
        table = Table.model_validate({"format": "avro", "columns": columns})
        fields = json.loads(avro.schema("t", table.columns))["fields"]
        assert {field["name"]: field["type"][1] for field in fields} == {
            f"c_{kind}": avro.PRIMITIVES[kind] for kind in avro.PRIMITIVES
        }
