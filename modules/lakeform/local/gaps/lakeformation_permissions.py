"""Lake Formation grants: lakeformation:GrantPermissions, RevokePermissions, ListPermissions.

moto keeps a grant as it came and compares it as a whole. It can't list grants on columns, tags, tag
policies and cells filters, fails to list tables beside a wildcard, and revokes what was never
granted without an error, for which Terraform's provider waits ("empty retryable error received").

AWS keeps one entry a principal and object, and reports it in a normal form:

- `SELECT` on a table is reported on the table's columns (``TableWithColumns`` with a wildcard), the
  other permissions on the table; "all tables" has the name ``ALL_TABLES``;
- `ALL` is reported with every permission that it contains;
- revoking what isn't there fails with ``No permissions revoked. Grantee has no permissions…``;
- a grant on a database, table, column, LF-tag, filter or unregistered location that doesn't exist
  fails.

The last one is what makes a wrong order of resources visible in a local apply.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from moto.lakeformation.exceptions import EntityNotFound, InvalidInput
from moto.lakeformation.models import LakeFormationBackend
from moto.lakeformation.responses import LakeFormationResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, state_of
from lakeform.local.gaps.lakeformation_objects import ALL_TABLES, require

Json = dict[str, Any]

# What ALL contains, by the kind of object; https://docs.aws.amazon.com/lake-formation/latest/dg/
# lf-permissions-reference.html
_CONTAINED = {
    "Database": ("ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"),
    "Table": ("ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"),
    "TableWithColumns": ("ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"),
}
_RESOURCE_TYPES = {
    "CATALOG": ("Catalog",),
    "DATABASE": ("Database",),
    "TABLE": ("Table", "TableWithColumns"),
    "DATA_LOCATION": ("DataLocation",),
    "LF_TAG": ("LFTag",),
    "LF_TAG_POLICY": ("LFTagPolicy",),
}


@dataclass
class Entry:
    """What one principal may do on one object, in AWS's normal form."""

    principal: str
    resource: Json
    permissions: set[str] = field(default_factory=set)
    grantable: set[str] = field(default_factory=set)

    def listed(self) -> Json:
        return {
            "Principal": {"DataLakePrincipalIdentifier": self.principal},
            "Resource": self.resource,
            "Permissions": sorted(self.permissions),
            "PermissionsWithGrantOption": sorted(self.grantable),
        }


@dataclass
class Grants:
    """All entries of one account's catalogue, by principal and object."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def grant(self, wanted: Iterable[Entry]) -> None:
        for entry in wanted:
            kept = self.entries.setdefault(
                _key(entry.principal, entry.resource), Entry(entry.principal, entry.resource)
            )
            kept.permissions |= entry.permissions | entry.grantable
            kept.grantable |= entry.grantable

    def revoke(self, unwanted: Iterable[Entry]) -> bool:
        """Whether anything was there to revoke."""
        revoked = False
        for entry in unwanted:
            key = _key(entry.principal, entry.resource)
            kept = self.entries.get(key)
            if kept is None:
                continue
            hit = (kept.permissions & entry.permissions) | (kept.grantable & entry.grantable)
            revoked = revoked or bool(hit)
            kept.permissions -= entry.permissions
            kept.grantable -= entry.grantable | entry.permissions
            if not kept.permissions and not kept.grantable:
                del self.entries[key]
        return revoked


def grants_of(backend: LakeFormationBackend) -> Grants:
    """The grants of one account and region."""
    return state_of(backend, Grants, "grants")


def _key(principal: str, resource: Json) -> tuple[str, str]:
    return principal, json.dumps(resource, sort_keys=True)


def normal_entries(request: Json, account: str) -> list[Entry]:
    """The entries that one grant or revoke names."""
    principal = request["Principal"]["DataLakePrincipalIdentifier"]
    ((kind, given),) = request["Resource"].items()
    permissions = _expanded(kind, request.get("Permissions"))
    grantable = _expanded(kind, request.get("PermissionsWithGrantOption"))
    if kind not in ("Table", "TableWithColumns"):
        whole = Entry(principal, _normal(kind, given, account), permissions, grantable)
        return [whole] if permissions or grantable else []
    table = _normal("Table", given, account)
    columns = _normal("TableWithColumns", given, account)
    select = {"SELECT"}
    entries = [
        Entry(principal, table, permissions - select, grantable - select),
        Entry(principal, columns, permissions & select, grantable & select),
    ]
    return [entry for entry in entries if entry.permissions or entry.grantable]


def _expanded(kind: str, permissions: list[str] | None) -> set[str]:
    wanted = set(permissions or ())
    return wanted | set(_CONTAINED.get(kind, ())) if "ALL" in wanted else wanted


def _normal(kind: str, given: Json, account: str) -> Json:
    catalog = {"CatalogId": given.get("CatalogId") or account}
    if kind == "Catalog":
        return {kind: {}}
    if kind == "Database":
        return {kind: {**catalog, "Name": given["Name"]}}
    if kind == "Table":
        table = {**catalog, "DatabaseName": given["DatabaseName"]}
        if "TableWildcard" in given:
            return {kind: {**table, "Name": ALL_TABLES, "TableWildcard": {}}}
        return {kind: {**table, "Name": given["Name"]}}
    if kind == "TableWithColumns":
        name = given.get("Name") or ALL_TABLES
        table = {**catalog, "DatabaseName": given["DatabaseName"], "Name": name}
        if given.get("ColumnNames"):
            return {kind: {**table, "ColumnNames": sorted(given["ColumnNames"])}}
        excluded = sorted((given.get("ColumnWildcard") or {}).get("ExcludedColumnNames") or ())
        wildcard = {"ExcludedColumnNames": excluded} if excluded else {}
        return {kind: {**table, "ColumnWildcard": wildcard}}
    if kind == "LFTag":
        return {kind: {**catalog, **given, "TagValues": sorted(given["TagValues"])}}
    if kind == "LFTagPolicy":
        expression = [
            {"TagKey": tag["TagKey"], "TagValues": sorted(tag["TagValues"])}
            for tag in sorted(given["Expression"], key=lambda tag: str(tag["TagKey"]))
        ]
        return {kind: {**catalog, **given, "Expression": expression}}
    if kind == "DataCellsFilter":
        return {kind: {"TableCatalogId": account, **given}}
    return {kind: {**catalog, **given}}


def _matches(resource: Json, asked: Json, account: str) -> bool:
    """Whether an entry's object is what a listing asked for (a table includes its columns)."""
    ((kind, given),) = asked.items()
    wanted = _normal(kind, given, account)
    if kind != "Table":
        return resource == wanted
    body = resource.get("Table") or resource.get("TableWithColumns")
    return body is not None and all(
        body[name] == wanted["Table"][name] for name in ("CatalogId", "DatabaseName", "Name")
    )


