"""What IAM must allow a persona beside Lake Formation, or, in mode `iam`, instead of it.

Under Lake Formation both must agree: IAM on the action, here by database, and Lake Formation on the
object, so a persona's role may call the catalogue and fetch credentials, and reads no bucket. In
mode `iam` the role's policy is all there is, and names tables and prefixes.

Permission → actions: Lake Formation developer guide, "Lake Formation permissions reference"; Glue
developer guide, "AWS Glue API permissions: actions and resources reference".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, TypeAlias

from lakeform.access.model import (
    AccessPlan,
    AllTables,
    CellsFilter,
    Database,
    Grant,
    Location,
    Table,
    Tagged,
)
from lakeform.access.rights import administrators, principals
from lakeform.config import Lake
from lakeform.config.governance import TRUSTED_SERVICES
from lakeform.naming import Names

MAX_NAMED_DATABASES = 50
"""Databases that a policy names one by one; a role's inline policies have 10,240 characters (IAM
user guide, "IAM and STS quotas"), and beyond this number Lake Formation alone tells them apart."""

READ_DATABASE = ("glue:GetDatabase", "glue:GetDatabases")
READ_TABLE = (
    "glue:BatchGetPartition",
    "glue:GetColumnStatisticsForPartition",
    "glue:GetColumnStatisticsForTable",
    "glue:GetPartition",
    "glue:GetPartitionIndexes",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTableVersion",
    "glue:GetTableVersions",
    "glue:GetTables",
)
_WRITE_PARTITIONS = (
    "glue:BatchCreatePartition",
    "glue:BatchUpdatePartition",
    "glue:CreatePartition",
    "glue:UpdatePartition",
)
_DELETE_PARTITIONS = ("glue:BatchDeletePartition", "glue:DeletePartition")
_DROP_TABLE = ("glue:BatchDeleteTable", "glue:DeleteTable")
WRITE_DATABASE: Mapping[str, tuple[str, ...]] = {
    "ALTER": ("glue:UpdateDatabase",),
    "DROP": ("glue:DeleteDatabase",),
}
WRITE_TABLE: Mapping[str, tuple[str, ...]] = {
    "ALTER": ("glue:UpdateTable", *_WRITE_PARTITIONS),
    "CREATE_TABLE": ("glue:CreateTable",),
    "DELETE": _DELETE_PARTITIONS,
    "DROP": _DROP_TABLE,
    "INSERT": ("glue:UpdateTable", *_WRITE_PARTITIONS),  # a commit to Iceberg updates the table
}
OWN_TABLE = ("glue:UpdateTable", *_WRITE_PARTITIONS, *_DELETE_PARTITIONS, *_DROP_TABLE)
"""What the creator of a table may do with it: Lake Formation grants it everything there."""

READ_OBJECTS = ("s3:GetObject",)
WRITE_OBJECTS = ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject")
DELETE_OBJECTS = ("s3:DeleteObject",)
OBJECT_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "DATA_LOCATION_ACCESS": (*READ_OBJECTS, *WRITE_OBJECTS, *DELETE_OBJECTS),
    "DELETE": DELETE_OBJECTS,
    "INSERT": WRITE_OBJECTS,
    "SELECT": READ_OBJECTS,
}

DATA_ACCESS = ("lakeformation:GetDataAccess",)
PASS_ON = (
    "lakeformation:BatchGrantPermissions",
    "lakeformation:BatchRevokePermissions",
    "lakeformation:GrantPermissions",
    "lakeformation:ListPermissions",
    "lakeformation:RevokePermissions",
)
ADMINISTER = (
    *DATA_ACCESS,
    *PASS_ON,
    "lakeformation:AddLFTagsToResource",
    "lakeformation:CreateDataCellsFilter",
    "lakeformation:CreateLFTag",
    "lakeformation:CreateLakeFormationOptIn",
    "lakeformation:DeleteDataCellsFilter",
    "lakeformation:DeleteLFTag",
    "lakeformation:DeleteLakeFormationOptIn",
    "lakeformation:DescribeResource",
    "lakeformation:GetDataCellsFilter",
    "lakeformation:GetDataLakeSettings",
    "lakeformation:GetEffectivePermissionsForPath",
    "lakeformation:GetLFTag",
    "lakeformation:GetResourceLFTags",
    "lakeformation:ListDataCellsFilter",
    "lakeformation:ListLFTags",
    "lakeformation:ListLakeFormationOptIns",
    "lakeformation:ListResources",
    "lakeformation:RemoveLFTagsFromResource",
    "lakeformation:SearchDatabasesByLFTags",
    "lakeformation:SearchTablesByLFTags",
    "lakeformation:UpdateDataCellsFilter",
    "lakeformation:UpdateLFTag",
)
"""What an administrator needs; not PutDataLakeSettings, with which it could name others: the
settings are Terraform's."""

