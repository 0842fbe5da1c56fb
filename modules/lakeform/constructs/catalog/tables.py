"""Tables of all formats: one resource each, and the metadata that an Iceberg table starts from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lakeform.aws.glue import (
    GlueCatalogTable,
    GlueCatalogTablePartitionIndex,
    GlueCatalogTablePartitionKeys,
    GlueCatalogTableStorageDescriptor,
    GlueCatalogTableStorageDescriptorColumns,
    GlueCatalogTableStorageDescriptorSerDeInfo,
)
from lakeform.aws.s3 import S3Object, S3ObjectOverrideProvider, S3ObjectOverrideProviderDefaultTags
from lakeform.catalog import avro, formats, iceberg, projection
from lakeform.catalog.formats import FileFormat
from lakeform.config import Lake
from lakeform.config.catalog import Column, Csv, Table
from lakeform.config.schema_files import avro_literal
from lakeform.constructs.catalog.texts import literal
from lakeform.constructs.protection import protection
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.naming import Names, logical_id

EXTERNAL = "EXTERNAL_TABLE"

KEPT_BY_WRITERS = (
    "owner",
    "parameters",
    "storage_descriptor[0].additional_locations",
    "storage_descriptor[0].columns",
)
"""Arguments of an Iceberg table that its writers change at each commit: the place of the current
metadata and Glue's copy of the columns. Terraform sets them once and then lets them be; otherwise
it would undo an ALTER TABLE in Glue's copy and leave the table itself as it is
(hashicorp/terraform-provider-aws#36641)."""


class Tables:
    """Makes the tables of a lake below one construct."""

    def __init__(self, scope: Construct, lake: Lake, names: Names, storage: Storage) -> None:
        self._scope = scope
        self._lake = lake
        self._names = names
        self._storage = storage
        self._lifecycle = protection(lake)
        self._avro_literal = cache(avro_literal)

    def make(self, database: str, name: str) -> GlueCatalogTable:
        """The table `database.name`; the database and its bucket are there."""
        section = self._lake.catalog.databases[database]
        bucket = self._storage.zones[section.zone]
        prefix = section.table_prefix(database, name)
        table = section.tables[name]
        if table.format == "iceberg":
            return self._iceberg(database, name, table, bucket, prefix)
        return self._files(database, name, table, f"s3://{bucket.name}/{prefix}")

    def _files(self, database: str, name: str, table: Table, location: str) -> GlueCatalogTable:
        """A table whose files lie in folders by partition."""
        files = self._format(name, table)
        projected = projection.parameters(table.projection, table.partitions, location)
        return GlueCatalogTable(
            self._scope,
            f"table-{database}.{name}",
            logical_id=logical_id(database, name),
            catalog_id=self._names.account,
            database_name=_database(database),
            name=name,
            description=literal(table.description),
            table_type=EXTERNAL,
            parameters={
                "EXTERNAL": "TRUE",
                **files.parameters,
                **{key: literal(value) for key, value in projected.items()},
                **{key: literal(value) for key, value in table.properties.items()},
            },
            partition_keys=[
                GlueCatalogTablePartitionKeys(
                    name=key, type=column.type, comment=literal(column.comment)
                )
                for key, column in table.partitions.items()
            ]
            or None,
            partition_index=[
                GlueCatalogTablePartitionIndex(index_name="_".join(index), keys=index)
                for index in table.partition_indexes
            ]
            or None,
            storage_descriptor=GlueCatalogTableStorageDescriptor(
                location=location,
                input_format=files.input,
                output_format=files.output,
                ser_de_info=GlueCatalogTableStorageDescriptorSerDeInfo(
                    serialization_library=files.serde,
                    parameters={k: literal(v) for k, v in files.serde_parameters.items()},
                ),
                columns=_columns(table.columns),
            ),
            lifecycle=self._lifecycle,
        )

    def _format(self, name: str, table: Table) -> FileFormat:
        if table.format == "csv":
            return formats.csv(Csv() if table.csv is None else table.csv)
        if table.format == "avro":
            return formats.avro(self._avro_schema(name, table))
        if table.format == "iceberg":
            raise ValueError("the files of an Iceberg table are a matter of its own metadata")
        return formats.fixed(table.format)

    def _avro_schema(self, name: str, table: Table) -> str:
        """The schema of the table's Avro files: the user's own file, where there is one."""
        file = table.schema_file
        if file is None or Path(file).suffix.lower() != ".avsc":
            return avro.schema(name, table.columns)
        return self._avro_literal(self._lake.directory, file, frozenset(table.partitions))

    def _iceberg(
        self, database: str, name: str, table: Table, bucket: ZoneBucket, prefix: str
    ) -> GlueCatalogTable:
        """A table that keeps its own metadata; Glue holds the place of the current one."""
        location = f"s3://{bucket.name}/{prefix}".rstrip("/")
        key = iceberg.metadata_key(prefix, location)
        start = self._metadata(database, name, table, bucket, key, location)
        return GlueCatalogTable(
            self._scope,
            f"table-{database}.{name}",
            logical_id=logical_id(database, name),
            catalog_id=self._names.account,
            database_name=_database(database),
            name=name,
            description=literal(table.description),
            table_type=EXTERNAL,
            parameters={
                "metadata_location": f"s3://{bucket.name}/{key}",
                "table_type": "ICEBERG",
            },
            storage_descriptor=GlueCatalogTableStorageDescriptor(
                location=location, columns=_columns({**table.columns, **table.partitions})
            ),
            depends_on=[start],
            lifecycle=TerraformResourceLifecycle(
                prevent_destroy=True if self._lake.environment.protect else None,
                ignore_changes=list(KEPT_BY_WRITERS),
                # Another place is another table.
                replace_triggered_by=[f"{start}.key"],
            ),
        )

    def _metadata(
        self,
        database: str,
        name: str,
        table: Table,
        bucket: ZoneBucket,
        key: str,
        location: str,
    ) -> str:
        """Write the metadata file that the table starts from; returns the resource's address."""
        comment = {} if table.description is None else {"comment": table.description}
        bucket.encryption.allow(self._lake.deploy_role, "decrypt", "encrypt")
        S3Object(
            self._scope,
            f"iceberg-{database}.{name}",
            logical_id=logical_id(database, name),
            bucket=bucket.id,
            key=key,
            content_type="application/json",
            content=literal(
                iceberg.metadata(
                    location, table.columns, table.partitions, {**comment, **table.properties}
                )
            ),
            server_side_encryption="aws:kms",
            kms_key_id=bucket.encryption.arn,
            # An object has at most ten tags, fewer than a lake may have.
            override_provider=S3ObjectOverrideProvider(
                default_tags=S3ObjectOverrideProviderDefaultTags(tags={})
            ),
            depends_on=[bucket.ready],
            lifecycle=self._metadata_lifecycle,
        )
        return f"aws_s3_object.{logical_id(database, name)}"

    @property
    def _metadata_lifecycle(self) -> TerraformResourceLifecycle:
        """Written once: the table's writers go on from the first file, and would lose their way if
        it changed."""
        return TerraformResourceLifecycle(
            prevent_destroy=True if self._lake.environment.protect else None,
            ignore_changes=["content", "kms_key_id"],
        )


def _database(name: str) -> str:
    return f"${{aws_glue_catalog_database.{logical_id(name)}.name}}"


def _columns(columns: Mapping[str, Column]) -> list[GlueCatalogTableStorageDescriptorColumns]:
    return [
        GlueCatalogTableStorageDescriptorColumns(
            name=name, type=column.type, comment=literal(column.comment)
        )
        for name, column in columns.items()
    ]
