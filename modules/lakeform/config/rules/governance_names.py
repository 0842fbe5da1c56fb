"""What grants, filters, shares and LF-tags name exists: with `did you mean` where it doesn't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.governance import (
    MAX_EXPRESSION_BYTES,
    MAX_TAG_VALUES,
    DatabaseGrant,
    FilterGrant,
    Grant,
    LocationGrant,
    TableGrant,
    TagGrant,
    expression_bytes,
)
from lakeform.config.model import Lake
from lakeform.config.yaml_reader import KeyPath


def grants_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """Databases, tables, columns, LF-tags, filters and zones of all grants."""
    for path, grant in all_grants(lake):
        match grant:
            case DatabaseGrant():
                yield from _database_faults(lake, (*path, "database"), grant.database)
            case TableGrant():
                yield from _table_faults(lake, (*path, "table"), grant.table)
                for key, names in (
                    ("columns", grant.columns),
                    ("except_columns", grant.except_columns),
                ):
                    yield from _column_faults(lake, (*path, key), grant.table, names or ())
            case TagGrant():
                yield from _tag_faults(lake, (*path, "tags"), grant.tags)
            case FilterGrant():
                filters = list(lake.governance.filters)
                if grant.filter not in filters:
                    yield _unknown((*path, "filter"), "filter", grant.filter, filters)
            case LocationGrant():
                if grant.location not in lake.zones:
                    yield _unknown((*path, "location"), "zone", grant.location, list(lake.zones))


def filters_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """Tables and columns of all filters."""
    for name, filter in lake.governance.filters.items():
        path: KeyPath = ("governance", "filters", name)
        yield from _table_faults(lake, (*path, "table"), filter.table)
        for key, names in (("columns", filter.columns), ("except_columns", filter.except_columns)):
            yield from _column_faults(lake, (*path, key), filter.table, names or ())


def shares_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """Databases, tables and LF-tags of all shares."""
    for name, share in lake.governance.shares.items():
        path: KeyPath = ("governance", "shares", name)
        for place, database in enumerate(share.databases):
            yield from _database_faults(lake, (*path, "databases", place), database)
        for place, table in enumerate(share.tables):
            yield from _table_faults(lake, (*path, "tables", place), table)
        yield from _tag_faults(lake, (*path, "tags"), share.tags)


def all_grants(lake: Lake) -> Iterator[tuple[KeyPath, Grant]]:
    """The grants of all personas, each with its place in the file."""
    for name, persona in lake.governance.personas.items():
        for place, grant in enumerate(persona.grants):
            yield ("governance", "personas", name, "grants", place), grant


def _unknown(path: KeyPath, kind: str, name: str, known: Sequence[str], where: str = "") -> Fault:
    return Fault(
        path,
        f"there is no {kind} {quoted(name)}{where}",
        suggestion(name, known, f"{kind}s"),
    )


def _database_faults(lake: Lake, path: KeyPath, database: str) -> Iterator[Fault]:
    if database not in lake.catalog.databases:
        yield _unknown(path, "database", database, list(lake.catalog.databases))


def _table_faults(lake: Lake, path: KeyPath, reference: str) -> Iterator[Fault]:
    database, _, table = reference.partition(".")
    if database not in lake.catalog.databases:
        yield _unknown(path, "database", database, list(lake.catalog.databases))
    elif table != "*" and lake.table(reference) is None:
        tables = list(lake.catalog.databases[database].tables)
        yield _unknown(path, "table", table, tables, f" in the database {quoted(database)}")


def _column_faults(
    lake: Lake, path: KeyPath, reference: str, names: Sequence[str]
) -> Iterator[Fault]:
    table = lake.table(reference)
    if table is None:
        return  # the table is at fault, or it is `database.*`
    if not table.columns:
        return  # what its schema file holds isn't known; that has a fault of its own
    known = [*table.columns, *table.partitions]
    for place, name in enumerate(names):
        if name not in known:
            where = f" in the table {quoted(reference)}"
            yield _unknown((*path, place), "column", name, known, where)


def _tag_faults(lake: Lake, path: KeyPath, tags: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    declared = lake.governance.tags
    for key, values in tags.items():
        if key not in declared:
            fault = _unknown((*path, key), "LF-tag", key, list(declared))
            yield fault._replace(at_key=True)
            continue
        for value in values:
            if value not in declared[key]:
                yield Fault(
                    (*path, key),
                    f"{quoted(value)} isn't a value of the LF-tag {quoted(key)}",
                    suggestion(value, declared[key], "one of"),
                )
        if len(values) > MAX_TAG_VALUES:
            yield Fault(
                (*path, key),
                f"{len(values)} values of {quoted(key)}: a grant can name {MAX_TAG_VALUES}",
                "write several grants",
                at_key=True,
            )
    if (size := expression_bytes(tags.items())) > MAX_EXPRESSION_BYTES:
        yield Fault(
            path,
            f"these LF-tags take {size} bytes; a grant can hold {MAX_EXPRESSION_BYTES}",
            "write several grants",
            at_key=True,
        )


def catalog_tags_are_declared(lake: Lake) -> Iterator[Fault]:
    """LF-tags of databases, tables and columns are among those of `governance.tags`."""
    for database_name, database in lake.catalog.databases.items():
        path: KeyPath = ("catalog", "databases", database_name)
        yield from _assigned_faults(lake, path, database.tags)
        for table_name, table in database.tables.items():
            table_path = (*path, "tables", table_name)
            yield from _assigned_faults(lake, table_path, table.tags)
            for section, columns in (("columns", table.columns), ("partitions", table.partitions)):
                for column_name, column in columns.items():
                    column_path = (*table_path, section, column_name)
                    yield from _assigned_faults(lake, column_path, column.tags)


def _assigned_faults(lake: Lake, path: KeyPath, tags: Mapping[str, str]) -> Iterator[Fault]:
    if tags:
        each = {key: (value,) for key, value in tags.items()}
        yield from _tag_faults(lake, (*path, "tags"), each)
