"""The Glue Data Catalog: databases, tables, and what belongs to them.

What works on the catalogue once access is granted, crawlers and optimizers, is in `crawlers` and
`optimizers`; their roles are made here, since Lake Formation grants nothing to a role that doesn't
exist.

No resource sets a database's default permissions on new tables: the provider can't send the empty
list (hashicorp/terraform-provider-aws#27295). A database takes them over from Lake Formation's
settings when it is made, so those come first: see `after`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lakeform.access import foreign_accounts
from lakeform.aws.base import Resource
from lakeform.aws.glue import (
    GlueCatalogDatabase,
    GlueClassifier,
    GlueConnection,
    GlueDataCatalogEncryptionSettings,
    GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettings,
    GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsConnectionPasswordEncryption,
    GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsEncryptionAtRest,
)
from lakeform.config import Lake
from lakeform.constructs.catalog import classifiers, connections, registry, roles
from lakeform.constructs.catalog.tables import Tables
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import ServiceRole
from lakeform.constructs.network import Network
from lakeform.constructs.protection import protection
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

__all__ = ["Catalog"]


class Catalog(Construct):
    """Databases, tables, connections, classifiers, registry, and the roles that Glue works with.

    Args:
        after: what must be there before a database: Lake Formation's settings and the registered
            locations.

    Attributes:
        databases: name → database.
        tables: `database.table` → address of the table, `aws_glue_catalog_table.database__table`;
            there may be too many of them for a construct each.
        connections: name → connection.
        classifiers: name → classifier.
        roles: `("crawler", name)` or `("optimizer", database)` → the role that Glue assumes;
            `lakeform.catalog.principals` says what Lake Formation must grant them.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        storage: Storage | None,
        encryption: Encryption,
        network: Network | None,
        after: Sequence[Resource | str] = (),
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        ready = list(after)
        if lake.encrypts_catalog:
            ready.insert(0, self._encrypt(encryption))
        self.databases: dict[str, GlueCatalogDatabase] = {}
        self.tables: dict[str, str] = {}
        if storage is not None:
            self._databases(storage, ready)
        self.connections: Mapping[str, GlueConnection] = {}
        if network is not None:
            self.connections = connections.make(self, lake, names, network)
        self.classifiers: Mapping[str, GlueClassifier] = classifiers.make(self, lake, names)
        registry.make(self, lake, names)
        self.roles: Mapping[tuple[str, str], ServiceRole] = {}
        if storage is not None:
            self.roles = roles.make(self, lake, names, storage, encryption)

    def _encrypt(self, encryption: Encryption) -> GlueDataCatalogEncryptionSettings:
        """Encrypt the metadata and the connections' passwords of the whole account's catalogue.

        Glue asks for the key in the name of whoever reads the catalogue, so whoever may is let in
        through Glue, and through nothing else; from another account, to read.
        """
        key = encryption.general
        key.allow_account_through("glue", "decrypt", "encrypt")
        for account in foreign_accounts(self._lake):
            key.allow_account_through("glue", "decrypt", account=account)
        return GlueDataCatalogEncryptionSettings(
            self,
            "encryption",
            logical_id="catalog",
            catalog_id=self._names.account,
            data_catalog_encryption_settings=(
                GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettings(
                    connection_password_encryption=(
                        GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsConnectionPasswordEncryption(
                            return_connection_password_encrypted=True, aws_kms_key_id=key.arn
                        )
                    ),
                    encryption_at_rest=(
                        GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsEncryptionAtRest(
                            catalog_encryption_mode="SSE-KMS", sse_aws_kms_key_id=key.arn
                        )
                    ),
                )
            ),
        )

    def _databases(self, storage: Storage, after: Sequence[Resource | str]) -> None:
        lifecycle = protection(self._lake)
        for name, database in sorted(self._lake.catalog.databases.items()):
            bucket = storage.zones[database.zone]
            self.databases[name] = GlueCatalogDatabase(
                self,
                f"database-{name}",
                logical_id=logical_id(name),
                name=name,
                catalog_id=self._names.account,
                description=database.description,
                location_uri=f"s3://{bucket.name}/{database.prefix_in_zone(name)}",
                depends_on=[bucket.ready, *after],
                lifecycle=lifecycle,
            )
            tables = Tables(self, name, self._lake, self._names, bucket)
            self.tables |= {f"{name}.{t}": address for t, address in tables.addresses.items()}