QUERY = (
    "athena:BatchGetQueryExecution",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:ListQueryExecutions",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)


@dataclass(frozen=True)
class Allowed:
    """One statement that allows something; `conditions` in the notation of IAM."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


def required_statements(lake: Lake, plan: AccessPlan, persona: str) -> list[Allowed]:
    """The statements that a persona's role needs; what it needs of KMS, `key_uses` says."""
    names = Names.of(lake)
    if principals(lake)[persona].identifier in administrators(lake):
        read = ((action, arn) for action in (*READ_DATABASE, *READ_TABLE) for arn in _all(names))
        return [Allowed("LakeFormation", ADMINISTER, ("*",)), *_statements("Catalog", read)]
    grants = plan.of(persona)
    if not grants:
        return []
    if plan.mode == "iam":
        return [
            *_statements("Catalog", _catalog_by_table(names, grants)),
            *_data(lake, names, grants),
            *_query(lake, names, persona, grants),
        ]
    return [
        Allowed("LakeFormation", DATA_ACCESS + _pass_on(grants), ("*",)),
        *_statements("Catalog", _catalog_by_database(lake, names, grants)),
        *_query(lake, names, persona, grants),
    ]


KeyUse: TypeAlias = Literal["decrypt", "encrypt"]


def key_uses(lake: Lake, plan: AccessPlan, persona: str) -> dict[str, tuple[KeyUse, ...]]:
    """Zone → what a persona's role does with its key itself: nothing under Lake Formation, whose
    own role decrypts."""
    uses: dict[str, set[KeyUse]] = {}
    if plan.mode == "iam":
        for grant in plan.of(persona):
            for zone, _ in _places(lake, grant):
                if {"SELECT"} & set(grant.permissions):
                    uses.setdefault(zone, set()).add("decrypt")
                if {"DATA_LOCATION_ACCESS", "INSERT"} & set(grant.permissions):
                    uses.setdefault(zone, set()).update(("decrypt", "encrypt"))
    return {zone: tuple(sorted(found)) for zone, found in sorted(uses.items())}


def _pass_on(grants: Iterable[Grant]) -> tuple[str, ...]:
    return PASS_ON if any(grant.grantable for grant in grants) else ()


def _all(names: Names) -> tuple[str, ...]:
    return tuple(names.arn("glue", it) for it in ("catalog", "database/*", "table/*/*"))


def _database(names: Names, database: str) -> tuple[str, str]:
    return names.arn("glue", "catalog"), names.arn("glue", f"database/{database}")


def _catalog_by_database(
    lake: Lake, names: Names, grants: Iterable[Grant]
) -> Iterator[tuple[str, str]]:
    """Action and resource, under Lake Formation."""
    for grant in grants:
        actions = {*READ_DATABASE, *READ_TABLE}
        for permission in grant.permissions:
            actions.update(_write_actions(grant, permission))
            actions.update(OWN_TABLE if permission == "CREATE_TABLE" else ())
        arns = list(_reach(lake, names, grant))
        for action in actions:
            yield from ((action, arn) for arn in arns)


def _write_actions(grant: Grant, permission: str) -> tuple[str, ...]:
    """What changes the catalogue: ALTER and DROP mean one thing on a database, another on a
    table."""
    if permission == "CREATE_TABLE" or not _on_databases(grant):
        return WRITE_TABLE.get(permission, ())
    return WRITE_DATABASE.get(permission, ())


def _on_databases(grant: Grant) -> bool:
    target = grant.target
    return isinstance(target, Database) or (
        isinstance(target, Tagged) and target.resource == "DATABASE"
    )


def _named_database(grant: Grant) -> str | None:
    match grant.target:
        case Database():
            return grant.target.name
        case AllTables() | Table() | CellsFilter():
            return grant.target.database
    return None


def _reach(lake: Lake, names: Names, grant: Grant) -> Iterator[str]:
    """ARNs of the databases that a grant is about, with their tables: one by its name, or, by
    LF-tags and locations, any of the lake's."""
    named = _named_database(grant)
    databases = sorted(lake.catalog.databases) if named is None else [named]
    if len(databases) > MAX_NAMED_DATABASES:
        yield from _all(names)
        return
    for database in databases:
        yield from _database(names, database)
        yield names.arn("glue", f"table/{database}/*")
        if _on_databases(grant) and "DROP" in grant.permissions:
            yield names.arn("glue", f"userDefinedFunction/{database}/*")


def _catalog_by_table(names: Names, grants: Iterable[Grant]) -> Iterator[tuple[str, str]]:
    """Action and resource, in mode `iam`."""
    for grant in grants:
        database = _named_database(grant)
        if database is None:
            continue
        table = grant.target.name if isinstance(grant.target, Table) else "*"
        path = (*_database(names, database), names.arn("glue", f"table/{database}/{table}"))
        below = (*path, names.arn("glue", f"userDefinedFunction/{database}/*"))
        for action in READ_DATABASE:
            yield from ((action, arn) for arn in _database(names, database))
        if not _on_databases(grant):
            yield from ((action, arn) for action in READ_TABLE for arn in path)
        for permission in grant.permissions:
            for action in _write_actions(grant, permission):
                arns: tuple[str, ...] = path
                if action == "glue:UpdateDatabase":
                    arns = _database(names, database)
                elif action == "glue:DeleteDatabase":  # asked of all that is in the database, too
                    arns = below
                yield from ((action, arn) for arn in arns)


def _places(lake: Lake, grant: Grant) -> Iterator[tuple[str, str]]:
    """Zone and prefix of the data that a grant is about, in mode `iam`."""
    databases = lake.catalog.databases
    match grant.target:
        case Location():
            yield grant.target.zone, ""
        case Table():
            database = databases[grant.target.database]
            if grant.target.name in database.files():  # a stream's records aren't in a zone
                yield database.zone, database.table_prefix(grant.target.database, grant.target.name)
        case AllTables():
            name = grant.target.database
            database = databases[name]
            yield database.zone, database.prefix_in_zone(name)
            for table in database.files():
                yield database.zone, database.table_prefix(name, table)


def _data(lake: Lake, names: Names, grants: Iterable[Grant]) -> Iterator[Allowed]:
    """Objects of the zones, by prefix."""
    objects: list[tuple[str, str]] = []
    listed: dict[str, set[str]] = {}
    for grant in grants:
        actions = [a for p in grant.permissions for a in OBJECT_ACTIONS.get(p, ())]
        if actions:
            for zone, prefix in _places(lake, grant):
                bucket = names.bucket_arn(lake.zones[zone].bucket or names.bucket(zone))
                objects += [(action, f"{bucket}/{prefix}*") for action in actions]
                listed.setdefault(bucket, set()).add(f"{prefix}*")
    yield from _statements("Data", objects)
    for number, (bucket, prefixes) in enumerate(sorted(listed.items()), start=1):
        conditions = {} if "*" in prefixes else {"StringLike": {"s3:prefix": _shortest(prefixes)}}
        yield Allowed(f"DataList{number}", ("s3:ListBucket",), (bucket,), conditions)
    if listed:
        yield Allowed("DataPlace", ("s3:GetBucketLocation",), tuple(sorted(listed)))


def _shortest(patterns: Iterable[str]) -> tuple[str, ...]:
    """Without the patterns that another one covers; each ends with its only `*`."""
    kept: list[str] = []
    for pattern in sorted(patterns):
        if not any(pattern.startswith(other[:-1]) for other in kept):
            kept.append(pattern)
    return tuple(kept)


def _query(lake: Lake, names: Names, persona: str, grants: Iterable[Grant]) -> Iterator[Allowed]:
    """Athena, in the lake's workgroups, for who may SELECT; not for a role of services only."""
    trust = lake.governance.personas[persona].trust
    services_only = bool(trust) and all(who in TRUSTED_SERVICES for who in trust)
    if not services_only and any("SELECT" in grant.permissions for grant in grants):
        yield Allowed("Query", QUERY, (names.arn("athena", f"workgroup/{names.prefix}-*"),))


def _statements(sid: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Allowed]:
    """The fewest statements for pairs of action and resource: actions on the same resources are
    one."""
    resources: dict[str, set[str]] = {}
    for action, resource in pairs:
        resources.setdefault(action, set()).add(resource)
    actions: dict[tuple[str, ...], list[str]] = {}
    for action, found in resources.items():
        covering = {r for r in found if not any(_within(r, other) for other in found - {r})}
        actions.setdefault(tuple(sorted(covering)), []).append(action)
    for number, (arns, found_actions) in zip(count(1), sorted(actions.items()), strict=False):
        yield Allowed(f"{sid}{number}", tuple(sorted(found_actions)), arns)


def _within(resource: str, other: str) -> bool:
    return other.endswith("*") and resource.startswith(other[:-1])
