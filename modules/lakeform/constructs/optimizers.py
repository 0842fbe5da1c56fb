"""Glue's optimizers of Iceberg tables: compaction, snapshot retention, deletion of orphan files.

They come after the grants: an optimizer starts to work as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Sequence

from lakeform.aws.arguments import reference
from lakeform.aws.base import Resource, address_of
from lakeform.aws.glue import (
    GlueCatalogTableOptimizer,
    GlueCatalogTableOptimizerConfiguration,
    GlueCatalogTableOptimizerConfigurationOrphanFileDeletionConfiguration,
    GlueCatalogTableOptimizerConfigurationOrphanFileDeletionConfigurationIcebergConfiguration,
    GlueCatalogTableOptimizerConfigurationRetentionConfiguration,
    GlueCatalogTableOptimizerConfigurationRetentionConfigurationIcebergConfiguration,
)
from lakeform.aws.logs import CloudwatchLogGroup
from lakeform.catalog import log_groups
from lakeform.catalog.principals import OPTIMIZER, optimized_tables
from lakeform.config import Lake
from lakeform.config.catalog import Optimizer
from lakeform.constructs.by_key import by_key
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import ServiceRole
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

TYPES: dict[Optimizer, str] = {
    "compaction": "compaction",
    "orphan_files": "orphan_file_deletion",
    "retention": "retention",
}
"""Optimizer → Glue's word for it."""

SNAPSHOT_RETENTION_DAYS = 5
SNAPSHOTS_TO_RETAIN = 1
ORPHAN_RETENTION_DAYS = 3
"""Glue's own defaults, written out so that a plan shows them (AWS Glue API reference,
"IcebergRetentionConfiguration" and "IcebergOrphanFileDeletionConfiguration")."""


class Optimizers(Construct):
    """All optimizers of all tables, and the log groups they write to.

    Args:
        after: what must be there before an optimizer: the grants of its role.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        catalog: Catalog,
        encryption: Encryption,
        after: Sequence[Resource | str] = (),
    ) -> None:
        super().__init__(scope, id)
        groups = {
            kind: self._log_group(kind, group, names, encryption)
            for kind, group in log_groups.of_optimizers(lake.catalog.databases.values()).items()
        }
        granted: Sequence[Resource | str] = after
        for name, database in sorted(lake.catalog.databases.items()):
            tables = optimized_tables(database)
            if not tables:
                continue
            role = catalog.roles[OPTIMIZER, name]
            for table in tables:
                address = catalog.tables[f"{name}.{table}"]
                for kind in database.tables[table].optimize:
                    own = [role.policy, groups[kind], *granted]
                    made = by_key(
                        self,
                        GlueCatalogTableOptimizer,
                        (name, table, kind),
                        catalog_id=names.account,
                        database_name=reference(f"{address}.database_name"),
                        table_name=reference(f"{address}.name"),
                        type=TYPES[kind],
                        configuration=[_configuration(kind, role)],
                        depends_on=[address_of(GlueCatalogTableOptimizer, each) for each in own],
                    )
                    # The first one waits for all grants, the others for the first: were each to
                    # name every grant, the stack would grow with the square of the tables.
                    if granted is after:
                        granted = [made]

    def _log_group(
        self, kind: Optimizer, group: str, names: Names, encryption: Encryption
    ) -> CloudwatchLogGroup:
        encryption.general.allow_logs(names.arn("logs", f"log-group:{group}"))
        return CloudwatchLogGroup(
            self,
            f"logs-{kind}",
            logical_id=logical_id(OPTIMIZER, kind),
            name=group,
            retention_in_days=log_groups.RETENTION_DAYS,
            kms_key_id=encryption.general.arn,
        )


def _configuration(kind: Optimizer, role: ServiceRole) -> GlueCatalogTableOptimizerConfiguration:
    return GlueCatalogTableOptimizerConfiguration(
        role_arn=role.arn,
        enabled=True,
        retention_configuration=_RETENTION if kind == "retention" else None,
        orphan_file_deletion_configuration=_ORPHAN_FILES if kind == "orphan_files" else None,
    )


_RETENTION = [
    GlueCatalogTableOptimizerConfigurationRetentionConfiguration(
        iceberg_configuration=[
            GlueCatalogTableOptimizerConfigurationRetentionConfigurationIcebergConfiguration(
                snapshot_retention_period_in_days=SNAPSHOT_RETENTION_DAYS,
                number_of_snapshots_to_retain=SNAPSHOTS_TO_RETAIN,
                clean_expired_files=True,
            )
        ]
    )
]
_ORPHAN_FILES = [
    GlueCatalogTableOptimizerConfigurationOrphanFileDeletionConfiguration(
        iceberg_configuration=[
            GlueCatalogTableOptimizerConfigurationOrphanFileDeletionConfigurationIcebergConfiguration(
                orphan_file_retention_period_in_days=ORPHAN_RETENTION_DAYS
            )
        ]
    )
]
