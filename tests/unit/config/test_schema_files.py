"""Columns from Avro, JSON Schema and Parquet files, and what is said about files that don't do."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from lakeform.config.explain import Fault
from lakeform.config.schema_files import SchemaFileError, inline_schemas, read_columns
from lakeform.config.schema_files.avro import literal
from lakeform.config.schema_files.definitions import definition

SAMPLES = Path(__file__).parents[2] / "samples" / "schemas"
PLACE = ("catalog", "databases", "sales", "tables", "orders", "schema")


def types_of(directory: Path, file: str) -> dict[str, str]:
    return {column.name: column.type for column in read_columns(directory, file)}


def lake_with(**table: Any) -> dict[str, Any]:
    return {"name": "x", "catalog": {"databases": {"sales": {"tables": {"orders": table}}}}}


def refused(directory: Path, file: str) -> SchemaFileError:
    with pytest.raises(SchemaFileError) as error:
        read_columns(directory, file)
    return error.value


class TestAvro:
    def test_every_type_has_its_column(self) -> None:
        assert types_of(SAMPLES, "order.avsc") == {
            "id": "bigint",
            "placed": "timestamp",
            "day": "date",
            "at": "int",
            "paid": "boolean",
            "amount": "decimal(12,2)",
            "rate": "decimal(9,0)",
            "state": "string",
            "digest": "binary",
            "reference": "string",
            "photo": "binary",
            "weight": "float",
            "volume": "double",
            "count": "int",
            "shipping": "struct<city:string,lines:array<string>>",
            "billing": "struct<city:string,lines:array<string>>",
            "labels": "map<string,array<string>>",
        }

    def test_documentation_becomes_the_comment(self) -> None:
        comments = {column.name: column.comment for column in read_columns(SAMPLES, "order.avsc")}
        assert comments.pop("id") == "Key of the order"
        assert set(comments.values()) == {None}

    @pytest.mark.parametrize(
        ("schema", "message"),
        [
            ("string", "the root of `x.avsc` isn't a record"),
            (["null", "int"], "the root of `x.avsc` isn't a record"),
            (5, "`x.avsc` isn't an Avro schema: a part of it has the wrong shape"),
            (
                [{"name": "a", "type": {"type": "map"}}],
                "`x.avsc` isn't an Avro schema: 'values' is missing",
            ),
            (
                [{"name": "a", "type": "strng"}],
                "`x.avsc` isn't an Avro schema: the type `strng` isn't known",
            ),
            ([{"name": "a"}], "`x.avsc` isn't an Avro schema: Record field 'a' is missing 'type'"),
            (
                [{"name": "a", "type": ["null", "int", "string"]}],
                "`x.avsc`: field `a`: the Glue catalogue has no type for a union of several types",
            ),
            (
                [{"name": "a", "type": "null"}],
                "`x.avsc`: field `a`: the Glue catalogue has no type for a value that is always "
                "null",
            ),
            (
                [{"name": "a", "type": ["null", "X"]}],
                "`x.avsc`: field `a`: the Glue catalogue has no type for a record inside itself "
                "(`X`)",
            ),
            (
                [{"name": "a", "type": {"type": "record", "name": "Y", "fields": []}}],
                "`x.avsc`: field `a`: a struct without fields can't stand in the Glue catalogue",
            ),
            (
                [{"name": "a", "type": "int"}, {"name": "A", "type": "int"}],
                "`x.avsc`: two columns are called `a`",
            ),
            ([], "`x.avsc` describes no columns"),
        ],
    )
    def test_what_glue_cannot_hold_is_refused(
        self, tmp_path: Path, schema: Any, message: str
    ) -> None:
        if isinstance(schema, list) and schema[:1] != ["null"]:
            schema = {"type": "record", "name": "X", "fields": schema}
        (tmp_path / "x.avsc").write_text(json.dumps(schema))
        assert refused(tmp_path, "x.avsc").message == message

    def test_a_decimal_that_hive_lacks_is_refused(self, tmp_path: Path) -> None:
        kind = {"type": "bytes", "logicalType": "decimal", "precision": 39}
        schema = {"type": "record", "name": "X", "fields": [{"name": "a", "type": kind}]}
        (tmp_path / "x.avsc").write_text(json.dumps(schema))
        assert refused(tmp_path, "x.avsc").message == (
            "`x.avsc`: `a`: a decimal has a precision of 1 to 38 and a scale up to it"
        )

    def test_the_literal_lacks_the_partition_columns(self) -> None:
        whole = json.loads((SAMPLES / "order.avsc").read_text())
        text = literal(SAMPLES / "order.avsc", "order.avsc", ("day", "id"))
        whole["fields"] = [f for f in whole["fields"] if f["name"] not in ("day", "Id")]
        assert json.loads(text) == whole
        assert "\n" not in text


class TestJsonSchema:
    def test_every_type_has_its_column(self) -> None:
        user = "struct<name:string,home:string>"
        assert types_of(SAMPLES, "click.json") == {
            "id": "bigint",
            "small": "int",
            "price": "double",
            "ratio": "float",
            "page": "string",
            "day": "date",
            "at": "timestamp",
            "mail": "string",
            "bot": "boolean",
            "image": "binary",
            "kind": "string",
            "user": user,
            "friend": user,
            "tags": "array<string>",
            "counts": "map<string,bigint>",
            "device": "struct<os:string,sizes:array<bigint>>",
        }

    def test_descriptions_become_comments(self) -> None:
        comments = {c.name: c.comment for c in read_columns(SAMPLES, "click.json") if c.comment}
        assert comments == {"id": "Key", "device": "What was used"}

    @pytest.mark.parametrize(
        ("properties", "message"),
        [
            ({"a": True}, "property `a`: the Glue catalogue has no type for a value of any type"),
            ({"a": {}}, "property `a`: the Glue catalogue has no type for a value of any type"),
            (
                {"a": {"type": ["string", "integer"]}},
                "property `a`: the Glue catalogue has no type for one of several types "
                "(string, integer)",
            ),
            (
                {"a": {"type": "null"}},
                "property `a`: the Glue catalogue has no type for a value that is always null",
            ),
            (
                {"a": {"type": "array"}},
                "property `a`: the Glue catalogue has no type for an array whose items aren't all "
                "of one type",
            ),
            (
                {"a": {"type": "object"}},
                "property `a`: the Glue catalogue has no type for an object whose properties "
                "aren't described",
            ),
            (
                {"a": {"oneOf": [{"type": "string"}, {"type": "integer"}]}},
                "property `a`: the Glue catalogue has no type for `oneOf` of several schemas",
            ),
            (
                {"a": {"properties": {"b": {"type": "string"}}, "allOf": [{"type": "object"}]}},
                "property `a`: the Glue catalogue has no type for `allOf` of several schemas",
            ),
            (
                {"a": {"$ref": "#/properties/a"}},
                "property `a`: the Glue catalogue has no type for an object inside itself "
                "(`#/properties/a`)",
            ),
            (
                {"a": {"$ref": "#/$defs/none"}},
                "property `a`: the reference `#/$defs/none` leads nowhere in `x.json`",
            ),
            (
                {"a": {"$ref": "other.json"}},
                "property `a`: the reference `other.json` leads to another file",
            ),
            (
                {"a": {"type": "object", "properties": {"b c": {"type": "string"}}}},
                "property `a`: `b c` can't be the name of a field in the Glue catalogue",
            ),
            ({"a!": {"type": "string"}}, "`a!` can't be the name of a column"),
        ],
    )
    def test_what_glue_cannot_hold_is_refused(
        self, tmp_path: Path, properties: Any, message: str
    ) -> None:
        (tmp_path / "x.json").write_text(json.dumps({"properties": properties}))
        assert refused(tmp_path, "x.json").message == f"`x.json`: {message}"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[]", "the root of `x.json` isn't an object"),
            ("{", "`x.json` isn't JSON: line 1, column 2: Expecting property name enclosed in "
             "double quotes"),
            ('{"type": "strng"}', "`x.json` isn't a JSON Schema: $.type: 'strng' is not valid "
             "under any of the given schemas"),
            ('{"type": "string"}', "the root of `x.json` isn't an object with properties"),
            ('{"properties": {}}', "`x.json` describes no columns"),
            ('{"a":' * 100_000, "`x.json` nests values too deep"),
        ],
    )  # fmt: skip
    def test_what_is_no_schema_is_refused(self, tmp_path: Path, text: str, message: str) -> None:
        (tmp_path / "x.json").write_text(text)
        assert refused(tmp_path, "x.json").message == message


class TestParquet:
    def write(self, directory: Path, **columns: pyarrow.Array) -> None:
        pyarrow.parquet.write_table(pyarrow.table(columns), directory / "x.parquet")

    def test_every_type_has_its_column(self, tmp_path: Path) -> None:
        pair = pyarrow.struct(
            [("Sku", pyarrow.string()), ("prices", pyarrow.list_(pyarrow.int8()))]
        )
        self.write(
            tmp_path,
            Id=pyarrow.array([1], pyarrow.int64()),
            flag=pyarrow.array([True]),
            tiny=pyarrow.array([1], pyarrow.int8()),
            small=pyarrow.array([1], pyarrow.int16()),
            whole=pyarrow.array([1], pyarrow.int32()),
            u8=pyarrow.array([1], pyarrow.uint8()),
            u16=pyarrow.array([1], pyarrow.uint16()),
            u32=pyarrow.array([1], pyarrow.uint32()),
            single=pyarrow.array([1], pyarrow.float32()),
            real=pyarrow.array([1.0]),
            amount=pyarrow.array([Decimal("1.23")], pyarrow.decimal128(10, 2)),
            text=pyarrow.array(["a"]),
            long_text=pyarrow.array(["a"], pyarrow.large_string()),
            blob=pyarrow.array([b"a"]),
            digest=pyarrow.array([b"ab"], pyarrow.binary(2)),
            day=pyarrow.array([0], pyarrow.date32()),
            at=pyarrow.array([0], pyarrow.timestamp("us", "UTC")),
            kind=pyarrow.array(["a"]).dictionary_encode(),
            labels=pyarrow.array([[("k", 1)]], pyarrow.map_(pyarrow.string(), pyarrow.int32())),
            item=pyarrow.array([{"Sku": "a", "prices": [1]}], pair),
            items=pyarrow.array([[{"Sku": "a", "prices": [1]}]], pyarrow.large_list(pair)),
            vector=pyarrow.array([[1.0, 2.0]], pyarrow.list_(pyarrow.float32(), 2)),
        )
        assert types_of(tmp_path, "x.parquet") == {
            "id": "bigint",
            "flag": "boolean",
            "tiny": "tinyint",
            "small": "smallint",
            "whole": "int",
            "u8": "smallint",
            "u16": "int",
            "u32": "bigint",
            "single": "float",
            "real": "double",
            "amount": "decimal(10,2)",
            "text": "string",
            "long_text": "string",
            "blob": "binary",
            "digest": "binary",
            "day": "date",
            "at": "timestamp",
            "kind": "string",
            "labels": "map<string,int>",
            "item": "struct<sku:string,prices:array<tinyint>>",
            "items": "array<struct<sku:string,prices:array<tinyint>>>",
            "vector": "array<float>",
        }

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (pyarrow.uint64(), "uint64"),
            (pyarrow.time32("ms"), "time32[ms]"),
            (pyarrow.duration("s"), "duration[s]"),
            (pyarrow.null(), "null"),
            (pyarrow.decimal256(50, 2), "decimal256(50, 2)"),
        ],
    )
    def test_what_glue_cannot_hold_is_refused(
        self, tmp_path: Path, kind: pyarrow.DataType, name: str
    ) -> None:
        self.write(tmp_path, a=pyarrow.nulls(1, kind))
        assert refused(tmp_path, "x.parquet").message == (
            f"`x.parquet`: column `a`: the Glue catalogue has no type for `{name}`"
        )

    def test_what_is_no_parquet_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x.parquet").write_bytes(b"PAR1")
        assert refused(tmp_path, "x.parquet").message.startswith(
            "`x.parquet` isn't a Parquet file: Parquet file size is 4 bytes"
        )


class TestFiles:
    @pytest.mark.parametrize(
        ("file", "message", "hint"),
        [
            (
                "none.avsc",
                "the file `none.avsc` does not exist",
                "its path is looked up from the folder of lake.yaml",
            ),
            (
                "folder.avsc",
                "the file `folder.avsc` is a folder",
                "its path is looked up from the folder of lake.yaml",
            ),
            (
                "../secret.avsc",
                "`../secret.avsc` lies outside the folder of lake.yaml",
                "copy the file into the project, and name it from there",
            ),
            (
                "/etc/passwd",
                "`/etc/passwd` lies outside the folder of lake.yaml",
                "copy the file into the project, and name it from there",
            ),
            (
                "link.avsc",
                "`link.avsc` lies outside the folder of lake.yaml",
                "copy the file into the project, and name it from there",
            ),
            ("loop.avsc", "`loop.avsc` isn't the path of a file", None),
            ("a\0b", "`'a\\x00b'` isn't the path of a file", None),
            (
                "x.avs",
                "`x.avs` isn't a schema file: its name ends with `.avs`",
                "did you mean `.avsc`?",
            ),
            (
                "x",
                "`x` isn't a schema file: its name ends with no extension",
                "one of .avsc, .json, .parquet",
            ),
            ("latin.json", "`latin.json` isn't text in UTF-8 (byte 2)", "is it a schema?"),
            ("huge.json", "`huge.json` is larger than 4 MiB", "is it a schema?"),
        ],
    )
    def test_a_file_that_cannot_be_used(
        self, tmp_path: Path, file: str, message: str, hint: str | None
    ) -> None:
        home = tmp_path / "home"
        (home / "folder.avsc").mkdir(parents=True)
        (tmp_path / "secret.avsc").write_text("{}")
        (home / "link.avsc").symlink_to(tmp_path / "secret.avsc")
        (home / "loop.avsc").symlink_to(home / "loop.avsc")
        (home / "x.avs").write_text("")
        (home / "x").write_text("")
        (home / "latin.json").write_bytes(b'"\xe4"')
        (home / "huge.json").write_bytes(b" " * (4 * 1024 * 1024 + 1))
        error = refused(home, file)
        assert (error.message, error.hint) == (message, hint)


class TestInlining:
    def test_the_columns_are_put_beside_the_schema_and_partitions_left_out(self) -> None:
        data = lake_with(format="avro", schema="order.avsc", partitions={"day": "date"})
        before = copy.deepcopy(data)
        inlined, faults = inline_schemas(data, SAMPLES)
        assert faults == []
        assert data == before
        table = inlined["catalog"]["databases"]["sales"]["tables"]["orders"]
        assert list(table) == ["format", "schema", "partitions", "columns"]
        assert list(table["columns"])[:3] == ["id", "placed", "at"]
        assert table["columns"]["id"] == {"type": "bigint", "comment": "Key of the order"}

    def test_data_without_schemas_is_returned_as_it_is(self) -> None:
        data = lake_with(format="csv", columns={"a": "int"})
        inlined, faults = inline_schemas(data, SAMPLES)
        assert inlined is data
        assert faults == []

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"catalog": None},
            {"catalog": []},
            {"catalog": {"databases": "x"}},
            {"catalog": {"databases": {"sales": 5}}},
            {"catalog": {"databases": {"sales": {"tables": ["a"]}}}},
            {"catalog": {"databases": {"sales": {"tables": {"orders": "x"}}}}},
            lake_with(schema=None),
            lake_with(schema=["order.avsc"]),
            lake_with(schema={"file": "order.avsc"}),
        ],
    )
    def test_what_has_the_wrong_shape_is_left_to_validation(self, data: dict[str, Any]) -> None:
        assert inline_schemas(data, SAMPLES) == (data, [])

    @pytest.mark.parametrize("partitions", [None, 5, ["day"], "day"])
    def test_partitions_of_the_wrong_shape_hide_no_column(self, partitions: Any) -> None:
        inlined, faults = inline_schemas(
            lake_with(schema="order.avsc", partitions=partitions), SAMPLES
        )
        table = inlined["catalog"]["databases"]["sales"]["tables"]["orders"]
        assert "day" in table["columns"]
        assert faults == []

    def test_both_columns_and_a_schema_are_refused(self) -> None:
        data = lake_with(schema="order.avsc", columns={"a": "int"})
        assert inline_schemas(data, SAMPLES) == (
            data,
            [
                Fault(
                    PLACE,
                    "both `columns` and `schema` are given",
                    "keep one of them",
                    at_key=True,
                )
            ],
        )

    def test_a_table_needs_a_column_of_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_text('{"properties": {"a": {"type": "string"}}}')
        _, faults = inline_schemas(lake_with(schema="x.json", partitions={"a": "string"}), tmp_path)
        assert faults == [
            Fault(
                PLACE,
                "all columns of `x.json` are partition columns",
                "a table needs a column of its own",
            )
        ]

    def test_every_table_of_a_bad_file_has_its_fault(self, tmp_path: Path) -> None:
        data = lake_with(schema="x.json")
        data["catalog"]["databases"]["sales"]["tables"]["more"] = {"schema": "x.json"}
        _, faults = inline_schemas(data, tmp_path)
        assert [fault.path[4] for fault in faults] == ["orders", "more"]
        assert {fault.message for fault in faults} == {"the file `x.json` does not exist"}


class TestDefinitions:
    def test_json_notations_come_back_on_one_line(self) -> None:
        for file, notation in (("order.avsc", "avro"), ("click.json", "json")):
            text = definition(SAMPLES, file, notation)
            assert json.loads(text) == json.loads((SAMPLES / file).read_text())
            assert "\n" not in text

    def test_protobuf_comes_back_as_it_is(self, tmp_path: Path) -> None:
        text = '// a {\nsyntax = "proto3";\nmessage Click { string page = 1; }\n'
        (tmp_path / "x.proto").write_text(text)
        assert definition(tmp_path, "x.proto", "protobuf") == text

    @pytest.mark.parametrize(
        ("notation", "text", "message"),
        [
            ("avro", "{}", "`x` isn't an Avro schema: 'type' is missing"),
            ("json", '{"type": 5}', "`x` isn't a JSON Schema: $.type: 5 is not valid under any of "
             "the given schemas"),
            ("protobuf", "// message A { }\n", "`x` has no `message`"),
            ("protobuf", "message A {\n  string a = 1;\n", "`x` opens 1 braces and closes 0"),
            ("protobuf", "message A {}\n//" + "\n" * 170_000,
             "`x` has 170015 characters; the registry takes 170000"),
        ],
    )  # fmt: skip
    def test_what_its_notation_refuses(
        self, tmp_path: Path, notation: str, text: str, message: str
    ) -> None:
        (tmp_path / "x").write_text(text)
        with pytest.raises(SchemaFileError) as error:
            definition(tmp_path, "x", notation)
        assert error.value.message == message


def test_the_readers_libraries_are_imported_only_when_a_file_is_read() -> None:
    code = (
        "import sys, lakeform.config.schema_files.definitions;"
        "sys.exit(any(m in sys.modules for m in ('fastavro', 'pyarrow', 'jsonschema')))"
    )
    modules = Path(__file__).parents[3] / "modules"
    assert subprocess.run([sys.executable, "-c", code], cwd=modules, check=False).returncode == 0


def test_the_registry_takes_old_drafts_only(tmp_path: Path) -> None:
    draft = "https://json-schema.org/draft/2020-12/schema"
    (tmp_path / "x.json").write_text(json.dumps({"$schema": draft, "type": "object"}))
    with pytest.raises(SchemaFileError) as caught:
        definition(tmp_path, "x.json", "json")
    assert caught.value.message == (
        f"`x.json` follows `{draft}`, which the Glue Schema Registry doesn't take"
    )
