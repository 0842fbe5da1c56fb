"""Effective access: who may do what on which data, and through which grant.

The rows come from the compiled plan, so they show what is deployed. LF-tags are resolved onto the
databases, tables and columns of the file, as Lake Formation will find them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lakeform.access.columns import ALL_COLUMNS, Columns
from lakeform.access.compiler import compile
from lakeform.access.expressions import matches
from lakeform.access.model import (
    AccessPlan,
    AllTables,
    CellsFilter,
    Database,
    Grant,
    Location,
    Principal,
    Table,
    Tagged,
)
from lakeform.access.rights import governs, principals
from lakeform.access.tags import TableMatch, matching_databases, matching_tables
from lakeform.config import Lake
from lakeform.config.catalog import JdbcCrawler, S3Crawler

ALL_ROWS = "all"

WHOLE_TABLE_ONLY = frozenset({"ALTER", "DELETE", "DROP", "INSERT"})
"""Permissions that an LF-tag expression grants on whole tables only; where it finds some of the
columns, DESCRIBE is granted in their place (Lake Formation developer guide, "Lake Formation
tag-based access control best practices and considerations")."""

ADMINISTRATION = ("DATA_LOCATION_ACCESS", "DESCRIBE", "GRANT")
"""What an administrator may do without a grant (developer guide, "Implicit Lake Formation
permissions"): see everything, use every location, and grant anything to anybody, themselves too."""


@dataclass(frozen=True, order=True)
class AccessRow:
    """One answer to "who may do what".

    Attributes:
        who: a persona, a share with its account, a role of the lake's own (`crawler landing`), or
            an administrator's role.
        what: a database, table (`sales.orders`), tables that aren't in the file (`sales.*`), a
            zone, or `everything`.
        grantable: the permissions that it may grant to others.
        columns: how far SELECT goes; None where there is no SELECT.
        rows: the condition of a filter, or `all`.
        through: the grants of the persona in the file (`grants[0]`), and the filter or LF-tags that
            led here; `its work` is what a role of the lake's own needs.
    """

    who: str
    what: str
    permissions: tuple[str, ...]
    grantable: tuple[str, ...]
    columns: Columns | None
    rows: str
    through: str


def effective(lake: Lake, *, who: str | None = None, what: str | None = None) -> list[AccessRow]:
    """Who may do what, sorted.

    Args:
        who: only this persona, share or administrator.
        what: only this table, `database.table`, and what reaches it: its database's grants on all
            tables included. Or a database, with its tables.
    """
    plan = compile(lake)
    rows = sorted([*_of_administrators(lake, plan), *_of_grants(lake, plan)], key=_order)
    return [
        row
        for row in rows
        if (who is None or who == row.who or who == row.who.partition(" (")[0])
        and (what is None or _concerns(row, what))
    ]


def _order(row: AccessRow) -> tuple[str, str, str, tuple[str, ...]]:
    return (row.who, row.what, row.through, row.permissions)


def _concerns(row: AccessRow, what: str) -> bool:
    database, _, table = what.partition(".")
    if row.what == "everything":
        return True
    if table:
        return row.what in (what, f"{database}.*")
    return row.what == database or row.what.startswith(f"{database}.")


def _of_administrators(lake: Lake, plan: AccessPlan) -> Iterator[AccessRow]:
    if not governs(lake, plan):
        return
    named = {principal.identifier: name for name, principal in principals(lake).items()}
    for admin in plan.admins:
        through = "the deploying role" if admin == lake.deploy_role else "governance.admins"
        who = named.get(admin, admin.partition(f":{lake.environment.account}:role/")[2] or admin)
        through = f"{through}, implicit"
        yield AccessRow(who, "everything", ADMINISTRATION, (), None, ALL_ROWS, through)


def _of_grants(lake: Lake, plan: AccessPlan) -> Iterator[AccessRow]:
    described = {
        (grant.principal, grant.target.name)
        for grant in plan.grants
        if isinstance(grant.target, Database) and "DESCRIBE" in grant.permissions
    }
    for grant in plan.grants:
        match grant.target:
            case Tagged(resource="DATABASE"):
                for database in matching_databases(lake, grant.target.expression):
                    yield _row(grant, database)
            case Tagged():
                yield from _tagged_tables(lake, grant, grant.target)
            case CellsFilter():
                yield _filtered(lake, grant, grant.target)
            case AllTables():
                yield _row(grant, str(grant.target), ALL_COLUMNS)
                if (grant.principal, grant.target.database) not in described:
                    yield _implied(grant, grant.target.database)
            case Database() | Location() | Table():
                yield _row(grant, str(grant.target), grant.columns)


def _implied(grant: Grant, database: str) -> AccessRow:
    """DESCRIBE on the database, which comes with a grant on all its tables."""
    through = f"{_through(grant)}, implicit"
    return AccessRow(_name(grant.principal), database, ("DESCRIBE",), (), None, ALL_ROWS, through)


def _tagged_tables(lake: Lake, grant: Grant, target: Tagged) -> Iterator[AccessRow]:
    for found in matching_tables(lake, target.expression):
        name = f"{found.database}.{found.table}"
        permissions = _on_match(grant.permissions, found)
        grantable = tuple(p for p in grant.grantable if p in permissions)
        columns = found.columns if "SELECT" in permissions else None
        yield AccessRow(
            _name(grant.principal), name, permissions, grantable, columns, ALL_ROWS, _through(grant)
        )
    filled = {
        crawler.database
        for crawler in lake.catalog.crawlers.values()
        if isinstance(crawler, JdbcCrawler | S3Crawler)
    }
    for database in sorted(filled & lake.catalog.databases.keys()):
        if matches(target.expression, lake.catalog.databases[database].tags):
            yield _row(grant, f"{database}.*", ALL_COLUMNS, ", tables that a crawler finds")


def _on_match(permissions: tuple[str, ...], found: TableMatch) -> tuple[str, ...]:
    """What an expression grants on a table of which it finds all or some columns."""
    if found.whole or not WHOLE_TABLE_ONLY & set(permissions):
        return permissions
    return tuple(sorted({*permissions, "DESCRIBE"} - WHOLE_TABLE_ONLY))


def _filtered(lake: Lake, grant: Grant, target: CellsFilter) -> AccessRow:
    filter = lake.governance.filters[target.name]
    columns = (
        Columns.only(filter.columns)
        if filter.columns is not None
        else Columns.all_but(filter.except_columns or ())
    )
    return AccessRow(
        _name(grant.principal),
        str(target),
        grant.permissions,
        grant.grantable,
        columns,
        filter.rows or ALL_ROWS,
        f"{_through(grant)}: filter {target.name}",
    )


def _row(grant: Grant, what: str, columns: Columns | None = None, note: str = "") -> AccessRow:
    return AccessRow(
        _name(grant.principal),
        what,
        grant.permissions,
        grant.grantable,
        columns if "SELECT" in grant.permissions else None,
        ALL_ROWS,
        _through(grant) + note,
    )


def _name(principal: Principal) -> str:
    if principal.kind == "account":
        return f"{principal.name} (account {principal.identifier})"
    return principal.name


def _through(grant: Grant) -> str:
    mine = f"personas.{grant.principal.name}."
    sources = ", ".join(source.removeprefix(mine) for source in grant.sources)
    return f"{sources}: {grant.target}" if isinstance(grant.target, Tagged) else sources
