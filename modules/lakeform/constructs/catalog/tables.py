"""Tables of all formats, and the metadata that an Iceberg table starts from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lakeform.aws.arguments import reference
from lakeform.aws.base import address_of
from lakeform.aws.glue import (
    GlueCatalogTable,
    GlueCatalogTablePartitionIndex,
    GlueCatalogTablePartitionKeys,
    GlueCatalogTableStorageDescriptor,
    GlueCatalogTableStorageDescriptorColumns,
    GlueCatalogTableStorageDescriptorSerDeInfo,
    GlueDataQualityRuleset,
    GlueDataQualityRulesetTargetTable,
)
from lakeform.aws.s3 import S3Object, S3ObjectOverrideProvider, S3ObjectOverrideProviderDefaultTags
from lakeform.catalog import arrivals, avro, formats, iceberg, projection
from lakeform.catalog.formats import FileFormat
from lakeform.config import Lake
from lakeform.config.catalog import Column, Csv, Table
from lakeform.config.schema_files import avro_literal
from lakeform.config.streams.references import StreamReference
from lakeform.constructs.by_key import by_key
from lakeform.constructs.protection import protection
from lakeform.constructs.storage import ZoneBucket
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.naming import Names, logical_id
from lakeform.streaming import tables as streamed

EXTERNAL = "EXTERNAL_TABLE"
MAX_GLUE_NAME = 255
"""Characters of the name of a ruleset (AWS Glue API reference, "NameString")."""

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


class Tables(Construct):
    """The tables of one database, with their data quality rules.

    Attributes:
        addresses: table → its address in Terraform.
    """

    def __init__(
        self, scope: Construct, database: str, lake: Lake, names: Names, bucket: ZoneBucket
    ) -> None:
        super().__init__(scope, f"tables-{database}")
        self._database = database
        self._lake = lake
        self._names = names
        self._bucket = bucket
        self._section = lake.catalog.databases[database]
        self._lifecycle = protection(lake)
        self._avro_literal = cache(avro_literal)
        self.addresses: dict[str, str] = {}
        if any(table.format == "iceberg" for table in self._section.tables.values()):
            self._prepare_iceberg()
        for name, table in sorted(self._section.tables.items()):
            self.addresses[name] = self._table(name, table)
            if table.quality:
                self._quality(name, table)

    def _table(self, name: str, table: Table) -> str:
        """Returns the address of the table."""
        if table.source is not None:
            return self._stream(name, table, table.source)
        prefix = self._section.table_prefix(self._database, name)
        if table.format == "iceberg":
            return self._iceberg(name, table, prefix)
        return self._files(name, table, prefix)

    def _stream(self, name: str, table: Table, source: StreamReference) -> str:
        """A table that shows a stream: Glue's streaming jobs read it."""
        form = self._format(name, table)
        return by_key(
            self,
            GlueCatalogTable,
            (self._database, name),
            catalog_id=self._names.account,
            database_name=self._database_name,
            name=name,
            description=table.description,
            table_type=EXTERNAL,
            parameters={
                "EXTERNAL": "TRUE",
                "classification": form.parameters["classification"],
                **table.properties,
            },
            storage_descriptor=GlueCatalogTableStorageDescriptor(
                location=streamed.location(self._names, source),
                parameters=streamed.parameters(self._names, source),
                input_format=form.input,
                output_format=form.output,
                ser_de_info=GlueCatalogTableStorageDescriptorSerDeInfo(
                    serialization_library=form.serde, parameters=dict(form.serde_parameters)
                ),
                columns=_columns(table.columns),
            ),
            lifecycle=self._lifecycle,
        )

    def _files(self, name: str, table: Table, prefix: str) -> str:
        """A table whose files lie in folders by partition."""
        files = self._format(name, table)
        location = f"s3://{self._bucket.name}/{prefix}"
        projections = arrivals.projection(self._lake, f"{self._database}.{name}")
        projected = projection.parameters(projections, table.partitions, location)
        return by_key(
            self,
            GlueCatalogTable,
            (self._database, name),
            catalog_id=self._names.account,
            database_name=self._database_name,
            name=name,
            description=table.description,
            table_type=EXTERNAL,
            parameters={
                "EXTERNAL": "TRUE",
                **files.parameters,
                **projected,
                **table.properties,
            },
            partition_keys=[
                GlueCatalogTablePartitionKeys(name=key, type=column.type, comment=column.comment)
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
                    parameters=dict(files.serde_parameters),
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

    def _prepare_iceberg(self) -> None:
        """What the metadata of all Iceberg tables of the database has in common."""
        self._bucket.encryption.allow(self._lake.deploy_role, "decrypt", "encrypt")
        self._bucket_ready = address_of(S3Object, self._bucket.ready)
        # Written once: the table's writers go on from this file.
        self._written_once = TerraformResourceLifecycle(
            prevent_destroy=self._protected, ignore_changes=["content", "kms_key_id"]
        )
        # An object has at most ten tags, fewer than a lake may have.
        self._untagged = S3ObjectOverrideProvider(
            default_tags=S3ObjectOverrideProviderDefaultTags(tags={})
        )

    def _iceberg(self, name: str, table: Table, prefix: str) -> str:
        """A table that keeps its own metadata; Glue holds the place of the current one."""
        location = f"s3://{self._bucket.name}/{prefix}".rstrip("/")
        key = iceberg.metadata_key(prefix, location)
        start = self._metadata(name, table, key, location)
        return by_key(
            self,
            GlueCatalogTable,
            (self._database, name),
            catalog_id=self._names.account,
            database_name=self._database_name,
            name=name,
            description=table.description,
            table_type=EXTERNAL,
            parameters={
                "metadata_location": f"s3://{self._bucket.name}/{key}",
                "table_type": "ICEBERG",
            },
            storage_descriptor=GlueCatalogTableStorageDescriptor(
                location=location, columns=_columns({**table.columns, **table.partitions})
            ),
            depends_on=[start],
            lifecycle=TerraformResourceLifecycle(
                prevent_destroy=self._protected,
                ignore_changes=list(KEPT_BY_WRITERS),
                # Another place is another table.
                replace_triggered_by=[f"{start}.key"],
            ),
        )

    def _metadata(self, name: str, table: Table, key: str, location: str) -> str:
        """Write the metadata file that the table starts from; returns its address."""
        comment = {} if table.description is None else {"comment": table.description}
        return by_key(
            self,
            S3Object,
            (self._database, name),
            bucket=self._bucket.id,
            key=key,
            content_type="application/json",
            content=iceberg.metadata(
                location, table.columns, table.partitions, {**comment, **table.properties}
            ),
            server_side_encryption="aws:kms",
            kms_key_id=self._bucket.encryption.arn,
            override_provider=self._untagged,
            depends_on=[self._bucket_ready],
            lifecycle=self._written_once,
        )

    def _quality(self, name: str, table: Table) -> None:
        address = self.addresses[name]
        by_key(
            self,
            GlueDataQualityRuleset,
            (self._database, name),
            name=self._names.name(self._database, name, limit=MAX_GLUE_NAME),
            description=f"Rules of {self._database}.{name}",
            ruleset=f"Rules = [ {', '.join(table.quality)} ]",
            target_table=GlueDataQualityRulesetTargetTable(
                database_name=reference(f"{address}.database_name"),
                table_name=reference(f"{address}.name"),
            ),
        )

    @property
    def _database_name(self) -> str:
        """A reference, so that the database is there before the table."""
        return reference(f"aws_glue_catalog_database.{logical_id(self._database)}.name")

    @property
    def _protected(self) -> bool | None:
        return True if self._lake.environment.protect else None


def _columns(columns: Mapping[str, Column]) -> list[GlueCatalogTableStorageDescriptorColumns]:
    return [
        GlueCatalogTableStorageDescriptorColumns(
            name=name, type=column.type, comment=column.comment
        )
        for name, column in columns.items()
    ]
