"""The roles that Glue assumes for the catalogue, and what Lake Formation must allow them.

The access compiler takes them as it takes personas: a crawler finds tables only where it may make
them, and an optimizer rewrites a table only with the rights of a writer.

Sources: AWS Glue user guide, "Configuring a crawler to use Lake Formation credentials" and "Table
optimization prerequisites".
"""

from __future__ import annotations

from dataclasses import dataclass

from lakeform.config import Lake
from lakeform.config.catalog import CatalogCrawler, Database, S3Crawler
from lakeform.config.governance import (
    DatabaseGrant,
    Grant,
    LocationGrant,
    TableGrant,
    TablePermission,
)
from lakeform.naming import Names

CRAWLER = "crawler"
OPTIMIZER = "optimizer"


@dataclass(frozen=True)
class ServicePrincipal:
    """A role that Glue assumes.

    Attributes:
        name: parts of its name, `("crawler", "landing")`; `Names.role` makes the name of them.
        arn: its ARN.
        grants: what it needs, in the words of `governance.personas.*.grants`.
    """

    name: tuple[str, str]
    arn: str
    grants: tuple[Grant, ...]


def catalog_principals(lake: Lake) -> tuple[ServicePrincipal, ...]:
    """The roles of crawlers and optimizers, sorted by name."""
    names = Names.of(lake)
    return tuple(
        ServicePrincipal(name, names.role_arn(*name), grants)
        for name, grants in [*_crawlers(lake), *_optimizers(lake)]
    )


def optimized_tables(database: Database) -> tuple[str, ...]:
    """Names of the tables that have optimizers, sorted."""
    return tuple(sorted(name for name, table in database.tables.items() if table.optimize))


def _crawlers(lake: Lake) -> list[tuple[tuple[str, str], tuple[Grant, ...]]]:
    found: list[tuple[tuple[str, str], tuple[Grant, ...]]] = []
    for name, crawler in sorted(lake.catalog.crawlers.items()):
        grants: list[Grant] = []
        if isinstance(crawler, CatalogCrawler):
            for reference in sorted(crawler.tables):
                database = reference.partition(".")[0]
                grants += [
                    LocationGrant(location=lake.catalog.databases[database].zone),
                    DatabaseGrant(database=database, permissions=("DESCRIBE",)),
                    TableGrant(table=reference, permissions=("ALTER", "DESCRIBE", "SELECT")),
                ]
        else:
            if isinstance(crawler, S3Crawler):
                grants.append(LocationGrant(location=crawler.zone))
            # It has all rights on the tables that it makes itself.
            grants.append(
                DatabaseGrant(database=crawler.database, permissions=("CREATE_TABLE", "DESCRIBE"))
            )
        found.append(((CRAWLER, name), tuple(dict.fromkeys(grants))))
    return found


def _optimizers(lake: Lake) -> list[tuple[tuple[str, str], tuple[Grant, ...]]]:
    found: list[tuple[tuple[str, str], tuple[Grant, ...]]] = []
    permissions: tuple[TablePermission, ...] = ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")
    for name, database in sorted(lake.catalog.databases.items()):
        tables = optimized_tables(database)
        if tables:
            grants: list[Grant] = [
                LocationGrant(location=database.zone),
                DatabaseGrant(database=name, permissions=("DESCRIBE",)),
                *(TableGrant(table=f"{name}.{t}", permissions=permissions) for t in tables),
            ]
            found.append(((OPTIMIZER, name), tuple(grants)))
    return found
