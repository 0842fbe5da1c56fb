"""Lake Formation: settings, grants, tags, filters, locations, opt-ins; RAM shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.local.checks.check import Applied, Check, Json, State, compare, only
from lakeform.local.embedded import EmbeddedAws

_EVERYONE = "IAM_ALLOWED_PRINCIPALS"
_ALL_TABLES = "ALL_TABLES"


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    client = aws.client("lakeformation")
    for applied in state.of("aws_lakeformation_data_lake_settings"):
        yield from _settings(client, applied.values)
    for applied in state.of("aws_lakeformation_resource"):
        yield _location(client, applied.values)
    for applied in state.of("aws_lakeformation_lf_tag"):
        yield _tag(client, applied.values)
    for kind in ("aws_lakeformation_resource_lf_tag", "aws_lakeformation_resource_lf_tags"):
        for applied in state.of(kind):
            yield from _assigned_tags(client, applied.values)
    for applied in state.of("aws_lakeformation_data_cells_filter"):
        yield _filter(client, applied.values)
    grants = state.of("aws_lakeformation_permissions")
    listed = _listed(client) if grants else []
    for applied in grants:
        yield _grant(listed, applied)
    for applied in state.of("aws_lakeformation_opt_in"):
        yield _opt_in(client, applied.values)
    for applied in state.of("aws_ram_principal_association"):
        yield _share(aws.client("ram"), applied.values, "PRINCIPAL", "principal")
    for applied in state.of("aws_ram_resource_association"):
        yield _share(aws.client("ram"), applied.values, "RESOURCE", "resource_arn")


def _settings(client: Any, values: Json) -> Iterator[Check]:
    def found() -> Json:
        settings: Json = client.get_data_lake_settings()["DataLakeSettings"]
        return settings

    def admins() -> object:
        return sorted(admin["DataLakePrincipalIdentifier"] for admin in found()["DataLakeAdmins"])

    yield compare("Lake Formation: admins", sorted(values["admins"] or ()), admins)
    emptied = True
    for what, argument, member in (
        ("databases", "create_database_default_permissions", "CreateDatabaseDefaultPermissions"),
        ("tables", "create_table_default_permissions", "CreateTableDefaultPermissions"),
    ):
        blocks = [block for block in values[argument] or () if block["permissions"]]
        expected = sorted(block["principal"] for block in blocks)
        emptied = emptied and not expected

        def defaults(member: str = member) -> object:
            return sorted(
                default["Principal"]["DataLakePrincipalIdentifier"]
                for default in found().get(member, ())
                if default["Permissions"]
            )

        yield compare(f"Lake Formation: default permissions of new {what}", expected, defaults)
    if emptied:
        yield compare(
            f"Lake Formation: grants to {_EVERYONE}",
            [],
            lambda: [_described(e) for e in _listed(client) if _principal(e) == _EVERYONE],
        )


def _listed(client: Any) -> list[Json]:
    entries: list[Json] = []
    token: dict[str, str] = {}
    while True:
        page = client.list_permissions(**token)
        entries += page["PrincipalResourcePermissions"]
        if not page.get("NextToken"):
            return entries
        token = {"NextToken": page["NextToken"]}


def _principal(entry: Json) -> str:
    name: str = entry["Principal"]["DataLakePrincipalIdentifier"]
    return name


def _described(entry: Json) -> str:
    ((kind, body),) = entry["Resource"].items()
    names = [body[member] for member in ("DatabaseName", "Name") if member in body]
    return f"{kind} {'.'.join(names)}".strip()


def _location(client: Any, values: Json) -> Check:
    def look() -> object:
        found = client.describe_resource(ResourceArn=values["arn"])["ResourceInfo"]
        hybrid = found.get("HybridAccessEnabled", False)
        return {"role": found["RoleArn"].rpartition("/")[2], "hybrid": hybrid}

    expected = {
        "role": values["role_arn"].rpartition("/")[2],
        "hybrid": bool(values.get("hybrid_access_enabled")),
    }
    return compare(f"location {values['arn']}", expected, look)


def _tag(client: Any, values: Json) -> Check:
    def look() -> object:
        return sorted(client.get_lf_tag(TagKey=values["key"])["TagValues"])

    return compare(f"LF-tag {values['key']}", sorted(values["values"]), look)


def _assigned_tags(client: Any, values: Json) -> Iterator[Check]:
    """One check for each object and tag."""
    database, table = only(values.get("database")), only(values.get("table"))
    columns = only(values.get("table_with_columns"))
    if database:
        name = database["name"]
        resource: Json = {"Database": {"Name": name}}
    elif table:
        name = f"{table['database_name']}.{table['name']}"
        resource = {"Table": {"DatabaseName": table["database_name"], "Name": table["name"]}}
    else:
        names = sorted(columns["column_names"])
        name = f"{columns['database_name']}.{columns['name']} ({', '.join(names)})"
        body = {"DatabaseName": columns["database_name"], "Name": columns["name"]}
        resource = {"TableWithColumns": {**body, "ColumnNames": names}}
    for tag in values["lf_tag"]:

        def look(key: str = tag["key"]) -> object:
            answer = client.get_resource_lf_tags(Resource=resource, ShowAssignedLFTags=True)
            lists = [answer.get("LFTagOnDatabase", ()), answer.get("LFTagsOnTable", ())]
            lists += [column["LFTags"] for column in answer.get("LFTagsOnColumns", ())]
            return [
                each["TagValues"][0] for tags in lists for each in tags if each["TagKey"] == key
            ]

        count = len(columns["column_names"]) if columns else 1
        yield compare(f"LF-tag {tag['key']} on {name}", [tag["value"]] * count, look)


def _filter(client: Any, values: Json) -> Check:
    data = only(values["table_data"])

    def look() -> object:
        found = client.get_data_cells_filter(
            TableCatalogId=data["table_catalog_id"],
            DatabaseName=data["database_name"],
            TableName=data["table_name"],
            Name=data["name"],
        )["DataCellsFilter"]
        wildcard = found.get("ColumnWildcard", {})
        return {
            "rows": found["RowFilter"].get("FilterExpression") or "all",
            "columns": sorted(found.get("ColumnNames") or ()),
            "without": sorted(wildcard.get("ExcludedColumnNames") or ()),
        }

    rows = only(data["row_filter"])
    all_rows = rows.get("all_rows_wildcard")
    expected = {
        "rows": "all" if all_rows else rows["filter_expression"],
        "columns": sorted(data.get("column_names") or ()),
        "without": sorted(only(data.get("column_wildcard")).get("excluded_column_names") or ()),
    }
    return compare(f"filter {data['name']} of {data['table_name']}", expected, look)


def _grant(listed: list[Json], applied: Applied) -> Check:
    values = applied.values
    what, matches = _object(values)
    found: set[str] = set()
    for entry in listed:
        if _principal(entry) == values["principal"] and matches(entry["Resource"]):
            found.update(entry["Permissions"])
    name = values["principal"].rpartition("/")[2]
    expected = sorted(values["permissions"])
    return compare(f"grant to {name} on {what}", expected, lambda: sorted(found))


def _object(values: Json) -> tuple[str, Any]:
    """What a grant is on, and whether an object that ListPermissions reports is it."""
    if database := only(values.get("database")):
        return f"database {database['name']}", _is("Database", Name=database["name"])
    if location := only(values.get("data_location")):
        return f"location {location['arn']}", _is("DataLocation", ResourceArn=location["arn"])
    if cells := only(values.get("data_cells_filter")):
        name = f"{cells['database_name']}.{cells['table_name']}"
        same = _is(
            "DataCellsFilter",
            DatabaseName=cells["database_name"],
            TableName=cells["table_name"],
            Name=cells["name"],
        )
        return f"filter {cells['name']} of {name}", same
    if tag := only(values.get("lf_tag")):
        same = _is("LFTag", TagKey=tag["key"], TagValues=sorted(tag["values"]))
        return f"LF-tag {tag['key']}", same
    if policy := only(values.get("lf_tag_policy")):
        return _tag_policy(policy)
    if columns := only(values.get("table_with_columns")):
        return _columns(columns)
    if table := only(values.get("table")):
        return _table(table)
    return "the catalogue", lambda resource: "Catalog" in resource


def _is(kind: str, **members: object) -> Any:
    def same(resource: Json) -> bool:
        body = resource.get(kind)
        return body is not None and all(body.get(k) == v for k, v in members.items())

    return same


def _table(table: Json) -> tuple[str, Any]:
    """`SELECT` on a whole table is reported on all of its columns."""
    name = _ALL_TABLES if table.get("wildcard") else table["name"]
    members = {"DatabaseName": table["database_name"], "Name": name}
    on_table = _is("Table", **members)
    on_columns = _is("TableWithColumns", **members, ColumnWildcard={})
    shown = "all tables" if table.get("wildcard") else f"table {table['name']}"
    return f"{shown} of {table['database_name']}", lambda r: on_table(r) or on_columns(r)


def _columns(columns: Json) -> tuple[str, Any]:
    """Of a grant on columns, all but `SELECT` is reported on the table."""
    members: dict[str, object] = {
        "DatabaseName": columns["database_name"],
        "Name": columns["name"],
    }
    excluded = sorted(columns.get("excluded_column_names") or ())
    if columns.get("column_names"):
        members["ColumnNames"] = sorted(columns["column_names"])
        shown = f"columns {', '.join(sorted(columns['column_names']))}"
    else:
        members["ColumnWildcard"] = {"ExcludedColumnNames": excluded} if excluded else {}
        shown = f"all columns but {', '.join(excluded)}" if excluded else "all columns"
    on_columns = _is("TableWithColumns", **members)
    on_table = _is("Table", DatabaseName=columns["database_name"], Name=columns["name"])
    table = f"{columns['database_name']}.{columns['name']}"
    return f"{shown} of {table}", lambda r: on_columns(r) or on_table(r)


def _tag_policy(policy: Json) -> tuple[str, Any]:
    wanted = {tag["key"]: sorted(tag["values"]) for tag in policy["expression"]}
    kind = policy["resource_type"]

    def same(resource: Json) -> bool:
        body = resource.get("LFTagPolicy")
        if body is None or body["ResourceType"] != kind:
            return False
        return {tag["TagKey"]: sorted(tag["TagValues"]) for tag in body["Expression"]} == wanted

    tags = " and ".join(f"{key} in {'|'.join(values)}" for key, values in sorted(wanted.items()))
    return f"{kind.lower()}s with {tags}", same


def _opt_in(client: Any, values: Json) -> Check:
    principal = only(values["principal"])["data_lake_principal_identifier"]
    data = only(values["resource_data"])
    database, table = only(data.get("database")), only(data.get("table"))
    if table:
        what = f"{table['database_name']}.{table.get('name') or _ALL_TABLES}"
        body: Mapping[str, object] = {"DatabaseName": table["database_name"]}
        body = {**body, **({"Name": table["name"]} if table.get("name") else {"TableWildcard": {}})}
        resource: Json = {"Table": body}
    else:
        what = database["name"]
        resource = {"Database": {"Name": database["name"]}}

    def look() -> object:
        answer = client.list_lake_formation_opt_ins(
            Principal={"DataLakePrincipalIdentifier": principal}, Resource=resource
        )
        return "opted in" if answer["LakeFormationOptInsInfoList"] else "not opted in"

    name = principal.rpartition("/")[2]
    return compare(f"opt-in of {name} to {what}", "opted in", look)


def _share(client: Any, values: Json, kind: str, argument: str) -> Check:
    def look() -> object:
        answer = client.get_resource_share_associations(
            associationType=kind, resourceShareArns=[values["resource_share_arn"]]
        )
        entities = [each["associatedEntity"] for each in answer["resourceShareAssociations"]]
        return "shared" if values[argument] in entities else "not shared"

    return compare(f"share with {values[argument]}", "shared", look)
