"""The log groups that Glue writes to.

Glue makes up their names. Terraform makes the groups first, so that they are encrypted, expire, and
go when the lake goes (hashicorp/terraform-provider-aws#29247).
"""

from __future__ import annotations

from collections.abc import Iterable

from lakeform.catalog.principals import CRAWLER
from lakeform.config.catalog import Database, Optimizer
from lakeform.naming import Names

RETENTION_DAYS = 365
"""Days that logs are kept: what frameworks such as PCI DSS (10.5.1) ask of audit logs."""

OPTIMIZERS: dict[Optimizer, str] = {
    "compaction": "/aws-glue/iceberg-compaction/logs",
    "orphan_files": "/aws-glue/iceberg-orphan-file-deletion/logs",
    "retention": "/aws-glue/iceberg-retention/logs",
}
"""Optimizer → its log group, one an account and region (AWS Glue user guide, "Table optimization
prerequisites")."""


def security_configuration(names: Names) -> str:
    """Name of the crawlers' security configuration."""
    return names.name("crawlers")


def of_crawler(names: Names, crawler: str) -> str:
    """Log group of a crawler that has a security configuration: named by its role and that."""
    return f"/aws-glue/crawlers-role/{names.role(CRAWLER, crawler)}-{security_configuration(names)}"


def of_optimizers(databases: Iterable[Database]) -> dict[Optimizer, str]:
    """Optimizer → log group, of the optimizers that the databases' tables have."""
    used = {
        kind
        for database in databases
        for table in database.tables.values()
        for kind in table.optimize
    }
    return {kind: group for kind, group in OPTIMIZERS.items() if kind in used}