def _grant_permissions(self: LakeFormationResponse) -> str:
    _grant(self, body_of(self))
    return "{}"


def _revoke_permissions(self: LakeFormationResponse) -> str:
    _revoke(self, body_of(self))
    return "{}"


def _batch_grant_permissions(self: LakeFormationResponse) -> str:
    return _batch(self, _grant)


def _batch_revoke_permissions(self: LakeFormationResponse) -> str:
    return _batch(self, _revoke)


def _batch(self: LakeFormationResponse, action: Any) -> str:
    failures = []
    for entry in body_of(self)["Entries"]:
        try:
            action(self, entry)
        except (EntityNotFound, InvalidInput) as error:
            detail = {"ErrorCode": error.error_type, "ErrorMessage": error.message}
            failures.append({"RequestEntry": entry, "Error": detail})
    return json.dumps({"Failures": failures})


def _grant(self: LakeFormationResponse, request: Json) -> None:
    require(self.lakeformation_backend, request["Resource"])
    grants_of(self.lakeformation_backend).grant(normal_entries(request, self.current_account))


def _revoke(self: LakeFormationResponse, request: Json) -> None:
    unwanted = normal_entries(request, self.current_account)
    if not grants_of(self.lakeformation_backend).revoke(unwanted):
        raise InvalidInput("No permissions revoked. Grantee has no permissions on the resource.")


def _list_permissions(self: LakeFormationResponse) -> str:
    request = body_of(self)
    principal, resource = request.get("Principal"), request.get("Resource")
    if principal and not resource:
        raise InvalidInput("Resource is mandatory if Principal is set in the input.")
    if resource and "TableWithColumns" in resource:
        raise InvalidInput(
            "Resource must have either the catalog, table or database field populated."
        )
    listed = list(grants_of(self.lakeformation_backend).entries.values())
    if principal:
        name = principal["DataLakePrincipalIdentifier"]
        listed = [entry for entry in listed if entry.principal == name]
    if resource:
        account = self.current_account
        listed = [entry for entry in listed if _matches(entry.resource, resource, account)]
    if kind := request.get("ResourceType"):
        kinds = _RESOURCE_TYPES.get(kind, ())
        listed = [entry for entry in listed if next(iter(entry.resource)) in kinds]
    start = int(request.get("NextToken") or 0)
    end = start + int(request.get("MaxResults") or 100)
    page: Json = {"PrincipalResourcePermissions": [entry.listed() for entry in listed[start:end]]}
    if end < len(listed):
        page["NextToken"] = str(end)
    return json.dumps(page)


def apply() -> None:
    add_calls(
        LakeFormationResponse,
        {
            "grant_permissions": _grant_permissions,
            "revoke_permissions": _revoke_permissions,
            "batch_grant_permissions": _batch_grant_permissions,
            "batch_revoke_permissions": _batch_revoke_permissions,
            "list_permissions": _list_permissions,
        },
    )


GAP = Gap(
    name="Lake Formation grants",
    resources=("aws_lakeformation_permissions",),
    corrected=(
        "lakeformation:GrantPermissions",
        "lakeformation:RevokePermissions",
        "lakeformation:BatchGrantPermissions",
        "lakeformation:BatchRevokePermissions",
        "lakeformation:ListPermissions",
    ),
    apply=apply,
)
