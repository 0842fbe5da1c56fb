"""What the file grants, one by one: principals, and each right on each object as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lakeform.access.columns import ALL_COLUMNS, Columns
from lakeform.access.expressions import expression
from lakeform.access.model import (
    AccessPlan,
    AllTables,
    CellsFilter,
    Database,
    Location,
    Principal,
    Table,
    Tagged,
    TagKey,
    Target,
)
from lakeform.catalog.principals import catalog_principals
from lakeform.config import Lake
from lakeform.config.catalog import Catalog
from lakeform.config.governance import (
    DATABASE_PERMISSIONS,
    TABLE_PERMISSIONS,
    DatabaseGrant,
    FilterGrant,
    Governance,
    Grant,
    LocationGrant,
    TableGrant,
    TagGrant,
)
from lakeform.jobs.principals import job_principals
from lakeform.naming import Names
from lakeform.streaming.delivered import delivery_principals

LOCATION_ACCESS = ("DATA_LOCATION_ACCESS",)
OWN_WORK = "its work"
"""Source of the rights that a role of the lake's own needs to do what the file asks of it."""


@dataclass(frozen=True)
class Right:
    """One grant of the file on one object.

    Attributes:
        columns: how far SELECT goes on a table.
        source: the grant, `personas.analyst.grants[0]`, or OWN_WORK.
    """

    target: Target
    permissions: tuple[str, ...]
    grantable: bool
    source: str
    columns: Columns = ALL_COLUMNS


def principals(lake: Lake) -> dict[str, Principal]:
    """Persona → its role, made for the lake or named in the file."""
    names = Names.of(lake)
    return {
        name: Principal("persona", name, persona.role_arn or names.role_arn(name))
        for name, persona in sorted(lake.governance.personas.items())
    }


def accounts(lake: Lake) -> dict[str, Principal]:
    """Share → the account that it is with."""
    return {
        name: Principal("account", name, share.account)
        for name, share in sorted(lake.governance.shares.items())
    }


def foreign_accounts(lake: Lake) -> tuple[str, ...]:
    """The other accounts that share data or whose roles are personas, sorted."""
    roles = (principal.identifier.split(":")[4] for principal in principals(lake).values())
    shared = (principal.identifier for principal in accounts(lake).values())
    return tuple(sorted({*roles, *shared} - {lake.environment.account}))


def services(lake: Lake) -> dict[Principal, tuple[Grant, ...]]:
    """The roles of the lake's own crawlers, optimizers, jobs and deliveries → what they need."""
    return {
        Principal("service", " ".join(found.name), found.arn): found.grants
        for found in (
            *catalog_principals(lake),
            *job_principals(lake),
            *delivery_principals(lake),
        )
    }


def administrators(lake: Lake) -> tuple[str, ...]:
    """ARNs of Lake Formation's administrators: those of the file, and the deploying role."""
    personas = principals(lake)
    named = {
        personas[admin].identifier if admin in personas else admin
        for admin in lake.governance.admins
    }
    return tuple(sorted({lake.deploy_role, *named}))


def governs(lake: Lake, plan: AccessPlan) -> bool:
    """Whether the lake takes Lake Formation's settings over. They are the whole account's: a file
    that governs nothing leaves them alone, and so does one that leaves access to IAM."""
    written = lake.catalog != Catalog() or lake.governance != Governance()
    return plan.mode != "iam" and (written or bool(plan.grants))


def of_persona(lake: Lake, name: str) -> Iterator[Right]:
    """What a persona is granted."""
    for place, grant in enumerate(lake.governance.personas[name].grants):
        yield from _of_grant(lake, grant, f"personas.{name}.grants[{place}]")


def of_service(lake: Lake, grants: Iterable[Grant]) -> Iterator[Right]:
    """What a role of the lake's own is granted."""
    for grant in grants:
        yield from _of_grant(lake, grant, OWN_WORK)


def of_share(lake: Lake, name: str) -> Iterator[Right]:
    """What another account is granted.

    Inside an account DESCRIBE on a database comes with the grant on all its tables; across
    accounts it doesn't (developer guide, "Granting permissions on Data Catalog resources").
    """
    share = lake.governance.shares[name]
    targets: list[tuple[Target, tuple[str, ...]]] = []
    targets += [(Database(database), ("DESCRIBE",)) for database in share.databases]
    for reference in share.tables:
        table = _table(reference)
        targets.append((table, share.permissions))
        if isinstance(table, AllTables):
            targets.append((Database(table.database), ("DESCRIBE",)))
    if share.tags:
        targets += _tagged(share.tags, share.permissions)
        targets += [(TagKey(*tag), ("DESCRIBE",)) for tag in expression(share.tags)]
    for target, permissions in targets:
        yield Right(target, permissions, share.grantable, f"shares.{name}")


def _of_grant(lake: Lake, grant: Grant, source: str) -> Iterator[Right]:
    columns = _columns(grant) if isinstance(grant, TableGrant) else ALL_COLUMNS
    for target, permissions in _targets(lake, grant):
        yield Right(target, permissions, grant.grantable, source, columns)


def _targets(lake: Lake, grant: Grant) -> Iterator[tuple[Target, tuple[str, ...]]]:
    """What a grant of the file is about, and what it allows there."""
    match grant:
        case DatabaseGrant():
            yield Database(grant.database), grant.permissions
        case TableGrant():
            yield _table(grant.table), grant.permissions
        case TagGrant():
            yield from _tagged(grant.tags, grant.permissions)
        case FilterGrant():
            database, _, table = lake.governance.filters[grant.filter].table.partition(".")
            yield CellsFilter(grant.filter, database, table), ("SELECT",)
        case LocationGrant():
            yield Location(grant.location), LOCATION_ACCESS


def _table(reference: str) -> Table | AllTables:
    database, _, name = reference.partition(".")
    return AllTables(database) if name == "*" else Table(database, name)


def _columns(grant: TableGrant) -> Columns:
    if grant.columns is not None:
        return Columns.only(grant.columns)
    return Columns.all_but(grant.except_columns or ())


def _tagged(
    tags: Mapping[str, tuple[str, ...]], permissions: tuple[str, ...]
) -> Iterator[tuple[Target, tuple[str, ...]]]:
    """A tag grant is two in Lake Formation, one on databases and one on tables: a permission that
    both know (ALTER, DESCRIBE, DROP) is granted on both."""
    wanted = expression(tags)
    on_databases = tuple(p for p in permissions if p in DATABASE_PERMISSIONS)
    on_tables = tuple(p for p in permissions if p in TABLE_PERMISSIONS)
    if on_databases:
        yield Tagged("DATABASE", wanted), on_databases
    if on_tables:
        yield Tagged("TABLE", wanted), on_tables
