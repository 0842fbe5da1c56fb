"""Glue: databases, tables, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lakeform.local.checks.check import Check, Json, State, compare, only
from lakeform.local.embedded import EmbeddedAws


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    glue = aws.client("glue")
    for applied in state.of("aws_glue_catalog_database"):
        yield _database(glue, applied.values)
    for applied in state.of("aws_glue_catalog_table"):
        yield from _table(glue, applied.values)
    for applied in state.of("aws_glue_catalog_table_optimizer"):
        yield _optimizer(glue, applied.values)
    for applied in state.of("aws_glue_partition_index"):
        yield _partition_index(glue, applied.values)
    for applied in state.of("aws_glue_data_quality_ruleset"):
        yield _ruleset(glue, applied.values)
    for applied in state.of("aws_glue_crawler"):
        yield _crawler(glue, applied.values)
    for applied in state.of("aws_glue_connection"):
        yield _connection(glue, applied.values)
    for applied in state.of("aws_glue_schema"):
        yield _schema(glue, applied.values)
    for applied in state.of("aws_glue_data_catalog_encryption_settings"):
        yield _encryption(glue, applied.values)


def _database(glue: Any, values: Json) -> Check:
    def look() -> object:
        found = glue.get_database(Name=values["name"])["Database"]
        return f"at {found.get('LocationUri') or 'no location'}"

    expected = f"at {values['location_uri'] or 'no location'}"
    return compare(f"database {values['name']}", expected, look)


def _table(glue: Any, values: Json) -> Iterator[Check]:
    title = f"table {values['database_name']}.{values['name']}"

    def found() -> Json:
        answer = glue.get_table(DatabaseName=values["database_name"], Name=values["name"])
        table: Json = answer["Table"]
        return table

    def columns() -> object:
        storage = found().get("StorageDescriptor", {})
        return [f"{c['Name']} {c.get('Type', '')}" for c in storage.get("Columns", ())]

    def partitions() -> object:
        return [f"{c['Name']} {c.get('Type', '')}" for c in found().get("PartitionKeys", ())]

    def location() -> object:
        return found().get("StorageDescriptor", {}).get("Location") or None

    def formats() -> object:
        table = found()
        storage = table.get("StorageDescriptor", {})
        return _formats(
            table.get("Parameters", {}).get(says_format),
            storage.get("InputFormat"),
            storage.get("OutputFormat"),
            storage.get("SerdeInfo", {}).get("SerializationLibrary"),
        )

    # The provider keeps an Iceberg table's own parameters out of the state.
    iceberg = bool(values.get("open_table_format_input"))
    says_format = "table_type" if iceberg else "classification"
    storage = only(values["storage_descriptor"])
    named = [f"{c['name']} {c['type']}" for c in storage.get("columns") or ()]
    yield compare(f"{title}: columns", named, columns)
    keys = [f"{c['name']} {c['type']}" for c in values.get("partition_keys") or ()]
    yield compare(f"{title}: partitions", keys, partitions)
    yield compare(f"{title}: location", storage.get("location") or None, location)
    serde = only(storage.get("ser_de_info"))
    parameters = values.get("parameters") or {}
    expected = _formats(
        "ICEBERG" if iceberg else parameters.get("classification"),
        storage.get("input_format"),
        storage.get("output_format"),
        serde.get("serialization_library"),
    )
    yield compare(f"{title}: format", expected, formats)


def _formats(
    kind: str | None, reads: str | None, writes: str | None, serde: str | None
) -> list[str]:
    """The format's name, and the class names without their packages."""
    classes = [name.rpartition(".")[2] for name in (reads, writes, serde) if name]
    return [kind, *classes] if kind else classes


def _optimizer(glue: Any, values: Json) -> Check:
    table = f"{values['database_name']}.{values['table_name']}"

    def look() -> object:
        answer = glue.get_table_optimizer(
            CatalogId=values["catalog_id"],
            DatabaseName=values["database_name"],
            TableName=values["table_name"],
            Type=values["type"],
        )
        return {"enabled": answer["TableOptimizer"]["configuration"]["enabled"]}

    expected = {"enabled": only(values["configuration"])["enabled"]}
    return compare(f"table {table}: {values['type']}", expected, look)


def _partition_index(glue: Any, values: Json) -> Check:
    index = only(values["partition_index"])

    def look() -> object:
        answer = glue.get_partition_indexes(
            DatabaseName=values["database_name"], TableName=values["table_name"]
        )
        found = {each["IndexName"]: each for each in answer["PartitionIndexDescriptorList"]}
        return [key["Name"] for key in found[index["index_name"]]["Keys"]]

    table = f"{values['database_name']}.{values['table_name']}"
    return compare(f"table {table}: index {index['index_name']}", list(index["keys"]), look)


def _ruleset(glue: Any, values: Json) -> Check:
    def look() -> object:
        return glue.get_data_quality_ruleset(Name=values["name"])["Ruleset"]

    return compare(f"data quality {values['name']}", values["ruleset"], look)


def _crawler(glue: Any, values: Json) -> Check:
    def look() -> object:
        found = glue.get_crawler(Name=values["name"])["Crawler"]
        targets = found["Targets"]
        paths = [target["Path"] for target in targets.get("S3Targets", ())]
        paths += [target["ConnectionName"] for target in targets.get("JdbcTargets", ())]
        paths += [target["DatabaseName"] for target in targets.get("CatalogTargets", ())]
        return {"into": found.get("DatabaseName"), "from": sorted(paths)}

    sources = [target["path"] for target in values.get("s3_target") or ()]
    sources += [target["connection_name"] for target in values.get("jdbc_target") or ()]
    sources += [target["database_name"] for target in values.get("catalog_target") or ()]
    expected = {"into": values["database_name"], "from": sorted(sources)}
    return compare(f"crawler {values['name']}", expected, look)


def _connection(glue: Any, values: Json) -> Check:
    needs = only(values.get("physical_connection_requirements"))

    def look() -> object:
        found = glue.get_connection(Name=values["name"], HidePassword=True)["Connection"]
        network = found.get("PhysicalConnectionRequirements", {})
        return {"type": found["ConnectionType"], "subnet": network.get("SubnetId")}

    expected = {"type": values["connection_type"], "subnet": needs.get("subnet_id") or None}
    return compare(f"connection {values['name']}", expected, look)


def _schema(glue: Any, values: Json) -> Check:
    def look() -> object:
        found = glue.get_schema(SchemaId={"SchemaArn": values["arn"]})
        return f"{found['DataFormat']} {found['Compatibility']}"

    expected = f"{values['data_format']} {values['compatibility']}"
    return compare(f"schema {values['schema_name']}", expected, look)


def _encryption(glue: Any, values: Json) -> Check:
    def look() -> object:
        found = glue.get_data_catalog_encryption_settings()["DataCatalogEncryptionSettings"]
        return {
            "mode": found["EncryptionAtRest"]["CatalogEncryptionMode"],
            "key": found["EncryptionAtRest"].get("SseAwsKmsKeyId"),
        }

    rest = only(only(values["data_catalog_encryption_settings"])["encryption_at_rest"])
    expected = {
        "mode": rest["catalog_encryption_mode"],
        "key": rest.get("sse_aws_kms_key_id") or None,
    }
    return compare("catalogue encryption", expected, look)
