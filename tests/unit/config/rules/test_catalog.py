"""Rules of databases, tables and registry schemas: what each says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogs import lake_of, said, table_in
from lakeform.config.rules import catalog, tables

T = "databases.sales.tables.orders"


class TestPlaces:
    def test_a_database_lies_in_a_zone(self) -> None:
        lake = lake_of("databases: {sales: {zone: curatd}, web: {zone: raw}, x: {zone: zzz}}")
        assert said(catalog.databases_lie_in_zones, lake) == [
            "databases.sales.zone: there is no zone `curatd` → did you mean `curated`?",
            "databases.x.zone: there is no zone `zzz` → zones: curated, raw",
        ]

    def test_a_lake_without_storage_has_no_zones(self) -> None:
        lake = lake_of("databases: {sales: {zone: raw}}", around="network:")
        assert said(catalog.databases_lie_in_zones, lake) == [
            "databases.sales.zone: there is no zone `raw` → there are no zones"
        ]

    def test_tables_that_share_or_nest_places(self) -> None:
        lake = lake_of(
            """
            databases:
              a:
                zone: raw
                tables:
                  one: {format: json, columns: {x: int}}
                  one_more: {format: json, columns: {x: int}}
                  two: {format: json, columns: {x: int}, location: a/one/}
                  three: {format: json, columns: {x: int}, location: a/one/deeper/}
              b: {zone: raw, prefix: a/, tables: {four: {format: json, columns: {x: int}}}}
              c: {zone: curated, tables: {five: {format: json, columns: {}, location: a/one/}}}
              d: {zone: curated, tables: {six: {format: json, columns: {x: int}, location: ""}}}
            """
        )
        hint = "give it a `location` of its own: each table would read the other's files"
        assert said(catalog.tables_have_places_of_their_own, lake) == [
            "databases.c.tables.five.location: the table lies at `curated/a/one/`, inside "
            f"`curated/` of `d.six` → {hint}",
            "databases.a.tables.two.location: the table lies at `raw/a/one/`, where `a.one` lies "
            f"too → {hint}",
            "databases.a.tables.three.location: the table lies at `raw/a/one/deeper/`, inside "
            f"`raw/a/one/` of `a.two` → {hint}",
        ]

    def test_names_that_terraform_cannot_tell_apart(self) -> None:
        lake = lake_of(
            """
            databases:
              a: {zone: raw, tables: {b__c: {format: json}, d: {format: json}}}
              a__b: {zone: raw, tables: {c: {format: json}}}
            """
        )
        assert said(catalog.tables_have_names_of_their_own, lake) == [
            "databases.a__b.tables.c (key): the tables `a.b__c` and `a__b.c` would both be "
            "`aws_glue_catalog_table.a__b__c` in Terraform → rename one of them"
        ]


class TestColumns:
    def test_a_table_has_columns_or_a_schema(self, tmp_path: Path) -> None:
        assert said(tables.tables_have_columns, lake_of(table_in("format: json"))) == [
            f"{T} (key): the table has no columns → write `columns`, or `schema` with a file that "
            "describes them"
        ]
        (tmp_path / "a.json").write_text('{"properties": {"a": {"type": "string"}}}')
        by_file = lake_of(table_in("{format: json, schema: a.json}"), directory=tmp_path)
        assert said(tables.tables_have_columns, by_file) == []

    @pytest.mark.parametrize(
        ("format", "hint"),
        [
            ("json", "its value stands in the name of a folder, not in the files"),
            ("iceberg", "it becomes the table's last column"),
        ],
    )
    def test_a_partition_column_is_no_column(self, format: str, hint: str) -> None:
        lake = lake_of(
            table_in(f"{{format: {format}, columns: {{a: int, b: int}}, partitions: {{b: int}}}}")
        )
        assert said(tables.tables_have_columns, lake) == [
            f"{T}.partitions.b (key): `b` is both a column and a partition column → keep it in "
            f"`partitions`: {hint}"
        ]


class TestTypes:
    @pytest.mark.parametrize(
        ("format", "type", "problem"),
        [
            ("iceberg", "tinyint", "and Iceberg has no tinyint → write int"),
            ("iceberg", "array<char(3)>", "and Iceberg has no char → write string"),
            ("avro", "smallint", "and Avro has no smallint → write int"),
            ("avro", "map<int,string>", "and AVRO maps have strings as keys → write map<string,…>"),
            (
                "json",
                "array<map<date,int>>",
                "and JSON maps have strings as keys → write map<string,…>",
            ),
            ("json", "binary", "and JSON has no bytes → write string, and decode it in queries"),
            ("csv", "binary", "and CSV has no bytes → write string, and decode it in queries"),
            (
                "csv",
                "struct<a:int>",
                "and CSV fields can't be nested → choose json or parquet, or write string",
            ),
            (
                "csv",
                "date",
                "which can't be read from CSV files with quoted fields → one of bigint, boolean, "
                "double, int, string; or write `csv: {quote: null}` where no field is quoted",
            ),
        ],
    )
    def test_what_a_format_cannot_hold(self, format: str, type: str, problem: str) -> None:
        lake = lake_of(table_in(f"{{format: {format}, columns: {{a: '{type}'}}}}"))
        assert said(tables.types_fit_the_format, lake) == [
            f"{T}.columns.a: `a` is `{type}`, {problem}"
        ]

    @pytest.mark.parametrize(
        ("format", "type"),
        [
            ("parquet", "struct<a:tinyint,b:map<int,char(3)>>"),
            ("orc", "map<date,array<varchar(9)>>"),
            ("iceberg", "map<date,array<struct<a:decimal(3,1),b:binary>>>"),
            ("avro", "map<string,array<struct<a:decimal(3,1),b:binary>>>"),
            ("json", "map<string,array<struct<a:tinyint,b:date>>>"),
            ("csv", "double"),
        ],
    )
    def test_what_a_format_can_hold(self, format: str, type: str) -> None:
        lake = lake_of(table_in(f"{{format: {format}, columns: {{a: '{type}'}}}}"))
        assert said(tables.types_fit_the_format, lake) == []

    def test_names_that_avro_lacks(self) -> None:
        lake = lake_of(
            table_in("{format: avro, columns: {a-b: int, c: 'array<struct<d:int,e-f:int>>'}}")
        )
        hint = "letters, digits and `_`, starting with a letter or `_`"
        assert said(tables.names_fit_the_format, lake) == [
            f"{T}.columns.a-b (key): `a-b` can't be a name in Avro → {hint}",
            f"{T}.columns.c (key): `e-f` can't be a name in Avro → {hint}",
        ]

    @pytest.mark.parametrize("type", ["date", "timestamp", "decimal(3,1)", "tinyint", "char(2)"])
    def test_csv_without_quotes_has_all_primitive_types(self, type: str) -> None:
        text = f"{{format: csv, csv: {{quote: null}}, columns: {{a: '{type}'}}}}"
        assert said(tables.types_fit_the_format, lake_of(table_in(text))) == []


class TestPartitions:
    @pytest.mark.parametrize(
        ("format", "column", "problem"),
        [
            (
                "parquet",
                "array<int>",
                ": the partition column `p` is `array<int>` → a partition column has a primitive "
                "type, and not binary",
            ),
            (
                "parquet",
                "binary",
                ": the partition column `p` is `binary` → a partition column has a primitive type, "
                "and not binary",
            ),
            ("iceberg", "tinyint", ": `p` is `tinyint`, and Iceberg has no tinyint → write int"),
            (
                "json",
                "{type: date, transform: month}",
                ".transform (key): only Iceberg tables have transforms, and this one is json → "
                "remove it: this table's folders are named by the column's own values",
            ),
            (
                "iceberg",
                "{type: date, transform: hour}",
                ".transform: `hour` can't be taken of a column of type `date` → it takes timestamp",
            ),
            (
                "iceberg",
                "{type: double, transform: 'bucket[16]'}",
                ".transform: `bucket[16]` can't be taken of a column of type `double` → it takes "
                "bigint, binary, date, decimal, int, string, timestamp",
            ),
            (
                "iceberg",
                "{type: date, transform: 'truncate[4]'}",
                ".transform: `truncate[4]` can't be taken of a column of type `date` → it takes "
                "bigint, binary, decimal, int, string",
            ),
        ],
    )
    def test_what_cannot_partition(self, format: str, column: str, problem: str) -> None:
        lake = lake_of(
            table_in(f"{{format: {format}, columns: {{a: int}}, partitions: {{p: {column}}}}}")
        )
        assert said(tables.partitions_have_types, lake) == [f"{T}.partitions.p{problem}"]

    def test_a_partition_is_not_called_as_a_column(self) -> None:
        lake = lake_of(
            table_in(
                "{format: iceberg, columns: {at_day: int}, "
                "partitions: {at: {type: date, transform: day}}}"
            )
        )
        assert said(tables.partitions_have_types, lake) == [
            f"{T}.partitions.at.transform: Iceberg would call the partition `at_day`, as a column "
            "is called → rename that column"
        ]

    @pytest.mark.parametrize(
        "column",
        [
            "binary",
            "{type: double, transform: identity}",
            "{type: timestamp, transform: hour}",
            "{type: date, transform: year}",
            "{type: 'decimal(9,2)', transform: 'truncate[100]'}",
            "{type: string, transform: 'bucket[16]'}",
        ],
    )
    def test_what_can_partition_an_iceberg_table(self, column: str) -> None:
        text = f"{{format: iceberg, columns: {{a: int}}, partitions: {{p: {column}}}}}"
        assert said(tables.partitions_have_types, lake_of(table_in(text))) == []

    def test_indexes(self) -> None:
        lake = lake_of(
            table_in(
                """
                format: parquet
                columns: {a: int}
                partitions: {day: date, region: string, ok: boolean}
                partition_indexes: [[region, day], [day, dy], [region, region], [ok], [region, day]]
                """
            )
        )
        assert said(tables.partition_indexes_are_possible, lake) == [
            f"{T}.partition_indexes (key): 5 partition indexes: Glue allows 3 on a table → keep "
            "those that queries filter by",
            f"{T}.partition_indexes.1.1: `dy` isn't a partition column → did you mean `day`?",
            f"{T}.partition_indexes.2.1: `region` is named twice in an index → name it once",
            f"{T}.partition_indexes.3.0: `ok` is `boolean`, which Glue can't index → columns of an "
            "index are bigint, char, date, int, smallint, string, tinyint, varchar",
            f"{T}.partition_indexes.4: the index `region, day` is named twice → keep one",
        ]


class TestOptions:
    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            (
                "{format: json, csv: {header: false}}",
                ".csv (key): CSV options are given, and the format is json → remove them, or write "
                "`format: csv`",
            ),
            (
                '{format: csv, csv: {delimiter: "\'", quote: "\'"}}',
                ".csv.delimiter: `'` both separates and quotes → use different characters",
            ),
            (
                "{format: csv, csv: {delimiter: '\\'}}",
                ".csv.delimiter: `\\` both separates and escapes → use different characters",
            ),
            (
                "{format: parquet, optimize: [compaction]}",
                ".optimize (key): only Iceberg tables have optimizers, and this one is parquet → "
                "remove them, or write `format: iceberg`",
            ),
            (
                "{format: iceberg, projection: {d: {type: injected}}}",
                ".projection (key): Iceberg keeps the list of its files itself, and needs no "
                "partition projection → remove it",
            ),
            (
                "{format: iceberg, partition_indexes: [[d]]}",
                ".partition_indexes (key): Iceberg keeps the list of its files itself, and needs "
                "no partition index → remove it",
            ),
        ],
    )
    def test_options_of_another_format(self, text: str, problem: str) -> None:
        assert said(tables.options_fit_the_format, lake_of(table_in(text))) == [f"{T}{problem}"]

    def test_options_of_the_format(self) -> None:
        for text in (
            "{format: iceberg, optimize: [compaction, retention, orphan_files]}",
            "{format: csv, csv: {delimiter: ';', quote: null}}",
        ):
            assert said(tables.options_fit_the_format, lake_of(table_in(text))) == []

    def test_properties_that_lakeform_writes(self) -> None:
        lake = lake_of(
            table_in(
                """
                format: csv
                properties: {note: ok, classification: tsv, projection.enabled: "true"}
                """
            )
        )
        assert said(tables.properties_are_free, lake) == [
            f"{T}.properties.classification (key): `classification` is written by lakeform itself "
            "→ it follows from `format`",
            f"{T}.properties.projection.enabled (key): `projection.enabled` is written by lakeform "
            "itself → write `projection` in the table",
        ]


def test_registry_schemas_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.proto").write_text("message A {}")
    (tmp_path / "bad.avsc").write_text('{"type": "recrd"}')
    lake = lake_of(
        """
        schemas:
          good: {format: protobuf, file: good.proto}
          bad: {format: avro, file: bad.avsc}
          gone: {format: json, file: gone.json}
        """,
        directory=tmp_path,
    )
    assert said(catalog.registry_schemas_are_valid, lake) == [
        "schemas.bad.file: `bad.avsc` isn't an Avro schema: the type `recrd` isn't known",
        "schemas.gone.file: the file `gone.json` does not exist → its path is looked up from the "
        "folder of lake.yaml",
    ]
