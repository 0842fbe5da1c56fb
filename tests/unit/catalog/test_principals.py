"""Roles of crawlers and optimizers, and the rights that Lake Formation must grant them."""

from __future__ import annotations

from catalogs import lake_of
from lakeform.catalog.principals import ServicePrincipal, catalog_principals
from lakeform.config.governance import DatabaseGrant, LocationGrant, TableGrant

ROLE = "arn:aws:iam::111111111111:role/acme-dev"
WRITER = ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")


def test_each_role_has_what_its_work_takes() -> None:
    lake = lake_of(
        """
        databases:
          sales:
            zone: curated
            tables:
              orders: {format: iceberg, columns: {a: int}, optimize: [compaction]}
              lines: {format: iceberg, columns: {a: int}, optimize: [retention]}
              plain: {format: iceberg, columns: {a: int}}
              files: {format: json, columns: {a: int}}
          web: {zone: raw, tables: {clicks: {format: json, columns: {a: int}}}}
        connections: {erp: {url: "jdbc:mysql://erp:3306/erp", secret: erp}}
        crawlers:
          found: {zone: raw, database: web}
          erp: {connection: erp, path: a/b, database: web}
          kept: {tables: [web.clicks, sales.files]}
        """
    )
    assert catalog_principals(lake) == (
        ServicePrincipal(
            ("crawler", "erp"),
            f"{ROLE}-crawler-erp",
            (DatabaseGrant(database="web", permissions=("CREATE_TABLE", "DESCRIBE")),),
        ),
        ServicePrincipal(
            ("crawler", "found"),
            f"{ROLE}-crawler-found",
            (
                LocationGrant(location="raw"),
                DatabaseGrant(database="web", permissions=("CREATE_TABLE", "DESCRIBE")),
            ),
        ),
        ServicePrincipal(
            ("crawler", "kept"),
            f"{ROLE}-crawler-kept",
            (
                LocationGrant(location="curated"),
                DatabaseGrant(database="sales", permissions=("DESCRIBE",)),
                TableGrant(table="sales.files", permissions=("ALTER", "DESCRIBE", "SELECT")),
                LocationGrant(location="raw"),
                DatabaseGrant(database="web", permissions=("DESCRIBE",)),
                TableGrant(table="web.clicks", permissions=("ALTER", "DESCRIBE", "SELECT")),
            ),
        ),
        ServicePrincipal(
            ("optimizer", "sales"),
            f"{ROLE}-optimizer-sales",
            (
                LocationGrant(location="curated"),
                DatabaseGrant(database="sales", permissions=("DESCRIBE",)),
                TableGrant(table="sales.lines", permissions=WRITER),
                TableGrant(table="sales.orders", permissions=WRITER),
            ),
        ),
    )


def test_a_catalogue_without_either_needs_no_roles() -> None:
    assert catalog_principals(lake_of("databases: {web: {zone: raw}}")) == ()
